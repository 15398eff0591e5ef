"""Jobs in a real worker on a real queue: context, failure, retry, loss and SIGKILL."""

import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.utils import timezone

from gugus.celery import app
from gugus.core import jobs, seal
from gugus.core.enums import JobStatus
from gugus.core.models import AuditEvent
from members.models import MemberJob
from tests.factories import World, make_world
from tests.worker_tasks import marks
from tests.workers import Worker, owner

pytestmark = [pytest.mark.django_db(transaction=True)]


@pytest.fixture(scope="module")
def worker() -> Iterator[Worker]:
    worker = Worker()
    yield worker
    worker.stop()


@pytest.fixture
def world() -> World:
    return make_world()


def make(world: World, name: str, **extra: object) -> MemberJob:
    return MemberJob.objects.create(
        task=f"tests.{name}",
        requested_by=world.people["sekretariat"],
        task_force_id=world.task_force.pk,
        **extra,
    )


def fresh(job: MemberJob) -> MemberJob:
    return MemberJob.objects.get(pk=job.pk)


def lines(job: MemberJob) -> list[str]:
    path = marks(jobs.Run(job))
    return path.read_text().splitlines() if path.exists() else []


def finished(worker: Worker, job: MemberJob) -> MemberJob:
    return worker.wait_for(lambda: (row := fresh(job)).is_finished and row, f"{job.task} to finish")


def test_runs_with_the_requesters_context(worker: Worker, world: World) -> None:
    job = make(world, "simple")
    jobs.enqueue(job)
    done = finished(worker, job)
    assert (done.status, done.progress, done.attempts) == (JobStatus.DONE, 100, 1)
    assert lines(job) == [f"{world.people['sekretariat'].email} sekretariat tugas 0"]


def test_a_finished_job_does_nothing_when_its_message_comes_again(worker: Worker, world: World) -> None:
    job, last = make(world, "simple"), make(world, "simple")
    for _again in range(5):
        jobs.send(job)
    jobs.send(last)
    finished(worker, last)
    assert len(lines(job)) == 1


def test_a_refusal_is_shown_and_can_be_retried(worker: Worker, world: World) -> None:
    job = make(world, "refused")
    jobs.send(job)
    failed = finished(worker, job)
    assert (failed.status, failed.error) == (JobStatus.FAILED, "Lambang belum diunggah.")
    jobs.retry(failed)
    again = worker.wait_for(
        lambda: (row := fresh(job)).is_finished and row.started_at > failed.started_at and row, "the retry"
    )
    assert again.status == JobStatus.FAILED


def test_a_fault_of_ours_shows_no_trace(worker: Worker, world: World) -> None:
    job = make(world, "broken")
    jobs.send(job)
    failed = finished(worker, job)
    assert failed.status == JobStatus.FAILED
    assert "rahasia" not in failed.error
    assert "Coba lagi" in failed.error


def test_a_transient_fault_is_retried(worker: Worker, world: World) -> None:
    job = make(world, "transient")
    jobs.send(job)
    done = finished(worker, job)
    assert (done.status, done.attempts) == (JobStatus.DONE, 1)
    assert lines(job) == ["start", "start"]


def test_sigkill_runs_the_job_again(worker: Worker, world: World) -> None:
    job = make(world, "blocked")
    with owner() as gate:
        gate.execute("SELECT pg_advisory_lock(4711)")
        jobs.send(job)
        worker.wait_for(lambda: lines(job), "the first start")
        worker.kill_child()
        worker.wait_for(lambda: len(lines(job)) == 2, "the second start")
        gate.execute("SELECT pg_advisory_unlock(4711)")
    done = finished(worker, job)
    starts = lines(job)
    assert (done.status, done.attempts) == (JobStatus.DONE, 2)
    assert [text.split()[0] for text in starts] == ["start", "start", "done"]


def test_a_second_copy_waits_for_the_first(worker: Worker, world: World) -> None:
    job, last = make(world, "simple"), make(world, "simple")
    with owner() as other:
        other.execute("SELECT pg_advisory_lock(%s)", [job.pk.int % 2**63])
        jobs.send(job)
        jobs.send(last)
        finished(worker, last)
        assert fresh(job).status == JobStatus.PENDING
    assert finished(worker, job).attempts == 1


def test_the_sweep_finds_what_the_queue_lost(worker: Worker, world: World) -> None:
    lost = make(world, "simple", queued_at=timezone.now() - timedelta(minutes=6))
    young = make(world, "simple")
    app.send_task("core.jobs_sweep", queue="urgent")
    assert finished(worker, lost).status == JobStatus.DONE
    assert fresh(young).status == JobStatus.PENDING


SEND_WITHOUT_BROKER = """
import django; django.setup()
from gugus.core import jobs, seal
from gugus.core.models import AuditEvent
from members.models import MemberJob
jobs.send(MemberJob.objects.get())
"""


def test_a_dead_broker_costs_no_request(world: World) -> None:
    job = make(world, "simple")
    away = os.environ | {"REDIS_URL": "redis://127.0.0.1:1/0"}
    sent = subprocess.run(
        [sys.executable, "-c", SEND_WITHOUT_BROKER], env=away, capture_output=True, text=True
    )
    assert sent.returncode == 0, sent.stderr
    assert "waits for the sweep" in sent.stderr
    assert fresh(job).status == JobStatus.PENDING


def test_a_job_that_dies_too_often_fails(world: World) -> None:
    job = make(world, "simple", attempts=jobs.MAX_STARTS)
    jobs._run(None, lambda run: pytest.fail("started"), "members.memberjob", job.pk)
    assert fresh(job).status == JobStatus.FAILED


def test_the_worker_seals_the_trail(worker: Worker, world: World) -> None:
    """Beat's task, in the role that may."""
    AuditEvent.objects.create(action="core.test", channel="perintah")
    app.send_task("core.seal", queue="urgent")
    worker.wait_for(lambda: seal.size(seal.AUDIT) == (1, 1), "the trail to be sealed")
