"""Meetings: their list, one at a glance, its beginning."""

from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gugus.core.components import Button
from gugus.core.permissions import allowed
from gugus.core.views import CreatePage, ListPage
from meetings.enums import Answer, MeetingStatus, MinutesStatus
from meetings.filters.meetings import MeetingFilter
from meetings.forms.meetings import MeetingForm
from meetings.rules import meetings as rules
from meetings.rules.agenda import check_agenda, reads_notes
from meetings.rules.answers import check_answer
from meetings.rules.common import check_manage, check_read
from meetings.selectors.agenda import agenda_of
from meetings.selectors.follow_ups import carried
from meetings.selectors.invitations import answer_counts
from meetings.selectors.meetings import (
    last_meeting,
    meetings_in_turn,
    minutes_state,
    own_invitations,
    series_of,
)
from meetings.selectors.outreach import outreach_of
from meetings.services import meetings as services
from meetings.tables.meetings import MeetingTable
from meetings.views.attachments import attachment_rows
from meetings.views.frame import MeetingPage, act, address, crumbs, manages
from meetings.wording import ANSWER_TONES, region_text, span_text, speaker_text, timetable
from members.selectors import task_force_of


class MeetingList(ListPage):
    """What comes next, what waits without a date, what was."""

    selector = meetings_in_turn
    rule = check_read
    table_class = MeetingTable
    filterset_class = MeetingFilter
    title = gettext_lazy("Rapat")
    template_name = "meetings/meeting_list.html"
    export_name = "rapat"
    empty = {
        "title": gettext_lazy("Belum ada rapat"),
        "text": gettext_lazy(
            "Rapat koordinasi, FGD, sosialisasi, dan supervisi tampil di sini begitu diundangkan."
        ),
    }

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        extra: dict[str, Any] = {
            "place": self.request.user.authority.task_force_name,
            "lead": _("Yang terdekat di atas, lalu rencana tanpa tanggal, lalu yang sudah lewat."),
        }
        extra["secondary"] = [
            Button(label=_("Kalender"), url=reverse("meetings:calendar")),
            Button(label=_("Cakupan sosialisasi"), url=reverse("meetings:coverage")),
        ]
        if manages(self.request.user):
            extra["button"] = Button(
                label=_("Buat rapat"), url=reverse("meetings:meeting-create"), kind="primary"
            )
            extra["secondary"] += self._more()
        return super().get_context_data(**kwargs) | extra

    def _more(self) -> list[Button]:
        last = last_meeting(self.request.user)
        rules_page = Button(label=_("Aturan rapat"), url=reverse("meetings:settings"))
        if last is None:
            return [rules_page]
        copy = reverse("meetings:meeting-copy", args=[last.pk])
        return [rules_page, Button(label=_("Salin rapat terakhir"), url=copy)]


class MeetingCreate(CreatePage):
    rule = check_manage
    form_class = MeetingForm
    service = services.meeting_create
    template_name = "meetings/meeting_create.html"
    title = gettext_lazy("Buat rapat")
    submit_label = gettext_lazy("Simpan draf rapat")
    success_message = gettext_lazy("Draf rapat disimpan. Susun acaranya, lalu kirim undangan.")

    def get_initial(self) -> dict[str, Any]:
        task_force = task_force_of(self.request.user)
        return super().get_initial() | {"host": task_force and task_force.secretariat_agency}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {"crumbs": crumbs()}

    def get_success_url(self) -> str:
        return self.result.get_absolute_url()

    def get_cancel_url(self) -> str:
        return reverse("meetings:meeting-list")


class MeetingDetail(MeetingPage):
    """When, where, who is who, the agenda, how the invited answered, and what this reader may do next."""

    template_name = "meetings/meeting_detail.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user, meeting = self.request.user, self.object
        context = super().get_context_data(**kwargs)
        minutes = minutes_state(user, meeting)
        return context | {
            "status": context["meeting_status"],
            "tone": context["meeting_tone"],
            "place": str(meeting.type),
            "steps": steps(meeting, minutes),
            "facts": facts(meeting, self.agenda),
            "agenda": timetable(meeting, self.agenda),
            "carried": carried(meeting).visible_to(user).count(),
            "answers": answer_rows(answer_counts(meeting)),
            "own": [own_row(user, row) for row in own_invitations(user, meeting)],
            "series": series_of(user, meeting),
            "attachments": attachment_rows(user, meeting),
            "outreach": outreach_of(user, meeting) if meeting.type.is_outreach else None,
            "notes": reads_notes(user),
            **self._acts(),
        }

    @cached_property
    def agenda(self) -> list[Any]:
        return agenda_of(self.object)

    def _acts(self) -> dict[str, Any]:
        user, meeting = self.request.user, self.object
        if not manages(user):
            return {}
        links = [
            (_("Salin menjadi rapat baru"), "meeting-copy", rules.check_copy),
            (_("Ulangi tiap bulan"), "meeting-repeat", rules.check_repeat),
            (_("Catat selesai dilaksanakan"), "meeting-hold", rules.check_hold),
            (_("Batalkan rapat"), "meeting-cancel", rules.check_cancel),
            (_("Hapus draf"), "meeting-discard", rules.check_discard),
        ]
        others = [act(user, label, name, check, meeting) for label, name, check in links]
        return {
            "button": next_act(user, meeting),
            "secondary": [
                act(user, _("Ubah data rapat"), "meeting-update", rules.check_facts_change, meeting),
                act(user, _("Susun acara"), "agenda", check_agenda, meeting),
            ],
            "others": [button for button in others if not button.reason],
        }


