"""Settings of beat in tests: the portal's own entry for reminders, every two seconds."""

from gugus.settings import *  # noqa: F403
from gugus.settings import CELERY_BEAT_SCHEDULE as SCHEDULE

CELERY_BEAT_SCHEDULE = {"remind": SCHEDULE["remind"] | {"schedule": 2.0}}
