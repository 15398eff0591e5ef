"""The broker delivers again what was delivered: five times at once, or while the first still runs because it
takes longer than the visibility timeout. One paper, one letter, one run.
"""

import pytest

from gugus.core import jobs
from gugus.core.enums import JobStatus
from members.models import MemberJob
from tests.factories import make_world
from tests.faults.kit import OFTEN, SEEDS, dice, redelivered
from tests.faults.papers import Letters, Paper, beat
from tests.mailbox import Mailbox
from tests.worker_tasks import marks
from tests.workers import Worker, owner

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize("seed", OFTEN)
def test_same_message_again_and_again(worker: Worker, mailbox: Mailbox, seed: int) -> None:
    world, times = make_world(), dice(seed).randint(2, 6)
    paper, letters = Paper(world), Letters(world)
    for _again in range(times):
        jobs.send(paper.job)
        beat(letters)
    redelivered()
    worker.wait_for(lambda: paper.job.is_finished and not letters.waiting(), "all work")
    last = MemberJob.objects.create(
        task="tests.simple", requested_by=paper.job.requested_by, task_force_id=paper.job.task_force_id
    )
    jobs.send(last)
    worker.wait_for(lambda: MemberJob.objects.get(pk=last.pk).is_finished, "what was sent after it")
    paper.check()
    letters.check(mailbox)
    assert len(mailbox.received) == len(mailbox.unique), "not even sent twice"


@pytest.mark.parametrize("seed", SEEDS)
def test_task_longer_than_the_visibility_timeout(worker: Worker, seed: int) -> None:
    world = make_world()
    job = MemberJob.objects.create(
        task="tests.blocked", requested_by=world.people["sekretariat"], task_force_id=world.task_force.pk
    )
    place = marks(jobs.Run(job))
    with owner() as holder:
        holder.execute("SELECT pg_advisory_lock(4711)")
        jobs.send(job)
        worker.wait_for(place.exists, "the start")
        for _again in range(dice(seed).randint(1, 3)):
            said = worker.output().count("state=RETRY")
            assert redelivered()
            worker.wait_for(lambda said=said: worker.output().count("state=RETRY") > said, "the second copy")
        holder.execute("SELECT pg_advisory_unlock(4711)")
    worker.wait_for(lambda: MemberJob.objects.get(pk=job.pk).is_finished, "the end")
    done = MemberJob.objects.get(pk=job.pk)
    assert (done.status, done.attempts) == (JobStatus.DONE, 1)
    assert [line.split()[0] for line in place.read_text().splitlines()] == ["start", "done"]
