"""The six stages of a case, side by side; the case shows the furthest that runs (migration 0006)."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone

from cases.enums import Stage, StageStatus
from cases.models import Case, StageState
from cases.rules.cases import check_handle
from cases.services import trail
from gugus.core.services import kept


@transaction.atomic
def stage_set(*, case: Case, stages: Mapping[Stage | str, StageStatus | str], by: Any) -> list[str]:
    """Say how far some stages are; those not named stay. Returns what changed.

    Whoever handles the case may: a receiver knows best how far its own service is. Raises Denied.
    """
    check_handle(by, case)
    rows = {row.stage: row for row in StageState.objects.select_for_update().filter(case=case)}
    changed = []
    for stage, status in stages.items():
        row = rows.get(str(stage)) or StageState(case=case, stage=stage)
        if row.status != status:
            row.status, row.changed_at, row.changed_by = str(status), timezone.now(), by
            kept(row)
            changed.append(str(stage))
    if changed:
        trail.record(by=by, action="cases.stage_set", case=case, stages=changed)
    return changed
