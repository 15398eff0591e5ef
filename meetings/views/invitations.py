"""Pages of who is invited: the list with answers, choosing, sending, taking back."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from gugus.core.components import Button
from gugus.core.templatetags.gugus import angka, tanggal
from gugus.core.views import ListPage, PlainForm
from gugus.documents.enums import DocumentKind
from meetings.enums import Answer, MeetingStatus
from meetings.forms.invitations import GuestForm, InviteesForm, LetterDateForm, SignerForm
from meetings.mails import message_text
from meetings.rules.answers import check_answer
from meetings.rules.invitations import (
    check_invitees,
    check_letter_again,
    check_letter_text,
    check_meeting_invite,
    check_message,
    check_number,
    check_withdraw,
)
from meetings.rules.papers import check_invitation_paper
from meetings.selectors.invitations import (
    answer_counts,
    contacts_for_system,
    invitation_list,
    letter_list,
    living,
    number_preview,
    own_invitations,
    unit_of,
)
from meetings.selectors.meetings import meeting_list
from meetings.selectors.papers import papers_of
from meetings.services import invitations as services
from meetings.services.letters import letter_again
from meetings.services.numbers import number_text
from meetings.tables.invitations import InvitationTable
from meetings.views.frame import Framed, MeetingFormPage, MeetingMove, MeetingPage, act, manages
from meetings.views.papers import paper_rows
from meetings.wording import span_text


class InvitationList(Framed, ListPage):
    """Who is invited and what they answered; for the secretariat also the letters and the surat undangan."""

    selector = invitation_list
    table_class = InvitationTable
    template_name = "meetings/invitation_list.html"
    title = gettext_lazy("Undangan")
    export_name = "daftar-undangan"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.object = get_object_or_404(meeting_list(request.user), pk=kwargs["pk"])
        return super().get(request, *args, **kwargs)

    def get_queryset(self) -> Any:
        rows = super().get_queryset().filter(meeting=self.object)
        return rows if manages(self.request.user) else rows.filter(withdrawn_at=None)

    def get_table_kwargs(self) -> dict[str, Any]:
        return super().get_table_kwargs() | {
            "user": self.request.user,
            "acts": manages(self.request.user),
        }

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user, meeting = self.request.user, self.object
        kept = manages(user)
        return super().get_context_data(**kwargs) | {
            "counts": count_rows(answer_counts(meeting)),
            "own": [] if kept else answerable(user, own_invitations(user, meeting)),
            "papers": paper_rows(papers_of(user, meeting, DocumentKind.INVITATION)),
            "paper_button": self._paper_button() if kept else None,
            "button": self._primary() if kept else None,
            "secondary": self._secondary() if kept else [],
            "facts": letter_facts(meeting),
            "empty": {
                "title": _("Belum ada yang diundang"),
                "text": _(
                    "Pilih semua anggota, satu sub-gugus tugas, kursi, atau instansi dalam satu langkah."
                ),
            },
        }

    def _primary(self) -> Button:
        user, meeting = self.request.user, self.object
        if meeting.status == MeetingStatus.DRAFT and living(meeting).exists():
            label = _("Periksa lalu kirim")
            return act(user, label, "meeting-invite", check_meeting_invite, meeting, kind="primary")
        return act(user, _("Pilih undangan"), "invitation-add", check_invitees, meeting, kind="primary")

    def _secondary(self) -> list[Button]:
        user, meeting = self.request.user, self.object
        rows = [(_("Tambah tamu"), "invitation-guest", check_invitees)]
        if self._primary().url.endswith("/kirim/"):
            rows.insert(0, (_("Pilih undangan"), "invitation-add", check_invitees))
        return [act(user, label, name, check, meeting) for label, name, check in rows]

    def _paper_button(self) -> Button:
        url = reverse("meetings:paper-create", args=[self.object.pk, DocumentKind.INVITATION.value])
        made = act(self.request.user, _("Buat PDF"), "meeting-detail", check_invitation_paper, self.object)
        return Button(label=made.label, url=url, method="post", reason=made.reason)


def answerable(user: Any, own: Any) -> list[tuple[Any, Button | None]]:
    """One's invitations, each with what answers it, or answers it anew; nothing once that is over."""
    rows = []
    for row in own:
        label = _("Jawab undangan") if row.answer == Answer.NONE else _("Ubah jawaban")
        button = act(user, label, "invitation-answer", check_answer, row, kind="primary")
        rows.append((row, None if button.reason else button))
    return rows


