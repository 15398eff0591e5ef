"""Agencies, people in roles, and the settings of a task force."""

from typing import TYPE_CHECKING, Any

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from members.enums import Role
from members.models import (
    Agency,
    AgencyImport,
    Appointment,
    Position,
    Region,
    SeatHolder,
    SubTaskForce,
    TaskForce,
)
from members.models.decrees import Seat
from members.models.decrees import decree_in_force as in_force

if TYPE_CHECKING:
    from gugus.accounts.models import User


def agency_list(user: "User") -> QuerySet[Agency]:
    """Visible agencies with `in_sk`, `vacant` (a seat without holder), `served` and the sub they sit in."""
    mine = user.authority
    seats = Seat.objects.filter(
        in_force(mine.today, "decree__"), decree__task_force=mine.task_force_id, agency=OuterRef("pk")
    )
    holders = SeatHolder.objects.on(mine.today).filter(
        task_force=mine.task_force_id, lineage=OuterRef("lineage")
    )
    serving = Appointment.objects.in_force().filter(
        task_force=mine.task_force_id, agency=OuterRef("pk"), role__in=[Role.LIAISON, Role.HANDLER]
    )
    return (
        Agency.objects.visible_to(user)
        .select_related("parent")
        .annotate(
            in_sk=Exists(seats),
            vacant=Exists(seats.filter(~Exists(holders))),
            served=Exists(serving),
            sub_number=Subquery(seats.order_by("order").values("sub_task_force__number")[:1]),
            sub_name=Subquery(seats.order_by("order").values("sub_task_force__name")[:1]),
        )
    )


def agency_named(task_force_id: Any, name: str) -> Agency | None:
    """The agency of a task force that goes by this short name, whatever its capitals; for imports."""
    return Agency.objects.in_task_force(task_force_id).filter(short_name__iexact=name).first()


def agency_get(user: "User", pk: Any) -> Agency | None:
    """One visible agency, or None."""
    return Agency.objects.visible_to(user).filter(pk=pk).first()


def agency_seats(user: "User", agency: Agency) -> list[Seat]:
    """The agency's seats in the SK in force, each with its `holder` of today (None: kursi kosong)."""
    from members.selectors.decrees import with_holders

    mine = user.authority
    seats = Seat.objects.visible_to(user).filter(in_force(mine.today, "decree__"), agency=agency)
    return with_holders(seats.select_related("decree", "position", "sub_task_force"), mine)


def agency_people(user: "User", agency: Agency) -> QuerySet[Appointment]:
    """Who serves for an agency, newest first, as far as this person may see it."""
    return appointment_list(user).filter(agency=agency)


def appointment_list(user: "User") -> QuerySet[Appointment]:
    """Visible appointments, each with `holds`: whether it gives rights now."""
    alive = Appointment.objects.in_force().filter(pk=OuterRef("pk"))
    return (
        Appointment.objects.visible_to(user)
        .select_related("user", "agency", "task_force", "proposed_by", "decided_by")
        .annotate(holds=Exists(alive))
        .order_by("-proposed_at", "pk")
    )


def appointments_waiting(user: "User") -> QuerySet[Appointment]:
    """Proposals a second person may answer, this one among them as far as is known without asking rules."""
    from members.rules import TRUSTED_ROLES, heads_of

    mine = user.authority
    rows = Appointment.objects.filter(
        Q(status="diusulkan") | Q(status="ditangguhkan", decided_at__isnull=True),
        task_force=mine.task_force_id,
    ).exclude(Q(proposed_by=user) | Q(user=user))
    if mine.has_role(Role.SECRETARIAT):
        pass
    elif mine.has_role(Role.ADMIN):
        rows = rows.filter(role__in=TRUSTED_ROLES)
    else:
        offices = {*mine.handler_agency_ids, *heads_of(user)}
        rows = rows.filter(Q(agency__in=offices) | Q(agency__parent__in=offices), role=Role.HANDLER)
    return rows.select_related("agency").order_by("proposed_at")


def confirmable_holders(user: "User") -> QuerySet[SeatHolder]:
    """Accounts named as seat holders that wait for this person's word as the second one."""
    from members.rules import TRUSTED_ROLES

    if not user.authority.has_role(*TRUSTED_ROLES):
        return SeatHolder.objects.none()
    waiting = SeatHolder.objects.visible_to(user).filter(user__isnull=False, confirmed_by__isnull=True)
    return waiting.on(user.authority.today).exclude(Q(set_by=user) | Q(user=user)).order_by("valid_from")


def agencies_to_appoint(user: "User") -> QuerySet[Agency]:
    """Agencies this person may name somebody for: all for the secretariat, else those they stand for."""
    from members.rules import heads_of

    rows = Agency.objects.visible_to(user)
    if user.authority.has_role(Role.SECRETARIAT):
        return rows
    heads = heads_of(user)
    acting = Q(pk__in=user.authority.handler_agency_ids)
    return rows.filter(acting | Q(pk__in=heads) | Q(parent__in=heads))


def roles_to_appoint(user: "User") -> list[Role]:
    """Roles this person may name somebody for, as `rules.check_appointment_propose` says."""
    mine = user.authority
    if mine.has_role(Role.SECRETARIAT):
        return list(Role)
    office = [Role.SECRETARIAT, Role.ADMIN] if mine.has_role(Role.ADMIN) else []
    return [*office, Role.HANDLER] if agencies_to_appoint(user).exists() else office


def people_to_appoint(user: "User") -> QuerySet["User"]:
    """Accounts this person may name: those invited in or serving for the task force, not themselves."""
    from gugus.accounts.models import User as Account

    here = user.authority.task_force_id
    known = Q(appointments__task_force=here) | Q(invited_in=here)
    return Account.objects.filter(known, is_active=True).exclude(pk=user.pk).distinct()


def sub_task_force_list(user: "User") -> QuerySet[SubTaskForce]:
    return SubTaskForce.objects.visible_to(user)


def position_list(user: "User") -> QuerySet[Position]:
    return Position.objects.visible_to(user)


def region_list(user: "User") -> QuerySet[Region]:
    """The task force's own region and everything below it."""
    here = TaskForce.objects.visible_to(user).values_list("region", flat=True).first()
    rows = Region.objects.visible_to(user).select_related("parent")
    return rows.filter(Q(pk=here) | Q(pk__startswith=f"{here}.")) if here else rows.none()


def task_force_list(user: "User") -> QuerySet[TaskForce]:
    return TaskForce.objects.visible_to(user).select_related("region", "secretariat_agency")


def agency_import_list(user: "User") -> QuerySet[AgencyImport]:
    return AgencyImport.objects.visible_to(user)
