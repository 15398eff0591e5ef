"""The cells of a workbook as plain JSON data and back: what an import keeps between upload and commit.

Kept are only the sheets that look like a matrix, and of these every cell, so that answers about columns read
the same content again. A NIK is masked before anything is kept: the cell is marked, its digits are gone.
"""

import datetime
from dataclasses import dataclass, replace
from typing import Any

from gugus.core.nik import find_nik, without_nik
from gugus.core.sheets import Area, Cell, Sheet, Workbook
from rad.workbook.faults import Fault
from rad.workbook.head import looks_like_head
from rad.workbook.records import IgnoredSheet
from rad.workbook.texts import shown

VERSION = 2
NIK = "nik"


class StaleData(ValueError):
    """The data was written by another version of the portal; the file must be read again."""


@dataclass(frozen=True)
class Grid:
    """The sheets of a matrix, those left out with their reason, and what is wrong when there is none."""

    sheets: tuple[Sheet, ...]
    ignored: tuple[IgnoredSheet, ...] = ()
    fault: Fault | None = None


def grid_of(workbook: Workbook) -> Grid:
    """Pick the sheets with a head; where no head is sure, those that have something like one."""
    shown_sheets = [sheet for sheet in workbook.sheets if sheet.rows and not sheet.hidden]
    chosen = [s for s in shown_sheets if looks_like_head(s)] or [
        s for s in shown_sheets if looks_like_head(s, sure=False)
    ]
    names = {sheet.name for sheet in chosen}
    ignored = tuple(
        IgnoredSheet(sheet.name, "empty" if not sheet.rows else "hidden" if sheet.hidden else "no_head")
        for sheet in workbook.sheets
        if sheet.name not in names
    )
    return Grid(tuple(_cleaned(sheet) for sheet in chosen), ignored, None if chosen else _no_head(workbook))


def _no_head(workbook: Workbook) -> Fault:
    """A workbook without any matrix: said at the first thing a person sees in it."""
    for sheet in workbook.sheets:
        if sheet.rows and not sheet.hidden:
            first = sheet.rows[0][0]
            return Fault(sheet.name, first.ref, shown(first.text), "head_missing")
    return Fault(workbook.sheets[0].name if workbook.sheets else "", "A1", "", "head_missing")


def _cleaned(sheet: Sheet) -> Sheet:
    if not any(_is_unkept(cell.text) for row in sheet.rows for cell in row):
        return sheet
    return replace(sheet, rows=tuple(tuple(_masked(cell) for cell in row) for row in sheet.rows))


def _is_unkept(text: str) -> bool:
    return "\0" in text or bool(find_nik(text))  # the database takes no NUL


def _masked(cell: Cell) -> Cell:
    if not _is_unkept(cell.text):
        return cell
    withheld = NIK if find_nik(cell.text) else ""
    return cell._replace(value=without_nik(cell.text).replace("\0", ""), withheld=withheld)


# As data ----------------------------------------------------------------------------------------------------


def as_data(grid: Grid) -> dict[str, Any]:
    """Lists and plain values. A plain cell is [column, value]; others add their number format and kind."""
    fault = grid.fault
    return {
        "version": VERSION,
        "sheets": [_sheet_data(sheet) for sheet in grid.sheets],
        "ignored": [[each.name, each.code] for each in grid.ignored],
        "fault": [fault.sheet, fault.cell, fault.value, fault.code] if fault else None,
    }


def _sheet_data(sheet: Sheet) -> dict[str, Any]:
    return {
        "name": sheet.name,
        "rows": [[row[0].row, [_cell_data(cell) for cell in row]] for row in sheet.rows],
        "merged": [[a.row, a.column, a.last_row, a.last_column] for a in sheet.merged],
    }


def _cell_data(cell: Cell) -> list[Any]:
    value = cell.value
    if isinstance(value, datetime.date):
        return [cell.column, value.isoformat(), cell.number_format, "date"]
    kind = cell.withheld or ("formula" if cell.is_formula else "error" if cell.is_error else "")
    if kind:
        return [cell.column, value, cell.number_format, kind]
    return (
        [cell.column, value] if cell.number_format == "General" else [cell.column, value, cell.number_format]
    )


def from_data(data: Any) -> Grid:
    """The grid again. Raises StaleData for what another version of the portal kept."""
    if not isinstance(data, dict) or data.get("version") != VERSION:
        raise StaleData(str(type(data)))
    return Grid(
        tuple(_sheet(each) for each in data["sheets"]),
        tuple(IgnoredSheet(*each) for each in data["ignored"]),
        Fault(*data["fault"]) if data["fault"] else None,
    )


def _sheet(data: dict[str, Any]) -> Sheet:
    rows = tuple(tuple(_cell(number, *parts) for parts in cells) for number, cells in data["rows"])
    return Sheet(data["name"], False, rows, tuple(Area(*area) for area in data["merged"]))


def _cell(row: int, column: int, value: Any, number_format: str = "General", kind: str = "") -> Cell:
    if kind == "date":
        value = datetime.datetime.fromisoformat(value)
    withheld = NIK if kind == NIK else ""
    return Cell(row, column, value, number_format, kind == "formula", kind == "error", withheld)
