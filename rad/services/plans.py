"""The plan itself: begun, renamed, fixed by law."""

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from gugus.core import audit
from gugus.core.workflow import move
from members.models import TaskForce
from rad import rules
from rad.enums import PLAN_TRANSITIONS
from rad.models import ActionPlan, Indicator
from rad.services.common import kept, locked, put
from rad.services.grants import plan_grants_sync


@transaction.atomic
def plan_create(*, code: str, title: str, first_year: int, last_year: int, by: Any) -> ActionPlan:
    """Begin a draft in the task force the person acts in. Raises ValidationError for a code in use."""
    rules.check_manage(by)
    task_force = TaskForce.objects.get(pk=by.authority.task_force_id)
    plan = kept(
        ActionPlan(task_force=task_force, code=code, title=title, first_year=first_year, last_year=last_year)
    )
    audit.record(by=by, action="rad.plan_create", obj=plan, code=code)
    return plan


@transaction.atomic
def plan_update(*, plan: ActionPlan, by: Any, **values: Any) -> ActionPlan:
    """Change title or years of a draft."""
    row = locked(plan)
    rules.check_plan_edit(by, row)
    changed = put(row, values)
    if changed:
        kept(row)
        audit.record(by=by, action="rad.plan_update", obj=row, fields=changed)
    return row


@transaction.atomic
def plan_adopt(*, plan: ActionPlan, instrument: str, adopted_on: date, by: Any) -> ActionPlan:
    """Fix the matrix by its legal instrument ("Peraturan Wali Kota Nomor 12 Tahun 2026").

    From now on it is locked, and the liaisons of its agencies may report. Raises ValidationError for an empty
    plan and for a date to come.
    """
    row = locked(plan)
    rules.check_plan_adopt(by, row)
    if not Indicator.objects.filter(item__program__strategy__plan=row).exists():
        raise ValidationError(_("RAD belum berisi indikator. Isi matriksnya dahulu, atau impor dari Excel."))
    if adopted_on > by.authority.today:
        raise ValidationError(
            {
                "adopted_on": _(
                    "Tanggal penetapan tidak boleh melewati hari ini. "
                    "Isi tanggal pada naskah yang sudah ditandatangani."
                )
            }
        )
    move(row, PLAN_TRANSITIONS, "adopt")
    row.instrument, row.adopted_on = instrument, adopted_on
    kept(row)
    plan_grants_sync(plan=row)
    audit.record(by=by, action="rad.plan_adopt", obj=row, adopted_on=adopted_on)
    return row
