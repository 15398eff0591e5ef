"""A document's life: every version stays, a signed file is checked before it is recorded."""

import hashlib
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction

from gugus.core.models import AuditEvent
from gugus.core.permissions import Denied
from gugus.documents.enums import (
    ComparisonResult,
    DocumentKind,
    DocumentStatus,
    SignatureState,
    VerificationState,
)
from gugus.documents.models import Document
from gugus.documents.selectors import (
    document_by_code,
    document_comparison,
    document_models,
    signed_file_is_whole,
    verification_state,
)
from gugus.documents.services import (
    document_create,
    document_file_store,
    document_revoke,
    document_supersede,
    signed_file_record,
)
from gugus.documents.signatures import PdfRefused
from members.models import DecreeDocument
from tests.documents.signing import append_page_change, plain_pdf, root, sign
from tests.factories import World

pytestmark = pytest.mark.django_db


def create(world: World, **changes: Any) -> DecreeDocument:
    values: dict[str, Any] = {
        "model": DecreeDocument,
        "kind": DocumentKind.DECREE,
        "title": "Pembentukan Gugus Tugas",
        "office": "Wali Kota Kediri",
        "number": "188.45/1/2026",
        "task_force": world.task_force,
        "by": world.people["sekretariat"],
        "final": True,
        "decree": world.decree,
    }
    return document_create(**(values | changes))


def rendered(world: World, **changes: Any) -> DecreeDocument:
    document = create(world, **changes)
    return document_file_store(document=document, pdf=plain_pdf("naskah"), by=document.made_by)


