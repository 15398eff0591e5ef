"""Papers of a meeting: a version is reserved here, rendered by the worker, and comes back signed."""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from gugus.core import audit
from gugus.core.enums import JobStatus
from gugus.core.jobs import enqueue
from gugus.core.services import locked
from gugus.documents.enums import DocumentKind
from gugus.documents.services import document_create, signed_file_record
from gugus.documents.signatures import PdfRefused
from meetings.models import Meeting, MeetingDocument, MeetingJob
from meetings.rules.papers import FINAL, check_paper_make, check_signed_file

RENDER = "meetings.paper_render"
UNFINISHED = (JobStatus.PENDING, JobStatus.RUNNING)


@transaction.atomic
def paper_make(*, meeting: Meeting, kind: str, by: Any) -> MeetingJob:
    """Reserve the next version of a paper and ask the worker for its PDF.

    Asked twice while the first is still being made, it answers with the first. Raises Denied.
    """
    row = locked(meeting)
    check_paper_make(by, row, kind)
    return _made(row, kind, by)


def invitation_paper_make(*, meeting: Meeting, by: Any) -> MeetingJob:
    """The surat undangan of a meeting that its caller holds and may announce."""
    return _made(meeting, DocumentKind.INVITATION, by)


def _made(row: Meeting, kind: str, by: Any) -> MeetingJob:
    papers = MeetingDocument.objects.filter(meeting=row, kind=kind)
    waiting = MeetingJob.objects.filter(task=RENDER, document__in=papers, status__in=UNFINISHED).first()
    if waiting is not None:
        return waiting
    letter = kind == DocumentKind.INVITATION
    document = document_create(
        model=MeetingDocument,
        kind=kind,
        title=row.title,
        number=row.number if letter else "",
        dated=row.letter_on if letter else row.local(row.starts_at).date() if row.starts_at else None,
        office=row.host.name if row.host else str(row.task_force),
        task_force=row.task_force,
        by=by,
        final=FINAL.get(kind, lambda meeting: True)(row),
        supersedes=papers.order_by("-version").first(),
        meeting=row,
    )
    job = MeetingJob.objects.create(
        task=RENDER, requested_by=by, task_force_id=row.task_force_id, meeting=row, document=document
    )
    enqueue(job)
    audit.record(by=by, action="meetings.paper_make", obj=row, kind=kind, version=document.version)
    return job


@transaction.atomic
def paper_signed_file_record(*, document: MeetingDocument, upload: UploadedFile, by: Any) -> MeetingDocument:
    """Take the signed scan or PDF of a final version. Raises Denied, ValidationError (file refused)."""
    check_signed_file(by, document)
    try:
        row = signed_file_record(document=document, upload=upload, by=by)
    except PdfRefused as refused:
        raise ValidationError({"upload": str(refused)}) from refused
    audit.record(by=by, action="meetings.paper_signed_file", obj=row.meeting, kind=row.kind)
    return row
