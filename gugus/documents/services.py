"""Writes of the document kernel. The domains decide who may; each act leaves its audit row."""

import hashlib
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any, TypeVar

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from gugus.core import audit
from gugus.core.workflow import move
from gugus.documents.enums import DOCUMENT_TRANSITIONS, DocumentStatus, SignatureState
from gugus.documents.models import Document, TrustAnchor
from gugus.documents.refusals import Refused
from gugus.documents.selectors import free_code, trust_anchors
from gugus.documents.signatures import MAX_PDF_BYTES, PdfRefused, inspect_signature

__all__ = [
    "anchor_add",
    "anchor_withdraw",
    "document_create",
    "document_file_store",
    "document_revoke",
    "document_supersede",
    "signed_file_record",
]

D = TypeVar("D", bound=Document)
Record = Callable[..., Any]
"""Keeps an act in a trail; takes what `audit.record` takes."""
UNSIGNED = frozenset({DocumentStatus.DRAFT, DocumentStatus.FINAL})


@transaction.atomic
def document_create(
    *,
    model: type[D],
    kind: str,
    title: str,
    office: str,
    task_force: models.Model,
    by: Any,
    final: bool,
    number: str = "",
    dated: date | None = None,
    supersedes: D | None = None,
    record: Record = audit.record,
    **source: Any,
) -> D:
    """Reserve the row of a new version, its code and version number, before anything is rendered.

    `source` names the concrete table's own fields (`decree=…`); `record` keeps the act where it may be read
    (papers about a case: in its own trail). An unsigned version it replaces becomes
    "diganti" now; a signed one stays in force until the new one is signed.
    """
    document = model(
        kind=kind,
        title=title,
        office=office,
        number=number,
        dated=dated,
        task_force=task_force,
        made_by=by,
        status=DocumentStatus.FINAL if final else DocumentStatus.DRAFT,
        version=supersedes.version + 1 if supersedes else 1,
        supersedes=supersedes,
        verification_code=free_code(),
        **source,
    )
    document.full_clean()
    document.save()
    if supersedes and supersedes.status in UNSIGNED:
        document_supersede(document=supersedes, by=by)
    record(by=by, action="documents.create", obj=document, version=document.version, final=final)
    return document


@transaction.atomic
def document_file_store(*, document: D, pdf: bytes, by: Any, record: Record = audit.record) -> D:
    """Keep the rendered PDF and its hash, once: a job that runs twice leaves the first file as it is."""
    row = _locked(document)
    if row.file:
        return row
    row.sha256 = hashlib.sha256(pdf).hexdigest()
    row.file.save("rendered.pdf", ContentFile(pdf), save=False)
    row.full_clean()
    row.save()
    record(by=by, action="documents.render", obj=row, sha256=row.sha256)
    return row


@transaction.atomic
def signed_file_record(*, document: D, upload: UploadedFile, by: Any) -> D:
    """Take the signed scan or BSrE-signed PDF of a final document; from now on its code is known.

    Raises `PdfRefused` (file unusable, signature broken, or the unsigned text itself) and `Denied` when the
    document is not final. The signed version it replaces becomes "diganti".
    """
    pdf = _read(upload)
    row = _locked(document)
    move(row, DOCUMENT_TRANSITIONS, "sign")
    row.signature_state = _checked_signature(row, pdf)
    row.signed_sha256 = hashlib.sha256(pdf).hexdigest()
    row.signed_recorded_at = timezone.now()
    row.signed_file.save("signed.pdf", ContentFile(pdf), save=False)
    row.full_clean()
    row.save()
    audit.record(
        by=by, action="documents.sign", obj=row, signature=row.signature_state, sha256=row.signed_sha256
    )
    if row.supersedes and row.supersedes.status == DocumentStatus.SIGNED:
        document_supersede(document=row.supersedes, by=by)
    return row


@transaction.atomic
def document_supersede(*, document: D, by: Any) -> D:
    """A newer document stands in its place; file, number and code stay. Raises `Denied` if already ended."""
    return _moved(document, "supersede", by=by)


