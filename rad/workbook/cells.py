"""Reading single cells of a matrix: each either a value with its place, or one fault."""

import datetime
from collections.abc import Callable
from decimal import Decimal

from gugus.core.sheets import Area, Cell, Sheet, column_letter
from rad.workbook import labels, texts
from rad.workbook.faults import Fault, Unreadable
from rad.workbook.head import Head
from rad.workbook.numbers import Number, number_in_cell
from rad.workbook.records import Found

BLANK = "kosong"
TEXT_FIELDS = tuple(labels.LIMITS)


class Reader:
    """Reads cells of one sheet and gathers its faults, at most one per cell."""

    def __init__(self, sheet: Sheet, head: Head) -> None:
        self.sheet, self.head = sheet, head
        self.faults: dict[str, Fault] = {fault.cell + fault.code: fault for fault in head.faults}
        self._faulty: set[str] = set()

    def fault_in(self, cell: Cell, code: str, **facts: object) -> None:
        """Report a filled cell, its value shown as Excel shows it here."""
        text = cell.text
        if isinstance(cell.value, bool):
            text = "BENAR" if cell.value else "SALAH"
        elif isinstance(cell.value, float):
            text = text.replace(".", ",")
        self.fault(cell.ref, text, code, **facts)

    def fault(self, cell: str, value: str, code: str, **facts: object) -> None:
        """Report a cell once; what else is wrong with it shows after it is cured."""
        if cell not in self._faulty:
            self._faulty.add(cell)
            words = tuple((name, str(fact)) for name, fact in facts.items())
            self.faults[cell] = Fault(self.sheet.name, cell, texts.shown(value), code, words)

    def cell(self, row: int, field: str) -> Cell | None:
        """What a reader sees in this field's column, through merged areas that begin below the head."""
        column = self.head.column(field)
        return self.seen(row, column) if column else None

    def own_cell(self, row: int, field: str) -> Cell | None:
        column = self.head.column(field)
        return self.sheet.at(row, column) if column else None

    def seen(self, row: int, column: int) -> Cell | None:
        cell = self.sheet.seen_at(row, column)
        return cell if cell and cell.row > self.head.last_row else None

    def place(self, row: int, column: int) -> str:
        """The cell a person must fill: the first of an area merged downwards, if there is one."""
        area = self.sheet.area_at(row, column)
        return f"{column_letter(column)}{area.row if area and area.column == column else row}"

    # Text -------------------------------------------------------------------------------------------------

    def text(self, row: int, field: str, *, one_line: bool = True) -> Found | None:
        """The text of a field, or None where the cell is blank, says N/A or is faulty (then reported)."""
        cell = self.cell(row, field)
        if cell is None or self._is_beside(cell, row, field) or not self.is_text(cell, field):
            return None
        written = cell.text
        value = texts.without_footnote(texts.one_line(written) if one_line else texts.lines_of(written))
        if not value or texts.absent(value):
            return None
        return Found(value, self.sheet.name, cell.ref, written)

    def several(self, row: int, field: str, split: Callable[[str], tuple[str, ...]]) -> tuple[Found, ...]:
        """Each name in a cell that may hold several."""
        found = self.text(row, field, one_line=False)
        if not found:
            return ()
        names = split(str(found.value))
        longest = max(map(len, names), default=0)
        if longest > labels.NAME_LIMIT:
            column = labels.FIELD_NAMES[field]
            facts = {"column": column, "length": longest, "limit": labels.NAME_LIMIT}
            self.fault(found.cell, found.raw, "text_long", **facts)
            return ()
        return tuple(Found(name, found.sheet, found.cell, name) for name in names)

    def missing(self, row: int, field: str) -> Found:
        """A required value that is not there: reported, unless the cell already is for another reason."""
        column = self.head.column(field)
        if column is None:
            if field == "strategy":
                first = self.sheet.seen_at(row, 1) or next(cell for line in self.sheet.rows for cell in line)
                self.fault(f"A{row}", first.text if first.row == row else "", "strategy_missing")
            return self.blank(row, 1)
        cell = self.seen(row, column)
        self.fault(self.place(row, column), cell.text if cell else "", f"{field}_missing")
        return self.blank(row, column)

    def blank(self, row: int, column: int) -> Found:
        return Found(None, self.sheet.name, self.place(row, column), "", absent=BLANK)

    def _is_beside(self, cell: Cell, row: int, field: str) -> bool:
        """Whether one wide cell lies over this column too: its words belong to its first column alone."""
        area = self.sheet.area_at(row, cell.column)
        return area is not None and area.column != self.head.column(field)

    def is_text(self, cell: Cell, field: str) -> bool:
        """Whether this cell can stand for this field; if not, why is reported."""
        if cell.ref in self._faulty:
            return False
        try:
            _check_text(cell, field)
        except Unreadable as error:
            self.fault_in(cell, error.code, **dict(error.facts))
            return False
        return True

    # Numbers ----------------------------------------------------------------------------------------------

    def number(self, row: int, column: int, unit: Found | None) -> Found:
        """A baseline, target or amount; N/A stays N/A. ``unit`` is None for rupiah."""
        cell = self.seen(row, column)
        written = cell.text if cell else ""
        if cell is None or not written.strip():
            return self.blank(row, column)
        if isinstance(cell.value, str) and not cell.is_formula and texts.absent(cell.value):
            return Found(None, self.sheet.name, cell.ref, written, absent=texts.one_line(written))
        try:
            self._check_width(row, column)
            number = number_in_cell(cell)
            _check_number(number, cell, str(unit.value or "") if unit else None)
        except Unreadable as error:
            self.fault_in(cell, error.code, **dict(error.facts))
            return Found(None, self.sheet.name, cell.ref, written, absent=BLANK)
        value = number.value if unit else round(number.value, 2)
        return Found(value, self.sheet.name, cell.ref, written, note=number.comparator)

    def _check_width(self, row: int, column: int) -> None:
        area = self.sheet.area_at(row, column)
        if area and area.last_column > area.column:
            raise Unreadable("merged_across", area=_area_name(area))

    # Rows -------------------------------------------------------------------------------------------------

    def check_row(self, row: tuple[Cell, ...]) -> None:
        """What must hold in every cell of a data row, also in columns nobody reads."""
        merged = bool(self.sheet.merged)
        for cell in row:
            area = self.sheet.area_at(cell.row, cell.column) if merged else None
            if cell.withheld:
                self.fault_in(cell, "nik")
            elif area and (area.row, area.column) != (cell.row, cell.column) and cell.text.strip():
                first = self.sheet.at(area.row, area.column)
                if first is None or first.value != cell.value:
                    self.fault_in(cell, "merged_covers", area=_area_name(area))


