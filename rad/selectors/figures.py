"""A year of a plan, read once, and its figures at every point of it: what screen, PDF and dashboard show."""

from collections import defaultdict
from collections.abc import Container
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any
from uuid import UUID

from rad.aggregation import (
    Entry,
    Figure,
    Grade,
    Measure,
    Score,
    figure,
    grade_of,
    score,
)
from rad.enums import COUNTED, PlanStatus
from rad.models import (
    ActionItem,
    ActionPlan,
    Indicator,
    IndicatorValue,
    Program,
    ReportingPeriod,
    Strategy,
    Target,
)
from rad.selectors.versions import lineages_in, of_line, year_periods
from rad.wording import slot_of


@dataclass(frozen=True)
class IndicatorFigure:
    indicator: Indicator
    figure: Figure

    @property
    def grade(self) -> Grade | None:
        return grade_of(self.figure.counted, final=self.figure.final)


@dataclass(frozen=True)
class ItemFigure:
    item: ActionItem
    indicators: tuple[IndicatorFigure, ...]

    @cached_property
    def score(self) -> Score:
        return score([[each.figure for each in self.indicators]])


@dataclass(frozen=True)
class ProgramFigure:
    program: Program
    items: tuple[ItemFigure, ...]


@dataclass(frozen=True)
class StrategyFigure:
    strategy: Strategy
    programs: tuple[ProgramFigure, ...]

    @property
    def items(self) -> tuple[ItemFigure, ...]:
        return tuple(item for program in self.programs for item in program.items)

    @cached_property
    def score(self) -> Score:
        return score([[each.figure for each in item.indicators] for item in self.items])

    @property
    def grade(self) -> Grade | None:
        return grade_of(self.score.value, final=self.score.final)


@dataclass(frozen=True)
class PlanFigures:
    """All figures of a plan up to and including one slot of a year."""

    plan: ActionPlan
    year: int
    slot: int
    strategies: tuple[StrategyFigure, ...]

    @cached_property
    def score(self) -> Score:
        items = [item for strategy in self.strategies for item in strategy.items]
        return score([[each.figure for each in item.indicators] for item in items])

    @property
    def grade(self) -> Grade | None:
        return grade_of(self.score.value, final=self.score.final)


@dataclass(frozen=True)
class YearData:
    """What was promised and accepted in one year of a plan, in whatever version of it that was.

    `held` tells which indicators (by lineage) an earlier version knew: what a revision added was not asked
    for in the periods that stayed behind.
    """

    plan: ActionPlan
    year: int
    today: date
    indicators: list[Indicator]
    measures: dict[UUID, Measure]
    periods: dict[int, ReportingPeriod] = field(default_factory=dict)
    held: dict[UUID, set[UUID]] = field(default_factory=dict)

    def overdue(self, slot: int) -> bool:
        period = self.periods.get(slot)
        return period is not None and period.deadline < self.today

    def reported(self, slot: int) -> int:
        """How many indicators have an accepted value in a slot."""
        return sum(any(e.slot == slot for e in measure.entries) for measure in self.measures.values())

    def is_told(self, slot: int) -> bool:
        """Whether a slot says something yet: its deadline has passed, or half of it was accepted."""
        return self.overdue(slot) or self.reported(slot) * 2 >= max(len(self.measures), 1)

    @cached_property
    def latest_slot(self) -> int:
        """The newest slot that says something; before there is one, the first opened (4: none was)."""
        told = [slot for slot in self.periods if self.is_told(slot)]
        return max(told) if told else min(self.periods, default=4)

    def figure(self, indicator: Indicator, slot: int) -> Figure:
        due = self.overdue(slot) and self.asked(indicator, slot)
        return figure(self.measures[indicator.pk], slot, overdue=due)

    def asked(self, indicator: Indicator, slot: int) -> bool:
        """Whether the version a slot's period belongs to held this indicator."""
        owner = self.periods[slot].plan_id
        return owner == self.plan.pk or indicator.lineage in self.held[owner]

    def at(self, slot: int, *, agency_id: UUID | None = None) -> PlanFigures:
        """Figures up to `slot`, of the whole plan or of the items one agency answers for."""
        rows = [row for row in self.indicators if agency_id is None or _answers(row.item, agency_id)]
        return PlanFigures(self.plan, self.year, slot, self._strategies(rows, slot))

    def _strategies(self, rows: list[Indicator], slot: int) -> tuple[StrategyFigure, ...]:
        tree: dict[Strategy, dict[Program, dict[ActionItem, list[IndicatorFigure]]]] = {}
        for row in rows:
            program = row.item.program
            items = tree.setdefault(program.strategy, {}).setdefault(program, {})
            items.setdefault(row.item, []).append(IndicatorFigure(row, self.figure(row, slot)))
        return tuple(
            StrategyFigure(
                strategy,
                tuple(
                    ProgramFigure(
                        program, tuple(ItemFigure(item, tuple(each)) for item, each in items.items())
                    )
                    for program, items in programs.items()
                ),
            )
            for strategy, programs in tree.items()
        )

    def trend(self) -> list[tuple[int, Score | None]]:
        """The plan's score at each slot up to the latest that says something, None for the others."""
        shown = {slot for slot in self.periods if slot <= self.latest_slot}
        return [(slot, self.at(slot).score if slot in shown else None) for slot in (1, 2, 3, 4)]