@transaction.atomic
def document_revoke(*, document: D, by: Any) -> D:
    """Withdraw a signed document. Raises `Denied` when it was not signed."""
    return _moved(document, "revoke", by=by)


def _moved(document: D, name: str, *, by: Any) -> D:
    row = _locked(document)
    move(row, DOCUMENT_TRANSITIONS, name)
    row.save()
    audit.record(by=by, action=f"documents.{name}", obj=row)
    return row


def _locked(document: D) -> D:
    return type(document)._default_manager.select_for_update(of=("self",)).get(pk=document.pk)


def _read(upload: UploadedFile) -> bytes:
    """At most one byte more than allowed is ever read; the length is judged by `check_pdf`."""
    return upload.read(MAX_PDF_BYTES + 1)


def _checked_signature(row: Document, pdf: bytes) -> SignatureState:
    if hashlib.sha256(pdf).hexdigest() == row.sha256:
        raise PdfRefused(
            _("Berkas ini belum ditandatangani. Unggah hasil pindai atau PDF dari penanda tangan.")
        )
    report = inspect_signature(pdf, trust_anchors())
    if report.state == SignatureState.BROKEN:
        raise PdfRefused(
            _(
                "Tanda tangan elektronik pada berkas ini rusak: isinya berubah setelah ditandatangani. "
                "Minta berkas asli dari penanda tangan lalu unggah tanpa membuka-simpan ulang."
            )
        )
    return report.state


class CertificateRefused(Refused):
    """The upload cannot be an issuer to trust; the message says why and what to do."""


@transaction.atomic
def anchor_add(*, name: str, content: bytes, by: Any) -> TrustAnchor:
    """Trust an issuer's certificate (PEM or DER) from now on. Raises `CertificateRefused`."""
    certificate = _read_certificate(content)
    der = certificate.public_bytes(Encoding.DER)
    fingerprint = hashlib.sha256(der).hexdigest()
    if TrustAnchor.objects.filter(sha256=fingerprint, withdrawn_at=None).exists():
        raise CertificateRefused(_("Sertifikat ini sudah dipercaya."))
    anchor, _made = TrustAnchor.objects.update_or_create(
        sha256=fingerprint,
        defaults={
            "name": name,
            "certificate": der,
            "valid_until": certificate.not_valid_after_utc,
            "added_by": by,
            "added_at": timezone.now(),
            "withdrawn_at": None,
        },
    )
    anchor.full_clean()
    audit.record(by=by, action="documents.anchor_add", obj=anchor, sha256=fingerprint)
    return anchor


@transaction.atomic
def anchor_withdraw(*, anchor: TrustAnchor, by: Any) -> TrustAnchor:
    """Stop trusting an issuer; what was recorded before keeps its finding."""
    row = TrustAnchor.objects.select_for_update().get(pk=anchor.pk)
    if row.withdrawn_at is None:
        row.withdrawn_at = timezone.now()
        row.save()
        audit.record(by=by, action="documents.anchor_withdraw", obj=row, sha256=row.sha256)
    return row


def _read_certificate(content: bytes) -> x509.Certificate:
    try:
        pem = content.lstrip().startswith(b"-----BEGIN")
        certificate = (x509.load_pem_x509_certificate if pem else x509.load_der_x509_certificate)(content)
        issuer = certificate.extensions.get_extension_for_class(x509.BasicConstraints).value.ca
    except x509.ExtensionNotFound:
        issuer = False
    except ValueError as fault:
        raise CertificateRefused(
            _("Berkas bukan sertifikat. Unggah berkas .cer, .crt, atau .pem.")
        ) from fault
    if not issuer:
        raise CertificateRefused(
            _("Sertifikat ini milik orang, bukan penerbit. Unggah sertifikat penerbitnya.")
        )
    if certificate.not_valid_after_utc <= datetime.now(UTC):
        raise CertificateRefused(_("Masa berlaku sertifikat ini sudah habis."))
    return certificate
