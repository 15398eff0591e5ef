"""The minutes of a meeting: written, read, and kept while one types."""

import secrets
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View
from django.views.decorators.csrf import csrf_exempt, csrf_protect

from gugus.core.components import Button
from gugus.core.permissions import Denied, allowed, reason_against
from gugus.core.views import SelectorPage
from gugus.documents.enums import DocumentKind
from meetings.enums import MinutesStatus
from meetings.forms.minutes import MoveForm, PartForm, part_form
from meetings.rules.minutes import (
    check_answer,
    check_circulate,
    check_freeze,
    check_minutes_paper,
    check_release,
    check_reopen,
    check_start,
    check_write,
    writes,
)
from meetings.selectors.follow_ups import carried
from meetings.selectors.minutes import (
    answering_agency,
    asked,
    follow_ups_by_item,
    minutes_list,
    own_answer,
    part_list,
    writing_now,
)
from meetings.selectors.papers import papers_of
from meetings.services.minutes import Saved, minutes_start, part_save
from meetings.views.frame import MeetingMove, MeetingPage, act
from meetings.views.papers import paper_rows
from meetings.wording import MINUTES_TONES


@dataclass(frozen=True)
class Section:
    """A part of the minutes on the page; `form` where this person may write."""

    number: str
    part: Any
    form: PartForm | None
    follow_ups: list[Any]
    carried: list[Any]
    busy: Any
    add_url: str = ""

    @property
    def is_first(self) -> bool:
        return self.part.item is not None and self.part.item.is_follow_ups


class MinutesPage(MeetingPage):
    """Written by those who may, read by the others once circulated; says so where there is nothing yet."""

    template_name = "meetings/minutes.html"

    def get_title(self) -> str:
        return _("Notula: %(meeting)s") % {"meeting": self.object}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user = self.request.user
        minutes = minutes_list(user).filter(meeting=self.object.pk).first()
        context = super().get_context_data(**kwargs) | {
            "minutes": minutes,
            "writer": writes(user, self.object),
            "start": self._start() if minutes is None else None,
        }
        return context | self._shown(minutes) if minutes else context

    def _start(self) -> Button | None:
        if not writes(self.request.user, self.object):
            return None
        return act(
            self.request.user, _("Mulai notula"), "minutes-start", check_start, self.object, kind="primary"
        )

    def _shown(self, minutes: Any) -> dict[str, Any]:
        user = self.request.user
        minutes.meeting = self.object
        return {
            "status": minutes.get_status_display(),
            "tone": MINUTES_TONES[MinutesStatus(minutes.status)],
            "sections": sections(user, minutes),
            "writing": allowed(check_write, user, minutes),
            "asked": asked(minutes) if minutes.round else [],
            "own_answer": own_answer(user, minutes) if minutes.round else None,
            "secondary": acts(user, minutes),
            "papers": paper_rows(papers_of(user, self.object, DocumentKind.MINUTES)),
            "paper_button": paper_button(user, self.object),
            "settles": user.authority.has_role("sekretariat") and minutes.status == MinutesStatus.AGREEMENT,
        }


def sections(user: Any, minutes: Any) -> list[Section]:
    """The parts in the order of the agenda, the closing last."""
    page = secrets.token_urlsafe(12)
    writing = allowed(check_write, user, minutes)
    found, carried = follow_ups_by_item(user, minutes), carried_rows(user, minutes.meeting)
    parts = part_list(user).filter(minutes=minutes)
    return [
        Section(
            number=f"{number}. " if part.item else "",
            part=part,
            form=part_form(part, user=user, page=page) if writing else None,
            follow_ups=found.get(part.item_id, []),
            carried=carried if part.item and part.item.is_follow_ups else [],
            busy=writing_now(part, user) if writing else None,
            add_url=add_url(part) if writing else "",
        )
        for number, part in enumerate(parts, start=1)
    ]


def carried_rows(user: Any, meeting: Any) -> list[Any]:
    """What earlier meetings left unfinished, for the first point of the agenda."""
    return list(carried(meeting).visible_to(user))


def add_url(part: Any) -> str:
    """Where a commitment is added from a point of the agenda."""
    url = reverse("meetings:follow-up-create", args=[part.minutes.meeting_id])
    return f"{url}?acara={part.item_id}" if part.item_id else url


def acts(user: Any, minutes: Any) -> list[Button]:
    """What may be done next; who cannot do it at all is not shown it."""
    meeting, shown = minutes.meeting, []
    if writes(user, meeting) and minutes.status == MinutesStatus.WRITING:
        shown.append(
            minutes_act(user, _("Edarkan untuk disetujui"), "minutes-circulate", check_circulate, minutes)
        )
    if minutes.status == MinutesStatus.AGREEMENT and answering_agency(user, minutes):
        shown.append(minutes_act(user, _("Jawab edaran"), "minutes-answer", check_answer, minutes))
    if user.authority.has_role("sekretariat"):
        if minutes.status == MinutesStatus.AGREEMENT:
            shown.append(
                minutes_act(user, _("Tarik untuk diperbaiki"), "minutes-reopen", check_reopen, minutes)
            )
            shown.append(minutes_act(user, _("Sahkan notula"), "minutes-freeze", check_freeze, minutes))
        if minutes.status != MinutesStatus.WRITING:
            shown.append(minutes_act(user, _("Siaran pers"), "press", check_release, minutes))
    return shown


