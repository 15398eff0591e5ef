"""The board: every number a leader reads, once, for page, paper, digest, comparison and open data. Pure.

Figures are kept as they were reckoned (whole numbers, exact fractions), never as text: wording is the
reader's business (`gugus.dashboard.wording`). A board goes to JSON and back without loss.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from fractions import Fraction
from typing import Any

from gugus.dashboard.enums import FigureCode, SeriesCode, State

BOARD_VERSION = 1
"""Raised when the meaning of a figure or the shape of the JSON changes; printed with every board."""

Number = int | Fraction
Facts = Mapping[str, str | int | bool | None]


@dataclass(frozen=True, slots=True)
class Figure:
    """One number: `value` in the unit of its definition, `whole` what it is out of.

    `facts` say what stands beside it (counts, days, names of offices); plain JSON scalars only.
    """

    code: FigureCode
    state: State
    value: Number | None = None
    whole: Number | None = None
    grade: str = ""
    tone: str = ""
    facts: Facts = field(default_factory=dict)
    trend: tuple[tuple[str, Number | None], ...] = ()


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a small multiple; `key` names what it is about (a row's id, a region's code)."""

    key: str
    label: str
    state: State = State.KNOWN
    value: Number | None = None
    whole: Number | None = None
    late: bool = False
    grade: str = ""
    tone: str = ""
    facts: Facts = field(default_factory=dict)
    points: tuple[tuple[str, Number | None], ...] = ()


@dataclass(frozen=True, slots=True)
class Board:
    """What one audience may know of one task force at one moment of its calendar `year`."""

    task_force: str
    place: str
    zone: str
    year: int
    as_of: datetime
    figures: Mapping[FigureCode, Figure]
    series: Mapping[SeriesCode, tuple[Row, ...]]
    plan: Facts = field(default_factory=dict)
    version: int = BOARD_VERSION

    def rows(self, code: SeriesCode) -> tuple[Row, ...]:
        return self.series.get(code, ())


def to_json(board: Board) -> dict[str, Any]:
    """As a snapshot keeps it: fractions as "numerator/denominator", moments in ISO 8601."""
    return {
        "version": board.version,
        "task_force": board.task_force,
        "place": board.place,
        "zone": board.zone,
        "year": board.year,
        "as_of": board.as_of.isoformat(),
        "plan": dict(board.plan),
        "figures": [_plain(each) for each in board.figures.values()],
        "series": {str(code): [_plain(row) for row in rows] for code, rows in board.series.items()},
    }


def from_json(data: Mapping[str, Any]) -> Board:
    """The board of a kept JSON. Raises ValueError for a version this portal does not know."""
    if data["version"] != BOARD_VERSION:
        raise ValueError(f"board version {data['version']} is not known")
    figures = [Figure(**_read(each, "code", FigureCode)) for each in data["figures"]]
    return Board(
        task_force=data["task_force"],
        place=data["place"],
        zone=data["zone"],
        year=data["year"],
        as_of=datetime.fromisoformat(data["as_of"]),
        plan=data["plan"],
        figures={each.code: each for each in figures},
        series={
            SeriesCode(code): tuple(Row(**_read(row)) for row in rows)
            for code, rows in data["series"].items()
        },
        version=data["version"],
    )


def _plain(part: Figure | Row) -> dict[str, Any]:
    found = {name: getattr(part, name) for name in part.__slots__}
    line = "trend" if isinstance(part, Figure) else "points"
    found[line] = [[label, _exact(value)] for label, value in found[line]]
    return found | {
        "state": str(part.state),
        "value": _exact(part.value),
        "whole": _exact(part.whole),
        "facts": dict(part.facts),
    }


def _exact(value: Number | None) -> str | int | None:
    return f"{value.numerator}/{value.denominator}" if isinstance(value, Fraction) else value


def _number(kept: str | int | None) -> Number | None:
    return Fraction(kept) if isinstance(kept, str) else kept


def _read(part: Mapping[str, Any], name: str = "", kind: Any = None) -> dict[str, Any]:
    found = dict(part)
    line = "trend" if "trend" in found else "points"
    found[line] = tuple((label, _number(value)) for label, value in found[line])
    found |= {
        "state": State(found["state"]),
        "value": _number(found["value"]),
        "whole": _number(found["whole"]),
    }
    return found | {name: kind(found[name])} if name else found
