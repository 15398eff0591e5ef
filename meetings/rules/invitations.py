"""Who is invited by whom, and when the letters may go out."""

from typing import Any

from django.utils.translation import gettext as _

from gugus.core.permissions import Denied
from gugus.core.workflow import check_transition
from meetings.enums import MEETING_TRANSITIONS, LetterStatus, MeetingStatus
from meetings.models import Invitation, InvitationLetter, Meeting
from meetings.rules.common import check_change, check_manage


def check_invitees(user: Any, meeting: Meeting) -> None:
    """The list of invitees grows and shrinks until the meeting has taken place."""
    check_change(user, meeting)
    if meeting.status == MeetingStatus.HELD or meeting.is_over:
        raise Denied(_("Rapat ini sudah selesai, jadi daftar undangannya tidak berubah lagi."))


def check_withdraw(user: Any, invitation: Invitation) -> None:
    check_invitees(user, invitation.meeting)
    if invitation.withdrawn_at is not None:
        raise Denied(_("Undangan ini sudah ditarik."))


def check_meeting_invite(user: Any, meeting: Meeting) -> None:
    """Letters go out for a meeting with a time ahead, a place or a link, and somebody to invite."""
    check_manage(user, meeting)
    check_transition(meeting, MEETING_TRANSITIONS, "invite")
    if meeting.starts_at is None or meeting.ends_at is None:
        raise Denied(_("Isi tanggal, jam mulai, dan jam selesai rapat sebelum mengirim undangan."))
    if meeting.is_over:
        raise Denied(_("Waktu rapat sudah lewat. Ubah tanggalnya, atau catat rapat sebagai selesai."))
    if not meeting.place and not meeting.link:
        raise Denied(_("Isi tempat atau tautan rapat sebelum mengirim undangan."))
    if not meeting.invitations.filter(withdrawn_at=None).exists():
        raise Denied(_("Belum ada yang diundang. Pilih undangannya dahulu."))


def check_letter_text(user: Any, meeting: Meeting) -> None:
    """Sifat, tembusan and signature of the surat undangan."""
    check_invitees(user, meeting)


def check_number(user: Any, meeting: Meeting) -> None:
    """A number is taken once, and only for a meeting whose day is known."""
    check_invitees(user, meeting)
    if meeting.number:
        raise Denied(_("Surat undangan rapat ini sudah bernomor %(number)s.") % {"number": meeting.number})
    if meeting.starts_at is None:
        raise Denied(_("Isi tanggal rapat sebelum memesan nomor surat."))


def check_letter_again(user: Any, letter: InvitationLetter) -> None:
    check_manage(user, letter.meeting)
    if letter.status != LetterStatus.DROPPED:
        raise Denied(_("Hanya surel yang tidak terkirim yang dapat dikirim lagi."))


def check_message(user: Any, invitation: Invitation) -> None:
    """The words for a chat carry the invitee's own answer link, so only who invites reads them."""
    check_manage(user, invitation.meeting)
    if invitation.withdrawn_at is not None:
        raise Denied(_("Undangan ini sudah ditarik."))
    if invitation.meeting.status != MeetingStatus.INVITED:
        raise Denied(_("Pesan undangan tersedia setelah undangan dikirim dan selama rapat belum selesai."))
