"""At the door: codes that rotate and die, three taps without signing in, and nothing said too much."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils.crypto import salted_hmac
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from gugus.core.models import AuditEvent
from gugus.core.permissions import Denied
from gugus.documents.codes import ALPHABET
from meetings.enums import Answer, CheckIn, MeetingStatus, MinutesStatus
from meetings.models import Attendance, CheckInCode, Invitation, Meeting, MeetingRules, Minutes
from meetings.rules.attendance import AFTER, BEFORE, window, window_open
from meetings.selectors.attendance import LETTERS, code_for_guest
from meetings.services.attendance import GRACE, check_in, code_current, code_print
from members.models import Seat, SeatHolder
from tests.factories import World, make_world
from tests.meetings.builders import acting, invite_agency, invite_guest, invite_seat, make_meeting

pytestmark = pytest.mark.django_db
START = datetime(2026, 11, 26, 2, tzinfo=UTC)  # Thursday 09.00 WIB
MINUTE = timedelta(minutes=1)
TOKEN = re.compile(rb"[A-Za-z0-9]{64}")  # of CSRF, masked anew in every answer


@pytest.fixture(autouse=True)
def _without_second_factor(settings: Any) -> None:
    settings.SECOND_FACTOR_REQUIRED = False


@pytest.fixture
def meeting(world: World) -> Meeting:
    """Two hours; Dinas Sosial's head by seat, Polres as an agency, a guest by name."""
    made = make_meeting(world, starts_at=START, title="Rapat koordinasi hari ini")
    seat = Seat.objects.get(agency=world.agencies["Dinas Sosial"], is_head=True)
    invite_seat(made, seat, email="kepala@contoh.example.id")
    invite_agency(made, world.agencies["Polres"])
    invite_guest(made, name="Tamu Rahasia Contoh", organisation="Universitas Contoh")
    return made


def wall_code(world: World, meeting: Meeting) -> CheckInCode:
    with acting(world, "sekretariat") as now:
        return code_current(meeting=meeting, by=now.user)


def address(code: CheckInCode | str) -> str:
    return f"/rapat/hadir/{getattr(code, 'code', code)}/"


def seat_of(meeting: Meeting) -> Invitation:
    return meeting.invitations.get(kind="kursi")


def send(code: CheckInCode, invitation: Any = "tamu", client: Client | None = None, **more: Any) -> Any:
    data = {"invitation": getattr(invitation, "pk", invitation), "key": str(uuid4()), **more}
    return (client or Client()).post(address(code), data)


# ---- codes ----


def test_the_walls_code_rotates_and_the_old_one_dies(world: World, meeting: Meeting) -> None:
    MeetingRules.objects.create(task_force=world.task_force, code_minutes=10)
    with time_machine.travel(START, tick=False) as clock:
        first = wall_code(world, meeting)
        clock.shift(9 * MINUTE)
        assert wall_code(world, meeting) == first
        clock.shift(MINUTE)
        second = wall_code(world, meeting)
        assert second.code != first.code
        assert code_for_guest(first.code) == first, "time to finish typing"
        clock.shift(GRACE)
        assert code_for_guest(first.code) is None
        assert code_for_guest(second.code) == second


def test_codes_are_random_and_plain_to_read(world: World, meeting: Meeting) -> None:
    seen = set()
    with time_machine.travel(START, tick=False) as clock:
        for _turn in range(8):
            seen.add(wall_code(world, meeting).code)
            clock.shift(10 * MINUTE)
    assert len(seen) == 8
    assert all(len(code) == LETTERS and not set(code) - set(ALPHABET) for code in seen)
    assert not set("ILOU") & set(ALPHABET)


def test_a_printed_code_dies_at_the_regions_midnight_whatever_the_window() -> None:
    world = make_world("91.71", "Kota Jayapura", "Asia/Jayapura")
    evening = datetime(2026, 11, 26, 11, tzinfo=UTC)  # 20.00 WIT
    meeting = make_meeting(world, starts_at=evening, hours=20)
    with time_machine.travel(evening, tick=False), acting(world, "sekretariat") as now:
        code = code_print(meeting=meeting, by=now.user)
        assert code_print(meeting=meeting, by=now.user) == code
    midnight = datetime(2026, 11, 27, tzinfo=ZoneInfo("Asia/Jayapura"))
    assert code.valid_until == midnight
    with time_machine.travel(midnight - MINUTE, tick=False):
        assert Client().get(address(code)).status_code == 200
    with time_machine.travel(midnight, tick=False):
        assert Client().get(address(code)).status_code == 404


