"""The worker dies and beat starts anew in the middle of the reminders: every digest arrives, once a person.

Real worker, beat, Valkey, PostgreSQL and SMTP. The mail server has taken a letter and holds its answer back
when the worker gets SIGKILL: the worst moment, after which nobody can know but by the Message-ID.
"""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.utils import timezone

from gugus.celery import app
from gugus.notices.enums import DigestStatus
from gugus.notices.models import Digest, Notice
from rad import services
from rad.models import ReportingRules
from tests.factories import World, make_world
from tests.mailbox import Mailbox
from tests.rad.builders import Rad, add_item, agency_party, make_rad, open_period
from tests.workers import Beat, Worker, owner

pytestmark = pytest.mark.django_db(transaction=True)
AGENCIES = 4
HELD = 3


@pytest.fixture
def mailbox() -> Iterator[Mailbox]:
    with Mailbox() as mailbox:
        yield mailbox


@pytest.fixture
def rad() -> Rad:
    """A quarter due in a week, and more agencies than the first worker will live to write to."""
    world: World = make_world()
    rad = make_rad(world, adopted=False)
    program = rad.items["dinsos"].program
    for number in range(AGENCIES):
        agency = world.agency(f"Dinas {number}")
        world.person(f"dinas{number}", "penghubung", agency)
        add_item(rad, f"dinas{number}", agency_party(world, f"Dinas {number}"), program)
    ReportingRules.objects.create(task_force=world.task_force, remind_hour=0)
    return rad


def adopt(rad: Rad) -> None:
    """From now on there is something to remind of."""
    today = timezone.localdate()
    rad.plan = services.plan_adopt(
        plan=rad.plan, instrument="Perwali 1", adopted_on=today, by=rad.secretariat
    )
    open_period(rad, deadline=today + timedelta(days=7))


def waiting() -> int:
    return Digest.objects.filter(status=DigestStatus.PENDING).count()


def time_passes() -> None:
    """The five minutes after which a lost message is sent again."""
    Digest.objects.filter(status=DigestStatus.PENDING).update(next_try_at=timezone.now())


def committed(message_id: str) -> str:
    """The digest's status as another connection sees it, while its sender holds the row."""
    with owner() as other:
        row = other.execute(
            "SELECT status FROM notices_digest WHERE message_id = %s", [message_id]
        ).fetchone()
    return str(row[0]) if row else ""


def test_every_digest_arrives_once(rad: Rad, mailbox: Mailbox) -> None:
    mailbox.hold_at = HELD
    worker, beat = Worker(EMAIL_URL=mailbox.url), Beat()
    try:
        adopt(rad)
        worker.wait_for(lambda: len(mailbox.received) == HELD, "the letter whose answer is held")
        held = mailbox.received[-1]
        assert committed(held.message_id) == "menunggu", "the Message-ID stands before anything is sent"
        worker.kill()
        beat.stop()
        mailbox.away = True
        mailbox.go_on.set()
        left = waiting()
        worker, beat = Worker(EMAIL_URL=mailbox.url), Beat()
        time_passes()
        worker.wait_for(lambda: Digest.objects.filter(attempts=1).count() == left, "a try for each")
        mailbox.away = False
        time_passes()
        worker.wait_for(lambda: not waiting(), "the remaining digests")
        count = worker.output().count("notices.remind") + 3
        worker.wait_for(lambda: worker.output().count("notices.remind") >= count, "three more runs")
    finally:
        worker.stop()
        beat.stop()
    check(rad, mailbox, held.message_id)


def check(rad: Rad, mailbox: Mailbox, held: str) -> None:
    expected = {rad.world.people[f"dinas{n}"].email for n in range(AGENCIES)}
    expected |= {rad.world.people[key].email for key in ("dinsos", "dinkes", "sekretariat", "sekretariat2")}
    letters = mailbox.unique.values()
    assert sorted(letter.to for letter in letters) == sorted(expected)
    assert set(mailbox.unique) == set(Digest.objects.values_list("message_id", flat=True))
    assert [letter.message_id for letter in mailbox.received].count(held) == 2, "sent again, known again"
    assert len(mailbox.received) == len(expected) + 1
    assert set(Digest.objects.values_list("status", flat=True)) == {DigestStatus.SENT}
    assert Notice.objects.filter(digest=None).count() == 0


@pytest.mark.panjang
def test_a_killed_child_gives_its_letter_back(rad: Rad, mailbox: Mailbox) -> None:
    """Only the sending process dies: its message comes again at once, without beat."""
    mailbox.hold_at = 1
    worker = Worker(EMAIL_URL=mailbox.url)
    try:
        adopt(rad)
        app.send_task("notices.remind", queue="bulk")
        worker.wait_for(lambda: mailbox.received, "the held letter")
        worker.kill_child()
        mailbox.go_on.set()
        worker.wait_for(lambda: Digest.objects.exists() and not waiting(), "all digests")
    finally:
        worker.stop()
    ids = [letter.message_id for letter in mailbox.received]
    assert ids.count(ids[0]) == 2
    assert len(mailbox.unique) == Digest.objects.count() == len(ids) - 1
