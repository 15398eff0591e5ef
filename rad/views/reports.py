"""Reporting: the grid, one item's form, check and submit."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import TemplateView

from gugus.core.permissions import reason_against
from gugus.core.views import FormPage, Page, PlainForm
from rad import forms, rules, selectors, services, wording
from rad.services import Given
from rad.views.common import crumbs, manages


class OfPeriod(Page):
    """A page about one period, fetched from what the person may see."""

    kwargs: dict[str, Any]

    def get_period(self) -> Any:
        return get_object_or_404(selectors.period_list(self.request.user), pk=self.kwargs["period"])


def given(form: forms.ReportForm) -> dict[Any, Given | None]:
    return {key: Given(**fields) if fields else None for key, fields in form.given.items()}


class ReportStart(Page, TemplateView):
    """Periods now open, each with what is left to do."""

    template_name = "rad/report_start.html"
    title = gettext_lazy("Lapor RAD")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user = self.request.user
        rules.check_read(user)
        return super().get_context_data(**kwargs) | {
            "crumbs": crumbs(),
            "periods": selectors.open_periods(user),
            "own": bool(user.authority.agency_ids),
            "behalf": manages(user),
        }


class GridPage(OfPeriod, TemplateView):
    """All of a person's items of a period on one page; saves drafts, leads to the check page."""

    template_name = "rad/report_grid.html"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.behalf = request.GET.get("atas_nama") == "1"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        self.period = self.get_period()
        if self.behalf:
            rules.check_period_manage(request.user, self.period)
        pick = selectors.orphan_grid if self.behalf else selectors.grid_for
        self.grid = pick(request.user, self.period)
        if not self.grid.items:
            rules.check_reports_something(request.user, behalf=self.behalf)
        return super().dispatch(request, *args, **kwargs)

    def forms(self, data: Any = None) -> list[forms.ReportForm]:
        closed = bool(reason_against(rules.check_period_is_open, self.period))
        return [
            forms.ReportForm(
                data, user=self.request.user, row=row, behalf=self.behalf, prefix=row.item.pk.hex[:12]
            )
            for row in self.grid.items
            if row.editable and not (closed and row.report is None)
        ]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        rules.check_period_is_open(self.period)
        changed = [form for form in self.forms(request.POST) if form.has_changed()]
        valid = [form.is_valid() for form in changed]
        if not all(valid):
            return self.render_to_response(self.get_context_data(bound={f.row.item.pk: f for f in changed}))
        entries = [{"item": form.row.item, "values": given(form), **form.texts} for form in changed]
        services.reports_save(entries=entries, period=self.period, by=request.user)
        count = len(changed)
        words = ngettext(
            "%(n)s kegiatan disimpan sebagai draf.", "%(n)s kegiatan disimpan sebagai draf.", count
        )
        messages.success(request, words % {"n": count} if count else _("Tidak ada perubahan."))
        name = "rad:report-check" if "periksa" in request.POST else "rad:report-grid"
        return redirect(self.address(name))

    def address(self, name: str) -> str:
        return reverse(name, args=[self.period.pk]) + ("?atas_nama=1" if self.behalf else "")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        bound = kwargs.pop("bound", {})
        fresh = {form.row.item.pk: form for form in self.forms()} | bound
        rows = [
            {"row": row, "form": fresh.get(row.item.pk), "status": status_of(row.report)}
            for row in self.grid.items
        ]
        return super().get_context_data(**kwargs) | {
            "title": _("Lapor %(period)s") % {"period": self.period},
            "crumbs": crumbs(self.period.plan, self.period),
            "period": self.period,
            "grid": self.grid,
            "rows": rows,
            "bound": list(bound.values()),
            "has_errors": any(form.errors for form in bound.values()),
            "behalf": self.behalf,
            "closed": reason_against(rules.check_period_is_open, self.period),
            "today": self.request.user.authority.today,
            "late": self.period.deadline < self.request.user.authority.today,
        }


