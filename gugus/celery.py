"""Celery application: JSON only, arguments are ids only, no result backend (assurance.md §2.26)."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gugus.settings")

app = Celery("gugus")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
