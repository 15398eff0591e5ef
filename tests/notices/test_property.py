"""Chance over days: reports come and go, beat and mail server fail, and no reminder is lost or doubled."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.db import transaction
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from gugus.notices import services
from gugus.notices.enums import DigestStatus, DropReason
from gugus.notices.models import Digest, Notice
from rad import services as rad_services
from rad.models import ProgressReport
from tests.factories import make_world
from tests.rad.builders import Rad, make_rad

pytestmark = pytest.mark.django_db
WIB = ZoneInfo("Asia/Jakarta")
DUE = date(2026, 12, 10)
STEPS = (-14, -7, -1, 1)
PEOPLE = ("dinsos", "dinkes")
QUICK, LONG = 20, 300


class Unsteady(EmailBackend):
    """A mail server that is away, or takes a letter and dies before it answers."""

    mode = "up"

    def send_messages(self, messages: Any) -> int:
        if self.mode == "away":
            raise ConnectionRefusedError
        count = super().send_messages(messages)
        if self.mode == "mute":
            raise ConnectionResetError
        return count


@dataclass(frozen=True)
class Moment:
    """After `days` more, at `hour`: whose report turns over, whether beat runs, how the mail server is."""

    days: int
    hour: int
    turns: frozenset[str]
    beat: bool
    mode: str


MOMENTS = st.lists(
    st.builds(
        Moment,
        st.integers(0, 6),
        st.sampled_from([6, 8, 13]),
        st.frozensets(st.sampled_from(PEOPLE), max_size=1),
        st.sampled_from([True, True, False]),
        st.sampled_from(["up", "up", "away", "mute"]),
    ),
    min_size=3,
    max_size=9,
)


@dataclass
class Model:
    """The plain account: who still has to report, how often they took it back, and what reached whom."""

    left: dict[str, bool] = field(default_factory=lambda: dict.fromkeys(PEOPLE, True))
    rounds: dict[str, int] = field(default_factory=lambda: dict.fromkeys(PEOPLE, 0))
    told: set[tuple[str, int, int]] = field(default_factory=set)  # person, step, round
    seen: set[str] = field(default_factory=set)  # Message-IDs the mailboxes know
    days: set[tuple[str, date]] = field(default_factory=set)
    sent: set[tuple[str, date]] = field(default_factory=set)  # repeats included: one letter a day at most

    def turn(self, rad: Rad, key: str) -> None:
        if self.left[key]:
            rad.submit(key, key)
        else:
            report = ProgressReport.objects.get(item=rad.items[key])
            rad_services.report_withdraw(report=report, by=rad.world.people[key])
            self.rounds[key] += 1
        self.left[key] = not self.left[key]

    def deliver(self, rad: Rad, day: date) -> None:
        """What came over the wire, each Message-ID once; a letter about nothing left is a fault."""
        for letter in mail.outbox:
            key = next((k for k in PEOPLE if letter.to == [rad.world.people[k].email]), "")
            if not key:
                continue  # the secretariat, about what is late
            message_id = letter.extra_headers["Message-ID"]
            assert self.left[key], "told after submission"
            self.sent.add((key, day))
            if message_id in self.seen:
                continue
            self.seen.add(message_id)
            assert (key, day) not in self.days, "two letters on one day"
            self.days.add((key, day))
            for step in Notice.objects.filter(digest__message_id=message_id).values_list("step", flat=True):
                fact = (key, step, self.rounds[key])
                assert fact not in self.told, "told twice"
                self.told.add(fact)
        mail.outbox.clear()

    def check(self, rad: Rad, now: datetime) -> None:
        """After a good run nobody with something left waits for a step reached, but for a letter a day, and
        for what a mail server refused for days: that is told in the inbox alone until the next step."""
        reached = [step for step in STEPS if DUE + timedelta(days=step) <= now.date()]
        for key in PEOPLE:
            busy = Digest.objects.filter(recipient=rad.world.people[key], day=now.date()).exists()
            known = {step for person, step, _round in self.told if person == key}
            given_up = Notice.objects.filter(
                recipient=rad.world.people[key], digest__reason=DropReason.REFUSED
            )
            known |= set(given_up.values_list("step", flat=True))
            done = not self.left[key] or not reached or max(reached) in known
            assert done or busy or (key, now.date()) in self.sent, (key, now)


@pytest.fixture
def rad(settings: Any) -> Iterator[Rad]:
    settings.EMAIL_BACKEND = f"{Unsteady.__module__}.Unsteady"
    with time_machine.travel(datetime(2026, 11, 20, 9, tzinfo=WIB), tick=False):
        rad = make_rad(make_world(), deadline=DUE)
    for key in ("sekretariat", "sekretariat2"):
        services.mail_choice_set(digest=False, by=rad.world.people[key])
    Notice.objects.all().delete()
    yield rad
    Unsteady.mode = "up"


def run(rad: Rad, model: Model, now: datetime, moment: Moment) -> None:
    Unsteady.mode = moment.mode
    if moment.beat:
        services.remind()
        for digest in Digest.objects.filter(status=DigestStatus.PENDING, next_try_at__gt=now):
            services.digest_send(pk=digest.pk)
        model.deliver(rad, now.date())
        if moment.mode == "up" and moment.hour >= 7:
            model.check(rad, now)


def play(rad: Rad, moments: list[Moment]) -> None:
    """One story, ending in two good days."""
    model, day = Model(), date(2026, 11, 24)
    for moment in [*moments, Moment(1, 8, frozenset(), True, "up"), Moment(1, 8, frozenset(), True, "up")]:
        day += timedelta(days=moment.days)
        now = datetime(day.year, day.month, day.day, moment.hour, tzinfo=WIB)
        with time_machine.travel(now, tick=False):
            for key in moment.turns:
                model.turn(rad, key)
            run(rad, model, now, moment)


def stories(count: int) -> Any:
    return settings(
        max_examples=count,
        deadline=None,
        suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    )


def undone(rad: Rad, moments: list[Moment]) -> None:
    with transaction.atomic():
        mail.outbox.clear()
        play(rad, moments)
        transaction.set_rollback(True)


EARLY = [Moment(days, 6, frozenset(), True, "up") for days in (0, 6, 6, 3)]
REFUSED_FOR_DAYS = [
    *EARLY,
    Moment(3, 8, frozenset(), True, "away"),
    Moment(4, 6, frozenset(), True, "away"),
]


@stories(QUICK)
@example(moments=REFUSED_FOR_DAYS)
@given(moments=MOMENTS)
def test_no_reminder_is_lost_or_doubled(rad: Rad, moments: list[Moment]) -> None:
    undone(rad, moments)


@pytest.mark.panjang
@stories(LONG)
@given(moments=MOMENTS)
def test_no_reminder_is_lost_or_doubled_in_many_stories(rad: Rad, moments: list[Moment]) -> None:
    undone(rad, moments)
