"""/kasus/evaluasi/: the cases of a year, or of five, with the secretariat's words, and its paper."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View
from django.views.generic import TemplateView

from cases import figure_words as wording
from cases.enums import Audience
from cases.evaluation import TABLES, change, lines_of
from cases.figures import Span
from cases.forms.evaluation import RemarkForm
from cases.models import EvaluationDocument, YearRemark
from cases.rules.evaluation import check_evaluation_print, check_remark_write
from cases.rules.figures import check_figures_read
from cases.selectors import figures as selectors
from cases.selectors.evaluation import answered_in_time, evaluation_list, remark_of
from cases.services.evaluation import evaluation_print, remark_write
from cases.suppression import HIDDEN, Cell
from gugus.core.components import Button
from gugus.core.pages import job_context
from gugus.core.permissions import allowed
from gugus.core.templatetags.gugus import angka, waktu
from gugus.core.views import FormPage, Page, SelectorPage
from gugus.documents.http import pdf_response

MEASURES = ("kasus", "korban", "rujukan")
PAPERS = 5


def asked_span(request: HttpRequest) -> Span | None:
    """`?tahun=2020-2024`, or `?tahun=2024`; None where it says no years."""
    first, _dash, last = request.GET.get("tahun", "").partition("-")
    years = (first, last or first)
    return (int(first), int(years[1])) if all(year.isdecimal() and len(year) == 4 for year in years) else None


def tahun(span: Span) -> str:
    return f"tahun={span[0]}-{span[1]}"


class EvaluationPage(Page, TemplateView):
    """Figures inside with what changed, the secretariat's words, and the papers made of what left."""

    template_name = "cases/evaluation.html"
    title = gettext_lazy("Evaluasi kasus")

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        check_figures_read(request.user)
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def totals(self) -> selectors.Figures:
        return selectors.totals_for(self.request.user, audience=Audience.INSIDE)

    @cached_property
    def span(self) -> Span:
        """The years asked for, else the running one."""
        asked, year = asked_span(self.request), self.request.user.authority.today.year
        return asked if asked in self.totals.spans else (year, year)

    @cached_property
    def figures(self) -> selectors.Figures:
        return selectors.figures_between(self.request.user, audience=Audience.INSIDE, span=self.span)

    @cached_property
    def columns(self) -> list[Span]:
        """The year before and the year; or each year and their sum."""
        first, last = self.span
        years = range(first - 1 if first == last else first, last + 1)
        return [(year, year) for year in years] + ([] if first == last else [self.span])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user, none = self.request.user, self.figures.total("korban") == 0
        year = user.authority.today.year
        return super().get_context_data(**kwargs) | {
            "place": user.authority.task_force_name,
            "lead": f"{wording.span_text(self.span)} ({wording.span_note(self.span, year)})",
            "secondary": self._acts(year),
            "counted": self.totals.counted,
            "none": none,
            "period": wording.span_text(self.span),
            "spans": self._spans(),
            "tiles": self._tiles(),
            "heads": [
                wording.span_text(each) if each[0] == each[1] else _("Jumlah") for each in self.columns
            ],
            "years": self._years(),
            "tables": [] if none or not self.totals.counted else [self._table(*each) for each in TABLES],
            "remark": remark_of(user, self.span),
            "remark_url": f"{reverse('cases:evaluation-remark')}?{tahun(self.span)}"
            if allowed(check_remark_write, user)
            else "",
            "papers": [paper_row(row) for row in self._papers()],
            "as_of": waktu(self.totals.as_of) if self.totals.counted else "",
        }

    def _acts(self, year: int) -> list[Button]:
        figures = Button(label=_("Angka kasus"), url=f"{reverse('cases:figures')}?{tahun(self.span)}")
        if self.span[1] >= year or not allowed(check_evaluation_print, self.request.user):
            return [figures]
        url = f"{reverse('cases:evaluation-print')}?{tahun(self.span)}"
        return [figures, Button(label=_("Buat naskah PDF"), url=url, method="post")]

    def _papers(self) -> Any:
        first, last = self.span
        return evaluation_list(self.request.user).filter(first_year=first, last_year=last)[:PAPERS]

    def _spans(self) -> list[dict[str, Any]]:
        return [
            {"label": wording.span_text(span), "url": f"?{tahun(span)}", "current": span == self.span}
            for span in self.totals.spans
        ]

    def _tiles(self) -> list[dict[str, Any]]:
        tiles = [
            {
                "label": wording.MEASURES[measure],
                "value": wording.count_text(self.figures.total(measure)),
                "note": self._against_before(measure),
            }
            for measure in MEASURES
        ]
        return [*tiles, *self._in_time()]

    def _against_before(self, measure: str) -> str:
        first, last = self.span
        if first != last:
            return str(wording.span_note(self.span, self.request.user.authority.today.year))
        before = self.figures.total(measure, (first - 1, first - 1))
        return change_text(change(self.figures.total(measure), before), first - 1)

    def _in_time(self) -> list[dict[str, Any]]:
        """Answers within their clocks, for leaders and secretariat; the others hold no such rows."""
        first, last = self.span
        found = answered_in_time(self.request.user, self.span)
        here = [each for year, each in found.items() if first <= year <= last]
        if not here:
            return []
        done, due = (sum(column) for column in zip(*here, strict=True))
        return [
            {
                "label": _("Rujukan dijawab dalam batas"),
                "value": _("%(n)s dari %(total)s") % {"n": angka(done), "total": angka(due)},
                "note": _("yang sudah dijawab atau jatuh tempo; hanya untuk pimpinan dan sekretariat"),
            }
        ]

    def _years(self) -> list[dict[str, Any]]:
        """Each year with its counts and what changed in victims against the year before."""
        years = [span for span in self.columns if span[0] == span[1]]
        return [
            {
                "year": str(span[0]),
                "cells": [wording.count_text(self.figures.total(m, span)) for m in MEASURES],
                "change": signed(
                    change(
                        self.figures.total("korban", span),
                        self.figures.total("korban", (span[0] - 1, span[0] - 1)),
                    )
                ),
            }
            for span in years
        ]

    def _table(self, title: Any, measure: str, dimension: str) -> dict[str, Any]:
        lines = lines_of(self.figures, measure, dimension, self.columns, self.labels[dimension])
        shown = [line for line in lines if not line.empty]
        scale = max([v for line in lines if isinstance(v := line.values[-1], int)] + [1])
        return {
            "title": title,
            "head": wording.DIMENSIONS[dimension],
            "withheld": bool(lines) and all(line.withheld for line in lines),
            "scale": scale,
            "zeros": [line.label for line in lines if line.empty],
            "rows": [self._line(line.label, line.values) for line in shown],
        }

    def _line(self, label: Any, values: tuple[Cell | None, ...]) -> dict[str, Any]:
        last = values[-1]
        return {
            "label": label,
            "cells": [wording.count_text(value) for value in values],
            "value": last if isinstance(last, int) else None,
            "change": signed(change(last, values[0])) if len(values) == 2 else "",
        }

    @cached_property
    def labels(self) -> dict[str, dict[str, Any]]:
        return selectors.labels(self.request.user)


