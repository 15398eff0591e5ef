"""Freezing a period's figures and words, once and for good."""

from typing import Any

from django.db import transaction

from gugus.core import audit
from gugus.core.services import kept
from rad import rules
from rad.models import ActionPlan, ReportingPeriod, Snapshot
from rad.paper import fingerprint
from rad.selectors.snapshots import last_snapshot_number, snapshot_data
from rad.selectors.versions import of_line


@transaction.atomic
def snapshot_make(
    *, period: ReportingPeriod, by: Any, kind: str | None = None, pictures: bool = False
) -> Snapshot:
    """Freeze everything the report of a period prints, as it stands now, under the plan's next number.

    `kind` is the report it is for (the period's own without it). Numbers run within the plan's code over its
    versions, without gaps: the versions are locked meanwhile, and a failed making takes no number. Raises
    Denied for others than the secretariat, ValidationError for a kind the period cannot close with.
    """
    rules.check_period_manage(by, period)
    kind = kind or rules.report_kinds(period)[0]
    rules.check_report_kind(period, kind)
    plan = period.plan
    versions = ActionPlan.objects.filter(**of_line(plan))
    list(versions.order_by("version").select_for_update(of=("self",)).values_list("pk"))
    data = snapshot_data(period, kind, by.authority.today, pictures=pictures)
    row = kept(
        Snapshot(
            period=period,
            number=last_snapshot_number(plan) + 1,
            as_of=by.authority.today,
            data=data,
            sha256=fingerprint(data),
            made_by=by,
        )
    )
    audit.record(by=by, action="rad.snapshot_make", obj=row, number=row.number, sha256=row.sha256)
    return row
