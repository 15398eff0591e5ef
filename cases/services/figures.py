"""Figures about cases: counted by the worker, kept only as each audience may read them."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from cases.figures import ALL_MEASURES, published
from cases.models import CaseFigure, CaseJob
from cases.rules.figures import check_figures_refresh
from cases.selectors.figures import counts_for_system, tables_for_system, thresholds_for_system
from cases.suppression import HIDDEN
from gugus.core import audit
from gugus.core.jobs import enqueue
from members.models import TaskForce
from members.models.appointments import local_day

STATS = "cases.stats"


@transaction.atomic
def figures_request(*, by: Any) -> CaseJob:
    """Ask the worker to count again now; every night it does so anyway. Raises Denied."""
    check_figures_refresh(by)
    job = CaseJob(task=STATS, requested_by=by, task_force_id=by.authority.task_force_id)
    job.full_clean()
    job.save()
    audit.record(by=by, action="cases.figures_request")
    enqueue(job)
    return job


@transaction.atomic
def figures_fill(*, task_force_id: UUID) -> int:
    """Count one task force's cases and replace its published figures; returns how many cells.

    The raw counts live in this process for a moment and are kept nowhere. The order in which cells are
    hidden for others' sake is this portal's secret, so that nobody can replay the choice.
    """
    task_force = TaskForce.objects.annotate(today=local_day("region__timezone")).get(pk=task_force_id)
    shown = published(
        counts_for_system(task_force_id),
        tables_for_system(task_force),
        task_force.today.year,
        thresholds_for_system(task_force_id),
        f"{settings.SECRET_KEY}:{task_force_id}".encode(),
    )
    now = timezone.now()
    rows = [
        CaseFigure(
            task_force=task_force,
            audience=audience,
            first_year=at.span[0],
            last_year=at.span[1],
            measure=at.measure,
            dimension=at.dimension,
            key=at.key,
            other=at.other,
            count=None if value is HIDDEN else value,
            as_of=now,
        )
        for audience, cells in shown.items()
        for at, value in cells.items()
    ]
    CaseFigure.objects.filter(task_force=task_force, measure__in=ALL_MEASURES).delete()
    CaseFigure.objects.bulk_create(rows, batch_size=1000)
    return len(rows)
