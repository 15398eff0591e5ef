"""Reading the body of a matrix row by row. What cannot be read becomes one fault per cell."""

from dataclasses import dataclass, field
from functools import cached_property

from gugus.core.sheets import Cell, Sheet
from rad.workbook import labels, texts
from rad.workbook.cells import Reader
from rad.workbook.head import Head
from rad.workbook.kinds import RowKind, kind_of
from rad.workbook.proposals import propose
from rad.workbook.records import BudgetRow, Found, Ignored, IndicatorRow, TargetRow


@dataclass(frozen=True)
class DataRow:
    """One row of data with everything it inherits from the rows above; ``matrix.py`` groups them."""

    strategy: Found
    program: Found
    program_assumed: bool
    activity: Found
    responsible: Found
    supporting: tuple[Found, ...]
    funding: tuple[Found, ...]
    budget: tuple[BudgetRow, ...]
    code: Found | None
    place: Found | None
    sipd: Found | None
    indicator: IndicatorRow

    @cached_property
    def key(self) -> tuple[str, str, str, str]:
        """What makes a row the same activity of the same party in the same programme."""
        parts = self.strategy, self.program, self.activity, self.responsible
        return tuple(texts.folded(str(part.value or "")) for part in parts)  # type: ignore[return-value]


@dataclass
class Body:
    """The state of reading one sheet from top to bottom."""

    sheet: Sheet
    head: Head
    reader: Reader
    rows: list[DataRow] = field(default_factory=list)
    ignored: list[Ignored] = field(default_factory=list)
    strategy: Found | None = None
    program: Found | None = None
    program_assumed: bool = False
    activity: Found | None = None
    responsible: Found | None = None
    total: Cell | None = None
    in_footer: bool = False

    def read(self) -> None:
        for row in self.sheet.rows:
            if row[0].row > self.head.last_row:
                self._read_row(row)

    def _read_row(self, row: tuple[Cell, ...]) -> None:
        kind = kind_of(self.sheet, self.head, row, self.in_footer)
        first = row[0]
        if kind in (RowKind.FOOTER, RowKind.SIGNATURE):
            self.in_footer = True
        if kind in (RowKind.STRATEGY, RowKind.PROGRAM):
            self._banner(kind, row)
        elif kind is RowKind.DATA:
            self._data(row)
        elif kind is RowKind.UNCLEAR:
            self.reader.fault_in(first, "row_unclear")
        else:
            if kind is RowKind.TOTAL and not any(labels.SUBTOTAL.match(cell.text) for cell in row):
                self.total = first
            words = texts.shown(" · ".join(cell.text for cell in row))
            self.ignored.append(Ignored(self.sheet.name, first.ref, words, kind.value))

    def _banner(self, kind: RowKind, row: tuple[Cell, ...]) -> None:
        """A title over the rows below it: ``A | PENDIDIKAN`` or one cell across the table."""
        self.reader.check_row(row)
        field = "strategy" if kind is RowKind.STRATEGY else "program"
        if not all(self.reader.is_text(cell, field) for cell in row[:2] if len(cell.text) > 2):
            return
        label = texts.one_line(". ".join(cell.text.strip(" .") for cell in row[:2]))
        found = Found(label, self.sheet.name, row[0].ref, label)
        self.total = None
        if kind is RowKind.STRATEGY:
            self.strategy, self.program, self.activity = found, None, None
        else:
            self.program, self.program_assumed, self.activity = found, False, None

    def _data(self, row: tuple[Cell, ...]) -> None:
        number = row[0].row
        self.reader.check_row(row)
        if self.in_footer:
            self.reader.fault_in(row[0], "row_after_footer")
            return
        self._inherit(number)
        if self.total:
            facts = {"total": texts.shown(self.total.text)}
            self.reader.fault_in(row[0], "row_after_total", **facts)
            return
        self._keep(number)

    def _inherit(self, row: int) -> None:
        """Strategy and programme stand once and hold for the rows below, merged or blank."""
        strategy = self.reader.text(row, "strategy")
        if strategy and (not self.strategy or strategy.value != self.strategy.value):
            self.strategy, self.program, self.activity, self.total = strategy, None, None, None
        if not self.strategy:
            self.strategy = self.reader.missing(row, "strategy")
        program = self.reader.text(row, "program")
        if program and (not self.program or program.value != self.program.value):
            self.program, self.program_assumed, self.activity = program, False, None
        if not self.program and self.head.column("program") is not None:
            self.program = self.reader.missing(row, "program")
        elif not self.program:
            self.program, self.program_assumed = self.strategy, True

    def _keep(self, row: int) -> None:
        activity, continued = self._activity(row)
        indicator = self.reader.text(row, "indicator") or self.reader.missing(row, "indicator")
        unit = self._unit(row)
        responsible = self._responsible(row, continued)
        baseline, targets, budget = self._numbers(row, unit)
        note = self.reader.text(row, "note")
        number = self.reader.cell(row, "number")
        facts = propose(str(activity.value or ""), str(indicator.value or ""), str(unit.value or ""))
        written = IndicatorRow(
            self.sheet.name,
            row,
            number.text if number and not number.is_formula else "",
            indicator,
            unit,
            baseline,
            targets,
            note,
            facts,
        )
        self.rows.append(
            DataRow(
                strategy=self.strategy or indicator,
                program=self.program or indicator,
                program_assumed=self.program_assumed,
                activity=activity,
                responsible=responsible,
                supporting=self.reader.several(row, "supporting", texts.names_in),
                funding=self.reader.several(row, "funding", texts.sources_in),
                budget=budget,
                code=self.reader.text(row, "code"),
                place=self.reader.text(row, "place"),
                sipd=self.reader.text(row, "sipd"),
                indicator=written,
            )
        )

    def _activity(self, row: int) -> tuple[Found, bool]:
        """The activity, and whether this row goes on with the one above (merged, or blank and unnumbered)."""
        found = self.reader.text(row, "activity")
        if found:
            continued = self.activity is not None and found.cell == self.activity.cell
            self.activity = found
            return found, continued
        if self.activity and not self.reader.own_cell(row, "number"):
            return self.activity, True
        return self.reader.missing(row, "activity"), False

    def _unit(self, row: int) -> Found:
        found = self.reader.text(row, "unit")
        if not found:
            return self.reader.missing(row, "unit")
        unit = texts.folded(str(found.value))
        unit = "persen" if unit in labels.PERCENT_UNITS else unit
        return Found(unit, found.sheet, found.cell, found.raw)

    def _responsible(self, row: int, continued: bool) -> Found:
        found = self.reader.text(row, "responsible", one_line=False)
        if found:
            text = "; ".join(str(found.value).split("\n"))
            found = Found(text, found.sheet, found.cell, found.raw)
        elif continued and self.responsible:
            found = self.responsible
        else:
            found = self.reader.missing(row, "responsible")
        self.responsible = found
        return found

    def _numbers(self, row: int, unit: Found) -> tuple[Found, tuple[TargetRow, ...], tuple[BudgetRow, ...]]:
        column = self.head.column("baseline")
        baseline = self.reader.number(row, column, unit) if column else self.reader.blank(row, 1)
        targets = tuple(
            TargetRow(year, self.reader.number(row, column, unit))
            for column, year in self.head.columns_of("target")
            if year is not None
        )
        if targets and all(target.value.absent == "kosong" for target in targets):
            self.reader.fault(targets[0].value.cell, "", "targets_missing")
        budget = tuple(
            BudgetRow(year, self.reader.number(row, column, None))
            for column, year in self.head.columns_of("budget")
        )
        return baseline, targets, tuple(each for each in budget if each.value.value is not None)