@pytest.mark.parametrize("printed", [False, True])
def test_a_forwarded_photo_does_not_work_the_next_day(world: World, meeting: Meeting, printed: bool) -> None:
    """Not even while another meeting of the same hall runs, nor a second day of this one."""
    meeting.ends_at = START + timedelta(hours=30)
    meeting.save()
    with time_machine.travel(START, tick=False), acting(world, "sekretariat") as now:
        make = code_print if printed else code_current
        photo = make(meeting=meeting, by=now.user)
        assert Client().get(address(photo)).status_code == 200
    with time_machine.travel(START + timedelta(days=1), tick=False):
        assert wall_code(world, meeting).code != photo.code
        assert Client().get(address(photo)).status_code == 404
        assert send(photo, name="Budi Contoh").status_code == 404
    assert not Attendance.objects.exists()


def test_who_may_show_the_wall(world: World, meeting: Meeting) -> None:
    meeting.minute_taker = world.people["polres"]
    meeting.save()
    with time_machine.travel(START, tick=False):
        for person in ("sekretariat", "polres"):
            with acting(world, person) as now:
                code_current(meeting=meeting, by=now.user)
        for person in ("dinsos", "sekda", "pengawas"):
            with acting(world, person) as now, pytest.raises(Denied):
                code_current(meeting=meeting, by=now.user)
    with time_machine.travel(START - BEFORE - MINUTE, tick=False), pytest.raises(Denied, match=r"08\.00"):
        wall_code(world, meeting)


class WindowTests(TestCase):
    """Property: one checks in from an hour before to an hour after, and never on the day after the end."""

    @classmethod
    def setUpTestData(cls) -> None:
        cls.world = make_world("91.71", "Kota Jayapura", "Asia/Jayapura")

    @given(
        late=st.integers(0, 525_600),
        minutes=st.integers(1, 3 * 24 * 60),
        offset=st.integers(-3000, 3000),
    )
    def test_window(self, late: int, minutes: int, offset: int) -> None:
        start = START + timedelta(minutes=late)
        end = start + timedelta(minutes=minutes)
        meeting = Meeting(
            task_force=self.world.task_force, starts_at=start, ends_at=end, status=MeetingStatus.INVITED
        )
        opens, closes = window(meeting)
        zone = ZoneInfo("Asia/Jayapura")
        assert opens == start - BEFORE
        assert end < closes <= end + AFTER
        assert (closes - timedelta(microseconds=1)).astimezone(zone).date() == end.astimezone(zone).date()
        now = end + timedelta(minutes=offset)
        assert window_open(meeting, now) == (opens <= now < closes)
        meeting.status = MeetingStatus.CANCELLED
        assert not window_open(meeting, now)


# ---- the page ----


def test_three_taps_without_an_account(world: World, meeting: Meeting) -> None:
    """Open, pick one's office, hadir; the holder's name is the portal's to know."""
    seat = seat_of(meeting)
    SeatHolder.objects.create(
        task_force=world.task_force, lineage=seat.lineage, name="Pejabat Contoh", valid_from=START.date()
    )
    with time_machine.travel(START, tick=False):
        code = wall_code(world, meeting)
        answer = send(code, seat)
    assert b"Anda tercatat hadir" in answer.content
    row = Attendance.objects.get()
    assert (row.invitation, row.name, row.represents, row.via) == (seat, "Pejabat Contoh", False, CheckIn.QR)
    assert row.user is None
    event = AuditEvent.objects.filter(action="meetings.attendance_add").get()
    assert event.task_force_id == world.task_force.pk
    assert "Pejabat" not in f"{event.object_label}{event.detail}"


def test_the_page_names_offices_and_nobody(world: World, meeting: Meeting) -> None:
    SeatHolder.objects.create(
        task_force=world.task_force,
        lineage=seat_of(meeting).lineage,
        name="Pejabat Contoh",
        valid_from=START.date(),
    )
    with time_machine.travel(START, tick=False):
        page = Client().get(address(wall_code(world, meeting)))
    text = page.content.decode()
    for said in ("Rapat koordinasi hari ini", "Kepala Dinas Sosial", "Kepala Polres", "Universitas Contoh"):
        assert said in text
    for secret in ("Pejabat Contoh", "Rahasia", "@", "Sosial Contoh@"):
        assert secret not in text
    assert "no-store" in page["Cache-Control"]


def test_reading_writes_nothing(world: World, meeting: Meeting) -> None:
    with time_machine.travel(START, tick=False):
        code = wall_code(world, meeting)
        before = (AuditEvent.objects.count(), CheckInCode.objects.count())
        for _again in range(3):
            assert Client().get(address(code)).status_code == 200
            assert Client().head(address(code)).status_code == 200
            assert Client().get(address(code), {"invitation": str(seat_of(meeting).pk)}).status_code == 200
    assert (AuditEvent.objects.count(), CheckInCode.objects.count()) == before
    assert not Attendance.objects.exists()


