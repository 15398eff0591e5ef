"""One follow-up: what stands about it, its story, and what this person may do with it now."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View

from gugus.core.components import Button
from gugus.core.permissions import allowed
from gugus.core.templatetags.gugus import tanggal, waktu
from gugus.core.views import SelectorPage
from gugus.documents.http import file_response
from meetings.enums import FollowUpStatus, NoteAct, Priority, RequestKind, RequestStatus
from meetings.models import FollowUp, FollowUpNote, FollowUpRequest
from meetings.rules import follow_ups as rules
from meetings.rules.requests import check_ask, check_decide
from meetings.selectors.follow_ups import note_list, request_waiting, story
from meetings.views.follow_ups import OfFollowUp
from meetings.views.frame import MeetingPage, act
from meetings.wording import follow_up_left, follow_up_standing

STORY = {
    NoteAct.NEWS: (gettext_lazy("Kabar perkembangan"), "note"),
    NoteAct.SUBMIT: (gettext_lazy("Diajukan selesai"), "note"),
    NoteAct.RETURN: (gettext_lazy("Dikembalikan"), "warn"),
    NoteAct.VERIFY: (gettext_lazy("Dinyatakan memadai; selesai"), "good"),
}


class FollowUpPage(OfFollowUp, MeetingPage):
    """One follow-up: what, whose, until when, how it stands, and everything that happened to it."""

    template_name = "meetings/follow_up_detail.html"

    def get_title(self) -> str:
        return self.object.text

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user, row = self.request.user, self.object
        word, tone = follow_up_standing(row, user.authority.today)
        request = request_waiting(user, row)
        return super().get_context_data(**kwargs) | {
            "place": str(row.agency),
            "status": word,
            "tone": tone,
            "facts": facts(row, user.authority.today),
            "asked": asked_words(request) if request else "",
            "asked_reason": request.reason if request else "",
            "decide": decide_act(user, request) if request else None,
            "events": [event(step, at) for at, step in story(user, row)] + first_events(row),
            "acts": acts_of(user, row),
            "unannounced": row.announced_at is None,
        }


def facts(row: FollowUp, today: Any) -> list[dict[str, Any]]:
    """What stands about it; what nobody filled in is not there."""
    due = tanggal(row.due)
    if row.is_extended:
        due = _("%(due)s, diperpanjang dari %(before)s") % {"due": due, "before": tanggal(row.original_due)}
    left = follow_up_left(row, today)
    rows = [
        (_("Penanggung jawab"), row.agency, ""),
        (_("Jabatan pelaksana"), row.office, ""),
        (_("Batas waktu"), f"{due} ({left})" if left else due, ""),
        (_("Prioritas"), _("tinggi; memerlukan bukti") if row.priority == Priority.HIGH else "", ""),
        (_("Dari rapat"), row.meeting, row.meeting.get_absolute_url()),
        (_("Kegiatan RAD"), row.action_item, row.action_item and row.action_item.get_absolute_url()),
        (_("Yang sudah dilakukan"), row.action_taken, ""),
        (_("Diperiksa oleh"), closed_words(row), ""),
    ]
    return [{"label": label, "value": str(value), "url": url} for label, value, url in rows if value]


def closed_words(row: FollowUp) -> str:
    if row.closed_by is None:
        return ""
    return f"{row.closed_by}, {row.closed_as}, {waktu(row.closed_at)}"


def asked_words(request: FollowUpRequest) -> str:
    if request.kind == RequestKind.EXTEND:
        day = {"who": request.asked_by, "day": tanggal(request.until)}
        return _("%(who)s meminta perpanjangan sampai %(day)s.") % day
    return _("%(who)s meminta tindak lanjut ini dihentikan.") % {"who": request.asked_by}


def decide_act(user: Any, request: FollowUpRequest) -> Button | None:
    """The way to the decision for those who decide; greyed for the one of them who asked."""
    if not user.authority.has_role(*rules.CLOSERS):
        return None
    return act(user, _("Putuskan"), "request-decide", check_decide, request)


def event(step: FollowUpNote | FollowUpRequest, at: datetime) -> dict[str, Any]:
    """A step as the timeline draws it."""
    if isinstance(step, FollowUpNote):
        what, tone = STORY[NoteAct(step.act)]
        found = {"who": step.by, "what": what, "tone": tone, "note": note_words(step)}
    elif step.decided_at == at:
        granted = step.status == RequestStatus.GRANTED
        words = _("%(kind)s disetujui") if granted else _("%(kind)s ditolak")
        found = {
            "who": step.decided_by,
            "what": words % {"kind": step.get_kind_display().capitalize()},
            "tone": "good" if granted else "warn",
            "note": step.decision_note,
        }
    else:
        found = {"who": step.asked_by, "what": asked_words(step), "tone": "note", "note": step.reason}
    behalf = step.on_behalf and found["who"] != getattr(step, "decided_by", None)
    seat = _("atas nama %(agency)s") % {"agency": step.follow_up.agency} if behalf else ""
    return found | {"at": waktu(at), "seat": seat}


def note_words(note: FollowUpNote) -> Any:
    """What was said, and the way to its proof."""
    proof: Any = ""
    if note.file:
        kind = _("Buka bukti (PDF)") if note.content_type == "application/pdf" else _("Buka bukti (foto)")
        proof = format_html(' <a href="{}">{}</a>', reverse("meetings:proof-file", args=[note.pk]), kind)
    if note.link:
        proof = format_html(
            '{} <a href="{}" rel="noopener noreferrer nofollow">{}</a>',
            proof,
            note.link,
            _("Buka tautan bukti"),
        )
    return format_html("{}{}", note.text, proof) if proof else note.text


def first_events(row: FollowUp) -> list[dict[str, Any]]:
    """How it began."""
    began = {"who": row.made_by, "what": _("Dicatat dari rapat"), "at": waktu(row.created_at)}
    return [began | {"tone": "draft", "seat": "", "note": ""}]


def acts_of(user: Any, row: FollowUp) -> list[Button]:
    """What this person's office does with it; an act that is off now says why."""
    offered: list[Button] = []
    if row.announced_at is None:
        if allowed(rules.check_edit, user, row):
            offered = [
                act(user, _("Ubah"), "follow-up-update", rules.check_edit, row),
                act(user, _("Hapus"), "follow-up-remove", rules.check_edit, row),
            ]
        return offered
    works = rules.at_desk(user, row) or user.authority.has_role("sekretariat")
    if works and row.status == FollowUpStatus.OPEN:
        offered = [
            act(user, _("Ajukan selesai"), "follow-up-submit", rules.check_work, row, kind="primary"),
            act(user, _("Tulis kabar"), "follow-up-note", rules.check_work, row),
            act(user, _("Minta perpanjangan"), "follow-up-extend", check_ask, row),
            act(user, _("Minta dihentikan"), "follow-up-drop", check_ask, row),
        ]
    if user.authority.has_role(*rules.CLOSERS) and row.status == FollowUpStatus.SUBMITTED:
        offered = [
            act(user, _("Nyatakan memadai"), "follow-up-verify", rules.check_verify, row, kind="primary"),
            act(user, _("Kembalikan"), "follow-up-return", rules.check_return, row),
        ]
    return offered


class ProofFile(SelectorPage, View):
    """The stored proof itself, for who may read the follow-up."""

    selector = note_list

    def get(self, request: HttpRequest, pk: UUID) -> HttpResponseBase:
        note = get_object_or_404(self.get_queryset(), pk=pk)
        if not note.file:
            raise Http404
        return file_response(note.file, name="bukti", content_type=note.content_type)
