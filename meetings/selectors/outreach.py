"""Whom sosialisasi reached, and how much of the region: plain counts."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Q

from meetings.enums import MeetingStatus
from meetings.models import Meeting, Outreach
from members.enums import Role
from members.models import Region, TaskForce
from members.selectors import region_list, task_force_of


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
    count for the secretariat alone. Areas are the level below the task force's region (kecamatan), units the
    one below that (desa, kelurahan).
    """
    task_force = task_force_of(user)
    if task_force is None:
        return Coverage(year, [], _cover(None, [], []), 0)
    depth = len(task_force.region_id.split("."))
    regions = list(region_list(user).order_by("code"))
    units: dict[str, list[str]] = defaultdict(list)
    for region in regions:
        if region.level == task_force.region.level + 2:
            units[_cut(region.code, depth + 1)].append(region.code)
    areas = [region for region in regions if region.level == task_force.region.level + 1]
    rows = _events(user, year)
    by_area: dict[str, list[Meeting]] = defaultdict(list)
    for row in rows:
        by_area[_cut(row.region_id or "", depth + 1)].append(row)
    found = [_cover(area, by_area.pop(area.code, []), units[area.code]) for area in areas]
    if any(by_area.values()):
        found.append(_cover(None, [row for left in by_area.values() for row in left], []))
    whole = _cover(None, rows, [code for codes in units.values() for code in codes])
    return Coverage(year, found, whole, _rows(user).filter(starts_at__isnull=True).count())


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


def _rows(user: Any) -> Any:
    mine = user.authority
    told = Q(status__in=[MeetingStatus.INVITED, MeetingStatus.HELD])
    if mine.has_role(Role.SECRETARIAT):
        told |= Q(status=MeetingStatus.DRAFT)
    return Meeting.objects.filter(told, task_force=mine.task_force_id, type__is_outreach=True)


def _events(user: Any, year: int) -> list[Meeting]:
    zone = ZoneInfo(user.authority.timezone)
    first, after = (datetime(each, 1, 1, tzinfo=zone) for each in (year, year + 1))
    rows = _rows(user).filter(starts_at__gte=first, starts_at__lt=after)
    return list(rows.select_related("outreach").order_by("starts_at"))


def _cover(area: Region | None, rows: Iterable[Meeting], codes: Iterable[str]) -> AreaCover:
    held = [row for row in rows if row.status == MeetingStatus.HELD]
    coming = [row for row in rows if row.status != MeetingStatus.HELD]
    known = set(codes)
    reached = {row.region_id for row in held} & known
    people: Counter[str] = Counter()
    for row in held:
        counted = getattr(row, "outreach", None)
        men, women = (counted.men, counted.women) if counted else (None, None)
        people.update(men=men or 0, women=women or 0, uncounted=int(men is None and women is None))
    return AreaCover(
        area=area,
        units=len(known),
        reached=len(reached),
        planned=len(({row.region_id for row in coming} & known) - reached),
        events=len(held),
        coming=len(coming),
        men=people["men"],
        women=people["women"],
        uncounted=people["uncounted"],
    )


def _cut(code: str, parts: int) -> str:
    return ".".join(code.split(".")[:parts])
