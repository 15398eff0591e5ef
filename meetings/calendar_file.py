"""A person's calendar as a file other programs read (RFC 5545): meetings as mailed, days due as days."""

from collections.abc import Iterable
from datetime import timedelta

from django.conf import settings
from django.utils import timezone
from icalendar import Event

from meetings.enums import MeetingStatus
from meetings.ics import PUBLISH, calendar, vevent
from meetings.selectors.calendar import Entry

REFRESH = timedelta(hours=1)


def calendar_file(entries: Iterable[Entry], *, name: str) -> bytes:
    """The entries as one calendar called `name`; a meeting has the UID its invitation has."""
    found = list(entries)
    zones = {each.meeting.zone.key for each in found if each.meeting}
    made = calendar([_event(each) for each in found], method=PUBLISH, zones=zones)
    made.add("x-wr-calname", name)
    made.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
    return made.to_ical()


def _event(entry: Entry) -> Event:
    """A meeting with its hours; without an end it stands as a day."""
    if entry.meeting is None or entry.meeting.ends_at is None:
        return _day(entry)
    made = vevent(entry.meeting)
    if entry.meeting.status == MeetingStatus.DRAFT:
        made["status"] = "TENTATIVE"
    return made


def _day(entry: Entry) -> Event:
    made = Event()
    made.add("uid", f"{entry.key}@kalender.gugus-tppo")
    made.add("dtstamp", timezone.now())
    made.add("dtstart", entry.day)
    made.add("dtend", entry.last + timedelta(days=1))
    made.add("summary", entry.plain)
    made.add("transp", "TRANSPARENT")
    made.add("url", f"{settings.SITE_URL.rstrip('/')}{entry.url}")
    return made
