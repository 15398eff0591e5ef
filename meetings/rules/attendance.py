"""Who may record attendance, who may read it how far, and when a code says that one is in the room."""

from datetime import datetime, time, timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from gugus.core.permissions import Denied
from gugus.core.templatetags.gugus import waktu
from meetings.enums import MeetingStatus, MinutesStatus
from meetings.models import Attendance, Meeting, Minutes
from meetings.rules.common import check_read
from members.enums import Role

BEFORE = AFTER = timedelta(minutes=60)
"""How long before its start and after its end people may check in."""


def check_roll_read(user: Any, meeting: Meeting) -> None:
    """The roll is read by all who know the meeting."""
    check_read(user)


def check_attendance(user: Any, meeting: Meeting) -> None:
    """The secretariat and the meeting's notulis keep the roll, until the minutes that name it are frozen."""
    here = user.authority.task_force_id == meeting.task_force_id
    if not (here and (may_read_phones(user) or meeting.minute_taker_id == user.pk)):
        raise Denied(_("Kehadiran dicatat oleh sekretariat dan notulis rapat ini."))
    check_roll_open(meeting)


def check_attendance_change(user: Any, attendance: Attendance) -> None:
    check_attendance(user, attendance.meeting)


def check_roll_open(meeting: Meeting) -> None:
    """Raises Denied once nothing may be added to the roll any more."""
    if meeting.status == MeetingStatus.CANCELLED:
        raise Denied(_("Rapat ini dibatalkan, jadi kehadirannya tidak dicatat."))
    if Minutes.objects.filter(meeting=meeting, status=MinutesStatus.FROZEN).exists():
        raise Denied(_("Notula rapat ini sudah disahkan, jadi daftar hadirnya tidak diubah lagi."))


def check_wall(user: Any, meeting: Meeting) -> None:
    """Codes are shown and printed by those who keep the roll, while one may check in."""
    check_attendance(user, meeting)
    if not (meeting.starts_at and meeting.ends_at):
        raise Denied(_("Tentukan dahulu hari, jam mulai, dan jam selesai rapat ini."))
    if not window_open(meeting, timezone.now()):
        opens, closes = (waktu(moment) for moment in window(meeting))
        raise Denied(
            _("Kode kehadiran ada dari %(opens)s sampai %(closes)s.") % {"opens": opens, "closes": closes}
        )


def may_read_phones(user: Any) -> bool:
    """Phone and employee numbers are for the paper list, which is the secretariat's."""
    return bool(user.authority.has_role(Role.SECRETARIAT))


def window(meeting: Meeting) -> tuple[datetime, datetime]:
    """From when until when one may check in; it never reaches into the day after the meeting.

    Only for a meeting with start and end.
    """
    if meeting.starts_at is None or meeting.ends_at is None:
        raise ValueError("an undated meeting has no window")
    closes = min(meeting.ends_at + AFTER, midnight_after(meeting, meeting.ends_at))
    return meeting.starts_at - BEFORE, closes


def window_open(meeting: Meeting, now: datetime) -> bool:
    """Whether one may check in at `now`."""
    if meeting.status == MeetingStatus.CANCELLED or not (meeting.starts_at and meeting.ends_at):
        return False
    opens, closes = window(meeting)
    return opens <= now < closes


def midnight_after(meeting: Meeting, moment: datetime) -> datetime:
    """The end of the region's day in which `moment` lies."""
    day = meeting.local(moment).date() + timedelta(days=1)
    return datetime.combine(day, time.min, tzinfo=meeting.zone)
