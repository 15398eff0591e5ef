"""A victim's answers: listed, recorded, withdrawn."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.enums import ConsentKind
from cases.forms.records import (
    ConsentForm,
)
from cases.rules.cases import check_handle
from cases.rules.consents import check_consent_withdraw, is_live
from cases.selectors import records
from cases.selectors.cases import case_list
from cases.selectors.vocabulary import SCOPE, label_of
from cases.services.consents import consent_record, consent_withdraw
from cases.views.common import CaseFormPage, CasePage
from cases.views.drafts import Drafted
from cases.views.frame import OfCasePage, act
from gugus.core.components import Button
from gugus.core.permissions import reason_against


class ConsentListPage(CasePage):
    """All answers of the victim, and which of them hold."""

    selector = case_list
    reads = "cases.consent_read"
    template_name = "cases/consent_list.html"
    title = gettext_lazy("Persetujuan")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user, case = self.request.user, self.object
        rows = [consent_row(user, row) for row in records.consents_of(user, case)]
        return super().get_context_data(**kwargs) | {
            "consents": rows,
            "lead": _("Menerima layanan dan berbagi data adalah dua persetujuan yang berbeda."),
            "button": act(user, _("Catat jawaban"), "consent-create", check_handle, case, kind="primary"),
        }


def consent_row(user: Any, row: Any) -> dict[str, Any]:
    """An answer with its state in words, and the way to withdraw it."""
    if not row.given:
        state = (_("menolak"), "bad")
    elif row.withdrawn_at:
        state = (_("ditarik"), "locked")
    elif is_live(row, user.authority.today):
        state = (_("berlaku"), "good")
    else:
        state = (_("habis masa berlakunya"), "warn")
    withdraw = None
    if row.given and not row.withdrawn_at:
        url = reverse("cases:consent-withdraw", args=[row.pk])
        reason = reason_against(check_consent_withdraw, user, row)
        withdraw = Button(label=_("Tarik persetujuan"), url=url, kind="danger", reason=reason)
    scope = label_of(user, SCOPE, row.scope) if row.scope else ""
    return {"row": row, "state": state, "scope": scope, "withdraw": withdraw}


class ConsentCreate(Drafted, CaseFormPage):
    draft_key = "persetujuan"
    selector = case_list
    rule = check_handle
    form_class = ConsentForm
    template_name = "cases/case_form.html"
    title = gettext_lazy("Catat jawaban korban")
    submit_label = gettext_lazy("Simpan jawaban")
    success_message = gettext_lazy("Jawaban dicatat.")

    def get_initial(self) -> dict[str, Any]:
        return {"given_on": self.request.user.authority.today} | super().get_initial()

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"child": self.object.is_child}

    def perform(self, form: Any) -> Any:
        return consent_record(case=self.object, by=self.request.user, **form.cleaned_data)

    def get_success_url(self) -> str:
        return reverse("cases:consent-list", args=[self.object.pk])

    get_cancel_url = get_success_url


class ConsentWithdraw(OfCasePage):
    selector = records.consent_list
    rule = check_consent_withdraw
    title = gettext_lazy("Tarik persetujuan")
    submit_label = gettext_lazy("Tarik persetujuan")
    success_message = gettext_lazy("Persetujuan ditarik; akses yang bertumpu padanya sudah tertutup.")
    back = "cases:consent-list"

    def perform(self, form: Any) -> Any:
        return consent_withdraw(consent=self.object, by=self.request.user)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        note = _("Korban dapat menarik persetujuannya kapan saja.")
        if self.object.kind == ConsentKind.SHARING:
            running = records.referrals_on(self.object, self.request.user)
            note = _("Instansi penerima langsung tidak dapat membuka kasus ini lagi: %(n)s rujukan.") % {
                "n": running
            }
        return super().get_context_data(**kwargs) | {"note": note}
