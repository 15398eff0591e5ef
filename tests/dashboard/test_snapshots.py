"""Boards as they were: numbered, frozen, found again by their code, and taken when their time has come."""

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from gugus.core.models import AuditEvent
from gugus.core.permissions import Denied
from gugus.dashboard.board import from_json
from gugus.dashboard.enums import Audience, FigureCode, Occasion, State
from gugus.dashboard.models import BriefDocument, DashboardRules, Snapshot
from gugus.dashboard.selectors.board import board_for
from gugus.dashboard.selectors.due import due_list
from gugus.dashboard.selectors.snapshots import snapshot_board, snapshot_by_code
from gugus.dashboard.services.due import _take, due_take
from gugus.dashboard.services.settings import rules_update
from gugus.dashboard.services.snapshots import snapshot_take
from gugus.notices.models import Notice
from meetings.enums import MeetingStatus
from meetings.models import Meeting
from rad.enums import PeriodStatus
from rad.models import ReportingPeriod
from tests.factories import World, make_world
from tests.meetings.builders import acting, make_meeting, meeting_type
from tests.rad.builders import make_rad
from tests.rad.test_queries import FRAME

pytestmark = pytest.mark.django_db
WIB = ZoneInfo("Asia/Jakarta")
FRIDAY = datetime(2026, 11, 27, 9, tzinfo=WIB)
"""Far from a Monday, when the weekly letters go out."""


@pytest.fixture(autouse=True)
def _without_second_factor(settings: Any) -> None:
    settings.SECOND_FACTOR_REQUIRED = False


def take(world: World, **values: Any) -> Snapshot:
    given = {"occasion": Occasion.DEMAND} | values
    return snapshot_take(task_force=world.task_force, **given)


def taken(occasion: Occasion) -> list[Snapshot]:
    return list(Snapshot.objects.filter(occasion=occasion).order_by("number"))


def test_numbers_run_without_gaps_in_each_task_force(world: World) -> None:
    other = make_world("35.72", "Kota Blitar")
    assert [take(world).number, take(other).number, take(world).number] == [1, 1, 2]
    with pytest.raises(ValidationError), transaction.atomic():
        snapshot_take(task_force=world.task_force, occasion=Occasion.MEETING)
    assert take(world).number == 3


def test_it_holds_a_board_for_each_audience(world: World) -> None:
    make_rad(world)
    snapshot = take(world)
    boards = {audience: from_json(snapshot.data[str(audience)]) for audience in Audience}
    assert {board.as_of for board in boards.values()} == {snapshot.as_of}
    assert boards[Audience.MEMBERS].figures[FigureCode.REFERRALS].state == State.HIDDEN
    assert boards[Audience.LEADERS].task_force == world.task_force.name


def test_the_database_refuses_to_change_or_delete_it(world: World) -> None:
    snapshot = take(world)
    for change in (
        lambda: Snapshot.objects.filter(pk=snapshot.pk).update(number=9),
        lambda: Snapshot.objects.filter(pk=snapshot.pk)._raw_delete("default"),
    ):
        with pytest.raises(DatabaseError, match="frozen"), transaction.atomic():
            change()


def test_content_that_is_not_what_its_hash_says_is_not_shown(world: World) -> None:
    snapshot = take(world)
    assert snapshot_board(snapshot, Audience.LEADERS).version
    snapshot.data["pimpinan"]["figures"][0]["value"] = 100
    with pytest.raises(Denied, match="tidak utuh"):
        snapshot_board(snapshot, Audience.LEADERS)


def test_who_takes_one_is_kept_in_the_trail(world: World) -> None:
    with acting(world, "sekda") as now:
        snapshot = take(world, by=now.user)
    event = AuditEvent.objects.get(action="dashboard.snapshot_take")
    assert event.actor == world.people["sekda"]
    assert event.detail["sha256"] == snapshot.sha256
    other = make_world("35.72", "Kota Blitar")
    with acting(world, "sekda") as now, pytest.raises(Denied):
        take(other, by=now.user)


def test_the_code_opens_it_for_its_readers_only(world: World) -> None:
    snapshot, other = take(world), make_world("35.72", "Kota Blitar")
    typed = snapshot.code.replace("-", " ").lower()
    with acting(world, "dinsos") as now:
        assert snapshot_by_code(now.user, typed) == snapshot
        assert snapshot_by_code(now.user, "") is None
    for where, person in ((other, "sekda"), (world, "admin")):
        with acting(where, person) as now:
            assert snapshot_by_code(now.user, typed) is None


