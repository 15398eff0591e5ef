"""What has left a task force, for all who read it outside: one gate (ADR 0024)."""

from typing import Any
from uuid import UUID

from cases.figures import TOTAL, At, Count, Span
from cases.models import CaseFigure, FrozenYear, ReleasedCell
from cases.suppression import HIDDEN, Cell
from members.models import TaskForce


def released_list(user: Any) -> Any:
    """Cells that left one's own task force; for a province, its regencies' too."""
    return ReleasedCell.objects.visible_to(user)


def cell_at(row: CaseFigure | ReleasedCell) -> At:
    return At(row.measure, row.dimension, row.key, row.other, (row.first_year, row.last_year))


def regencies(user: Any) -> list[tuple[TaskForce, dict[str, Cell], Span]]:
    """For a province: the newest year that is over of each of its regencies, as it left (one query)."""
    rows = (
        released_list(user)
        .filter(task_force__parent=user.authority.task_force_id, dimension=TOTAL)
        .select_related("task_force")
        .order_by("task_force__region")
    )
    newest: dict[Any, tuple[TaskForce, dict[str, Cell], Span]] = {}
    for row in rows:
        span = (row.first_year, row.last_year)
        kept = newest.get(row.task_force_id)
        if kept is None or (span[1], -span[0]) > (kept[2][1], -kept[2][0]):
            kept = newest[row.task_force_id] = (row.task_force, {}, span)
        if kept[2] == span:
            kept[1][row.measure] = HIDDEN if row.count is None else row.count
    return list(newest.values())


# --- for the system ----------------------------------------------------------------------------------------


def outside_tables_for_system(task_force_id: UUID, *, last_year: int) -> dict[At, Cell]:
    """All that left a task force and is of years up to `last_year` (one query).

    For the worker, and in the context of a reader of the figures. Neither more nor less may be told outside.
    """
    rows = ReleasedCell.objects.filter(task_force=task_force_id, last_year__lte=last_year)
    return {cell_at(row): HIDDEN if row.count is None else row.count for row in rows}


def frozen_years_for_system(task_force_id: UUID) -> dict[int, list[Count]]:
    """Raw counts of the years that left; the database gives them to the worker alone."""
    rows = FrozenYear.objects.filter(task_force=task_force_id)
    return {row.year: [Count(*each) for each in row.counts] for row in rows}
