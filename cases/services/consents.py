"""A victim's answers: to receiving services and to sharing data, two different questions."""

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.enums import ConsentKind
from cases.models import Case, Consent
from cases.rules.cases import check_handle
from cases.rules.consents import check_consent_withdraw, check_speaker
from cases.services import trail
from cases.services.common import held
from gugus.core.services import kept


@transaction.atomic
def consent_record(
    *,
    case: Case,
    kind: str,
    given: bool,
    given_on: date,
    by: Any,
    scope: str = "",
    valid_until: date | None = None,
    by_guardian: bool = False,
    guardian_relation: str = "",
    note: str = "",
) -> Consent:
    """Keep an answer, yes or no. A no ends every earlier yes to the same question, and with a sharing consent
    the access that rested on it. Raises Denied, ValidationError.
    """
    check_handle(by, case)
    check_speaker(case, given=given, by_guardian=by_guardian, guardian_relation=guardian_relation)
    if given_on > by.authority.today:
        raise ValidationError({"given_on": _("Tanggal pernyataan tidak boleh sesudah hari ini.")})
    row = Consent(
        case=case,
        kind=kind,
        given=given,
        scope=scope if given and kind == ConsentKind.SHARING else "",
        given_on=given_on,
        valid_until=valid_until if given else None,
        by_guardian=by_guardian,
        guardian_relation=guardian_relation,
        note=note,
        recorded_by=by,
    )
    kept(row)
    if not given:
        _withdraw_earlier(row, by)
    codes: dict[str, Any] = {"kind": kind, "given": given, "scope": row.scope, "guardian": by_guardian}
    trail.record(by=by, action="cases.consent_record", case=case, **codes)
    return row


def _withdraw_earlier(answer: Consent, by: Any) -> None:
    rows = Consent.objects.select_for_update().filter(
        case=answer.case_id, kind=answer.kind, given=True, withdrawn_at=None
    )
    for row in rows:
        row.withdrawn_at, row.withdrawn_by = timezone.now(), by
        row.save(update_fields=["withdrawn_at", "withdrawn_by"])


@transaction.atomic
def consent_withdraw(*, consent: Consent, by: Any) -> Consent:
    """End a yes; what it opened closes with it, at once and in the database. Raises Denied."""
    row = held(consent, check_consent_withdraw, by)
    row.withdrawn_at, row.withdrawn_by = timezone.now(), by
    kept(row)
    trail.record(by=by, action="cases.consent_withdraw", case=row.case, kind=row.kind)
    return row
