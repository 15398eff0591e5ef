"""The plan itself: begun, renamed, fixed by law, revised, copied to other years, thrown away."""

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from gugus.core import audit
from gugus.core.services import kept, locked, put
from gugus.core.templatetags.gugus import tanggal
from gugus.core.workflow import move
from members.models import TaskForce
from rad import rules
from rad.enums import PERIOD_TRANSITIONS, PLAN_TRANSITIONS, PeriodStatus
from rad.models import ActionPlan, Indicator, ReportingPeriod
from rad.services.carry import period_carry
from rad.services.copies import matrix_copy
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

    From now on it is locked, and the liaisons of its agencies may report. A new version replaces the one in
    force and takes over its open periods with what was reported in them; closed ones stay behind. Raises
    ValidationError for an empty plan, for a date to come or before the replaced version's, and for an open
    period outside of the new version's years.
    """
    row = locked(plan)
    rules.check_plan_adopt(by, row)
    _check_adoption(row, adopted_on, by.authority.today)
    old = locked(row.replaces) if row.replaces else None
    if old:
        move(old, PLAN_TRANSITIONS, "revise")
        kept(old)
    move(row, PLAN_TRANSITIONS, "adopt")
    row.instrument, row.adopted_on = instrument, adopted_on
    kept(row)
    row.removed_parts.all().delete()
    plan_grants_sync(plan=row)
    if old:
        audit.record(by=by, action="rad.plan_supersede", obj=old, version=row.version)
        _periods_take_over(old, row, by)
    audit.record(by=by, action="rad.plan_adopt", obj=row, adopted_on=adopted_on, version=row.version)
    return row


def _check_adoption(row: ActionPlan, adopted_on: date, today: date) -> None:
    if not Indicator.objects.filter(item__program__strategy__plan=row).exists():
        raise ValidationError(_("RAD belum berisi indikator. Isi matriksnya dahulu, atau impor dari Excel."))
    if adopted_on > today:
        raise ValidationError(
            {
                "adopted_on": _(
                    "Tanggal penetapan tidak boleh melewati hari ini. "
                    "Isi tanggal pada naskah yang sudah ditandatangani."
                )
            }
        )
    before = row.replaces and row.replaces.adopted_on
    if before and adopted_on < before:
        raise ValidationError(
            {
                "adopted_on": _("Versi sebelumnya ditetapkan %(day)s. Isi tanggal itu atau sesudahnya.")
                % {"day": tanggal(before)}
            }
        )


def _periods_take_over(old: ActionPlan, new: ActionPlan, by: Any) -> None:
    """Open periods go on under the new version; what the old one had closed stays with it."""
    for period in old.periods.select_for_update(of=("self",)).filter(status=PeriodStatus.OPEN):
        if period.year not in new.years:
            raise ValidationError(
                _("%(period)s masih dibuka, tetapi tahunnya di luar versi ini. Tutup dahulu periode itu.")
                % {"period": period}
            )
        move(period, PERIOD_TRANSITIONS, "close")
        kept(period)
        same = {name: getattr(period, name) for name in ("kind", "year", "ordinal", "deadline")}
        fresh = kept(ReportingPeriod(plan=new, **same))
        moved = period_carry(source=period, to=fresh)
        audit.record(by=by, action="rad.period_carry", obj=fresh, reports=moved)


@transaction.atomic
def plan_revise(*, plan: ActionPlan, by: Any) -> ActionPlan:
    """Begin a new version of the plan in force: a draft with the same matrix, every row the same thing.

    Raises Denied when the plan is not in force, or a draft of a new version is there already.
    """
    row = locked(plan)
    rules.check_plan_revise(by, row)
    newest = ActionPlan.objects.filter(task_force=row.task_force_id, code=row.code).order_by("-version")[0]
    same = {name: getattr(row, name) for name in ("task_force", "code", "title", "first_year", "last_year")}
    draft = kept(ActionPlan(**same, version=newest.version + 1, replaces=row))
    matrix_copy(source=row, target=draft, keep=True)
    audit.record(by=by, action="rad.plan_revise", obj=draft, version=draft.version)
    return draft


@transaction.atomic
def plan_copy(
    *, plan: ActionPlan, code: str, title: str, first_year: int, last_year: int, by: Any
) -> ActionPlan:
    """Begin the plan of another period with this one's matrix: a draft with a history of its own.

    Targets move by as many years as the plan does, and those beyond its last year are left out; baselines
    stay for somebody to renew. Raises ValidationError for a code in use.
    """
    rules.check_manage_plan(by, plan)
    draft = plan_create(code=code, title=title, first_year=first_year, last_year=last_year, by=by)
    matrix_copy(source=plan, target=draft, keep=False, shift=first_year - plan.first_year)
    audit.record(by=by, action="rad.plan_copy", obj=draft, source=plan.code)
    return draft


@transaction.atomic
def plan_discard(*, plan: ActionPlan, by: Any) -> None:
    """Throw a draft away, with all that stands in it. There is no way back."""
    row = locked(plan)
    rules.check_plan_discard(by, row)
    audit.record(by=by, action="rad.plan_discard", obj=row, version=row.version)
    row.delete()
