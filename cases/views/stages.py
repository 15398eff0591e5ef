"""The stages of a case, and the steps of the SOPs for them."""

from typing import Any

from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.enums import Stage
from cases.forms.records import (
    StageForm,
    StepsForm,
)
from cases.rules.cases import check_handle
from cases.selectors import records
from cases.selectors.cases import case_list
from cases.services.checklist import checklist_mark
from cases.services.stages import stage_set
from cases.views.common import CaseFormPage
from gugus.core.permissions import reason_against


class StagePage(CaseFormPage):
    selector = case_list
    rule = check_handle
    form_class = StageForm
    template_name = "cases/stage.html"
    title = gettext_lazy("Tahap penanganan")
    submit_label = gettext_lazy("Simpan tahap")
    success_message = gettext_lazy("Tahap disimpan.")

    def get_form_kwargs(self) -> dict[str, Any]:
        now = records.stages_of(self.object)
        return super().get_form_kwargs() | {"now": now}

    def perform(self, form: Any) -> Any:
        return stage_set(case=self.object, by=self.request.user, **form.cleaned_data)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        return context | {"was": [(f"was_{stage}", status) for stage, status in context["form"].now.items()]}


class ChecklistPage(CaseFormPage):
    """The steps of the library's SOPs, by stage; ticked by whoever handles the case."""

    selector = case_list
    reads = "cases.checklist_read"
    form_class = StepsForm
    template_name = "cases/checklist.html"
    title = gettext_lazy("Langkah menurut SOP")
    submit_label = gettext_lazy("Simpan langkah")
    success_message = gettext_lazy("Langkah disimpan.")

    @cached_property
    def steps(self) -> list[records.Step]:
        return records.steps_of(self.request.user, self.object)

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"steps": self.steps}

    def perform(self, form: Any) -> Any:
        return checklist_mark(case=self.object, by=self.request.user, **form.cleaned_data)

    def get_success_url(self) -> str:
        return reverse("cases:checklist", args=[self.object.pk])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        found = [(stage.label, [step for step in self.steps if step.stage == stage]) for stage in Stage]
        done = sum(1 for step in self.steps if step.mark)
        return super().get_context_data(**kwargs) | {
            "stages": [(label, steps) for label, steps in found if steps],
            "lead": _("%(done)s dari %(all)s langkah selesai") % {"done": done, "all": len(self.steps)},
            "reason": reason_against(check_handle, self.request.user, self.object),
        }
