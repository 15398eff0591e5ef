"""Rights follow the appointment held today, in the query itself, with time moved and no job run."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
import time_machine
from django.utils import timezone

from gugus.accounts.models import User
from gugus.core.permissions import holds
from members.enums import AppointmentStatus, Basis, DecreeStatus
from members.models import Appointment
from tests.factories import World, make_world

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


def test_a_disabled_account_holds_nothing(world: World) -> None:
    person = world.people["dinsos_kasus"]
    person.is_active = False
    person.save()
    assert fresh(person).authority.group_ids == frozenset()


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
