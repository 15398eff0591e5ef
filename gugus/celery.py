"""Celery application: JSON only, arguments are ids only, no result backend (assurance.md §2.26)."""

import logging.config
import os
from typing import Any

from celery import Celery, signals

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gugus.settings")

app = Celery("gugus")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@signals.setup_logging.connect
def logging_as_configured(**kwargs: Any) -> None:
    """Worker and scheduler log as the web does; Celery's own set-up would write exceptions whole."""
    from django.conf import settings

    logging.config.dictConfig(settings.LOGGING)
