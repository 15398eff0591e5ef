"""What one person may be today; `authority_today` is what `settings.AUTHORITY` names."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple
from uuid import UUID
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import connection
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


class Held(NamedTuple):
    """An appointment that holds, with the groups of its desk, of the desk this implies, and of the person."""

    task_force_id: UUID
    short_name: str
    name: str
    timezone: str
    role: str
    agency_id: UUID | None
    coordinates: bool
    group_id: int
    implied_group_id: int | None
    own_group_id: int | None


COLUMNS = (
    "task_force", "task_force__short_name", "task_force__name", "task_force__region__timezone",
    "role", "agency", "is_coordinator", "desk__group", "desk__implies__group", "own_group_id",
)  # fmt: skip
ANYBODY, ANY_TIME = UUID(int=0), datetime(1970, 1, 1, tzinfo=UTC)


def authority_today(
    user: "User", task_force_id: UUID | None = None, now: datetime | None = None
) -> Authority:
    """The rights of the appointments that hold at `now`, in one task force (one query).

    Without `task_force_id`, or when nothing is held there any more, the first task force by region counts.
    """
    if not user.is_active:
        return Authority()
    rows = _held(user.pk, now or timezone.now())
    if not rows:
        return Authority()
    choices = {row.task_force_id: row.short_name for row in rows}
    here = task_force_id if task_force_id in choices else rows[0].task_force_id
    return _combine([row for row in rows if row.task_force_id == here], list(choices.items()))


def _held(user_id: UUID, now: datetime) -> list[Held]:
    sql, values = _statement()
    known = [user_id if value == ANYBODY else now if value == ANY_TIME else value for value in values]
    with connection.cursor() as cursor:
        cursor.execute(sql, known)
        return [Held(*row) for row in cursor.fetchall()]


@cache
def _statement() -> tuple[str, tuple[Any, ...]]:
    """The query for ANYBODY at ANY_TIME, built once: every request asks it, and building costs most of it."""
    own = PersonalDesk.objects.filter(user=OuterRef("user"), task_force=OuterRef("task_force"))
    rows = (
        Appointment.objects.in_force(ANY_TIME)
        .filter(user=ANYBODY)
        .annotate(own_group_id=Subquery(own.values("group_id")))
        .order_by("task_force__region__code", "role", "pk")
    )
    return rows.values_list(*COLUMNS).query.sql_with_params()


def _combine(rows: list[Held], choices: list[tuple[UUID, str]]) -> Authority:
    first, handling = rows[0], [row for row in rows if row.role == "penangan"]
    groups = {row.group_id for row in rows} | {row.implied_group_id for row in rows}
    groups |= {row.own_group_id for row in handling}
    return Authority(
        task_force_id=first.task_force_id,
        task_force_name=first.name,
        timezone=first.timezone,
        roles=frozenset(row.role for row in rows),
        agency_ids=frozenset(
            row.agency_id for row in rows if row.agency_id and row.role in ("penghubung", "penangan")
        ),
        handler_agency_ids=frozenset(row.agency_id for row in handling if row.agency_id),
        coordinates=any(row.coordinates for row in handling),
        group_ids=frozenset(group for group in groups if group),
        choices=choices,
    )


def task_force_of(user: "User") -> TaskForce | None:
    """The task force the person acts in, with its region."""
    return TaskForce.objects.select_related("region").filter(pk__in=[user.authority.task_force_id]).first()
