"""A new version is put in under load: web and worker get SIGTERM and come again. No answer is a 5xx, and no
work is lost or done twice.

The people here stand for the proxy and for the page's own script too: where nobody listens, or the line was
cut before its answer, they send the same again.
"""

import threading
from collections import Counter

import pytest
from django.urls import reverse

from gugus.core import jobs
from gugus.core.enums import JobStatus
from meetings.models import MinutesPart, PartRevision
from members.models import MemberJob
from tests.factories import World, make_world
from tests.faults.kit import CUT, OFTEN, Person, dice
from tests.meetings.builders import make_meeting, make_minutes
from tests.worker_tasks import marks
from tests.workers import Web, Worker, select_pause

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.panjang]
WRITERS = 3
JOBS = 6


class Writer(threading.Thread):
    """Writes into a part of the minutes, a line at each save, until told to stop; keeps every answer."""

    def __init__(self, web: Web, person: Person, part: MinutesPart) -> None:
        super().__init__(daemon=True)
        self.web, self.person = web, person
        self.path = reverse("meetings:part-save", args=[part.minutes.meeting_id, part.pk])
        self.answers: list[int] = []
        self.enough = threading.Event()

    def run(self) -> None:
        version = 0
        while not self.enough.is_set():
            words = "\n".join(f"Baris {n}." for n in range(version + 1))
            answer = self.person.post(self.path, discussion=words, base_version=version)
            if answer.status == CUT:
                select_pause()
                continue
            self.answers.append(answer.status)
            version += 1


@pytest.mark.parametrize("seed", OFTEN)
def test_web_deployed_under_load(web: Web, seed: int) -> None:
    world = make_world()
    parts = list(make_minutes(make_meeting(world, topics=WRITERS)).parts.filter(item__order__gt=1))
    person = Person(web, world.people["sekretariat"])
    writers = [Writer(web, person, part) for part in parts]
    for writer in writers:
        writer.start()
    wanted = dice(seed).randint(1, 4)
    web.wait_for(lambda: all(len(writer.answers) >= wanted for writer in writers), "saves before")
    web.stop()
    web.start()
    web.wait_for(lambda: all(len(writer.answers) >= wanted + 3 for writer in writers), "saves after")
    for writer in writers:
        writer.enough.set()
        writer.join()
    assert {status for writer in writers for status in writer.answers} == {302}
    for writer, part in zip(writers, parts, strict=True):
        lines = MinutesPart.objects.get(pk=part.pk).discussion.splitlines()
        assert lines == [f"Baris {n}." for n in range(len(writer.answers))]
        assert PartRevision.objects.filter(part=part).count() == len(writer.answers)


def make_jobs(world: World) -> list[MemberJob]:
    made = [
        MemberJob(
            task="tests.simple",
            requested_by=world.people["sekretariat"],
            task_force_id=world.task_force.pk,
        )
        for _n in range(JOBS)
    ]
    return MemberJob.objects.bulk_create(made)


@pytest.mark.parametrize("seed", OFTEN)
def test_worker_deployed_under_load(worker: Worker, seed: int) -> None:
    made = make_jobs(make_world())
    for job in made:
        jobs.send(job)
    begun = dice(seed).randrange(JOBS)
    worker.wait_for(lambda: done() >= begun, "some of them")
    worker.stop()
    worker.start()
    worker.wait_for(lambda: done() == JOBS, "all of them")
    assert Counter(len(marks(jobs.Run(job)).read_text().splitlines()) for job in made) == {1: JOBS}
    assert set(MemberJob.objects.values_list("attempts", flat=True)) == {1}


def done() -> int:
    return MemberJob.objects.filter(status=JobStatus.DONE).count()
