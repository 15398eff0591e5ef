"""Answering an invitation: by the link in the letter, without an account, or as somebody of the agency."""

from typing import Any

from django import forms
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import add_never_cache_headers
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gugus.core.permissions import Denied
from gugus.core.views import FormPage
from gugus.documents.throttle import throttled
from meetings.enums import Answer
from meetings.forms.answers import AnswerForm
from meetings.rules.answers import check_answer, check_open
from meetings.selectors.answers import invitation_by_token
from meetings.selectors.invitations import invitation_list
from meetings.services.answers import answer_record
from meetings.views.frame import MeetingFormPage
from meetings.wording import ANSWER_TONES, invitee_text, span_text


def answer_context(invitation: Any) -> dict[str, Any]:
    """What is shown of an invitation to whoever answers it: its own facts, nobody else's."""
    meeting = invitation.meeting
    where = "\n".join(filter(None, [meeting.place, meeting.link]))
    return {
        "facts": [
            {"label": _("Acara"), "value": meeting.title},
            {"label": _("Waktu"), "value": span_text(meeting)},
            {"label": _("Tempat"), "value": where or "–"},
            {"label": _("Undangan untuk"), "value": invitee_text(invitation)},
        ],
        "answered": invitation.answer != Answer.NONE,
        "answer_word": invitation.get_answer_display(),
        "answer_tone": ANSWER_TONES[invitation.answer],
        "answer_more": invitation.representative or invitation.reason,
    }


@method_decorator(login_not_required, name="dispatch")
class AnswerByLink(FormPage):
    """Three buttons, and nothing else. Opening writes nothing: mail scanners and chat previews do."""

    form_class = AnswerForm
    template_name = "meetings/answer.html"
    title = gettext_lazy("Jawab undangan")

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response = _braked(super().dispatch)(request, *args, **kwargs)
        response["Referrer-Policy"] = "same-origin"
        add_never_cache_headers(response)
        return response

    def setup_objects(self) -> None:
        self.object = invitation_by_token(self.kwargs["token"])

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self._ended() or super().get(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self._ended() or super().post(request, *args, **kwargs)

    def _ended(self) -> HttpResponse | None:
        """Why the link does nothing any more, said politely; a link we did not make tells nothing."""
        if self.object is None:
            reason = _("Tautan ini tidak dikenal. Periksa apakah tersalin utuh dari surel undangan Anda.")
            return self._said(reason, 404)
        try:
            check_open(self.object)
        except Denied as refusal:
            return self._said(str(refusal.reason), 410)
        return None

    def _said(self, reason: str, status: int) -> HttpResponse:
        return render(self.request, "meetings/answer_ended.html", {"reason": reason}, status=status)

    def perform(self, form: forms.Form) -> Any:
        return answer_record(invitation=self.object, **form.cleaned_data)

    def get_success_url(self) -> str:
        return self.request.path

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | answer_context(self.object)


_braked = throttled(limit=120, seconds=60)
"""A whole office may answer from one address; who guesses is slowed."""


class InvitationAnswer(MeetingFormPage):
    """The same three buttons for people of the agency, and for the secretariat that heard it by telephone."""

    selector = invitation_list
    rule = check_answer
    form_class = AnswerForm
    template_name = "meetings/answer_form.html"
    title = gettext_lazy("Jawab undangan")
    success_message = gettext_lazy("Jawaban dicatat.")

    def perform(self, form: forms.Form) -> Any:
        return answer_record(invitation=self.object, by=self.request.user, **form.cleaned_data)

    def get_success_url(self) -> str:
        return reverse("meetings:invitation-list", args=[self.meeting.pk])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | answer_context(self.object)
