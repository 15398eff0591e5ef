"""The words the secretariat writes around the figures of a period's report."""

from typing import Any

from django.db import transaction

from gugus.core import audit
from gugus.core.nik import check_no_nik
from gugus.core.services import kept, locked, put
from rad import rules
from rad.models import PeriodChapter, ReportingPeriod
from rad.selectors.snapshots import chapter_texts


@transaction.atomic
def chapter_save(
    *, period: ReportingPeriod, introduction: str, recommendations: str, by: Any
) -> PeriodChapter:
    """Keep introduction and recommendations of a period; what was printed before stays as it is.

    An introduction left as the portal prepared it is not kept, so that it goes on following the facts.
    Raises Denied for others than the secretariat, ValidationError for a NIK in a text.
    """
    period = locked(period)
    rules.check_period_manage(by, period)
    check_no_nik(introduction=introduction, recommendations=recommendations)
    row = PeriodChapter.objects.filter(period=period).first() or PeriodChapter(period=period, updated_by=by)
    words = _plain(introduction)
    values: dict[str, object] = {
        "introduction": "" if words == _plain(chapter_texts(period).prepared) else words,
        "recommendations": _plain(recommendations),
    }
    if changed := put(row, values):
        row.updated_by = by
        kept(row)
        audit.record(by=by, action="rad.chapter_save", obj=row, fields=changed)
    return row


def _plain(text: str) -> str:
    """As typed, but for the browser's line ends and the room around it."""
    return text.replace("\r\n", "\n").strip()
