"""The board: seven numbers out of rows, the same for page and system, each audience no more than its own."""

import json
from datetime import UTC, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from gugus.core.permissions import Denied
from gugus.dashboard.board import Board, Figure, Row, from_json, to_json
from gugus.dashboard.definitions import DEFINITIONS
from gugus.dashboard.enums import Audience, FigureCode, SeriesCode, State
from gugus.dashboard.selectors.board import board_for, board_of_system
from meetings.services.follow_ups import follow_up_submit
from members.models import Decree, SeatHolder
from members.selectors import vacant_seats
from rad import services
from rad.models import ActionItem
from rad.services import Given
from tests.dashboard.builders import make_board
from tests.dashboard.worlds import keep_cases, make_full
from tests.factories import World, make_world
from tests.meetings.builders import acting, make_follow_up, make_meeting
from tests.rad.builders import make_rad
from tests.rad.test_queries import FRAME, grow
from tests.workers import as_worker

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
CODE = FigureCode


def board(world: World, audience: Audience = Audience.LEADERS, year: int | None = None) -> Board:
    return board_of_system(world.task_force, audience=audience, today=timezone.localdate(), year=year)


# --- kept and read again --------------------------------------------------------------------------

numbers = st.none() | st.integers(-(10**15), 10**15) | st.fractions(max_denominator=10**6)
texts = st.text(max_size=20)
facts = st.dictionaries(texts, st.none() | st.booleans() | st.integers(-(2**53), 2**53) | texts, max_size=4)
lines = st.lists(st.tuples(texts, numbers), max_size=4).map(tuple)
parts: dict[str, Any] = {
    "state": st.sampled_from(State), "value": numbers, "whole": numbers, "grade": texts, "tone": texts,
    "facts": facts,
}  # fmt: skip
figures = st.builds(Figure, code=st.sampled_from(CODE), trend=lines, **parts)
rows = st.builds(Row, key=texts, label=texts, late=st.booleans(), points=lines, **parts)
boards = st.builds(
    Board,
    task_force=texts,
    place=texts,
    zone=texts,
    year=st.integers(2000, 2100),
    as_of=st.datetimes(timezones=st.just(UTC)),
    figures=st.lists(figures, max_size=7).map(lambda found: {each.code: each for each in found}),
    series=st.dictionaries(st.sampled_from(SeriesCode), st.lists(rows, max_size=3).map(tuple), max_size=6),
    plan=facts,
)


@given(boards)
def test_a_board_goes_to_json_and_back_without_loss(made: Board) -> None:
    assert from_json(to_json(made)) == made


@given(boards)
def test_also_through_postgresql(made: Board) -> None:
    """As a snapshot keeps it: jsonb orders keys anew and must not lose a number."""
    clean = json.loads(json.dumps(to_json(made)).replace("\\u0000", ""))
    with connection.cursor() as cursor:
        cursor.execute("SELECT %s::jsonb::text", [json.dumps(clean)])
        assert from_json(json.loads(cursor.fetchone()[0])) == from_json(clean)


def test_an_unknown_version_is_refused() -> None:
    with pytest.raises(ValueError, match="99"):
        from_json(to_json(make_board()) | {"version": 99})


def test_every_number_has_a_definition() -> None:
    assert set(DEFINITIONS) == set(CODE)
    assert list(make_board().figures) != []


# --- the numbers ----------------------------------------------------------------------------------


def test_an_empty_region_says_what_is_missing(world: World) -> None:
    found = board(world)
    states = {code: found.figures[code].state for code in CODE}
    assert states == {
        CODE.ACHIEVEMENT: State.MISSING,
        CODE.REPORTING: State.MISSING,
        CODE.FOLLOW_UPS: State.NONE,
        CODE.REFERRALS: State.MISSING,
        CODE.BUDGET: State.MISSING,
        CODE.COVERAGE: State.MISSING,
        CODE.DECREE: State.KNOWN,
    }
    assert found.plan == {}


def test_the_seven_numbers_of_a_full_world(world: World) -> None:
    full = make_full(world)
    found = board(world)
    achievement = found.figures[CODE.ACHIEVEMENT]
    assert achievement.value == Fraction(70, 3)  # (70 + 0 + 0) / 3: what is overdue counts as zero
    assert (achievement.facts["reported"], achievement.facts["total"]) == (1, 3)
    late = found.figures[CODE.REPORTING]
    assert (late.value, late.whole, late.facts["silent"]) == (2, 3, 2)
    promised = found.figures[CODE.FOLLOW_UPS]
    assert (promised.value, promised.whole) == (1, 1)
    money = found.figures[CODE.BUDGET]
    assert (money.value, money.whole) == (40_000_000, 100_000_000)
    reach = found.figures[CODE.COVERAGE]
    assert (reach.value, reach.whole, reach.facts["people"]) == (1, 2, 25)
    assert found.figures[CODE.DECREE].value == (full.world.decree.valid_until - TODAY).days


