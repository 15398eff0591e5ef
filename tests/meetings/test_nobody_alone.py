"""No follow-up is closed by one person alone: chance over people, roles, acts and days; and by raw rows."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db import Error, transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gugus.core.permissions import Denied
from meetings.enums import FollowUpStatus, NoteAct, Priority
from meetings.models import FollowUp, FollowUpNote, FollowUpRequest
from members.enums import AgencyKind, Role
from tests.factories import World, make_world
from tests.meetings.builders import acting, make_follow_up, make_meeting
from tests.meetings.promise import ACTS, Promise, Sides, do

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 20)
DESK = {"dinsos", "dinsos_kasus", "ganda", "unit"}  # of the doing agency and its unit
OFFICE = {"sekretariat", "sekretariat2", "ganda"}  # ganda serves in both
LEAD = {"sekda"}
PEOPLE = sorted(DESK | OFFICE | LEAD | {"dinkes", "pengawas", "admin"})
SIDES = Sides(DESK, OFFICE, LEAD)
LIVE = ("submit_proof", "verify", "drop", "grant", "extend", "return", "refuse")


def done(world: World, row: FollowUp, who: str, act: str, until: date) -> bool:
    try:
        with transaction.atomic(), acting(world, who) as now:
            do(FollowUp.objects.get(pk=row.pk), now.user, act, until)
    except (Denied, ValidationError):
        return False
    return True


@dataclass(frozen=True)
class Step:
    days: int
    who: str
    act: str
    until: int


def steps(people: Any, acts: Any, most: int) -> Any:
    days = st.sampled_from([0, 0, 0, 1, 4, 9])
    return st.lists(st.builds(Step, days, people, acts, st.integers(1, 40)), min_size=2, max_size=most)


# Anybody does anything; or the few who can close do what closes.
STORIES = st.one_of(
    steps(st.sampled_from(PEOPLE), st.sampled_from(ACTS), 10),
    steps(st.sampled_from(["sekretariat", "sekda", "ganda", "dinsos"]), st.sampled_from(LIVE), 10),
    st.sampled_from(PEOPLE).flatmap(lambda one: steps(st.just(one), st.sampled_from(ACTS), 8)),
)


def play(world: World, story: list[Step], high: bool) -> Promise:
    row = make_follow_up(
        world,
        make_meeting(world),
        due=DAY + timedelta(days=7),
        priority=Priority.HIGH if high else Priority.NORMAL,
    )
    model = Promise(high)
    for step in story:
        model.today += step.days
        with time_machine.travel(moment(model.today), tick=True):
            expected = model.may(step.who, step.act, step.until, SIDES)
            assert done(world, row, step.who, step.act, DAY + timedelta(days=step.until)) == expected, step
        if expected:
            model.does(step.who, step.act, step.until)
        row.refresh_from_db()
        assert (row.status, (row.due - DAY).days) == (model.status, model.due), step
        if row.status in (FollowUpStatus.DONE, FollowUpStatus.DROPPED):
            assert len(model.hands) == 2
            assert str(row.closed_by_id) in {str(world.people[who].pk) for who in model.hands}
    if len({step.who for step in story}) == 1:
        assert row.status not in (FollowUpStatus.DONE, FollowUpStatus.DROPPED)
    return model


def moment(days: int) -> datetime:
    return datetime(2026, 11, 20, 9, tzinfo=ZoneInfo("Asia/Jakarta")) + timedelta(days=days)


@pytest.fixture
def peopled() -> Iterator[World]:
    """`ganda` is of the secretariat and of the doing agency; `unit` of its UPTD."""
    with time_machine.travel(moment(0), tick=True):
        world = make_world()
        agency = world.agencies["Dinas Sosial"]
        uptd = world.agency("UPTD PPA", AgencyKind.OPD, parent=agency)
        world.person("ganda", Role.SECRETARIAT)
        world.appoint(world.people["ganda"], Role.LIAISON, agency)
        world.person("unit", Role.LIAISON, uptd)
        yield world


def stories(count: int) -> Any:
    return settings(
        max_examples=count,
        deadline=None,
        suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    )


def undone(world: World, story: list[Step], high: bool) -> None:
    with transaction.atomic():
        play(world, story, high)
        transaction.set_rollback(True)


@stories(25)
@given(story=STORIES, high=st.booleans())
def test_nobody_closes_a_follow_up_alone(peopled: World, story: list[Step], high: bool) -> None:
    undone(peopled, story, high)


@pytest.mark.panjang
@stories(1500)
@given(story=STORIES, high=st.booleans())
def test_nobody_closes_a_follow_up_alone_in_many_stories(
    peopled: World, story: list[Step], high: bool
) -> None:
    undone(peopled, story, high)


def test_the_stories_can_end(peopled: World) -> None:
    """The property is not held by nothing ever closing, also long after the day."""
    done_story = [Step(20, "dinsos", "submit_proof", 0), Step(0, "sekda", "verify", 0)]
    assert play(peopled, done_story, True).status == "selesai"
    dropped = [Step(20, "dinsos", "drop", 0), Step(0, "sekretariat", "grant", 0)]
    assert play(peopled, dropped, False).status == "dihentikan"
    behalf = [Step(20, "sekretariat", "submit_proof", 0), Step(0, "sekretariat2", "verify", 0)]
    assert play(peopled, behalf, False).status == "selesai"
    later = [Step(9, "dinsos", "extend", 12), Step(0, "sekda", "grant", 0)]
    assert play(peopled, later, False).due == 12


def raw(world: World, who: str, row: FollowUp, **values: Any) -> bool:
    """Whether the database lets this person write the row so, past every rule of the portal."""
    try:
        with transaction.atomic(), acting(world, who):
            FollowUp.objects.filter(pk=row.pk).update(**values)
    except Error:
        return False
    return True


@pytest.mark.parametrize("who", ["sekretariat", "sekda", "dinsos"])
def test_raw_rows_are_not_closed_by_one_person(world: World, who: str) -> None:
    row, me, now = make_follow_up(world, make_meeting(world)), world.people[who], timezone.now()
    other = world.people["sekretariat2"]
    handed = {"submitted_by": other, "submitted_at": now, "action_taken": "x"}
    closed = {"closed_by": me, "closed_at": now}
    assert not raw(world, who, row, status="diajukan", **handed), "in another's name"
    assert not raw(world, who, row, status="selesai", **handed, **closed), "in one stroke"
    assert not raw(world, who, row, status="dihentikan", **closed), "without a request"
    assert not raw(world, who, row, announced_at=None)
    assert not raw(world, who, row, due=row.due + timedelta(days=900))
    assert not raw(world, who, row, **handed), "the submitter changed under the state"
    with acting(world, who), pytest.raises(Error), transaction.atomic():
        row.delete()
    with acting(world, who), pytest.raises(Error), transaction.atomic():
        FollowUp.objects.bulk_create([copy(row, status="selesai", **handed, **closed)])
    with acting(world, who), pytest.raises(Error), transaction.atomic():
        FollowUpNote.objects.create(follow_up=row, act=NoteAct.SUBMIT, text="x", by=other)
    with acting(world, who), pytest.raises(Error), transaction.atomic():
        FollowUpRequest.objects.create(follow_up=row, kind="hentikan", reason="x", asked_by=other)


def copy(row: FollowUp, **values: Any) -> FollowUp:
    fields = {each.attname: getattr(row, each.attname) for each in FollowUp._meta.concrete_fields}
    del fields["id"]
    fresh = FollowUp(**fields)
    for name, value in values.items():
        setattr(fresh, name, value)
    return fresh


def test_raw_rows_of_what_one_submitted_or_asked(world: World) -> None:
    row = make_follow_up(world, make_meeting(world))
    me, now = world.people["sekretariat"], timezone.now()
    assert done(world, row, "sekretariat", "drop", row.due)
    mine = {"decided_by": me, "decided_at": now, "status": "disetujui"}
    with acting(world, "sekretariat"), pytest.raises(Error), transaction.atomic():
        FollowUpRequest.objects.update(**mine)
    with acting(world, "sekretariat"), pytest.raises(Error), transaction.atomic():
        FollowUpRequest.objects.update(**mine | {"decided_by": world.people["sekda"]})
    with acting(world, "sekretariat"), pytest.raises(Error), transaction.atomic():
        FollowUpRequest.objects.update(asked_by=world.people["sekda"])
    assert done(world, row, "sekretariat", "submit_proof", row.due)
    closed = {"closed_by": me, "closed_at": now, "status": "selesai"}
    assert not raw(world, "sekretariat", row, **closed)
    assert not raw(world, "sekretariat", row, **closed | {"submitted_by": world.people["sekda"]})
    assert not raw(world, "sekretariat", row, **closed | {"closed_by": world.people["sekda"]})
    assert not raw(world, "sekretariat", row, status="berjalan"), "taken back past the verifier"
    with acting(world, "sekretariat"), pytest.raises(Error), transaction.atomic():
        FollowUpNote.objects.update(by=world.people["sekda"])
    assert raw(world, "sekda", row, **closed | {"closed_by": world.people["sekda"]}), "two people did it"
    assert not raw(world, "sekda", row, status="berjalan"), "closed stays closed"
