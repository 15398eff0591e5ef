"""A matrix copied whole: into a new version, or into the plan of other years."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID, uuid4

from django.db import models

from rad.models import ActionItem, ActionPlan, Indicator, Party, Program, Strategy, Target

BATCH = 1000
Keys = dict[UUID, UUID]


def matrix_copy(*, source: ActionPlan, target: ActionPlan, keep: bool, shift: int = 0) -> None:
    """Fill an empty plan with another's strategies down to targets, in a fixed number of statements a batch.

    With `keep` the rows stay the same things (one lineage), as in a new version. `shift` moves the targets by
    that many years; what then lies outside of the plan's years is left out.
    """
    strategies = _rows(Strategy, source, "plan", {source.pk: target.pk}, keep=keep)
    programs = _rows(Program, source, "strategy", strategies, keep=keep)
    items = _rows(ActionItem, source, "program", programs, keep=keep)
    indicators = _rows(Indicator, source, "item", items, keep=keep)
    _leaves(Party, "item", items)
    _leaves(Target, "indicator", indicators, shift=shift, years=target.years)


PLAN_PATHS: dict[type[models.Model], str] = {
    Strategy: "plan",
    Program: "strategy__plan",
    ActionItem: "program__strategy__plan",
    Indicator: "item__program__strategy__plan",
}


def _rows(model: Any, source: ActionPlan, parent: str, parents: Keys, *, keep: bool) -> Keys:
    """Copy one level below its new parents; returns which new row stands for which old one."""
    rows, keys = list(model.objects.filter(**{PLAN_PATHS[model]: source})), {}
    for row in rows:
        keys[row.pk] = fresh = uuid4()
        row.pk, row.lineage = fresh, row.lineage if keep else uuid4()
        _below(row, parent, parents)
    model.objects.bulk_create(rows, batch_size=BATCH)
    return keys


def _leaves(model: Any, parent: str, parents: Keys, *, shift: int = 0, years: Any = None) -> None:
    rows = list(model.objects.filter(**{f"{parent}__in": parents}))
    for row in rows:
        row.pk = None
        _below(row, parent, parents)
        if years is not None:
            row.year += shift
    kept = [row for row in rows if years is None or row.year in years]
    model.objects.bulk_create(kept, batch_size=BATCH)


def _below(row: Any, parent: str, parents: Mapping[UUID, UUID]) -> None:
    row._state.adding = True
    setattr(row, f"{parent}_id", parents[getattr(row, f"{parent}_id")])
