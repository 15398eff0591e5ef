"""Monthly dates: one a month, none left out, on the clock of the region."""

from calendar import monthrange
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from meetings.enums import Rhythm
from meetings.recurrence import MOST, monthly

ZONES = [ZoneInfo(name) for name in ("Asia/Jakarta", "Asia/Makassar", "Asia/Jayapura")]
STARTS = st.builds(
    lambda day, clock, zone: datetime.combine(day, clock, tzinfo=zone),
    st.dates(min_value=date(2000, 1, 1), max_value=date(2090, 12, 31)),
    st.times(),
    st.sampled_from(ZONES),
)


def months(moment: datetime) -> int:
    return moment.year * 12 + moment.month


@given(start=STARTS, rhythm=st.sampled_from(Rhythm), times=st.integers(1, MOST))
def test_one_a_month_at_the_same_clock(start: datetime, rhythm: Rhythm, times: int) -> None:
    found = monthly(start, rhythm, times)
    assert [months(each.start) for each in found] == [months(start) + n for n in range(1, times + 1)]
    for each in found:
        assert each.start.timetz() == start.timetz()
        assert each.start.utcoffset() == start.utcoffset()


@given(start=STARTS)
def test_the_same_date_or_the_last_day(start: datetime) -> None:
    for each in monthly(start, Rhythm.DATE, MOST):
        last = monthrange(each.start.year, each.start.month)[1]
        assert each.start.day == min(start.day, last)
        assert each.moved == (start.day > last)


@given(start=STARTS)
def test_the_same_weekday_of_the_same_week_or_the_last_such(start: datetime) -> None:
    for each in monthly(start, Rhythm.WEEKDAY, MOST):
        assert each.start.weekday() == start.weekday()
        week = (each.start.day - 1) // 7 - (start.day - 1) // 7
        assert week == (-1 if each.moved else 0)
        if each.moved:
            assert each.start.day + 7 > monthrange(each.start.year, each.start.month)[1]


@pytest.mark.parametrize(
    ("first", "rhythm", "days"),
    [
        ("2027-01-31", Rhythm.DATE, ["2027-02-28*", "2027-03-31", "2027-04-30*", "2027-05-31"]),
        ("2027-12-31", Rhythm.DATE, ["2028-01-31", "2028-02-29*", "2028-03-31", "2028-04-30*"]),
        ("2026-11-09", Rhythm.WEEKDAY, ["2026-12-14", "2027-01-11", "2027-02-08", "2027-03-08"]),
        ("2026-11-30", Rhythm.WEEKDAY, ["2026-12-28*", "2027-01-25*", "2027-02-22*", "2027-03-29"]),
    ],
)
def test_known_dates(first: str, rhythm: Rhythm, days: list[str]) -> None:
    """Worked out on a paper calendar; a star marks a day the month does not have."""
    start = datetime.fromisoformat(f"{first}T09:00").replace(tzinfo=ZONES[0])
    found = monthly(start, rhythm, len(days))
    assert [f"{each.start:%Y-%m-%d}{'*' if each.moved else ''}" for each in found] == days
