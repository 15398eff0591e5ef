"""A meeting as calendars read it (RFC 5545, RFC 5546): one UID for life, a SEQUENCE that only rises."""

from collections.abc import Iterable
from datetime import date
from email.utils import parseaddr
from typing import Any

from django.conf import settings
from django.utils import timezone
from icalendar import Calendar, Event, Timezone, vCalAddress, vText

from meetings.enums import MeetingStatus
from meetings.models import Meeting

REQUEST, CANCEL, PUBLISH = "REQUEST", "CANCEL", "PUBLISH"
PRODID = "-//Gugus Tugas TPPO//Portal//ID"
# Rules of a zone before this are of no use to a meeting and make the file long.
ZONES_FROM = date(2020, 1, 1)


def event(
    meeting: Meeting, *, method: str, attendee: str | None = None, name: str = "", sequence: int | None = None
) -> bytes:
    """A calendar with this meeting alone, as mail carries it.

    `method`: REQUEST invites or, with a higher SEQUENCE, replaces; CANCEL removes. `attendee` is the mail
    address written to and `name` the invitee; `sequence` overrides the meeting's own.
    """
    entry = vevent(meeting, cancelled=method == CANCEL, sequence=sequence)
    if attendee:
        entry.add("attendee", _attendee(attendee, name))
    return calendar([entry], method=method, zones=[meeting.zone.key]).to_ical()


def vevent(meeting: Meeting, *, cancelled: bool = False, sequence: int | None = None) -> Event:
    """The meeting as an entry; times on the region's own clock.

    Raises ValueError for one without a beginning or an end: such a plan stands in no calendar.
    """
    if meeting.starts_at is None or meeting.ends_at is None:
        raise ValueError(f"meeting {meeting.pk} has no beginning or no end")
    ended = cancelled or meeting.status == MeetingStatus.CANCELLED
    entry = Event()
    entry.add("uid", uid_of(meeting))
    entry.add("sequence", meeting.sequence if sequence is None else sequence)
    entry.add("dtstamp", timezone.now())
    entry.add("dtstart", meeting.starts_at.astimezone(meeting.zone))
    entry.add("dtend", meeting.ends_at.astimezone(meeting.zone))
    entry.add("summary", meeting.title)
    entry.add("status", "CANCELLED" if ended else "CONFIRMED")
    entry.add("transp", "TRANSPARENT" if ended else "OPAQUE")
    if where := meeting.place or meeting.link:
        entry.add("location", where)
    if meeting.link:
        entry.add("url", meeting.link)
    entry.add("organizer", _organizer(meeting))
    return entry


def calendar(entries: Iterable[Event], *, method: str, zones: Iterable[str]) -> Calendar:
    """Entries with what a reader needs to know of their time zones."""
    made = Calendar()
    made.add("prodid", PRODID)
    made.add("version", "2.0")
    made.add("calscale", "GREGORIAN")
    made.add("method", method)
    for zone in sorted(set(zones)):
        made.add_component(Timezone.from_tzid(zone, first_date=ZONES_FROM))
    for entry in entries:
        made.add_component(entry)
    return made


def uid_of(meeting: Meeting) -> str:
    """The same for ever, whatever the portal's address becomes."""
    return f"{meeting.pk}@rapat.gugus-tppo"


def _organizer(meeting: Meeting) -> vCalAddress:
    return _address(parseaddr(settings.DEFAULT_FROM_EMAIL)[1], str(meeting.task_force))


def _attendee(address: str, name: str) -> vCalAddress:
    """Answers come by the link in the letter, so the calendar asks for none."""
    found = _address(address, name or address)
    found.params["ROLE"] = vText("REQ-PARTICIPANT")
    found.params["PARTSTAT"] = vText("NEEDS-ACTION")
    found.params["RSVP"] = vText("FALSE")
    return found


def _address(address: str, name: str) -> vCalAddress:
    found: Any = vCalAddress(f"mailto:{address}")
    found.params["CN"] = vText(name)
    return found
