"""Stopping to handle a case, and being let back in by a colleague."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.forms.recusal import LiftForm, RecusalForm
from cases.rules.recusal import check_recusal_lift, check_recusal_record
from cases.selectors.cases import case_list
from cases.selectors.recusal import is_last, people_to_recuse, recusal_list, recusals_of
from cases.services.recusal import recusal_lift, recusal_record
from cases.views.common import CaseFormPage
from gugus.core.components import Button
from gugus.core.permissions import reason_against


class RecusalCreate(CaseFormPage):
    """Who stopped so far, and one more."""

    selector = case_list
    rule = check_recusal_record
    reads = "cases.recusal_read"
    form_class = RecusalForm
    template_name = "cases/recusal_form.html"
    title = gettext_lazy("Berhenti menangani kasus ini")
    submit_label = gettext_lazy("Catat berhenti menangani")

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"people": people_to_recuse(self.request.user, self.object)}

    def perform(self, form: Any) -> Any:
        row = recusal_record(case=self.object, by=self.request.user, **form.cleaned_data)
        self.success_message = _("%(name)s berhenti menangani kasus %(code)s mulai sekarang.") % {
            "name": row.user,
            "code": self.object.code,
        }
        return row

    def get_success_url(self) -> str:
        """One who stops does not see the case any more."""
        if self.result.user_id == self.request.user.pk:
            return reverse("cases:case-list")
        return reverse("cases:recusal-create", args=[self.object.pk])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user, case = self.request.user, self.object
        return super().get_context_data(**kwargs) | {
            "is_last": is_last(user, case),
            "recusals": [{"row": row, "lift": lift_button(user, row)} for row in recusals_of(user, case)],
        }


def lift_button(user: Any, row: Any) -> Button:
    """ "Pulihkan", greyed for the person themself."""
    return Button(
        label=_("Pulihkan"),
        url=reverse("cases:recusal-lift", args=[row.pk]),
        reason=reason_against(check_recusal_lift, user, row),
    )


class RecusalLift(CaseFormPage):
    selector = recusal_list
    of_case = False
    rule = check_recusal_lift
    reads = "cases.recusal_read"
    form_class = LiftForm
    template_name = "components/confirm_page.html"
    title = gettext_lazy("Pulihkan sebagai penangan")
    submit_label = gettext_lazy("Pulihkan")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        note = _("%(name)s akan melihat dan menangani kasus %(code)s lagi.")
        return super().get_context_data(**kwargs) | {
            "note": note % {"name": self.object.user, "code": self.object.case.code}
        }

    def perform(self, form: Any) -> Any:
        return recusal_lift(recusal=self.object, by=self.request.user)

    def get_success_url(self) -> str:
        return reverse("cases:recusal-create", args=[self.object.case_id])

    get_cancel_url = get_success_url
