"""Each task force's newest figures, kept for its province."""

from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import transaction

from gugus.core.jobs import post
from gugus.dashboard.board import Board, Number, to_json
from gugus.dashboard.enums import Audience, FigureCode, State
from gugus.dashboard.models import RegionalFigures
from gugus.dashboard.selectors.board import board_of_system
from gugus.dashboard.selectors.regional import (
    YEARS,
    task_force_for_system,
    task_forces_for_system,
    years_kept_for_system,
)
from members.models import TaskForce
from rad.aggregation import rounded

FILL = "dashboard.regional_fill"
BACK = 1
"""Years before this one that are written again every night: their last reports are decided after they end."""


def regional_fill_all() -> int:
    """Ask the worker for every task force's figures, each by itself; returns how many were asked for."""
    keys = task_forces_for_system()
    for key in keys:
        post(FILL, queue="bulk", task_force=str(key))
    return len(keys)


@transaction.atomic
def regional_fill(*, task_force_id: UUID) -> list[int]:
    """Write one task force's figures of this year and the last, and of earlier ones that have none yet.

    Only years of its plan in force get a row, and this year always; a year that is over keeps what stood
    last. Returns the years written.
    """
    task_force, today = task_force_for_system(task_force_id)
    board = _keep(task_force, today, today.year)
    first = board.plan.get("first_year")
    if not isinstance(first, int):
        return [today.year]
    kept = years_kept_for_system(task_force)
    since = max(first, today.year - YEARS + 1)
    earlier = [year for year in range(since, today.year) if year not in kept or year >= today.year - BACK]
    for year in earlier:
        _keep(task_force, today, year)
    return [*earlier, today.year]


def _keep(task_force: TaskForce, today: date, year: int) -> Board:
    board = board_of_system(task_force, audience=Audience.OUTSIDE, today=today, year=year)
    RegionalFigures.objects.update_or_create(
        task_force=task_force, year=year, defaults=columns(board, this_year=year == today.year)
    )
    return board


def columns(board: Board, *, this_year: bool) -> dict[str, Any]:
    """What a row repeats of its board. What is hidden or missing there stays empty here.

    Overdue follow-ups are those of today whatever the year asked for, so an earlier year says none of them.
    """
    reached, achieved, money = (
        board.figures[code] for code in (FigureCode.COVERAGE, FigureCode.ACHIEVEMENT, FigureCode.BUDGET)
    )
    value = achieved.value if achieved.state == State.KNOWN else None
    paid = money.state == State.KNOWN
    return {
        "as_of": board.as_of,
        "score": rounded(value, 4) if value is not None else None,  # type: ignore[arg-type]
        "reported": achieved.facts.get("reported") or 0,
        "total": achieved.facts.get("total") or 0,
        "late": _number(board, FigureCode.REPORTING),
        "overdue": _number(board, FigureCode.FOLLOW_UPS) if this_year else 0,
        "reached": _number(board, FigureCode.COVERAGE),
        "units": int(reached.whole or 0),
        "spent": _rupiah(money.value) if paid else None,
        "budget": _rupiah(money.whole) if paid else None,
        "data": to_json(board),
    }


def _number(board: Board, code: FigureCode) -> int:
    figure = board.figures[code]
    return int(figure.value or 0) if figure.state == State.KNOWN else 0


def _rupiah(value: Number | None) -> Decimal | None:
    return rounded(value, 2) if value is not None else None  # type: ignore[arg-type]
