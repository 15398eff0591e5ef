"""Finding the head of a matrix by what it says, wherever it stands and over however many lines."""

import itertools
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from gugus.core.sheets import Cell, Sheet, column_letter
from rad.workbook.faults import Fault
from rad.workbook.guesses import guessed
from rad.workbook.labels import (
    FIELD_NAMES,
    FIELDS,
    IGNORE,
    NOT_A_PLAN,
    REQUIRED,
    YEARLY,
    field_of,
    folded_label,
    years_in,
)
from rad.workbook.records import ColumnUse, UnknownColumn
from rad.workbook.texts import folded, one_line, shown

SEARCHED_ROWS = 60
TALLEST = 4
FEWEST_FIELDS = 4
FEWEST_UNSURE = 3
SAMPLES = 5


@dataclass
class Head:
    """The head of one sheet: its rows, and what each column is."""

    row: int
    last_row: int
    columns: dict[int, ColumnUse] = field(default_factory=dict)
    unknown: list[UnknownColumn] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)

    def column(self, name: str) -> int | None:
        return self.places.get(name)

    @cached_property
    def places(self) -> dict[str, int]:
        """Field → its first column; asked for only once all columns are known."""
        return {use.field: column for column, use in reversed(self.columns.items())}

    def columns_of(self, name: str) -> list[tuple[int, int | None]]:
        """Columns of a yearly field with their years, in the order of the sheet."""
        return [(column, use.year) for column, use in self.columns.items() if use.field == name]


def looks_like_head(sheet: Sheet, *, sure: bool = True) -> bool:
    """Whether a row names enough columns of a matrix; not `sure`: enough to ask a person about the rest."""
    return _head_row(sheet, sure=sure) is not None


def find_head(sheet: Sheet, answers: Mapping[str, str]) -> Head | None:
    """The head of this sheet, or None where no row looks like one.

    `answers` are a person's: "Sheet!C" or the head's folded words → field. An answer also takes its field
    away from the column that seemed to have it.
    """
    row = _head_row(sheet) or _head_row(sheet, sure=False)
    if row is None:
        return None
    head = Head(row, _last_head_row(sheet, row))
    given = {
        column: answer for column in _columns(sheet) if (answer := _answer(sheet, head, column, answers))
    }
    taken = {answer.partition(":")[0] for answer in given.values()} - set(YEARLY)
    for column in _columns(sheet):
        _place(sheet, head, column, given.get(column), taken)
    head.unknown = guessed(head, head.unknown)
    _require(sheet, head)
    return head


def _columns(sheet: Sheet) -> range:
    return range(1, sheet.last_column + 1)


def _head_row(sheet: Sheet, *, sure: bool = True) -> int | None:
    scores = {
        row[0].row: len(fields)
        for row in sheet.rows
        if row[0].row <= SEARCHED_ROWS
        and (fields := _fields_in(row))
        and (not sure or fields & {"activity", "indicator"})
    }
    best = max(scores.values(), default=0)
    fewest = FEWEST_FIELDS if sure else FEWEST_UNSURE
    return next(row for row, score in scores.items() if score == best) if best >= fewest else None


def _fields_in(row: tuple[Cell, ...]) -> set[str]:
    return {
        name for cell in row if isinstance(cell.value, str) and (name := field_of(folded_label(cell.value)))
    }


def _last_head_row(sheet: Sheet, row: int) -> int:
    """Merged areas of the head reach down to its last line; a line of years below belongs to it too."""
    last = max((area.last_row for area in sheet.merged if area.row == row), default=row)
    last = min(last, row + TALLEST - 1)
    while last < row + TALLEST - 1 and _is_sub_head(sheet, last + 1):
        last += 1
    return last


def _is_sub_head(sheet: Sheet, row: int) -> bool:
    cells = [cell for cell in (sheet.at(row, column) for column in range(1, sheet.last_column + 1)) if cell]
    return bool(cells) and all(_is_sub_label(cell) for cell in cells)


def _is_sub_label(cell: Cell) -> bool:
    """A year, or a head word for word: "Strategi A: Pencegahan" below the head is a title of rows."""
    label = folded_label(cell.text)
    return _year_of(cell) is not None or any(label in heads for heads in FIELDS.values())


def _answer(sheet: Sheet, head: Head, column: int, answers: Mapping[str, str]) -> str | None:
    letter, label = column_letter(column), _label(_label_cells(sheet, head, column))
    return answers.get(f"{sheet.name}!{letter}", answers.get(folded(label)))


def _label(cells: list[Cell]) -> str:
    return " / ".join(one_line(cell.text) for cell in cells)


