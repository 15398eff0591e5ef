"""What an uploaded PDF's electronic signature (TTE) is worth; reads, never fetches, never repairs.

TTE sah means: every signature is intact, nothing but validation data follows the last one, and every
certificate chain ends at an anchor the office uploaded. Revocation is judged only by what the file itself
carries: a verification must not depend on the network.
"""

import io
from collections.abc import Sequence
from dataclasses import dataclass

import pikepdf
from asn1crypto import x509
from django.utils.translation import gettext as _
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.diff_analysis import ModificationLevel
from pyhanko.sign.validation import KeyUsageConstraints, ValidationContext, validate_pdf_signature
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
from pyhanko.sign.validation.status import PdfSignatureStatus, SignatureCoverageLevel

from gugus.documents.enums import SignatureState
from gugus.documents.refusals import Refused

# Officials' certificates carry one or the other; pyHanko's default asks for the second only.
SIGNING_USES = KeyUsageConstraints(
    key_usage={"digital_signature", "non_repudiation"}, match_all_key_usages=False
)
MAX_PDF_BYTES = 20 * 1024 * 1024


class PdfRefused(Refused):
    """The upload cannot be taken as a document; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class SignatureReport:
    """The finding. `covers_whole_file` is also true when only validation data was added afterwards."""

    state: SignatureState
    signer_common_name: str = ""
    covers_whole_file: bool = False
    intact: bool = False
    trusted: bool = False


NO_SIGNATURE = SignatureReport(SignatureState.NONE)
UNREADABLE_SIGNATURE = SignatureReport(SignatureState.BROKEN)


def inspect_signature(pdf: bytes, anchors: Sequence[x509.Certificate]) -> SignatureReport:
    """Check every signature of a PDF; raise `PdfRefused` for no PDF, a locked one or over 20 MB."""
    if not check_pdf(pdf):
        return NO_SIGNATURE
    try:
        signatures = PdfFileReader(io.BytesIO(pdf)).embedded_regular_signatures
        findings = [_finding(signature, anchors) for signature in signatures]
    except Exception:  # any stumble of the parser over hostile bytes means: no signature to trust
        return UNREADABLE_SIGNATURE
    return _overall(findings) if findings else UNREADABLE_SIGNATURE


def check_pdf(pdf: bytes) -> bool:
    """Whether a PDF carries a signature; raise `PdfRefused` when it is no document the office can use."""
    if len(pdf) > MAX_PDF_BYTES:
        raise PdfRefused(_("Berkas terlalu besar. Batasnya 20 MB; pindai dengan resolusi lebih rendah."))
    if not pdf.lstrip()[:5] == b"%PDF-":
        raise PdfRefused(_("Berkas bukan PDF. Unggah berkas PDF, contoh sk-bertanda-tangan.pdf."))
    signed, locked = _look_inside(pdf)
    if locked:
        raise PdfRefused(_("PDF terkunci kata sandi. Simpan ulang tanpa kata sandi lalu unggah lagi."))
    return signed


def _look_inside(pdf: bytes) -> tuple[bool, bool]:
    """(carries a signature, is locked by a password)."""
    try:
        with pikepdf.open(io.BytesIO(pdf)) as opened:
            if not opened.pages:
                raise ValueError("no page")
            return _has_signature(opened), opened.is_encrypted
    except pikepdf.PasswordError:
        return False, True
    except (pikepdf.PdfError, ValueError, TypeError, KeyError, RecursionError) as fault:
        raise PdfRefused(_("PDF tidak dapat dibaca. Pindai atau simpan ulang berkasnya.")) from fault


def _has_signature(opened: pikepdf.Pdf) -> bool:
    """A signature dictionary anywhere in the file, also one that no form field shows."""
    return any(_is_signature(item) for item in opened.objects)


def _is_signature(item: pikepdf.Object) -> bool:
    return isinstance(item, pikepdf.Dictionary) and "/ByteRange" in item and "/Contents" in item


@dataclass(frozen=True, slots=True)
class _Finding:
    status: PdfSignatureStatus
    name: str

    @property
    def unbroken(self) -> bool:
        """Digest and cryptography hold for the bytes it covers."""
        return bool(self.status.intact and self.status.valid)

    @property
    def level(self) -> ModificationLevel:
        """How far the file was changed after this signature; bytes that form no revision count as worst."""
        if self.status.coverage == SignatureCoverageLevel.ENTIRE_FILE:
            return ModificationLevel.NONE
        level = self.status.modification_level
        explained = level not in (None, ModificationLevel.NONE) and self.status.docmdp_ok
        return level if level and explained else ModificationLevel.OTHER


def _finding(signature: EmbeddedPdfSignature, anchors: Sequence[x509.Certificate]) -> _Finding:
    context = ValidationContext(trust_roots=list(anchors), allow_fetching=False, revocation_mode="soft-fail")
    status = validate_pdf_signature(
        signature, signer_validation_context=context, key_usage_settings=SIGNING_USES
    )
    return _Finding(status, _common_name(signature.signer_cert))


def _common_name(certificate: x509.Certificate) -> str:
    name = certificate.subject.native.get("common_name", "")
    return name if isinstance(name, str) else ", ".join(name)


def _overall(findings: Sequence[_Finding]) -> SignatureReport:
    """The worst of all signatures; those before the last may be followed by later signatures only."""
    *earlier, last = findings
    whole = last.level <= ModificationLevel.LTA_UPDATES
    intact = all(finding.unbroken for finding in findings)
    sound = intact and whole and all(one.level <= ModificationLevel.FORM_FILLING for one in earlier)
    trusted = all(finding.status.trusted for finding in findings)
    return SignatureReport(
        state=_state(sound=sound, trusted=trusted),
        signer_common_name=last.name,
        covers_whole_file=whole,
        intact=intact,
        trusted=trusted,
    )


def _state(*, sound: bool, trusted: bool) -> SignatureState:
    if not sound:
        return SignatureState.BROKEN
    return SignatureState.VALID if trusted else SignatureState.UNTRUSTED
