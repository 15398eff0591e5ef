"""The kernel's own periodic work."""

from celery import shared_task

from gugus.core import jobs


@shared_task(name="core.jobs_sweep", acks_late=True, time_limit=60)
def jobs_sweep() -> None:
    """Every minute, by beat: find jobs whose message was lost."""
    jobs.sweep()