def status_of(report: Any) -> dict[str, str]:
    """A report's status as word and tone; what nobody began is "belum diisi"."""
    if report is None:
        return {"label": _("belum diisi"), "tone": "draft"}
    return {"label": str(report.get_status_display()), "tone": wording.REPORT_TONES[report.status]}


class CheckPage(GridPage):
    """The answers once more before they are handed in."""

    template_name = "rad/report_check.html"

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        chosen = set(request.POST.getlist("laporan"))
        reports = [row.report for row in self.grid.ready if row.report and str(row.report.pk) in chosen]
        try:
            done = services.reports_submit(reports=reports, by=request.user)
        except ValidationError as error:
            messages.error(request, "; ".join(error.messages))
            return redirect(self.address("rad:report-check"))
        if not done:
            messages.error(request, _("Centang sedikitnya satu laporan yang akan diajukan."))
            return redirect(self.address("rad:report-check"))
        words = ngettext(
            "%(n)s laporan diajukan. Sekretariat akan memeriksanya.",
            "%(n)s laporan diajukan. Sekretariat akan memeriksanya.",
            len(done),
        )
        messages.success(request, words % {"n": len(done)})
        return redirect(self.address("rad:report-grid"))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        ready = [{"row": row, "values": answers(row)} for row in self.grid.ready]
        partly = [row for row in self.grid.items if row.editable and not row.complete]
        return super().get_context_data(**kwargs) | {
            "title": _("Periksa lalu ajukan"),
            "ready": ready,
            "partly": partly,
            "back": self.address("rad:report-grid"),
        }


def answers(row: Any) -> list[dict[str, str]]:
    return [
        {
            "label": cell.indicator.name,
            "value": wording.value_text(cell.value, ratio=cell.indicator.is_ratio),
            "target": cell.target,
        }
        for cell in row.cells
    ]


class ReportFormPage(OfPeriod, FormPage):
    """One item's report; another agency's item is visible and answers 403."""

    form_class: type[PlainForm] = forms.ReportForm
    template_name = "rad/report_form.html"
    submit_label = gettext_lazy("Simpan draf")
    saved_words = gettext_lazy("Draf disimpan. Periksa, lalu ajukan kepada sekretariat.")
    rule = rules.check_report_write

    def setup_objects(self) -> None:
        self.period = self.get_period()
        items = selectors.item_page_list(self.request.user).filter(
            program__strategy__plan=self.period.plan_id
        )
        self.item = get_object_or_404(items, pk=self.kwargs["item"])

    def check_rule(self) -> None:
        user = self.request.user
        rules.check_report_item(user, self.item)
        self.behalf = not rules.reports_own(user, self.item)
        self.row = selectors.report_form_item(self.period, self.item)
        if self.row.report:
            self.row.report.period, self.row.report.item = self.period, self.item
            rules.check_report_edit(user, self.row.report)
        else:
            rules.check_report_write(user, self.item, self.period)

    def get_title(self) -> str:
        return _("Lapor %(code)s, %(period)s") % {"code": self.item.code, "period": self.period}

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"row": self.row, "behalf": self.behalf}

    def perform(self, form: Any) -> Any:
        return services.report_save(
            item=self.item, period=self.period, by=self.request.user, values=given(form), **form.texts
        )

    def get_success_url(self) -> str:
        return self.result.get_absolute_url()

    def get_cancel_url(self) -> str:
        return self.item.get_absolute_url()

    def form_valid(self, form: Any) -> HttpResponse:
        response = super().form_valid(form)
        if response.status_code == 302:
            messages.success(self.request, str(self.saved_words))
        return response

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {
            "crumbs": crumbs(self.period.plan, self.period),
            "item": self.item,
            "period": self.period,
            "behalf": self.behalf,
            "responsible": wording.party_text(self.item),
        }
