"""Follow-ups, requests, invitations and minutes remind whom they should, on their own days."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext

from gugus.notices import services
from gugus.notices.enums import DigestStatus, NoticeKind
from gugus.notices.models import Digest, Notice
from gugus.notices.selectors import duties_for
from meetings.enums import Answer, MinutesStatus, Priority
from meetings.models import FollowUp, Meeting, MeetingRules, MinutesAnswer
from meetings.selectors.reminders import demands_for_system
from meetings.services.follow_ups import follow_up_submit, follow_up_verify
from meetings.services.requests import request_ask, request_decide
from members.models import Seat, SeatHolder
from tests.factories import World, make_world, user
from tests.meetings.builders import acting, invite_agency, make_follow_up, make_meeting, make_minutes

pytestmark = pytest.mark.django_db
WIB = ZoneInfo("Asia/Jakarta")
DUE = date(2026, 12, 10)
HELD = datetime(2026, 11, 20, 9, tzinfo=WIB)
OFFICE = {"sekretariat", "sekretariat2"}


def at(day: date, hour: int = 8) -> Any:
    return time_machine.travel(datetime.combine(day, time(hour), WIB), tick=False)


@pytest.fixture
def town() -> Iterator[World]:
    with time_machine.travel(HELD, tick=False):
        yield make_world()


@pytest.fixture
def row(town: World) -> FollowUp:
    meeting = make_meeting(town, starts_at=HELD, title="Rakor contoh")
    return make_follow_up(town, meeting, due=DUE, text="KENARI rahasia", priority=Priority.HIGH)


def run() -> list[Any]:
    """What beat and worker do, once; the letters that went out."""
    mail.outbox.clear()
    services.remind()
    for digest in Digest.objects.filter(status=DigestStatus.PENDING):
        services.digest_send(pk=digest.pk)
    return list(mail.outbox)


def addresses(letters: list[Any]) -> set[str]:
    return {letter.to[0].partition("@")[0] for letter in letters}


def told(first: date, days: range) -> dict[int, set[str]]:
    """Who gets a letter on which day; days without any are left out."""
    found = {}
    for day in days:
        with at(first + timedelta(days=day)):
            if people := addresses(run()):
                found[day] = people
    return found


def seat_head(world: World, agency: str) -> None:
    """The agency's head gets an account a second person confirmed, and no appointment."""
    seat = Seat.objects.get(decree=world.decree, agency=world.agencies[agency], is_head=True)
    SeatHolder.objects.create(
        task_force=world.task_force,
        lineage=seat.lineage,
        name="Kepala Contoh",
        user=user("Kepala Contoh", "kepala@contoh.example.id"),
        valid_from=HELD.date() - timedelta(days=9),
        confirmed_by=world.people["pengukuh"],
        confirmed_at=HELD,
        set_by=world.people["pengusul"],
    )


def test_before_and_after_the_day_and_up_to_the_head(town: World, row: FollowUp) -> None:
    seat_head(town, "Dinas Sosial")
    late = {"dinsos", "kepala"} | OFFICE
    assert told(DUE, range(-9, 10)) == {-7: {"dinsos"}, -1: {"dinsos"}, 1: late, 7: late}


def test_letters_name_the_meeting_and_never_what_was_written(town: World, row: FollowUp) -> None:
    with at(DUE - timedelta(days=7)):
        letter = run()[0]
    assert (
        letter.subject == "[Portal Gugus Tugas TPPO] 1 tindak lanjut rapat menunggu, batas 10 Desember 2026"
    )
    assert "Tindak lanjut Rakor contoh" in letter.body
    assert "1 belum diajukan selesai, 1 prioritas tinggi" in letter.body
    with at(DUE + timedelta(days=1)):
        letters = run()
    bodies = "\n".join(each.body for each in letters)
    assert "1 instansi terlambat menyelesaikan tindak lanjut rapat" in bodies
    assert "Dinas Sosial (1)" in bodies
    assert "KENARI" not in bodies + letter.body
    assert not Notice.objects.filter(title__contains="KENARI").exists()


def test_days_are_the_task_forces_own(town: World, row: FollowUp) -> None:
    MeetingRules.objects.create(task_force=town.task_force, follow_up_days=[-3])
    assert told(DUE, range(-9, 10)) == {-3: {"dinsos"}}


def test_an_agency_without_people_is_the_secretariats(town: World) -> None:
    meeting = make_meeting(town, starts_at=HELD)
    make_follow_up(town, meeting, town.agencies["DP3AP2KB"], due=DUE)
    assert told(DUE, range(-9, 0)) == {-7: OFFICE, -1: OFFICE}
    with acting(town, "sekretariat") as now:
        assert [duty.title for duty in meeting_duties(now.user)] == ["Tindak lanjut Rapat koordinasi contoh"]


def test_not_told_not_reminded(town: World) -> None:
    make_follow_up(town, make_meeting(town, starts_at=HELD), due=DUE, announced_at=None)
    assert told(DUE, range(-9, 10)) == {}


