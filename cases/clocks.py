"""Clocks of a case: when an answer or an act is due, how it stands now, and how people are told.

Pure: no database. Amounts, units and sources are data (`SlaRule`); here is only how they are reckoned, in the
region's own zone. WIB, WITA and WIT have no summer time; where a zone had one, hours stay hours that passed.
"""

from collections.abc import Container
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cases.enums import ClockUnit
from gugus.core.templatetags.gugus import angka

DAY_ENDS = time(23, 59, 59)
SATURDAY = 5
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


class ClockState(StrEnum):
    """How a clock stands: running, soon due, late, late and told upwards, or met."""

    RUNNING = "berjalan"
    SOON = "segera"
    LATE = "lewat"
    ESCALATED = "dieskalasi"
    MET = "terpenuhi"


def due(start: datetime, amount: int, unit: str, *, zone: ZoneInfo, holidays: Container[date]) -> datetime:
    """The last moment in time, in `zone`, of a clock that began at `start` (the moment of "diajukan").

    `jam`: that many hours later, to the second, so that "3×24 jam" (UU 12/2022 Ps 41) is 72 hours, weekends
    included. `hari`: 23.59.59 of the amount-th local day after the day of start, as "paling lambat 7 hari
    terhitung sejak tanggal permohonan diajukan" (UU 21/2007 Ps 52 and 53) is read: the day of asking is not
    counted. `hari_kerja`: 23.59.59 of the amount-th working day after the day of start; Saturdays, Sundays
    and `holidays` are not counted, so what is asked on one of them counts from the next working day.
    Raises ValueError for a naive start, an amount below 1, and an unknown unit.
    """
    if start.tzinfo is None or amount < 1:
        raise ValueError(f"no clock from {start!r} over {amount!r}")
    if unit == ClockUnit.HOURS:
        return (start.astimezone(ZoneInfo("UTC")) + amount * HOUR).astimezone(zone)
    today = start.astimezone(zone).date()
    if unit == ClockUnit.DAYS:
        return _end_of(today + amount * DAY, zone)
    if unit == ClockUnit.WORKING_DAYS:
        return _end_of(_working_day_after(today, amount, holidays), zone)
    raise ValueError(f"no unit {unit!r}")


def is_working_day(day: date, holidays: Container[date]) -> bool:
    """Monday to Friday and no holiday: the five-day week of offices (Perpres 21/2023)."""
    return day.weekday() < SATURDAY and day not in holidays


def _end_of(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, DAY_ENDS, zone)


def _working_day_after(day: date, amount: int, holidays: Container[date]) -> date:
    while amount:
        day += DAY
        amount -= is_working_day(day, holidays)
    return day


def state(
    now: datetime,
    due: datetime,
    warn_before: timedelta,
    *,
    met_at: datetime | None = None,
    escalated_at: datetime | None = None,
) -> ClockState:
    """How a clock stands at `now`; the moment of `due` itself is still in time.

    `met_at` is when what was asked for was done: in time it is MET, after it LATE for ever. `escalated_at` is
    when the lateness was told upwards.
    """
    if met_at is not None:
        return ClockState.MET if met_at <= due else ClockState.LATE
    if now > due:
        return ClockState.ESCALATED if escalated_at else ClockState.LATE
    return ClockState.SOON if due - now <= warn_before else ClockState.RUNNING


@dataclass(frozen=True)
class Face:
    """A clock as people see it: the arguments of `components/clock.html`, and the state behind them."""

    state: ClockState
    remaining: str
    due: datetime
    tone: str


def face(
    now: datetime,
    due: datetime,
    warn_before: timedelta,
    *,
    met_at: datetime | None = None,
    escalated_at: datetime | None = None,
) -> Face:
    """A clock in words and colour; arguments as for `state`."""
    found = state(now, due, warn_before, met_at=met_at, escalated_at=escalated_at)
    return Face(found, _words(found, now, due, met_at), due, _tone(found, met_at))


def _tone(found: ClockState, met_at: datetime | None) -> str:
    if found in (ClockState.RUNNING, ClockState.MET):
        return "good"
    if found == ClockState.SOON:
        return "warn"
    return "note" if met_at else "bad"


def _words(found: ClockState, now: datetime, due: datetime, met_at: datetime | None) -> str:
    if found == ClockState.MET:
        return _("terpenuhi")
    left = left_words(met_at or now, due)
    if met_at:
        return _("terpenuhi, %(late)s") % {"late": left}
    return _("%(late)s, dieskalasi") % {"late": left} if found == ClockState.ESCALATED else left


def left_words(now: datetime, due: datetime) -> str:
    """`sisa 5 jam` until the moment itself, `lewat 2 jam` after it."""
    if now <= due:
        return _("sisa %(span)s") % {"span": span_words(due - now)}
    return _("lewat %(span)s") % {"span": span_words(now - due)}


def span_words(span: timedelta) -> str:
    """`2 hari`, `5 jam`, `40 menit`: the largest unit that says enough, rounded down, so that nobody is
    promised more time than is left. Below two days hours are told, below one hour minutes."""
    if span >= 2 * DAY:
        return amount_words(span // DAY, ClockUnit.DAYS)
    if span >= HOUR:
        return amount_words(span // HOUR, ClockUnit.HOURS)
    if span >= MINUTE:
        return _count(ngettext("%(n)s menit", "%(n)s menit", span // MINUTE), span // MINUTE)
    return _("kurang dari 1 menit")


def amount_words(amount: int, unit: str) -> str:
    """`3 hari kerja`, `24 jam`: a length as a rule states it."""
    words = {
        ClockUnit.HOURS: ngettext("%(n)s jam", "%(n)s jam", amount),
        ClockUnit.DAYS: ngettext("%(n)s hari", "%(n)s hari", amount),
        ClockUnit.WORKING_DAYS: ngettext("%(n)s hari kerja", "%(n)s hari kerja", amount),
    }
    return _count(words[ClockUnit(unit)], amount)


def _count(words: str, number: int) -> str:
    return words % {"n": angka(number)}
