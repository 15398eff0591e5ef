"""From rows and figures to the JSON of a snapshot: what the paper prints, and what its figures rest on."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from rad.aggregation import State
from rad.guard import EVERYTHING
from rad.models import ReportingPeriod
from rad.paper.codec import SCHEMA, exact, plain, score_data
from rad.wording import grade_word, party_text, slot_label, state_text
from rad.workbook.texts import roman

if TYPE_CHECKING:
    from rad.figures import IndicatorFigure, ItemFigure, PlanFigures, StrategyFigure
    from rad.selectors.figures import YearData


@dataclass(frozen=True)
class ItemFacts:
    """What reports say of an item beside its values: who accepted the newest, and the money spent (Rp)."""

    approver: str = ""
    spent: Decimal | None = None


@dataclass(frozen=True)
class Facts:
    """What the paper prints beside the figures; plain text and JSON only."""

    items: Mapping[Any, ItemFacts] = field(default_factory=dict)
    rule: str = ""
    printed: Mapping[str, Any] = field(default_factory=dict)
    """Obstacles, corrections, evidence, heat, words: already in the shape the snapshot keeps."""


def frozen(period: ReportingPeriod, kind: str, data: "YearData", slot: int, facts: Facts) -> dict[str, Any]:
    """The snapshot of one period's report.

    It keeps every figure exactly, and which of them a paper for everybody must not print (rad.guard).
    """
    figures, hidden = data.at(slot, sight=EVERYTHING), _hidden(data.at(slot))
    return {
        "schema": SCHEMA,
        "kind": str(kind),
        "plan": _plan(figures),
        "office": _office(period.plan.task_force),
        "year": data.year,
        "slot": slot,
        "period": str(period),
        "as_of": data.today.isoformat(),
        "rule": facts.rule,
        "waiting": figures.score.waiting,
        "score": score_data(figures.score),
        "hidden": figures.plan.pk in hidden,
        "grade": grade_word(figures.grade),
        "trend": [
            {"slot": at, "label": slot_label(at), "score": score_data(score) if score else None}
            for at, score in data.trend()
            if at <= slot
        ],
        "strategies": [_strategy(each, data, slot, facts, hidden) for each in figures.strategies],
        **facts.printed,
    }


def _hidden(public: "PlanFigures") -> frozenset[Any]:
    """Keys of the indicators, strategies and the plan whose figures are not for everybody."""
    rows = {row.indicator.pk for row in public.indicators if row.figure.state == State.HIDDEN}
    means = {each.strategy.pk for each in public.strategies if each.score.hidden}
    return frozenset(rows | means | ({public.plan.pk} if public.score.hidden else set()))


def _plan(figures: "PlanFigures") -> dict[str, Any]:
    plan = figures.plan
    return {"code": plan.code, "title": plan.title, "version": plan.version, "instrument": plan.instrument}


def _office(task_force: Any) -> dict[str, Any]:
    """Name, letterhead and paper as they are today; the emblem is a file and stays with the office."""
    kept = task_force.letterhead or {}
    names = ("government", "office")
    lines = [str(kept[name]) for name in names if kept.get(name)] or [task_force.name.upper()]
    return {
        "name": task_force.name,
        "short_name": task_force.short_name,
        "place": task_force.place,
        "lines": lines,
        "address": [str(kept[name]) for name in ("address", "contact") if kept.get(name)],
        "paper": [exact(Decimal(task_force.paper_height)), exact(Decimal(task_force.paper_width))],
    }


def _strategy(
    row: "StrategyFigure", data: "YearData", slot: int, facts: Facts, hidden: frozenset[Any]
) -> dict[str, Any]:
    return {
        "name": f"{roman(row.strategy.number)}. {row.strategy.name}",
        "score": score_data(row.score),
        "hidden": row.strategy.pk in hidden,
        "grade": grade_word(row.grade),
        "items": [_item(each, data, slot, facts, hidden) for each in row.items],
    }


def _item(
    row: "ItemFigure", data: "YearData", slot: int, facts: Facts, hidden: frozenset[Any]
) -> dict[str, Any]:
    item, own = row.item, facts.items.get(row.item.lineage, ItemFacts())
    return {
        "code": item.code,
        "name": item.name,
        "responsible": party_text(item),
        "funding": item.funding,
        "budget": exact(item.budget),
        "spent": exact(own.spent),
        "approver": own.approver,
        "indicators": [_indicator(each, data, slot, hidden) for each in row.indicators],
    }


def _indicator(row: "IndicatorFigure", data: "YearData", slot: int, hidden: frozenset[Any]) -> dict[str, Any]:
    indicator, figure = row.indicator, row.figure
    return {
        "name": indicator.name,
        "unit": indicator.unit,
        "method": indicator.get_aggregation_display(),
        "ratio": indicator.is_ratio,
        "hidden": indicator.pk in hidden,
        "grade": grade_word(row.grade),
        "state": state_text(figure),
        "counts": figure.counted is not None,
        "due": [at for at in range(1, slot + 1) if data.due(indicator, at)],
        "measure": plain(data.measures[indicator.pk]),
        "figure": plain(figure),
    }