def test_submitted_is_for_who_may_judge(town: World, row: FollowUp) -> None:
    with at(DUE - timedelta(days=8)), acting(town, "sekretariat") as now:
        link = "https://contoh.example.id/surat"
        follow_up_submit(follow_up=row, by=now.user, action_taken="KENARI", link=link)
    with at(DUE - timedelta(days=7)):
        letters = run()
        assert addresses(letters) == {"sekretariat2"}
        assert "Periksa 1 tindak lanjut rapat" in letters[0].body
        with acting(town, "sekretariat") as now:
            assert meeting_duties(now.user) == []
    with at(DUE - timedelta(days=6)), acting(town, "sekretariat2") as now:
        assert [duty.title for duty in meeting_duties(now.user)] == ["Periksa 1 tindak lanjut rapat"]
        follow_up_verify(follow_up=row, by=now.user)
        services.remind()
    assert not Notice.objects.filter(done_at=None).exists()
    assert demands_for_system() == []


def test_a_request_is_for_another_of_the_secretariat(town: World, row: FollowUp) -> None:
    with at(DUE - timedelta(days=20)), acting(town, "sekretariat") as now:
        request = request_ask(
            follow_up=row, by=now.user, kind="perpanjang", reason="KENARI", until=DUE + timedelta(days=30)
        )
    with at(DUE - timedelta(days=19)):
        assert addresses(run()) == {"sekretariat2"}
        with acting(town, "sekda") as now:
            assert [duty.title for duty in meeting_duties(now.user)] == [
                "Putuskan 1 permintaan tindak lanjut"
            ]
            request_decide(request=request, by=now.user, grant=True)
    assert told(DUE, range(-9, 2)) == {}, "the granted day counts"
    assert told(DUE + timedelta(days=30), range(-9, 0)) == {-7: {"dinsos"}, -1: {"dinsos"}}


def test_pimpinan_judge_where_the_secretariat_may_not(town: World, row: FollowUp) -> None:
    for who in OFFICE:
        with at(DUE - timedelta(days=9)), acting(town, who):
            town.appoint(town.people[who], "penghubung", town.agencies["Dinas Sosial"])
    with at(DUE - timedelta(days=9), 9), acting(town, "dinsos") as now:
        link = "https://contoh.example.id/surat"
        follow_up_submit(follow_up=row, by=now.user, action_taken="Selesai", link=link)
    with at(DUE - timedelta(days=8)):
        assert addresses(run()) == {"sekda"}


def test_an_invitation_asks_the_invited(town: World) -> None:
    with at(HELD.date(), 12):
        meeting = make_meeting(town, starts_at=HELD + timedelta(days=10), title="Rakor baru")
        invite_agency(meeting, town.agencies["Dinas Sosial"])
        invite_agency(meeting, town.agencies["Polres"], answer=Answer.COMING)
        with acting(town, "dinsos") as now:
            assert [duty.title for duty in meeting_duties(now.user)] == ["Jawab undangan Rakor baru"]
    assert told(meeting.starts_at.date(), range(-9, 3)) == {-3: {"dinsos"}, -1: {"dinsos"}}


def test_minutes_going_round_ask_the_invited(town: World) -> None:
    with at(HELD.date(), 12):
        meeting = make_meeting(town, starts_at=HELD + timedelta(days=10), title="Rakor baru")
        invite_agency(meeting, town.agencies["Dinas Sosial"], answer=Answer.COMING)
        invite_agency(meeting, town.agencies["Polres"], answer=Answer.COMING)
    with at(HELD.date() + timedelta(days=12)):
        circulated(town, meeting)
        assert addresses(run()) == {"dinsos"}
        with acting(town, "dinsos") as now:
            assert [duty.title for duty in meeting_duties(now.user)] == ["Setujui notula Rakor baru"]
        with acting(town, "polres") as now:
            assert meeting_duties(now.user) == []


def circulated(town: World, meeting: Meeting) -> None:
    """Minutes going round for two days; Polres has answered."""
    until = datetime.combine(HELD.date() + timedelta(days=14), time(12), WIB)
    minutes = make_minutes(meeting, status=MinutesStatus.AGREEMENT, round=1, agree_until=until)
    MinutesAnswer.objects.create(
        minutes=minutes, round=1, agency=town.agencies["Polres"], by=town.people["polres"], verdict="setuju"
    )


def test_several_of_one_meeting_and_day_are_one_line(town: World) -> None:
    meeting = make_meeting(town, starts_at=HELD)
    for _n in range(3):
        make_follow_up(town, meeting, due=DUE)
    asked = [each for each in demands_for_system() if each.kind == NoticeKind.FOLLOW_UP]
    assert [(each.recipient_id, each.count) for each in asked] == [(town.people["dinsos"].pk, 3)]
    with acting(town, "dinsos") as now:
        assert [duty.url for duty in meeting_duties(now.user)] == [asked[0].url]


def test_reading_for_the_system_costs_the_same_at_any_size(town: World) -> None:
    def queries() -> int:
        with CaptureQueriesContext(
            connection,
        ) as asked:
            demands_for_system()
        return len(asked)

    meeting = make_meeting(town, starts_at=HELD)
    make_follow_up(town, meeting, due=DUE)
    few = queries()
    for _n in range(5):
        make_follow_up(town, make_meeting(town, starts_at=HELD), town.agencies["Polres"], due=DUE)
    assert queries() == few <= 12


def meeting_duties(person: Any) -> list[Any]:
    return [duty for duty in duties_for(person) if "/rapat/" in duty.url]
