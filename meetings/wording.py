"""How meetings and follow-ups are told in words: states with their tones, when something is, what is late."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any

from django.utils.dateformat import format as date_format
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from gugus.core.templatetags.gugus import NBSP, angka, sisa_hari, zone_name
from meetings.enums import Answer, FollowUpStatus, LetterStatus, MeetingStatus, MinutesStatus

MEETING_TONES = {
    MeetingStatus.DRAFT: "draft",
    MeetingStatus.INVITED: "note",
    MeetingStatus.HELD: "good",
    MeetingStatus.CANCELLED: "locked",
}
ANSWER_TONES: dict[str, str] = {
    Answer.COMING: "good",
    Answer.REPRESENTED: "note",
    Answer.UNABLE: "warn",
    Answer.NONE: "draft",
}
MINUTES_TONES = {
    MinutesStatus.WRITING: "draft",
    MinutesStatus.AGREEMENT: "note",
    MinutesStatus.FROZEN: "locked",
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


FOLLOW_UP_TONES = {
    FollowUpStatus.OPEN: "draft",
    FollowUpStatus.SUBMITTED: "note",
    FollowUpStatus.DONE: "good",
    FollowUpStatus.DROPPED: "locked",
}


def follow_up_standing(row: Any, today: date) -> tuple[str, str]:
    """Word and tone of a follow-up: `terlambat 3 hari` while it runs past its day, else its state."""
    if row.status == FollowUpStatus.OPEN and row.due < today:
        return late_text(row.due, today), "bad"
    submitted = row.status == FollowUpStatus.SUBMITTED
    word = gettext("diajukan") if submitted else str(row.get_status_display())
    return word, FOLLOW_UP_TONES[FollowUpStatus(row.status)]


def late_text(due: date, today: date) -> str:
    days = (today - due).days
    return ngettext("terlambat %(days)s hari", "terlambat %(days)s hari", days) % {"days": angka(days)}


def follow_up_left(row: Any, today: date) -> str:
    """What the due day means now: days left while it runs, how punctual it was once handed in."""
    if row.status == FollowUpStatus.OPEN:
        return late_text(row.due, today) if row.due < today else sisa_hari(row.due, today)
    if row.submitted_at is None:
        return ""
    handed = row.meeting.local(row.submitted_at).date()
    return late_text(row.due, handed) if handed > row.due else gettext("tepat waktu")


def region_text(region: Any) -> str:
    """`Desa Contoh, Kecamatan Contoh`; a kecamatan alone."""
    return f"{region}, {region.parent}" if region.parent_id and region.level > 3 else str(region)


def speaker_text(item: Any) -> str:
    """`Kabag Ops, Polres Contoh`, or whichever of the two is known."""
    return office_text(item.speaker, item.speaker_agency.name if item.speaker_agency else "")


def office_text(office: str, agency: str) -> str:
    """An office with its agency, which is not said again where the office names it."""
    return ", ".join(filter(None, [office, "" if agency and agency in office else agency]))


def timetable(meeting: Any, agenda: Iterable[Any]) -> list[dict[str, Any]]:
    """Points of an agenda with who presents and, as long as every one before says how long it takes, when."""
    at = meeting.local(meeting.starts_at) if meeting.starts_at else None
    rows = []
    for number, item in enumerate(agenda, start=1):
        until = at + timedelta(minutes=item.minutes) if at and item.minutes else None
        clock = f"{clock_text(at)}–{clock_text(until)}" if at and until else clock_text(at) if at else ""
        rows.append({"number": number, "item": item, "clock": clock, "speaker": speaker_text(item)})
        at = until
    return rows


LETTER_TONES: dict[str, str] = {
    LetterStatus.PENDING: "draft",
    LetterStatus.SENT: "good",
    LetterStatus.DROPPED: "bad",
}


def invitee_text(invitation: Any) -> str:
    """The office; for a guest by name, with the office where there is one."""
    return ", ".join(filter(None, [invitation.name, invitation.office])) or str(invitation)
