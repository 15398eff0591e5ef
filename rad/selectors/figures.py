"""A year of a plan, read once, and its figures at every point of it: what screen, PDF and dashboard show."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any
from uuid import UUID

from django.utils.functional import SimpleLazyObject

from rad.aggregation import Figure, Measure, Score, figure, item_score, mean
from rad.enums import COUNTED, REPORT_ITEM, PlanStatus
from rad.figures import (
    SHIPPED,
    IndicatorFigure,
    ItemFigure,
    PlanFigures,
    ProgramFigure,
    Scale,
    StrategyFigure,
)
from rad.guard import (
    EVERYTHING,
    PUBLIC,
    Cover,
    Part,
    Sight,
    cover,
    hidden_figure,
    hidden_score,
    may_show,
    withheld_figure,
)
from rad.models import (
    ActionItem,
    ActionPlan,
    Indicator,
    Program,
    ReportingPeriod,
    Strategy,
)
from rad.rules import may_see_details

NOTHING = Cover()


@dataclass(frozen=True)
class Shade:
    """What one reader does not see at one slot: indicators by key, and what covers them (rad.guard)."""

    indicators: frozenset[UUID] = frozenset()
    cover: Cover = NOTHING

    def hides(self, row: Indicator) -> bool:
        return row.pk in self.indicators or (row.about_victims and row.item_id in self.cover.items)


@dataclass(frozen=True, slots=True)
class ReportFact:
    """A report that was handed in, of whatever version of the plan; `item` is the item's lineage."""

    pk: UUID
    item: UUID
    period: UUID
    slot: int
    status: str
    spent: Decimal | None

    @property
    def counted(self) -> bool:
        return self.status in COUNTED


@dataclass(frozen=True, slots=True)
class ItemFact:
    """An item of one version of a plan: its strategy (with number and name), its pagu, its first party.

    `agency` is None for a party that is no agency; `party` is "" where nobody answers for the item.
    """

    plan: UUID
    lineage: UUID
    strategy: UUID
    number: int
    name: str
    budget: Decimal | None
    agency: UUID | None
    party: str


