"""Promises, outreach, decrees and seats once more, from rows, in loops (gugus.dashboard.definitions)."""

from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from meetings.models import FollowUp, Meeting, Outreach
from members.models import Decree, Region, Seat, SeatHolder, TaskForce
from tests.dashboard.reference_forms import KNOWN, MISSING, NONE, figure, row

FORCE = ("berlaku", "diubah", "diganti", "dicabut")


def _promised(task_force: TaskForce) -> list[FollowUp]:
    """What an agency was told of."""
    return [
        each
        for each in FollowUp.objects.all()
        if each.task_force_id == task_force.pk and each.announced_at is not None
    ]


def _is_open(promise: FollowUp) -> bool:
    return promise.status in ("berjalan", "diajukan")


def _is_late(promise: FollowUp, today: date) -> bool:
    return promise.status == "berjalan" and promise.due < today


def follow_ups(task_force: TaskForce, today: date) -> dict[str, Any]:
    rows = [each for each in _promised(task_force) if _is_open(each)]
    if not rows:
        return figure(NONE, 0, 0, high=None)
    late = [each for each in rows if _is_late(each, today)]
    return figure(KNOWN, len(late), len(rows), high=len([r for r in rows if r.priority == "tinggi"]))


def promises(task_force: TaskForce, today: date) -> dict[str, Any]:
    """Agencies with something unfinished, and what they have finished."""
    zone, found = ZoneInfo(task_force.region.timezone), {}
    told = _promised(task_force)
    for agency in {each.agency_id for each in told}:
        mine = [each for each in told if each.agency_id == agency]
        running = [each for each in mine if _is_open(each)]
        late = [each for each in running if _is_late(each, today)]
        done = [each for each in mine if each.status == "selesai"]
        if running:
            found[str(agency)] = row(
                KNOWN,
                len(late),
                len(running),
                late=bool(late),
                high=len([each for each in running if each.priority == "tinggi"]),
                done=len(done),
                on_time=len([e for e in done if e.submitted_at.astimezone(zone).date() <= e.due]),
            )
    return found


def _below(task_force: TaskForce, levels: int) -> list[Region]:
    here = task_force.region
    return [
        each
        for each in Region.objects.all()
        if each.code.startswith(f"{here.code}.") and each.level == here.level + levels
    ]


def _outreach(task_force: TaskForce, year: int, *statuses: str) -> list[Meeting]:
    zone = ZoneInfo(task_force.region.timezone)
    return [
        each
        for each in Meeting.objects.select_related("type")
        if each.task_force_id == task_force.pk
        and each.type.is_outreach
        and each.status in statuses
        and isinstance(each.starts_at, datetime)
        and each.starts_at.astimezone(zone).year == year
    ]


def _people(meetings: list[Meeting]) -> int:
    held = {each.pk for each in meetings}
    return sum((o.men or 0) + (o.women or 0) for o in Outreach.objects.all() if o.meeting_id in held)


def coverage(task_force: TaskForce, year: int) -> dict[str, Any]:
    units = {each.code for each in _below(task_force, 2)}
    names = ("areas_reached", "areas", "planned", "people", "events", "level")
    if not units:
        return figure(MISSING, **dict.fromkeys(names) | {"level": task_force.region.level + 2})
    held = _outreach(task_force, year, "selesai")
    coming = _outreach(task_force, year, "diundang")
    reached = {each.region_id for each in held} & units
    kecamatan = [each.code for each in _below(task_force, 1)]
    return figure(
        KNOWN,
        len(reached),
        len(units),
        areas_reached=len([k for k in kecamatan if any(code.startswith(f"{k}.") for code in reached)]),
        areas=len(kecamatan),
        planned=len(({each.region_id for each in coming} & units) - reached),
        people=_people(held),
        events=len(held),
        level=task_force.region.level + 2,
    )


def areas(task_force: TaskForce, year: int) -> dict[str, Any]:
    """Each kecamatan, and a row for what was or will be held in none of them."""
    units = {each.code for each in _below(task_force, 2)}
    held, coming = (_outreach(task_force, year, status) for status in ("selesai", "diundang"))
    places = {each.code: each.code for each in _below(task_force, 1)}
    inside = [each for each in held + coming if any(_lies_in(each, code) for code in places)]
    if len(inside) < len(held + coming):
        places["lain"] = ""
    found = {}
    for key, code in places.items():
        here = [e for e in held if (_lies_in(e, code) if code else e not in inside)]
        soon = [e for e in coming if (_lies_in(e, code) if code else e not in inside)]
        own = {unit for unit in units if code and unit.startswith(f"{code}.")}
        reached = {each.region_id for each in here} & own
        found[key] = row(
            KNOWN,
            len(reached),
            len(own),
            people=_people(here),
            planned=len(({each.region_id for each in soon} & own) - reached),
            events=len(here),
        )
    return found


def _lies_in(meeting: Meeting, code: str) -> bool:
    return meeting.region_id is not None and f"{meeting.region_id}.".startswith(f"{code}.")


def _in_force(task_force: TaskForce, today: date) -> list[Decree]:
    found = []
    for each in Decree.objects.all():
        if each.task_force_id != task_force.pk or each.status not in FORCE or each.valid_from is None:
            continue
        ends = [day for day in (each.valid_until, each.ended_on) if day is not None]
        if each.valid_from <= today and all(today <= day for day in ends):
            found.append(each)
    return found


def _last_day(decree: Decree) -> date:
    return min([day for day in (decree.valid_until, decree.ended_on) if day is not None], default=date.max)


def decree(task_force: TaskForce, today: date) -> dict[str, Any]:
    found = _in_force(task_force, today)
    if not found:
        return figure(MISSING, number=None, ends_on=None, seats=None, empty=None)
    longest = max(_last_day(each) for each in found)
    ends = None if longest == date.max else longest
    return figure(
        KNOWN,
        (ends - today).days if ends else None,
        number=next(each.number for each in found if _last_day(each) == longest),
        ends_on=ends.isoformat() if ends else None,
        seats=len(_seats(found)),
        empty=len(_empty(task_force, found, today)),
    )


def _seats(decrees: list[Decree]) -> list[Seat]:
    keys = {each.pk for each in decrees}
    return [seat for seat in Seat.objects.all() if seat.decree_id in keys]


def _empty(task_force: TaskForce, decrees: list[Decree], today: date) -> list[Seat]:
    """Seats nobody holds today."""
    held = {
        holder.lineage
        for holder in SeatHolder.objects.all()
        if holder.task_force_id == task_force.pk
        and holder.valid_from <= today
        and (holder.valid_until is None or today <= holder.valid_until)
    }
    return [seat for seat in _seats(decrees) if seat.lineage not in held]


def seats(task_force: TaskForce, today: date) -> dict[str, Any]:
    empty = _empty(task_force, _in_force(task_force, today), today)
    return {str(seat.pk): row(KNOWN, late=True) for seat in empty}
