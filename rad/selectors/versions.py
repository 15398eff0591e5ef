"""A plan's versions: which rows of two versions are the same thing, and what reads on over a revision."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from rad.models import ActionPlan, ReportingPeriod


def of_line(plan: ActionPlan, path: str = "") -> dict[str, Any]:
    """The filter for all versions of a plan: one code in one task force. `path` leads to the plan."""
    return {f"{path}task_force": plan.task_force_id, f"{path}code": plan.code}


def year_periods(plan: ActionPlan, year: int) -> list[ReportingPeriod]:
    """The periods of a year as a version knows them: its own, and those that stayed with earlier versions."""
    rows = ReportingPeriod.objects.filter(
        **of_line(plan, "plan__"), plan__version__lte=plan.version, year=year
    ).order_by("plan__version")
    newest = {(row.kind, row.ordinal): row for row in rows}
    return sorted(newest.values(), key=lambda row: row.ordinal)


def lineages_in(model: Any, path: str, plans: Iterable[UUID]) -> dict[UUID, set[UUID]]:
    """Per plan the lineages of its rows of one kind; `path` leads from the row to its plan."""
    wanted = set(plans)
    found: dict[UUID, set[UUID]] = {pk: set() for pk in wanted}
    if wanted:
        for pk, lineage in model.objects.filter(**{f"{path}__in": wanted}).values_list(path, "lineage"):
            found[pk].add(lineage)
    return found
