"""The calendar: what a person may know of, on the region's days, as a month and as a list."""

from calendar import monthrange
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from meetings.enums import MeetingStatus
from meetings.models import Meeting
from meetings.selectors.calendar import DECREE, FOLLOW_UP, MEETING, OUTREACH, REPORT, entries
from meetings.views.calendar import after, weeks_of
from members.models import Region
from rad.enums import PeriodStatus
from rad.models import ReportingPeriod
from tests.factories import World, make_world
from tests.meetings.builders import acting, invite_agency, make_follow_up, make_meeting, meeting_type
from tests.rad.builders import make_rad
from tests.rad.test_queries import FRAME

pytestmark = pytest.mark.django_db
START = datetime(2026, 11, 26, 2, tzinfo=UTC)  # Thursday 09.00 WIB
NOVEMBER = (date(2026, 11, 1), date(2026, 11, 30))


@pytest.fixture(autouse=True)
def _in_november(settings: Any) -> Any:
    settings.SECOND_FACTOR_REQUIRED = False
    with time_machine.travel(datetime(2026, 11, 22, 5, tzinfo=UTC), tick=False):
        yield


def seen(world: World, who: str = "sekretariat", **chosen: Any) -> list[tuple[str, str]]:
    first, last = chosen.pop("days", NOVEMBER)
    with acting(world, who) as now:
        return [(each.kind, each.title) for each in entries(now.user, first, last, **chosen)]


def district(name: str = "Mojoroto", code: str = "35.71.01") -> Region:
    parent = Region.objects.get(pk=code.rpartition(".")[0])
    level = code.count(".") + 1
    return Region.objects.create(code=code, name=name, level=level, kind="kecamatan", parent=parent)


def outreach(world: World, region: Region, title: str) -> Meeting:
    return make_meeting(world, starts_at=START, type=meeting_type("sosialisasi"), region=region, title=title)


def test_meetings_and_everything_due_stand_in_order_of_time(world: World) -> None:
    today = date(2026, 11, 22)
    make_meeting(world, starts_at=START, title="Rakor contoh")
    make_follow_up(world, make_meeting(world, starts_at=START - timedelta(days=90)), due=date(2026, 11, 26))
    rad = make_rad(world)
    ReportingPeriod.objects.filter(pk=rad.period.pk).update(deadline=date(2026, 11, 25))
    world.decree.valid_until = date(2026, 11, 30)
    world.decree.save()
    found = seen(world)
    assert [kind for kind, _title in found] == [REPORT, FOLLOW_UP, MEETING, DECREE]
    assert found[3][1] == "SK 188.45/1/2025 berakhir"
    ReportingPeriod.objects.update(status=PeriodStatus.CLOSED)
    assert REPORT not in dict(seen(world))
    assert seen(world, kinds=[DECREE]) == [found[3]]
    assert seen(world, days=(today, today)) == []


def test_a_person_sees_what_the_lists_show_them(world: World) -> None:
    """Drafts are the secretariat's; a meeting is the invited agencies'; another task force knows nothing."""
    invited = make_meeting(world, starts_at=START, title="Rakor undangan")
    invite_agency(invited, world.agencies["Dinas Sosial"])
    make_meeting(world, starts_at=START, title="Rakor draf", status=MeetingStatus.DRAFT)
    make_follow_up(
        world, make_meeting(world, starts_at=START - timedelta(days=90)), due=date(2026, 11, 27),
        text="Menyusun SOP",
    )  # fmt: skip
    told = {who: {title for _kind, title in seen(world, who)} for who in ("sekretariat", "dinsos", "dinkes")}
    assert told["sekretariat"] == {"Rakor undangan", "Rakor draf", "Dinas Sosial: Menyusun SOP"}
    assert told["dinsos"] == {"Rakor undangan", "Dinas Sosial: Menyusun SOP"}
    assert told["dinkes"] == set()
    assert seen(make_world("16.09", "OKU Selatan")) == []