def count_rows(counts: dict[str, int]) -> list[str]:
    """`12 akan hadir`, in the order of the answers, what nobody said left out."""
    total = ngettext("%(n)s diundang", "%(n)s diundang", sum(counts.values())) % {
        "n": angka(sum(counts.values()))
    }
    return [total] + [f"{angka(counts[word.value])} {word.label}" for word in Answer if counts[word.value]]


def letter_facts(meeting: Any) -> list[dict[str, Any]]:
    """What the surat undangan carries, each with the page that changes it."""
    sign, number = (
        reverse(f"meetings:{name}", args=[meeting.pk]) for name in ("letter-signer", "letter-number")
    )
    signer = ", ".join(filter(None, [meeting.signer_office, meeting.signer_name]))
    return [
        {
            "label": _("Nomor surat"),
            "value": meeting.number or _("belum dipesan"),
            "change_url": "" if meeting.number else number,
        },
        {"label": _("Tanggal surat"), "value": tanggal(meeting.letter_on) if meeting.letter_on else "–"},
        {
            "label": _("Penanda tangan"),
            "value": signer or _("kepala instansi penyelenggara"),
            "change_url": sign,
        },
    ]


class OfInvitations:
    """Back to the list, wherever an act on it began."""

    meeting: Any
    cancel_url = ""

    def get_success_url(self) -> str:
        return reverse("meetings:invitation-list", args=[self.meeting.pk])

    get_cancel_url = get_success_url


class InvitationAdd(OfInvitations, MeetingFormPage):
    """Many in one choice."""

    rule = check_invitees
    form_class = InviteesForm
    template_name = "meetings/invite_form.html"
    title = gettext_lazy("Pilih undangan")
    submit_label = gettext_lazy("Undang yang dipilih")

    def perform(self, form: forms.Form) -> Any:
        added = services.invitees_set(meeting=self.object, by=self.request.user, **form.cleaned_data)
        for words in added_words(added):
            messages.success(self.request, words)
        return added


def added_words(added: services.Added) -> list[str]:
    """How many are new, and who was invited already."""
    count = len(added.new)
    words = [
        ngettext("%(n)s undangan ditambahkan.", "%(n)s undangan ditambahkan.", count) % {"n": angka(count)}
    ]
    if added.known:
        names = "; ".join(added.known[:5]) + ("; …" if len(added.known) > 5 else "")
        words.append(_("Sudah diundang sebelumnya: %(names)s.") % {"names": names})
    return words


class InvitationGuest(OfInvitations, MeetingFormPage):
    rule = check_invitees
    form_class = GuestForm
    title = gettext_lazy("Tambah tamu")
    submit_label = gettext_lazy("Undang tamu")
    success_message = gettext_lazy("Tamu ditambahkan.")

    def perform(self, form: forms.Form) -> Any:
        return services.invitation_add_guest(meeting=self.object, by=self.request.user, **form.cleaned_data)


class InvitationWithdraw(OfInvitations, MeetingMove):
    selector = invitation_list
    rule = check_withdraw
    form_class = PlainForm
    title = gettext_lazy("Tarik undangan")
    submit_label = gettext_lazy("Tarik undangan")
    success_message = gettext_lazy("Undangan ditarik.")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        note = _("Undangan untuk %(who)s dihapus dari daftar.") % {"who": self.object}
        if self.meeting.status != MeetingStatus.DRAFT:
            note = _(
                "Undangan untuk %(who)s ditarik: tautan jawabannya berakhir, dan surel pembatalan dikirim."
            ) % {"who": self.object}
        return super().get_context_data(**kwargs) | {"note": note}

    def perform(self, form: forms.Form) -> Any:
        return services.invitation_withdraw(invitation=self.object, by=self.request.user)


