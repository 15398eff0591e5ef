"""Clocks against a slow reference that walks minute by minute and day by day, in the three zones."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases import clocks
from cases.clocks import ClockState

WIB, WITA, WIT = (ZoneInfo(f"Asia/{name}") for name in ("Jakarta", "Makassar", "Jayapura"))
WARN = timedelta(hours=6)
SECOND = timedelta(seconds=1)
zones = st.sampled_from([WIB, WITA, WIT])
moments = st.datetimes(datetime(2019, 11, 1), datetime(2031, 3, 1), timezones=st.just(UTC))  # noqa: DTZ001
turns_of_year = st.datetimes(datetime(2026, 12, 28), datetime(2027, 1, 3), timezones=st.just(UTC))  # noqa: DTZ001
days_off = st.frozensets(st.dates(date(2026, 12, 20), date(2027, 2, 1)), max_size=12)


def hours_by_minute(start: datetime, amount: int) -> datetime:
    """Every minute ticked off one by one on the world's clock."""
    moment = start.astimezone(UTC)
    for _minute in range(amount * 60):
        moment += timedelta(minutes=1)
    return moment


def days_by_walking(
    start: datetime, amount: int, zone: ZoneInfo, off: frozenset[date], *, working: bool
) -> datetime:
    """From noon to noon; a day counts when it should; then to the last second before midnight."""
    noon = start.astimezone(zone).replace(hour=12, minute=0, second=0, microsecond=0)
    counted = 0
    while counted < amount:
        noon += timedelta(hours=24)
        resting = noon.strftime("%a") in ("Sat", "Sun") or noon.date() in off
        counted += not (working and resting)
    while (noon + SECOND).date() == noon.date():
        noon += timedelta(minutes=1) if (noon + timedelta(minutes=1)).date() == noon.date() else SECOND
    return noon


@given(moments, st.integers(1, 80), zones)
def test_hours_are_hours(start: datetime, amount: int, zone: ZoneInfo) -> None:
    due = clocks.due(start, amount, "jam", zone=zone, holidays=())
    assert due == hours_by_minute(start, amount)
    assert due.utcoffset() == start.astimezone(zone).utcoffset()


@given(st.one_of(moments, turns_of_year), st.integers(1, 12), zones, days_off, st.booleans())
def test_days_are_the_regions_days(
    start: datetime, amount: int, zone: ZoneInfo, off: frozenset[date], working: bool
) -> None:
    unit = "hari_kerja" if working else "hari"
    due = clocks.due(start, amount, unit, zone=zone, holidays=off)
    assert due == days_by_walking(start, amount, zone, off, working=working)


@given(turns_of_year, st.integers(1, 12), zones, days_off)
def test_working_days_end_on_one_and_never_come_back(
    start: datetime, amount: int, zone: ZoneInfo, off: frozenset[date]
) -> None:
    due = clocks.due(start, amount, "hari_kerja", zone=zone, holidays=off)
    assert clocks.is_working_day(due.date(), off)
    assert due < clocks.due(start, amount + 1, "hari_kerja", zone=zone, holidays=off)
    assert due >= clocks.due(start, amount, "hari", zone=zone, holidays=off)


@pytest.mark.parametrize(
    ("start", "amount", "unit", "end"),
    [
        # Friday 20 November 2026.
        ("2026-11-20 14:30", 24, "jam", "2026-11-21 14:30:00"),
        ("2026-11-20 14:30", 72, "jam", "2026-11-23 14:30:00"),
        ("2026-11-20 14:30", 7, "hari", "2026-11-27 23:59:59"),
        ("2026-11-20 00:00", 1, "hari", "2026-11-21 23:59:59"),
        ("2026-11-20 23:59", 1, "hari_kerja", "2026-11-23 23:59:59"),
        ("2026-11-20 14:30", 3, "hari_kerja", "2026-11-25 23:59:59"),
        # On a Saturday and on a Sunday asked: Monday is the first day counted.
        ("2026-11-21 10:00", 1, "hari_kerja", "2026-11-23 23:59:59"),
        ("2026-11-22 10:00", 3, "hari_kerja", "2026-11-25 23:59:59"),
        # Over Christmas (Friday) and New Year (Friday).
        ("2026-12-24 10:00", 1, "hari_kerja", "2026-12-28 23:59:59"),
        ("2026-12-30 10:00", 3, "hari_kerja", "2027-01-05 23:59:59"),
    ],
)
def test_a_calendar_on_the_wall(start: str, amount: int, unit: str, end: str) -> None:
    begun = datetime.fromisoformat(start).replace(tzinfo=WIB)
    off = {date(2026, 12, 25), date(2027, 1, 1)}
    assert clocks.due(begun, amount, unit, zone=WIB, holidays=off) == datetime.fromisoformat(end).replace(
        tzinfo=WIB
    )


