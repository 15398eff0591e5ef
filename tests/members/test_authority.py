"""Rights follow the appointment held today, in the query itself, with time moved and no job run."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.utils import timezone

from gugus.accounts.models import User
from gugus.core.permissions import holds
from members.enums import AppointmentStatus, Basis, DecreeStatus
from members.models import Appointment, SeatHolder
from members.selectors.authority import Authority, Held, _combine, authority_today
from members.services.appointments import personal_desk_get
from tests.factories import World, make_world, user

pytestmark = pytest.mark.django_db


def fresh(person: User) -> User:
    return User.objects.get(pk=person.pk)


def test_roles_and_agencies_of_today(world: World) -> None:
    liaison = world.people["dinsos"].authority
    assert liaison.roles == {"penghubung"}
    assert liaison.agency_ids == {world.agencies["Dinas Sosial"].pk}
    handler = world.people["dinsos_kasus"]
    assert handler.authority.handler_agency_ids == {world.agencies["Dinas Sosial"].pk}
    assert handler.groups.count() == 2  # the handlers' desk and the liaisons' it implies


@pytest.mark.parametrize(
    ("zone", "midnight_utc"),
    [("Asia/Jakarta", "17:00"), ("Asia/Makassar", "16:00"), ("Asia/Jayapura", "15:00")],
)
def test_a_term_ends_at_the_regions_midnight(zone: str, midnight_utc: str) -> None:
    last = date(2026, 11, 22)
    world = make_world(
        "35.71", "Kota Contoh", zone, valid_from=date(2026, 1, 1), valid_until=date(2027, 1, 1)
    )
    person = world.person(
        "budi", "penghubung", world.agencies["Polres"], valid_from=date(2026, 2, 1), valid_until=last
    )
    midnight = datetime.combine(last, time.fromisoformat(midnight_utc), UTC)
    with time_machine.travel(midnight - timedelta(seconds=1), tick=False):
        assert fresh(person).authority.roles == {"penghubung"}
    with time_machine.travel(midnight, tick=False):
        assert fresh(person).authority.roles == frozenset()
        assert not fresh(person).groups.exists()


def test_a_lapsed_decree_ends_seats_and_letters_but_not_the_secretariat(world: World) -> None:
    letter = world.person(
        "surat",
        "penghubung",
        world.agencies["Polres"],
        basis=Basis.LETTER,
        letter_number="ST/1/2026",
        letter_on=timezone.localdate(),
    )
    world.decree.ended_on = timezone.localdate() - timedelta(days=1)
    world.decree.status = DecreeStatus.REVOKED
    world.decree.save()
    assert fresh(letter).authority.roles == frozenset()
    assert fresh(world.people["dinsos"]).authority.roles == frozenset()
    assert fresh(world.people["sekretariat"]).authority.roles == {"sekretariat"}


@pytest.mark.parametrize("name", ["dinsos", "dinsos_kasus"])
def test_a_disabled_account_holds_nothing(world: World, name: str) -> None:
    person = world.people[name]
    person.is_active = False
    person.save()
    assert fresh(person).authority.group_ids == frozenset()
    assert not Appointment.objects.in_force().filter(user=person).exists()


def test_a_disabled_account_is_not_even_looked_up(django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(0):
        assert authority_today(User(is_active=False)) == Authority()


def test_only_liaisons_and_handlers_work_for_an_agency() -> None:
    agency = uuid4()
    row = Held(uuid4(), "GT", "Gugus Tugas", "Asia/Jakarta", "penghubung", agency, False, 1, None, None)
    assert _combine([row], []).agency_ids == {agency}
    assert not _combine([row._replace(role="sekretariat")], []).agency_ids
    assert not _combine([row._replace(agency_id=None)], []).works_for(None)


def test_a_group_of_one_is_of_one_task_force(world: World) -> None:
    person, other = world.people["dinsos_kasus"], make_world("16.09", "OKU Selatan")
    other.appoint(person, "penghubung", other.agencies["Dinas Sosial"])
    there = personal_desk_get(user=person, task_force=other.task_force)
    assert there.group_id not in fresh(person).acting_in(world.task_force.pk).group_ids
    here = personal_desk_get(user=person, task_force=world.task_force)
    own = fresh(person).acting_in(world.task_force.pk).group_ids
    assert here.group_id in own
    assert there.group_id not in own


def test_an_appointment_has_a_first_and_a_last_day(world: World) -> None:
    today = timezone.localdate()
    for first, last, holds_today in [(0, 0, True), (0, None, True), (1, None, False), (-2, -1, False)]:
        person = user("Bertanggal Contoh")
        days = {"valid_from": today + timedelta(first), "valid_until": last and today + timedelta(last)}
        if last == 0:
            days["valid_until"] = today
        world.appoint(person, "sekretariat", **days)
        assert bool(fresh(person).authority.roles) == holds_today, (first, last)


def test_a_seat_counts_in_the_sk_of_its_own_task_force(world: World) -> None:
    other = make_world("16.09", "OKU Selatan")
    seat, astray = other.seat("Anggota", None), user("Tersasar Contoh")
    world.appoint(astray, "penghubung", world.agencies["Polres"], seat_lineage=seat.lineage)
    assert not fresh(astray).authority.roles
    sent = user("Bertugas Contoh")
    outside = world.agency("Kejaksaan", member=False)
    letter = {"basis": Basis.LETTER, "letter_number": "ST/2/2026", "letter_on": timezone.localdate()}
    world.appoint(sent, "penghubung", outside, seat_lineage=world.seat("Anggota", None).lineage, **letter)
    assert not fresh(sent).authority.roles  # a letter lives by its agency's seat, not by another's
    nowhere = user("Tanpa Kursi Contoh")
    world.appoint(nowhere, "penghubung", world.agencies["Polres"], seat_lineage=uuid4())
    assert not fresh(nowhere).authority.roles


def test_who_left_the_seat_holds_it_no_more_and_another_ones_term_is_not_theirs(world: World) -> None:
    today, agency = timezone.localdate(), world.agencies["Polres"]
    seat = world.seat("Anggota", agency)
    left, sits = (user(name) for name in ("Pindah Contoh", "Duduk Contoh"))
    for person, first, last in [(left, -90, -1), (sits, 0, None)]:
        world.appoint(person, "penghubung", agency, seat_lineage=seat.lineage)
        SeatHolder.objects.create(
            task_force=world.task_force,
            lineage=seat.lineage,
            user=person,
            name=person.full_name,
            valid_from=today + timedelta(first),
            valid_until=last and today + timedelta(last),
            set_by=world.people["sekretariat"],
        )
    elsewhere = world.seat("Anggota lain", agency)
    SeatHolder.objects.create(
        task_force=world.task_force,
        lineage=elsewhere.lineage,
        user=left,
        name=left.full_name,
        valid_from=today,
        set_by=world.people["sekretariat"],
    )
    assert not fresh(left).authority.roles
    assert fresh(sits).authority.roles == {"penghubung"}


@pytest.mark.parametrize("status", [s for s in AppointmentStatus if s != AppointmentStatus.CONFIRMED])
def test_only_confirmed_appointments_count(world: World, status: AppointmentStatus) -> None:
    Appointment.objects.filter(user=world.people["dinsos"]).update(status=status)
    assert fresh(world.people["dinsos"]).authority.roles == frozenset()


def test_two_task_forces_are_not_mixed(world: World) -> None:
    other = make_world("16.09", "OKU Selatan")
    person = world.people["dinsos"]
    other.appoint(person, "sekretariat")
    authority = fresh(person).acting_in(world.task_force.pk)
    assert authority.roles == {"penghubung"}
    assert len(authority.choices) == 2
    assert fresh(person).acting_in(other.task_force.pk).roles == {"sekretariat"}


def test_an_inactive_person_holds_no_grant(world: World) -> None:
    assert not holds(User(is_active=False), "report_actionitem", world.agencies["Polres"])