def test_who_represents_or_is_a_guest_says_a_name(world: World, meeting: Meeting) -> None:
    seat = seat_of(meeting)
    with time_machine.travel(START, tick=False):
        code = wall_code(world, meeting)
        nameless = send(code, seat, represents="on")
        assert nameless.status_code == 400
        assert "Tuliskan nama Anda" in nameless.content.decode()
        assert "checked" in nameless.content.decode(), "what was picked stays"
        assert send(code, "tamu").status_code == 400
        assert send(code, seat, represents="on", name="Rina Contoh").status_code == 200
        assert send(code, "tamu", name="Tono Contoh", organisation="RT Contoh").status_code == 200
    rows = {row.name: row for row in Attendance.objects.all()}
    assert (rows["Rina Contoh"].represents, rows["Rina Contoh"].invitation) == (True, seat)
    assert rows["Rina Contoh"].office == "", "the office is the head's, not the stand-in's"
    assert rows["Tono Contoh"].invitation is None


def test_an_invited_guest_is_known_by_the_name_typed(world: World, meeting: Meeting) -> None:
    with time_machine.travel(START, tick=False):
        send(wall_code(world, meeting), "tamu", name="tamu rahasia contoh")
    assert Attendance.objects.get().invitation == meeting.invitations.get(kind="tamu")


def test_a_place_is_taken_once(world: World, meeting: Meeting) -> None:
    seat = seat_of(meeting)
    with time_machine.travel(START, tick=False):
        code = wall_code(world, meeting)
        send(code, seat, name="Rina Contoh")
        again = send(code, seat, name="Lain Contoh")
        assert again.status_code == 400
        assert "sudah tercatat hadir" in again.content.decode()
        assert str(seat.pk) not in Client().get(address(code)).content.decode()
        with pytest.raises(ValidationError):
            check_in(code=code.code, invitation=seat.pk, name="Lain Contoh")
    assert Attendance.objects.count() == 1


def test_a_form_sent_twice_counts_once_even_when_its_code_died_between(
    world: World, meeting: Meeting
) -> None:
    key = str(uuid4())
    with time_machine.travel(START, tick=False) as clock:
        code = wall_code(world, meeting)
        for _twice in range(2):
            assert send(code, "tamu", name="Budi Contoh", key=key).status_code == 200
        clock.shift(timedelta(hours=1))
        assert "Anda tercatat hadir" in send(code, "tamu", name="Budi Contoh", key=key).content.decode()
    assert Attendance.objects.count() == 1


def test_another_meetings_row_is_no_key_to_this_one(world: World, meeting: Meeting) -> None:
    other = make_meeting(world, starts_at=START)
    row = Attendance.objects.create(meeting=other, name="Lain Contoh", via=CheckIn.HAND)
    with time_machine.travel(START, tick=False):
        answer = send(wall_code(world, meeting), "tamu", name="Budi Contoh", key=str(row.pk))
    assert b"Lain Contoh" not in answer.content
    row.refresh_from_db()
    assert (row.name, row.meeting) == ("Lain Contoh", other)


@pytest.mark.parametrize("typed", ["000000", "ZZZZZZZZ", "x", "K7Q-94T"])
def test_a_wrong_code_is_answered_politely(typed: str) -> None:
    page = Client().get(address(typed))
    assert page.status_code == 404
    assert "Lihat kode terbaru di layar rapat" in page.content.decode()
    assert Client().post(address(typed), {"name": "x"}).status_code == 404


def test_a_dead_code_and_one_that_never_was_answer_alike(world: World, meeting: Meeting) -> None:
    with time_machine.travel(START, tick=False) as clock:
        code = wall_code(world, meeting)
        clock.shift(timedelta(minutes=30))
        answers = [TOKEN.sub(b"", Client().get(address(each)).content) for each in (code, "000000")]
    assert answers[0].replace(code.code.encode(), b"000000") == answers[1]


def test_the_typed_code_is_forgiven_case_spaces_and_look_alikes(world: World, meeting: Meeting) -> None:
    with time_machine.travel(START, tick=False):
        code = wall_code(world, meeting)
        CheckInCode.objects.filter(pk=code.pk).update(code="A10B2C")
        start = Client().get("/rapat/hadir/", {"kode": " a1o-b2c "})
        assert start["Location"] == "/rapat/hadir/A10B2C/?lewat=kode"
        page = Client().get(start["Location"])
        assert 'name="typed" value="True"' in page.content.decode()
        send("A10B2C", "tamu", name="Budi Contoh", typed="True")  # type: ignore[arg-type]
    assert Attendance.objects.get().via == CheckIn.CODE
    assert Client().get("/rapat/hadir/", {"kode": "abc"}).status_code == 400


