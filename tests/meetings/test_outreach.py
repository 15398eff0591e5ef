"""Sosialisasi and the coverage of kecamatan and desa: plain counts, nobody counted twice."""

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone
from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as st

from gugus.core.permissions import Denied
from meetings.enums import MeetingStatus
from meetings.models import Meeting, Outreach
from meetings.selectors.outreach import coverage
from meetings.services.outreach import outreach_set
from members.models import Region
from tests.factories import World, make_world
from tests.meetings.builders import acting, make_meeting, meeting_type

pytestmark = pytest.mark.django_db
ZONE = ZoneInfo("Asia/Jakarta")
HELD, INVITED, DRAFT = MeetingStatus.HELD, MeetingStatus.INVITED, MeetingStatus.DRAFT


@pytest.fixture(autouse=True)
def _without_second_factor(settings: Any) -> None:
    settings.SECOND_FACTOR_REQUIRED = False


def places(world: World) -> dict[str, Region]:
    """Two kecamatan of two desa each under the task force's region."""
    top, found = world.task_force.region, {}
    for number in ("01", "02"):
        area = Region.objects.create(
            code=f"{top.code}.{number}", name=f"Kecamatan {number}", level=3, kind="kecamatan", parent=top
        )
        found[number] = area
        for unit in ("1001", "1002"):
            code = f"{area.code}.{unit}"
            found[f"{number}.{unit}"] = Region.objects.create(
                code=code, name=f"Desa {number} {unit}", level=4, kind="desa", parent=area
            )
    return found


def event(
    world: World, region: Region | None, status: str = HELD, year: int = 2026, **counts: Any
) -> Meeting:
    start = datetime(year, 5, 4, 9, tzinfo=ZONE)
    given: dict[str, Any] = {"type": meeting_type("sosialisasi"), "region": region, "cancel_reason": "x"}
    row = make_meeting(world, status=status, starts_at=start, **given)
    if counts:
        Outreach.objects.create(meeting=row, **counts)
    return row


def test_place_audience_and_numbers_are_recorded(world: World) -> None:
    found = places(world)
    row = event(world, None, INVITED)
    with acting(world, "sekretariat") as now:
        outreach = outreach_set(
            meeting=row, by=now.user, region=found["01.1001"], audience="kader PKK", men=12, women=40,
            materials="Modus penipuan", partner="Kecamatan 01",
        )  # fmt: skip
    row.refresh_from_db()
    assert (row.region, outreach.men, outreach.women) == (found["01.1001"], 12, 40)


def test_numbers_before_the_day_and_other_regions_are_refused(world: World) -> None:
    other = make_world("16.09", "OKU Selatan")
    coming = make_meeting(world, type=meeting_type("sosialisasi"))
    with acting(world, "sekretariat") as now:
        with pytest.raises(ValidationError, match="sesudah kegiatan"):
            outreach_set(meeting=coming, by=now.user, men=1)
        with pytest.raises(ValidationError, match="di luar wilayah"):
            outreach_set(meeting=coming, by=now.user, region=other.task_force.region)
        with pytest.raises(Denied, match="sosialisasi"):
            outreach_set(meeting=make_meeting(world), by=now.user)
    with acting(world, "dinsos") as now, pytest.raises(Denied):
        outreach_set(meeting=coming, by=now.user)