def paper_button(user: Any, meeting: Any) -> Button | None:
    """Have the notula made as PDF."""
    if not allowed(check_minutes_paper, user, meeting):
        return None
    url = reverse("meetings:paper-create", args=[meeting.pk, DocumentKind.MINUTES.value])
    return Button(label=_("Cetak notula"), url=url, method="post")


def minutes_act(user: Any, label: str, name: str, check: Any, minutes: Any) -> Button:
    url = reverse(f"meetings:{name}", args=[minutes.meeting_id])
    return Button(label=label, url=url, reason=reason_against(check, user, minutes))


class MinutesStart(MeetingMove):
    """Begin the minutes of a meeting."""

    rule = check_start
    form_class = MoveForm
    title = gettext_lazy("Mulai notula")
    submit_label = gettext_lazy("Mulai notula")
    note = gettext_lazy(
        "Setiap mata acara mendapat bagiannya sendiri. Tulisan tersimpan selagi Anda mengetik."
    )

    def perform(self, form: Any) -> Any:
        return minutes_start(meeting=self.object, by=self.request.user)

    def get_success_url(self) -> str:
        return reverse("meetings:minutes", args=[self.object.pk])

    get_cancel_url = get_success_url


@method_decorator([csrf_exempt, login_not_required], name="dispatch")
class PartSave(SelectorPage, View):
    """Keeps what was typed into a part.

    A page that types gets the moment and what others wrote; a form gets the page again. Who is signed out,
    or signed in anew since the form was drawn, gets the words back to send them again: so sign-in and token
    are asked for here and not before.
    """

    selector = part_list
    http_method_names = ["post"]
    kwargs: dict[str, Any]
    entered = False

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        home = reverse("meetings:minutes", args=[kwargs["pk"]])
        if request.user.is_authenticated:
            response = self._guarded(request, *args, **kwargs)
            if self.entered:
                return response
        if request.method != "POST" or not _from_here(request):
            return redirect_to_login(home)
        return self._handed_back(request, home)

    @method_decorator(csrf_protect)
    def _guarded(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.entered = True
        return super().dispatch(request, *args, **kwargs)

    def _handed_back(self, request: HttpRequest, home: str) -> HttpResponse:
        context = {
            "title": _("Belum tersimpan: Anda perlu masuk lagi"),
            "form": PartForm(request.POST, user=request.user),
            "signed_in": request.user.is_authenticated,
            "login_url": f"{reverse('account_login')}?next={home}",
        }
        return render(request, "meetings/minutes_signed_out.html", context, status=403)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        part = get_object_or_404(self.get_queryset(), pk=kwargs["part"], minutes__meeting=kwargs["pk"])
        if request.headers.get("HX-Request"):
            return self._said(request, part)
        check_write(request.user, part.minutes)
        form = PartForm(request.POST, user=request.user)
        home = f"{part.minutes.get_absolute_url()}#bagian-{part.pk}"
        try:
            saved = self._saved(part, form)
        except ValidationError as error:
            context = {
                "title": _("Belum tersimpan"),
                "form": form,
                "errors": error.messages,
                "signed_in": True,
            }
            return render(request, "meetings/minutes_signed_out.html", context, status=200)
        messages.success(request, _("Tersimpan pukul %(at)s.") % {"at": f"{timezone.localtime():%H.%M.%S}"})
        if saved.merged:
            messages.warning(request, merge_words(saved))
        return redirect(home)

    def _saved(self, part: Any, form: PartForm) -> Saved:
        if not form.is_valid():
            raise ValidationError(
                [f"{form[name].label}: {text}" for name in form.errors for text in form.errors[name]]
            )
        return part_save(part=part, by=self.request.user, **form.cleaned_data)

    def _said(self, request: HttpRequest, part: Any) -> HttpResponse:
        """The answer to a page that types; its header tells it from the sign-in page."""
        said: dict[str, Any] = {"now": timezone.now()}
        try:
            saved = self._saved(part, PartForm(request.POST, user=request.user))
            said |= {"saved": saved, "merge": merge_words(saved) if saved.merged else ""}
        except ValidationError as error:
            said["refused"] = error.messages
        except Denied as denied:
            said["refused"] = [denied.reason]
        response = render(request, "meetings/minutes_said.html", said)
        response["X-Draft"] = "refused" if "refused" in said else "kept"
        return response


def merge_words(saved: Saved) -> str:
    """Who wrote meanwhile, and whether somebody has to choose."""
    names = ", ".join(saved.others) or _("Anda di jendela lain")
    if saved.conflict:
        return _(
            "%(names)s mengubah baris yang sama. Kedua tulisan ada di bagian ini, di antara baris bertanda "
            "kurung siku; pilih atau gabungkan."
        ) % {"names": names}
    return _("%(names)s juga menulis bagian ini. Tulisannya digabung dengan tulisan Anda.") % {"names": names}


def _from_here(request: HttpRequest) -> bool:
    return request.headers.get("Origin") == f"{request.scheme}://{request.get_host()}"
