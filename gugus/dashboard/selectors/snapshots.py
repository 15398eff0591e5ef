"""Snapshots as people read them again, each the board of their own audience."""

from typing import Any
from uuid import UUID

from django.db.models import Exists, Max, OuterRef, QuerySet
from django.utils.translation import gettext as _

from gugus.core.permissions import Denied
from gugus.dashboard.board import Board, from_json
from gugus.dashboard.enums import Audience
from gugus.dashboard.models import BriefDocument, Snapshot
from gugus.documents.codes import normalise_code
from meetings.models import Meeting
from members.models import TaskForce
from rad.paper import fingerprint


def snapshot_list(user: Any) -> QuerySet[Snapshot]:
    """Snapshots of one's task force, the newest first, without their content.

    `meeting_known` says whether the person may know the meeting one was taken for: its title is shown then.
    """
    known = Exists(Meeting.objects.visible_to(user).filter(pk=OuterRef("meeting")))
    rows = Snapshot.objects.visible_to(user).select_related("meeting__task_force__region", "period__plan")
    return rows.annotate(meeting_known=known).defer("data").order_by("-number")


def snapshot_board(snapshot: Snapshot, audience: Audience | str) -> Board:
    """The board kept for one audience. Raises Denied where the content is no longer what its hash says."""
    if fingerprint(snapshot.data) != snapshot.sha256:
        raise Denied(
            _("%(name)s tidak utuh: isinya tidak lagi sama dengan sidik jarinya. Beri tahu admin sistem.")
            % {"name": snapshot}
        )
    return from_json(snapshot.data[str(audience)])


def snapshot_by_code(user: Any, code: str) -> Snapshot | None:
    """What a code from paper opens for this person; nothing for a foreign code as for an unknown one."""
    return snapshot_list(user).filter(code=normalise_code(code)).first() if normalise_code(code) else None


def last_number(task_force: TaskForce) -> int:
    """The highest number given in a task force; 0 before the first."""
    return Snapshot.objects.filter(task_force=task_force).aggregate(top=Max("number"))["top"] or 0


def brief_list(user: Any) -> QuerySet[BriefDocument]:
    """Lembar ringkas this person may open, the newest first."""
    rows = BriefDocument.objects.visible_to(user).select_related("snapshot__meeting", "made_by")
    return rows.defer("snapshot__data").prefetch_related("jobs").order_by("-created_at")


def brief_for_job(user: Any, pk: UUID) -> BriefDocument | None:
    """The reserved paper a job renders, with its snapshot, if who asked may still know of it."""
    rows = BriefDocument.objects.visible_to(user).filter(pk=pk)
    return rows.select_related(
        "snapshot__task_force__region", "snapshot__meeting__task_force__region", "snapshot__period"
    ).first()