@dataclass(frozen=True)
class YearData:
    """What was promised and accepted in one year of a plan, in whatever version of it that was.

    `held` tells which indicators and items (by lineage) an earlier version knew: what a revision added was
    not asked for in the periods that stayed behind. `reports` are all that were handed in.
    """

    plan: ActionPlan
    year: int
    today: date
    indicators: list[Indicator]
    measures: dict[UUID, Measure]
    periods: dict[int, ReportingPeriod] = field(default_factory=dict)
    held: dict[UUID, set[UUID]] = field(default_factory=dict)
    scale: Scale = SHIPPED
    reports: tuple[ReportFact, ...] = ()

    @property
    def waiting(self) -> int:
        """How many reports of the year were submitted and not yet decided."""
        return sum(not report.counted for report in self.reports)

    @property
    def handed(self) -> dict[UUID, set[UUID]]:
        """Which items (by lineage) were handed in, by period."""
        found: dict[UUID, set[UUID]] = defaultdict(set)
        for report in self.reports:
            found[report.period].add(report.item)
        return found

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
        return figure(self.measures[indicator.pk], slot, overdue=self.due(indicator, slot))

    def due(self, indicator: Indicator, slot: int) -> bool:
        """Whether the deadline of a period that asked for this indicator has passed."""
        return self.overdue(slot) and self.asked(indicator, slot)

    def asked(self, indicator: Indicator, slot: int) -> bool:
        """Whether the version a slot's period belongs to held this indicator."""
        owner = self.periods[slot].plan_id
        return owner == self.plan.pk or indicator.lineage in self.held[owner]

    def at(self, slot: int, *, agency_id: UUID | None = None, sight: Sight = PUBLIC) -> PlanFigures:
        """Figures up to `slot` as one reader sees them, of the plan or of the items one agency answers for.

        Without `sight` they are what may be printed for everybody.
        """
        figures = {row.pk: self._seen(row, slot, sight) for row in self.indicators}
        shade = self._shade(figures, slot, sight)
        rows = [row for row in self.indicators if agency_id is None or _answers(row.item, agency_id)]
        return self._plan(rows, figures, slot, shade, part=agency_id is not None)

    def _seen(self, row: Indicator, slot: int, sight: Sight) -> Figure:
        found = self.figure(row, slot)
        return withheld_figure(found) if sight.outside and row.about_victims else found

    def _plan(
        self, rows: list[Indicator], figures: dict[UUID, Figure], slot: int, shade: Shade, *, part: bool
    ) -> PlanFigures:
        rows_of: dict[ActionItem, list[Indicator]] = defaultdict(list)
        for row in rows:
            rows_of[row.item].append(row)
        means = {item: item_score([figures[row.pk] for row in each]) for item, each in rows_of.items()}
        tree: dict[Strategy, dict[Program, list[ItemFigure]]] = {}
        for item, each in rows_of.items():
            programs = tree.setdefault(item.program.strategy, {})
            programs.setdefault(item.program, []).append(self._item(item, each, means[item], figures, shade))
        strategies = tuple(
            self._strategy(strategy, programs, means, shade, part=part) for strategy, programs in tree.items()
        )
        hide = shade.cover.plan or (part and any(_any_hidden(each.items) for each in strategies))
        whole = _shown(mean(means.values()), hide=hide)
        return PlanFigures(whole, self.scale, self.plan, self.year, slot, strategies)

    def _strategy(
        self,
        strategy: Strategy,
        programs: dict[Program, list[ItemFigure]],
        means: Mapping[ActionItem, Score],
        shade: Shade,
        *,
        part: bool,
    ) -> StrategyFigure:
        found = tuple(ProgramFigure(program, tuple(items)) for program, items in programs.items())
        hide = strategy.pk in shade.cover.strategies
        hide = hide or (part and any(_any_hidden(each.items) for each in found))
        whole = mean(means[item.item] for each in found for item in each.items)
        return StrategyFigure(_shown(whole, hide=hide), self.scale, strategy, found)

    def _item(
        self,
        item: ActionItem,
        rows: list[Indicator],
        whole: Score,
        figures: dict[UUID, Figure],
        shade: Shade,
    ) -> ItemFigure:
        """`whole` is the item's mean before anything is hidden from the reader."""
        hidden = {row.pk for row in rows if shade.hides(row)}
        hide = any(figures[pk].counted is not None for pk in hidden)
        each = tuple(
            IndicatorFigure(
                row, hidden_figure(figures[row.pk]) if row.pk in hidden else figures[row.pk], self.scale
            )
            for row in rows
        )
        return ItemFigure(_shown(whole, hide=hide), self.scale, item, each)

    def _shade(self, figures: dict[UUID, Figure], slot: int, sight: Sight) -> Shade:
        guarded = [row for row in self.indicators if row.about_victims and not sight.sees(row.item_id)]
        small = {
            row.pk for row in guarded if not may_show(self.measures[row.pk], slot, self.scale.small_cell)
        }
        if not small:
            return Shade()
        counted = {pk for pk, each in figures.items() if each.counted is not None}
        hidden = {row.item_id for row in guarded if row.pk in small & counted}
        free = {row.item_id for row in guarded if row.pk in counted}
        parts: dict[Any, dict[UUID, Part]] = defaultdict(dict)
        for row in self.indicators:
            if row.pk in counted:
                part = Part(row.item_id, hidden=row.item_id in hidden, free=row.item_id in free)
                parts[row.item.program.strategy_id][row.item_id] = part
        return Shade(frozenset(small), cover({key: list(each.values()) for key, each in parts.items()}))

    def trend(self, sight: Sight = PUBLIC) -> list[tuple[int, Score | None]]:
        """The plan's score at each slot up to the latest that says something, None for the others."""
        shown = {slot for slot in self.periods if slot <= self.latest_slot}
        return [(slot, self.at(slot, sight=sight).score if slot in shown else None) for slot in (1, 2, 3, 4)]


def _shown(found: Score, *, hide: bool) -> Score:
    return hidden_score(found) if hide else found


def _any_hidden(items: tuple[ItemFigure, ...]) -> bool:
    return any(item.score.hidden for item in items)


def sight_for(user: Any) -> Sight:
    """Whose details about victims a person sees: everybody's, or those of the items their desks report.

    These are only read where there is something to guard.
    """
    if may_see_details(user, own=False):
        return EVERYTHING
    if not user.authority.agency_ids:
        return PUBLIC
    own = ActionItem.objects.granted(user, REPORT_ITEM).values_list("pk", flat=True)
    return Sight(items=SimpleLazyObject(lambda: frozenset(own)))


def _answers(item: ActionItem, agency_id: UUID) -> bool:
    return any(
        party.agency_id == agency_id and party.role == "penanggung_jawab" for party in item.parties.all()
    )


def plan_in_force(user: Any) -> ActionPlan | None:
    """The adopted plan that covers this year, else the newest adopted one; None before there is any."""
    return _in_force(ActionPlan.objects.visible_to(user), user.authority.today)


def plan_in_force_for_system(task_force_id: UUID, today: date) -> ActionPlan | None:
    """The same for work that is nobody's, with the task force's region (one query)."""
    return _in_force(
        ActionPlan.objects.filter(task_force=task_force_id).select_related("task_force__region"), today
    )


def _in_force(rows: Any, today: date) -> ActionPlan | None:
    adopted = rows.filter(status=PlanStatus.ADOPTED).select_related("task_force")
    plans: list[ActionPlan] = list(adopted.order_by("-first_year", "-version")[:20])
    return next(
        (plan for plan in plans if plan.first_year <= today.year <= plan.last_year),
        plans[0] if plans else None,
    )
