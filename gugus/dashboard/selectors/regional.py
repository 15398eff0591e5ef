"""A province's view of the task forces below it: newest figures, rank, sums and medians, five years.

Everything comes from `RegionalFigures`, which the worker writes from boards made for outside: no page of a
province reads a row of a regency, and none makes a figure.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import (
    Aggregate,
    Count,
    ExpressionWrapper,
    F,
    FloatField,
    Func,
    IntegerField,
    JSONField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Sum,
    Value,
)
from django.db.models.functions import NullIf
from django.utils import timezone

from gugus.dashboard.enums import FigureCode
from gugus.dashboard.models import RegionalFigures
from members.models import Region, TaskForce
from members.models.appointments import local_day

YEARS = 5
STALE = timedelta(hours=36)
"""Older than this, a row missed its night."""
COLUMNS = ("as_of", "score", "reported", "total", "late", "overdue", "reached", "units", "spent", "budget")
ACHIEVEMENT_STATE = f'$.figures[*] ? (@.code == "{FigureCode.ACHIEVEMENT}").state'


class Median(Aggregate):
    """The middle of what is there; empty values stay out."""

    function = "PERCENTILE_CONT"
    template = "%(function)s(0.5) WITHIN GROUP (ORDER BY %(expressions)s)"
    output_field = FloatField()


@dataclass(frozen=True)
class Whole:
    """Several task forces' year together. Medians are over those that have the figure, in per cent."""

    year: int
    counted: int
    heard: int
    reported: int
    total: int
    late: int
    overdue: int
    reached: int
    units: int
    spent: Decimal | None
    budget: Decimal | None
    score: Decimal | None
    coverage: Decimal | None


def regency_years(user: Any) -> list[int]:
    """This year and the four before it."""
    this: int = user.authority.today.year
    return list(range(this, this - YEARS, -1))


def regency_list(user: Any, *, year: int) -> QuerySet[TaskForce]:
    """Every task force below one's own with its figures of a year (`COLUMNS`, `state`); all empty without."""
    figures = _figures(user).filter(task_force=OuterRef("pk"), year=year)
    state: Any = Func(
        F("data"),
        Value(ACHIEVEMENT_STATE),
        template="JSONB_PATH_QUERY_FIRST(%(expressions)s::jsonpath)",
        output_field=JSONField(),
    )
    columns = {name: Subquery(figures.values(name)) for name in COLUMNS}
    shown = figures.annotate(state=state).values("state")
    return _below(user).select_related("region").annotate(**columns, state=Subquery(shown))


def late_nights() -> Q:
    """Rows of `regency_list` whose figures missed their night."""
    return Q(as_of__lt=timezone.now() - STALE)


def regency_ranks(user: Any, *, year: int) -> dict[UUID, int]:
    """Place by achievement among all; equals share a place, who has no figure has none (one query)."""
    scores: dict[UUID, Any] = dict(
        _figures(user).filter(year=year, score__isnull=False).values_list("task_force_id", "score")
    )
    best = sorted(scores.values(), reverse=True)
    places = {score: place for place, score in reversed(list(enumerate(best, start=1)))}
    return {pk: places[score] for pk, score in scores.items()}


def regency_wholes(user: Any, among: QuerySet[TaskForce]) -> dict[int, Whole]:
    """The last five years of some task forces together, by year (one query)."""
    rows = (
        _figures(user)
        .filter(task_force__in=among.order_by().values("pk"), year__in=regency_years(user))
        .values("year")
        .annotate(
            counted=Count("pk"),
            heard=Count("pk", filter=Q(reported__gt=0)),
            score_middle=Median("score"),
            coverage_middle=Median(
                ExpressionWrapper(F("reached") * 100.0 / NullIf(F("units"), 0), output_field=FloatField())
            ),
            **{f"{name}_sum": Sum(name) for name in COLUMNS[2:]},
        )
    )
    return {row["year"]: _whole(dict(row)) for row in rows}


def _whole(row: dict[str, Any]) -> Whole:
    sums = {name: row[f"{name}_sum"] for name in COLUMNS[2:]}
    return Whole(
        row["year"],
        row["counted"],
        row["heard"],
        **sums,
        score=_exact(row["score_middle"]),
        coverage=_exact(row["coverage_middle"]),
    )


def _exact(value: float | None) -> Decimal | None:
    """A median of numbers of four decimals, without the noise of a binary float."""
    return None if value is None else Decimal(str(round(value, 6)))


def regency_trends(user: Any, among: list[UUID]) -> dict[UUID, dict[int, Decimal | None]]:
    """Achievement by year of some task forces (one query)."""
    found: dict[UUID, dict[int, Decimal | None]] = {pk: {} for pk in among}
    rows = _figures(user).filter(task_force__in=among, year__in=regency_years(user))
    for pk, year, score in rows.values_list("task_force_id", "year", "score"):
        found[pk][year] = score
    return found


def regencies_heard(user: Any, *, year: int) -> tuple[int, int]:
    """How many task forces below have reported something this year, of how many kabupaten/kota (one query).

    (0, 0) for a task force that has none below it.
    """
    here = user.authority.task_force_id
    row = (
        TaskForce.objects.filter(pk=here)
        .values_list(
            _count(_below(user)),
            _count(_figures(user).filter(year=year, reported__gt=0)),
            _count(Region.objects.filter(parent__task_force=here, level=2)),
        )
        .first()
    )
    below, heard, regencies = row or (0, 0, 0)
    return (heard, max(below, regencies)) if below else (0, 0)


def _count(rows: QuerySet[Any]) -> Subquery:
    counted = rows.order_by().annotate(n=Func(F("pk"), function="COUNT", output_field=IntegerField()))
    return Subquery(counted.values("n"))


def _below(user: Any) -> QuerySet[TaskForce]:
    """The task forces of which one's own is the parent; names of regions are public facts."""
    mine = user.authority
    rows = TaskForce.objects.filter(parent=mine.task_force_id).order_by("region_id")
    return rows if mine.task_force_id else rows.none()


def _figures(user: Any) -> QuerySet[RegionalFigures]:
    rows = RegionalFigures.objects.visible_to(user)
    return rows.filter(task_force__parent=user.authority.task_force_id).order_by()


# --- for the system ----------------------------------------------------------------------------------------


def task_forces_for_system() -> list[UUID]:
    return list(TaskForce.objects.order_by("pk").values_list("pk", flat=True))


def task_force_for_system(pk: UUID) -> tuple[TaskForce, date]:
    """A task force and its region's calendar day. Raises TaskForce.DoesNotExist."""
    found = (
        TaskForce.objects.select_related("region").annotate(today=local_day("region__timezone")).get(pk=pk)
    )
    return found, found.today


def years_kept_for_system(task_force: TaskForce) -> set[int]:
    """The years that have a row already."""
    rows = RegionalFigures.objects.filter(task_force=task_force)
    return set(rows.values_list("year", flat=True))
