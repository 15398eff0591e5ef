"""The mail server hangs, refuses, hangs up on a letter it took, or never answers: every letter arrives once,
and other work goes on meanwhile.
"""

import pytest

from gugus.accounts.models import AccountMail
from gugus.core import jobs
from gugus.core.enums import JobStatus
from meetings.models import InvitationLetter
from members.models import MemberJob
from tests.factories import World, make_world
from tests.faults.kit import OFTEN
from tests.faults.papers import Letters, beat
from tests.mailbox import Mailbox
from tests.workers import Worker

pytestmark = pytest.mark.django_db(transaction=True)
FAULTS = ("silent", "refuses", "cut", "mute")


def tried(letters: Letters) -> bool:
    rows = InvitationLetter.objects.filter(attempts__gte=1).count()
    mails = AccountMail._base_manager.filter(started_at__isnull=False, status=JobStatus.PENDING).count()
    return (rows, mails) == (letters.guests, letters.people)


def other_work(world: World) -> MemberJob:
    job = MemberJob.objects.create(
        task="tests.simple", requested_by=world.people["sekretariat"], task_force_id=world.task_force.pk
    )
    jobs.send(job)
    return job


@pytest.mark.parametrize("seed", OFTEN)
def test_mail_server_away(worker: Worker, mailbox: Mailbox, seed: int) -> None:
    world = make_world()
    mailbox.fault = FAULTS[seed % len(FAULTS)]
    letters = Letters(world)
    beat(letters)
    other = other_work(world)
    worker.wait_for(lambda: MemberJob.objects.get(pk=other.pk).status == JobStatus.DONE, "other work")
    worker.wait_for(lambda: tried(letters), "a try of each")
    assert letters.waiting() == letters.guests + letters.people
    mailbox.fault = ""
    beat(letters)
    worker.wait_for(lambda: not letters.waiting(), "every letter")
    letters.check(mailbox)
