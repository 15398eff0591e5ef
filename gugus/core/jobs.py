"""Work outside the request: a row first, a message second, and a sweep for what the queue loses.

A service makes the row in its own transaction and calls `enqueue`; the worker finds the task by the name the
decorator registered, so no service imports a task. Guarantees, each with a test: a killed worker's job runs
again (acks_late, reject_on_worker_lost), two copies never run at once (advisory lock), a finished job does
nothing when its message comes again (state is checked again), transient faults are retried with growing
pauses for up to three days, and a lost message is sent again by the sweep.
"""

import logging
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from functools import wraps
from uuid import UUID

from celery import Task, shared_task
from celery.exceptions import SoftTimeLimitExceeded
from django.apps import apps
from django.db import InterfaceError, OperationalError, connection, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from kombu.exceptions import OperationalError as BrokerDown

from gugus.celery import app
from gugus.core.context import acting_as
from gugus.core.crypto import FULL, is_full
from gugus.core.enums import JOB_TRANSITIONS, JobStatus
from gugus.core.models import Job
from gugus.core.workflow import move

log = logging.getLogger(__name__)

STALE_AFTER = timedelta(minutes=5)
GIVE_UP = timedelta(days=3)
MAX_STARTS = 5
LOOK_AGAIN_SECONDS, LOOK_AGAIN_TIMES = 5, 120
LEFT_ALONE_SECONDS = 10
_queue = {"left_alone_until": 0.0}
TRANSIENT = (OperationalError, InterfaceError, ConnectionError, TimeoutError)
QUEUES = {
    "members": "documents",
    "rad": "documents",
    "cases": "documents",
    "meetings": "documents",
    "dashboard": "documents",
    "publication": "documents",
    "vulnerability": "documents",
    "accounts": "urgent",
}
TOO_LONG = gettext_lazy("Pekerjaan melewati batas waktu. Coba lagi; bila terjadi lagi, hubungi admin sistem.")
AWAY = gettext_lazy("Layanan yang diperlukan tidak dapat dihubungi selama tiga hari. Hubungi admin sistem.")
OUR_FAULT = gettext_lazy("Terjadi kesalahan pada portal. Coba lagi; bila terjadi lagi, hubungi admin sistem.")


class JobFailed(Exception):
    """A fault the person can do something about; its text (Indonesian) is shown on the page."""


class Run:
    """What a task's body gets: the job's row, the person's context, and a way to say how far it is."""

    def __init__(self, job: Job) -> None:
        self.job = job

    @contextmanager
    def acting(self) -> Iterator[None]:
        """A transaction with the rights the requester holds now, not those at the time of asking."""
        with acting_as(self.job.requested_by, task_force_id=self.job.task_force_id, channel="tugas"):
            yield

    def progress(self, percent: int, message: str) -> None:
        """Show how far the work is; committed at once, so call it outside of `acting`."""
        type(self.job)._base_manager.filter(pk=self.job.pk).update(progress=percent, message=message)


def enqueue(job: Job) -> None:
    """Send the job when the caller's transaction commits. A broker that is down costs nothing but time."""
    transaction.on_commit(lambda: send(job))


def send(job: Job) -> None:
    """Put the message on the queue now; a lost one is found by the sweep."""
    queue = QUEUES.get(job._meta.app_label, "bulk")
    post(job.task, queue=queue, model=job._meta.label_lower, pk=str(job.pk))


def post(name: str, *, queue: str, **kwargs: str) -> None:
    """Ask a worker for a task; when the queue is away, whoever keeps the row asks again later.

    A queue that hangs costs five seconds once and is then left alone for ten, so that a page that asks for
    two hundred letters waits for one.
    """
    if time.monotonic() < _queue["left_alone_until"]:
        return
    try:
        app.send_task(name, kwargs=kwargs, queue=queue)
    except (BrokerDown, ConnectionError, TimeoutError, OSError):
        _queue["left_alone_until"] = time.monotonic() + LEFT_ALONE_SECONDS
        log.warning("queue unreachable; %s %s waits for the sweep", name, kwargs.get("pk", ""))


def job_task(name: str, *, time_limit: int = 300) -> Callable[[Callable[[Run], None]], Task]:
    """Register a function as the work of jobs named `name`; `time_limit` in seconds, below the broker's
    visibility timeout so that no second copy starts while the first runs."""

    def decorate(body: Callable[[Run], None]) -> Task:
        @shared_task(
            name=name,
            bind=True,
            acks_late=True,
            reject_on_worker_lost=True,
            soft_time_limit=time_limit,
            time_limit=time_limit + 30,
            max_retries=4,
        )
        @wraps(body)
        def task(self: Task, *, model: str, pk: str) -> None:
            try:
                _run(self, body, model, UUID(pk))
            except TRANSIENT as error:
                # The database itself went away: what was begun is undone, and its row still wants work.
                connection.close()
                raise self.retry(exc=error, countdown=_pause(self)) from error

        return task

    return decorate


