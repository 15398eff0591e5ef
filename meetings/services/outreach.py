"""Whom a sosialisasi reached and where."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from gugus.core import audit
from gugus.core.services import kept, locked
from meetings.models import Meeting, Outreach
from meetings.rules.outreach import check_outreach
from meetings.services.meetings import check_parts
from members.models import Region


@transaction.atomic
def outreach_set(
    *,
    meeting: Meeting,
    by: Any,
    region: Region | None = None,
    audience: str = "",
    men: int | None = None,
    women: int | None = None,
    materials: str = "",
    partner: str = "",
) -> Outreach:
    """Record place, audience, materials and, once it has begun, how many came; None where nobody counted.

    Raises ValidationError beside `region` for a place outside of the region, beside `men` for numbers before
    the day.
    """
    row = locked(meeting)
    check_outreach(by, row)
    begun = row.starts_at is not None and row.starts_at <= timezone.now()
    if not begun and (men is not None or women is not None):
        raise ValidationError(
            {"men": _("Jumlah peserta diisi sesudah kegiatan berlangsung. Kosongkan dahulu.")}
        )
    if region is not None and region != row.region:
        row.region = region
        check_parts(row)
        kept(row)
    outreach = Outreach.objects.filter(meeting=row).first() or Outreach(meeting=row)
    values = {"audience": audience, "men": men, "women": women, "materials": materials, "partner": partner}
    for name, value in values.items():
        setattr(outreach, name, value)
    kept(outreach)
    audit.record(by=by, action="meetings.outreach_set", obj=row, men=men, women=women, region=row.region_id)
    return outreach
