"""Signature states, each on a real PDF signed by a certificate authority made in the test."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gugus.documents.enums import SignatureState
from gugus.documents.signatures import MAX_PDF_BYTES, PdfRefused, inspect_signature
from tests.documents.signing import (
    append_page_change,
    append_validation_data,
    encrypted,
    issue,
    official,
    plain_pdf,
    root,
    sign,
)


def test_unsigned_pdf_has_no_signature() -> None:
    report = inspect_signature(plain_pdf(), [root().anchor])
    assert report.state == SignatureState.NONE
    assert not report.intact


def test_signature_by_a_trusted_authority_is_valid() -> None:
    report = inspect_signature(sign(plain_pdf()), [root().anchor])
    assert report.state == SignatureState.VALID
    assert (report.covers_whole_file, report.intact, report.trusted) == (True, True, True)
    assert report.signer_common_name == "Budi Contoh"


@pytest.mark.parametrize("anchors", [[], [issue("Penerbit Lain", ca=True).anchor]])
def test_without_the_right_anchor_it_is_untrusted(anchors: list) -> None:
    report = inspect_signature(sign(plain_pdf()), anchors)
    assert report.state == SignatureState.UNTRUSTED
    assert report.intact
    assert not report.trusted


def test_same_name_on_another_root_is_untrusted() -> None:
    forged = issue("Penerbit Contoh", ca=True)
    report = inspect_signature(sign(plain_pdf(), issue("Budi Contoh", forged)), [root().anchor])
    assert report.state == SignatureState.UNTRUSTED


def test_expired_certificate_is_not_trusted() -> None:
    report = inspect_signature(sign(plain_pdf(), issue("Budi Contoh", root(), days=-1)), [root().anchor])
    assert report.state == SignatureState.UNTRUSTED


def test_changed_bytes_break_it() -> None:
    signed = sign(plain_pdf("keputusan"))
    tampered = signed.replace(b"keputusan", b"keputvsan", 1)
    assert tampered != signed
    report = inspect_signature(tampered, [root().anchor])
    assert report.state == SignatureState.BROKEN
    assert not report.intact


def test_page_changed_by_a_later_revision_breaks_it() -> None:
    report = inspect_signature(append_page_change(sign(plain_pdf())), [root().anchor])
    assert report.state == SignatureState.BROKEN
    assert report.intact
    assert not report.covers_whole_file


def test_two_officials_may_sign_one_after_the_other() -> None:
    twice = sign(sign(plain_pdf()), official(), field="Tanda2")
    assert inspect_signature(twice, [root().anchor]).state == SignatureState.VALID


def test_one_untrusted_signature_among_two_is_untrusted() -> None:
    stranger = issue("Orang Lain Contoh", issue("Penerbit Lain", ca=True))
    twice = sign(sign(plain_pdf()), stranger, field="Tanda2")
    assert inspect_signature(twice, [root().anchor]).state == SignatureState.UNTRUSTED


def test_validation_data_added_by_the_signing_service_keeps_it_valid() -> None:
    report = inspect_signature(append_validation_data(sign(plain_pdf())), [root().anchor])
    assert report.state == SignatureState.VALID
    assert report.covers_whole_file


def test_bytes_appended_outside_of_any_revision_break_it() -> None:
    report = inspect_signature(sign(plain_pdf()) + b"\n% tambahan\n", [root().anchor])
    assert report.state == SignatureState.BROKEN


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"bukan pdf", "bukan PDF"),
        (b"", "bukan PDF"),
        (b"%PDF-1.7\nrusak", "tidak dapat dibaca"),
        (encrypted(plain_pdf(), "rahasia"), "kata sandi"),
        (encrypted(plain_pdf(), ""), "kata sandi"),
        (b"%PDF-1.7" + b" " * MAX_PDF_BYTES, "20 MB"),
    ],
    ids=["text", "empty", "garbage", "locked", "encrypted", "large"],
)
def test_what_is_no_usable_pdf_is_refused_with_the_cure(content: bytes, words: str) -> None:
    with pytest.raises(PdfRefused, match=words):
        inspect_signature(content, [])


@settings(max_examples=60, deadline=None)
@given(place=st.floats(0, 1, exclude_max=True), bit=st.integers(0, 7))
def test_a_flipped_bit_never_gives_a_valid_signature_over_other_content(place: float, bit: int) -> None:
    """Only the padding of the signature itself may change without notice."""
    signed = bytearray(sign_once())
    index = int(place * len(signed))
    start, length = gap(bytes(signed))
    signed[index] ^= 1 << bit
    try:
        state = inspect_signature(bytes(signed), [root().anchor]).state
    except PdfRefused:
        return
    if not start <= index < start + length:
        assert state != SignatureState.VALID


SIGNED: list[bytes] = []


def sign_once() -> bytes:
    if not SIGNED:
        SIGNED.append(sign(plain_pdf()))
    return SIGNED[0]


def gap(pdf: bytes) -> tuple[int, int]:
    """Where the signature's own bytes lie, which no signature can cover."""
    numbers = pdf.split(b"/ByteRange")[1].split(b"[")[1].split(b"]")[0].split()
    first, second = int(numbers[1]), int(numbers[2])
    return first, second - first
