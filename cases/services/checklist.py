"""Ticking the steps of the library's SOPs for one case."""

from collections.abc import Collection
from typing import Any

from django.db import transaction

from cases.models import Case, ChecklistMark
from cases.rules.cases import check_handle
from cases.selectors.records import steps_of
from cases.services import trail
from gugus.core.services import kept


@transaction.atomic
def checklist_mark(*, case: Case, done: Collection[str], undone: Collection[str], by: Any) -> int:
    """Tick and untick steps by their keys; what a colleague ticked meanwhile stays. Returns how many changed.

    Raises Denied. Keys that name no step (any more) are passed over.
    """
    check_handle(by, case)
    changed = 0
    for step in steps_of(by, case):
        if step.key in done and step.mark is None:
            kept(ChecklistMark(case=case, stage=step.stage, sop=step.sop, step=step.text, done_by=by))
            changed += 1
        elif step.key in undone and step.mark is not None:
            step.mark.delete()
            changed += 1
    if changed:
        trail.record(by=by, action="cases.checklist_mark", case=case, steps=changed)
    return changed
