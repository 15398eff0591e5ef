"""What a person is typing, kept on the server before it is saved: their own, in no trail and no figure."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from gugus.core.nik import check_no_nik
from gugus.core.services import kept
from rad import rules
from rad.models import ActionItem, ProgressReport, ReportDraft, ReportingPeriod

LONGEST = 20_000
MOST_FIELDS = 200


@transaction.atomic
def draft_keep(
    *, item: ActionItem, period: ReportingPeriod, fields: Mapping[str, str], by: Any
) -> ReportDraft:
    """Keep the raw texts of an item's inputs, valid or not, in place of what was kept before.

    Raises Denied where the person may not fill in the report now, ValidationError for a NIK (beside its
    field) and for a text longer than 20,000 characters.
    """
    report = ProgressReport.objects.filter(item=item, period=period).first()
    rules.check_report_fill(by, item, period, report)
    check_no_nik(**fields)
    if len(fields) > MOST_FIELDS or any(len(text) > LONGEST for text in fields.values()):
        raise ValidationError(_("Isian terlalu panjang untuk disimpan. Ringkas dahulu."))
    clean = {name: text.replace("\x00", "") for name, text in fields.items()}
    row = ReportDraft.objects.select_for_update().filter(item=item, period=period, person=by).first()
    row = row or ReportDraft(item=item, period=period, person=by)
    row.fields = clean
    return kept(row)


@transaction.atomic
def draft_discard(*, item: ActionItem, period: ReportingPeriod, by: Any) -> None:
    """Forget what the person typed for an item; what is saved stays."""
    ReportDraft.objects.visible_to(by).filter(item=item, period=period).delete()