def test_the_same_moment_is_another_day_in_the_east() -> None:
    """22.30 in Jakarta is 00.30 the next day in Jayapura, so the day counted is a later one."""
    start = datetime(2026, 11, 19, 22, 30, tzinfo=WIB)
    assert clocks.due(start, 1, "hari", zone=WIB, holidays=()).date() == date(2026, 11, 20)
    assert clocks.due(start, 1, "hari", zone=WIT, holidays=()).date() == date(2026, 11, 21)


@pytest.mark.parametrize(
    ("start", "amount", "unit"),
    [
        (datetime(2026, 11, 20), 1, "jam"),  # noqa: DTZ001
        (datetime(2026, 11, 20, tzinfo=WIB), 0, "jam"),
        (datetime(2026, 11, 20, tzinfo=WIB), -1, "hari_kerja"),
        (datetime(2026, 11, 20, tzinfo=WIB), 1, "minggu"),
    ],
)
def test_what_no_rule_can_mean_is_an_error(start: datetime, amount: int, unit: str) -> None:
    with pytest.raises(ValueError, match="no "):
        clocks.due(start, amount, unit, zone=WIB, holidays=())


DUE = datetime(2026, 11, 22, 14, 30, tzinfo=WIB)


@pytest.mark.parametrize(
    ("minutes", "happened", "words", "state", "tone"),
    [
        (-3 * 1440 - 60, {}, "sisa 3 hari", "berjalan", "good"),
        (-2 * 1440 + 1, {}, "sisa 47 jam", "berjalan", "good"),
        (-361, {}, "sisa 6 jam", "berjalan", "good"),
        (-360, {}, "sisa 6 jam", "segera", "warn"),
        (-59, {}, "sisa 59 menit", "segera", "warn"),
        (0, {}, "sisa kurang dari 1 menit", "segera", "warn"),
        (1, {}, "lewat 1 menit", "lewat", "bad"),
        (150, {}, "lewat 2 jam", "lewat", "bad"),
        (150, {"escalated_at": 130}, "lewat 2 jam, dieskalasi", "dieskalasi", "bad"),
        (9000, {"met_at": 0}, "terpenuhi", "terpenuhi", "good"),
        (9000, {"met_at": 125}, "terpenuhi, lewat 2 jam", "lewat", "note"),
        (9000, {"met_at": 125, "escalated_at": 30}, "terpenuhi, lewat 2 jam", "lewat", "note"),
        (-60, {"met_at": -90}, "terpenuhi", "terpenuhi", "good"),
    ],
)
def test_the_face_of_a_clock(
    minutes: int, happened: dict[str, int], words: str, state: str, tone: str
) -> None:
    facts = {name: DUE + timedelta(minutes=value) for name, value in happened.items()}
    face = clocks.face(DUE + timedelta(minutes=minutes), DUE, WARN, **facts)
    assert (face.remaining, face.state, face.tone) == (words, state, tone)


@given(
    st.integers(-(10**6), 10**6),
    st.integers(0, 10**5),
    st.none() | st.integers(-(10**6), 10**6),
    st.booleans(),
)
def test_a_clock_stands_one_way_at_any_moment(after: int, warn: int, met: int | None, told: bool) -> None:
    """Truth table in another order: met first, then which side of the limit, then what was told."""
    found = clocks.state(
        DUE + timedelta(seconds=after),
        DUE,
        timedelta(seconds=warn),
        met_at=None if met is None else DUE + timedelta(seconds=met),
        escalated_at=DUE if told else None,
    )
    late = (after if met is None else met) > 0
    expected = {
        (True, True): ClockState.LATE,
        (True, False): ClockState.MET,
        (False, True): ClockState.ESCALATED if told else ClockState.LATE,
        (False, False): ClockState.SOON if -after <= warn else ClockState.RUNNING,
    }[(met is not None, late)]
    assert found == expected


@given(st.timedeltas(timedelta(), timedelta(days=900)))
def test_nobody_is_promised_more_time_than_is_left(span: timedelta) -> None:
    number, unit = clocks.span_words(span).removeprefix("kurang dari ").split()
    size = {"hari": timedelta(days=1), "jam": timedelta(hours=1), "menit": timedelta(minutes=1)}[unit]
    told = int(number.replace(".", "")) * size
    assert told <= span < told + size or (unit == "menit" and span < size)
