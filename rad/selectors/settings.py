"""What a task force decided about reporting, or the shipped defaults where it decided nothing."""

from typing import Any

from django.db.models import QuerySet

from members.models import TaskForce
from rad.aggregation import GRADES, Grade
from rad.figures import Scale
from rad.models import GradeBand, ReportingRules
from rad.models.settings import REMIND_DAYS, SMALL_CELL


def rules_for(task_force: Any) -> ReportingRules:
    """The row of a task force, or an unsaved one with the defaults. `task_force`: the object or its key."""
    key = getattr(task_force, "pk", task_force)
    return ReportingRules.objects.filter(task_force=key).first() or ReportingRules(task_force_id=key)


def remind_days_for(task_force: Any) -> tuple[int, ...]:
    """Days relative to a deadline on which is reminded, earliest first; negative before it."""
    days = rules_for(task_force).remind_days
    return tuple(sorted(int(day) for day in (REMIND_DAYS if days is None else days)))


def small_cell_for(task_force: Any) -> int:
    """Counts about victims below this are hidden from those who may not see details (domain.md §7)."""
    return scale_for(task_force).small_cell


def band_list(task_force: Any) -> QuerySet[GradeBand]:
    """A task force's own bands, highest first; none: the shipped scale is in use."""
    return GradeBand.objects.filter(task_force=getattr(task_force, "pk", task_force)).order_by("-floor")


def grades_for(task_force: Any) -> tuple[Grade, ...]:
    """The scale in use: own bands, else the shipped one (Permendagri 86/2017)."""
    return scale_for(task_force).grades


def scale_for(task_force: Any) -> Scale:
    """How a task force reads figures: predikat and threshold, in one query."""
    rows = list(
        TaskForce.objects.filter(pk=getattr(task_force, "pk", task_force))
        .order_by("-grade_bands__floor")
        .values_list(
            "reporting_rules__small_cell", "grade_bands__floor", "grade_bands__name", "grade_bands__tone"
        )
    )
    own = tuple(Grade(floor, name, tone) for _small, floor, name, tone in rows if name is not None)
    return Scale(own or GRADES, rows[0][0] or SMALL_CELL)
