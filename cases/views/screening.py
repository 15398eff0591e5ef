"""Screening by proses–cara–tujuan: what was found, what the rule proposes, what the person decides."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.forms.records import (
    ScreeningForm,
)
from cases.models import Screening
from cases.rules.cases import check_handle
from cases.rules.screening import propose
from cases.selectors import records
from cases.selectors.cases import case_list
from cases.services.screening import screening_save, version_of
from cases.views.drafts import Drafted
from cases.views.merge import MergePage


class ScreeningPage(Drafted, MergePage):
    """The elements found; "Lihat usulan" says what the rule makes of them, saving is the person's word."""

    draft_key = "penapisan"
    selector = case_list
    rule = check_handle
    reads = "cases.screening_read"
    form_class = ScreeningForm
    template_name = "cases/screening.html"
    title = gettext_lazy("Penapisan")
    submit_label = gettext_lazy("Simpan penapisan")
    success_message = gettext_lazy("Penapisan disimpan.")
    proposal: Any = None

    def row(self) -> Any:
        return records.screening_of(self.request.user, self.object) or Screening(case=self.object)

    def version(self, row: Any) -> str:
        return version_of(row)

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"child": self.object.is_child}

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if "usulan" in request.POST:
            form = self.get_form()
            form.is_valid()
            self.propose(form)
            fresh = form.__class__(**(self.get_form_kwargs() | {"data": None, "initial": self.kept(form)}))
            return self.render_to_response(self.get_context_data(form=fresh))
        return super().post(request, *args, **kwargs)

    def kept(self, form: Any) -> dict[str, Any]:
        return {name: form.data.get(name) for name in ("seen", "indication")} | form.cleaned_data

    def propose(self, form: Any) -> None:
        elements = {name: form.cleaned_data.get(name, ()) for name in ("process", "means", "purpose")}
        self.proposal = propose(child=self.object.is_child, **elements)

    def form_invalid(self, form: Any) -> HttpResponse:
        self.propose(form)
        return super().form_invalid(form)

    def save(self, form: Any, version: Any) -> Any:
        return screening_save(case=self.object, version=version, by=self.request.user, **form.cleaned_data)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {
            "proposal": self.proposal,
            "also": ("usulan", _("Lihat usulan")),
        }
