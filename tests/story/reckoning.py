"""The figures of the story by hand: the issue's rules in the slowest, plainest way, on the test's own ledger.

Nothing of the portal's arithmetic is used here. At year's end every period's deadline has passed.
"""

from collections import defaultdict
from fractions import Fraction
from typing import Any

from rad.models import Indicator
from tests.story.year import Said, Year

GRADES = ((91, "Sangat Tinggi"), (76, "Tinggi"), (66, "Sedang"), (51, "Rendah"), (0, "Sangat Rendah"))


def reached(row: Indicator, said: list[Said]) -> Fraction | None:
    """What the quarters come to; None when there was nothing but N/A."""
    real = [each for each in said if not each.is_na]
    if not real:
        return None
    if row.aggregation == "rasio":
        parts = sum(Fraction(each.part or 0) for each in real)
        wholes = sum(Fraction(each.whole or 0) for each in real)
        return parts / wholes * 100 if wholes else None
    numbers = [Fraction(each.value or 0) for each in real]
    if row.cumulative or row.aggregation == "posisi_akhir":
        return numbers[-1]
    return sum(numbers) / len(numbers) if row.aggregation == "rata_rata" else sum(numbers)


def achieved(row: Indicator, said: list[Said]) -> Fraction | None:
    """Per cent of the year's target, at most 100; None stays out of the mean."""
    target = next(Fraction(t.value) for t in row.targets.all() if t.quarter is None)
    if not row.graded or (target == 0 and row.direction == "naik"):
        return None
    if not said:
        return Fraction(0)
    real = reached(row, said)
    if real is None:
        return None
    if row.direction == "turun":
        percent = (2 * target - real) / target * 100 if target else Fraction(100 if real == 0 else 0)
        percent = max(percent, Fraction(0))
    else:
        percent = real / target * 100
    return min(percent, Fraction(100))


class Reckoning:
    """The year as the ledger has it: achievements by indicator, item, strategy and plan."""

    def __init__(self, year: Year) -> None:
        self.year = year
        rows = Indicator.objects.select_related("item__program__strategy").prefetch_related("targets")
        self.rows = list(rows)
        self.by_row = {row.pk: achieved(row, self.said(row.pk)) for row in self.rows}

    def said(self, pk: Any) -> list[Said]:
        return [self.year.counted[(pk, q)] for q in (1, 2, 3, 4) if (pk, q) in self.year.counted]

    def items(self) -> dict[Any, Fraction | None]:
        weighted: dict[Any, list[tuple[Fraction, Fraction]]] = defaultdict(list)
        for row in self.rows:
            value = self.by_row[row.pk]
            weighted[row.item] += [(value, Fraction(row.weight))] if value is not None else []
        return {item: _mean(pairs) for item, pairs in weighted.items()}

    def strategies(self) -> dict[str, Fraction | None]:
        groups: dict[str, list[tuple[Fraction, Fraction]]] = defaultdict(list)
        for item, value in self.items().items():
            groups[item.program.strategy.name] += [(value, Fraction(1))] if value is not None else []
        return {name: _mean(pairs) for name, pairs in groups.items()}

    def plan(self) -> Fraction | None:
        return _mean([(value, Fraction(1)) for value in self.items().values() if value is not None])

    def reported(self, quarter: int) -> int:
        return sum((row.pk, quarter) in self.year.counted for row in self.rows)


def _mean(pairs: list[tuple[Fraction, Fraction]]) -> Fraction | None:
    weight = sum((part for _value, part in pairs), Fraction(0))
    return sum((value * part for value, part in pairs), Fraction(0)) / weight if weight else None


def percent(value: Fraction | None) -> str:
    """`78,3 %`, rounded half up."""
    if value is None:
        return "–"
    whole, tenth = divmod(int(value * 10 + Fraction(1, 2)), 10)
    return f"{whole},{tenth} %"


def grade(value: Fraction | None) -> str:
    return "" if value is None else next(name for floor, name in GRADES if value >= floor)
