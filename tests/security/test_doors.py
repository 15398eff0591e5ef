"""Doors of the scene: without a token no act; what a visitor calls a file decides nothing; files go out shut."""

from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import resolve, reverse
from django.utils import timezone

from rad.models import Evidence
from tests.access.matrix import values_for
from tests.access.routes import walk
from tests.access.walker import Walker, address, counts, undone
from tests.files import one_page
from tests.security.hostile import FILES, TAG
from tests.security.test_headers import WALL

NAMES = ["../../../../tmp/suntik.pdf", "..\\..\\suntik.pdf", "/etc/suntik.pdf", "suntik.pdf/../x.pdf", "suntik.php.pdf",
         "suntik<x-suntik>.pdf", 'a";filename="suntik.html', "suntik\u202efdp.exe.pdf", "su\x00ntik.pdf", "s" * 300 + ".pdf"]  # fmt: skip


LATE = {"cases:attachment-add", "documents:verification", "meetings:part-save"}
"""They look at the token themselves: after a file's own handler is set, after a lost session is told."""


def files() -> set[Path]:
    return {path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()}


def send(walker: Walker, name: str, content: bytes, kind: str) -> tuple[int, bytes, set[Path]]:
    """Hand in one proof as the liaison; the answer, and the files that are new."""
    scene, before = walker.scene, files()
    url = reverse("rad:evidence-create", args=[scene.period.pk, scene.items["Dinas Sosial"].pk])
    upload = SimpleUploadedFile("x", content, kind)
    upload._name = name
    today = timezone.localdate()
    data = {
        "title": "Foto contoh",
        "upload": upload,
        "evidence_on_0": today.day,
        "evidence_on_1": today.month,
    }
    answer = walker.clients["dinsos"].post(url, data | {"evidence_on_2": today.year})
    return answer.status_code, answer.content, files() - before


@pytest.mark.parametrize("name", NAMES)
def test_a_name_from_outside_names_nothing(walker: Walker, name: str) -> None:
    """Stored under a random name with the true ending, inside the media folder, handed out under ours."""
    with undone():
        status, page, new = send(walker, name, one_page("isi"), "text/html; charset=evil")
        assert TAG.encode() not in page
        assert not any("suntik" in str(path) for path in new)
        assert all(Path(settings.MEDIA_ROOT) in path.parents for path in new)
        if status == 302:
            kept = Evidence.objects.order_by("-pk").filter(title="Foto contoh").get()
            answer = walker.clients["dinsos"].get(reverse("rad:evidence-file", args=[kept.pk]))
            assert answer.headers["Content-Type"] == "application/pdf"
            assert answer.headers["Content-Disposition"] == 'attachment; filename="bukti.pdf"'
        else:
            assert (status, new) == (200, set())
    assert not Path("/tmp/suntik.pdf").exists()  # noqa: S108 - where the first name points


def test_no_trap_is_kept_as_it_came(walker: Walker) -> None:
    """Polyglots, pictures that unpack to gigabytes, SVG, archives: refused in words, or drawn anew."""
    for content in FILES:
        with undone():
            status, page, new = send(walker, "foto.pdf", content, "application/pdf")
            assert status in (200, 302)
            assert all(path.read_bytes()[:4] in (b"%PDF", b"\xff\xd8\xff\xe0") for path in new)
            assert not any(b"<script" in path.read_bytes() for path in new)
            assert status == 302 or "error-summary" in page.decode()


def test_files_are_handed_out_to_be_saved_and_act_nowhere(walker: Walker) -> None:
    """An uploaded file is saved, not shown, under a name of ours, and would run nothing."""
    with undone():
        answer = walker.ask(
            "dinsos", "GET", reverse("rad:evidence-file", args=[walker.scene.evidence["own"].pk])
        )
    assert answer.headers["Content-Disposition"] == 'attachment; filename="bukti.pdf"'
    assert answer.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert "no-store" in answer.headers["Cache-Control"]
    assert WALL.items() <= dict(answer.headers).items()


def test_no_address_is_exempt(walker: Walker) -> None:
    exempt = {
        route.name
        for route in walk()
        if getattr(resolve(address(route, values_for(walker.scene, route))).func, "csrf_exempt", False)
    }
    assert exempt == LATE


def strict(walker: Walker, role: str) -> Client:
    client = Client(enforce_csrf_checks=True)
    client.cookies.load(walker.clients[role].cookies.output().replace("Set-Cookie: ", ""))
    return client


@pytest.mark.parametrize(
    ("name", "role"),
    [
        ("cases:attachment-add", "dinsos_kasus"),
        ("documents:verification", "tamu"),
        ("meetings:part-save", "sekretariat"),
        ("rad:report-submit", "dinsos"),
        ("members:decree-sign", "sekretariat"),
        ("account_login", "tamu"),
        ("account_logout", "dinsos"),
        ("account_reset_password", "tamu"),
        ("accounts:user-disable", "admin"),
        ("set_language", "tamu"),
    ],
)
def test_without_a_token_nothing_happens(walker: Walker, name: str, role: str) -> None:
    route = next(route for route in walk() if route.name == name)
    url = address(route, values_for(walker.scene, route))
    with undone():
        answer = strict(walker, role).post(url, {"_token": "x"}, HTTP_ORIGIN="http://testserver")
        assert answer.status_code == 403
        assert "CSRF" not in answer.headers.get("Location", "")
        assert counts() == walker.before


FOUND = [
    ("sekretariat", "GET", "meetings:revision-detail", "lawan=%C2%B2"),
    ("sekretariat", "GET", "meetings:revision-detail", "lawan=" + "9" * 5_000),
    ("sekretariat", "POST", "meetings:agenda", "rows_count=" + "9" * 5_000),
    ("sekretariat", "GET", "cases:holiday-list", "tahun=" + "9" * 5_000),
    ("statistik", "GET", "cases:figures", f"tahun={'9' * 20}-{'9' * 20}"),
    ("sekretariat", "GET", "rad:plan-reporting", "tahun=" + "9" * 5_000),
    ("dinsos_kasus", "POST", "cases:referral-create", "cari=1&search=a%00b"),
    ("tamu", "GET", "publication:open-page", "per=9999-12-31"),
    ("tamu", "GET", "publication:open-page", "per=0001-01-01"),
    ("dinsos", "GET", "gallery", "page=%C3%A9&sort=%00"),
]


@pytest.mark.parametrize(("role", "method", "name", "sent"), FOUND)
def test_what_was_found_once_stays_mended(
    walker: Walker, role: str, method: str, name: str, sent: str
) -> None:
    """Each of these was a 500: a sign that is a digit and no number, a day after the last, NUL beside a form."""
    route = next(route for route in walk() if route.name == name)
    url = address(route, values_for(walker.scene, route))
    with undone():
        if method == "GET":
            answer = walker.clients[role].get(f"{url}?{sent}")
        else:
            form = "application/x-www-form-urlencoded"
            answer = walker.clients[role].generic("POST", url, sent, form)
        assert answer.status_code in (200, 302, 400, 404)