def signed(value: Cell | None) -> str:
    """`+3`, `−2`, `0`; the word for what is hidden, a dash where there is nothing to compare."""
    if value is None or value is HIDDEN:
        return wording.count_text(value)
    return f"+{angka(value)}" if int(value) > 0 else str(angka(value)).replace("-", "−")


def change_text(value: Cell | None, before: int) -> str:
    if value is None:
        return str(_("tahun %(year)s tidak dihitung") % {"year": before})
    if value is HIDDEN:
        return str(_("perubahan dari %(year)s disembunyikan") % {"year": before})
    if value == 0:
        return str(_("sama dengan %(year)s") % {"year": before})
    return str(_("%(change)s dari %(year)s") % {"change": signed(value), "year": before})


def paper_row(paper: EvaluationDocument) -> dict[str, Any]:
    made = _("Dibuat %(at)s oleh %(who)s") % {"at": waktu(paper.created_at), "who": paper.made_by}
    return {"url": reverse("cases:evaluation-paper", args=[paper.pk]), "title": paper.title, "made": made}


class RemarkWrite(FormPage):
    """The secretariat's words on the years asked for."""

    rule = check_remark_write
    form_class = RemarkForm
    template_name = "components/form_page.html"
    submit_label = gettext_lazy("Simpan")
    success_message = gettext_lazy("Catatan dan kesimpulan tersimpan.")

    @cached_property
    def span(self) -> Span:
        year = self.request.user.authority.today.year
        span = asked_span(self.request) or (year, year)
        if not 1990 < span[0] <= span[1] <= year:
            raise Http404
        return span

    def get_title(self) -> str:
        return _("Catatan evaluasi kasus %(years)s") % {"years": wording.span_text(self.span)}

    def get_initial(self) -> dict[str, Any]:
        row: YearRemark | None = remark_of(self.request.user, self.span)
        return {"remarks": row.remarks, "conclusions": row.conclusions} if row else {}

    def perform(self, form: Any) -> YearRemark:
        first, last = self.span
        return remark_write(first_year=first, last_year=last, by=self.request.user, **form.cleaned_data)

    def get_success_url(self) -> str:
        return f"{reverse('cases:evaluation')}?{tahun(self.span)}"

    get_cancel_url = get_success_url


class EvaluationPrint(View):
    """Ask for the PDF of the years asked for."""

    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest) -> HttpResponse:
        check_evaluation_print(request.user)
        span = asked_span(request) or (request.user.authority.today.year - 1,) * 2
        paper = evaluation_print(first_year=span[0], last_year=span[1], by=request.user)
        messages.success(request, _("Naskah sedang dibuat."))
        return redirect("cases:evaluation-paper", pk=paper.pk)


class EvaluationPaper(SelectorPage, TemplateView):
    """One paper: how far the work is, then its file."""

    selector = evaluation_list
    template_name = "cases/evaluation_paper.html"

    @cached_property
    def object(self) -> EvaluationDocument:
        return get_object_or_404(self.get_queryset(), pk=self.kwargs["pk"])

    def get_title(self) -> str:
        return self.object.title

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        paper = self.object
        mine = paper.job is not None and paper.job.requested_by_id == self.request.user.pk
        span = (paper.first_year, paper.last_year)
        return super().get_context_data(**kwargs) | {
            "object": paper,
            "job": job_context(paper.job) if mine and not paper.file else None,
            "back_url": f"{reverse('cases:evaluation')}?{tahun(span)}",
            "facts": [
                {"label": _("Dibuat"), "value": f"{waktu(paper.created_at)}, {paper.made_by}"},
                {
                    "label": _("Isi"),
                    "value": _("angka yang sudah keluar, dengan catatan dan kesimpulan"),
                },
            ],
        }


class EvaluationFile(SelectorPage, View):
    """The PDF itself."""

    http_method_names = ["get", "head", "options"]
    selector = evaluation_list

    def get(self, request: HttpRequest, pk: UUID) -> HttpResponseBase:
        paper = get_object_or_404(self.get_queryset(), pk=pk)
        if not paper.file:
            raise Http404
        return pdf_response(
            paper.file, filename=f"evaluasi-kasus-{paper.first_year}-{paper.last_year}.pdf", inline=False
        )
