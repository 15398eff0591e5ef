"""What one person may be today; `authority_today` is what `settings.AUTHORITY` names."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING
from uuid import UUID
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import OuterRef, Subquery
from django.utils import timezone

from members.models import Appointment, PersonalDesk, TaskForce

if TYPE_CHECKING:
    from gugus.accounts.models import User


@dataclass(frozen=True)
class Authority:
    """What one person may be today in one task force. Empty when they hold nothing."""

    task_force_id: UUID | None = None
    task_force_name: str = ""
    timezone: str = settings.TIME_ZONE
    roles: frozenset[str] = frozenset()
    agency_ids: frozenset[UUID] = frozenset()
    handler_agency_ids: frozenset[UUID] = frozenset()
    coordinates: bool = False
    group_ids: frozenset[int] = frozenset()
    choices: list[tuple[UUID, str]] = field(default_factory=list)

    def has_role(self, *roles: str) -> bool:
        return not self.roles.isdisjoint(roles)

    def works_for(self, agency_id: UUID | None) -> bool:
        return agency_id in self.agency_ids

    @property
    def today(self) -> date:
        """The region's calendar day."""
        return timezone.now().astimezone(ZoneInfo(self.timezone)).date()


def authority_today(
    user: "User", task_force_id: UUID | None = None, now: datetime | None = None
) -> Authority:
    """The rights of the appointments that hold at `now`, in one task force (one query).

    Without `task_force_id`, or when nothing is held there any more, the first task force by region counts.
    """
    if not user.is_active:
        return Authority()
    own = PersonalDesk.objects.filter(user=OuterRef("user"), task_force=OuterRef("task_force"))
    held = (
        Appointment.objects.in_force(now)
        .filter(user=user)
        .annotate(own_group_id=Subquery(own.values("group_id")))
        .select_related("task_force__region", "desk__implies")
        .order_by("task_force__region__code", "role", "pk")
    )
    rows = list(held)
    choices = {row.task_force_id: row.task_force.short_name for row in rows}
    if not rows:
        return Authority()
    here = task_force_id if task_force_id in choices else rows[0].task_force_id
    return _combine([row for row in rows if row.task_force_id == here], list(choices.items()))


def _combine(rows: list[Appointment], choices: list[tuple[UUID, str]]) -> Authority:
    task_force = rows[0].task_force
    handling = [row for row in rows if row.role == "penangan"]
    groups = {row.desk.group_id for row in rows} | {
        row.desk.implies.group_id for row in rows if row.desk.implies is not None
    }
    groups |= {row.own_group_id for row in handling if row.own_group_id}
    return Authority(
        task_force_id=task_force.pk,
        task_force_name=task_force.name,
        timezone=task_force.region.timezone,
        roles=frozenset(row.role for row in rows),
        agency_ids=frozenset(
            row.agency_id for row in rows if row.agency_id and row.role in ("penghubung", "penangan")
        ),
        handler_agency_ids=frozenset(row.agency_id for row in handling if row.agency_id),
        coordinates=any(row.is_coordinator for row in handling),
        group_ids=frozenset(groups),
        choices=choices,
    )


def task_force_of(user: "User") -> TaskForce | None:
    """The task force the person acts in, with its region."""
    return TaskForce.objects.select_related("region").filter(pk__in=[user.authority.task_force_id]).first()
