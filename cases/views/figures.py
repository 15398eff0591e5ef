"""/kasus/angka/: what is known of cases without any case; inside, and as it may leave the task force."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View
from django.views.generic import TemplateView

from cases import figure_words as wording
from cases.enums import AgeGroup, Audience, Sex
from cases.rules import figures as rules
from cases.selectors import figures as selectors
from cases.selectors.released import regencies
from cases.services import figures as services
from cases.services import trail
from cases.suppression import HIDDEN, Cell
from cases.tables.figures import FigureTable
from gugus.core.components import Button
from gugus.core.templatetags.gugus import waktu
from gugus.core.views import Page, PlainExport

# Title, measure and dimension of each table, as they stand on the page.
TABLES = [
    (gettext_lazy("Kasus menurut kecamatan"), "kasus", "wilayah"),
    (gettext_lazy("Korban menurut kecamatan"), "korban", "wilayah"),
    (gettext_lazy("Korban menurut jenis kasus (indikasi)"), "korban", "jenis"),
    (gettext_lazy("Korban menurut tahap sekarang"), "korban", "tahap"),
    (gettext_lazy("Korban yang menerima layanan"), "layanan", "layanan"),
    (gettext_lazy("Rujukan menurut keadaan"), "rujukan", "status"),
]


class FiguresPage(Page, TemplateView):
    """Totals, years and tables of one span; `?untuk=keluar` is what may be shared, printed and exported."""

    template_name = "cases/figures.html"
    title = gettext_lazy("Angka kasus")

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        rules.check_figures_read(request.user)
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def outside(self) -> bool:
        return self.request.GET.get("untuk") == Audience.OUTSIDE or "_export" in self.request.GET

    @cached_property
    def figures(self) -> selectors.Figures:
        audience = Audience.OUTSIDE if self.outside else Audience.INSIDE
        return selectors.figures_for(self.request.user, audience=audience, span=self._span())

    @cached_property
    def labels(self) -> dict[str, dict[str, Any]]:
        return selectors.labels(self.request.user)

    def _span(self) -> tuple[int, int] | None:
        first, _dash, last = self.request.GET.get("tahun", "").partition("-")
        return (int(first), int(last)) if all(y.isdecimal() and len(y) == 4 for y in (first, last)) else None

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        kind = request.GET.get("_export", "")
        if kind not in ("xlsx", "csv"):
            return super().get(request, *args, **kwargs)
        trail.record(by=request.user, action="cases.figures_export", years=list(self.figures.span))
        first, last = self.figures.span
        return PlainExport(kind, FigureTable(self.lines())).response(f"angka-kasus-{first}-{last}.{kind}")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user, figures = self.request.user, self.figures
        return super().get_context_data(**kwargs) | {
            "place": user.authority.task_force_name,
            "lead": self._lead(),
            "secondary": self._acts(),
            "figures": figures,
            "outside": self.outside,
            "spans": self._spans(),
            "tiles": self._tiles(),
            "years": self._years(),
            "tables": [self._table(*each) for each in TABLES] if figures.counted else [],
            "people": self._people(),
            "regencies": self._regencies(),
            "exports": self._exports(),
            "as_of": waktu(figures.as_of) if figures.counted else "",
        }

    def _lead(self) -> str:
        span, year = self.figures.span, self.request.user.authority.today.year
        return f"{wording.span_text(span)} ({wording.span_note(span, year)})"

    def _acts(self) -> list[Button]:
        here, tahun = reverse("cases:figures"), "{}-{}".format(*self.figures.span)
        other = (
            Button(label=_("Angka untuk di dalam"), url=f"{here}?tahun={tahun}")
            if self.outside
            else Button(label=_("Angka untuk dibagikan"), url=f"{here}?untuk=keluar&tahun={tahun}")
        )
        again = Button(label=_("Hitung ulang"), url=reverse("cases:figures-refresh"), method="post")
        evaluation = Button(label=_("Evaluasi kasus"), url=f"{reverse('cases:evaluation')}?tahun={tahun}")
        mine = self.request.user.authority.has_role("sekretariat", "statistik")
        return [evaluation, other, *([again] if mine else [])]

    def _exports(self) -> list[dict[str, str]]:
        first, last = self.figures.span
        return [
            {"label": label, "url": f"?untuk=keluar&tahun={first}-{last}&_export={kind}"}
            for label, kind in (("Excel", "xlsx"), ("CSV", "csv"))
        ]

    def _spans(self) -> list[dict[str, Any]]:
        untuk = "untuk=keluar&" if self.outside else ""
        return [
            {
                "label": wording.span_text(span),
                "url": f"?{untuk}tahun={span[0]}-{span[1]}",
                "current": span == self.figures.span,
            }
            for span in self.figures.spans
        ]

    def _tiles(self) -> list[dict[str, Any]]:
        notes = {
            "kasus": _("satu peristiwa dihitung satu kali"),
            "korban": _("satu berkas per korban"),
            "rujukan": _("yang dikirim ke instansi lain"),
        }
        return [
            {
                "label": wording.MEASURES[measure],
                "value": wording.count_text(self.figures.total(measure)),
                "note": note,
            }
            for measure, note in notes.items()
        ]

    def _years(self) -> list[dict[str, Any]]:
        """Every single year within the span, each measure."""
        first, last = self.figures.span
        return [
            {
                "year": str(year),
                "cells": [
                    wording.count_text(self.figures.total(m, (year, year)))
                    for m in ("kasus", "korban", "rujukan")
                ],
            }
            for year in range(first, last + 1)
        ]

    def _table(self, title: Any, measure: str, dimension: str) -> dict[str, Any]:
        words = self.labels[dimension]
        rows = [(words.get(key, key), value) for key, value in self.figures.rows(measure, dimension)]
        return bars(title, rows, wording.DIMENSIONS[dimension], wording.MEASURES[measure])

    def _people(self) -> dict[str, Any]:
        """Sex across, age down; of one year only the margins are counted."""
        crossed = self.figures.crossed("kelamin_usia")
        sexes = dict(self.figures.rows("korban", "kelamin_usia"))
        ages = dict(self.figures.rows("korban", "kelamin_usia", other=True))
        return {
            "columns": [label for _key, label in Sex.choices] if crossed else [],
            "rows": [
                {
                    "label": label,
                    "cells": [wording.count_text(crossed.get((sex, age))) for sex in Sex.values]
                    if crossed
                    else [],
                    "total": wording.count_text(ages.get(age)),
                }
                for age, label in AgeGroup.choices
            ],
            "sexes": [(label, wording.count_text(sexes.get(sex))) for sex, label in Sex.choices],
            "total": wording.count_text(self.figures.total("korban")),
        }

    def _regencies(self) -> list[dict[str, Any]]:
        return [
            {
                "name": place.short_name,
                "years": wording.span_text(span),
                "cells": [wording.count_text(found.get(m)) for m in ("kasus", "korban", "rujukan")],
            }
            for place, found, span in regencies(self.request.user)
        ]

    def lines(self) -> list[dict[str, Any]]:
        """All cells as the page for sharing shows them, one a line."""
        words = self.labels
        return [
            {
                "measure": wording.MEASURES[at.measure],
                "dimension": wording.DIMENSIONS[at.dimension],
                "key": words["kelamin" if at.dimension == "kelamin_usia" else at.dimension].get(
                    at.key, at.key
                )
                if at.key
                else "",
                "other": words["usia"].get(at.other, at.other) if at.other else "",
                "first": at.span[0],
                "last": at.span[1],
                "count": value if value is not HIDDEN else str(wording.GUARDED),
            }
            for at, value in sorted(self.figures.cells.items())
        ]


def bars(title: Any, rows: list[tuple[Any, Cell]], head: Any, value_head: Any) -> dict[str, Any]:
    """One table as bars. Where nothing may be told the words say so; categories with 0 stand in one line."""
    shown = [(label, value) for label, value in rows if value != 0]
    closed = [value for _label, value in rows if value is HIDDEN]
    return {
        "title": title,
        "head": head,
        "value_head": value_head,
        "withheld": bool(rows) and len(closed) == len(rows),
        "rows": [
            {"label": label, "value": None if value is HIDDEN else value, "text": wording.count_text(value)}
            for label, value in shown
        ],
        "zeros": [label for label, value in rows if value == 0],
        "scale": max([value for _label, value in rows if isinstance(value, int)] + [1]),
    }


class FiguresRefreshView(View):
    """Ask for the figures to be counted again."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest) -> HttpResponse:
        services.figures_request(by=request.user)
        messages.success(request, _("Angka sedang dihitung ulang. Muat ulang halaman ini sebentar lagi."))
        return redirect("cases:figures")
