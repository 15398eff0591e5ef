"""The search for confidential words in bytes: in every disguise, and inside of containers."""

import base64
import binascii
import gzip
import re
import subprocess
import zipfile
import zlib
from collections import defaultdict
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from io import BytesIO
from itertools import pairwise

import pikepdf

from gugus.documents.text import long_date

PACKED = re.compile(rb"\.(eJ[A-Za-z0-9_-]{16,})")  # zlib in base64, as signed cookies and sessions are
COPY = re.compile(rb"^COPY public\.(\w+) ", re.MULTILINE)
YEAR = "1903"  # of every planted date of birth
STEMS = ("KENARI", "357101410799", "0812", YEAR)


def disguises(word: str) -> dict[str, bytes]:
    """Kind of disguise → bytes: capitals, small letters, UTF-16, base64 in three alignments, URL, hex."""
    found = {}
    for case, text in (("", word), ("upper ", word.upper()), ("lower ", word.lower())):
        for charset in ("utf-8", "utf-16-le", "utf-16-be"):
            raw = text.encode(charset)
            found[f"{case}{charset}"] = raw
            found[f"{case}{charset} hex"] = raw.hex().encode()
            found[f"{case}{charset} HEX"] = raw.hex().upper().encode()
            found |= {f"{case}{charset} base64 {n}": _base64(raw, n) for n in range(3)}
        found[f"{case}url"] = "".join(f"%{byte:02X}" for byte in text.encode()).encode()
        found[f"{case}url small"] = "".join(f"%{byte:02x}" for byte in text.encode()).encode()
    return found


def _base64(raw: bytes, before: int) -> bytes:
    """What of a base64 text is decided by `raw` alone when `before` bytes precede it."""
    text = base64.b64encode(b"\0" * before + raw)
    return text[(0, 2, 3)[before] : (before + len(raw)) * 8 // 6]


def spoken(word: str) -> list[str]:
    """A word as pages say it: a date also in words and in boxes."""
    if not re.fullmatch(r"\d{4}-\d\d-\d\d", word):
        return [word]
    day = date.fromisoformat(word)
    return [word, long_date(day), f"{day:%d/%m/%Y}", f"{day:%d-%m-%Y}", f"{day:%d.%m.%Y}"]


@dataclass(frozen=True)
class Hit:
    """A canary that was read: `place` is its field, `state` that of its case."""

    place: str
    state: str
    channel: str
    role: str
    where: str


@dataclass
class Sweep:
    """Words (`field@state` → word), where they were found, and how much was looked at."""

    words: dict[str, str] = field(default_factory=dict)
    hits: set[Hit] = field(default_factory=set)
    looked: dict[str, int] = field(default_factory=lambda: defaultdict(int))

    def __post_init__(self) -> None:
        self.stems = {stem: disguises(stem) for stem in STEMS}
        self.forms: dict[str, dict[str, list[tuple[bytes, str]]]] = {
            stem: defaultdict(list) for stem in STEMS
        }
        words, self.words = self.words, {}
        self.add(words)

    def add(self, words: dict[str, str]) -> None:
        """More words to look for. Raises LookupError for one of no known beginning."""
        for name, word in words.items():
            self.words[name] = word
            stem = next((stem for stem in STEMS if word.startswith(stem)), "")
            if not stem:
                raise LookupError(f"{name}: {word} begins like no canary")
            for said in spoken(word):
                for kind, form in disguises(said).items():
                    self.forms[stem][kind].append((form, name))

    def look(self, channel: str, role: str, where: str, data: bytes) -> set[Hit]:
        """Search the bytes and what is packed in them."""
        found = set()
        for part in unpacked(data):
            self.looked[channel] += len(part)
            for name in self.found(part):
                place, _at, state = name.partition("@")
                found.add(Hit(place, state, channel, role, where))
        self.hits |= found
        return found

    def found(self, data: bytes) -> set[str]:
        """Names of the canaries in these bytes, as they lie."""
        return {
            name
            for stem, kinds in self.stems.items()
            for kind in self._likely(stem, kinds, data)
            for form, name in self.forms[stem][kind]
            if form in data
        }

    def _likely(self, stem: str, kinds: dict[str, bytes], data: bytes) -> list[str]:
        """The disguises in which a common beginning is there; a year may stand anywhere in its date."""
        seen = [kind for kind, start in kinds.items() if start in data]
        return list(kinds) if seen and stem == YEAR else seen


def unpacked(data: bytes) -> Iterator[bytes]:
    """The bytes, and what ZIP (XLSX), gzip, PDF and signed cookies hold; an encrypted part stays shut."""
    yield data
    if data[:4] == b"PK\x03\x04":
        with zipfile.ZipFile(BytesIO(data)) as archive:
            yield " ".join(archive.namelist()).encode() + archive.comment
            for entry in archive.infolist():
                if not entry.flag_bits & 1:
                    yield from unpacked(archive.read(entry))
    elif data[:2] == b"\x1f\x8b":
        yield from unpacked(gzip.decompress(data))
    elif data[:5] == b"%PDF-":
        yield from _pdf(data)
    for match in PACKED.finditer(data):
        try:
            yield zlib.decompress(base64.urlsafe_b64decode(match[1] + b"=" * (-len(match[1]) % 4)))
        except (zlib.error, binascii.Error):
            continue


@cache
def _pdf(data: bytes) -> list[bytes]:
    """Text as a reader sees it, description, and every stream decoded; of a broken file its text alone."""
    done = subprocess.run(["pdftotext", "-", "-"], input=data, capture_output=True, check=False)
    parts = [done.stdout]
    with suppress(pikepdf.PdfError), pikepdf.open(BytesIO(data)) as pdf:
        parts.append(repr(dict(pdf.docinfo)).encode())
        for each in pdf.objects:
            if isinstance(each, pikepdf.Stream):
                with suppress(pikepdf.PdfError):  # a picture's own compression
                    parts.append(each.read_bytes())
    return parts


def tables(dump: bytes) -> Iterator[tuple[str, bytes]]:
    """A plain dump cut at its tables; what comes before the first is `schema`."""
    cuts = [(0, "schema"), *((m.start(), m[1].decode()) for m in COPY.finditer(dump)), (len(dump), "")]
    for (start, name), (end, _next) in pairwise(cuts):
        yield name, dump[start:end]
