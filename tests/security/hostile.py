"""Input that is meant to break a page, drawn from a seeded source so that a finding can be drawn again."""

import io
import zipfile
from dataclasses import dataclass, field
from html.parser import HTMLParser
from random import Random
from typing import Any
from urllib.parse import urlencode

from django.core.files.uploadedfile import SimpleUploadedFile
from django.forms import FileField, ModelChoiceField
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart
from django.urls import resolve

from tests.files import one_page

TAG = "<x-suntik>"
HEADER = "X-Suntik"
ELSEWHERE = "jahat.example"
TEXTS = [
    "", " ", "\t\r\n", "0", "-1", "1e999", "NaN", "Infinity", "-0", "1" * 400, "9" * 19, "2147483648", "0x1F", "²", "2026-13", "2026-W60", "1_000",
    "1.234,5", "1,2.3,4", "٣٤", "½", "null", "undefined", "true", "[]", "{}", "[[[[", '{"a":' * 50,
    "\x00", "a\x00b", "\ud7ff", "\ufffe", "\u202e gnirts", "e\u0301" * 50, "😀" * 300, "ﷺ" * 100, "\x1b[31m",
    f'"{TAG}', f"'>{TAG}</script>", f"{{{{ {TAG} }}}}", "{% include 'base.html' %}", "${7*7}", "%s%n%x", "{0.__class__}",
    "' OR 1=1 --", "'; DROP TABLE rad_plan; --", "%' AND pg_sleep(0) --", "\\", "\\x", "%", "%00", "%%", "_",
    f"a\r\n{HEADER}: ya", f"a\n{HEADER}: ya\n\n<html>", f"b%0d%0a{HEADER}:%20ya", "=1+1", "@SUM(A1)",
    f"//{ELSEWHERE}/", f"https://{ELSEWHERE}/", f"/\\{ELSEWHERE}", "javascript:alert(1)", "data:text/html,x",
    f"https:{ELSEWHERE}", f"\thttps://{ELSEWHERE}", "../../../../etc/passwd", "..\\..\\x", "/etc/passwd\x00.pdf",
    "00000000-0000-0000-0000-000000000000", "00000000-0000-0000-0000-00000000000g", "{00000000}", "1;2", "a,b,,c",
    "0001-01-01", "9999-12-31", "2026-02-30", "31", "99999999999999", "24:60", "-2026", "2026-11-22T25:00",
    "(" * 300, "A" * 20_000, "a@b", "a@" + "b" * 300 + ".id", "budi@contoh.id\nBcc: x@jahat.example",
]  # fmt: skip
"""Types confused, huge, broken Unicode, NUL, markup, SQL, header lines, addresses elsewhere, odd days."""

