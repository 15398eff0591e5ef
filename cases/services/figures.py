"""Figures about cases: counted by the worker, kept as each audience may read them, let out once."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from cases.enums import Audience
from cases.figures import ALL_MEASURES, At, Count, closed_in, published
from cases.models import CaseFigure, CaseJob, FrozenYear, ReleasedCell
from cases.release import complete_years, newly_out
from cases.rules.figures import check_figures_refresh
from cases.selectors.figures import counts_for_system, tables_for_system, thresholds_for_system
from cases.selectors.released import frozen_years_for_system, outside_tables_for_system
from cases.suppression import HIDDEN, Cell
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
    """Count one task force's cases, replace its figures inside, and let out what is over; how many cells.

    The raw counts live in this process for a moment; only those of a year that left are kept, for the worker.
    The order in which cells are hidden for others' sake is this portal's secret, so that nobody can replay
    the choice.
    """
    rows = TaskForce.objects.select_for_update(of=("self",)).annotate(today=local_day("region__timezone"))
    task_force = rows.get(pk=task_force_id)
    counts, tables = counts_for_system(task_force_id), tables_for_system(task_force)
    limits, salt = thresholds_for_system(task_force_id), f"{settings.SECRET_KEY}:{task_force_id}".encode()
    shown = published(counts, tables, task_force.today.year, limits, salt)
    frozen = years_freeze(task_force_id=task_force_id, counts=counts, today=task_force.today.year)
    new = newly_out(
        {(c.measure, c.dimension, c.key, c.other, c.year): c.n for each in frozen.values() for c in each},
        tables,
        sorted(frozen),
        outside_tables_for_system(task_force_id, last_year=task_force.today.year),
        limit=limits.outside - 1,
        closed=closed_in(shown[Audience.INSIDE]),
        salt=salt,
    )
    return _keep_inside(task_force, shown) + _keep_outside(task_force, new)


def _keep_inside(task_force: TaskForce, shown: Mapping[Audience, Mapping[At, Cell]]) -> int:
    rows = [
        CaseFigure(task_force=task_force, audience=audience, as_of=timezone.now(), **_columns(at, value))
        for audience, cells in shown.items()
        for at, value in cells.items()
    ]
    CaseFigure.objects.filter(task_force=task_force, measure__in=ALL_MEASURES).delete()
    return len(CaseFigure.objects.bulk_create(rows, batch_size=1000))


def _keep_outside(task_force: TaskForce, new: Mapping[At, Cell]) -> int:
    now = timezone.now()
    rows = [ReleasedCell(task_force=task_force, released_at=now, **_columns(*each)) for each in new.items()]
    return len(ReleasedCell.objects.bulk_create(rows, batch_size=1000))


def years_freeze(*, task_force_id: UUID, counts: list[Count], today: int) -> dict[int, list[Count]]:
    """Keep the counts of each year that is over, once, whatever is entered later. All that are kept."""
    frozen = frozen_years_for_system(task_force_id)
    known = [*frozen, *(count.year for count in counts)]
    due = [year for year in complete_years(known, today) if year not in frozen]
    fresh = {year: [count for count in counts if count.year == year] for year in due}
    now = timezone.now()
    FrozenYear.objects.bulk_create(
        FrozenYear(task_force_id=task_force_id, year=year, counts=each, frozen_at=now)
        for year, each in fresh.items()
    )
    return frozen | fresh


def _columns(at: At, value: Cell) -> dict[str, Any]:
    """A cell as the columns of its table."""
    first, last = at.span
    return {
        "first_year": first,
        "last_year": last,
        "measure": at.measure,
        "dimension": at.dimension,
        "key": at.key,
        "other": at.other,
        "count": None if value is HIDDEN else value,
    }
