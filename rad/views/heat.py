"""Who has reported what: the heat table of a year, and the items behind each of its cells."""

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_tables2 import Column
from django_tables2.export.export import TableExport

from gugus.core.views import DetailPage, ListPage, PlainExport
from rad import selectors
from rad.enums import PeriodStatus
from rad.filters import PeriodItemFilter
from rad.tables import HeatTable, PeriodItemTable
from rad.views.common import crumbs, manages, standing

STEPS = {"good": 4, "note": 2, "bad": 1, "draft": 0}


class HeatPage(DetailPage):
    """Responsible party × period of one year of a plan, filtered, explained, and as a file."""

    selector = selectors.plan_list
    template_name = "rad/plan_reporting.html"

    def get_title(self) -> str:
        return _("Pelaporan %(year)s") % {"year": self.year}

    @cached_property
    def year(self) -> int:
        """The year asked for; else this one, or the nearest the plan covers."""
        asked = self.request.GET.get("tahun", "")
        years = self.object.years
        nearest = min(max(self.request.user.authority.today.year, years[0]), years[-1])
        return next((year for year in years if str(year) == asked), nearest)

    @cached_property
    def state(self) -> tuple[list[Any], list[Any]]:
        """Periods and rows; with `?keadaan=terlambat` only the rows with something late."""
        today = self.request.user.authority.today
        periods, rows = selectors.lateness(self.object, self.year, today)
        return periods, [row for row in rows if row.late] if self.only_late else rows

    @property
    def only_late(self) -> bool:
        return self.request.GET.get("keadaan") == "terlambat"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.object = self.get_object()
        kind = request.GET.get("_export", "")
        if kind in ("xlsx", "csv") and TableExport.is_valid_format(kind):
            return PlainExport(kind, self.table()).response(f"pelaporan-{self.year}.{kind}")
        return self.render_to_response(self.get_context_data())

    def table(self) -> HeatTable:
        periods, rows = self.state
        data = [
            {"label": row.label, "late": row.late}
            | {f"p{n}": self.cell(row, period)["text"] for n, period in enumerate(periods)}
            for row in rows
        ]
        columns = [(f"p{n}", Column(verbose_name=str(period))) for n, period in enumerate(periods)]
        return HeatTable(data, extra_columns=columns)

    def cell(self, row: Any, period: Any) -> dict[str, Any]:
        done, total = row.cells[period.pk]
        if not total:
            return {"text": "–", "step": 0, "tone": "", "url": ""}
        late = period.deadline < self.request.user.authority.today
        word, tone = standing(done, total, late=late)
        who = {"instansi": row.agency_id} if row.agency_id else {"pihak": row.label}
        url = f"{reverse('rad:period-items', args=[period.pk])}?{urlencode(who)}"
        return {"text": f"{word} {done}/{total}", "step": STEPS[tone], "tone": tone, "url": url}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        periods, rows = self.state
        user = self.request.user
        return super().get_context_data(**kwargs) | {
            "crumbs": crumbs(self.object),
            "place": self.object.title,
            "year": self.year,
            "late": self.only_late,
            "columns": [str(period) for period in periods],
            "rows": [
                {"label": row.label, "url": "", "cells": [self.cell(row, period) for period in periods]}
                for row in rows
            ],
            "legend": legend(),
            "open_periods": [p for p in periods if p.status == PeriodStatus.OPEN] if manages(user) else [],
        }


def legend() -> list[dict[str, Any]]:
    words = [("good", _("lengkap")), ("note", _("sebagian")), ("draft", _("belum"))]
    late = ("bad", _("terlambat: lewat batas dan belum lengkap"))
    return [{"step": STEPS[tone], "tone": tone, "label": label} for tone, label in [*words, late]]


class PeriodItems(ListPage):
    """The items of a period with the state of their reports."""

    selector = selectors.period_list
    table_class = PeriodItemTable
    filterset_class = PeriodItemFilter
    template_name = "rad/period_items.html"
    title = gettext_lazy("Kegiatan dan laporannya")
    export_name = "kegiatan-dan-laporan"
    empty = {"title": gettext_lazy("Periode ini tidak memuat kegiatan")}

    @cached_property
    def period(self) -> Any:
        rows = selectors.period_list(self.request.user)
        period = get_object_or_404(rows, pk=self.kwargs["pk"])
        self.request.plan = period.plan  # the filter offers this plan's strategies
        return period

    def get_queryset(self) -> Any:
        return selectors.period_item_list(self.request.user, self.period)

    def get_table_kwargs(self) -> dict[str, Any]:
        late = self.period.deadline < self.request.user.authority.today
        return super().get_table_kwargs() | {"late": late}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        period = self.period
        return super().get_context_data(**kwargs) | {
            "crumbs": crumbs(period.plan, period),
            "place": f"{period.plan.title} · {period}",
            "period": period,
        }
