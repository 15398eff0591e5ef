"""How a published cell reads: on the page, and in a CSV."""

from typing import Any

from gugus.core.templatetags.gugus import angka, persen, rupiah
from gugus.publication.enums import CellState, ColumnKind
from gugus.publication.open_data import Cell, Column

SYMBOLS = {CellState.HIDDEN: "*", CellState.MISSING: "–", CellState.NOT_APPLICABLE: "N/A"}
"""What stands in place of a number on the page and in a CSV."""
FORMULA = ("=", "+", "-", "@", "\t", "\r")
NO_LICENCE = (
    "Daerah ini belum menetapkan ketentuan pemakaian ulang data. Tanyakan kepada kontak yang tertera sebelum "
    "memakainya ulang."
)
"""What is told while a region has chosen no terms: a statement of fact, no legal claim."""


def cell_text(column: Column, cell: Cell) -> str:
    """As a person reads it: `78,3 %`, `Rp1.250.000`, `*`."""
    if isinstance(cell, CellState):
        return SYMBOLS[cell]
    writers: dict[str, Any] = {
        ColumnKind.PERCENT: lambda value: persen(value, 1),
        ColumnKind.RUPIAH: rupiah,
        ColumnKind.TEXT: str,
    }
    if column.kind == ColumnKind.YEAR:
        return str(cell)
    return writers.get(column.kind, angka)(cell)


def cell_csv(cell: Cell) -> str:
    """As a program reads it: numbers with a point, a text that begins like a formula kept a text."""
    if isinstance(cell, CellState):
        return SYMBOLS[cell]
    text = cell if isinstance(cell, str) else f"{cell:f}" if not isinstance(cell, int) else str(cell)
    return f"'{text}" if isinstance(cell, str) and cell.startswith(FORMULA) else text
