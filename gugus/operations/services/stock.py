"""Keeping the worker's counts where the web finds them."""

from django.core.cache import cache
from django.utils import timezone

from gugus.operations.selectors.stock import KEY, stock


def stock_keep() -> None:
    """Count what waits, and keep it with its time."""
    cache.set(KEY, {"at": timezone.now(), "gauges": stock()}, timeout=None)
