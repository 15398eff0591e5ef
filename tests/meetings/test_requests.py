"""More time or an end: asked with a reason by one, decided by another."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.utils import timezone

from gugus.core.permissions import Denied
from meetings.enums import FollowUpStatus, RequestKind, RequestStatus
from meetings.models import FollowUp, FollowUpRequest
from meetings.services.follow_ups import follow_up_submit, follow_up_verify
from meetings.services.requests import request_ask, request_decide
from members.enums import Role
from tests.factories import World
from tests.meetings.builders import acting, make_follow_up, make_meeting

pytestmark = pytest.mark.django_db


@pytest.fixture
def row(world: World) -> FollowUp:
    return make_follow_up(world, make_meeting(world))


def ask(world: World, row: FollowUp, who: str = "dinsos", **values: Any) -> FollowUpRequest:
    given = {"kind": RequestKind.EXTEND, "until": row.due + timedelta(days=5), "reason": "Menunggu"} | values
    with acting(world, who) as now:
        return request_ask(follow_up=row, by=now.user, **given)


def decide(world: World, request: FollowUpRequest, who: str, *, grant: bool) -> FollowUpRequest:
    with acting(world, who) as now:
        return request_decide(request=request, by=now.user, grant=grant, note="Baik")


def test_a_granted_extension_moves_the_day_and_keeps_the_first(world: World, row: FollowUp) -> None:
    first = row.due
    decide(world, ask(world, row), "sekda", grant=True)
    row.refresh_from_db()
    assert (row.due, row.original_due, row.is_extended) == (first + timedelta(days=5), first, True)
    decide(world, ask(world, row), "sekretariat", grant=True)
    row.refresh_from_db()
    assert (row.due, row.original_due) == (first + timedelta(days=10), first)


def test_a_refused_one_changes_nothing(world: World, row: FollowUp) -> None:
    request = decide(world, ask(world, row), "sekda", grant=False)
    assert (request.status, request.decision_note) == (RequestStatus.REFUSED, "Baik")
    was = row.due
    row.refresh_from_db()
    assert (row.due, row.status) == (was, FollowUpStatus.OPEN)
    ask(world, row)  # and may be asked again


def test_ended_on_request(world: World, row: FollowUp) -> None:
    decide(world, ask(world, row, kind=RequestKind.DROP, until=None), "sekda", grant=True)
    row.refresh_from_db()
    assert (row.status, row.closed_by) == (FollowUpStatus.DROPPED, world.people["sekda"])
    with pytest.raises(Denied):
        ask(world, row)


def test_one_at_a_time_and_never_decided_by_who_asked(world: World, row: FollowUp) -> None:
    request = ask(world, row, "sekretariat")
    assert request.on_behalf
    with pytest.raises(Denied, match="menunggu keputusan"):
        ask(world, row)
    with pytest.raises(Denied, match="orang lain"):
        decide(world, request, "sekretariat", grant=True)
    for who in ("dinsos", "dinkes", "pengawas"):
        with pytest.raises(Denied):
            decide(world, request, who, grant=True)
    decide(world, request, "sekretariat2", grant=True)
    with pytest.raises(Denied):
        decide(world, request, "sekda", grant=False)


def test_who_sits_at_the_agencys_desk_does_not_decide(world: World, row: FollowUp) -> None:
    world.appoint(world.people["sekretariat2"], Role.LIAISON, world.agencies["Dinas Sosial"])
    with pytest.raises(Denied, match="di luar instansi"):
        decide(world, ask(world, row), "sekretariat2", grant=True)


@pytest.mark.parametrize("days", [-3, 0, None])
def test_a_later_day_is_later(world: World, row: FollowUp, days: int | None) -> None:
    until = None if days is None else row.due + timedelta(days=days)
    with pytest.raises(ValidationError, match="sesudah batas sekarang"):
        ask(world, row, until=until)


def test_a_later_day_is_not_past(world: World, row: FollowUp) -> None:
    with (
        time_machine.travel(timezone.now() + timedelta(days=20), tick=True),
        pytest.raises(ValidationError, match="sudah lewat"),
    ):
        ask(world, row, until=row.due + timedelta(days=2))


def test_what_was_submitted_is_judged_not_extended(world: World, row: FollowUp) -> None:
    request = ask(world, row)
    with acting(world, "dinsos") as now:
        follow_up_submit(follow_up=row, by=now.user, action_taken="Selesai.")
    with pytest.raises(Denied):
        decide(world, request, "sekda", grant=True)
    with pytest.raises(Denied, match="Putuskan permintaan"), acting(world, "sekda") as now:
        follow_up_verify(follow_up=row, by=now.user)
    decide(world, request, "sekda", grant=False)
    with acting(world, "sekda") as now:
        assert follow_up_verify(follow_up=row, by=now.user).status == FollowUpStatus.DONE
