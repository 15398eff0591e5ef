"""What waits, counted: by the worker, because the web role sees no clocks and no jobs about cases."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import redis
from django.conf import settings
from django.core.cache import cache
from django.db import DatabaseError
from django.db.models import Count, Min, Q, QuerySet
from django.utils import timezone

from cases.selectors.reminders import running_clocks
from gugus.core import seal
from gugus.core.enums import JobStatus
from gugus.core.jobs import job_models
from gugus.dashboard.models import WeeklyLetter
from gugus.notices.models import Digest
from gugus.operations import vital
from gugus.operations.backup import status
from gugus.operations.measures import Gauge
from gugus.operations.selectors.readiness import disk_free, readiness
from meetings.models import InvitationLetter

KEY = "operations.stock"
LETTERS: dict[str, Any] = {"digest": Digest, "weekly": WeeklyLetter, "invitation": InvitationLetter}
WAITING = "menunggu"
FAILED_WITHIN = timedelta(days=1)
SEAL_LOOKS_BACK = timedelta(minutes=15)


def stock() -> list[Gauge]:
    """Everything that waits or is wrong now. For the worker's role."""
    now = timezone.now()
    return [*_jobs(now), *_letters(now), *_clocks(now), *_seals(now)]


def _jobs(now: datetime) -> Iterator[Gauge]:
    """Open work of each table of jobs, and what failed within a day."""
    for model in job_models():
        kind = {"kind": model._meta.label_lower}
        rows = model._base_manager.order_by()
        counts = rows.aggregate(
            pending=Count("pk", Q(status=JobStatus.PENDING)),
            running=Count("pk", Q(status=JobStatus.RUNNING)),
            failed=Count("pk", Q(status=JobStatus.FAILED, finished_at__gte=now - FAILED_WITHIN)),
        )
        for state, count in counts.items():
            yield "gugus_jobs", "Jobs; failed ones of the last day", kind | {"state": state}, count
        waiting = rows.filter(status__in=[JobStatus.PENDING, JobStatus.RUNNING])
        yield "gugus_job_oldest_seconds", "Age of the oldest open job", kind, _age(waiting, now)


def _letters(now: datetime) -> Iterator[Gauge]:
    """Mails whose time has come and that have not gone out."""
    for kind, model in LETTERS.items():
        rows = model._base_manager.order_by().filter(status=WAITING, next_try_at__lte=now)
        yield "gugus_letters_waiting", "Letters due and not sent", {"kind": kind}, rows.count()
        yield "gugus_letter_oldest_seconds", "Age of the oldest of them", {"kind": kind}, _age(rows, now)


def _age(rows: QuerySet[Any], now: datetime) -> float:
    oldest = rows.aggregate(oldest=Min("created_at"))["oldest"]
    return (now - oldest).total_seconds() if oldest else 0


def _clocks(now: datetime) -> Iterator[Gauge]:
    """Clocks of cases in the whole portal: how many run, and how many ran out."""
    clocks = list(running_clocks())
    late = sum(now > each.due for each in clocks)
    yield "gugus_clocks", "Clocks of cases", {"state": "running"}, len(clocks) - late
    yield "gugus_clocks", "Clocks of cases", {"state": "late"}, late


def _seals(now: datetime) -> Iterator[Gauge]:
    """Whether the trails are sealed and whole (ADR 0019)."""
    for trail in seal.trails():
        newest = seal.head(trail)
        age = (now - newest.at).total_seconds() if newest else 0
        faults = len(seal.check(trail, now - SEAL_LOOKS_BACK))
        yield (
            "gugus_seal_age_seconds",
            "Since the last block of a seal",
            {"trail": trail},
            age,
        )
        yield "gugus_seal_faults", "Faults of the last blocks, unsealed rows too", {"trail": trail}, faults


def gauges() -> list[Gauge]:
    """What a scrape shows beside the counters: the worker's counts, and what can be asked at once."""
    return [*_kept(), *_checks(), *_queues(), *_backups()]


def _kept() -> Iterator[Gauge]:
    try:
        kept: dict[str, Any] | None = cache.get(KEY)
    except DatabaseError:
        return
    if kept:
        yield from kept["gauges"]
        age = (timezone.now() - kept["at"]).total_seconds()
        yield "gugus_stock_age_seconds", "Since the worker counted what waits", {}, age


def _checks() -> Iterator[Gauge]:
    for part, works in readiness().items():
        yield "gugus_ready", "1 works, 0 does not or is unknown", {"part": part}, int(bool(works))
    yield "gugus_disk_free_bytes", "Left where files are kept", {}, disk_free()


def _queues() -> Iterator[Gauge]:
    try:
        lengths = vital.queue_lengths()
    except redis.RedisError:
        return
    for queue, length in lengths.items():
        yield "gugus_queue_messages", "Messages in the queue", {"queue": queue}, length


def _backups() -> Iterator[Gauge]:
    """How long ago the last archive was made and a restore rehearsed; nothing is told of what never was."""
    for kind in ("backup", "rehearsal"):
        if at := status.last(settings.ENV.backup_dir, kind):
            age = (timezone.now() - at).total_seconds()
            yield "gugus_backup_age_seconds", "Since the last success", {"kind": kind}, age
