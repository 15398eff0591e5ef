"""Signs of life of worker and scheduler, and the lengths of the queues: what only Valkey knows.

They are kept beside the queue itself, so they also end with it; a flushed Valkey has new ones in a minute.
"""

import time
from contextlib import suppress

import redis
from django.conf import settings

WORKER, BEAT = "worker", "beat"
KEPT_SECONDS = 3600
QUEUES = ("urgent", "documents", "bulk")
UNACKED = "unacked"


def client() -> redis.Redis:
    """A connection of its own with short patience: who asks after health must not wait for the sick."""
    return redis.Redis.from_url(settings.CELERY_BROKER_URL, socket_timeout=2, socket_connect_timeout=1)


def key(name: str) -> str:
    """One server may carry several portals (settings.CELERY_BROKER_TRANSPORT_OPTIONS)."""
    return f"{settings.CELERY_BROKER_TRANSPORT_OPTIONS['global_keyprefix']}{name}"


def sign(name: str) -> None:
    """Say that a process lives; when Valkey is away, that is what its own check tells."""
    with suppress(redis.RedisError), client() as server:
        server.set(key(f"operations.{name}"), int(time.time()), ex=KEPT_SECONDS)


def ages() -> dict[str, float | None]:
    """Seconds since worker and scheduler last lived; None for never. Raises RedisError without Valkey."""
    with client() as server:
        found = server.mget([key(f"operations.{name}") for name in (WORKER, BEAT)])
    return {
        name: max(0.0, time.time() - int(at)) if at else None
        for name, at in zip((WORKER, BEAT), found, strict=True)
    }


def queue_lengths() -> dict[str, int]:
    """Messages waiting in each queue, and those a worker has taken and not finished. Raises RedisError."""
    with client() as server:
        waiting = {name: int(server.llen(key(name))) for name in QUEUES}
        return waiting | {UNACKED: int(server.hlen(key(UNACKED)))}
