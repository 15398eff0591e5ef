"""Filters of the reporting lists. Choices come from what the person may see."""

from typing import Any

import django_filters as filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from members.models import Agency
from rad import selectors
from rad.enums import ReportStatus
from rad.models import ActionItem, ProgressReport, ReportingPeriod, Strategy

NOT_BEGUN = (selectors.NOT_BEGUN, _("belum diajukan"))
HANDED = [(each.value, each.label) for each in ReportStatus if each != ReportStatus.DRAFT]
STATES = [NOT_BEGUN, (ReportStatus.DRAFT.value, _("draf")), *HANDED]


def agencies_of(request: Any) -> QuerySet[Agency]:
    return selectors.responsible_agencies(request.user)


def strategies_of(request: Any) -> QuerySet[Strategy]:
    return selectors.strategies_of(request.user, getattr(request, "plan", None))


def waiting_periods(request: Any) -> QuerySet[ReportingPeriod]:
    waiting = selectors.report_queue(request.user).order_by()
    return selectors.period_list(request.user).filter(pk__in=waiting.values("period"))


class QueueFilter(filters.FilterSet):
    """What waits for the secretariat, by who answers for it, period and strategy."""

    instansi = filters.ModelChoiceFilter(
        method="by_agency", label=_("Penanggung jawab"), queryset=agencies_of, empty_label=_("Semua")
    )
    periode = filters.ModelChoiceFilter(
        field_name="period", label=_("Periode"), queryset=waiting_periods, empty_label=_("Semua periode")
    )
    strategi = filters.ModelChoiceFilter(
        field_name="item__program__strategy",
        label=_("Strategi"),
        queryset=strategies_of,
        empty_label=_("Semua strategi"),
    )

    class Meta:
        model = ProgressReport
        fields: list[str] = []

    def by_agency(self, rows: QuerySet, name: str, value: Agency) -> QuerySet:
        return rows.filter(selectors.answered_by(value, item="item"))


class PeriodItemFilter(filters.FilterSet):
    """The items of a period, by who answers for them, how their report stands, and strategy."""

    instansi = filters.ModelChoiceFilter(
        method="by_agency", label=_("Penanggung jawab"), queryset=agencies_of, empty_label=_("Semua")
    )
    keadaan = filters.ChoiceFilter(
        field_name="state", label=_("Keadaan"), choices=STATES, empty_label=_("Semua keadaan")
    )
    strategi = filters.ModelChoiceFilter(
        field_name="program__strategy",
        label=_("Strategi"),
        queryset=strategies_of,
        empty_label=_("Semua strategi"),
    )
    pihak = filters.CharFilter(method="by_name", label=_("Pihak bukan instansi"))

    class Meta:
        model = ActionItem
        fields: list[str] = []

    def by_agency(self, rows: QuerySet, name: str, value: Agency) -> QuerySet:
        return rows.filter(selectors.answered_by(value))

    def by_name(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        return rows.filter(selectors.answered_by(None, value))
