"""Who makes which paper of a meeting, and who brings its signed file back."""

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext as _

from gugus.core.permissions import Denied
from gugus.documents.enums import DocumentKind, DocumentStatus
from meetings.enums import MeetingStatus
from meetings.models import Meeting, MeetingDocument
from meetings.rules.common import check_change, check_manage
from meetings.rules.minutes import check_minutes_paper, is_final_minutes


def check_invitation_paper(user: Any, meeting: Meeting) -> None:
    """A surat undangan says when and where, and whom."""
    check_change(user, meeting)
    if meeting.starts_at is None:
        raise Denied(_("Isi tanggal rapat sebelum membuat surat undangan."))
    if not meeting.invitations.filter(withdrawn_at=None).exists():
        raise Denied(_("Belum ada yang diundang. Pilih undangannya dahulu."))


CHECKS: dict[str, Callable[[Any, Meeting], None]] = {
    DocumentKind.INVITATION: check_invitation_paper,
    DocumentKind.ATTENDANCE: check_change,
    DocumentKind.MINUTES: check_minutes_paper,
}
"""Kind of paper → who may make it, and when."""


def is_final_invitation(meeting: Meeting) -> bool:
    """Numbered text is final; before that it is a draft."""
    return bool(meeting.number) and meeting.status != MeetingStatus.CANCELLED


FINAL: dict[str, Callable[[Meeting], bool]] = {
    DocumentKind.INVITATION: is_final_invitation,
    DocumentKind.MINUTES: is_final_minutes,
}
"""Kind of paper → whether what is made now is the final text. A kind that is not here always is."""


def check_paper_make(user: Any, meeting: Meeting, kind: str) -> None:
    CHECKS[kind](user, meeting)


def check_paper_manage(user: Any, paper: MeetingDocument) -> None:
    """Making again what failed."""
    check_manage(user, paper.meeting)


def check_signed_file(user: Any, paper: MeetingDocument) -> None:
    """The signed scan or PDF of a final version comes back through the secretariat."""
    check_manage(user, paper.meeting)
    if paper.status != DocumentStatus.FINAL or not paper.file:
        raise Denied(_("Berkas bertanda tangan hanya diterima untuk naskah final yang belum ditandatangani."))
