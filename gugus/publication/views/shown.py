"""A table of open data as a page draws it: the same for the preview inside and for the public."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from gugus.publication.enums import CellState, ColumnKind
from gugus.publication.open_data import Table
from gugus.publication.wording import SYMBOLS, cell_text

FULL_SCALE = Decimal(100)
LARGE = 24
"""A table with more rows has a page of its own; beside the others it is only named."""


def shown_tables(tables: Sequence[Table]) -> list[dict[str, Any]]:
    return [shown_table(table) for table in tables]


def shown_table(table: Table, rows: Sequence[Any] | None = None) -> dict[str, Any]:
    """Plain values for publication/_table.html; `rows` are those of one page of a long table."""
    scale = _scale(table)
    return {
        "code": table.code,
        "title": table.title,
        "source": table.source,
        "definition": table.definition,
        "version": table.version,
        "columns": [{"label": column.label, "number": column.is_number} for column in table.columns],
        "rows": [_row(table, row, scale) for row in (table.rows if rows is None else rows)],
        "total": len(table.rows),
        "large": len(table.rows) > LARGE,
        "symbols": symbols(table),
    }


def _scale(table: Table) -> Decimal:
    """The value of a full bar: 100 for per cent, else the largest there is."""
    if not table.bar or table.columns[table.place(table.bar)].kind == ColumnKind.PERCENT:
        return FULL_SCALE
    place = table.place(table.bar)
    values = [Decimal(row[place]) for row in table.rows if isinstance(row[place], int | Decimal)]  # type: ignore[arg-type]
    return max([*values, Decimal(1)])


def _row(table: Table, row: Sequence[Any], scale: Decimal) -> list[dict[str, Any]]:
    return [
        {
            "label": column.label,
            "text": cell_text(column, cell),
            "number": column.is_number,
            "bar": {"value": cell, "scale": scale}
            if column.code == table.bar and not isinstance(cell, CellState)
            else None,
        }
        for column, cell in zip(table.columns, row, strict=True)
    ]


def symbols(table: Table) -> list[dict[str, str]]:
    """The symbols that stand in a table, with what they mean."""
    used = {cell for _number, _column, cell in table.cells() if isinstance(cell, CellState)}
    return [{"symbol": SYMBOLS[state], "meaning": str(state.label)} for state in CellState if state in used]
