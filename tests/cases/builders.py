"""Cases, consents and referrals of an invented world, each written by somebody who may."""

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from django.db import connection
from django.utils import timezone

from cases.models import Case, Consent, Incident, Referral
from gugus.accounts.models import User
from gugus.core.context import acting_as
from gugus.core.crypto import seal
from members.enums import Role
from members.models import Agency, Desk
from tests.factories import World, desk


def fresh(person: User) -> User:
    """The account, read anew: rights are remembered for one request."""
    return User.objects.get(pk=person.pk)


def acting(world: World, person: User | str) -> Any:
    """The context of one person in the world's task force."""
    row = world.people[person] if isinstance(person, str) else person
    return acting_as(fresh(row), task_force_id=world.task_force.pk)


def handlers_desk(world: World, agency: str | Agency) -> Desk:
    row = world.agencies[agency] if isinstance(agency, str) else agency
    return desk(world.task_force, Role.HANDLER, row)


def open_case(
    world: World, by: str | User, agency: str, incident: Incident | None = None, **extra: Any
) -> Case:
    """A case of `agency`, opened by one of its handlers."""
    person = world.people[by] if isinstance(by, str) else by
    with acting(world, person):
        incident = incident or Incident.objects.create(
            task_force=world.task_force, created_by=person, account=extra.pop("account", "")
        )
        values = {"kind": "tppo", "sex": "perempuan", "age_group": "25_44"} | extra
        case = Case.objects.create(
            task_force=world.task_force,
            owner=handlers_desk(world, agency).group,
            lead_agency=world.agencies[agency],
            incident=incident,
            opened_by=person,
            **values,
        )
        case.refresh_from_db()
        return case


def give_consent(world: World, by: str | User, case: Case, scope: str = "identitas", **extra: Any) -> Consent:
    """A sharing consent, recorded by a handler of the case."""
    person = world.people[by] if isinstance(by, str) else by
    with acting(world, person):
        values = {"kind": "berbagi", "given": True, "given_on": timezone.localdate()} | extra
        return Consent.objects.create(case=case, scope=scope, recorded_by=person, **values)


def draft_referral(
    world: World, by: str | User, case: Case, sender: str, receiver: str, **extra: Any
) -> Referral:
    """A draft from one agency's handlers to another's; without a consent it is a notice."""
    person = world.people[by] if isinstance(by, str) else by
    consent = extra.get("consent")
    values: dict[str, Any] = {
        "services": ["rehabilitasi_sosial"],
        "basis": "persetujuan" if consent else "tanpa",
    } | extra
    with acting(world, person):
        return Referral.objects.create(
            case=case,
            sender=handlers_desk(world, sender).group,
            sender_agency=world.agencies[sender],
            receiver=handlers_desk(world, receiver).group,
            receiver_agency=world.agencies[receiver],
            created_by=person,
            **values,
        )


def move(
    world: World,
    by: str | User,
    referral: Referral | UUID,
    name: str,
    *,
    reason: str = "",
    receiver: int | None = None,
    due: datetime | None = None,
) -> tuple[bool, str | None]:
    """One move by the database's function, as somebody: (moved, state it is in now)."""
    key, event = getattr(referral, "pk", referral), uuid4()
    cipher = (
        seal(reason.encode(), table="cases_referralevent", column="reason", row=str(event))
        if reason
        else None
    )
    with acting(world, by), connection.cursor() as cursor:
        cursor.execute(
            "SELECT * FROM cases_referral_move(%s, %s, %s, %s, %s, %s, %s)",
            [key, name, event, cipher, "", due, receiver],
        )
        return cursor.fetchone()
