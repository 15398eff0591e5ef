"""Services given. Each agency writes its own and keeps reading them when its access to the case has ended."""

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from cases.models import Case, ServiceRecord
from cases.rules.cases import check_handle
from cases.rules.records import check_record_change
from cases.selectors.cases import desk_for
from cases.selectors.records import receiving_referral
from cases.selectors.vocabulary import services
from cases.services import trail
from cases.services.cases import followed_up
from cases.services.common import held
from gugus.core.services import kept, put


@transaction.atomic
def service_record_save(
    *,
    case: Case,
    service: str,
    started_on: date,
    by: Any,
    ended_on: date | None = None,
    result: str = "",
    record: ServiceRecord | None = None,
) -> ServiceRecord:
    """Write down a service one's agency gives or gave, or correct one's own record.

    Raises Denied, and ValidationError for a day to come or an unknown service.
    """
    check_handle(by, case)
    if started_on > by.authority.today:
        raise ValidationError({"started_on": _("Layanan dicatat setelah dimulai: tanggal ini belum tiba.")})
    row = held(record, check_record_change, by) if record else _new(case, service, by)
    values = {"service": service, "stage": _stage(service, by), "started_on": started_on}
    put(row, values | {"ended_on": ended_on, "result": result})
    kept(row)
    followed_up(case, by)
    action = f"cases.service_{'update' if record else 'record'}"
    trail.record(by=by, action=action, case=case, service=service)
    return row


def _new(case: Case, service: str, by: Any) -> ServiceRecord:
    desk = desk_for(by, case)
    referral = receiving_referral(by, case, service)
    number = referral.number if referral and referral.number else case.code
    mine = {"group": desk.group, "agency": desk.agency, "recorded_by": by}
    return ServiceRecord(case=case, referral=referral, number=number, **mine)


def _stage(service: str, by: Any) -> str:
    for row in services(by):
        if row.code == service:
            return row.stage
    raise ValidationError({"service": _("Pilih layanan dari daftar.")})
