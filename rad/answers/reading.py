"""What a filled workbook says against what it said when it was made: edits, faults and remarks, cell by cell.

Rows are known by the id in their hidden column, so it does not matter how they are sorted, filtered, moved or
interrupted, what sheet and file are called, or which program saved them. Nothing here asks the database.
"""

import dataclasses
from dataclasses import dataclass, field
from typing import Any

from gugus.core.nik import without_nik
from gugus.core.sheets import Cell, Sheet, Workbook, column_letter
from rad.answers.faults import CellFault, fault_data, fault_from
from rad.answers.stamp import MAGIC, Refused, Stamp, mark_of, stamp_from, unsealed
from rad.answers.table import FIGURES, FILLED, HEADS, ROW_ID, AnswerRow, AnswerTable
from rad.answers.values import LONGEST_CELL, seen
from rad.workbook.texts import absent, folded

NO_TABLE = (
    "Tabel laporan tidak ditemukan: tidak ada lembar dengan kolom tersembunyi “Penanda baris”. Kolom itu "
    "tidak boleh dihapus. Unduh berkas baru dari portal, salin isian Anda ke sana, lalu unggah lagi."
)
TWO_TABLES = (
    "Tabel laporan ada di lebih dari satu lembar (%s). Portal tidak tahu yang mana yang benar. Hapus lembar "
    "salinannya, lalu unggah lagi."
)
NO_COLUMN = (
    "Kolom “%s” tidak ditemukan di lembar “%s”. Judul dan kolom tabel tidak boleh dihapus atau diganti. "
    "Kembalikan judulnya, atau unduh berkas baru dari portal, lalu unggah lagi."
)
TWO_COLUMNS = (
    "Kolom “%s” ada dua kali di lembar “%s”. Setiap judul hanya boleh satu kolom. Hapus kolom salinannya, "
    "lalu unggah lagi."
)
MAX_FAULTS = 2000


@dataclass
class Reading:
    """The file as read: `edits` by row and column, places for naming cells, and what cannot be taken."""

    stamp: Stamp
    sheet: str
    letters: dict[str, str]
    lines: dict[str, int]
    edits: dict[str, dict[str, str]] = field(default_factory=dict)
    faults: list[CellFault] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)

    @property
    def cells(self) -> int:
        """How many cells of the file could have been filled."""
        return sum(len(self.stamp.rows[row].columns) for row in self.lines)

    def place(self, row: str, column: str) -> str:
        return f"{self.letters.get(column, '')}{self.lines.get(row, '')}"

    def fault(self, fault: CellFault) -> None:
        """Keep a fault; of thousands the first ones say enough."""
        if len(self.faults) < MAX_FAULTS:
            self.faults.append(dataclasses.replace(fault, value=fault.value[:LONGEST_CELL]))

    def data(self) -> dict[str, Any]:
        """As kept with the run; the faults have a field of their own."""
        plain = {name: getattr(self, name) for name in ("sheet", "letters", "lines", "edits", "remarks")}
        return plain | {"stamp": self.stamp.data()}


def reading_from(data: dict[str, Any], faults: list[Any]) -> Reading:
    """A kept reading again. Raises Refused when it is of an older schema."""
    stamp = stamp_from(data["stamp"])
    return Reading(**data | {"stamp": stamp, "faults": [fault_from(each) for each in faults]})


def faults_data(reading: Reading) -> list[Any]:
    return [fault_data(each) for each in reading.faults]


def read_answers(book: Workbook) -> Reading:
    """Compare a workbook with its own baseline. Raises Refused for one that is not ours, or not whole."""
    stamp = unsealed(book)
    sheet, head = _table(book)
    columns = _columns(sheet, head, stamp)
    letters = {name: column_letter(number) for name, number in columns.items()}
    reading = Reading(stamp, sheet.name, letters, {})
    rows = _rows(sheet, head, columns, reading)
    _merged(sheet, head, columns, reading)
    _compare(rows, reading)
    return reading


def _table(book: Workbook) -> tuple[Sheet, int]:
    """The sheet and row of the table's head."""
    found = []
    for sheet in book.sheets:
        first = sheet.at(1, 1)
        if first and first.text == MAGIC:
            continue
        heads = (row[0].row for row in sheet.rows if any(folded(c.text) == folded(ROW_ID) for c in row))
        head = next(heads, None)
        if head is not None:
            found.append((sheet, head))
    if not found:
        raise Refused(NO_TABLE)
    if len(found) > 1:
        raise Refused(TWO_TABLES % ", ".join(f"“{sheet.name}”" for sheet, _head in found))
    return found[0]