def _area_name(area: Area) -> str:
    return f"{column_letter(area.column)}{area.row}:{column_letter(area.last_column)}{area.last_row}"


def _check_text(cell: Cell, field: str) -> None:
    if cell.is_formula:
        raise Unreadable("formula")
    if cell.is_error:
        raise Unreadable("error_cell", error=cell.text)
    column = labels.FIELD_NAMES[field]
    if not isinstance(cell.value, str) and field not in ("code", "sipd"):
        kind = "date" if isinstance(cell.value, datetime.date) else "number"
        raise Unreadable("text_expected", column=column, example=labels.EXAMPLES.get(field, "…"), kind=kind)
    limit = labels.LIMITS[field]
    if len(texts.lines_of(cell.text)) > limit:
        raise Unreadable("text_long", column=column, length=len(cell.text), limit=limit)


def _check_number(number: Number, cell: Cell, unit: str | None) -> None:
    """Whether a number that reads well can be meant: its sign, its percent sign, its unit."""
    value, percent_unit = number.value, unit == "persen"
    if value < 0:
        raise Unreadable("number_negative")
    if number.suffix and not (unit and unit.startswith(texts.folded(number.suffix))):
        raise Unreadable("number_unreadable")
    if number.percent and unit is not None and unit and not percent_unit:
        raise Unreadable("percent_unit", unit=unit)
    if unit is None and number.percent:
        raise Unreadable("number_unreadable")
    if percent_unit:
        _check_percent(number)
    if unit in labels.COUNT_UNITS and value != value.to_integral_value():
        raise Unreadable("count_fraction", unit=unit)


def _check_percent(number: Number) -> None:
    if number.value > 100:
        raise Unreadable("percent_over")
    if not number.percent and Decimal(0) < number.value < 1:
        raise Unreadable("percent_fraction")
