"""Who may say whether an invitee comes, and until when."""

from typing import Any

from django.utils.translation import gettext as _

from gugus.core.permissions import Denied
from meetings.enums import MeetingStatus
from meetings.models import Invitation
from members.enums import Role


def check_open(invitation: Invitation) -> None:
    """Answers are taken from the sending of the invitations until the meeting ends, by link or by account."""
    meeting = invitation.meeting
    if meeting.status == MeetingStatus.CANCELLED:
        raise Denied(_("Rapat ini dibatalkan, jadi tidak perlu dijawab lagi."))
    if invitation.withdrawn_at is not None:
        raise Denied(_("Undangan ini sudah ditarik. Hubungi sekretariat bila Anda merasa ini keliru."))
    if meeting.status == MeetingStatus.DRAFT:
        raise Denied(_("Undangan rapat ini belum dikirim."))
    if meeting.status == MeetingStatus.HELD or meeting.is_over:
        raise Denied(_("Rapat ini sudah selesai, jadi jawaban tidak diterima lagi."))


def check_answer(user: Any, invitation: Invitation) -> None:
    """The invited agency's liaisons and handlers, whom it names in person, and the secretariat, which
    hears it by telephone."""
    mine = user.authority
    here = mine.task_force_id == invitation.meeting.task_force_id
    desk = mine.has_role(Role.LIAISON, Role.HANDLER) and mine.works_for(invitation.agency_id)
    if not (here and (desk or mine.has_role(Role.SECRETARIAT) or invitation.user_id == user.pk)):
        raise Denied(_("Undangan ini dijawab oleh instansi yang diundang atau dicatat oleh sekretariat."))
    check_open(invitation)
