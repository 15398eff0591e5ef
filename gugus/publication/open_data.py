"""Open data as it is frozen: one structure that page, CSV and JSON all show. Pure.

A cell is a text, a number, or the reason why there is no number (`CellState`); nothing else stands in a
table, so a hidden figure can never be taken for 0 or for nothing. Texts are plain Indonesian, as stored.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from gugus.publication.enums import CellState, ColumnKind

SCHEMA = "gugus-data-terbuka"
SCHEMA_VERSION = 1
"""Raised when the shape of the JSON changes (static/skema/data-terbuka-1.json describes it)."""

Cell = str | int | Decimal | CellState
WHOLE = frozenset({ColumnKind.COUNT, ColumnKind.YEAR})
NUMBERS = frozenset(ColumnKind.values) - {ColumnKind.TEXT}


@dataclass(frozen=True, slots=True)
class Column:
    code: str
    label: str
    kind: ColumnKind = ColumnKind.TEXT

    @property
    def is_number(self) -> bool:
        return self.kind in NUMBERS


@dataclass(frozen=True, slots=True)
class Table:
    """One published table: what it says, where it comes from, by which definition; `bar` names the column
    drawn as bars, if any, `keys` how many columns at the left name a row."""

    code: str
    title: str
    source: str
    definition: str
    version: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    bar: str = ""
    keys: int = 1

    def place(self, code: str) -> int:
        """Where a column stands. Raises LookupError for one that is not there."""
        return next(place for place, column in enumerate(self.columns) if column.code == code)

    def key(self, row: Sequence[Cell]) -> tuple[Cell, ...]:
        return tuple(row[: self.keys])

    def cells(self) -> Iterator[tuple[int, Column, Cell]]:
        """Every cell with the number of its row, from 1."""
        for number, row in enumerate(self.rows, start=1):
            for column, cell in zip(self.columns, row, strict=True):
                yield number, column, cell

    @property
    def hides(self) -> bool:
        return any(cell is CellState.HIDDEN for _number, _column, cell in self.cells())


def to_json(tables: Sequence[Table]) -> list[dict[str, Any]]:
    """As a release keeps its tables; lossless."""
    return [
        {
            "kode": table.code,
            "judul": table.title,
            "sumber": table.source,
            "definisi": table.definition,
            "versi_definisi": table.version,
            "diagram": table.bar,
            "kolom_kunci": table.keys,
            "kolom": [{"kode": c.code, "judul": c.label, "jenis": str(c.kind)} for c in table.columns],
            "baris": [
                {column.code: plain(cell) for column, cell in zip(table.columns, row, strict=True)}
                for row in table.rows
            ],
        }
        for table in tables
    ]


def from_json(data: Sequence[Mapping[str, Any]]) -> tuple[Table, ...]:
    """The tables of a kept JSON."""
    return tuple(_table(each) for each in data)


def _table(data: Mapping[str, Any]) -> Table:
    columns = tuple(Column(c["kode"], c["judul"], ColumnKind(c["jenis"])) for c in data["kolom"])
    return Table(
        code=data["kode"],
        title=data["judul"],
        source=data["sumber"],
        definition=data["definisi"],
        version=data["versi_definisi"],
        columns=columns,
        rows=tuple(tuple(_cell(row[c.code], c.kind) for c in columns) for row in data["baris"]),
        bar=data["diagram"],
        keys=data["kolom_kunci"],
    )


def plain(cell: Cell) -> Any:
    """A cell as JSON: text or whole number as such, a decimal as text, a reason as an object."""
    if isinstance(cell, CellState):
        return {"keadaan": str(cell)}
    return f"{cell:f}" if isinstance(cell, Decimal) else cell


def _cell(kept: Any, kind: ColumnKind) -> Cell:
    if isinstance(kept, Mapping):
        return CellState(kept["keadaan"])
    return kept if kind == ColumnKind.TEXT or kind in WHOLE else Decimal(kept)
