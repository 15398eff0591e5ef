"""What two versions of a plan differ in, row by row and field by field, as people read it."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from gugus.core.templatetags.gugus import angka, rupiah
from rad.enums import DiffKind, PartyRole
from rad.models import ActionItem, ActionPlan, Indicator, Program, Strategy
from rad.selectors.tree import label_of, place_of, plan_of
from rad.wording import party_text
from rad.workbook.texts import roman

PLAN_FIELDS = ("title", "first_year", "last_year")
ITEM_FIELDS = ("name", "funding", "budget", "sipd_code", "places")
INDICATOR_FIELDS = (
    "name", "unit", "aggregation", "cumulative", "direction", "na_allowed", "graded", "about_victims",
    "weight", "note",
)  # fmt: skip


@dataclass(frozen=True)
class Difference:
    """One line: where in the matrix, what kind of change, of what, was and becomes.

    `order` sorts by place in the matrix: the new one, or the old one of what was dropped.
    """

    kind: DiffKind
    where: str
    name: str
    what: str
    before: str
    after: str
    order: tuple[int, ...]


def plan_differences(old: ActionPlan, new: ActionPlan) -> list[Difference]:
    """All differences in the order of the matrix; six queries at any size."""
    found = list(_fields(old, new, PLAN_FIELDS, _("RAD"), new.code, ()))
    for model, path, with_ in (
        (Strategy, "plan", ()),
        (Program, "strategy__plan", ()),
        (ActionItem, "program__strategy__plan", ("parties",)),
        (Indicator, "item__program__strategy__plan", ("targets",)),
    ):
        rows = model.objects.filter(**{f"{path}__in": [old, new]}).prefetch_related(*with_)
        found += _level(list(rows.select_related(path)), old)
    return sorted(found, key=lambda each: each.order)


def _level(rows: list[Any], old: ActionPlan) -> Iterator[Difference]:
    """The differences of one level; rows of both versions meet by lineage."""
    before = {row.lineage: row for row in rows if plan_of(row).pk == old.pk}
    after = {row.lineage: row for row in rows if plan_of(row).pk != old.pk}
    for lineage, row in after.items():
        was = before.pop(lineage, None)
        yield from _changed(was, row) if was else [_whole(DiffKind.ADDED, row)]
    for row in before.values():
        yield _whole(DiffKind.DROPPED, row)


def _whole(kind: DiffKind, row: Any) -> Difference:
    name = row.name
    before, after = ("", name) if kind == DiffKind.ADDED else (name, "")
    what = capfirst(row._meta.verbose_name)
    return Difference(kind, label_of(row), name, what, before, after, place_of(row))


def _changed(was: Any, row: Any) -> Iterator[Difference]:
    spot, order = label_of(row), place_of(row)
    if isinstance(row, ActionItem):
        yield from _fields(was, row, ITEM_FIELDS, spot, row.name, order)
        yield from _texts(parties(was), parties(row), spot, row.name, order)
    elif isinstance(row, Indicator):
        yield from _fields(was, row, INDICATOR_FIELDS, spot, row.name, order)
        yield from _texts(promises(was), promises(row), spot, row.name, order)
    else:
        yield from _fields(was, row, ("name",), spot, row.name, order)
    if not isinstance(row, Indicator) and label_of(was) != spot:
        moved = DiffKind.MOVED if lines(was) != lines(row) else DiffKind.NUMBERED
        yield Difference(moved, spot, row.name, _("Kode"), label_of(was), spot, order)


def lines(row: Any) -> Any:
    """What a row stands under, the same thing in every version."""
    if isinstance(row, Program):
        return row.strategy.lineage
    return row.program.lineage if isinstance(row, ActionItem) else None


def _fields(
    was: Any, row: Any, names: tuple[str, ...], spot: str, name: str, order: tuple[int, ...]
) -> Iterator[Difference]:
    labels = {each: capfirst(row._meta.get_field(each).verbose_name) for each in names}
    texts = [{labels[each]: field_text(side, each) for each in names} for side in (was, row)]
    return _texts(texts[0], texts[1], spot, name, order)


def _texts(
    before: dict[str, str], after: dict[str, str], spot: str, name: str, order: tuple[int, ...]
) -> Iterator[Difference]:
    for label in dict.fromkeys([*before, *after]):
        pair = before.get(label, ""), after.get(label, "")
        if pair[0] != pair[1]:
            yield Difference(DiffKind.CHANGED, spot, name, label, pair[0], pair[1], order)


def field_text(row: Any, name: str) -> str:
    """A field as it is read: choices by their words, ticks as ya and tidak, money as rupiah."""
    value = getattr(row, name)
    if hasattr(row, f"get_{name}_display"):
        return str(getattr(row, f"get_{name}_display")())
    if isinstance(value, bool):
        return _("ya") if value else _("tidak")
    if isinstance(value, Decimal):
        return rupiah(value) if name == "budget" else angka(value)
    return "" if value is None else str(value)


def parties(item: ActionItem) -> dict[str, str]:
    return {
        _("Penanggung jawab"): party_text(item),
        _("Instansi terkait"): party_text(item, PartyRole.SUPPORTING),
    }


def promises(row: Indicator) -> dict[str, str]:
    """Baseline and targets by their labels."""
    baseline = "N/A" if row.baseline_na else field_text(row, "baseline")
    return {_("Data dasar"): baseline} | {target_label(each): angka(each.value) for each in row.targets.all()}


def target_label(target: Any) -> str:
    if target.quarter is None:
        return _("Target %(year)s") % {"year": target.year}
    return _("Target TW %(quarter)s %(year)s") % {"quarter": roman(target.quarter), "year": target.year}
