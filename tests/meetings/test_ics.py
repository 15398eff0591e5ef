"""Calendar entries: they parse, come back unchanged, an update replaces and a cancellation removes."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from icalendar import Calendar

from meetings import ics
from meetings.enums import LetterPurpose, MeetingStatus
from meetings.mails import letter_message
from meetings.models import Meeting
from meetings.services.letters import letters_write
from tests.factories import World, make_world
from tests.meetings.builders import acting, invite_guest, make_letter, make_meeting

pytestmark = pytest.mark.django_db
START = datetime(2026, 12, 3, 2, 0, tzinfo=UTC)  # 09.00 WIB


@pytest.fixture
def meeting(world: World) -> Meeting:
    return make_meeting(
        world,
        starts_at=START,
        title="Rapat koordinasi; tahap 1, contoh",
        place="Aula Contoh, Kota Kediri",
        link="https://rapat.example.id/a?b=c",
    )


def entry_of(data: bytes) -> Any:
    calendar = Calendar.from_ical(data)
    [entry] = calendar.events
    return entry


class Phone:
    """A calendar program: one entry per UID, the highest SEQUENCE wins, CANCEL removes (RFC 5546 §3.2)."""

    def __init__(self) -> None:
        self.shown: dict[str, Any] = {}
        self.seen: dict[str, int] = {}

    def take(self, data: bytes) -> None:
        calendar = Calendar.from_ical(data)
        for entry in calendar.events:
            uid, sequence = str(entry["UID"]), int(entry["SEQUENCE"])
            if sequence < self.seen.get(uid, 0):
                continue
            self.seen[uid] = sequence
            if calendar["METHOD"] == "CANCEL":
                self.shown.pop(uid, None)
            else:
                self.shown[uid] = entry


def test_it_parses_with_all_that_calendars_need(meeting: Meeting) -> None:
    data = ics.event(meeting, method="REQUEST", attendee="tamu@contoh.example.id", name="Tamu Contoh")
    calendar = Calendar.from_ical(data)
    assert (calendar["METHOD"], calendar["VERSION"]) == ("REQUEST", "2.0")
    entry = entry_of(data)
    assert entry["DTSTART"].params["TZID"] == "Asia/Jakarta"
    assert entry["DTSTART"].dt == START
    assert entry["DTSTART"].dt.hour == 9
    assert entry["DTEND"].dt == START + timedelta(hours=2)
    assert [str(zone["TZID"]) for zone in calendar.timezones] == ["Asia/Jakarta"]
    assert str(entry["ORGANIZER"]).startswith("mailto:")
    assert str(entry["ATTENDEE"]) == "mailto:tamu@contoh.example.id"
    assert entry["ATTENDEE"].params["CN"] == "Tamu Contoh"
    assert entry["STATUS"] == "CONFIRMED"
    assert entry["SUMMARY"] == meeting.title
    assert entry["LOCATION"] == meeting.place
    assert not calendar.errors
    assert all(len(line) <= 75 for line in data.split(b"\r\n"))


def test_the_round_trip_changes_nothing(meeting: Meeting) -> None:
    data = ics.event(meeting, method="REQUEST", attendee="tamu@contoh.example.id", name='Ketua "Contoh", SH')
    assert Calendar.from_ical(data).to_ical() == data


@pytest.mark.parametrize(
    ("code", "name", "zone", "hour"),
    [("71.71", "Manado", "Asia/Makassar", 10), ("91.71", "Jayapura", "Asia/Jayapura", 11)],
)
def test_each_region_has_its_own_clock(code: str, name: str, zone: str, hour: int) -> None:
    meeting = make_meeting(make_world(code, name, zone), starts_at=START)
    entry = entry_of(ics.event(meeting, method="REQUEST"))
    assert (entry["DTSTART"].dt, entry["DTSTART"].dt.hour) == (START, hour)


def test_an_update_replaces_and_a_cancellation_removes(world: World, meeting: Meeting) -> None:
    phone, invitation = Phone(), invite_guest(meeting)
    with acting(world, "sekretariat") as now:
        letters_write(meeting=meeting, purpose=LetterPurpose.INVITE, by=now.user)
        phone.take(mailed(invitation, 0))
        assert [each["LOCATION"] for each in phone.shown.values()] == ["Aula Contoh, Kota Kediri"]
        meeting.place, meeting.sequence = "Ruang Baru", 1
        meeting.save()
        letters_write(meeting=meeting, purpose=LetterPurpose.CHANGE, by=now.user)
        phone.take(mailed(invitation, 1))
        phone.take(mailed(invitation, 0))  # the first mail, delivered late
        assert [(each["LOCATION"], each["SEQUENCE"]) for each in phone.shown.values()] == [("Ruang Baru", 1)]
        meeting.status, meeting.cancel_reason, meeting.sequence = MeetingStatus.CANCELLED, "Contoh", 2
        meeting.save()
        letters_write(meeting=meeting, purpose=LetterPurpose.CANCEL, by=now.user)
        phone.take(mailed(invitation, 2))
    assert not phone.shown
    assert len(phone.seen) == 1, "one UID for life"


def test_sequences_rise_whatever_the_meetings_own(world: World, meeting: Meeting) -> None:
    invitation = invite_guest(meeting)
    with acting(world, "sekretariat") as now:
        for purpose in (LetterPurpose.INVITE, LetterPurpose.CANCEL, LetterPurpose.INVITE):
            letters_write(meeting=meeting, purpose=purpose, by=now.user)
    assert sorted(invitation.letters.values_list("sequence", flat=True)) == [0, 1, 2]


def mailed(invitation: Any, number: int) -> bytes:
    """The calendar in an invitee's letter, as the mail carries it."""
    letter = invitation.letters.select_related("meeting", "invitation").order_by("sequence")[number]
    message = letter_message(letter, None).message()
    [part] = [part for part in message.walk() if part.get_content_type() == "text/calendar"]
    assert part.get_param("method") in ("REQUEST", "CANCEL")
    return part.get_payload(decode=True)


def test_the_mail_says_the_method_twice_alike(meeting: Meeting) -> None:
    letter = make_letter(invite_guest(meeting), purpose=LetterPurpose.CANCEL)
    message = letter_message(letter, None).message()
    [part] = [part for part in message.walk() if part.get_content_type() == "text/calendar"]
    calendar = Calendar.from_ical(part.get_payload(decode=True))
    assert part.get_param("method") == calendar["METHOD"] == "CANCEL"
    assert calendar.events[0]["STATUS"] == "CANCELLED"


def test_a_plan_without_a_date_says_that_it_cannot_stand_in_a_calendar(world: World) -> None:
    plan = make_meeting(world, status=MeetingStatus.DRAFT)
    Meeting.objects.filter(pk=plan.pk).update(starts_at=None, ends_at=None)
    plan.refresh_from_db()
    with pytest.raises(ValueError, match="has no beginning or no end"):
        ics.vevent(plan)
