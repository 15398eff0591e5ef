"""Desa and kelurahan with what was held there; a meeting's page opens only for those who may know it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from gugus.dashboard.selectors.board import Sources
from meetings.models import Meeting
from meetings.selectors.outreach import UnitCover, units_for_system


@dataclass(frozen=True)
class UnitRow:
    """One unit; `meeting` is the newest sosialisasi held there that the person may open."""

    unit: UnitCover
    meeting: UUID | None

    @property
    def name(self) -> str:
        return self.unit.name

    @property
    def area(self) -> str:
        return self.unit.area

    @property
    def reached(self) -> bool:
        return bool(self.unit.held)

    @property
    def events(self) -> int:
        return len(self.unit.held)

    @property
    def people(self) -> int:
        return sum(event.people for event in self.unit.held)

    @property
    def last(self) -> datetime | None:
        return self.unit.held[0].starts_at if self.unit.held else None


def coverage_rows(user: Any, sources: Sources) -> list[UnitRow]:
    """The reached ones first, then by code (three queries)."""
    units = units_for_system(sources.task_force, sources.year)
    held = {event.pk for unit in units for event in unit.held}
    known = set(Meeting.objects.visible_to(user).filter(pk__in=held).values_list("pk", flat=True))
    rows = [
        UnitRow(unit, next((event.pk for event in unit.held if event.pk in known), None)) for unit in units
    ]
    return sorted(rows, key=lambda row: not row.reached)
