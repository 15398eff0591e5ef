"""The seats of the SK in force, the empty ones first."""

from dataclasses import dataclass
from typing import Any

from gugus.dashboard.selectors.board import Sources
from members.selectors.seats import DecreeFact, SeatFact


@dataclass(frozen=True)
class SeatRow:
    seat: SeatFact
    decree: DecreeFact

    @property
    def title(self) -> str:
        return self.seat.title

    @property
    def agency(self) -> str:
        return self.seat.agency

    @property
    def empty(self) -> bool:
        return self.seat.empty_since is not None


def decree_rows(_user: Any, sources: Sources) -> list[SeatRow]:
    """Offices, never persons; in the order of the lampiran."""
    rows = [SeatRow(seat, decree) for decree in sources.decrees for seat in decree.seats]
    return sorted(rows, key=lambda row: not row.empty)
