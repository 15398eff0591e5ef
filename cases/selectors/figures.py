"""Published figures as a reader may have them: rows the worker has suppressed already, put into words."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection

from cases.enums import AgeGroup, Audience, CaseKind, ReferralStatus, Sex, Stage
from cases.figure_words import PLACES
from cases.figures import ALL_MEASURES, TOTAL, At, Breakdown, Count, Span, Thresholds, breakdowns
from cases.models import CaseFigure, CaseSettings, ReleasedCell, ServiceType
from cases.selectors.released import cell_at, released_list
from cases.suppression import HIDDEN, Cell
from members.models import Region, TaskForce

LABELS: dict[str, dict[str, Any]] = {
    "jenis": dict(CaseKind.choices),
    "tahap": dict(Stage.choices),
    "kelamin": dict(Sex.choices),
    "usia": dict(AgeGroup.choices),
    "status": dict(ReferralStatus.choices),
}


@dataclass
class Figures:
    """What one reader may know of one task force's figures over one span of years."""

    span: Span
    spans: list[Span]
    cells: dict[At, Cell] = field(default_factory=dict)
    as_of: datetime | None = None

    def take(self, rows: Iterable[CaseFigure | ReleasedCell]) -> None:
        """Add published rows; what leaders may know exactly is taken instead of what all may."""
        for row in sorted(rows, key=lambda row: (row.audience == Audience.LEADERS, row.pk)):
            self.cells[cell_at(row)] = HIDDEN if row.count is None else row.count
            self.as_of = max(filter(None, [self.as_of, row.as_of]))

    def total(self, measure: str, span: Span | None = None) -> Cell | None:
        """Of kasus, korban or rujukan; None where nothing was counted yet."""
        return self.cells.get(At(measure, TOTAL, "", "", span or self.span))

    @property
    def counted(self) -> bool:
        return self.as_of is not None

    @property
    def none_ever(self) -> bool:
        """Not one case in any year: a proper state, shown as such."""
        return self.counted and all(
            value == 0 for at, value in self.cells.items() if (at.measure, at.dimension) == ("korban", TOTAL)
        )

    def rows(self, measure: str, dimension: str, *, other: bool = False) -> list[tuple[str, Cell]]:
        """Key and count of one table of this span, margins of a table of two included."""
        return [
            (at.other if other else at.key, value)
            for at, value in self.cells.items()
            if (at.measure, at.dimension, at.span) == (measure, dimension, self.span)
            and bool(at.other) is other
            and bool(at.key) is not other
        ]

    def crossed(self, dimension: str) -> dict[tuple[str, str], Cell]:
        """The cells of a table of two, without its margins."""
        return {
            (at.key, at.other): value
            for at, value in self.cells.items()
            if at.dimension == dimension and at.span == self.span and at.key and at.other
        }


def figure_list(user: Any) -> Any:
    return CaseFigure.objects.visible_to(user)


def totals_for(user: Any, *, audience: str, span: Span | None = None) -> Figures:
    """One's own task force's totals of every span (one query); inside, exact for those who may."""
    rows = list(_published(user, audience).filter(dimension=TOTAL))
    found = {(row.first_year, row.last_year) for row in rows}
    spans: list[Span] = sorted(found, key=newest_block_first)
    today = user.authority.today.year
    here = span if span is not None and span in spans else next(iter(spans), (today, today))
    figures = Figures(here, spans)
    figures.take(rows)
    return figures


def figures_for(user: Any, *, audience: str, span: Span | None = None) -> Figures:
    """The totals, and the tables of one span (two queries)."""
    figures = totals_for(user, audience=audience, span=span)
    first, last = figures.span
    figures.take(_published(user, audience).filter(first_year=first, last_year=last).exclude(dimension=TOTAL))
    return figures


def figures_between(user: Any, *, audience: str, span: Span) -> Figures:
    """All tables of a span, of each of its years, and of the year before it (one query)."""
    first, last = span
    rows = list(_published(user, audience).filter(first_year__gte=first - 1, last_year__lte=last))
    figures = Figures(span, [])
    figures.take(rows)
    return figures


def newest_block_first(span: Span) -> tuple[bool, int]:
    return span[0] == span[1], -span[1]


def _published(user: Any, audience: str) -> Any:
    """Rows of the night for inside; for outside what has left, once and for all."""
    if audience == Audience.OUTSIDE:
        return released_list(user).filter(task_force=user.authority.task_force_id)
    own = figure_list(user).filter(task_force=user.authority.task_force_id)
    return own.filter(audience__in=[Audience.INSIDE, Audience.LEADERS], measure__in=ALL_MEASURES)


def labels(user: Any) -> dict[str, dict[str, Any]]:
    """The words of every category, by dimension (two queries)."""
    codes = Region.objects.filter(level=3, code__startswith=_region_of(user)).values_list("code", "name")
    services = ServiceType.objects.visible_to(user).values_list("code", "label")
    return LABELS | {"wilayah": dict(codes) | PLACES, "layanan": dict(services)}


def _region_of(user: Any) -> str:
    here = TaskForce.objects.visible_to(user).values_list("region_id", flat=True).first()
    return f"{here}."


# --- for the system ----------------------------------------------------------------------------------------


def figure_task_forces_for_system() -> list[UUID]:
    return list(TaskForce.objects.values_list("pk", flat=True))


def tables_for_system(task_force: TaskForce) -> list[Breakdown]:
    """The tables of one task force: its kecamatan (a province's: its regencies), and all services."""
    below = task_force.region_id.count(".") + 2
    places = Region.objects.filter(code__startswith=f"{task_force.region_id}.", level=below)
    services = (
        ServiceType.objects.of_task_force(task_force.pk).order_by("order").values_list("code", flat=True)
    )
    return breakdowns(list(places.values_list("code", flat=True)), list(dict.fromkeys(services)))


def thresholds_for_system(task_force_id: UUID) -> Thresholds:
    rules = CaseSettings.objects.filter(task_force=task_force_id).first() or CaseSettings()
    return Thresholds(rules.inside_cell, rules.outside_cell)


def counts_for_system(task_force_id: UUID) -> list[Count]:
    """Raw counts; the database lets only the worker ask, and nothing of it is kept."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM cases_counts(%s)", [task_force_id])
        return [Count(*row) for row in cursor.fetchall()]
