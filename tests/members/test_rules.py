"""Rules and filters of members where one clause alone decides: which task force, which seat, which day."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.utils import timezone

from gugus.accounts.models import User
from gugus.core.permissions import allowed
from members import rules
from members.enums import AgencyKind, AppointmentStatus, DecreeStatus, Role
from members.models import Agency, Appointment, Decree, Seat, SeatHolder
from tests.factories import World, make_world, user
from tests.meetings.builders import acting

pytestmark = pytest.mark.django_db


def today() -> date:
    return timezone.localdate()


@pytest.fixture
def other() -> World:
    return make_world("16.09", "OKU Selatan")


@pytest.fixture
def agency(world: World) -> Agency:
    return world.agencies["Dinas Kesehatan"]


def sits(world: World, lineage: Any, person: User, **values: Any) -> SeatHolder:
    """A person in a seat since yesterday, confirmed by a second one."""
    given = {
        "task_force": world.task_force,
        "valid_from": today() - timedelta(days=1),
        "set_by": world.people["sekretariat"],
        "confirmed_by": world.people["sekretariat2"],
        "confirmed_at": timezone.now(),
    } | values
    return SeatHolder.objects.create(lineage=lineage, user=person, name=person.full_name, **given)


def head_seat(world: World, agency: Agency) -> Seat:
    return Seat.objects.get(decree=world.decree, agency=agency, is_head=True)


def fresh(person: User) -> User:
    return User.objects.get(pk=person.pk)


def test_without_a_task_force_there_are_no_agencies() -> None:
    Agency.objects.create(short_name="Tanpa", name="Tanpa Gugus Tugas", kind=AgencyKind.OPD)
    assert not Agency.objects.in_task_force(None).exists()


def test_a_head_is_who_sits_in_the_head_seat_today(world: World, other: World, agency: Agency) -> None:
    here, seat = world.task_force.pk, head_seat(world, agency)
    plain = world.seat("Anggota", agency)
    cases: dict[str, tuple[Any, dict[str, Any], bool]] = {
        "sits": (seat.lineage, {}, True),
        "unconfirmed": (seat.lineage, {"confirmed_by": None, "confirmed_at": None}, False),
        "in no head seat": (plain.lineage, {}, False),
        "in another task force": (seat.lineage, {"task_force": other.task_force}, False),
        "tomorrow": (seat.lineage, {"valid_from": today() + timedelta(days=1)}, False),
        "until yesterday": (seat.lineage, {"valid_until": today() - timedelta(days=1)}, False),
    }
    for name, (lineage, values, is_head) in cases.items():
        person = user("Kepala Contoh")
        row = sits(world, lineage, person, **values)
        assert rules.is_head(fresh(person), agency, here) == is_head, name
        assert not rules.is_head(user("Orang Lain Contoh"), agency, here), name
        world.appoint(person, Role.LIAISON, world.agencies["Polres"])
        with acting(world, person) as now:
            seen = Appointment.objects.visible_to(now.user).filter(agency=agency).exists()
            assert seen == is_head, name
            assert rules.heads_of(now.user) == ([agency.pk] if is_head else []), name
        SeatHolder.objects.filter(pk=row.pk).delete()


def test_a_head_seat_of_an_sk_that_is_over_heads_nothing(world: World, agency: Agency) -> None:
    over = again(world.decree, status=DecreeStatus.REVOKED, ended_on=today() - timedelta(days=5))
    seat = Seat.objects.create(
        decree=over, agency=agency, title="Kepala", is_head=True, position=head_seat(world, agency).position
    )
    person = user("Kepala Dahulu Contoh")
    sits(world, seat.lineage, person)
    world.appoint(person, Role.LIAISON, world.agencies["Polres"])
    with acting(world, person) as now:
        assert not rules.is_head(now.user, agency, world.task_force.pk)
        assert not rules.heads_of(now.user)
        assert not Appointment.objects.visible_to(now.user).filter(agency=agency).exists()


def test_between_two_sk_the_last_one_seats_the_head(world: World, other: World, agency: Agency) -> None:
    person = user("Kepala Contoh")
    sits(world, head_seat(world, agency).lineage, person)
    over = {"status": DecreeStatus.REVOKED, "ended_on": today() - timedelta(days=3)}
    Decree.objects.filter(pk=world.decree.pk).update(**over)
    assert rules.is_head(fresh(person), agency, world.task_force.pk)
    assert not rules.is_head(fresh(person), agency, other.task_force.pk)


def again(decree: Decree, **values: Any) -> Decree:
    """The same SK once more, for other days."""
    row = Decree.objects.get(pk=decree.pk)
    row.pk, row.number, row._state.adding = uuid4(), uuid4().hex[:20], True
    for name, value in values.items():
        setattr(row, name, value)
    row.save()
    return row


def test_the_sk_that_rules_is_the_last_that_was_in_force(world: World, other: World) -> None:
    here, day = Decree.objects.filter(task_force=world.task_force), timedelta(days=1)
    assert [*here.ruling_on(today())] == [world.decree]
    over = {"status": DecreeStatus.REVOKED, "ended_on": today() - 3 * day}
    Decree.objects.filter(pk=world.decree.pk).update(**over)
    again(world.decree, ended_on=today() - 5 * day)
    again(world.decree, status=DecreeStatus.IN_FORCE, ended_on=None, valid_from=today() + day)
    again(world.decree, status=DecreeStatus.DRAFT, ended_on=today() - 2 * day)
    again(other.decree, status=DecreeStatus.REVOKED, ended_on=today() - day)
    assert [*here.ruling_on(today())] == [world.decree]


def test_handlers_are_of_one_task_force(world: World, other: World) -> None:
    agency, person = other.agencies["Dinas Sosial"], user("Penangan Contoh")
    other.appoint(person, Role.HANDLER, agency)
    assert rules.handles_for(person, agency, other.task_force.pk)
    assert not rules.handles_for(person, agency, world.task_force.pk)


def test_only_those_trusted_here_make_a_second_needed(world: World, other: World) -> None:
    by = world.people["sekretariat"]
    assert rules.needs_second(Role.SECRETARIAT, world.task_force.pk, by)
    trusted = Appointment.objects.filter(task_force=world.task_force, role__in=rules.TRUSTED_ROLES)
    trusted.exclude(user=by).update(status=AppointmentStatus.REJECTED)
    assert not rules.needs_second(Role.SECRETARIAT, world.task_force.pk, by)


def test_a_head_names_handlers_and_nobody_else(world: World, agency: Agency) -> None:
    head, person = user("Kepala Contoh"), user("Calon Contoh")
    sits(world, head_seat(world, agency).lineage, head)
    world.appoint(head, Role.LIAISON, agency)
    with acting(world, head) as now:
        for role, may in ((Role.HANDLER, True), (Role.LIAISON, False)):
            given = {"person": person, "role": role, "agency": agency}
            assert allowed(rules.check_appointment_propose, now.user, **given) == may, role


def test_a_reviewer_with_another_seat_reads_what_is_under_review(world: World) -> None:
    reviewer = world.person("hukum_dua", Role.LEGAL)
    world.appoint(reviewer, Role.LIAISON, world.agencies["Polres"])
    draft, review = (
        Decree.objects.create(
            task_force=world.task_force,
            kind=world.decree.kind,
            title="Contoh",
            valid_from=today(),
            valid_until=today(),
            status=status,
        )
        for status in (DecreeStatus.DRAFT, DecreeStatus.REVIEW)
    )
    known = {"hukum_dua": {review}, "polres": set(), "sekretariat": {draft, review}}
    for name, rows in known.items():
        with acting(world, name) as now:
            seen = Decree.objects.visible_to(now.user).filter(pk__in=[draft.pk, review.pk])
            assert set(seen) == rows, name


def test_a_proposer_vouches_on_the_day_of_the_agencys_region() -> None:
    make_world("16.09", "OKU Selatan")
    west, east = make_world("11.01", "Barat Contoh"), make_world("94.71", "Timur Contoh", "Asia/Jayapura")
    agency, head = east.agencies["Dinas Sosial"], user("Kepala Contoh")
    west.appoint(head, Role.SECRETARIAT)
    east.appoint(head, Role.LIAISON, agency)
    day = date(2026, 11, 24)
    sits(east, head_seat(east, agency).lineage, head, valid_from=day)
    appointment = Appointment(proposed_by=head, task_force=east.task_force, agency=agency)
    with time_machine.travel(datetime(2026, 11, 23, 15, 30, tzinfo=UTC), tick=False):  # 00.30 in the east
        assert rules._proposer_vouches(appointment, agency)
    with time_machine.travel(datetime(2026, 11, 25, tzinfo=UTC), tick=False):
        assert rules._proposer_vouches(appointment, agency)
        User.objects.filter(pk=head.pk).update(is_active=False)
        assert not rules._proposer_vouches(appointment, agency)