def test_a_wrong_and_a_foreign_code_answer_alike(world: World, sign_in: Any) -> None:
    foreign = take(make_world("35.72", "Kota Blitar"))
    client, url = sign_in(world.people["sekda"]), reverse("dashboard:snapshot-code")
    answers = [client.post(url, {"code": code}) for code in (foreign.code, "0000-0000")]
    for answer in answers:
        assert "Kode ini tidak dikenal" in answer.content.decode()
    own = take(world)
    assert client.post(url, {"code": own.code}).url == own.get_absolute_url()
    assert own.code in client.get(f"{url}?kode={own.code}").content.decode()
    assert "delapan huruf dan angka" in client.post(url, {"code": "K7"}).content.decode()


def test_the_page_shows_what_was_and_what_is_different_today(world: World, sign_in: Any) -> None:
    client = sign_in(world.people["sekda"])
    snapshot = take(world)
    world.decree.valid_until = timezone.localdate() + timedelta(days=10)
    world.decree.save()
    text = client.get(snapshot.get_absolute_url()).content.decode()
    assert "Potret nomor 1, keadaan per" in text
    assert "bukan keadaan hari ini" in text
    assert "900 hari lagi" in text
    assert "10 hari lagi" in text
    assert "tetap" in text
    with acting(world, "sekda") as now:
        assert board_for(now.user).figures[FigureCode.DECREE].value == 10


def test_lists_and_pages_cost_the_same_at_any_number(world: World, sign_in: Any) -> None:
    client, url = sign_in(world.people["sekda"]), reverse("dashboard:snapshot-list")
    counts = []
    for _more in range(2):
        for _n in range(2):
            take(world, occasion=Occasion.MEETING, meeting=make_meeting(world))
        with CaptureQueriesContext(connection) as queries:
            assert client.get(url).status_code == 200
        counts.append(sum(not any(mark in each["sql"] for mark in FRAME) for each in queries))
    assert counts[0] == counts[1] <= 12


def test_members_see_the_board_of_members(world: World, sign_in: Any) -> None:
    snapshot = take(world)
    text = sign_in(world.people["dinsos"]).get(snapshot.get_absolute_url()).content.decode()
    assert "hanya untuk pimpinan dan sekretariat" in text


def test_the_title_of_a_meeting_is_for_those_who_know_it(world: World, sign_in: Any) -> None:
    meeting = make_meeting(world, title="Rakor evaluasi contoh")
    take(world, occasion=Occasion.MEETING, meeting=meeting)
    url = reverse("dashboard:snapshot-list")
    assert "Rakor evaluasi contoh" in sign_in(world.people["sekda"]).get(url).content.decode()
    assert "Rakor evaluasi contoh" not in sign_in(world.people["dinsos"]).get(url).content.decode()


# What beat takes


def test_the_day_before_a_coordination_meeting_one_is_taken_with_its_paper(world: World) -> None:
    meeting = make_meeting(world, starts_at=FRIDAY)
    before = FRIDAY - timedelta(days=1)
    for now in (before.replace(hour=6, minute=59), before.replace(hour=7), FRIDAY - timedelta(hours=1)):
        due_take(now=now)
    [snapshot] = taken(Occasion.MEETING)
    assert (snapshot.meeting, snapshot.made_by) == (meeting, None)
    paper = BriefDocument.objects.get()
    assert paper.snapshot == snapshot
    assert paper.made_by in (world.people["sekretariat"], world.people["sekretariat2"])
    [notice] = Notice.objects.all()
    assert (notice.recipient, notice.url) == (
        world.people["sekda"],
        reverse("dashboard:brief-detail", args=[paper.pk]),
    )
    assert "27 November 2026" in notice.title


def test_two_beats_make_one(world: World) -> None:
    make_meeting(world, starts_at=FRIDAY)
    now = FRIDAY - timedelta(hours=2)
    assert [due_take(now=now), due_take(now=now)] == [1, 0]


def test_two_beats_that_read_the_same_list_make_one(world: World) -> None:
    """Neither had taken anything when both asked what is due."""
    make_meeting(world, starts_at=FRIDAY)
    now = FRIDAY - timedelta(hours=2)
    [due] = due_list(now)
    assert [_take(due, now), _take(due, now)] == [True, False]
    assert len(taken(Occasion.MEETING)) == 1


