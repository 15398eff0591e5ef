"""Making a referral: the form, the check page, sending; its own page and the queues."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView

from cases.enums import ReferralBasis, ReferralKind, ReferralStatus
from cases.forms import referrals as forms
from cases.models import Case, Referral, ReferralOffer
from cases.rules import referrals as rules
from cases.rules.cases import check_handler
from cases.selectors import referrals as selectors
from cases.selectors.cases import case_list
from cases.selectors.papers import letters_of
from cases.selectors.sla import own_book
from cases.services import referrals as services
from cases.views import shown
from cases.views.common import CaseFormPage, Recorded
from cases.views.offers import OfThing
from gugus.core.permissions import reason_against
from gugus.core.templatetags.gugus import waktu
from gugus.core.views import FormPage, ObjectFormPage, Page, SelectorPage

FIELDS = ("services", "urgency", "risk", "summary", "safety_note", "safeguard_note")


class DraftPage(FormPage):
    """A form that keeps a draft and goes on to its check page; “Cari” only looks for agencies elsewhere."""

    template_name = "cases/referral_form.html"
    submit_label = gettext_lazy("Periksa sebelum mengirim")
    case: Case
    draft: Referral | None = None
    form_class: Any = None

    @property
    def transfer(self) -> bool:
        return self.form_class is forms.TransferForm

    def get_form_kwargs(self) -> dict[str, Any]:
        desk = selectors.sending_desk(self.request.user, self.case)
        keep = self.draft.receiver_id if self.draft else None
        return super().get_form_kwargs() | {
            "case": self.case,
            "without": {desk.group_id, self.case.owner_id},
            "keep": keep,
        }

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = self.get_form()
        if form.searched:
            return self.render_to_response(self.get_context_data(form=form.shown_again()))
        return self.form_valid(form) if form.is_valid() else self.form_invalid(form)

    def perform(self, form: Any) -> Referral:
        kind = ReferralKind.TRANSFER if self.transfer else ReferralKind.REFERRAL
        return services.referral_draft_save(
            case=self.case, by=self.request.user, referral=self.draft, kind=kind, **form.given()
        )

    def get_success_url(self) -> str:
        return reverse("cases:referral-check", args=[self.result.pk])

    def get_cancel_url(self) -> str:
        return self.case.get_absolute_url()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {"case": self.case, "transfer": self.transfer}


class ReferralCreate(DraftPage, CaseFormPage):
    """A referral of an open case; what the victim still needs and the case's risk are filled in."""

    selector = case_list
    rule = rules.check_make
    form_class: Any = forms.ReferralForm
    title = gettext_lazy("Rujuk korban")

    @property
    def case(self) -> Case:  # type: ignore[override]
        return self.object

    def get_initial(self) -> dict[str, Any]:
        return super().get_initial() | selectors.referral_start(
            self.request.user, self.case, self.request.GET.get("dari", "")
        )


class TransferCreate(ReferralCreate):
    """Another agency shall lead the case."""

    rule = rules.check_transfer
    form_class = forms.TransferForm
    title = gettext_lazy("Alihkan penanggung jawab kasus")


class OfReferral(Recorded):
    """A page about one referral of a case one sees."""

    of_case = False
    reads = "cases.referral_read"


class ReferralUpdate(OfReferral, DraftPage, ObjectFormPage):
    selector = selectors.referral_list
    rule = rules.check_draft
    title = gettext_lazy("Ubah rujukan")

    @property
    def draft(self) -> Referral:  # type: ignore[override]
        return self.object

    @property
    def case(self) -> Case:  # type: ignore[override]
        return self.object.case

    def get_form_class(self) -> Any:
        self.form_class = (
            forms.TransferForm if self.object.kind == ReferralKind.TRANSFER else forms.ReferralForm
        )
        return self.form_class

    def get_initial(self) -> dict[str, Any]:
        row = self.object
        basis = f"{row.basis}:{row.consent_id}" if row.consent_id else row.basis
        receiver = f"meja:{row.receiver_id}" if row.receiver_id else f"surat:{row.receiver_agency_id}"
        ticked = list(rules.SAFEGUARDS) if row.safeguarded_at else []
        told = {"basis": basis, "receiver": receiver, "safeguards": ticked}
        return super().get_initial() | {name: getattr(row, name) for name in FIELDS} | told