class MeetingInvite(OfInvitations, MeetingFormPage):
    """Check before sending: what the letter says, to how many, and who cannot be reached by mail."""

    rule = check_meeting_invite
    form_class = LetterDateForm
    template_name = "meetings/invite_check.html"
    title = gettext_lazy("Periksa lalu kirim undangan")
    submit_label = gettext_lazy("Kirim undangan")

    def get_initial(self) -> dict[str, Any]:
        return {"letter_on": self.object.letter_on or timezone.localdate(timezone=self.object.zone)}

    def get_form(self, form_class: Any = None) -> Any:
        """A number that was reserved has its date already."""
        form = super().get_form(form_class)
        if self.object.number:
            del form.fields["letter_on"]
        return form

    def perform(self, form: forms.Form) -> Any:
        meeting = services.meeting_invite(meeting=self.object, by=self.request.user, **form.cleaned_data)
        messages.success(
            self.request,
            _("Undangan bernomor %(number)s dikirim. Jawabannya tampil di daftar ini begitu masuk.")
            % {"number": meeting.number},
        )
        return meeting

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        meeting = self.object
        rows = list(living(meeting))
        found = contacts_for_system(meeting, rows)
        mails = sum(len(found[row.pk]) for row in rows)
        return super().get_context_data(**kwargs) | {
            "facts": [
                {"label": _("Acara"), "value": meeting.title},
                {"label": _("Waktu"), "value": span_text(meeting)},
                {"label": _("Tempat"), "value": meeting.place or "–"},
                {"label": _("Tautan"), "value": meeting.link or "–"},
                {"label": _("Nomor surat"), "value": meeting.number or _likely(meeting)},
                {"label": _("Diundang"), "value": angka(len(rows))},
                {"label": _("Surel yang dikirim"), "value": angka(mails)},
            ],
            "unreached": [row for row in rows if not found[row.pk]],
        }


def _likely(meeting: Any) -> str:
    day = timezone.localdate(timezone=meeting.zone)
    pattern, unit = unit_of(meeting)
    text = number_text(pattern, sequence=number_preview(meeting, day.year), unit=unit, day=day)
    return _("%(number)s (dipesan saat dikirim)") % {"number": text}


class LetterSigner(OfInvitations, MeetingFormPage):
    rule = check_letter_text
    form_class = SignerForm
    title = gettext_lazy("Penanda tangan surat undangan")
    submit_label = gettext_lazy("Simpan")
    success_message = gettext_lazy("Penanda tangan disimpan. Buat ulang PDF agar surat memuatnya.")

    def get_initial(self) -> dict[str, Any]:
        return {name: getattr(self.object, name) for name in SignerForm.base_fields}

    def perform(self, form: forms.Form) -> Any:
        return services.letter_update(meeting=self.object, by=self.request.user, **form.cleaned_data)


class LetterNumber(OfInvitations, MeetingFormPage):
    """The number before the sending, for a letter that is signed first."""

    rule = check_number
    form_class = LetterDateForm
    title = gettext_lazy("Pesan nomor surat")
    submit_label = gettext_lazy("Pesan nomor")
    success_message = gettext_lazy("Nomor dipesan. Buat PDF, minta tanda tangan, lalu kirim undangan.")

    def get_initial(self) -> dict[str, Any]:
        return {"letter_on": timezone.localdate(timezone=self.object.zone)}

    def perform(self, form: forms.Form) -> Any:
        return services.number_reserve(meeting=self.object, by=self.request.user, **form.cleaned_data)


class LetterAgain(OfInvitations, MeetingMove):
    selector = letter_list
    rule = check_letter_again
    form_class = PlainForm
    title = gettext_lazy("Kirim lagi surel undangan")
    note = gettext_lazy("Surel yang sama dikirim lagi. Yang sudah menerimanya tidak melihatnya dua kali.")
    submit_label = gettext_lazy("Kirim lagi")
    success_message = gettext_lazy("Surel dikirim lagi.")

    def perform(self, form: forms.Form) -> Any:
        return letter_again(letter=self.object, by=self.request.user)


class InvitationMessage(MeetingPage):
    """The invitation as words for WhatsApp, with the invitee's own answer link."""

    selector = invitation_list
    rule = check_message
    template_name = "meetings/invitation_message.html"
    title = gettext_lazy("Pesan WhatsApp")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {"text": message_text(self.object)}
