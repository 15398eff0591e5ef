"""Item by item: what the matrix states, what was spent this year, and the reports that say so."""

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

from gugus.dashboard.selectors.board import Sources
from gugus.dashboard.selectors.budget import own_items, spending
from gugus.dashboard.selectors.evidence.reports import newest_reports
from gugus.dashboard.selectors.plan import strategy_label
from rad.models import ActionItem, ProgressReport


@dataclass(frozen=True)
class ItemMoney:
    """One item; `strategy` is "" for one of an earlier version, whose pagu counts no more."""

    item: ActionItem
    strategy: str
    budget: Decimal | None
    spent: Decimal | None
    report: ProgressReport | None

    @property
    def code(self) -> str:
        return self.item.code

    @property
    def proofs(self) -> int:
        return self.report.proofs if self.report else 0  # type: ignore[attr-defined]


def budget_rows(user: Any, sources: Sources) -> list[ItemMoney]:
    """Items with a pagu or with money spent, in the order of the matrix (two queries beside the plan's)."""
    state = sources.state
    if state is None:
        return []
    facts = spending(state)
    spent: dict[UUID, Decimal] = defaultdict(Decimal)
    for fact in facts:
        spent[fact.item] += fact.spent or Decimal(0)
    own = {item.lineage: item for item in own_items(state)}
    reports = newest_reports(user, facts)
    rows = []
    for item in _items(user, sources):
        here = own.get(item.lineage)
        budget = here.budget if here else None
        if budget is not None or item.lineage in spent:
            label = strategy_label(here) if here else ""
            money = spent.get(item.lineage)
            rows.append(ItemMoney(item, label, budget, money, reports.get(item.lineage)))
    return rows


def _items(user: Any, sources: Sources) -> list[ActionItem]:
    """The newest version of every item the plan or a period of the year knows."""
    state = sources.state
    plans = {item.plan for item in state.items} if state else set()
    rows = ActionItem.objects.visible_to(user).filter(program__strategy__plan__in=plans)
    ordered = rows.order_by(
        "program__strategy__plan__version", "program__strategy__number", "program__number", "number"
    )
    return list({item.lineage: item for item in ordered}.values())
