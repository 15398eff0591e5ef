"""Money: what was spent this year of what the matrix of the plan states."""

from collections import defaultdict
from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction
from uuid import UUID

from gugus.dashboard.board import Figure, Row
from gugus.dashboard.enums import FigureCode, State
from gugus.dashboard.selectors.plan import PlanYear, strategy_label
from rad.selectors.figures import ItemFact, ReportFact

Amount = Decimal | None
ELSEWHERE = "lain"
"""The key of the row for what belongs to no item of the plan in force."""
OUTSIDE = "Kegiatan versi RAD sebelumnya"


def spending(state: PlanYear) -> list[ReportFact]:
    """The reports whose money counts: accepted or locked, of this year's periods up to the slot."""
    return [
        report
        for report in state.data.reports
        if report.counted and report.slot <= state.slot and report.spent is not None
    ]


def own_items(state: PlanYear) -> list[ItemFact]:
    """The items of the plan in force; the others are of earlier versions whose periods still count."""
    return [item for item in state.items if item.plan == state.plan.pk]


def budget(state: PlanYear | None) -> Figure:
    """Spent of the pagu; MISSING where no item states any."""
    whole = money(item.budget for item in own_items(state)) if state else Fraction(0)
    if state is None or not whole:
        return Figure(FigureCode.BUDGET, State.MISSING)
    reports = spending(state)
    return Figure(
        FigureCode.BUDGET,
        State.KNOWN,
        value=money(report.spent for report in reports),
        whole=whole,
        facts={"slot": state.slot, "told": len({report.item for report in reports})},
    )


def budgets(state: PlanYear | None) -> tuple[Row, ...]:
    """The same by strategy of the plan in force, and what lies outside of it in a row of its own."""
    if state is None:
        return ()
    spent: dict[str, list[Amount]] = defaultdict(list)
    stated: dict[str, list[Amount]] = defaultdict(list)
    labels: dict[str, str] = {}
    homes: dict[UUID, str] = {}
    for item in own_items(state):
        key = homes[item.lineage] = str(item.strategy)
        labels[key] = strategy_label(item)
        stated[key].append(item.budget)
    for report in spending(state):
        spent[homes.get(report.item, ELSEWHERE)].append(report.spent)
    if ELSEWHERE in spent:
        labels[ELSEWHERE] = OUTSIDE
    return tuple(_row(key, label, spent[key], stated[key]) for key, label in labels.items())


def _row(key: str, label: str, spent: list[Amount], stated: list[Amount]) -> Row:
    known = any(each is not None for each in (*spent, *stated))
    return Row(
        key,
        label,
        State.KNOWN if known else State.MISSING,
        value=money(spent) if known else None,
        whole=money(stated) or None,
    )


def money(amounts: Iterable[Amount]) -> Fraction:
    """The sum; an empty amount counts as nothing."""
    return sum((Fraction(amount) for amount in amounts if amount is not None), Fraction(0))