def _run(task: Task, body: Callable[[Run], None], model: str, pk: UUID) -> None:
    with _only_one(pk) as first:
        if not first:
            # Another copy runs, or its worker was killed and the server has not noticed yet: look again.
            raise task.retry(countdown=LOOK_AGAIN_SECONDS, max_retries=LOOK_AGAIN_TIMES)
        job = _start(model, pk)
        if job is None:
            return
        try:
            body(Run(job))
        except TRANSIENT as error:
            if timezone.now() - job.created_at > GIVE_UP:
                _finish(job, "fail", error=str(AWAY))
                return
            _requeue(job)
            raise task.retry(exc=error, countdown=_pause(task)) from error
        except JobFailed as error:
            _finish(job, "fail", error=str(error))
        except SoftTimeLimitExceeded:
            _finish(job, "fail", error=str(TOO_LONG))
        except Exception as fault:
            log.exception("job %s failed", job.pk)
            _finish(job, "fail", error=str(FULL if is_full(fault) else OUR_FAULT))
        else:
            _finish(job, "finish")


def _pause(task: Task) -> int:
    return int(min(300, 5 * 2**task.request.retries))


@contextmanager
def _only_one(pk: UUID) -> Iterator[bool]:
    """A lock of the database session: freed by the server when a killed worker's connection goes."""
    key = pk.int % 2**63
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [key])
        first = cursor.fetchone()[0]
    try:
        yield first
    finally:
        if first and connection.is_usable():
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s)", [key])


def _start(model: str, pk: UUID) -> Job | None:
    """Take the row if it still wants work; None when it is finished, gone, or has started too often."""
    with transaction.atomic():
        job = apps.get_model(model)._base_manager.select_for_update(of=("self",)).filter(pk=pk).first()
        if job is None or job.is_finished:
            return None
        if job.attempts >= MAX_STARTS:
            _set(job, "fail", error=_("Pekerjaan terhenti %(n)s kali.") % {"n": job.attempts})
            return None
        _set(job, "start")
        return job


def _requeue(job: Job) -> None:
    with transaction.atomic():
        _set(job, "requeue")


def _finish(job: Job, name: str, *, error: str = "") -> None:
    with transaction.atomic():
        _set(job, name, error=error)


def _set(job: Job, name: str, *, error: str = "") -> None:
    move(job, JOB_TRANSITIONS, name)
    now = timezone.now()
    job.error = error[:500]
    if name == "start":
        job.attempts += 1
        job.started_at = now
    if name == "requeue":
        job.attempts -= 1  # only a start that ended without a word counts towards the last
    if name in ("requeue", "retry"):
        job.queued_at = now
    job.finished_at = now if job.is_finished else None
    if name == "finish":
        job.progress, job.message = 100, ""
        job.save(update_fields=["status", "error", "finished_at", "progress", "message"])
    else:
        job.save(update_fields=["status", "error", "finished_at", "attempts", "started_at", "queued_at"])


def job_models() -> list[type[Job]]:
    """Every domain's concrete table of jobs."""
    return [model for model in apps.get_models() if issubclass(model, Job)]


def retry(job: Job) -> None:
    """Ask again for failed work (the page's "Coba lagi"). Raises Denied unless it failed."""
    with transaction.atomic():
        locked = type(job)._base_manager.select_for_update(of=("self",)).get(pk=job.pk)
        locked.attempts = 0
        _set(locked, "retry")
        enqueue(locked)


def sweep() -> int:
    """Send again what has waited or run longer than a message can be on its way; returns how many.

    A running row whose worker still lives keeps its advisory lock, so the extra message does nothing. A time
    to come was written by a clock that has been set back since.
    """
    now = timezone.now()
    waits = Q(queued_at__lt=now - STALE_AFTER) | Q(queued_at__gt=now + STALE_AFTER)
    stale: list[Job] = []
    for model in job_models():
        open_rows = model._base_manager.filter(status__in=[JobStatus.PENDING, JobStatus.RUNNING])
        stale += open_rows.filter(waits)
    for job in stale:
        type(job)._base_manager.filter(pk=job.pk).update(queued_at=timezone.now())
        send(job)
    return len(stale)
