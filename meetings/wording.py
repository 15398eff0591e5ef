"""How meetings are told in words: states with their tones, and when something takes place."""

from datetime import datetime
from typing import Any

from django.utils.dateformat import format as date_format
from django.utils.translation import gettext_lazy as _

from gugus.core.templatetags.gugus import NBSP, zone_name
from meetings.enums import MeetingStatus

MEETING_TONES = {
    MeetingStatus.DRAFT: "draft",
    MeetingStatus.INVITED: "note",
    MeetingStatus.HELD: "good",
    MeetingStatus.CANCELLED: "locked",
}
UNDATED = _("tanggal belum ditentukan")


def span_text(meeting: Any) -> str:
    """`Senin, 23 November 2026, 09.00–11.00 WIB` in the region's own clock, or that there is no date yet."""
    if meeting.starts_at is None:
        return str(UNDATED)
    start = meeting.local(meeting.starts_at)
    if meeting.ends_at is None:
        return f"{day_text(start)}, {clock_text(start)}{NBSP}{zone_name(start)}"
    end = meeting.local(meeting.ends_at)
    if start.date() == end.date():
        return f"{day_text(start)}, {clock_text(start)}–{clock_text(end)}{NBSP}{zone_name(start)}"
    return (
        f"{day_text(start)}, {clock_text(start)} – {day_text(end)}, {clock_text(end)}{NBSP}{zone_name(end)}"
    )


def day_text(moment: datetime) -> str:
    return date_format(moment, "l, j F Y")


def clock_text(moment: datetime) -> str:
    return date_format(moment, "H.i")
