"""Who may touch cases, and who names them: heads of agencies and those they propose."""

from datetime import date
from typing import Any
from uuid import UUID

from django.utils import timezone

from gugus.accounts.models import User
from members import services
from members.enums import Basis, Role
from members.models import Agency, Appointment, Seat, SeatHolder
from tests.factories import World, user

Rights = set[tuple[UUID, UUID]]


def fresh(person: User) -> User:
    """Authority is read anew, as the next request would."""
    return User.objects.get(pk=person.pk)


def case_rights(moment: Any = None) -> Rights:
    """(person, agency) pairs that may touch cases."""
    held = Appointment.objects.in_force(moment).filter(role=Role.HANDLER)
    return set(held.values_list("user_id", "agency_id"))


def head_of(world: World, short: str, name: str = "Kepala Contoh") -> User:
    """A confirmed holder of an agency's head seat, who may sign in as its liaison."""
    agency = world.agencies[short]
    person = user(name)
    seat = Seat.objects.get(decree=world.decree, agency=agency, is_head=True)
    SeatHolder.objects.create(
        task_force=world.task_force,
        lineage=seat.lineage,
        name=name,
        user=person,
        valid_from=date(2025, 1, 1),
        set_by=world.people["sekretariat"],
        confirmed_by=world.people["sekretariat2"],
        confirmed_at=timezone.now(),
    )
    world.appoint(person, Role.LIAISON, agency, seat_lineage=seat.lineage)
    return person


def propose(by: User, person: User, agency: Agency, **extra: Any) -> Appointment:
    values: dict[str, Any] = {
        "basis": Basis.LETTER,
        "letter_number": "ST/1/2026",
        "letter_on": timezone.localdate(),
        "valid_from": timezone.localdate(),
    } | extra
    return services.appointment_propose(by=fresh(by), user=person, role=Role.HANDLER, agency=agency, **values)
