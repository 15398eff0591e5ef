"""What another scale would change among the predikat given now."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from rad.aggregation import Grade, grade_of
from rad.figures import IndicatorFigure, PlanFigures, Scored
from rad.guard import EVERYTHING
from rad.selectors.corrections import Change
from rad.selectors.figures import plan_in_force
from rad.selectors.years import year_data
from rad.wording import grade_word


@dataclass(frozen=True)
class Impact:
    """How many predikat there are in the plan in force, and which of them would be others."""

    given: int
    changes: tuple[Change, ...]

    @property
    def changed(self) -> int:
        return len(self.changes)


def grade_impact(user: Any, grades: Sequence[Grade]) -> Impact:
    """Compare the predikat of the plan in force, this year and the last, with those of another scale.

    For the secretariat: figures about victims are counted in, and told by their names only.
    """
    plan = plan_in_force(user)
    given, changes = Counter[bool](), []
    if plan:
        today = user.authority.today
        for year in sorted({today.year - 1, today.year} & set(plan.years)):
            data = year_data(plan, year, today)
            for name, row in _graded(data.at(data.latest_slot, sight=EVERYTHING)):
                was = grade_word(row.grade)
                becomes = grade_word(_again(row, grades))
                given[True] += 1
                if was != becomes:
                    changes.append(Change(f"{year} · {name}", was, becomes))
    return Impact(given[True], tuple(changes))


def _graded(figures: PlanFigures) -> Iterator[tuple[str, Scored | IndicatorFigure]]:
    """Everything of a plan that has a predikat, with its name."""
    rows: list[tuple[str, Scored | IndicatorFigure]] = [(figures.plan.code, figures)]
    for strategy in figures.strategies:
        rows.append((str(strategy.strategy), strategy))
        for item in strategy.items:
            rows.append((str(item.item), item))
            rows += [(f"{item.item.code} {each.indicator}", each) for each in item.indicators]
    return ((name, row) for name, row in rows if row.grade)


def _again(row: Scored | IndicatorFigure, grades: Sequence[Grade]) -> Grade | None:
    value = row.figure.counted if isinstance(row, IndicatorFigure) else row.score.value
    return grade_of(value, grades=grades)