PARAMETERS = [
    "q", "page", "sort", "_export", "next", "hlm", "tahun", "bidang", "baris", "tampil", "periode", "urut", "id", "pk",
    "year", "status", "agency", "mulai", "sampai", "format", "version", "task_force", "kode", "bulan",
]  # fmt: skip
PATHS = [
    "0",
    "-1",
    "9" * 30,
    "a",
    "..",
    "%00",
    "%0d%0aX-Suntik:%20ya",
    "x" * 2_000,
    "😀",
    "%2e%2e%2f",
    "'",
    "a b",
    "%ff",
]
HEADERS = [
    {"HTTP_HOST": ELSEWHERE}, {"HTTP_HOST": "localhost:bukan-porta"}, {"HTTP_HOST": "a" * 300},
    {"HTTP_X_FORWARDED_HOST": ELSEWHERE}, {"HTTP_X_FORWARDED_FOR": "bukan alamat, 1.2.3"},
    {"HTTP_X_FORWARDED_FOR": "::ffff:1.2.3.4, " * 50}, {"HTTP_X_FORWARDED_PROTO": "ftp"},
    {"HTTP_HX_REQUEST": "true"}, {"HTTP_HX_REQUEST": "true", "HTTP_HX_TARGET": TAG, "HTTP_HX_CURRENT_URL": TEXTS[-3]},
    {"HTTP_ACCEPT_LANGUAGE": "x" * 600}, {"HTTP_ACCEPT": "application/json"}, {"HTTP_USER_AGENT": "u" * 5_000},
    {"HTTP_REFERER": f"https://{ELSEWHERE}/"}, {"HTTP_IF_NONE_MATCH": '"x"'}, {"HTTP_RANGE": "bytes=99-1,-5"},
    {"HTTP_IF_MODIFIED_SINCE": "kemarin"}, {"HTTP_X_REQUEST_ID": f"a\n{HEADER}"}, {"HTTP_ORIGIN": "null"},
    {"HTTP_AUTHORIZATION": "Basic " + "A" * 500}, {"HTTP_X_HTTP_METHOD_OVERRIDE": "DELETE"}, {"REMOTE_ADDR": ""},
]  # fmt: skip
BODIES = [
    ("application/json", b'{"a": [1, 2, {"b": null}]}'), ("application/json", b"{" * 5_000), ("text/plain", b"\xff\xfe\x00"),
    ("application/xml", b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><x>&e;</x>'), ("", b"a=b"),
    ("multipart/form-data", b"tanpa batas"), ("multipart/form-data; boundary=x", b"--x\r\nrusak"),
    ("multipart/form-data; boundary=" + "b" * 300, b""), ("application/x-www-form-urlencoded; charset=klingon", b"a=b"),
    ("application/x-www-form-urlencoded", b"&".join(b"a%d=1" % n for n in range(1_100))),
    ("application/x-www-form-urlencoded", b"%zz=%ff%fe&=&==&a[b][c]=1"),
]  # fmt: skip
KINDS = ["application/pdf", "image/png", "image/svg+xml", "text/html", "application/x-php", "a/b\r\nX: y", ""]
NAMES = [
    "../../../etc/cron.d/x",
    "..\\x.pdf",
    "a.php",
    "a.pdf.html",
    "CON.pdf",
    "x" * 400 + ".pdf",
    "a\x00.pdf",
    '"; x="',
    ".",
]
ENDINGS = [".pdf", ".xlsx", ".csv", ".jpg", ".geojson", ".json", ".pem"]


def zipped(name: str, content: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr(name, content)
    return out.getvalue()


FILES = [
    b"", b"\x00" * 2_000, b"<script>alert(1)</script>", b"%PDF-1.7\n%%EOF", one_page(TAG), one_page("x")[:300],
    b"\xff\xd8\xff\xe0" + b"<html><script>alert(1)</script>", b"GIF89a/*<svg onload=alert(1)>*/=1;",
    b"\x89PNG\r\n\x1a\n" + b"\x00\x00\x00\rIHDR\xff\xff\xff\xff\xff\xff\xff\xff\x08\x06\x00\x00\x00",
    b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
    b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><x>&b;</x>',
    zipped("xl/workbook.xml", b" " * 3_000_000), zipped("../../x", b"x"), zipped("[Content_Types].xml", b"<"),
    b"nama;nilai\r\n=cmd|'/c calc'!A1;1\r\n", "\ufeff\u202eab,\x00".encode(), b"\xff\xfe" * 50,
    b'{"type": "FeatureCollection", "features": [{"geometry": null}]}', b'{"type": "FeatureCollection", "features": 1}',
    b'{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"kode":[]},"geometry":{"type":"Polygon",'
    b'"coordinates":[[["a",1e999],[null,2]]]}}]}', b"[" * 3_000, b"-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----",
]  # fmt: skip
"""Polyglots, bombs in small, truncated and mislabelled content."""


class Fields(HTMLParser):
    """Names and values of what the forms of a page would send, files by themselves."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.values: dict[str, list[str]] = {}
        self.files: set[str] = set()
        self.inside = ("", "")  # a select or textarea and its name
        self.feed(page)

    @classmethod
    def declared(cls, url: str) -> "Fields":
        """What the form class of an address asks for; fields made per request are unknown here."""
        fields, view = cls(""), getattr(resolve(url).func, "view_class", None)
        for name, declared in getattr(getattr(view, "form_class", None), "base_fields", {}).items():
            if isinstance(declared, FileField):
                fields.files.add(name)
            boxes = range(len(getattr(declared.widget, "widgets", [])))
            choices = [] if isinstance(declared, ModelChoiceField) else getattr(declared, "choices", [])
            first = next((str(value) for value, _label in choices if value), "1")
            fields.values |= {f"{name}_{box}": ["1"] for box in boxes} or {name: [first]}
        return fields

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        have = dict(attrs)
        name = have.get("name") or ""
        if tag in ("select", "textarea"):
            self.inside = (tag, name)
        if tag == "option" and self.inside[1] and ("selected" in have or self.inside[1] not in self.values):
            self.values[self.inside[1]] = [have.get("value") or ""]
        if tag == "input" and name and have.get("type") == "file":
            self.files.add(name)
        elif tag in ("input", "button", "textarea", "select") and name and name != "csrfmiddlewaretoken":
            self.values.setdefault(name, [])
            if have.get("type") not in ("radio", "checkbox") or not self.values[name] or "checked" in have:
                self.values[name] = [have.get("value") or ""]


@dataclass
class Sent:
    """One hostile request, ready for the test client."""

    method: str
    url: str
    body: bytes = b""
    kind: str = MULTIPART_CONTENT
    headers: dict[str, str] = field(default_factory=dict)

    def __str__(self) -> str:
        return f"{self.method} {self.url[:300]!r} {self.kind} {self.headers} {self.body[:1500]!r}"


class Hostile:
    """Draws requests for one address; the same seed draws the same ones."""

    def __init__(self, seed: str) -> None:
        self.random = Random(seed)

    def text(self) -> str:
        """One evil word, or two glued together."""
        one, two = self.random.choice(TEXTS), self.random.choice(TEXTS)
        return one if self.random.random() < 0.8 else f"{one}{two}"

    def query(self, fields: Fields | None) -> str:
        """A query string of known and unknown names, some repeated, sometimes huge."""
        names = self.random.sample(PARAMETERS, 4) + (list(fields.values) if fields else [])
        pairs = [(name, self.text()) for name in names for _n in range(self.random.choice((1, 1, 2)))]
        self.random.shuffle(pairs)
        pairs += [("a" * 50, "b" * 50)] * self.random.choice((0, 0, 0, 40))
        return urlencode(pairs[:60])

    def headers(self) -> dict[str, str]:
        return self.random.choice(HEADERS) if self.random.random() < 0.3 else {}

    def get(self, url: str, fields: Fields | None) -> Sent:
        return Sent("GET", f"{url}?{self.query(fields)}", headers=self.headers())

    def post(self, url: str, fields: Fields | None) -> Sent:
        """A form with some answers spoiled, or a body that is no form at all."""
        if self.random.random() < 0.1:
            kind, body = self.random.choice(BODIES)
            return Sent("POST", url, body, kind, self.headers())
        return Sent("POST", url, encode_multipart(BOUNDARY, self.form(fields)), headers=self.headers())

    def form(self, fields: Fields | None) -> dict[str, Any]:
        """What the page asks for, each answer kept, spoiled, repeated, replaced by a file, or left out."""
        data: dict[str, Any] = {}
        spoil = self.random.choice((0.15, 0.5, 1.0))
        known = fields.values if fields else {}
        for name, values in (known or {key: [""] for key in self.random.sample(PARAMETERS, 5)}).items():
            data[name] = self.spoiled(values) if self.random.random() < spoil else values
        for name in fields.files if fields else ():
            data[name] = self.file()
        return data

    def spoiled(self, values: list[str]) -> Any:
        draw = self.random.random()
        if draw < 0.75:
            return self.text()
        if draw < 0.9:
            return [self.text() for _n in range(3)] + values
        return self.file() if draw < 0.95 else []

    def file(self) -> SimpleUploadedFile:
        ending = self.random.choice(ENDINGS)
        name = self.random.choice([f"berkas{ending}", f"berkas{ending}", *NAMES])
        upload = SimpleUploadedFile("x", self.random.choice(FILES), self.random.choice(KINDS) or None)
        upload._name = name  # past Django's own cleaning: a browser may send anything
        return upload
