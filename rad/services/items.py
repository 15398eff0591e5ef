"""The matrix, row by row, while the plan is a draft."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import models, transaction
from django.db.models import Max

from gugus.core import audit
from gugus.core.services import kept, locked, put
from rad import rules
from rad.enums import PartyRole
from rad.models import ActionItem, ActionPlan, Indicator, Party, Program, Strategy, Target
from rad.services.grants import item_grants_sync
from rad.workbook.texts import roman


@dataclass(frozen=True, slots=True)
class PartyGiven:
    """A responsible or supporting party as a form or a file names it."""

    kind: str
    label: str
    agency_id: Any = None


def next_number(rows: models.QuerySet) -> int:
    return (rows.aggregate(last=Max("number"))["last"] or 0) + 1


def _draft(plan: ActionPlan, by: Any) -> ActionPlan:
    row = locked(plan)
    rules.check_plan_edit(by, row)
    return row


@transaction.atomic
def strategy_create(*, plan: ActionPlan, name: str, by: Any) -> Strategy:
    """Add a strategy at the end."""
    _draft(plan, by)
    row = kept(Strategy(plan=plan, number=next_number(plan.strategies.all()), name=name))
    audit.record(by=by, action="rad.strategy_create", obj=row)
    return row


@transaction.atomic
def strategy_update(*, strategy: Strategy, name: str, by: Any) -> Strategy:
    _draft(strategy.plan, by)
    return _changed(strategy, {"name": name}, "rad.strategy_update", by)


@transaction.atomic
def program_create(*, strategy: Strategy, name: str, by: Any) -> Program:
    """Add a programme at the end of its strategy."""
    _draft(strategy.plan, by)
    row = kept(Program(strategy=strategy, number=next_number(strategy.programs.all()), name=name))
    audit.record(by=by, action="rad.program_create", obj=row)
    return row


@transaction.atomic
def program_update(*, program: Program, name: str, by: Any) -> Program:
    _draft(program.strategy.plan, by)
    return _changed(program, {"name": name}, "rad.program_update", by)


@transaction.atomic
def item_create(
    *,
    program: Program,
    name: str,
    by: Any,
    responsible: Iterable[PartyGiven] = (),
    supporting: Iterable[PartyGiven] = (),
    **values: Any,
) -> ActionItem:
    """Add an item with its code (I.1.3) and parties; its agencies' desks may report it."""
    _draft(program.strategy.plan, by)
    number = next_number(program.items.all())
    code = item_code(program, number)
    row = kept(ActionItem(program=program, number=number, code=code, name=name, **values))
    parties_set(row, PartyRole.RESPONSIBLE, responsible)
    parties_set(row, PartyRole.SUPPORTING, supporting)
    item_grants_sync(item=row)
    audit.record(by=by, action="rad.item_create", obj=row, label=row.code)
    return row


@transaction.atomic
def item_update(
    *,
    item: ActionItem,
    by: Any,
    responsible: Iterable[PartyGiven] | None = None,
    supporting: Iterable[PartyGiven] | None = None,
    **values: Any,
) -> ActionItem:
    """Change an item; parties are replaced when given, and the rights to report follow them."""
    _draft(item.program.strategy.plan, by)
    row = locked(item)
    changed = put(row, values)
    kept(row)
    for role, given in ((PartyRole.RESPONSIBLE, responsible), (PartyRole.SUPPORTING, supporting)):
        if given is not None:
            parties_set(row, role, given)
            changed.append(role.value)
    item_grants_sync(item=row)
    audit.record(by=by, action="rad.item_update", obj=row, label=row.code, fields=changed)
    return row


def item_code(program: Program, number: int) -> str:
    return f"{roman(program.strategy.number)}.{program.number}.{number}"


def parties_set(item: ActionItem, role: PartyRole, given: Iterable[PartyGiven]) -> None:
    """Make an item's parties in one role exactly these, in this order."""
    Party.objects.filter(item=item, role=role).delete()
    seen: dict[str, PartyGiven] = {}
    for each in given:
        seen.setdefault(each.label, each)
    for order, each in enumerate(seen.values()):
        kept(
            Party(
                item=item, role=role, kind=each.kind, label=each.label, agency_id=each.agency_id, order=order
            )
        )


@transaction.atomic
def indicator_create(
    *, item: ActionItem, by: Any, targets: Mapping[tuple[int, int | None], Decimal], **values: Any
) -> Indicator:
    """Add an indicator; `targets` maps (year, quarter or None) to what is promised."""
    _draft(item.program.strategy.plan, by)
    row = kept(Indicator(item=item, number=next_number(item.indicators.all()), **values))
    targets_set(row, targets)
    audit.record(by=by, action="rad.indicator_create", obj=row, label=item.code)
    return row


@transaction.atomic
def indicator_update(
    *, indicator: Indicator, by: Any, targets: Mapping[tuple[int, int | None], Decimal], **values: Any
) -> Indicator:
    """Change an indicator and replace its targets."""
    _draft(indicator.item.program.strategy.plan, by)
    row = locked(indicator)
    changed = put(row, values)
    kept(row)
    targets_set(row, targets)
    audit.record(by=by, action="rad.indicator_update", obj=row, label=row.item.code, fields=changed)
    return row


def targets_set(indicator: Indicator, targets: Mapping[tuple[int, int | None], Decimal]) -> None:
    """Make an indicator's targets exactly these."""
    Target.objects.filter(indicator=indicator).delete()
    for (year, quarter), value in sorted(targets.items(), key=lambda pair: (pair[0][0], pair[0][1] or 0)):
        kept(Target(indicator=indicator, year=year, quarter=quarter, value=value))


def _changed(row: Any, values: dict[str, Any], action: str, by: Any) -> Any:
    row = locked(row)
    changed = put(row, values)
    if changed:
        kept(row)
        audit.record(by=by, action=action, obj=row, fields=changed)
    return row
