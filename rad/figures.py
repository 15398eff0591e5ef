"""The tree of a plan's figures as one reader sees it: what pages, papers and workbooks print. Pure.

Made by `rad.selectors.YearData.at`; whatever the reader may not see (rad.guard) is already gone from it.
"""

from dataclasses import dataclass

from rad.aggregation import GRADES, Figure, Grade, Score, grade_of
from rad.models import ActionItem, ActionPlan, Indicator, Program, Strategy
from rad.models.settings import SMALL_CELL


@dataclass(frozen=True)
class Scale:
    """What a task force decided about reading figures: its predikat, and below what counts are hidden."""

    grades: tuple[Grade, ...] = GRADES
    small_cell: int = SMALL_CELL


SHIPPED = Scale()


@dataclass(frozen=True)
class IndicatorFigure:
    indicator: Indicator
    figure: Figure
    scale: Scale = SHIPPED

    @property
    def grade(self) -> Grade | None:
        return grade_of(self.figure.counted, final=self.figure.final, grades=self.scale.grades)


@dataclass(frozen=True)
class Scored:
    """Something with a mean and its predikat."""

    score: Score
    scale: Scale

    @property
    def grade(self) -> Grade | None:
        return grade_of(self.score.value, final=self.score.final, grades=self.scale.grades)


@dataclass(frozen=True)
class ItemFigure(Scored):
    item: ActionItem
    indicators: tuple[IndicatorFigure, ...]


@dataclass(frozen=True)
class ProgramFigure:
    program: Program
    items: tuple[ItemFigure, ...]


@dataclass(frozen=True)
class StrategyFigure(Scored):
    strategy: Strategy
    programs: tuple[ProgramFigure, ...]

    @property
    def items(self) -> tuple[ItemFigure, ...]:
        return tuple(item for program in self.programs for item in program.items)


@dataclass(frozen=True)
class PlanFigures(Scored):
    """All figures of a plan up to and including one slot of a year."""

    plan: ActionPlan
    year: int
    slot: int
    strategies: tuple[StrategyFigure, ...]

    @property
    def indicators(self) -> tuple[IndicatorFigure, ...]:
        return tuple(row for each in self.strategies for item in each.items for row in item.indicators)
