"""Bodies of jobs that only the suite runs, in a real worker process (loaded with `--include`)."""

import os
from pathlib import Path

from django.db import OperationalError, connection

from gugus.celery import app
from gugus.core.context import acting
from gugus.core.jobs import JobFailed, Run, job_task
from gugus.core.models import WallProbe


def marks(run: Run) -> Path:
    """Where a body leaves what it did: one line a start."""
    return Path(os.environ["MEDIA_ROOT"]) / f"marks-{run.job.pk}"


def mark(run: Run, text: str) -> None:
    with marks(run).open("a") as file:
        file.write(text + "\n")


@job_task("tests.simple")
def simple(run: Run) -> None:
    with run.acting():
        now = acting()
        mark(run, f"{now.user.email} {now.role} {now.channel} {WallProbe.objects.count()}")


@job_task("tests.blocked")
def blocked(run: Run) -> None:
    """Waits on a lock the test holds, so that the test decides when the worker dies."""
    mark(run, f"start {os.getpid()}")
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(4711), pg_advisory_unlock(4711)")
    mark(run, "done")


@job_task("tests.refused")
def refused(run: Run) -> None:
    raise JobFailed("Lambang belum diunggah.")


@job_task("tests.broken")
def broken(run: Run) -> None:
    raise ZeroDivisionError("rahasia dalam jejak")


@job_task("tests.transient")
def transient(run: Run) -> None:
    mark(run, "start")
    if marks(run).read_text().count("start") == 1:
        raise OperationalError("server closed the connection")


@app.task(name="tests.loud")
def loud(*, words: str) -> None:
    """No job: what fails here, Celery itself is told."""
    raise ZeroDivisionError(words)
