"""Lembar ringkas: a snapshot first, a paper reserved on it, its PDF by the worker."""

from typing import Any
from zoneinfo import ZoneInfo

from django.db import transaction

from gugus.core import audit
from gugus.core.enums import JobStatus
from gugus.core.jobs import enqueue
from gugus.dashboard.enums import Occasion
from gugus.dashboard.models import BriefDocument, DashboardJob, Snapshot
from gugus.dashboard.rules import check_brief_make
from gugus.dashboard.services.snapshots import snapshot_take
from gugus.documents.enums import DocumentKind
from gugus.documents.services import document_create
from members.models import TaskForce

RENDER = "dashboard.brief_render"
UNFINISHED = (JobStatus.PENDING, JobStatus.RUNNING)


@transaction.atomic
def brief_make(*, by: Any, meeting: Any = None) -> DashboardJob:
    """Freeze the figures of the task force the person acts in and ask for the paper.

    Asked twice while the first is still being made, it answers with the first. Raises Denied.
    """
    check_brief_make(by)
    task_force = TaskForce.objects.select_for_update().get(pk=by.authority.task_force_id)
    mine = DashboardJob.objects.filter(task=RENDER, requested_by=by, status__in=UNFINISHED)
    waiting = mine.filter(document__snapshot__meeting=meeting, task_force_id=task_force.pk).first()
    if waiting is not None:
        return waiting
    occasion = Occasion.MEETING if meeting else Occasion.DEMAND
    snapshot = snapshot_take(task_force=task_force, occasion=occasion, by=by, meeting=meeting)
    return brief_reserve(snapshot=snapshot, by=by)


@transaction.atomic
def brief_reserve(*, snapshot: Snapshot, by: Any) -> DashboardJob:
    """The paper of a snapshot and the job that prints it; its caller says who may."""
    document = document_create(
        model=BriefDocument,
        kind=DocumentKind.BRIEF,
        title=f"Lembar ringkas dari potret nomor {snapshot.number}",
        dated=snapshot.as_of.astimezone(ZoneInfo(snapshot.task_force.region.timezone)).date(),
        office=str(snapshot.task_force)[:200],
        task_force=snapshot.task_force,
        by=by,
        final=True,
        snapshot=snapshot,
    )
    job = DashboardJob.objects.create(
        task=RENDER, requested_by=by, task_force_id=snapshot.task_force_id, document=document
    )
    enqueue(job)
    audit.record(by=by, action="dashboard.brief_make", obj=document, number=snapshot.number)
    return job