class ReferralCheck(OfReferral, ObjectFormPage):
    """Everything once more, and exactly what the receiver will read now and after accepting."""

    selector = selectors.referral_list
    rule = rules.check_draft
    form_class = forms.MoveForm
    template_name = "cases/referral_check.html"

    def get_title(self) -> str:
        transfer = self.object.kind == ReferralKind.TRANSFER
        return _("Periksa pengalihan sebelum dikirim") if transfer else _("Periksa rujukan sebelum dikirim")

    def perform(self, form: Any) -> None:
        row = services.referral_send(referral=self.object, by=self.request.user)
        words = _("%(row)s dikirim ke %(agency)s.") % {"row": shown.named(row), "agency": row.receiver_agency}
        if row.answer_due:
            words += " " + _("Batas jawabannya %(due)s.") % {"due": waktu(row.answer_due)}
        messages.success(self.request, words)

    def get_success_url(self) -> str:
        return reverse("cases:referral-detail", args=[self.object.pk])

    def get_cancel_url(self) -> str:
        return self.case.get_absolute_url()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        row, user = self.object, self.request.user
        return super().get_context_data(**kwargs) | {
            "case": row.case,
            "rows": shown.draft_rows(user, row),
            "now": shown.preview_rows(user, row, row.case),
            "shown": shown.disclosure(row),
            "notice": row.basis == ReferralBasis.NONE,
            "transfer": row.kind == ReferralKind.TRANSFER,
            "reason": reason_against(rules.check_send, user, row),
        }


class DraftDelete(OfReferral, ObjectFormPage):
    selector = selectors.referral_list
    rule = rules.check_draft
    form_class = forms.MoveForm
    template_name = "components/confirm_page.html"
    title = gettext_lazy("Hapus draf rujukan")
    submit_label = gettext_lazy("Hapus draf")
    success_message = gettext_lazy("Draf rujukan dihapus.")

    def perform(self, form: Any) -> None:
        self.back = self.case.get_absolute_url()
        services.referral_draft_delete(referral=self.object, by=self.request.user)

    def get_success_url(self) -> str:
        return self.back

    def get_cancel_url(self) -> str:
        return reverse("cases:referral-check", args=[self.object.pk])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        note = _("Belum ada instansi yang melihat draf ini.")
        return super().get_context_data(**kwargs) | {"note": note, "case": self.object.case}


class ReferralDetail(OfThing, SelectorPage, TemplateView):
    """One referral with its history; where only the preview may be read, the way there."""

    template_name = "cases/referral_detail.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.object = self.find()
        if isinstance(self.object, ReferralOffer):
            return redirect("cases:offer", pk=self.object.pk)
        if self.object.status == ReferralStatus.DRAFT:
            return redirect("cases:referral-check", pk=self.object.pk)
        return super().get(request, *args, **kwargs)

    def get_title(self) -> str:
        return shown.named(self.object)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        row, user = self.object, self.request.user
        status, tone = shown.STANDING[ReferralStatus(row.status)]
        letters = list(letters_of(user, row))
        return super().get_context_data(**kwargs) | {
            "case": row.case,
            "referral": row,
            "status": status,
            "tone": tone,
            "clock": shown.clock(row, own_book(user)),
            "rows": shown.detail_rows(user, row),
            "events": shown.events(user, row),
            "buttons": shown.acts(user, row, letters),
            "letters": letters,
        }


class ReferralList(Page, TemplateView):
    """The two queues of a desk: what waits for its answer, and what it sent."""

    template_name = "cases/referral_list.html"
    title = gettext_lazy("Rujukan")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user = self.request.user
        check_handler(user)
        return super().get_context_data(**kwargs) | shown.queues(user, self.request.GET.get("page"))
