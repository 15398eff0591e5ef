"""The preview before acceptance, and every move of a referral on one page each."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView

from cases.enums import ReferralBasis, ReferralKind
from cases.forms import referrals as forms
from cases.models import Case, Referral
from cases.rules import referrals as rules
from cases.selectors import referrals as selectors
from cases.selectors.sla import own_book
from cases.services import referrals as services
from cases.views import shown
from cases.views.common import Recorded
from gugus.core.permissions import Denied
from gugus.core.views import PlainForm, SelectorPage, TransitionPage


class OfThing(Recorded):
    """A page about a referral as far as one may know it: whole, or as its preview.

    Who asks for what is not theirs (any more) gets the same 404 as for nothing; who was about to answer it
    and came too late reads who was faster.
    """

    of_case = False
    reads = "cases.referral_read"
    selector = staticmethod(selectors.standing)
    object: Any = None

    def find(self) -> Any:
        user, key = self.request.user, self.kwargs["pk"]
        found = self.selector(user, key)
        if found is not None:
            return found
        why = selectors.too_late(user, key) if self.request.method == "POST" else None
        if why is None:
            raise Http404
        raise Denied(why)

    @property
    def case(self) -> Case:
        """Of a preview the case is known by its key alone, and only to the trail."""
        if isinstance(self.object, Referral):
            return self.object.case
        return Case(pk=self.object.case_id if self.object else None)


class OfferPage(OfThing, SelectorPage, TemplateView):
    """Services, urgency, risk, age group, sex; and the acts of whoever must answer."""

    reads = "cases.offer_read"
    template_name = "cases/offer.html"
    selector = staticmethod(selectors.offer_get)

    def get_title(self) -> str:
        return shown.named(self.object)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        self.object = offer = self.find()
        user = self.request.user
        status, tone = shown.STANDING[offer.status]
        return super().get_context_data(**kwargs) | {
            "offer": offer,
            "status": status,
            "tone": tone,
            "clock": shown.clock(offer, own_book(user)),
            "rows": shown.preview_rows(user, offer, offer),
            "notice": offer.basis == ReferralBasis.NONE,
            "mine": offer.receiver_id in user.authority.group_ids,
            "buttons": shown.moves(user, offer),
        }


class MovePage(OfThing, TransitionPage):
    """One move; `move` is its name in the table of moves."""

    rule = rules.check_side
    move = ""
    form_class: type[PlainForm] = forms.MoveForm
    template_name = "cases/referral_move.html"
    kind = "primary"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return super().dispatch(request, *args, **kwargs)
        except Referral.DoesNotExist as absent:
            raise Http404 from absent

    def setup_objects(self) -> None:
        self.object = self.find()

    def check_rule(self) -> None:
        services.move_check(thing=self.object, name=self.move, by=self.request.user)

    def perform(self, form: Any) -> None:
        act = getattr(services, f"referral_{self.move}")
        act(thing=self.object, by=self.request.user, **form.cleaned_data)

    def get_title(self) -> str:
        return shown.move_title(self.move, self.object)

    def get_success_url(self) -> str:
        """Where one may still read it; else the queues."""
        left = selectors.standing(self.request.user, self.object.pk)
        return (left and reverse("cases:referral-detail", args=[left.pk])) or reverse("cases:referral-list")

    def get_cancel_url(self) -> str:
        return reverse("cases:referral-detail", args=[self.object.pk])

    def facts(self) -> list[str]:
        """What will happen, before it does."""
        return []

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = shown.preview_rows(self.request.user, self.object, self.person)
        more = {"facts": self.facts(), "kind": self.kind, "rows": rows}
        if shown.noted(self.move, self.object):
            fact = _("Instansi tujuan tidak membuka kasus di portal; yang dibacanya hanya surat rujukan.")
            more |= {"facts": [fact], "kind": "primary", "submit_label": _("Catat")}
        return super().get_context_data(**kwargs) | more

    @property
    def person(self) -> Any:
        return self.object.case if isinstance(self.object, Referral) else self.object

    @property
    def transfer(self) -> bool:
        return self.object.kind == ReferralKind.TRANSFER

    @property
    def notice(self) -> bool:
        return self.object.basis == ReferralBasis.NONE


class ReferralAccept(MovePage):
    move = "accept"
    submit_label = gettext_lazy("Terima rujukan")

    def facts(self) -> list[str]:
        if self.transfer:
            return [
                _("Instansi Anda menjadi penanggung jawab kasus dan membaca seluruh isinya."),
                _("Instansi pengirim tidak lagi dapat membuka kasus ini, kecuali dirujuk kembali."),
            ]
        if self.notice:
            return [
                _("Korban tidak memberi persetujuan berbagi data, jadi kasusnya tidak terbuka bagi Anda."),
                _("Hubungi pengirim untuk mengatur layanannya; di sini tercatat bahwa instansi Anda siap."),
            ]
        return [
            _(
                "Kasus terbuka bagi penangan instansi Anda, sebatas persetujuan korban dan layanan yang "
                "diminta."
            ),
            _("Setiap pembacaan dicatat dan terlihat oleh instansi pengirim."),
        ]

    def form_valid(self, form: Any) -> HttpResponse:
        response = super().form_valid(form)
        if response.status_code == 302:
            messages.success(self.request, _("%(row)s diterima.") % {"row": shown.named(self.object)})
        return response

    def get_success_url(self) -> str:
        case = selectors.opened_case(self.request.user, self.object)
        return case.get_absolute_url() if case else super().get_success_url()


class ReferralRefuse(MovePage):
    move = "refuse"
    form_class = forms.RefuseForm
    submit_label = gettext_lazy("Tolak rujukan")
    success_message = gettext_lazy("Rujukan ditolak dan kembali ke antrean pengirim.")
    kind = "danger"


class ReferralForward(MovePage):
    move = "forward"
    form_class = forms.ForwardForm
    submit_label = gettext_lazy("Teruskan rujukan")
    success_message = gettext_lazy("Rujukan diteruskan; pengirim diberi tahu.")

    def get_form_kwargs(self) -> dict[str, Any]:
        without = {self.object.sender_id, self.object.receiver_id} - {None}
        return super().get_form_kwargs() | {"without": without}

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = self.get_form()
        if form.searched:
            return self.render_to_response(self.get_context_data(form=form.shown_again()))
        return super().post(request, *args, **kwargs)

    def perform(self, form: Any) -> None:
        data = form.cleaned_data
        services.referral_forward(
            thing=self.object, receiver=data["receiver"], reason=data["reason"], by=self.request.user
        )

    def facts(self) -> list[str]:
        return [_("Batas waktu jawaban dimulai lagi untuk instansi yang baru.")]


class ReferralStart(MovePage):
    move = "start"
    submit_label = gettext_lazy("Mulai layanan")
    success_message = gettext_lazy("Layanan tercatat dimulai.")


class ReferralFinish(MovePage):
    move = "finish"
    submit_label = gettext_lazy("Selesaikan rujukan")
    success_message = gettext_lazy("Rujukan selesai.")

    def facts(self) -> list[str]:
        return [
            _("Kasus tidak lagi terbuka bagi instansi penerima."),
            _("Catatan layanan yang diberikan tetap tersimpan pada instansi yang memberikannya."),
        ]


class ReferralWithdraw(MovePage):
    move = "withdraw"
    form_class = forms.WithdrawForm
    submit_label = gettext_lazy("Tarik rujukan")
    success_message = gettext_lazy("Rujukan ditarik; instansi tujuan tidak lagi dapat membukanya.")
    kind = "danger"

    def facts(self) -> list[str]:
        return [_("Yang terbuka karena rujukan ini tertutup seketika bagi instansi tujuan.")]
