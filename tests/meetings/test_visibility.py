"""Who knows of which meeting, minutes and follow-up: design.md "Who may see what"."""

import pytest

from meetings.enums import MeetingStatus, MinutesStatus
from meetings.models import FollowUp, Meeting, Minutes
from tests.factories import World, make_world
from tests.meetings.builders import (
    acting,
    invite_agency,
    invite_guest,
    make_follow_up,
    make_meeting,
    make_minutes,
)

pytestmark = pytest.mark.django_db
ALL = {"sekretariat", "sekretariat2", "sekda", "pengawas"}


def readers(world: World, model: type, row: object) -> set[str]:
    found = set()
    for key in world.people:
        with acting(world, key) as now:
            if model.objects.visible_to(now.user).filter(pk=row.pk).exists():  # type: ignore[attr-defined]
                found.add(key)
    return found


def test_a_meeting_is_known_to_the_invited_and_to_those_above(world: World) -> None:
    meeting = make_meeting(world)
    assert readers(world, Meeting, meeting) == ALL
    invite_agency(meeting, world.agencies["Dinas Sosial"])
    assert readers(world, Meeting, meeting) == ALL | {"dinsos", "dinsos_kasus"}
    invite_guest(meeting, user=world.people["polres"])
    assert readers(world, Meeting, meeting) == ALL | {"dinsos", "dinsos_kasus", "polres"}


def test_who_writes_the_minutes_knows_the_meeting(world: World) -> None:
    assert readers(world, Meeting, make_meeting(world, minute_taker=world.people["dinkes"])) == ALL | {
        "dinkes"
    }


def test_a_draft_is_the_secretariats(world: World) -> None:
    meeting = make_meeting(world, status=MeetingStatus.DRAFT)
    invite_agency(meeting, world.agencies["Dinas Sosial"])
    assert readers(world, Meeting, meeting) == {"sekretariat", "sekretariat2"}


def test_another_task_force_knows_nothing(world: World) -> None:
    meeting = make_meeting(world)
    minutes, follow_up = make_minutes(meeting), make_follow_up(world, meeting)
    other = make_world("16.09", "OKU Selatan")
    for model, row in ((Meeting, meeting), (Minutes, minutes), (FollowUp, follow_up)):
        assert readers(other, model, row) == set()


def test_minutes_being_written_are_the_writers(world: World) -> None:
    meeting = make_meeting(world, minute_taker=world.people["dinsos"])
    for name in ("Dinas Sosial", "Polres"):
        invite_agency(meeting, world.agencies[name])
    minutes = make_minutes(meeting)
    assert readers(world, Minutes, minutes) == {"sekretariat", "sekretariat2", "dinsos"}
    follow_up = make_follow_up(world, meeting, announced_at=None)
    assert readers(world, FollowUp, follow_up) == {"sekretariat", "sekretariat2", "dinsos"}
    Minutes.objects.update(status=MinutesStatus.AGREEMENT, round=1, agree_until=meeting.ends_at)
    assert readers(world, Minutes, minutes) == ALL | {"dinsos", "dinsos_kasus", "polres", "polres_ppa"}


def test_an_agency_knows_its_follow_up_even_of_a_meeting_it_missed(world: World) -> None:
    follow_up = make_follow_up(world, make_meeting(world), world.agencies["Dinas Kesehatan"])
    assert readers(world, FollowUp, follow_up) == ALL | {"dinkes"}


def test_a_follow_up_nobody_was_told_of_opens_no_meeting(world: World) -> None:
    meeting = make_meeting(world)
    make_follow_up(world, meeting, announced_at=None)
    assert readers(world, Meeting, meeting) == ALL
    make_follow_up(world, meeting)
    assert readers(world, Meeting, meeting) == ALL | {"dinsos", "dinsos_kasus"}
