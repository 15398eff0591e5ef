"""What every paper of a meeting prints: letterhead, and when and where in the region's own clock."""

from typing import Any

from gugus.core.templatetags.gugus import zone_name
from gugus.documents.content import Letterhead
from gugus.documents.images import Image, read_image
from gugus.documents.text import long_date
from meetings.models import Meeting

DAYS = ("Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu")


def letterhead(meeting: Meeting) -> Letterhead:
    """Kop of the host; the task force's secretariat where the meeting names no host.

    Address lines are those the task force keeps, which are its secretariat's and no other agency's.
    """
    task_force = meeting.task_force
    kept = task_force.letterhead or {}
    office = meeting.host or task_force.secretariat_agency
    lines = [kept.get("government", "").upper(), (office.name if office else task_force.name).upper()]
    own = office is None or office.pk == task_force.secretariat_agency_id
    address = [kept.get("address"), kept.get("contact")] if own else []
    return Letterhead(tuple(filter(None, lines)), tuple(filter(None, address)), emblem(task_force))


def emblem(task_force: Any) -> Image | None:
    """The region's emblem; none where the stored file cannot be read."""
    if not task_force.emblem:
        return None
    try:
        with task_force.emblem.open("rb") as stored:
            return read_image(stored.read(), alt="Lambang daerah")
    except (OSError, ValueError):
        return None


def day_words(meeting: Meeting) -> str:
    """`Kamis, 13 November 2025`; both days where it runs into another; a line to fill in without a date."""
    if meeting.starts_at is None:
        return "…"
    first = meeting.local(meeting.starts_at).date()
    last = meeting.local(meeting.ends_at).date() if meeting.ends_at else first
    words = f"{DAYS[first.weekday()]}, {long_date(first)}"
    return words if first == last else f"{words} s.d. {DAYS[last.weekday()]}, {long_date(last)}"


def time_words(meeting: Meeting) -> str:
    """`09.00–11.30 WIB`, or `09.00 WIB s.d. selesai`."""
    if meeting.starts_at is None:
        return "…"
    start = meeting.local(meeting.starts_at)
    if meeting.ends_at is None:
        return f"{start:%H.%M} {zone_name(start)} s.d. selesai"
    return f"{start:%H.%M}–{meeting.local(meeting.ends_at):%H.%M} {zone_name(start)}"


def place_words(meeting: Meeting) -> str:
    """The place, the link, or both."""
    return " dan ".join(filter(None, [meeting.place, meeting.link and f"daring: {meeting.link}"])) or "…"
