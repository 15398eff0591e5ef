"""Reads of the document kernel. What the public asks goes through here and tells no person's data."""

import hashlib
from typing import Any

from asn1crypto import x509
from django.apps import apps
from django.db.models import QuerySet

from gugus.documents.codes import new_code, normalise_code
from gugus.documents.enums import ComparisonResult, DocumentStatus, SignatureState, VerificationState
from gugus.documents.models import Document, TrustAnchor

REPLACED = frozenset({DocumentStatus.SUPERSEDED, DocumentStatus.REVOKED})


def document_models() -> list[type[Document]]:
    """Every concrete document table of the site, whichever domain it lives in."""
    return [model for model in apps.get_models() if issubclass(model, Document)]


def document_by_code(code: str) -> Document | None:
    """The document behind a printed code, for anyone; None for drafts and for what was never signed."""
    normal = normalise_code(code)
    if not normal:
        return None
    public = (model for model in document_models() if model.verifiable)
    found = (model._default_manager.filter(verification_code=normal).first() for model in public)
    return next((document for document in found if document and document.signed_file), None)


def free_code() -> str:
    """A verification code that no document of any table has."""
    while True:
        code = new_code()
        taken = (
            model._default_manager.filter(verification_code=code).exists() for model in document_models()
        )
        if not any(taken):
            return code


def verification_state(document: Document | None) -> VerificationState:
    """What the public page says. A replaced document stays known; a damaged archive is never called valid."""
    if document is None or not document.signed_file:
        return VerificationState.UNKNOWN
    if document.status in REPLACED:
        return VerificationState.REPLACED
    if not signed_file_is_whole(document):
        return VerificationState.DAMAGED
    if document.signature_state == SignatureState.VALID:
        return VerificationState.SIGNED
    return VerificationState.HASH_ONLY


def signed_file_is_whole(document: Document) -> bool:
    """Whether the stored signed file still has the hash it was recorded with."""
    try:
        with document.signed_file.storage.open(str(document.signed_file.name)) as stored:
            return hashlib.file_digest(stored, "sha256").hexdigest() == document.signed_sha256
    except OSError:
        return False


def document_comparison(document: Document, sha256: str) -> ComparisonResult:
    """How a visitor's file, known only by its hash, relates to a recorded document."""
    if sha256 == document.signed_sha256:
        return ComparisonResult.SAME
    if document.sha256 and sha256 == document.sha256:
        return ComparisonResult.UNSIGNED
    return ComparisonResult.DIFFERENT


def anchor_list(user: Any) -> QuerySet[TrustAnchor]:
    """Issuers the person may see, those withdrawn included."""
    return TrustAnchor.objects.visible_to(user).select_related("added_by")


def trust_anchors() -> list[x509.Certificate]:
    """Certificates the office trusts today; empty until it uploads one."""
    active = TrustAnchor.objects.filter(withdrawn_at=None)
    return [x509.Certificate.load(bytes(anchor.certificate)) for anchor in active]
