"""Work about meetings outside of the request: papers as jobs; letters as rows of their own, since a job gives
up after five starts and a mail server may be away for a day."""

from uuid import UUID

from celery import shared_task
from django.utils.translation import gettext as _

from gugus.core.jobs import JobFailed, Run, job_task
from gugus.core.letters import SEND_SECONDS
from gugus.core.permissions import Denied
from gugus.documents.content import NotReady
from gugus.documents.enums import DocumentKind, DocumentStatus
from gugus.documents.services import document_file_store
from meetings.documents.papers import PAPERS
from meetings.documents.proof import verification_of
from meetings.selectors.papers import paper_for_job
from meetings.services.letters import QUEUE_TASK, SEND_TASK, letters_hasten
from meetings.services.letters import letter_send as letter_send_now
from meetings.services.letters import letters_queue as letters_queue_now
from meetings.services.papers import RENDER


@job_task(RENDER, time_limit=240)
def paper_render(run: Run) -> None:
    """Lay out a reserved version. Run again after a crash it finds the same row: one document, one number."""
    by = run.job.requested_by
    with run.acting():
        paper = paper_for_job(by, run.job.document_id)  # type: ignore[attr-defined]
        if paper is None:
            raise JobFailed(_("Dokumen ini tidak lagi dapat Anda buka."))
        if paper.file:
            return
        maker = PAPERS[paper.kind]
        content, proof = maker.content(paper.meeting), verification_of(paper)
    run.progress(20, _("Menyusun halaman"))
    try:
        pdf = maker.layout(content, draft=paper.status == DocumentStatus.DRAFT, verification=proof)
    except (NotReady, Denied) as gaps:
        raise JobFailed(str(gaps)) from gaps
    run.progress(90, _("Menyimpan berkas"))
    with run.acting():
        document_file_store(document=paper, pdf=pdf, by=by)
        if paper.kind == DocumentKind.INVITATION:
            letters_hasten(meeting_id=paper.meeting_id)


@shared_task(name=QUEUE_TASK, acks_late=True, time_limit=240)
def letters_queue() -> None:
    """Right after letters were written, and every minute by beat: which letters' time has come."""
    letters_queue_now()


@shared_task(
    name=SEND_TASK, acks_late=True, reject_on_worker_lost=True, soft_time_limit=SEND_SECONDS, time_limit=90
)
def letter_send(*, pk: str) -> None:
    """Send one letter; whatever happens, its row says what is left to do."""
    letter_send_now(pk=UUID(pk))
