"""The SK on paper: a version is asked for here, rendered by the worker, and comes back signed."""

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from gugus.accounts.models import User
from gugus.core import audit
from gugus.core.enums import JobStatus
from gugus.core.jobs import enqueue
from gugus.documents.enums import DocumentKind
from gugus.documents.services import document_create, signed_file_record
from gugus.documents.signatures import PdfRefused
from members import rules
from members.enums import DecreeKind, DecreeStatus
from members.models import Decree, DecreeDocument, MemberJob

RENDER = "members.decree_render"
UNSIGNED = frozenset({DecreeStatus.DRAFT, DecreeStatus.REVIEW})


@transaction.atomic
def decree_render(*, decree: Decree, by: User) -> MemberJob:
    """Reserve the next version with number and code, and ask the worker for its PDF.

    A draft is marked DRAF; from the signature's record on it is the final text. Asked twice while the first
    is still being made, it answers with the first. Raises Denied.
    """
    row = Decree.objects.select_for_update(of=("self",)).select_related("task_force").get(pk=decree.pk)
    rules.check_decree_render(by, row)
    waiting = row.jobs.filter(task=RENDER, status__in=[JobStatus.PENDING, JobStatus.RUNNING]).first()
    if waiting is not None:
        return waiting
    final = row.status not in UNSIGNED
    document = document_create(
        model=DecreeDocument,
        kind=DocumentKind.DECREE_AMENDMENT if row.kind == DecreeKind.AMENDMENT else DocumentKind.DECREE,
        title=row.title,
        number=row.number,
        dated=row.signed_on,
        office=row.signer_office,
        task_force=row.task_force,
        by=by,
        final=final,
        supersedes=row.documents.order_by("-version").first(),
        decree=row,
    )
    job = MemberJob.objects.create(
        task=RENDER, requested_by=by, task_force_id=row.task_force_id, decree=row, document=document
    )
    enqueue(job)
    return job


@transaction.atomic
def decree_signed_file_record(*, document: DecreeDocument, upload: UploadedFile, by: User) -> DecreeDocument:
    """Take the signed scan or PDF of a final version. Raises Denied, ValidationError (file refused)."""
    rules.check_signed_file(by, document)
    try:
        row = signed_file_record(document=document, upload=upload, by=by)
    except PdfRefused as refused:
        raise ValidationError({"upload": str(refused)}) from refused
    audit.record(by=by, action="members.decree_signed_file", obj=row.decree, version=row.version)
    return row
