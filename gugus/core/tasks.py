"""The kernel's own periodic work."""

from celery import shared_task

from gugus.core import jobs, seal


@shared_task(name="core.jobs_sweep", acks_late=True, time_limit=60)
def jobs_sweep() -> None:
    """Every minute, by beat: find jobs whose message was lost."""
    jobs.sweep()


@shared_task(name="core.seal", acks_late=True, time_limit=60)
def seal_trails() -> None:
    """Every minute, by beat: chain what the trails' transactions have committed since."""
    for trail in seal.trails():
        seal.seal(trail)
