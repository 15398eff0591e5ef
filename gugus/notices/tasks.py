"""Periodic work of reminders, and the letters it asks for: rows of their own (Digest) instead of jobs, since
a job gives up after five starts and a mail server may be away for a day."""

from uuid import UUID

from celery import shared_task

from gugus.core.letters import SEND_SECONDS
from gugus.notices import services


@shared_task(name="notices.remind", acks_late=True, time_limit=300)
def remind() -> None:
    """Every five minutes, by beat: what is due, to whom, and what waits to be sent."""
    services.remind()


@shared_task(
    name=services.SEND_TASK,
    acks_late=True,
    reject_on_worker_lost=True,
    soft_time_limit=SEND_SECONDS,
    time_limit=90,
)
def digest_send(*, pk: str) -> None:
    """Send one digest; whatever happens, its row says what is left to do."""
    services.digest_send(pk=UUID(pk))
