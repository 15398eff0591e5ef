"""A plan's versions: which rows of two versions are the same thing, and what reads on over a revision."""

from collections import defaultdict
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from rad.enums import PlanStatus
from rad.models import ActionPlan, ReportingPeriod
from rad.selectors.lists import plan_list


def of_line(plan: ActionPlan, path: str = "") -> dict[str, Any]:
    """The filter for all versions of a plan: one code in one task force. `path` leads to the plan."""
    return {f"{path}task_force": plan.task_force_id, f"{path}code": plan.code}


def year_periods(plan: ActionPlan, year: int) -> list[ReportingPeriod]:
    """The periods of a year as a version knows them: its own, and those that stayed with earlier versions."""
    rows = [row for row in line_periods(plan) if row.year == year]
    return sorted(rows, key=lambda row: row.ordinal)


def line_periods(plan: ActionPlan) -> list[ReportingPeriod]:
    """The same for all years, newest first; each knows its plan."""
    rows = ReportingPeriod.objects.filter(**of_line(plan, "plan__"), plan__version__lte=plan.version)
    newest = {
        (row.year, row.kind, row.ordinal): row
        for row in rows.select_related("plan").order_by("plan__version")
    }
    return sorted(newest.values(), key=lambda row: (-row.year, -row.ordinal))


def plan_heads(user: Any) -> QuerySet[ActionPlan]:
    """One row per plan: its version in force, or the draft while there is none (PLAN_TRANSITIONS)."""
    in_force = ActionPlan.objects.filter(
        task_force=OuterRef("task_force"), code=OuterRef("code"), status=PlanStatus.ADOPTED
    )
    only_draft = Q(status=PlanStatus.DRAFT) & ~Exists(in_force)
    return plan_list(user).filter(Q(status=PlanStatus.ADOPTED) | only_draft)


def versions_of(user: Any, plan: ActionPlan) -> list[ActionPlan]:
    """The versions of a plan a person may read, newest first."""
    return list(ActionPlan.objects.visible_to(user).filter(**of_line(plan)).order_by("-version"))


def versions_by_code(user: Any) -> dict[str, list[ActionPlan]]:
    """All versions a person may read, by the code of their plan, newest first."""
    found: dict[str, list[ActionPlan]] = defaultdict(list)
    for row in ActionPlan.objects.visible_to(user).order_by("code", "-version"):
        found[row.code].append(row)
    return found
