"""What a task force decides about reporting: its predikat, the threshold of small counts, the reminders."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gugus.core import audit
from gugus.core.services import kept, locked, put
from members.models import TaskForce
from rad import rules
from rad.aggregation import Grade
from rad.models import GradeBand, ReportingRules
from rad.selectors import band_list

MOST_BANDS = 10
FURTHEST = 60
MOST_DAYS = 8


@transaction.atomic
def grades_update(*, grades: Sequence[Grade], by: Any) -> list[GradeBand]:
    """Give the actor's task force a scale of its own, in the place of the one it has.

    Raises ValidationError for fewer than two bands, for a scale that does not begin at 0 (a value would be
    without predikat), and for two bands of one floor or name.
    """
    rules.check_manage(by)
    task_force = _task_force(by)
    if not 2 <= len(grades) <= MOST_BANDS:
        raise ValidationError(_("Skala memuat 2 sampai %(most)s predikat.") % {"most": MOST_BANDS})
    if min(grade.floor for grade in grades) != 0:
        raise ValidationError(
            _("Predikat terendah mulai dari 0, supaya setiap capaian mendapat predikat. Tambahkan baris 0.")
        )
    band_list(task_force).delete()
    rows = [
        kept(GradeBand(task_force=task_force, floor=grade.floor, name=grade.name, tone=grade.tone))
        for grade in grades
    ]
    floors = sorted(str(grade.floor) for grade in grades)
    audit.record(by=by, action="rad.grades_update", obj=task_force, floors=floors)
    return rows


@transaction.atomic
def grades_reset(*, by: Any) -> None:
    """Go back to the shipped scale."""
    rules.check_manage(by)
    task_force = _task_force(by)
    if band_list(task_force).delete()[0]:
        audit.record(by=by, action="rad.grades_reset", obj=task_force)


@transaction.atomic
def rules_update(*, by: Any, small_cell: int, remind_days: Iterable[int], remind_hour: int) -> ReportingRules:
    """Set the threshold of small counts, the days of reminders (negative: before the deadline), their hour.

    Raises ValidationError for days further than two months from the deadline, and for too many.
    """
    rules.check_manage(by)
    task_force = _task_force(by)
    days = sorted(set(remind_days))
    if any(abs(day) > FURTHEST for day in days):
        raise ValidationError(
            ngettext(
                "Paling jauh %(n)s hari dari batas lapor.",
                "Paling jauh %(n)s hari dari batas lapor.",
                FURTHEST,
            )
            % {"n": FURTHEST}
        )
    if len(days) > MOST_DAYS:
        raise ValidationError(_("Paling banyak %(most)s hari pengingat.") % {"most": MOST_DAYS})
    row = ReportingRules.objects.filter(task_force=task_force).first() or ReportingRules(
        task_force=task_force
    )
    changed = put(row, {"small_cell": small_cell, "remind_days": days, "remind_hour": remind_hour})
    if changed or not row.pk:
        row.full_clean(exclude=["remind_days"])  # no days at all: nobody is reminded
        row.save()
        audit.record(
            by=by,
            action="rad.rules_update",
            obj=task_force,
            small_cell=small_cell,
            days=days,
            hour=remind_hour,
        )
    return row


def _task_force(by: Any) -> TaskForce:
    """The actor's own, held until the transaction ends, so that two scales never mix."""
    return locked(TaskForce(pk=by.authority.task_force_id))