def test_rows_add_up_to_their_numbers(world: World) -> None:
    make_full(world)
    found = board(world)
    money = found.rows(SeriesCode.BUDGETS)
    assert sum(row.value or 0 for row in money) == found.figures[CODE.BUDGET].value
    assert sum(row.whole or 0 for row in money) == found.figures[CODE.BUDGET].whole
    agencies = found.rows(SeriesCode.AGENCIES)
    assert sum(row.late for row in agencies) == found.figures[CODE.REPORTING].value
    assert sum(bool(row.facts["silent"]) for row in agencies) == found.figures[CODE.REPORTING].facts["silent"]
    promises = found.rows(SeriesCode.FOLLOW_UPS)
    assert sum(row.value or 0 for row in promises) == found.figures[CODE.FOLLOW_UPS].value
    areas = found.rows(SeriesCode.AREAS)
    assert sum(row.value or 0 for row in areas) == found.figures[CODE.COVERAGE].value
    assert len(found.rows(SeriesCode.SEATS)) == found.figures[CODE.DECREE].facts["empty"]


def test_submitted_counts_as_handed_in_and_in_no_figure(world: World) -> None:
    rad = make_rad(world, deadline=TODAY - timedelta(days=1))
    rad.submit("dinsos", "dinsos")
    found = board(world)
    assert found.figures[CODE.ACHIEVEMENT].facts["reported"] == 0
    assert found.figures[CODE.ACHIEVEMENT].facts["waiting"] == 1
    assert {row.label for row in found.rows(SeriesCode.AGENCIES) if row.late} == {
        "Dinas Kesehatan", "Bagian Hukum Setda"
    }  # fmt: skip


def test_before_the_first_deadline_nobody_is_late(world: World) -> None:
    make_rad(world)
    found = board(world).figures[CODE.REPORTING]
    assert (found.state, found.value) == (State.NONE, None)


def test_money_of_a_submitted_report_does_not_count(world: World) -> None:
    rad = make_rad(world)
    ActionItem.objects.update(budget=Decimal(10))
    rad.submit("dinsos", "dinsos", realised_budget=Decimal(7))
    found = board(world).figures[CODE.BUDGET]
    assert (found.value, found.whole) == (0, 30)


def test_money_runs_on_over_a_revision(world: World) -> None:
    rad = make_rad(world)
    ActionItem.objects.filter(pk=rad.items["dinsos"].pk).update(budget=Decimal(100))
    rad.accept("dinsos", "dinsos", realised_budget=Decimal(40))
    draft = services.plan_revise(plan=rad.plan, by=rad.secretariat)
    kept = ActionItem.objects.get(program__strategy__plan=draft, lineage=rad.items["dinsos"].lineage)
    ActionItem.objects.filter(pk=kept.pk).update(budget=Decimal(80))
    services.plan_adopt(plan=draft, instrument="Perubahan", adopted_on=TODAY, by=rad.secretariat)
    found = board(world)
    assert (found.figures[CODE.BUDGET].value, found.figures[CODE.BUDGET].whole) == (40, 80)
    assert [row.value for row in found.rows(SeriesCode.BUDGETS)] == [40]


def test_untold_and_submitted_follow_ups_are_not_late(world: World) -> None:
    meeting, past = make_meeting(world), TODAY - timedelta(days=1)
    make_follow_up(world, meeting, due=past, announced_at=None)
    make_follow_up(world, meeting, due=TODAY, priority="tinggi")
    handed = make_follow_up(world, meeting, due=past)
    with acting(world, "dinsos") as now:
        follow_up_submit(follow_up=handed, by=now.user, action_taken="Sudah disusun.")
    found = board(world).figures[CODE.FOLLOW_UPS]
    assert (found.value, found.whole, found.facts["high"]) == (0, 2, 1)


def test_a_decree_without_end_and_one_about_to_end(world: World) -> None:
    Decree.objects.update(valid_until=None)
    assert board(world).figures[CODE.DECREE].value is None
    Decree.objects.update(valid_until=TODAY + timedelta(days=10))
    assert board(world).figures[CODE.DECREE].value == 10
    Decree.objects.update(valid_until=TODAY - timedelta(days=1))
    assert board(world).figures[CODE.DECREE].state == State.MISSING


