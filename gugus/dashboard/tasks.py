"""Work of the dashboard outside of the request: what beat freezes, papers as jobs, letters as rows."""

from uuid import UUID

from celery import shared_task
from django.utils.translation import gettext as _

from gugus.core.jobs import JobFailed, Run, job_task
from gugus.core.letters import SEND_SECONDS
from gugus.core.permissions import Denied
from gugus.dashboard.documents.brief import brief_pdf
from gugus.dashboard.enums import Audience
from gugus.dashboard.points import talking_points
from gugus.dashboard.selectors.settings import limits_of
from gugus.dashboard.selectors.snapshots import brief_for_job, snapshot_board
from gugus.dashboard.services.briefs import RENDER
from gugus.dashboard.services.due import due_take
from gugus.dashboard.services.letters import SEND_TASK, letters_queue
from gugus.dashboard.services.letters import letter_send as letter_send_now
from gugus.dashboard.services.regional import FILL, regional_fill, regional_fill_all
from gugus.documents.services import document_file_store
from meetings.documents.common import emblem

FILL_ALL = "dashboard.regional_fill_all"


@job_task(RENDER, time_limit=180)
def brief_render(run: Run) -> None:
    """Print a reserved paper from its snapshot. Run again after a crash it finds the same row."""
    by = run.job.requested_by
    with run.acting():
        paper = brief_for_job(by, run.job.document_id)  # type: ignore[attr-defined]
        if paper is None:
            raise JobFailed(_("Lembar ringkas ini tidak lagi dapat Anda buka."))
        if paper.file:
            return
        snapshot = paper.snapshot
        try:
            board = snapshot_board(snapshot, Audience.LEADERS)
        except Denied as damaged:
            raise JobFailed(str(damaged.reason)) from damaged
        points, picture = talking_points(board, limits_of(snapshot.task_force_id)), emblem(paper.task_force)
    run.progress(30, _("Menyusun halaman"))
    pdf = brief_pdf(board, points, snapshot, emblem=picture)
    run.progress(90, _("Menyimpan berkas"))
    with run.acting():
        document_file_store(document=paper, pdf=pdf, by=by)


@shared_task(name="dashboard.freeze", acks_late=True, time_limit=600)
def freeze() -> None:
    """Every five minutes, by beat: snapshots that are due, and letters that wait."""
    due_take()
    letters_queue()


@shared_task(
    name=SEND_TASK, acks_late=True, reject_on_worker_lost=True, soft_time_limit=SEND_SECONDS, time_limit=90
)
def letter_send(*, pk: str) -> None:
    """Send one weekly letter; whatever happens, its row says what is left to do."""
    letter_send_now(pk=UUID(pk))


@shared_task(name=FILL_ALL, acks_late=True, time_limit=120)
def regional_all() -> None:
    """Every night, by beat: ask for every task force's figures, each as work of its own."""
    regional_fill_all()


@shared_task(name=FILL, acks_late=True, reject_on_worker_lost=True, time_limit=120)
def regional(*, task_force: str) -> None:
    """One task force's figures in a transaction of its own; what fails keeps its day, and others go on."""
    regional_fill(task_force_id=UUID(task_force))