def upload(pdf: bytes, name: str = "sk.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, pdf, content_type="application/pdf")


def signed(world: World, pdf: bytes | None = None, **changes: Any) -> DecreeDocument:
    document = rendered(world, **changes)
    return signed_file_record(document=document, upload=upload(pdf or sign(plain_pdf())), by=document.made_by)


def actions(document: Document) -> list[str]:
    events = AuditEvent.objects.filter(object_id=str(document.pk)).order_by("id")
    return [event.action for event in events]


def test_concrete_tables_are_found_by_themselves() -> None:
    assert DecreeDocument in document_models()
    assert Document not in document_models()


def test_a_new_version_keeps_the_old_one(world: World) -> None:
    first = rendered(world)
    second = rendered(world, supersedes=first)
    first.refresh_from_db()
    assert (first.version, second.version) == (1, 2)
    assert first.status == DocumentStatus.SUPERSEDED
    assert second.supersedes == first
    assert first.verification_code != second.verification_code
    with first.file.open() as old, second.file.open() as new:
        assert old.read() == new.read() == plain_pdf("naskah")
    assert first.file.name != second.file.name
    assert actions(first) == ["documents.create", "documents.render", "documents.supersede"]


def test_a_signed_version_stays_until_the_new_one_is_signed(world: World) -> None:
    first = signed(world)
    second = rendered(world, supersedes=first)
    first.refresh_from_db()
    assert first.status == DocumentStatus.SIGNED
    signed_file_record(document=second, upload=upload(sign(plain_pdf("baru"))), by=second.made_by)
    first.refresh_from_db()
    assert first.status == DocumentStatus.SUPERSEDED
    assert verification_state(first) == VerificationState.REPLACED


def test_a_job_that_runs_twice_leaves_one_file(world: World) -> None:
    document = rendered(world)
    again = document_file_store(document=document, pdf=plain_pdf("lain"), by=document.made_by)
    assert again.sha256 == hashlib.sha256(plain_pdf("naskah")).hexdigest()
    assert again.file.name == document.file.name
    assert actions(document).count("documents.render") == 1


def test_stored_names_tell_nothing(world: World) -> None:
    document = signed(world)
    for stored in (document.file, document.signed_file):
        assert stored.name.startswith("members/")
        assert Path(stored.name).stem not in ("sk", "signed", "rendered")
        with pytest.raises(ValueError, match="no URL"):
            _ = stored.url


@pytest.mark.parametrize(
    ("anchored", "pdf", "state"),
    [
        (True, sign(plain_pdf()), SignatureState.VALID),
        (False, sign(plain_pdf()), SignatureState.UNTRUSTED),
        (False, plain_pdf("pindaian"), SignatureState.NONE),
    ],
    ids=["trusted", "untrusted", "scan"],
)
def test_signed_file_is_recorded_with_its_finding(
    world: World, anchored: bool, pdf: bytes, state: SignatureState, trust: Any
) -> None:
    if anchored:
        trust(root().pem)
    document = signed(world, pdf)
    assert document.status == DocumentStatus.SIGNED
    assert document.signature_state == state
    assert document.signed_sha256 == hashlib.sha256(pdf).hexdigest()
    assert actions(document)[-1] == "documents.sign"
    expected = VerificationState.SIGNED if state == SignatureState.VALID else VerificationState.HASH_ONLY
    assert verification_state(document) == expected


@pytest.mark.parametrize(
    ("pdf", "words"),
    [
        (append_page_change(sign(plain_pdf())), "rusak"),
        (plain_pdf("naskah"), "belum ditandatangani"),
        (b"PK\x03\x04", "bukan PDF"),
    ],
    ids=["broken", "unsigned text", "no pdf"],
)
def test_refused_files_change_nothing(world: World, pdf: bytes, words: str) -> None:
    document = rendered(world)
    with pytest.raises(PdfRefused, match=words):
        signed_file_record(document=document, upload=upload(pdf), by=document.made_by)
    document.refresh_from_db()
    assert document.status == DocumentStatus.FINAL
    assert not document.signed_file
    assert "documents.sign" not in actions(document)


def test_a_draft_cannot_be_signed(world: World) -> None:
    draft = rendered(world, final=False)
    with pytest.raises(Denied):
        signed_file_record(document=draft, upload=upload(sign(plain_pdf())), by=draft.made_by)


def test_a_signed_document_is_not_signed_again_but_can_be_revoked_once(world: World) -> None:
    document = signed(world)
    with pytest.raises(Denied):
        signed_file_record(document=document, upload=upload(sign(plain_pdf())), by=document.made_by)
    revoked = document_revoke(document=document, by=document.made_by)
    assert verification_state(revoked) == VerificationState.REPLACED
    with pytest.raises(Denied):
        document_supersede(document=revoked, by=document.made_by)


def test_only_recorded_documents_answer_to_their_code(world: World) -> None:
    draft, final = rendered(world, final=False), None
    assert document_by_code(draft.verification_code) is None
    final = rendered(world, supersedes=draft)
    assert document_by_code(final.verification_code) is None
    signed_file_record(document=final, upload=upload(sign(plain_pdf())), by=final.made_by)
    found = document_by_code(final.verification_code.lower().replace("-", " "))
    assert found == final
    assert document_by_code("0000-0000") is None
    assert verification_state(None) == VerificationState.UNKNOWN
    assert verification_state(draft) == VerificationState.UNKNOWN


def test_a_flipped_bit_in_the_archive_is_noticed(world: World) -> None:
    document = signed(world)
    assert signed_file_is_whole(document)
    stored = Path(document.signed_file.path)
    content = bytearray(stored.read_bytes())
    content[100] ^= 1
    stored.write_bytes(bytes(content))
    assert verification_state(document) == VerificationState.DAMAGED
    stored.unlink()
    assert verification_state(document) == VerificationState.DAMAGED


def test_a_visitors_file_is_compared_by_hash(world: World) -> None:
    pdf = sign(plain_pdf())
    document = signed(world, pdf)
    digest = hashlib.sha256
    assert document_comparison(document, digest(pdf).hexdigest()) == ComparisonResult.SAME
    assert document_comparison(document, digest(plain_pdf("naskah")).hexdigest()) == ComparisonResult.UNSIGNED
    assert document_comparison(document, digest(b"lain").hexdigest()) == ComparisonResult.DIFFERENT


@pytest.mark.parametrize(
    "values",
    [{"sha256": ""}, {"status": DocumentStatus.SIGNED}, {"signed_sha256": "0" * 64}],
    ids=["file without hash", "signed without file", "hash without file"],
)
def test_the_database_refuses_half_documents(world: World, values: dict) -> None:
    document = rendered(world)
    with pytest.raises(IntegrityError), transaction.atomic():
        DecreeDocument.objects.filter(pk=document.pk).update(**values)
