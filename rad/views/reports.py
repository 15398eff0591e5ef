"""Reporting: where to begin, and one item's form."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView

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


def prefix_of(item: Any) -> str:
    return item.pk.hex[:12]


def keep_typed(user: Any, item: Any, period: Any, fields: dict[str, str]) -> list[str]:
    """Keep what was typed, without the fields that may not be kept; returns why those may not."""
    about: dict[str, Any] = {"item": item, "period": period, "by": user}
    try:
        services.draft_keep(**about, fields=fields)
    except ValidationError as error:
        bad = getattr(error, "error_dict", fields)
        rest = {name: text for name, text in fields.items() if name not in bad}
        if rest:
            services.draft_keep(**about, fields=rest)
        return error.messages
    return []


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


class ItemReportPage(OfPeriod, FormPage):
    """A form about one item's report; another agency's item is visible and answers 403."""

    saved_words: Any = ""
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
        rules.check_report_fill(user, self.item, self.period, self.row.report)

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


class ReportFormPage(ItemReportPage):
    """One item's report."""

    form_class: type[PlainForm] = forms.ReportForm
    template_name = "rad/report_form.html"
    submit_label = gettext_lazy("Simpan draf")
    saved_words = gettext_lazy("Draf disimpan. Periksa, lalu ajukan kepada sekretariat.")

    def get_title(self) -> str:
        return _("Lapor %(code)s, %(period)s") % {"code": self.item.code, "period": self.period}

    @cached_property
    def draft(self) -> Any:
        return selectors.drafts_of(self.request.user, self.period).get(self.item.pk)

    def get_form(self, form_class: Any = None) -> Any:
        draft = self.draft if self.request.method != "POST" else None
        return forms.report_form(
            self.row,
            draft=draft,
            data=self.request.POST if self.request.method == "POST" else None,
            user=self.request.user,
            behalf=self.behalf,
        )

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if "buang" in request.POST:
            services.draft_discard(item=self.item, period=self.period, by=request.user)
            return redirect(request.path)
        return super().post(request, *args, **kwargs)

    def perform(self, form: Any) -> Any:
        return services.report_save(
            item=self.item, period=self.period, by=self.request.user, values=given(form), **form.texts
        )

    def form_invalid(self, form: Any) -> HttpResponse:
        keep_typed(self.request.user, self.item, self.period, form.typed(self.request.POST))
        return super().form_invalid(form)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        sent = self.request.method == "POST"
        return super().get_context_data(**kwargs) | {"draft": None if sent else self.draft, "sent": sent}