def test_empty_seats_are_those_of_the_members_pages(world: World) -> None:
    seat = world.decree.seats.first()
    common = {
        "task_force": world.task_force,
        "lineage": seat.lineage,
        "valid_from": TODAY - timedelta(days=90),
    }
    SeatHolder.objects.create(name="Budi Contoh", **common)
    other = world.decree.seats.exclude(pk=seat.pk).first()
    left = TODAY - timedelta(days=5)
    SeatHolder.objects.create(name="Ani Contoh", **common | {"lineage": other.lineage}, valid_until=left)
    found = {row.key: row for row in board(world).rows(SeriesCode.SEATS)}
    with acting(world, "sekretariat") as now:
        assert set(found) == {str(row.pk) for row in vacant_seats(now.user)}
    assert found[str(other.pk)].facts["since"] == (left + timedelta(days=1)).isoformat()
    assert "Ani" not in str(to_json(board(world)))


def test_only_the_year_asked_for_counts(world: World) -> None:
    make_full(world)
    last = board(world, year=TODAY.year - 1)
    assert last.figures[CODE.COVERAGE].value == 0
    assert last.figures[CODE.REPORTING].state == State.MISSING
    assert last.plan["year"] == TODAY.year - 1


# --- audiences ------------------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_referrals_are_for_leaders(world: World) -> None:
    keep_cases(world, in_time=9, due=10, victims=4)
    with as_worker():
        found = {each: board(world, each).figures[CODE.REFERRALS] for each in Audience}
    assert (found[Audience.LEADERS].value, found[Audience.LEADERS].whole) == (9, 10)
    assert found[Audience.MEMBERS].state == found[Audience.OUTSIDE].state == State.HIDDEN
    assert found[Audience.MEMBERS].facts == {"cases": "ada"}
    assert found[Audience.OUTSIDE].facts == {}


@pytest.mark.django_db(transaction=True)
def test_no_case_is_good_news_and_not_the_same_as_not_counted(world: World) -> None:
    with as_worker():
        assert board(world).figures[CODE.REFERRALS].state == State.MISSING
    keep_cases(world, victims=0)
    with as_worker():
        found = board(world).figures[CODE.REFERRALS]
    assert (found.state, found.facts["cases"]) == (State.NONE, "nihil")


def test_small_numbers_of_victims_are_kept_from_all_but_leaders(world: World) -> None:
    rad = make_rad(world)
    indicator = rad.indicator("dinsos")
    indicator.about_victims = True
    indicator.save()
    rad.accept("dinsos", "dinsos", Given(value=Decimal(2)))
    assert board(world).figures[CODE.ACHIEVEMENT].value == 20
    for audience in (Audience.MEMBERS, Audience.OUTSIDE):
        found = board(world, audience)
        assert found.figures[CODE.ACHIEVEMENT].state == State.HIDDEN
        assert [row.value for row in found.rows(SeriesCode.STRATEGIES)] == [None]


def test_each_audience_sees_no_more_than_the_one_before(world: World) -> None:
    make_full(world)
    series = {each: set(board(world, each).series) for each in Audience}
    assert series[Audience.LEADERS] > series[Audience.MEMBERS] > series[Audience.OUTSIDE]


@pytest.mark.parametrize(
    ("person", "audience"),
    [
        ("sekda", "pimpinan"), ("sekretariat", "pimpinan"), ("pengawas", "anggota"), ("dinsos", "anggota"),
        ("dinsos_kasus", "anggota"),
    ],
)  # fmt: skip
def test_a_person_reads_the_board_of_their_audience(world: World, person: str, audience: str) -> None:
    make_full(world)
    with acting(world, person) as now:
        mine = to_json(board_for(now.user))
    theirs = to_json(board(world, Audience(audience)))
    assert mine | {"as_of": ""} == theirs | {"as_of": ""}


def test_the_admin_reads_none(world: World) -> None:
    with acting(world, "admin") as now, pytest.raises(Denied):
        board_for(now.user)


def test_another_task_force_is_not_counted(world: World) -> None:
    other = make_world("35.72", "Kota Lain")
    make_full(other)
    assert board(world).figures[CODE.FOLLOW_UPS].whole == 0
    assert board(world).plan == {}


# --- cost -----------------------------------------------------------------------------------------


def test_queries_do_not_grow(world: World) -> None:
    """Twelve at most: at 3 items and 60, at one follow-up and 20, before and after a revision."""
    full = make_full(world)
    few = queries(world)
    grow(full.rad, 60)
    for n in range(20):
        make_follow_up(world, full.outreach, text=f"Contoh {n}")
    draft = services.plan_revise(plan=full.rad.plan, by=full.rad.secretariat)
    services.plan_adopt(plan=draft, instrument="Perubahan", adopted_on=TODAY, by=full.rad.secretariat)
    assert queries(world) == few <= 12


def queries(world: World) -> int:
    with CaptureQueriesContext(connection) as caught, acting(world, "sekda") as now:
        board_for(now.user)
    found = [row["sql"] for row in caught.captured_queries]
    return len([sql for sql in found if not any(word in sql for word in FRAME)])
