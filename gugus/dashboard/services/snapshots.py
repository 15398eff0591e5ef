"""Freezing the boards of a moment: numbered within the task force, for each audience, once and for good."""

from dataclasses import replace
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils import timezone

from gugus.core import audit
from gugus.core.services import kept, locked
from gugus.dashboard.board import Board, to_json
from gugus.dashboard.enums import Audience, Occasion
from gugus.dashboard.models import Snapshot
from gugus.dashboard.rules import check_snapshot_take
from gugus.dashboard.selectors.board import board_of_system
from gugus.dashboard.selectors.snapshots import last_number
from members.models import TaskForce
from rad.paper import fingerprint


@transaction.atomic
def snapshot_take(
    *,
    task_force: TaskForce,
    occasion: str,
    by: Any = None,
    meeting: Any = None,
    period: Any = None,
    now: datetime | None = None,
) -> Snapshot:
    """Freeze the boards of a task force as they stand now, under its next number.

    Numbers run without gaps: the task force's row is held until the transaction ends, and a failed taking
    gives its number back. A period's figures are those of its year. `by` is who asked; nobody when beat did.
    Raises Denied.
    """
    if by is not None:
        check_snapshot_take(by, task_force)
    row, at = locked(task_force), now or timezone.now()
    data = {str(each): to_json(_board(row, each, period, at)) for each in Audience}
    snapshot = kept(
        Snapshot(
            task_force=row,
            number=last_number(row) + 1,
            occasion=occasion,
            meeting=meeting,
            period=period,
            as_of=at,
            data=data,
            sha256=fingerprint(data),
            made_by=by,
        )
    )
    audit.record(
        by=by,
        action="dashboard.snapshot_take",
        obj=snapshot,
        number=snapshot.number,
        occasion=Occasion(occasion).value,
        sha256=snapshot.sha256,
    )
    return snapshot


def _board(task_force: TaskForce, audience: Audience, period: Any, at: datetime) -> Board:
    """All audiences' boards are of one moment."""
    today = at.astimezone(ZoneInfo(task_force.region.timezone)).date()
    year = period.year if period else None
    return replace(board_of_system(task_force, audience=audience, today=today, year=year), as_of=at)
