"""Papers of meetings: undangan, daftar hadir, notula."""

from typing import Any

from django.db.models import QuerySet

from gugus.core.enums import JobStatus
from gugus.documents.enums import DocumentKind, DocumentStatus
from meetings.models import Meeting, MeetingDocument, MeetingJob


def paper_list(user: Any) -> QuerySet[MeetingDocument]:
    """Papers this person may open."""
    rows = MeetingDocument.objects.visible_to(user)
    return rows.select_related("meeting__task_force__region", "meeting__type", "made_by").prefetch_related(
        "jobs"
    )


def papers_of(user: Any, meeting: Meeting, kind: str) -> QuerySet[MeetingDocument]:
    """Versions of one paper, the newest first."""
    return paper_list(user).filter(meeting=meeting, kind=kind).order_by("-version")


def paper_for_job(user: Any, pk: Any) -> MeetingDocument | None:
    """The reserved version a job renders, if who asked may still know of it."""
    rows = MeetingDocument.objects.visible_to(user)
    rows = rows.select_related("meeting__task_force__region", "meeting__host", "meeting__type")
    return rows.select_related("meeting__task_force__secretariat_agency").filter(pk=pk).first()


def letter_paper(meeting: Meeting) -> MeetingDocument | None:
    """The surat undangan that goes with the mails: the newest final version."""
    rows = MeetingDocument.objects.filter(
        meeting=meeting,
        kind=DocumentKind.INVITATION,
        status__in=[DocumentStatus.FINAL, DocumentStatus.SIGNED],
    )
    return rows.order_by("-version").first()


def is_in_work(paper: MeetingDocument) -> bool:
    """Whether its file is still being made."""
    unfinished = MeetingJob.objects.filter(document=paper, status__in=[JobStatus.PENDING, JobStatus.RUNNING])
    return not paper.file and unfinished.exists()
