"""Settings of beat in tests: the portal's own schedule, every second instead of every minute."""

from gugus.settings import *  # noqa: F403
from gugus.settings import CELERY_BEAT_SCHEDULE as SCHEDULE

CELERY_BEAT_SCHEDULE = {name: entry | {"schedule": 1.0} for name, entry in SCHEDULE.items()}
