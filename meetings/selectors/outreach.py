"""Whom sosialisasi reached, and how much of the region: plain counts."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import QuerySet

from meetings.enums import MeetingStatus
from meetings.models import Meeting, Outreach
from members.enums import Role
from members.models import Region, TaskForce
from members.selectors import task_force_of


class Event(NamedTuple):
    """A sosialisasi: where (a region's code), held or only planned, and the people counted there."""

    pk: UUID
    starts_at: Any
    region: str | None
    held: bool
    men: int | None
    women: int | None

    @property
    def people(self) -> int:
        return (self.men or 0) + (self.women or 0)


@dataclass(frozen=True, slots=True)
class UnitCover:
    """A desa or kelurahan in one year, with what was held there, the newest first."""

    code: str
    name: str
    area: str
    held: tuple[Event, ...]
    planned: bool


@dataclass(frozen=True, kw_only=True)
class AreaCover:
    """One kecamatan in one year. `units` are its desa and kelurahan; `reached` those where a sosialisasi was
    held, `planned` those only planned. `events` and people count every one held in the area, those for the
    whole kecamatan too; `uncounted` is how many of these nobody counted people at."""

    area: Region | None
    units: int
    reached: int
    planned: int
    events: int
    coming: int
    men: int
    women: int
    uncounted: int

    @property
    def people(self) -> int:
        return self.men + self.women


@dataclass(frozen=True)
class Coverage:
    """A year of sosialisasi by area, and together; `undated` are plans in the drawer, in no year yet."""

    year: int
    areas: list[AreaCover]
    whole: AreaCover
    undated: int


def outreach_of(user: Any, meeting: Meeting) -> Outreach | None:
    return Outreach.objects.visible_to(user).filter(meeting=meeting).first()


def coverage(user: Any, year: int) -> Coverage:
    """How much of the region sosialisasi reached in a year of the region's calendar (four queries).

    Counts are of the whole task force for every reader, since numbers of events and people are public; drafts
    count for the secretariat alone.
    """
    task_force = task_force_of(user)
    if task_force is None:
        return Coverage(year, [], _cover(None, [], []), 0)
    areas, whole = cover_for_system(task_force, year, drafts=user.authority.has_role(Role.SECRETARIAT))
    return Coverage(year, areas, whole, _rows(user).filter(starts_at__isnull=True).count())


def cover_for_system(
    task_force: TaskForce, year: int, *, drafts: bool = False
) -> tuple[list[AreaCover], AreaCover]:
    """The areas of a task force in a year, and all together (two queries).

    Areas are the level below the task force's region (kecamatan), units the one below that (desa, kelurahan).
    What was held elsewhere stands in an area of its own, None, at the end.
    """
    here = task_force.region
    depth = len(here.code.split("."))
    regions = Region.objects.filter(
        code__startswith=f"{here.code}.", level__in=[here.level + 1, here.level + 2]
    )
    areas, units = [], defaultdict(list)
    for region in regions.order_by("code"):
        if region.level == here.level + 1:
            areas.append(region)
        else:
            units[_cut(region.code, depth + 1)].append(region.code)
    events = _events(task_force, year, drafts=drafts)
    by_area: dict[str, list[Event]] = defaultdict(list)
    for event in events:
        by_area[_cut(event.region or "", depth + 1)].append(event)
    found = [_cover(area, by_area.pop(area.code, []), units[area.code]) for area in areas]
    if any(by_area.values()):
        found.append(_cover(None, [event for left in by_area.values() for event in left], []))
    return found, _cover(None, events, [code for codes in units.values() for code in codes])


def units_for_system(task_force: TaskForce, year: int) -> list[UnitCover]:
    """Every unit of a task force with what reached it in a year, by their codes (two queries)."""
    level = task_force.region.level + 2
    regions = Region.objects.filter(code__startswith=f"{task_force.region_id}.", level=level)
    by_unit: dict[str, list[Event]] = defaultdict(list)
    for event in _events(task_force, year, drafts=False):
        by_unit[event.region or ""].append(event)
    return [
        UnitCover(
            code,
            name,
            area,
            tuple(event for event in by_unit[code] if event.held),
            any(not event.held for event in by_unit[code]),
        )
        for code, name, area in regions.order_by("code").values_list("code", "name", "parent__name")
    ]


def reached_for_system(task_force: TaskForce) -> dict[int, frozenset[str]]:
    """Codes of the places where a sosialisasi was held, by year of the region's calendar (one query)."""
    zone = ZoneInfo(task_force.region.timezone)
    held = Meeting.objects.filter(
        task_force=task_force, type__is_outreach=True, status=MeetingStatus.HELD, region__isnull=False
    )
    found: dict[int, set[str]] = defaultdict(set)
    for moment, place in held.values_list("starts_at", "region_id"):
        if moment is not None and place is not None:
            found[moment.astimezone(zone).year].add(place)
    return {year: frozenset(places) for year, places in found.items()}


def coverage_years(user: Any) -> list[int]:
    """Years in which there is a sosialisasi, and the one now."""
    years = {moment.year for moment in _rows(user).datetimes("starts_at", "year")}
    return sorted(years | {user.authority.today.year}, reverse=True)


def _rows(user: Any) -> QuerySet[Meeting]:
    mine = user.authority
    return _told(mine.task_force_id, drafts=mine.has_role(Role.SECRETARIAT))


def _told(task_force_id: Any, *, drafts: bool) -> QuerySet[Meeting]:
    told = [MeetingStatus.INVITED, MeetingStatus.HELD, *([MeetingStatus.DRAFT] if drafts else [])]
    return Meeting.objects.filter(status__in=told, task_force=task_force_id, type__is_outreach=True)


def _events(task_force: TaskForce, year: int, *, drafts: bool) -> list[Event]:
    zone = ZoneInfo(task_force.region.timezone)
    first, after = (datetime(each, 1, 1, tzinfo=zone) for each in (year, year + 1))
    rows = _told(task_force.pk, drafts=drafts).filter(starts_at__gte=first, starts_at__lt=after)
    found = rows.order_by("-starts_at", "pk").values_list(
        "pk", "starts_at", "region", "status", "outreach__men", "outreach__women"
    )
    return [
        Event(pk, at, region, status == MeetingStatus.HELD, men, women)
        for pk, at, region, status, men, women in found
    ]


def _cover(area: Region | None, events: Iterable[Event], codes: Iterable[str]) -> AreaCover:
    events = list(events)
    held = [event for event in events if event.held]
    coming = [event for event in events if not event.held]
    known = set(codes)
    reached = {event.region for event in held} & known
    return AreaCover(
        area=area,
        units=len(known),
        reached=len(reached),
        planned=len(({event.region for event in coming} & known) - reached),
        events=len(held),
        coming=len(coming),
        men=sum(event.men or 0 for event in held),
        women=sum(event.women or 0 for event in held),
        uncounted=sum(event.men is None and event.women is None for event in held),
    )


def _cut(code: str, parts: int) -> str:
    return ".".join(code.split(".")[:parts])
