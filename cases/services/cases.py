"""A case's life: opened by an agency's handlers, changed, closed (terminasi), opened again."""

from collections.abc import Collection, Mapping
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.enums import CASE_TRANSITIONS, ClockStep, Risk, Stage, StageStatus, Urgency
from cases.models import Case, Incident, StageState
from cases.rules.cases import (
    check_case_close,
    check_case_reopen,
    check_case_update,
    check_handle,
    check_handler,
    check_own,
    check_seen,
)
from cases.selectors.cases import desks_of, open_referrals
from cases.selectors.sla import due_for
from cases.services import trail
from cases.services.common import held
from gugus.core.permissions import allowed
from gugus.core.services import kept, put
from gugus.core.workflow import move
from members.models import Desk

# A case has a risk and no urgency of its own: how soon its first act is due follows from it.
URGENCIES = {Risk.LOW: Urgency.NORMAL, Risk.MEDIUM: Urgency.SOON, Risk.HIGH: Urgency.NOW}


@transaction.atomic
def case_open(
    *,
    desk: Desk,
    by: Any,
    incident: Mapping[str, Any] | None = None,
    beside: Case | None = None,
    **values: Any,
) -> Case:
    """Open the file of one victim for the handlers of `desk`; its code is drawn by the database.

    The incident is new, or that of `beside`, a case one handles: there is no other way to an incident.
    Raises Denied, and ValidationError for a desk that is not one's own.
    """
    check_handler(by)
    if desk not in desks_of(by):
        raise ValidationError({"desk": _("Pilih instansi tempat Anda bertugas sebagai penangan.")})
    if beside is not None:
        check_handle(by, beside)
    place = beside.incident if beside else _incident(desk, by, incident or {})
    case = Case(
        task_force_id=desk.task_force_id,
        owner_id=desk.group_id,
        lead_agency_id=desk.agency_id,
        incident=place,
        opened_by=by,
        **values,
    )
    case.follow_up_due = due_for(
        ClockStep.FOLLOW_UP, URGENCIES[Risk(case.risk)], case.created_at, desk.task_force
    )
    case.full_clean(exclude=["incident"])  # nobody sees an incident before it has a case
    case.save(force_insert=True)
    case.refresh_from_db(fields=["code"])
    StageState(case=case, stage=Stage.INTAKE, status=StageStatus.RUNNING, changed_by=by).save()
    trail.record(by=by, action="cases.case_open", case=case, beside=beside.code if beside else "")
    return case


def _incident(desk: Desk, by: Any, values: Mapping[str, Any]) -> Incident:
    return kept(Incident(task_force_id=desk.task_force_id, created_by=by, **values))


@transaction.atomic
def case_update(*, case: Case, version: Any, by: Any, **values: Any) -> Case:
    """Change what the case itself says. `version` is the one the person read.

    Raises Denied; Stale when somebody saved in between, ValidationError with what is wrong.
    """
    row = held(case, check_case_update, by)
    check_seen(row.version, version)
    changed = put(row, values)
    if changed:
        row.version += 1
        kept(row)
        trail.record(by=by, action="cases.case_update", case=row, fields=changed)
    return row


@transaction.atomic
def case_close(*, case: Case, closure: str, note: str, by: Any, knowing: Collection[UUID] = ()) -> Case:
    """End the case (terminasi) for a reason. Referrals that still run are not ended by it: whoever closes
    names each of them in `knowing`. Raises Denied, and ValidationError naming those left out.
    """
    row = held(case, check_case_close, by)
    left = [one for one in open_referrals(by, row) if one.pk not in knowing]
    if left:
        names = ", ".join(f"{one.receiver_agency.short_name} ({one.get_status_display()})" for one in left)
        raise ValidationError(
            {
                "knowing": _(
                    "Rujukan ini masih berjalan: %(names)s. Akhiri dahulu, atau centang bahwa Anda tahu."
                )
                % {"names": names}
            }
        )
    move(row, CASE_TRANSITIONS, "close")
    row.closure, row.closure_note, row.closed_at = closure, note, timezone.now()
    row.version += 1
    kept(row)
    trail.record(by=by, action="cases.case_close", case=row, closure=closure, running=len(knowing))
    return row


@transaction.atomic
def case_reopen(*, case: Case, by: Any) -> Case:
    """Go on with a closed case; why it was closed stays in the trail. Raises Denied."""
    row = held(case, check_case_reopen, by)
    before = row.closure
    move(row, CASE_TRANSITIONS, "reopen")
    row.closure, row.closure_note, row.closed_at = "", "", None
    row.version += 1
    kept(row)
    trail.record(by=by, action="cases.case_reopen", case=row, closure=before)
    return row


def followed_up(case: Case, by: Any) -> None:
    """The first act for a victim stops the clock of "tindak lanjut"; only the owner's own acts count.

    Called by the services that are such an act (screening, a service, a referral), in their transaction.
    """
    if case.followed_up_at is None and allowed(check_own, by, case):
        Case.objects.filter(pk=case.pk, followed_up_at=None).update(followed_up_at=timezone.now())
