"""Reports that move with their period to the version now in force: re-pointed by lineage, never copied."""

from typing import Any
from uuid import UUID

from django.db.models import OuterRef, QuerySet, Subquery

from rad.models import (
    ActionItem,
    Correction,
    Indicator,
    IndicatorValue,
    ItemComment,
    PeriodChapter,
    ProgressReport,
    ReportDraft,
    ReportingPeriod,
    ValueRevision,
)


def period_carry(*, source: ReportingPeriod, to: ReportingPeriod) -> int:
    """Move what was reported in a period to the same period of another version; returns how many reports.

    Reports, their values and history, drafts, remarks and the period's chapter follow the items that have a
    counterpart by lineage. Reports of items the new version dropped stay where they are. A report moves with
    its state and its evidence, so that nothing is lost and nothing counts twice.
    """
    items = ActionItem.objects.filter(program__strategy__plan=to.plan_id)
    lines = items.values("lineage")
    here = ProgressReport.objects.select_for_update(of=("self",)).filter(
        period=source, item__lineage__in=lines
    )
    reports = list(here.values_list("pk", flat=True))
    place = {"item": _counterpart(items, ActionItem, "item_id"), "period": to}
    ProgressReport.objects.filter(pk__in=reports).update(**place)
    for model in (ReportDraft, ItemComment):
        model.objects.filter(period=source, item__lineage__in=lines).update(**place)
    _values_follow(reports, to)
    Correction.objects.filter(report__in=reports).update(period=to)
    if not PeriodChapter.objects.filter(period=to).exists():
        PeriodChapter.objects.filter(period=source).update(period=to)
    return len(reports)


def _values_follow(reports: list[UUID], to: ReportingPeriod) -> None:
    """Values of indicators the new version dropped keep the old indicator: they are read, not counted."""
    indicators = Indicator.objects.filter(item__program__strategy__plan=to.plan_id)
    place = _counterpart(indicators, Indicator, "indicator_id")
    for model in (IndicatorValue, ValueRevision):
        rows = model.objects.filter(report__in=reports, indicator__lineage__in=indicators.values("lineage"))
        rows.update(indicator=place)


def _counterpart(rows: QuerySet, model: Any, field: str) -> Subquery:
    """The row of the new version that is the same thing as the one `field` names now."""
    own = model.objects.filter(pk=OuterRef(OuterRef(field))).values("lineage")
    return Subquery(rows.order_by().filter(lineage__in=own).values("pk")[:1])
