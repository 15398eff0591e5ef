"""When a monthly meeting takes place: pure arithmetic on the calendar, in the clock of the region."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, datetime

from meetings.enums import Rhythm

MOST = 12


@dataclass(frozen=True)
class Occurrence:
    """One of a series. `moved`: the month has no such day (31st, fifth Monday), so its last one stands."""

    start: datetime
    moved: bool


def monthly(start: datetime, rhythm: str, times: int) -> list[Occurrence]:
    """The next `times` months after `start`, one occurrence each, none left out.

    `start` is aware and told in the region's zone; the clock stays (Indonesia has no summer time).
    """
    found = []
    for step in range(1, times + 1):
        year, month = divmod(start.year * 12 + start.month - 1 + step, 12)
        pick = same_weekday if rhythm == Rhythm.WEEKDAY else same_date
        day, moved = pick(start.date(), year, month + 1)
        found.append(Occurrence(datetime.combine(day, start.timetz()), moved))
    return found


def same_date(first: date, year: int, month: int) -> tuple[date, bool]:
    """The same date of a month, or its last day."""
    last = monthrange(year, month)[1]
    return date(year, month, min(first.day, last)), first.day > last


def same_weekday(first: date, year: int, month: int) -> tuple[date, bool]:
    """The same weekday of the same week (second Monday), or the last such weekday of the month."""
    lead = (first.weekday() - date(year, month, 1).weekday()) % 7
    day = 1 + lead + (first.day - 1) // 7 * 7
    moved = day > monthrange(year, month)[1]
    return date(year, month, day - 7 if moved else day), moved
