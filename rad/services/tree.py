"""The tree of a draft: rows moved up and down, placed elsewhere, taken out and put back."""

import json
from collections.abc import Sequence
from typing import Any

from django.core import serializers
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import F, QuerySet
from django.utils.translation import gettext as _

from gugus.core import audit
from gugus.core.services import kept, locked
from rad import rules
from rad.models import (
    ActionItem,
    ActionPlan,
    Indicator,
    ItemComment,
    Party,
    Program,
    RemovedPart,
    Strategy,
    Target,
)
from rad.selectors.tree import PARENT, label_of, plan_of
from rad.services.copies import BATCH
from rad.services.grants import items_grants_sync
from rad.services.items import item_code, next_number

Row = Strategy | Program | ActionItem | Indicator
NOUN: dict[type[models.Model], str] = {
    Strategy: "strategy",
    Program: "program",
    ActionItem: "item",
    Indicator: "indicator",
}
LEVELS: tuple[Any, ...] = (Strategy, Program, ActionItem, Party, Indicator, Target, ItemComment)
"""Parents before children."""
SPARE = 16000
"""Where numbers wait while others take their place: the constraint on them is checked row by row."""


@transaction.atomic
def row_move(*, row: Row, up: bool, by: Any) -> Row:
    """Change places with the neighbour above or below; at the end of the list nothing happens."""
    plan = _draft(row, by)
    order = list(_siblings(row))
    here = order.index(row)
    there = here - 1 if up else here + 1
    if not 0 <= there < len(order):
        return row
    pair = [order[here], order[there]]
    order[here], order[there] = order[there], order[here]
    _renumber(order)
    _codes_follow(plan, pair)
    return _told(type(row).objects.get(pk=row.pk), "move", by, up=up)  # type: ignore[return-value]


@transaction.atomic
def row_place(*, row: Program | ActionItem, parent: Strategy | Program, by: Any) -> Row:
    """Put a programme under another strategy, or an item under another programme, at its end.

    Raises ValidationError for a parent of another plan.
    """
    plan = _draft(row, by)
    name = PARENT[type(row)]
    if plan_of(parent) != plan:
        raise ValidationError(_("Pilih tempat di dalam RAD yang sama."))
    if getattr(row, name) == parent:
        return row
    left = list(_siblings(row).exclude(pk=row.pk))
    row.number = next_number(type(row)._default_manager.filter(**{name: parent}))
    setattr(row, name, parent)
    kept(row)
    _renumber(left)
    _codes_follow(plan, [row, *left])
    row.refresh_from_db()
    return _told(row, "move", by)


@transaction.atomic
def row_remove(*, row: Row, by: Any) -> RemovedPart:
    """Take a row out with all below it; what comes back can put it in its place again (`row_restore`)."""
    plan = _draft(row, by)
    part = kept(
        RemovedPart(
            plan=plan,
            kind=row._meta.model_name,
            label=label_of(row),
            name=row.name,
            parent=getattr(row, f"{PARENT[type(row)]}_id"),
            number=row.number,
            data=json.loads(json.dumps(serializers.serialize("python", _subtree(row)), default=str)),
            removed_by=by,
        )
    )
    _told(row, "remove", by)
    left = list(_siblings(row).exclude(pk=row.pk))
    row.delete()
    _renumber(left)
    _codes_follow(plan, left)
    return part


@transaction.atomic
def row_restore(*, part: RemovedPart, by: Any) -> Row:
    """Put a removed part back where it stood, with its ids, lineages, targets and remarks.

    Raises ValidationError when the row it stood under was removed as well.
    """
    plan = locked(part.plan)
    rules.check_plan_edit(by, plan)
    found = [each.object for each in serializers.deserialize("python", part.data)]
    row: Any = found[0]
    model, name = type(row), PARENT[type(row)]
    if not model._meta.get_field(name).related_model._default_manager.filter(pk=part.parent).exists():
        raise ValidationError(_("Bagian di atasnya juga sudah dihapus. Kembalikan bagian itu dahulu."))
    order = list(_siblings(row))
    row.number = next_number(_siblings(row))
    for level in LEVELS:
        rows = [each for each in found if isinstance(each, level)]
        level._default_manager.bulk_create(rows, batch_size=BATCH)
    order.insert(part.number - 1, row)
    _renumber(order)
    _codes_follow(plan, order)
    items_grants_sync(plan=plan, items=[each for each in found if isinstance(each, ActionItem)])
    part.delete()
    return _told(model.objects.get(pk=row.pk), "restore", by)


def _draft(row: Row, by: Any) -> ActionPlan:
    """The plan, locked: edits of one tree follow one another."""
    plan = locked(plan_of(row))
    rules.check_plan_edit(by, plan)
    row.refresh_from_db()
    return plan


def _told(row: Row, verb: str, by: Any, **detail: Any) -> Row:
    audit.record(by=by, action=f"rad.{NOUN[type(row)]}_{verb}", obj=row, label=label_of(row), **detail)
    return row


def _siblings(row: Row) -> QuerySet[Any]:
    name = PARENT[type(row)]
    rows = type(row)._default_manager.filter(**{name: getattr(row, f"{name}_id")})
    return rows.order_by("number")


def _renumber(order: Sequence[Any]) -> None:
    """Number siblings 1 to n in this order; three statements at any size."""
    wrong = [(number, row) for number, row in enumerate(order, start=1) if row.number != number]
    if not wrong:
        return
    model = type(order[0])
    model.objects.filter(pk__in=[row.pk for _n, row in wrong]).update(number=F("number") + SPARE)
    for number, row in wrong:
        row.number = number
    model.objects.bulk_update([row for _n, row in wrong], ["number"], batch_size=BATCH)


def _codes_follow(plan: ActionPlan, rows: Sequence[Row]) -> None:
    """Give the items under some rows of one level the codes of their places."""
    paths = {Strategy: "program__strategy__in", Program: "program__in", ActionItem: "pk__in"}
    if not rows or type(rows[0]) not in paths:
        return
    items = ActionItem.objects.filter(**{paths[type(rows[0])]: [row.pk for row in rows]})
    changed = []
    for item in items.select_related("program__strategy"):
        code = item_code(item.program, item.number)
        if item.code != code:
            item.code = code
            changed.append(item)
    ActionItem.objects.bulk_update(changed, ["code"], batch_size=BATCH)


def _subtree(row: Row) -> list[Any]:
    """The row and all that goes with it, parents before children."""
    here: dict[str, Any] = {NOUN[type(row)]: row}
    programs = list(Program.objects.filter(strategy=here["strategy"])) if "strategy" in here else []
    programs += [here["program"]] if "program" in here else []
    items = list(ActionItem.objects.filter(program__in=programs))
    items += [here["item"]] if "item" in here else []
    indicators = list(Indicator.objects.filter(item__in=items))
    indicators += [here["indicator"]] if "indicator" in here else []
    leaves = [
        *Party.objects.filter(item__in=items),
        *Target.objects.filter(indicator__in=indicators),
        *ItemComment.objects.filter(item__in=items),
    ]
    below = [each for each in (*programs, *items, *indicators) if each != row]
    return [row, *below, *leaves]
