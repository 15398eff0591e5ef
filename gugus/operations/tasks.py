"""The portal's look at itself."""

from celery import shared_task

from gugus.operations.services.stock import stock_keep


@shared_task(name="operations.measure", acks_late=True, time_limit=60)
def measure() -> None:
    """Every minute, by beat: count what waits, for the monitoring server."""
    stock_keep()