def next_act(user: Any, meeting: Any) -> Button | None:
    """What the secretariat does next with a meeting; None where nothing is left to do."""
    begun = meeting.starts_at is not None and meeting.starts_at <= timezone.now()
    if meeting.status == MeetingStatus.CANCELLED:
        label, name = _("Salin menjadi rapat baru"), "meeting-copy"
    elif meeting.starts_at is None:
        label, name = _("Tentukan tanggal"), "meeting-update"
    elif meeting.status == MeetingStatus.HELD:
        label, name = _("Buka notula"), "minutes"
    elif begun:
        label, name = _("Catat selesai dilaksanakan"), "meeting-hold"
    else:
        label, name = _("Buka undangan"), "invitation-list"
    url = address(f"meetings:{name}", meeting)
    return Button(label=label, url=url, kind="primary") if url else None


def steps(meeting: Any, minutes: str) -> list[dict[str, str]]:
    """A meeting's life as far as it got; `minutes` is the state of its minutes or ""."""
    if meeting.status == MeetingStatus.CANCELLED:
        return []
    done = {MeetingStatus.DRAFT: 0, MeetingStatus.INVITED: 2, MeetingStatus.HELD: 3}[meeting.status]
    if done == 3 and minutes:
        done = 5 if minutes == MinutesStatus.FROZEN else 3
    labels = [_("Draf"), _("Undangan"), _("Pelaksanaan"), _("Notula")]
    states = ["done" if n < done else "current" if n == done else "next" for n in range(len(labels))]
    return [{"label": label, "state": state, "note": ""} for label, state in zip(labels, states, strict=True)]


def answer_rows(counts: Any) -> list[dict[str, Any]]:
    """Answers with their numbers, in the order of a letter; nothing when nobody is invited."""
    if not sum(counts.values()):
        return []
    order = (Answer.COMING, Answer.REPRESENTED, Answer.UNABLE, Answer.NONE)
    return [
        {"label": answer.label, "count": counts[answer], "tone": ANSWER_TONES[answer]} for answer in order
    ]


def own_row(user: Any, invitation: Any) -> dict[str, Any]:
    """One's own invitation, how it stands, and where to answer it while that is possible."""
    answer = Answer(invitation.answer)
    url = reverse("meetings:invitation-answer", args=[invitation.pk])
    return {
        "who": str(invitation),
        "answer": answer.label,
        "tone": ANSWER_TONES[answer],
        "url": url if allowed(check_answer, user, invitation) else "",
    }


def facts(meeting: Any, agenda: list[Any]) -> list[dict[str, Any]]:
    """When and where, and each office in its own row; what nobody filled in is not there."""
    rows = [
        (_("Waktu"), span_text(meeting), ""),
        (_("Tempat"), meeting.place, ""),
        (_("Wilayah"), meeting.region and region_text(meeting.region), ""),
        (_("Tautan daring"), meeting.link, meeting.link),
        (_("Penyelenggara"), meeting.host and meeting.host.name, ""),
        (_("Bekerja sama dengan"), meeting.co_host, ""),
        (_("Dibuka oleh"), meeting.opener, ""),
        (_("Pimpinan rapat"), meeting.chair, ""),
        (_("Penyaji"), presenters(agenda), ""),
        (_("Notulis"), meeting.minute_taker and meeting.minute_taker.full_name, ""),
        (_("Maksud dan tujuan"), meeting.purpose, ""),
        (_("Alasan dibatalkan"), meeting.cancel_reason, ""),
    ]
    return [{"label": label, "value": value, "url": url} for label, value, url in rows if value]


def presenters(agenda: list[Any]) -> str:
    """Offices that present a point of the agenda, each once, one a line."""
    return "\n".join(dict.fromkeys(filter(None, map(speaker_text, agenda))))
