"""Remarks on an item, read by everybody who reads the plan."""

from typing import Any

from django.db import transaction
from django.utils import timezone

from gugus.core import audit
from gugus.core.nik import check_no_nik
from gugus.core.services import kept, locked
from rad import rules
from rad.models import ActionItem, ItemComment, ReportingPeriod
from rad.services.reports import seat_of


@transaction.atomic
def comment_add(
    *, item: ActionItem, text: str, by: Any, period: ReportingPeriod | None = None
) -> ItemComment:
    """Write a remark, about one period or in general; the writer's seat of today is kept with it.

    Raises ValidationError beside `text` for a NIK.
    """
    rules.check_comment(by, item)
    check_no_nik(text=text)
    row = kept(ItemComment(item=item, period=period, text=text.strip(), author=by, author_as=seat_of(by)))
    audit.record(by=by, action="rad.comment_add", obj=row, label=item.code)
    return row


@transaction.atomic
def comment_withdraw(*, comment: ItemComment, by: Any) -> ItemComment:
    """Hide one's own remark: its words are gone for readers, that it was written and withdrawn is kept."""
    row = locked(comment)
    rules.check_comment_withdraw(by, row)
    row.withdrawn_at = timezone.now()
    kept(row)
    audit.record(by=by, action="rad.comment_withdraw", obj=row, label=row.item.code)
    return row
