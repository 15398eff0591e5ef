"""Whether the portal can do its work now: each part by the cheapest question that can fail."""

import shutil
from functools import cache
from pathlib import Path

import redis
from django.conf import settings
from django.db import DatabaseError, connection, transaction
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from gugus.core.health import BEAT_SILENCE_SECONDS
from gugus.operations import vital

WORKER_SILENCE_SECONDS = 60
"""A worker signs every 15 seconds."""
DISK_LEAST_BYTES = 2**30
"""Below a gigabyte uploads and the database's own log are soon in danger."""
Checks = dict[str, bool | None]


def readiness() -> Checks:
    """Each part by its name: it works, it does not, or (None) nobody can tell while another part is away."""
    return {
        "basis_data": (database := database_answers()),
        "migrasi": migrations_applied() if database else None,
        **queue_checks(),
        "ruang_disk": disk_free() >= DISK_LEAST_BYTES,
    }


def database_answers() -> bool:
    """A question as this process's own role."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return False
    return True


def migrations_applied() -> bool:
    """The database knows every migration of this version's code."""
    try:
        with transaction.atomic():
            applied = MigrationRecorder(connection).applied_migrations()
    except DatabaseError:
        return False
    return migrations_known() <= set(applied)


@cache
def migrations_known() -> frozenset[tuple[str, str]]:
    """The migrations of the code: they do not change while it runs."""
    return frozenset(MigrationLoader(None).disk_migrations)


def queue_checks() -> Checks:
    """Valkey, and whether worker and scheduler signed lately."""
    try:
        ages = vital.ages()
    except redis.RedisError:
        return {"valkey": False, "pekerja": None, "penjadwal": None}
    return {
        "valkey": True,
        "pekerja": _fresh(ages[vital.WORKER], WORKER_SILENCE_SECONDS),
        "penjadwal": _fresh(ages[vital.BEAT], BEAT_SILENCE_SECONDS),
    }


def _fresh(age: float | None, limit: int) -> bool:
    return age is not None and age <= limit


def disk_free() -> int:
    """Bytes left where files are kept."""
    folder = Path(settings.MEDIA_ROOT)
    return shutil.disk_usage(next(path for path in (folder, *folder.parents) if path.exists())).free
