"""The region's own limits of time. A change is a new row from its day on; the one before it ends."""

from datetime import date, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from cases.enums import ClockUnit
from cases.models import SlaRule
from cases.rules.settings import check_settings_manage
from gugus.core import audit
from gugus.core.services import kept, locked
from members.models import TaskForce

DAY = timedelta(days=1)


@transaction.atomic
def sla_rule_save(
    *,
    by: Any,
    step: str,
    urgency: str,
    amount: int,
    unit: str,
    warn_hours: int,
    escalate_hours: int,
    source: str,
    certainty: str,
    valid_from: date,
) -> SlaRule:
    """Let a step take so long in the actor's task force from a day on.

    Clocks that run already keep their limit: it was told to people. Raises ValidationError for a day that is
    past, and for a warning that would come before the clock begins.
    """
    check_settings_manage(by)
    if valid_from < by.authority.today:
        raise ValidationError({"valid_from": _("Pilih hari ini atau sesudahnya.")})
    if unit == ClockUnit.HOURS and warn_hours >= amount:
        raise ValidationError({"warn_hours": _("Pengingat harus lebih pendek daripada batasnya.")})
    own = _own_rules(by, step, urgency)
    row = own.filter(valid_from=valid_from).first() or SlaRule(
        task_force_id=by.authority.task_force_id, step=step, urgency=urgency, valid_from=valid_from
    )
    later = own.filter(valid_from__gt=valid_from).order_by("valid_from").first()
    row.amount, row.unit, row.warn_hours, row.escalate_hours = amount, unit, warn_hours, escalate_hours
    row.source, row.certainty = source, certainty
    row.valid_until = later.valid_from - DAY if later and later.valid_from else None
    _end_before(own, valid_from)
    kept(row)
    audit.record(
        by=by, action="cases.sla_rule_save", obj=row, amount=amount, unit=unit, since=str(valid_from)
    )
    return row


@transaction.atomic
def sla_rule_reset(*, by: Any, step: str, urgency: str) -> None:
    """Go back to the shipped limit from today on; what was planned for later is dropped too."""
    check_settings_manage(by)
    today = by.authority.today
    own = _own_rules(by, step, urgency)
    own.filter(valid_from__gte=today).delete()
    _end_before(own, today)
    audit.record(by=by, action="cases.sla_rule_reset", label=f"{step} {urgency}".strip(), since=str(today))


def _own_rules(by: Any, step: str, urgency: str) -> QuerySet[SlaRule]:
    """The task force's own rows of a step; the task force is held, so that two changes never overlap."""
    task_force = locked(TaskForce(pk=by.authority.task_force_id))
    return SlaRule.objects.filter(task_force=task_force, step=step, urgency=urgency)


def _end_before(own: QuerySet[SlaRule], day: date) -> None:
    """The row in force on a day ends the day before it."""
    running = own.filter(Q(valid_until__isnull=True) | Q(valid_until__gte=day), valid_from__lt=day)
    running.update(valid_until=day - DAY)
