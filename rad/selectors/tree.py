"""A draft's matrix as its tree editor shows it."""

from typing import Any
from uuid import UUID

from django.db import models
from django.db.models import Count, Prefetch, QuerySet

from rad.models import ActionItem, ActionPlan, Indicator, Program, RemovedPart, Strategy
from rad.workbook.texts import roman

ALL_OPEN = 60
"""Up to so many items the whole tree is shown; a larger one opens one strategy at a time."""
UNDO = 5

PARENT: dict[type[models.Model], str] = {
    Strategy: "plan",
    Program: "strategy",
    ActionItem: "program",
    Indicator: "item",
}
"""What a row of the matrix stands under."""


def plan_of(row: Any) -> ActionPlan:
    """The plan a row of the matrix stands in."""
    while not isinstance(row, ActionPlan):
        row = getattr(row, PARENT[type(row)])
    return row


def place_of(row: Any) -> tuple[int, ...]:
    """The numbers on the way to a row, to sort by."""
    parent = getattr(row, PARENT[type(row)])
    return (row.number,) if isinstance(row, Strategy) else (*place_of(parent), row.number)


def label_of(row: Any) -> str:
    """How a row is called in short: `I`, `I.2`, `I.2.3`, for an indicator `I.2.3 · 1`."""
    strategy, *numbers = place_of(row)
    code = ".".join([roman(strategy), *map(str, numbers[:2])])
    return f"{code} · {numbers[2]}" if len(numbers) > 2 else code


def tree_strategies(plan: ActionPlan) -> list[Any]:
    """The strategies of a plan with how many items each holds."""
    return list(plan.strategies.annotate(item_count=Count("programs__items")).order_by("number"))


def tree_fill(strategies: list[Any]) -> list[Strategy]:
    """The same strategies with programmes, items and indicators below; three queries at any size."""
    indicators = Indicator.objects.order_by("number")
    items = ActionItem.objects.order_by("number").prefetch_related(Prefetch("indicators", indicators))
    programs = Program.objects.order_by("number").prefetch_related(Prefetch("items", items))
    rows = Strategy.objects.filter(pk__in=[row.pk for row in strategies]).order_by("number")
    return list(rows.prefetch_related(Prefetch("programs", programs)))


def strategy_holding(plan: ActionPlan, key: UUID) -> UUID | None:
    """The strategy a row of any level stands in, or is."""
    for model, path in (
        (Strategy, "pk"),
        (Program, "strategy_id"),
        (ActionItem, "program__strategy_id"),
        (Indicator, "item__program__strategy_id"),
    ):
        found = model._default_manager.filter(pk=key).values_list(path, flat=True).first()
        if found:
            return found if plan.strategies.filter(pk=found).exists() else None
    return None


def places_for(row: Program | ActionItem) -> list[tuple[str, Any]]:
    """Where a programme or an item of a draft may be put, as the choices of a form: all but where it is."""
    if isinstance(row, Program):
        others = row.strategy.plan.strategies.exclude(pk=row.strategy_id).order_by("number")
        return [(str(each.pk), f"{roman(each.number)}. {each.name}") for each in others]
    rows = Program.objects.filter(strategy__plan=row.program.strategy.plan_id).exclude(pk=row.program_id)
    groups: dict[str, list[tuple[str, str]]] = {}
    for each in rows.select_related("strategy").order_by("strategy__number", "number"):
        numeral = roman(each.strategy.number)
        group = groups.setdefault(f"{numeral}. {each.strategy.name}", [])
        group.append((str(each.pk), f"{numeral}.{each.number} {each.name}"))
    return list(groups.items())


def parts_below(row: Any) -> dict[str, int]:
    """How much goes with a row when it is removed: programmes, items, indicators."""
    if isinstance(row, Indicator):
        return {}
    items = {Strategy: "program__strategy", Program: "program", ActionItem: "pk"}[type(row)]
    key = row.pk if isinstance(row, ActionItem) else row
    found = ActionItem.objects.filter(**{items: key})
    return {
        "program": row.programs.count() if isinstance(row, Strategy) else 0,
        "item": 0 if isinstance(row, ActionItem) else found.count(),
        "indicator": Indicator.objects.filter(item__in=found).count(),
    }


def removed_list(user: Any) -> QuerySet[RemovedPart]:
    """What was taken out of drafts and can still be put back, newest first."""
    return RemovedPart.objects.visible_to(user).select_related("plan")


def removed_lately(user: Any, plan: ActionPlan) -> list[RemovedPart]:
    return list(removed_list(user).filter(plan=plan).defer("data")[:UNDO])
