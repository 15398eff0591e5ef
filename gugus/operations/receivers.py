"""What Celery tells of itself: the request's number goes along with a task, each run is one log line, and
worker and scheduler leave a sign of life."""

import logging
import time
from typing import Any

from celery import signals
from django.db import connection

from gugus.operations import numbers, vital
from gugus.operations.counting import Queries

log = logging.getLogger(__name__)
NUMBER = "request_id"
SIGN_EVERY_SECONDS = 15


class Running:
    """The task this process runs now: worker processes run one at a time."""

    begun = 0.0
    queries = Queries()


@signals.before_task_publish.connect
def number_send(headers: dict[str, Any] | None = None, **kwargs: Any) -> None:
    """What was asked for by a request, or by a task, carries its number."""
    if headers is not None and numbers.number():
        headers[NUMBER] = numbers.number()


@signals.task_prerun.connect
def task_begin(task: Any, **kwargs: Any) -> None:
    numbers.take(getattr(task.request, NUMBER, None) or "")
    Running.begun, Running.queries = time.perf_counter(), Queries()
    connection.execute_wrappers.append(Running.queries)


@signals.task_failure.connect
def task_failed(sender: Any, exception: BaseException, traceback: Any, **kwargs: Any) -> None:
    """Celery's own line holds the exception's text; this one its type and places."""
    log.error("task failed: %s", sender.name, exc_info=(type(exception), exception, traceback))


@signals.task_postrun.connect
def task_end(task_id: str, task: Any, state: str | None, **kwargs: Any) -> None:
    if Running.queries in connection.execute_wrappers:
        connection.execute_wrappers.remove(Running.queries)
    seen = {
        "task": task.name,
        "task_id": task_id,
        "state": state or "LOST",
        "ms": round(1000 * (time.perf_counter() - Running.begun)),
        "queries": Running.queries.count,
    }
    log.info("task", extra={"fields": seen})
    numbers.take("")


class Signs:
    """When this process last said that it lives."""

    told = 0.0

    @classmethod
    def tell(cls, name: str) -> None:
        if time.monotonic() - cls.told >= SIGN_EVERY_SECONDS:
            cls.told = time.monotonic()
            vital.sign(name)


@signals.heartbeat_sent.connect
def worker_lives(**kwargs: Any) -> None:
    Signs.tell(vital.WORKER)


@signals.beat_init.connect
def beat_begins(**kwargs: Any) -> None:
    """From here on this process is the scheduler: each message it sends is a sign of life."""
    signals.after_task_publish.connect(beat_lives)


def beat_lives(**kwargs: Any) -> None:
    Signs.tell(vital.BEAT)
