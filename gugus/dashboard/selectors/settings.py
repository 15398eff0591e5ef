"""What a task force decided about its dashboard, or the shipped defaults where it decided nothing."""

from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from gugus.dashboard.models import DashboardRules
from gugus.dashboard.points import Limits
from meetings.models import MeetingType
from meetings.selectors.settings import type_list
from members.models import TaskForce


def rules_for(task_force: Any) -> DashboardRules:
    """The row of a task force, or an unsaved one with the defaults. `task_force`: the object or its key."""
    key = getattr(task_force, "pk", task_force)
    return DashboardRules.objects.filter(task_force=key).first() or DashboardRules(task_force_id=key)


def limits_of(task_force: Any) -> Limits:
    """From where something is asked about, for `points.talking_points`."""
    row = rules_for(task_force)
    return Limits(row.decree_days, row.low_score, row.budget_gap)


def rules_for_system() -> dict[UUID, tuple[TaskForce, DashboardRules]]:
    """Every task force with its rules (one query)."""
    rows = TaskForce.objects.select_related("region", "dashboard_rules")
    return {row.pk: (row, getattr(row, "dashboard_rules", None) or DashboardRules()) for row in rows}


def brief_type_list(user: Any) -> QuerySet[MeetingType]:
    """Types of meetings before which a paper can be made: all in use here but sosialisasi."""
    return type_list(user).filter(is_outreach=False)