@pytest.mark.parametrize(
    "values",
    [
        {"type_code": "rapat-tim"},
        {"status": MeetingStatus.DRAFT},
        {"status": MeetingStatus.CANCELLED, "cancel_reason": "contoh"},
    ],
)
def test_other_meetings_take_none(world: World, values: dict[str, Any]) -> None:
    given = dict(values)
    given |= {"type": meeting_type(given.pop("type_code"))} if "type_code" in given else {}
    make_meeting(world, starts_at=FRIDAY, **given)
    assert due_take(now=FRIDAY - timedelta(hours=2)) == 0


def test_a_meeting_that_moves_away_is_due_anew(world: World) -> None:
    make_meeting(world, starts_at=FRIDAY)
    now, later = FRIDAY - timedelta(hours=3), FRIDAY + timedelta(days=7)
    assert due_take(now=now) == 1
    Meeting.objects.update(starts_at=later, ends_at=later + timedelta(hours=1))
    assert due_take(now=now) == 0
    assert due_take(now=later - timedelta(hours=1)) == 1


def test_without_a_secretary_there_is_the_snapshot_alone(world: World) -> None:
    make_meeting(world, starts_at=FRIDAY)
    for key in ("sekretariat", "sekretariat2"):
        person = world.people[key]
        person.is_active = False
        person.save()
    assert due_take(now=FRIDAY - timedelta(hours=2)) == 1
    assert not BriefDocument.objects.exists()


def test_when_and_before_which_meetings_is_the_regions_own(world: World) -> None:
    make_meeting(world, starts_at=FRIDAY, type=meeting_type("rapat-tim"))
    with acting(world, "sekretariat") as now:
        rules_update(by=now.user, brief_types=["rapat-tim"], brief_days=0, hour=8)
    assert due_take(now=FRIDAY - timedelta(minutes=61)) == 0
    assert due_take(now=FRIDAY - timedelta(minutes=60)) == 1


def test_a_closed_period_is_frozen_once(world: World) -> None:
    period = make_rad(world, deadline=FRIDAY.date() - timedelta(days=3)).period
    assert due_take(now=FRIDAY) == 0
    ReportingPeriod.objects.filter(pk=period.pk).update(status=PeriodStatus.CLOSED)
    assert [due_take(now=FRIDAY), due_take(now=FRIDAY)] == [1, 0]
    [snapshot] = taken(Occasion.PERIOD)
    assert snapshot.period_id == period.pk
    assert from_json(snapshot.data["pimpinan"]).year == period.year


def test_history_is_not_photographed(world: World) -> None:
    period = make_rad(world).period
    long_ago = FRIDAY.date() - timedelta(days=400)
    ReportingPeriod.objects.filter(pk=period.pk).update(status=PeriodStatus.CLOSED, deadline=long_ago)
    assert due_take(now=FRIDAY) == 0


def test_one_region_that_fails_does_not_hold_up_the_others(world: World) -> None:
    """Where a kept number cannot be read, the log says so and the others have theirs."""
    other = make_world("35.72", "Kota Blitar")
    for each in (world, other):
        make_meeting(each, starts_at=FRIDAY)
    Snapshot.objects.create(
        task_force=world.task_force, number=2**31 - 1, occasion="permintaan", as_of=timezone.now(), data={}
    )
    assert due_take(now=FRIDAY - timedelta(hours=1)) == 1
    assert taken(Occasion.MEETING)[0].task_force == other.task_force


def test_the_rules_have_their_bounds_and_their_page(world: World, sign_in: Any) -> None:
    client, url = sign_in(world.people["sekretariat"]), reverse("dashboard:rules")
    given = {
        "brief_types": ["rakor", "evaluasi"], "brief_days": "2", "weekday": "4", "hour": "8",
        "decree_days": "90", "low_score": "50", "budget_gap": "20",
    }  # fmt: skip
    assert client.post(url, given).status_code == 302
    row = DashboardRules.objects.get()
    assert (row.brief_types, row.brief_days, row.weekday, row.hour) == (["evaluasi", "rakor"], 2, 4, 8)
    assert client.post(url, given | {"hour": "24"}).status_code == 200
    assert sign_in(world.people["sekda"]).get(url).status_code == 403
