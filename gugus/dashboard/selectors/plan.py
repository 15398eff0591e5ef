"""Achievement: the plan's score, its trend, and the same by strategy."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from gugus.dashboard.board import Facts, Figure, Number, Row
from gugus.dashboard.enums import FigureCode, State
from rad.aggregation import Score
from rad.figures import PlanFigures
from rad.guard import Sight
from rad.models import ActionPlan
from rad.selectors import YearData, item_facts, year_data
from rad.selectors.figures import ItemFact
from rad.wording import slot_label
from rad.workbook.texts import roman

SLOTS = (1, 2, 3, 4)


@dataclass(frozen=True)
class PlanYear:
    """The plan in force in one of its years, read once for all that is told of it."""

    plan: ActionPlan
    data: YearData
    items: list[ItemFact]
    sight: Sight
    at: dict[int, PlanFigures]

    @property
    def slot(self) -> int:
        return self.data.latest_slot

    @property
    def told(self) -> dict[int, PlanFigures]:
        """The figures at the quarters that were opened and say something."""
        return {slot: figures for slot, figures in self.at.items() if slot in self.data.periods}

    @property
    def figures(self) -> PlanFigures:
        return self.at[self.slot]


def plan_year(plan: ActionPlan, year: int, today: Any, sight: Sight) -> PlanYear:
    """Read a plan for the board: six queries at any size. The year is clamped to the plan's."""
    data = year_data(plan, min(max(year, plan.first_year), plan.last_year), today, parties=False)
    versions = {plan.pk, *(period.plan_id for period in data.periods.values())}
    told = {slot for slot in data.periods if slot <= data.latest_slot} | {data.latest_slot}
    at = {slot: data.at(slot, sight=sight) for slot in sorted(told)}
    return PlanYear(plan, data, item_facts(versions), sight, at)


def plan_facts(state: PlanYear | None) -> Facts:
    """What a reader must know of the plan beside its numbers; nothing without one."""
    if state is None:
        return {}
    plan = state.plan
    return {
        "id": str(plan.pk),
        "code": plan.code,
        "title": plan.title,
        "version": plan.version,
        "first_year": plan.first_year,
        "last_year": plan.last_year,
        "year": state.data.year,
        "slot": state.slot,
    }


def achievement(state: PlanYear | None) -> Figure:
    """The plan's mean up to the slot, with that of every quarter before."""
    if state is None:
        return Figure(FigureCode.ACHIEVEMENT, State.MISSING)
    score, grade = state.figures.score, state.figures.grade
    return Figure(
        FigureCode.ACHIEVEMENT,
        state_of(score),
        value=score.value,
        facts={
            "slot": state.slot,
            "reported": score.reported,
            "total": score.total,
            "waiting": state.data.waiting,
            "final": score.final,
        },
        trend=points({slot: each.score.value for slot, each in state.told.items()}),
        grade=grade.name if grade else "",
        tone=grade.tone if grade else "",
    )


def strategies(state: PlanYear | None) -> tuple[Row, ...]:
    """Each strategy's mean at every slot, in the order of the matrix."""
    if state is None:
        return ()
    return tuple(
        Row(
            str(each.strategy.pk),
            strategy_label(each.strategy),
            state_of(each.score),
            value=each.score.value,
            facts={
                "number": each.strategy.number,
                "reported": each.score.reported,
                "total": each.score.total,
            },
            points=points(
                {slot: _value_of(figures, each.strategy.pk) for slot, figures in state.told.items()}
            ),
            grade=each.grade.name if each.grade else "",
            tone=each.grade.tone if each.grade else "",
        )
        for each in state.figures.strategies
    )


def strategy_label(strategy: Any) -> str:
    """`II. Penindakan`, of whatever has a strategy's number and name."""
    return f"{roman(strategy.number)}. {strategy.name}"


def state_of(score: Score) -> State:
    if score.hidden:
        return State.HIDDEN
    return State.MISSING if score.value is None else State.KNOWN


def points(values: Mapping[int, Number | None]) -> tuple[tuple[str, Number | None], ...]:
    """TW I–IV; None for quarters that say nothing yet."""
    return tuple((slot_label(slot), values.get(slot)) for slot in SLOTS)


def _value_of(figures: PlanFigures, strategy: UUID) -> Number | None:
    return next(each.score.value for each in figures.strategies if each.strategy.pk == strategy)
