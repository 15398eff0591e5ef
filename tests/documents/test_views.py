"""The public verification page, signed out and with JavaScript off."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from gugus.documents.services import document_revoke
from gugus.documents.signatures import MAX_PDF_BYTES
from tests.documents.signing import plain_pdf, root, sign
from tests.documents.test_services import rendered, signed
from tests.factories import World

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _empty_cache() -> None:
    cache.clear()


def page(client: Client, code: str) -> Any:
    return client.get(reverse("documents:verification", args=[code]))


def compare(client: Client, code: str, content: bytes) -> Any:
    form = {"berkas": SimpleUploadedFile("berkas.pdf", content)}
    return client.post(reverse("documents:verification", args=[code]), form)


def words(response: Any) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def same(response: Any) -> str:
    """The page without its one-time CSRF tokens and its own address (the footer's language switch)."""
    text = response.content.decode().replace(response.wsgi_request.path, "")
    return re.sub(r'("X-CSRFToken": "|name="csrfmiddlewaretoken" value=")\w+', "", text)


def test_signed_document_shows_number_date_office_and_state(
    world: World, client: Client, trust: Callable
) -> None:
    trust(root().pem)
    document = signed(world)
    response = page(client, document.verification_code)
    assert response.status_code == 200
    shown = words(response)
    for part in ("188.45/1/2026", "Wali Kota Kediri", "TTE sah", "Surat Keputusan"):
        assert part in shown
    for person in ("Budi Contoh", document.made_by.full_name, document.made_by.email):
        assert person not in shown


def test_scan_is_known_by_its_hash(world: World, client: Client) -> None:
    document = signed(world, plain_pdf("pindaian"))
    assert "hash cocok tanpa TTE" in words(page(client, document.verification_code))


def test_revoked_document_says_so(world: World, client: Client) -> None:
    document = signed(world)
    document_revoke(document=document, by=document.made_by)
    assert "diganti atau dicabut" in words(page(client, document.verification_code))


def test_unknown_draft_unsigned_and_malformed_codes_get_the_same_page(world: World, client: Client) -> None:
    draft = rendered(world, final=False)
    final = rendered(world, supersedes=draft)
    codes = ("0000-0000", draft.verification_code, final.verification_code, "bukan-kode")
    responses = [page(client, code) for code in codes]
    assert {response.status_code for response in responses} == {404}
    assert "tidak dikenal" in words(responses[0])
    assert len({same(response) for response in responses}) == 1
    posted = [compare(client, code, plain_pdf()) for code in codes]
    assert {same(response) for response in posted} == {same(responses[0])}


def test_uploaded_file_is_compared_and_not_kept(world: World, client: Client, settings: Any) -> None:
    pdf = sign(plain_pdf())
    document = signed(world, pdf)
    files_before = sorted(settings.MEDIA_ROOT.rglob("*"))
    assert "sama persis" in words(compare(client, document.verification_code, pdf))
    assert "sebelum ditandatangani" in words(compare(client, document.verification_code, plain_pdf("naskah")))
    assert "berbeda" in words(compare(client, document.verification_code, pdf + b"\n"))
    assert sorted(settings.MEDIA_ROOT.rglob("*")) == files_before


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"PK\x03\x04", "Berkas bukan PDF"),
        (b"%PDF-" + b"0" * MAX_PDF_BYTES, "Berkas terlalu besar"),
        (b"", "Galat"),
    ],
    ids=["no pdf", "large", "empty"],
)
def test_unusable_upload_is_refused_in_words(
    world: World, client: Client, content: bytes, message: str
) -> None:
    document = signed(world)
    response = compare(client, document.verification_code, content)
    assert response.status_code == 400
    assert message in words(response)


def test_upload_needs_the_csrf_token(world: World) -> None:
    document = signed(world)
    strict = Client(enforce_csrf_checks=True)
    assert compare(strict, document.verification_code, plain_pdf()).status_code == 403
    token = re.search(
        r'name="csrfmiddlewaretoken" value="(\w+)"', page(strict, document.verification_code).content.decode()
    )
    assert token
    form = {"berkas": SimpleUploadedFile("a.pdf", plain_pdf()), "csrfmiddlewaretoken": token[1]}
    response = strict.post(reverse("documents:verification", args=[document.verification_code]), form)
    assert response.status_code == 200


def test_typed_code_leads_to_its_page(client: Client) -> None:
    start = reverse("documents:verification-start")
    assert client.get(start).status_code == 200
    response = client.get(start, {"kode": " k7qx 94tr "})
    assert response.url == reverse("documents:verification", args=["K7QX-94TR"])
    wrong = client.get(start, {"kode": "K7QX"})
    assert wrong.status_code == 400
    assert "delapan huruf atau angka" in words(wrong)
    assert 'value="K7QX"' in wrong.content.decode()


def test_guessing_is_slowed_down(client: Client) -> None:
    statuses = [page(client, "0000-0000").status_code for _ in range(31)]
    assert statuses[:30] == [404] * 30
    blocked = page(client, "0000-0000")
    assert blocked.status_code == 429
    assert blocked["Retry-After"] == "60"


def test_other_methods_are_refused(client: Client) -> None:
    assert client.delete(reverse("documents:verification", args=["0000-0000"])).status_code == 405
    assert client.post(reverse("documents:verification-start")).status_code == 405
