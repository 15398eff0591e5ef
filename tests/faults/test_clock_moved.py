"""The server's clock is wrong by an hour or a day, ahead or behind, and is set right again: no letter or job
is lost or waits for the wrong day, none goes out twice, the trail keeps its order, and no old code opens.
"""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.utils import timezone

from gugus.accounts.models import User
from gugus.core import audit, jobs, seal
from gugus.notices.models import Digest
from gugus.notices.services import digest_send, remind
from meetings.models import InvitationLetter
from meetings.services.letters import letter_send, letters_queue
from members.models import MemberJob
from rad.models import ReportingRules
from tests.accounts.test_second_factor import code_of
from tests.factories import make_world
from tests.faults.kit import SEEDS, dice
from tests.faults.papers import Letters
from tests.mailbox import Mailbox
from tests.rad.builders import make_rad
from tests.workers import as_worker

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
SHIFTS = (HOUR, -HOUR, DAY, -DAY)
NOON = datetime(2026, 11, 23, 5, 0, tzinfo=UTC)
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def mailbox(settings: Any, post_office: Mailbox) -> Mailbox:
    post_office.clear()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = post_office.server_address
    return post_office


def wrong_times(seed: int) -> Iterator[datetime]:
    """Noon, wrong by four shifts in an order of the seed's; between them an hour of true time each."""
    shifts = dice(seed).sample(SHIFTS, 4)
    for n, shift in enumerate(shifts):
        yield NOON + n * HOUR + shift
        yield NOON + n * HOUR


def rounds(now: datetime) -> None:
    """What beat and worker do: send what the queue asked for, and nothing else."""
    rows = InvitationLetter.objects.filter(status="menunggu")
    before = dict(rows.values_list("pk", "next_try_at"))
    letters_queue(now=now)
    for pk, then in rows.values_list("pk", "next_try_at"):
        if then != before[pk]:
            letter_send(pk=pk, now=now)


@pytest.mark.parametrize("seed", SEEDS)
def test_clock_moved_between_letters(mailbox: Mailbox, seed: int) -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        letters, luck = Letters(make_world(), guests=3, people=0), dice(seed, "luck")
        for now in wrong_times(seed):
            clock.move_to(now)
            mailbox.away = luck.random() < 0.6
            rounds(now)
        mailbox.away = False
        for minutes in (60, 120):
            clock.move_to(NOON + 4 * HOUR + timedelta(minutes=minutes))
            rounds(timezone.now())
        letters.check(mailbox)
        assert len(mailbox.received) == len(mailbox.unique)


@pytest.mark.parametrize("seed", SEEDS)
def test_clock_moved_between_reminders(mailbox: Mailbox, seed: int) -> None:
    with time_machine.travel(NOON - DAY, tick=False) as clock:
        world = make_world()
        make_rad(world, deadline=(NOON + 7 * DAY).date())
        ReportingRules.objects.create(task_force=world.task_force, remind_hour=0)
        for now in wrong_times(seed):
            clock.move_to(now)
            remind(now=now)
            for pk in Digest.objects.filter(status="menunggu").values_list("pk", flat=True):
                digest_send(pk=pk, now=now)
    days = list(Digest.objects.values_list("recipient", "day", "urgent"))
    assert days
    assert len(days) == len(set(days)), "two digests of one day"
    sent = Digest.objects.filter(status="terkirim").values_list("message_id", flat=True)
    assert sorted(letter.message_id for letter in mailbox.received) == sorted(sent)


@pytest.mark.parametrize("shift", SHIFTS)
def test_a_job_of_a_wrong_clock_is_found(shift: timedelta) -> None:
    world = make_world()
    with time_machine.travel(timezone.now() + shift, tick=False):
        MemberJob.objects.create(
            task="tests.simple",
            requested_by=world.people["sekretariat"],
            task_force_id=world.task_force.pk,
        )
    assert jobs.sweep() == 1
    assert jobs.sweep() == 0


@pytest.mark.parametrize("seed", SEEDS)
def test_clock_moved_between_acts_of_the_trail(seed: int) -> None:
    by = make_world().people["sekretariat"]
    seal_now()
    sealed = seal.size(seal.AUDIT)[1]
    for now in wrong_times(seed):
        with time_machine.travel(now, tick=False):
            audit.record(by=by, action="core.test")
            seal_now()
    assert seal.size(seal.AUDIT)[1] == sealed + 2 * len(SHIFTS)
    assert seal.check(seal.AUDIT) == []


def seal_now() -> None:
    with as_worker():
        seal.seal(seal.AUDIT)


@pytest.mark.parametrize("shift", SHIFTS)
def test_a_code_of_another_time_opens_nothing(shift: timedelta) -> None:
    person: User = make_world().people["admin"]
    secret = generate_totp_secret()
    TOTP.activate(person, secret)
    factor = TOTP(Authenticator.objects.get(user=person))
    with time_machine.travel(NOON, tick=False) as clock:
        code = code_of(secret)
        clock.move_to(NOON + shift)
        assert not factor.validate_code(code)
        clock.move_to(NOON)
        assert factor.validate_code(code)
