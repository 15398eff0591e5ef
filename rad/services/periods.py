"""Periods in which is reported: opened and closed by the secretariat."""

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from gugus.core import audit
from gugus.core.services import kept, locked, put
from gugus.core.workflow import move
from rad import rules
from rad.enums import PERIOD_TRANSITIONS
from rad.models import ActionPlan, ReportingPeriod
from rad.selectors.versions import of_line
from rad.services.carry import period_carry
from rad.services.grants import plan_grants_sync


@transaction.atomic
def period_open(
    *, plan: ActionPlan, kind: str, year: int, ordinal: int, deadline: date, by: Any
) -> ReportingPeriod:
    """Open a period for reporting until its deadline. What was reported in it under an earlier version of the
    plan comes along, so that it is never reported twice.

    Raises ValidationError for a year outside of the plan, and for a year that is already reported in periods
    of another kind: quarters and semesters of one year would be counted twice.
    """
    plan = locked(plan)
    rules.check_period_open(by, plan)
    if year not in plan.years:
        years = f"{plan.first_year}–{plan.last_year}"
        raise ValidationError(
            {
                "year": _("Tahun %(year)s di luar RAD ini. Pilih tahun %(years)s.")
                % {"year": year, "years": years}
            }
        )
    line = ReportingPeriod.objects.filter(**of_line(plan, "plan__"), year=year)
    other = line.exclude(kind=kind).first()
    if other:
        raise ValidationError(
            {
                "kind": _("Tahun ini sudah dilaporkan per %(kind)s. Satu tahun memakai satu jenis periode.")
                % {"kind": other.get_kind_display()}
            }
        )
    period = kept(ReportingPeriod(plan=plan, kind=kind, year=year, ordinal=ordinal, deadline=deadline))
    plan_grants_sync(plan=plan)
    earlier = line.filter(ordinal=ordinal).exclude(plan=plan).select_for_update(of=("self",))
    carried = sum(period_carry(source=each, to=period) for each in earlier.order_by("-plan__version"))
    audit.record(by=by, action="rad.period_open", obj=period, deadline=deadline, carried=carried)
    return period


@transaction.atomic
def period_update(*, period: ReportingPeriod, deadline: date, by: Any) -> ReportingPeriod:
    """Move the deadline."""
    row = locked(period)
    rules.check_period_manage(by, row)
    if put(row, {"deadline": deadline}):
        kept(row)
        audit.record(by=by, action="rad.period_update", obj=row, deadline=deadline)
    return row


@transaction.atomic
def period_close(*, period: ReportingPeriod, by: Any) -> ReportingPeriod:
    """End reporting; returned reports may still be mended."""
    row = locked(period)
    rules.check_period_close(by, row)
    return _moved(row, "close", by)


@transaction.atomic
def period_reopen(*, period: ReportingPeriod, by: Any) -> ReportingPeriod:
    row = locked(period)
    rules.check_period_reopen(by, row)
    return _moved(row, "reopen", by)


def _moved(row: ReportingPeriod, name: str, by: Any) -> ReportingPeriod:
    move(row, PERIOD_TRANSITIONS, name)
    row.save()
    audit.record(by=by, action=f"rad.period_{name}", obj=row)
    return row