def test_coverage_counts_desa_once_and_the_year_by_the_regions_calendar(world: World, sign_in: Any) -> None:
    found = places(world)
    event(world, found["01.1001"], men=10, women=20)
    event(world, found["01.1001"], men=0, women=5)
    event(world, found["01.1002"], INVITED)
    event(world, found["02"], men=None, women=None)
    event(world, None)
    event(world, found["02.1001"], DRAFT)
    event(world, found["02.1002"], MeetingStatus.CANCELLED)
    event(world, found["02.1002"], year=2025)
    last = event(world, found["02.1002"], year=2026)
    Meeting.objects.filter(pk=last.pk).update(
        starts_at=datetime(2027, 1, 1, 0, 30, tzinfo=ZONE), ends_at=datetime(2027, 1, 1, 2, tzinfo=ZONE)
    )
    with acting(world, "sekda") as now:
        data = coverage(now.user, 2026)
    one, two, rest = data.areas
    assert (one.units, one.reached, one.planned, one.events, one.coming) == (2, 1, 1, 2, 1)
    assert (one.men, one.women, one.people, one.uncounted) == (10, 25, 35, 0)
    assert (two.units, two.reached, two.planned, two.events, two.uncounted) == (2, 0, 0, 1, 1)
    assert (rest.area, rest.events) == (None, 1)
    assert (data.whole.units, data.whole.reached, data.whole.planned, data.whole.events) == (4, 1, 1, 4)
    with acting(world, "sekretariat") as now:
        assert coverage(now.user, 2026).areas[1].planned == 1
        assert coverage(now.user, 2027).whole.reached == 1
    client = sign_in(world.people["dinsos"])
    body = client.get("/rapat/cakupan/", {"tahun": "2026"}).content.decode()
    assert "1 dari 4 desa dan kelurahan terjangkau, 1 lagi direncanakan." in body
    assert "2 kegiatan, 35 peserta" in body
    lines = client.get("/rapat/cakupan/", {"tahun": "2026", "_export": "csv"}).content.decode().splitlines()
    assert lines[1].startswith("Kecamatan 01,2,1,1,2,1,10,25,35,0")
    assert lines[-1].startswith("Jumlah,4,1,1,4,1,10,25,35,2")


EVENTS = st.lists(
    st.tuples(
        st.sampled_from(["", "01", "02", "01.1001", "01.1002", "02.1001", "02.1002"]),
        st.sampled_from([HELD, INVITED, MeetingStatus.CANCELLED]),
        st.one_of(st.none(), st.integers(0, 50)),
        st.one_of(st.none(), st.integers(0, 50)),
    ),
    max_size=6,
)


def test_coverage_is_what_counting_by_hand_gives(world: World) -> None:
    """Any mixture of events: people add up, a desa counts once, reached and planned never overlap."""
    found = places(world)

    @examples(max_examples=25)
    @given(events=EVENTS)
    def check(events: list[Any]) -> None:
        Meeting.objects.all().delete()
        for code, status, men, women in events:
            event(world, found.get(code), status, men=men, women=women)
        with acting(world, "sekda") as now:
            data = coverage(now.user, 2026)
        held = [row for row in events if row[1] == HELD]
        desa = {code for code, *_rest in held if "." in code}
        planned = {code for code, status, *_rest in events if status == INVITED and "." in code} - desa
        assert data.whole.reached == sum(area.reached for area in data.areas) == len(desa)
        assert data.whole.planned == sum(area.planned for area in data.areas) == len(planned)
        assert data.whole.people == sum((men or 0) + (women or 0) for *_rest, men, women in held)
        assert data.whole.events == sum(area.events for area in data.areas) == len(held)
        assert data.whole.uncounted == sum(men is None and women is None for *_rest, men, women in held)

    check()


def test_a_sosialisasi_shows_its_numbers_and_asks_for_a_place(world: World, sign_in: Any) -> None:
    found = places(world)
    row = event(world, found["01.1001"], men=3, women=4, audience="pelajar")
    client = sign_in(world.people["sekretariat"])
    body = client.get(row.get_absolute_url()).content.decode()
    assert "Desa 01 1001, Kecamatan 01" in body
    assert "laki-laki 3, perempuan 4" in body
    day = timezone.localdate() + timedelta(days=9)
    typed = {
        "type": meeting_type("sosialisasi").pk, "title": "Sosialisasi", "secrecy": "Biasa",
        "day": f"{day:%Y-%m-%d}", "start": "09.00", "end": "11.00",
    }  # fmt: skip
    assert "Pilih kecamatan atau desa/kelurahan tempat sosialisasi." in (
        client.post("/rapat/baru/", typed).content.decode()
    )
