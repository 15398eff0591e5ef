"""Asking for more time or an end, and deciding what another asked."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gugus.core.templatetags.gugus import tanggal
from meetings.enums import RequestKind
from meetings.forms import requests as forms
from meetings.models import FollowUpRequest, Meeting
from meetings.rules import requests as rules
from meetings.selectors.follow_ups import request_list
from meetings.services import requests as services
from meetings.views.follow_up_page import asked_words
from meetings.views.follow_ups import OfFollowUp
from meetings.views.frame import MeetingFormPage


class Ask(OfFollowUp, MeetingFormPage):
    rule = rules.check_ask
    kind: RequestKind
    submit_label = gettext_lazy("Kirim permintaan")
    success_message = gettext_lazy("Permintaan dikirim. Orang lain yang memutuskannya.")

    def perform(self, form: Any) -> FollowUpRequest:
        return services.request_ask(
            follow_up=self.object, by=self.request.user, kind=self.kind, **form.cleaned_data
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        note = _("%(text)s (batas sekarang %(due)s)") % {
            "text": self.object.text,
            "due": tanggal(self.object.due),
        }
        return super().get_context_data(**kwargs) | {"note": note}


class ExtendAsk(Ask):
    kind = RequestKind.EXTEND
    form_class = forms.ExtendForm
    title = gettext_lazy("Minta perpanjangan waktu")


class DropAsk(Ask):
    kind = RequestKind.DROP
    form_class = forms.DropForm
    title = gettext_lazy("Minta tindak lanjut dihentikan")


class RequestDecide(MeetingFormPage):
    """Grant or refuse, once."""

    selector: Any = staticmethod(request_list)
    rule = rules.check_decide
    form_class = forms.DecideForm
    title = gettext_lazy("Putuskan permintaan")
    submit_label = gettext_lazy("Simpan keputusan")
    success_message = gettext_lazy("Keputusan disimpan.")

    @property
    def meeting(self) -> Meeting:
        return self.object.follow_up.meeting

    def perform(self, form: Any) -> FollowUpRequest:
        return services.request_decide(request=self.object, by=self.request.user, **form.given)

    def get_success_url(self) -> str:
        return reverse("meetings:follow-up-detail", args=[self.object.follow_up_id])

    get_cancel_url = get_success_url

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        row = self.object.follow_up
        lines = [row.text, f"{row.agency}, {_('batas sekarang')} {tanggal(row.due)}."]
        lines += [asked_words(self.object), f"{_('Alasan')}: {self.object.reason}"]
        return super().get_context_data(**kwargs) | {"lines": lines}

    template_name = "meetings/request_decide.html"