def _answers(item: ActionItem, agency_id: UUID) -> bool:
    return any(
        party.agency_id == agency_id and party.role == "penanggung_jawab" for party in item.parties.all()
    )


def year_data(plan: ActionPlan, year: int, today: date) -> YearData:
    """Read one year of a plan the caller may see: five queries at any size, six after a revision.

    Figures run on over a revision: a value counts for the indicator of the same lineage in whatever version
    its report lies, in every period this version knows (its own and those of earlier versions).
    """
    indicators = list(
        Indicator.objects.filter(item__program__strategy__plan=plan)
        .select_related("item__program__strategy")
        .prefetch_related("item__parties")
    )
    targets: dict[Any, dict[int | None, Any]] = defaultdict(dict)
    for row in Target.objects.filter(indicator__item__program__strategy__plan=plan, year=year):
        targets[row.indicator_id][row.quarter] = row.value
    periods = {slot_of(p.kind, p.ordinal): p for p in year_periods(plan, year)}
    entries = _entries(plan, year, periods)
    measures = {row.pk: _measure(row, targets[row.pk], entries[row.lineage]) for row in indicators}
    others = {period.plan_id for period in periods.values()} - {plan.pk}
    held = lineages_in(Indicator, "item__program__strategy__plan", others)
    return YearData(plan, year, today, indicators, measures, periods, held)


def _entries(plan: ActionPlan, year: int, slots: Container[int]) -> dict[UUID, list[Entry]]:
    """Accepted values by the lineage of their indicator."""
    rows = IndicatorValue.objects.filter(
        **of_line(plan, "report__period__plan__"), report__period__year=year, report__status__in=COUNTED
    ).values_list(
        "indicator__lineage", "report__period__kind", "report__period__ordinal",
        "value", "numerator", "denominator", "not_applicable",
    )  # fmt: skip
    entries: dict[UUID, list[Entry]] = defaultdict(list)
    for lineage, kind, ordinal, value, part, whole, absent in rows:
        if (slot := slot_of(kind, ordinal)) in slots:
            entries[lineage].append(Entry(slot, value, part, whole, absent))
    return entries


def _measure(row: Indicator, targets: dict[int | None, Any], entries: list[Entry]) -> Measure:
    return Measure(
        aggregation=row.aggregation,
        target=targets.get(None),
        entries=tuple(entries),
        direction=row.direction,
        graded=row.graded,
        weight=row.weight,
        slot_targets={quarter: value for quarter, value in targets.items() if quarter},
    )


def plan_in_force(user: Any) -> ActionPlan | None:
    """The adopted plan that covers this year, else the newest adopted one; None before there is any."""
    rows = ActionPlan.objects.visible_to(user).filter(status=PlanStatus.ADOPTED).select_related("task_force")
    plans = list(rows.order_by("-first_year", "-version")[:20])
    year = user.authority.today.year
    return next(
        (plan for plan in plans if plan.first_year <= year <= plan.last_year), plans[0] if plans else None
    )
