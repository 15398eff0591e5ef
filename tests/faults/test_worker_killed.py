"""The worker is killed with SIGKILL: before a job starts, while it renders, while it stores, after its commit
and before its acknowledgement, and with a letter on its way. One document, one file, one letter each.
"""

import pytest

from gugus.core.enums import JobStatus
from tests.factories import make_world
from tests.faults.kit import SEEDS, dice, gate, go_on, halt, killed_at, redelivered
from tests.faults.papers import Letters, Paper, beat
from tests.mailbox import Mailbox
from tests.workers import Worker

pytestmark = pytest.mark.django_db(transaction=True)
GATES = {"storing": "members_decreedocument", "starting": "members_memberjob"}
POINTS = ("storing", "starting", "rendering", "finished")


def killed(worker: Worker, paper: Paper, point: str, seed: int) -> None:
    """Kill the child that works on the paper at a point of its life, which has not begun yet."""
    if point in GATES:
        with gate(GATES[point], "gugus_worker") as waits:
            go_on(worker)
            killed_at(worker, waits)
        return
    begun = dice(seed).choice((0, 20)) if point == "rendering" else 0
    go_on(worker)
    worker.wait_for(lambda: paper.job.attempts and paper.job.progress >= begun, "the job to be under way")
    if point == "rendering":
        worker.kill_child()
        return
    halt(worker)
    worker.wait_for(lambda: paper.job.status == JobStatus.DONE, "the commit")
    worker.kill()
    worker.start()


@pytest.mark.parametrize("seed", SEEDS)
def test_worker_killed_with_a_paper(worker: Worker, seed: int) -> None:
    world, point = make_world(), POINTS[seed % len(POINTS)]
    halt(worker)
    paper = Paper(world)
    killed(worker, paper, point, seed)
    redelivered()
    worker.wait_for(lambda: paper.job.is_finished, "the paper")
    paper.check()


@pytest.mark.parametrize("seed", SEEDS)
def test_worker_killed_with_a_letter_on_its_way(worker: Worker, mailbox: Mailbox, seed: int) -> None:
    """The mail server has the letter and holds its answer back: nobody can know but by the Message-ID."""
    letters = Letters(make_world())
    mailbox.hold_at = dice(seed).randint(1, letters.guests + letters.people)
    beat(letters)
    worker.wait_for(lambda: len(mailbox.received) >= int(mailbox.hold_at or 0), "the held letter")
    worker.kill_child()
    mailbox.go_on.set()
    worker.wait_for(lambda: len(worker.children()) == worker.pool, "new children")
    beat(letters)
    worker.wait_for(lambda: not letters.waiting(), "every letter")
    letters.check(mailbox)
