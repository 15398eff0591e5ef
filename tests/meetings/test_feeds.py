"""The calendar in other programs: a secret address, the rights of the moment, a file they can read."""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from icalendar import Calendar

from gugus.accounts.models import User
from gugus.core.models import AuditEvent
from meetings.enums import MeetingStatus
from meetings.models import CalendarFeed, Meeting
from meetings.selectors.feeds import digest
from meetings.services.feeds import feed_make, feed_revoke
from members.models import Appointment
from rad.models import ReportingPeriod
from tests.factories import World, make_world
from tests.meetings.builders import acting, invite_agency, make_follow_up, make_meeting
from tests.rad.builders import make_rad

pytestmark = pytest.mark.django_db
START = datetime(2026, 11, 26, 2, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _in_november(settings: Any) -> Any:
    settings.SECOND_FACTOR_REQUIRED = False
    with time_machine.travel(datetime(2026, 11, 22, 5, tzinfo=UTC), tick=False):
        yield


def make(world: World, who: str = "sekretariat") -> str:
    with acting(world, who) as now:
        return feed_make(by=now.user)


def fetch(key: str) -> Any:
    return Client().get(f"/rapat/kalender/{key}.ics")


def events(key: str) -> dict[str, Any]:
    answer = fetch(key)
    assert answer.status_code == 200
    return {str(each["summary"]): each for each in Calendar.from_ical(answer.content).walk("VEVENT")}


def test_the_file_is_read_by_a_calendar_program_and_survives_a_round_trip(world: World) -> None:
    meeting = make_meeting(world, starts_at=START, title="Rakor, tahap 1; “lanjutan”\\")
    make_follow_up(world, meeting, due=date(2026, 11, 27), text="Rahasia dagang contoh")
    rad = make_rad(world)
    ReportingPeriod.objects.filter(pk=rad.period.pk).update(deadline=date(2026, 12, 5))
    world.decree.valid_until = date(2026, 12, 31)
    world.decree.save()
    answer = fetch(key := make(world))
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert "no-store" in answer["Cache-Control"]
    once = Calendar.from_ical(answer.content)
    assert Calendar.from_ical(once.to_ical()).to_ical() == once.to_ical() == answer.content
    assert str(once["x-wr-calname"]) == world.task_force.name
    found = events(key)
    rakor = found["Rakor, tahap 1; “lanjutan”\\"]
    assert rakor["dtstart"].dt == START
    assert rakor["dtend"].dt == START + timedelta(hours=2)
    assert found["Batas tindak lanjut Dinas Sosial"]["dtstart"].dt == date(2026, 11, 27)
    assert found["Batas tindak lanjut Dinas Sosial"]["dtend"].dt == date(2026, 11, 28)
    assert found["SK 188.45/1/2025 berakhir"]["dtstart"].dt == date(2026, 12, 31)
    assert any(name.startswith("Batas lapor RAD") for name in found)
    assert "Rahasia dagang" not in answer.content.decode(), "what people typed stays in the portal"


def test_a_change_replaces_and_a_cancellation_says_so(world: World) -> None:
    meeting = make_meeting(world, starts_at=START, title="Rakor")
    key = make(world)
    before = events(key)["Rakor"]
    Meeting.objects.update(
        starts_at=START + timedelta(hours=1), sequence=3, status=MeetingStatus.CANCELLED, cancel_reason="x"
    )
    now = events(key)["Rakor"]
    assert now["uid"] == before["uid"]
    assert (int(before["sequence"]), int(now["sequence"])) == (0, 3)
    assert (str(before["status"]), str(now["status"])) == ("CONFIRMED", "CANCELLED")
    assert now["dtstart"].dt == START + timedelta(hours=1)
    assert meeting.pk


def test_a_plan_is_tentative_and_one_without_an_end_stands_as_a_day(world: World) -> None:
    make_meeting(world, starts_at=START, title="Rencana", status=MeetingStatus.DRAFT)
    make_meeting(world, starts_at=START, title="Tanpa akhir", status=MeetingStatus.DRAFT, ends_at=None)
    found = events(make(world))
    assert str(found["Rencana"]["status"]) == "TENTATIVE"
    assert found["Tanpa akhir"]["dtstart"].dt == date(2026, 11, 26)


def test_rights_are_those_of_the_moment(world: World) -> None:
    meeting = make_meeting(world, starts_at=START, title="Rakor")
    key = make(world, "dinsos")
    assert "Rakor" not in events(key)
    invitation = invite_agency(meeting, world.agencies["Dinas Sosial"])
    assert "Rakor" in events(key)
    invitation.delete()
    assert "Rakor" not in events(key)


def test_dead_keys_all_answer_alike(world: World) -> None:
    """Revoked, replaced, never made, disabled, without a role: the same 404."""
    revoked, unknown = make(world, "dinsos"), "A" * 43
    with acting(world, "dinsos") as now:
        feed_revoke(by=now.user)
    replaced, disabled, retired = make(world, "polres"), make(world, "dinkes"), make(world, "sekda")
    make(world, "polres")
    assert all(fetch(key).status_code == 200 for key in (disabled, retired))
    User.objects.filter(pk=world.people["dinkes"].pk).update(is_active=False)
    Appointment.objects.filter(user=world.people["sekda"]).update(valid_until=date(2026, 11, 1))
    keys = (revoked, replaced, disabled, retired, unknown)
    answers = [fetch(key) for key in keys]
    assert [each.status_code for each in answers] == [404] * 5
    bodies = {
        re.sub(rb"[A-Za-z0-9]{64}", b"", each.content.replace(key.encode(), b"")).strip()
        for key, each in zip(keys, answers, strict=True)
    }
    assert len(bodies) == 1


def test_a_role_elsewhere_opens_nothing_here(world: World) -> None:
    """The feed is of the task force it was made in, even when its owner now serves another."""
    make_meeting(world, starts_at=START, title="Rakor")
    key = make(world, "dinsos")
    other = make_world("16.09", "OKU Selatan")
    make_meeting(other, starts_at=START, title="Rakor lain")
    Appointment.objects.filter(user=world.people["dinsos"]).update(valid_until=date(2026, 11, 1))
    other.appoint(world.people["dinsos"], "sekretariat")
    assert fetch(key).status_code == 404


def test_only_the_hash_is_kept_and_the_address_is_shown_once(
    world: World, sign_in: Callable[..., Client]
) -> None:
    client = sign_in(world.people["dinsos"])
    assert "Buat alamat kalender" in client.get("/rapat/kalender/langganan/").content.decode()
    page = client.post("/rapat/kalender/langganan/").content.decode()
    key = re.findall(r"kalender/([\w-]{43})\.ics", page)[0]
    assert CalendarFeed.objects.get().key_sha256 == digest(key)
    assert key not in client.get("/rapat/kalender/langganan/").content.decode()
    assert not [e for e in AuditEvent.objects.all() if key in f"{e.detail}{e.object_label}{e.object_id}"]
    assert fetch(key).status_code == 200
    client.post("/rapat/kalender/langganan/")
    assert fetch(key).status_code == 404, "a new address ends the old"
    client.post("/rapat/kalender/langganan/", {"cabut": "1"})
    assert not CalendarFeed.objects.filter(revoked_at=None).exists()
    assert list(AuditEvent.objects.filter(action__contains="feed").values_list("action", flat=True)) == [
        "meetings.feed_revoke", "meetings.feed_make", "meetings.feed_make",
    ]  # fmt: skip


def test_a_signed_in_browser_reads_the_feed_as_its_owner(
    world: World, sign_in: Callable[..., Client]
) -> None:
    make_meeting(world, starts_at=START, title="Rakor")
    key = make(world, "dinsos")
    answer = sign_in(world.people["sekretariat"]).get(f"/rapat/kalender/{key}.ics")
    assert b"Rakor" not in answer.content


def test_its_owner_sees_that_it_is_read(world: World, sign_in: Callable[..., Client]) -> None:
    key = make(world, "dinsos")
    page = sign_in(world.people["dinsos"]).get("/rapat/kalender/langganan/").content.decode()
    assert "Belum pernah dibaca" in page
    fetch(key)
    page = sign_in(world.people["dinsos"]).get("/rapat/kalender/langganan/").content.decode()
    assert "Terakhir dibaca sekitar 22 Nov 2026" in page
