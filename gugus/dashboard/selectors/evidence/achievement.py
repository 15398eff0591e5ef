"""Each indicator's share of the plan's score; together they are the score."""

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from gugus.dashboard.selectors.board import Sources
from gugus.dashboard.selectors.evidence.reports import newest_reports
from rad.figures import IndicatorFigure, ItemFigure
from rad.models import ProgressReport


@dataclass(frozen=True)
class IndicatorShare:
    """One indicator: `share` in points of the score, None where it does not count or is kept back."""

    item: Any
    each: IndicatorFigure
    share: Fraction | None
    hidden: bool
    report: ProgressReport | None

    @property
    def code(self) -> str:
        return str(self.item.code)

    @property
    def name(self) -> str:
        return self.each.indicator.name

    @property
    def counted(self) -> Fraction | None:
        return self.each.figure.counted

    @property
    def proofs(self) -> int:
        return self.report.proofs if self.report else 0  # type: ignore[attr-defined]


def achievement_rows(user: Any, sources: Sources) -> list[IndicatorShare]:
    """Every indicator of the plan in the order of the matrix (one query beside the plan's)."""
    state = sources.state
    if state is None:
        return []
    facts = [fact for fact in state.data.reports if fact.counted and fact.slot <= state.slot]
    reports = newest_reports(user, facts)
    items = [item for strategy in state.figures.strategies for item in strategy.items]
    whole = sum(item.score.hidden or item.score.value is not None for item in items)
    return [
        IndicatorShare(item.item, each, share, item.score.hidden, reports.get(item.item.lineage))
        for item in items
        for each, share in _shares(item, whole)
    ]


def _shares(item: ItemFigure, whole: int) -> list[tuple[IndicatorFigure, Fraction | None]]:
    """An indicator's part of its item by weight, the item's of the plan; nothing of an item kept back."""
    counted = {each: each.figure.counted for each in item.indicators}
    weights = sum(
        (Fraction(each.figure.weight) for each, value in counted.items() if value is not None), Fraction(0)
    )
    return [
        (
            each,
            None
            if value is None or item.score.hidden
            else value * Fraction(each.figure.weight) / weights / whole,
        )
        for each, value in counted.items()
    ]