def test_days_are_the_regions_own() -> None:
    """23.30 UTC on the last of October is the first of November in Jayapura."""
    world = make_world("91.71", "Kota Jayapura", "Asia/Jayapura")
    make_meeting(world, starts_at=datetime(2026, 10, 31, 23, 30, tzinfo=UTC), hours=1, title="Subuh")
    make_meeting(world, starts_at=datetime(2026, 11, 30, 14, tzinfo=UTC), hours=0.5, title="Malam")
    make_meeting(world, starts_at=datetime(2026, 11, 30, 15, tzinfo=UTC), hours=1, title="Besok")
    assert [title for _kind, title in seen(world)] == ["Subuh", "Malam"]


def test_the_joint_calendar_of_a_kecamatan(world: World) -> None:
    here, there = district(), district("Pesantren", "35.71.03")
    village = district("Bandar Lor", "35.71.01.1001")
    outreach(world, village, "Sosialisasi desa")
    outreach(world, there, "Sosialisasi lain")
    make_meeting(world, starts_at=START, title="Rakor")
    assert seen(world, kinds=[OUTREACH]) == [
        (OUTREACH, "Sosialisasi desa"),
        (OUTREACH, "Sosialisasi lain"),
    ]
    assert seen(world, district=here.code) == [(OUTREACH, "Sosialisasi desa")]
    assert seen(world, district="35.71.0") == [], "a code is no beginning of a code"


@given(year=st.integers(2000, 2099), month=st.integers(1, 12))
def test_a_month_has_all_its_days_once_in_weeks_from_monday(year: int, month: int) -> None:
    first = date(year, month, 1)
    weeks = weeks_of(first, [], first)
    days = [day for week in weeks for day in week]
    own = [day.date for day in days if not day.other]
    assert own == [date(year, month, n + 1) for n in range(monthrange(year, month)[1])]
    assert all(week[0].date.weekday() == 0 and len(week) == 7 for week in weeks)
    assert after(first) == own[-1] + timedelta(days=1)


# ---- pages ----


def get(client: Client, **query: str) -> str:
    answer = client.get("/rapat/kalender/", query)
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_month_shows_days_and_leads_to_its_neighbours(
    world: World, sign_in: Callable[..., Client]
) -> None:
    make_meeting(world, starts_at=START, hours=30, title="Rakor dua hari")
    client = sign_in(world.people["sekretariat"])
    page = get(client)
    assert "Kalender November 2026" in page
    assert page.count("Rakor dua hari") == 2, "on each of its days"
    assert 'aria-current="date"' in page
    assert "?bulan=2026-10" in page
    assert "?bulan=2026-12" in page
    assert "Tidak ada yang tercatat bulan ini" in get(client, bulan="2027-02")
    for nonsense in ("2026-13", "kemarin", "9999-12", "2026-1"):
        assert "Kalender November 2026" in get(client, bulan=nonsense)


def test_the_list_says_hours_and_place_and_keeps_what_was_chosen(
    world: World, sign_in: Callable[..., Client]
) -> None:
    outreach(world, district(), "Sosialisasi desa")
    page = get(
        sign_in(world.people["sekretariat"]), tampilan="daftar", jenis="sosialisasi", kecamatan="35.71.01"
    )
    assert "09.00\N{NO-BREAK SPACE}WIB" in page
    assert "Aula Contoh, Mojoroto" in page
    assert "bulan=2026-12&amp;tampilan=daftar&amp;jenis=sosialisasi&amp;kecamatan=35.71.01" in page
    assert "Saring (2)" in page


def test_few_queries_at_any_size(world: World, sign_in: Callable[..., Client]) -> None:
    client, counts = sign_in(world.people["sekretariat"]), []
    for size in (3, 30):
        for n in range(size):
            meeting = make_meeting(world, starts_at=START, title=f"Rakor {size} {n}", topics=0)
            make_follow_up(world, meeting, due=date(2026, 11, 27))
        with CaptureQueriesContext(connection) as queries:
            get(client)
        counts.append([q["sql"] for q in queries if not any(word in q["sql"] for word in FRAME)])
    assert len(counts[0]) == len(counts[1]) <= 12, counts[1]
