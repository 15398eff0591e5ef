"""The life of a meeting: who may change it, call it off, and say that it took place."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from gugus.core.permissions import Denied
from gugus.core.workflow import check_transition
from meetings.enums import MEETING_TRANSITIONS, MeetingStatus
from meetings.models import Meeting
from meetings.rules.common import check_change, check_manage


def check_facts_change(user: Any, meeting: Meeting) -> None:
    """What a meeting was is history once it took place; its minutes tell the rest."""
    check_change(user, meeting)
    if meeting.status == MeetingStatus.HELD:
        raise Denied(_("Rapat ini sudah dicatat selesai, jadi data acaranya tidak diubah lagi."))


def check_discard(user: Any, meeting: Meeting) -> None:
    """A draft nobody was told of is thrown away, not called off."""
    check_manage(user, meeting)
    if meeting.status != MeetingStatus.DRAFT:
        raise Denied(
            _("Hanya draf yang dihapus. Rapat yang sudah diundangkan dibatalkan, dan jejaknya tetap.")
        )
    if meeting.documents.exists():
        raise Denied(_("Draf ini sudah punya naskah bernomor versi, jadi tidak dihapus."))


def check_repeat(user: Any, meeting: Meeting) -> None:
    """What has a date may be repeated from it."""
    check_copy(user, meeting)
    if meeting.starts_at is None:
        raise Denied(_("Isi dahulu tanggal dan jamnya; rapat berkala dihitung dari sana."))


def check_cancel(user: Any, meeting: Meeting) -> None:
    check_manage(user, meeting)
    check_transition(meeting, MEETING_TRANSITIONS, "cancel")


def check_hold(user: Any, meeting: Meeting) -> None:
    """A meeting is held once it has begun; a draft may be, for gatherings nobody was invited to by letter."""
    check_manage(user, meeting)
    check_transition(meeting, MEETING_TRANSITIONS, "hold")
    if meeting.starts_at is None:
        raise Denied(_("Isi dahulu tanggal dan jamnya; rapat tanpa tanggal tidak dapat dicatat selesai."))
    if meeting.starts_at > timezone.now():
        raise Denied(_("Rapat ini belum mulai. Catat selesai sesudah rapat berlangsung."))


def check_copy(user: Any, meeting: Meeting) -> None:
    """Any meeting may be copied, cancelled ones too: the copy is a draft of its own."""
    check_manage(user, meeting)