def _columns(sheet: Sheet, head: int, stamp: Stamp) -> dict[str, int]:
    """Our column name → its number. Raises Refused for one that is missing or doubled."""
    by_label: dict[str, list[int]] = {}
    for cell in next(row for row in sheet.rows if row[0].row == head):
        by_label.setdefault(folded(cell.text), []).append(cell.column)
    wanted = {name for row in stamp.rows.values() for name in row.columns} | {"row", "code", "indicator"}
    columns = {}
    for name, label in HEADS.items():
        places = by_label.get(folded(label), [])
        if len(places) > 1:
            raise Refused(TWO_COLUMNS % (label, sheet.name))
        if not places and name in wanted:
            raise Refused(NO_COLUMN % (label, sheet.name))
        if places:
            columns[name] = places[0]
    return columns


def _rows(sheet: Sheet, head: int, columns: dict[str, int], reading: Reading) -> list[dict[str, Cell | None]]:
    """The rows of the stamp found in the sheet, each once and beside its own words."""
    rows: list[dict[str, Cell | None]] = []
    names = {number: name for name, number in columns.items()}
    for line in sheet.rows:
        if line[0].row <= head:
            continue
        cells = {names[cell.column]: cell for cell in line if cell.column in names}
        if _is_ours(cells, line[0].row, reading):
            key = cells["row"].text.strip()
            reading.lines[key] = line[0].row
            _check_idle(key, cells, reading)
            rows.append({HEADS[name]: cell for name, cell in cells.items()})
    return rows


def _is_ours(cells: dict[str, Cell], line: int, reading: Reading) -> bool:
    """Whether a row is one of the table's; what else stands between the rows is a remark or a fault."""
    mark = cells.get("row")
    if mark is None or not mark.text.strip():
        if any(name in cells for name in FILLED):
            reading.remarks.append(
                f"Baris {line} tidak mempunyai penanda (baris sisipan), jadi isinya tidak dibaca."
            )
        return False
    key = mark.text.strip()
    stamped = reading.stamp.rows.get(key)
    if stamped is None:
        _fault(reading, "", "row", mark, "row_unknown")
    elif key in reading.lines:
        _fault(reading, key, "row", mark, "row_twice", line=reading.lines[key])
    elif stamped.mark != mark_of(_text(cells.get("code")), _text(cells.get("indicator"))):
        _fault(reading, key, "code", cells.get("code") or mark, "row_mixed")
    else:
        return True
    return False


def _text(cell: Cell | None) -> str:
    return cell.text if cell else ""


def _fault(reading: Reading, row: str, column: str, cell: Cell, code: str, **facts: object) -> None:
    """Note a faulty cell with its value; the ids of rows are nobody's reading."""
    value = "" if column == "row" else without_nik(seen(cell))
    words = tuple((name, str(fact)) for name, fact in facts.items())
    reading.fault(CellFault(row, column, cell.ref, value, code, words))


def _check_idle(key: str, cells: dict[str, Cell], reading: Reading) -> None:
    """Cells that are not to be filled in this row must be empty: what stands there would be lost."""
    usable = reading.stamp.rows[key].columns
    for name in FILLED:
        cell = cells.get(name)
        if name in usable or cell is None or not cell.text.strip() or absent(cell.text):
            continue
        if name in FIGURES:
            columns = " dan ".join(HEADS[each] for each in FIGURES if each in usable)
            _fault(reading, key, name, cell, "not_this_shape", columns=columns)
        else:
            facts = {"column": HEADS[name], "line": "pertama kegiatan ini"}
            _fault(reading, key, name, cell, "not_this_row", **facts)


def _merged(sheet: Sheet, head: int, columns: dict[str, int], reading: Reading) -> None:
    """A merged cell hides what belongs to others: none may lie over a cell that can be filled."""
    by_line = {line: key for key, line in reading.lines.items()}
    for area in sheet.merged:
        for line in range(max(area.row, head + 1), area.last_row + 1):
            key = by_line.get(line)
            if key is None:
                continue
            for name in reading.stamp.rows[key].columns:
                if area.column <= columns[name] <= area.last_column:
                    first = Cell(line, columns[name], _text(sheet.seen_at(line, columns[name])))
                    ref = f"{column_letter(area.column)}{area.row}"
                    whole = f"{ref}:{column_letter(area.last_column)}{area.last_row}"
                    _fault(reading, key, name, first, "merged", area=whole)


def _compare(rows: list[dict[str, Cell | None]], reading: Reading) -> None:
    """Import the file's rows onto the baseline and keep what that changes."""
    stamped = reading.stamp.rows
    baseline = {
        key: AnswerRow(row=key, columns=stamped[key].columns).saying(stamped[key].base)
        for key in reading.lines
    }
    merged = {(fault.row, fault.column) for fault in reading.faults if fault.code == "merged"}
    for row in AnswerTable(baseline).changed(rows):
        edits = {name: text for name, text in row.edits.items() if (row.row, name) not in merged}
        if edits:
            reading.edits[row.row] = edits
        for name, (error, value) in row.faults.items():
            if (row.row, name) not in merged:
                facts = {"column": HEADS[name]} | dict(error.facts)
                place = reading.place(row.row, name)
                reading.fault(CellFault(row.row, name, place, value, error.code, tuple(facts.items())))