def _place(sheet: Sheet, head: Head, column: int, answer: str | None, taken: set[str]) -> None:
    """Decide what one column is: by a person's answer, by its words, or not at all."""
    cells = _label_cells(sheet, head, column)
    label, letter = _label(cells), column_letter(column)
    answered = _answered(answer, cells) if answer else None
    name = _field_of(cells)
    if answer == IGNORE:
        head.columns[column] = ColumnUse(sheet.name, letter, label, IGNORE, answered=True)
    elif answered:
        head.columns[column] = ColumnUse(sheet.name, letter, label, *answered, answered=True)
    elif name is None or name in taken or (name not in YEARLY and _has(head, name)):
        _unknown(sheet, head, column, label)
    elif name == "target":
        _place_target(sheet, head, column, cells, label)
    else:
        year = _first_year(cells) if name == "budget" else None
        head.columns[column] = ColumnUse(sheet.name, letter, label, name, year)


def _has(head: Head, name: str) -> bool:
    return any(use.field == name for use in head.columns.values())


def _answered(answer: str, cells: list[Cell]) -> tuple[str, int | None] | None:
    """ "note" or "target:2025" as field and year; an answer that names no field is none."""
    name, _, year = answer.partition(":")
    if name not in FIELDS or (year and not year.isdecimal()):
        return None
    wanted = (int(year) if year else _first_year(cells)) if name in YEARLY else None
    return None if name == "target" and wanted is None else (name, wanted)


def _first_year(cells: list[Cell]) -> int | None:
    return next((year for cell in cells if (year := _year_of(cell))), None)


def _label_cells(sheet: Sheet, head: Head, column: int) -> list[Cell]:
    """The lines of a column's head from top to bottom, each cell once."""
    seen = (sheet.seen_at(row, column) for row in range(head.row, head.last_row + 1))
    return list({cell.ref: cell for cell in seen if cell and cell.row >= head.row}.values())


def _field_of(cells: list[Cell]) -> str | None:
    """The lowest line that says a field decides; a year alone leaves it to the line above."""
    for cell in reversed(cells):
        label = "" if isinstance(cell.value, int | float) else folded_label(cell.text)
        name = field_of(label)
        if name:
            return name
        if NOT_A_PLAN & set(label.split()):
            return None
    if cells and all(_year_of(cell) for cell in cells):
        return "target"
    return None


def _place_target(sheet: Sheet, head: Head, column: int, cells: list[Cell], label: str) -> None:
    """A column of targets needs a year of its own; a faulty one is reported and not read."""
    years = [year for cell in cells if (year := _year_of(cell))]
    taken = {use.year: use.letter for use in head.columns.values() if use.field == "target"}
    letter = column_letter(column)
    below = sheet.at(head.last_row, column)
    cell = cells[-1]
    if not years and (below is None or below.row == head.row):
        place = below.ref if below else f"{letter}{head.last_row}"
        head.faults.append(Fault(sheet.name, place, shown(cell.text) if below else "", "year_missing"))
    elif not years:
        head.faults.append(Fault(sheet.name, cell.ref, shown(cell.text), "year_unreadable"))
    elif years[-1] in taken:
        facts = (("column", taken[years[-1]]),)
        head.faults.append(Fault(sheet.name, cell.ref, shown(cell.text), "year_duplicate", facts))
    else:
        head.columns[column] = ColumnUse(sheet.name, letter, label, "target", years[-1])


def _year_of(cell: Cell) -> int | None:
    """The one year a head's cell names, as number or text."""
    if cell.is_formula or isinstance(cell.value, bool):
        return None
    if isinstance(cell.value, int | float):
        return int(cell.value) if 2000 <= cell.value <= 2100 and cell.value == int(cell.value) else None
    years = years_in(cell.value) if isinstance(cell.value, str) else []
    return years[0] if len(years) == 1 and 2000 <= years[0] <= 2100 else None


def _unknown(sheet: Sheet, head: Head, column: int, label: str) -> None:
    """A column for a person to explain, unless nothing at all stands in it."""
    below = (cell for row in sheet.rows for cell in row if cell.column == column and cell.row > head.last_row)
    texts = dict.fromkeys(shown(cell.text) for cell in below)
    samples = tuple(itertools.islice(texts, SAMPLES))
    if label or samples:
        head.unknown.append(UnknownColumn(sheet.name, column_letter(column), label, samples))


def _require(sheet: Sheet, head: Head) -> None:
    """Columns no matrix can do without; a target column with a faulty year is there, only unread."""
    present = set(head.places)
    if any(fault.code.startswith("year_") for fault in head.faults):
        present.add("target")
    first = next(cell for row in sheet.rows for cell in row if cell.row == head.row)
    for name in REQUIRED:
        if name not in present:
            facts = (("column", str(FIELD_NAMES[name])),)
            head.faults.append(Fault(sheet.name, first.ref, shown(first.text), "column_missing", facts))
