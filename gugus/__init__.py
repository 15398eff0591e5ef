"""The site: settings, and the kernel every domain app stands on."""

from gugus.celery import app as celery_app

__all__ = ["celery_app"]