def test_a_cancelled_meeting_and_a_frozen_one_take_nobody(world: World, meeting: Meeting) -> None:
    with time_machine.travel(START, tick=False):
        code = wall_code(world, meeting)
        Minutes.objects.create(
            meeting=meeting, status=MinutesStatus.FROZEN, round=1, agree_until=START, frozen_at=START,
            frozen_by=world.people["sekretariat"],
        )  # fmt: skip
        assert "sudah disahkan" in send(code, "tamu", name="Budi Contoh").content.decode()
        Meeting.objects.update(status=MeetingStatus.CANCELLED, cancel_reason="contoh")
        assert Client().get(address(code)).status_code == 404
    assert not Attendance.objects.exists()


def test_guessing_is_braked(world: World, meeting: Meeting) -> None:
    """A room behind one address passes; thousands of guesses do not."""
    client = Client(REMOTE_ADDR="198.51.100.77")
    with time_machine.travel(START, tick=False):
        code = wall_code(world, meeting)
        assert client.get(address(code)).status_code == 200
        who = salted_hmac("documents.throttle", "198.51.100.77").hexdigest()[:20]
        cache.set(f"throttle:check_in_page:{who}:{int(START.timestamp()) // 60}", 600)
        answers = [client.get(address(each)).status_code for each in ("000000", code)]
    assert answers == [429, 429]


# ---- people the portal knows ----


def tap(client: Client, code: CheckInCode, page: Any) -> Any:
    """Press the first one-tap button of a page."""
    first = page.content.decode().partition('class="check-me"')[2].partition("</form>")[0]
    fields = dict(re.findall(r'name="(\w+)" value="([^"]*)"', first))
    return client.post(address(code), fields)


def test_a_seats_holder_is_recognised_in_one_tap(
    world: World, meeting: Meeting, sign_in: Callable[..., Client]
) -> None:
    seat, person = seat_of(meeting), world.people["dinsos"]
    SeatHolder.objects.create(
        task_force=world.task_force, lineage=seat.lineage, name="Dinsos Contoh", user=person,
        valid_from=START.date() - timedelta(days=9), set_by=world.people["sekretariat"],
        confirmed_by=world.people["sekretariat2"], confirmed_at=START,
    )  # fmt: skip
    with time_machine.travel(START, tick=False):
        client, code = sign_in(person), wall_code(world, meeting)
        page = client.get(address(code))
        assert "Saya hadir sebagai Kepala Dinas Sosial" in page.content.decode()
        assert b"Anda tercatat hadir" in tap(client, code, page).content
        assert b"Anda tercatat hadir" in client.get(address(code)).content
        assert b"Anda tercatat hadir" in tap(client, code, page).content
    row = Attendance.objects.get()
    assert (row.user, row.invitation, row.represents, row.name) == (person, seat, False, "Dinsos Contoh")


def test_somebody_of_the_agency_represents_its_head(
    world: World, meeting: Meeting, sign_in: Callable[..., Client]
) -> None:
    with time_machine.travel(START, tick=False):
        client, code = sign_in(world.people["dinsos"]), wall_code(world, meeting)
        page = client.get(address(code))
        assert "Saya hadir mewakili Kepala Dinas Sosial" in page.content.decode()
        tap(client, code, page)
        police = sign_in(world.people["polres"])
        tap(police, code, police.get(address(code)))
    told = {row.name: (row.represents, row.invitation.office) for row in Attendance.objects.all()}
    assert told == {
        "Dinsos Contoh": (True, "Kepala Dinas Sosial"),
        "Polres Contoh": (True, "Kepala Polres"),
    }


def test_one_tap_takes_no_place_of_another_agency(
    world: World, meeting: Meeting, sign_in: Callable[..., Client]
) -> None:
    with time_machine.travel(START, tick=False):
        client, code = sign_in(world.people["dinkes"]), wall_code(world, meeting)
        foreign = {"saya": "1", "key": str(uuid4()), "invitation": str(seat_of(meeting).pk)}
        client.post(address(code), foreign)
        assert not Attendance.objects.exists()
        tap(client, code, client.get(address(code)))
    row = Attendance.objects.get()
    assert (row.user, row.invitation) == (world.people["dinkes"], None)


def test_a_signed_in_person_may_check_in_a_neighbour(
    world: World, meeting: Meeting, sign_in: Callable[..., Client]
) -> None:
    with time_machine.travel(START, tick=False):
        client, code = sign_in(world.people["dinsos"]), wall_code(world, meeting)
        send(code, "tamu", client, name="Tetangga Contoh")
    row = Attendance.objects.get()
    assert (row.user, row.name) == (None, "Tetangga Contoh")
    assert AuditEvent.objects.get(action="meetings.attendance_add").actor == world.people["dinsos"]


def test_an_answer_is_no_attendance(world: World, meeting: Meeting) -> None:
    Invitation.objects.filter(meeting=meeting).update(answer=Answer.COMING)
    assert not Attendance.objects.exists()
