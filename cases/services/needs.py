"""Services a victim needs, until they are met or dropped."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.models import Case, ServiceNeed
from cases.rules.cases import check_handle
from cases.rules.records import check_need_change
from cases.services import trail
from cases.services.common import held
from gugus.core.services import kept


@transaction.atomic
def need_add(*, case: Case, service: str, by: Any, note: str = "") -> ServiceNeed:
    """Note that a service is needed. Raises Denied, and ValidationError where it is noted already."""
    check_handle(by, case)
    if ServiceNeed.objects.filter(case=case, service=service, met_at=None).exists():
        raise ValidationError({"service": _("Layanan ini sudah tercatat sebagai kebutuhan.")})
    row = kept(ServiceNeed(case=case, service=service, note=note, recorded_by=by))
    trail.record(by=by, action="cases.need_add", case=case, service=service)
    return row


@transaction.atomic
def need_met(*, need: ServiceNeed, by: Any) -> ServiceNeed:
    """Note that a need is met. Raises Denied."""
    row = held(need, check_need_change, by)
    row.met_at = timezone.now()
    kept(row)
    trail.record(by=by, action="cases.need_met", case=row.case, service=row.service)
    return row


@transaction.atomic
def need_remove(*, need: ServiceNeed, by: Any) -> None:
    """Drop a need that was noted by mistake or is none any more. Raises Denied."""
    row = held(need, check_need_change, by)
    trail.record(by=by, action="cases.need_remove", case=row.case, service=row.service)
    row.delete()
