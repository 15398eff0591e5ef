"""What a RAD workbook says, as plain frozen records. Every value knows the cell it was read from."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from rad.workbook.faults import IGNORED_BECAUSE, SHEET_IGNORED_BECAUSE, Fault


class Found(NamedTuple):
    """One value, where it stands and how it was written.

    ``value`` is None when the cell says that there is none; ``absent`` then keeps the words ("N/A", "–", or
    "kosong" for a blank cell). ``note`` keeps a comparator such as "≥" in front of a number.
    """

    value: str | int | Decimal | None
    sheet: str
    cell: str
    raw: str
    absent: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Proposal:
    """A first guess for one indicator, to be confirmed by a person; ``why`` names its grounds."""

    kind: str  # "ratio" (numerator and denominator) or "plain"
    aggregation: str  # "sum", "last", "mean" or "ratio"
    direction: str  # "higher" or "lower" is better
    concerns_victims: bool
    graded: bool
    na_without_cases: bool  # N/A, and never 0 %, while there is no case
    why: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TargetRow:
    year: int
    value: Found


@dataclass(frozen=True, slots=True)
class BudgetRow:
    """An amount in rupiah; ``year`` is None for one amount over the whole plan."""

    year: int | None
    value: Found


@dataclass(frozen=True, slots=True)
class IndicatorRow:
    """One row of the sheet. ``unit`` is folded ("persen"), ``unit.raw`` as written ("Persen")."""

    sheet: str
    row: int
    number: str  # what the file writes in its NO column
    name: Found
    unit: Found
    baseline: Found
    targets: tuple[TargetRow, ...]
    note: Found | None
    proposal: Proposal


@dataclass(frozen=True, slots=True)
class ItemRow:
    """One activity of a programme with one responsible party; rows that repeat it add indicators.

    ``responsible`` keeps the text as written, ``responsible_names`` its names one by one, the first leading.
    """

    code: str
    activity: Found
    responsible: Found
    responsible_names: tuple[str, ...]
    supporting: tuple[Found, ...]
    funding: tuple[Found, ...]
    budget: tuple[BudgetRow, ...]
    place: Found | None
    sipd: Found | None
    indicators: tuple[IndicatorRow, ...]


@dataclass(frozen=True, slots=True)
class ProgramRow:
    """``assumed`` is true where the file names no programme and the strategy's name stands in."""

    code: str
    name: Found
    assumed: bool
    items: tuple[ItemRow, ...]


@dataclass(frozen=True, slots=True)
class StrategyRow:
    """``label`` as written ("I. Pencegahan"), ``code`` its Roman numeral, ``name`` the rest."""

    code: str
    label: Found
    name: str
    programs: tuple[ProgramRow, ...]


@dataclass(frozen=True, slots=True)
class ColumnUse:
    """How a column is read: ``field`` is a key of ``labels.FIELDS`` (or ``labels.IGNORE``), ``year`` only for
    yearly ones; ``answered`` when a person said so."""

    sheet: str
    letter: str
    label: str
    field: str
    year: int | None = None
    answered: bool = False

    @property
    def key(self) -> str:
        return f"{self.sheet}!{self.letter}"

    @property
    def answer(self) -> str:
        """The answer that reads this column as it is read now."""
        return f"{self.field}:{self.year}" if self.year else self.field


@dataclass(frozen=True, slots=True)
class UnknownColumn:
    """A column nobody told us how to read; a person ignores it or picks a field for its ``key``.

    ``proposed`` is what it might be ("responsible", "target:2026"), or ``labels.IGNORE``.
    """

    sheet: str
    letter: str
    label: str
    samples: tuple[str, ...]
    proposed: str = ""

    @property
    def key(self) -> str:
        return f"{self.sheet}!{self.letter}"


@dataclass(frozen=True, slots=True)
class Ignored:
    """A row that is no data: numbering, total, footer, signature."""

    sheet: str
    cell: str
    text: str
    code: str

    @property
    def reason(self) -> str:
        return str(IGNORED_BECAUSE[self.code])


@dataclass(frozen=True, slots=True)
class IgnoredSheet:
    name: str
    code: str

    @property
    def reason(self) -> str:
        return str(SHEET_IGNORED_BECAUSE[self.code])


@dataclass(frozen=True, slots=True)
class Counts:
    """``N strategi, N program, N kegiatan, N indikator``."""

    strategies: int
    programs: int
    items: int
    indicators: int


@dataclass(frozen=True, slots=True)
class Matrix:
    """A whole RAD matrix. It may be imported only while ``faults`` and ``unknown_columns`` are empty."""

    title: str
    years: tuple[int, ...]
    title_years: tuple[int, ...]
    strategies: tuple[StrategyRow, ...]
    faults: tuple[Fault, ...]
    columns: tuple[ColumnUse, ...]
    unknown_columns: tuple[UnknownColumn, ...]
    ignored: tuple[Ignored, ...]
    ignored_sheets: tuple[IgnoredSheet, ...]

    def programs(self) -> Iterator[tuple[StrategyRow, ProgramRow]]:
        for strategy in self.strategies:
            for program in strategy.programs:
                yield strategy, program

    def items(self) -> Iterator[tuple[StrategyRow, ProgramRow, ItemRow]]:
        for strategy, program in self.programs():
            for item in program.items:
                yield strategy, program, item

    def indicators(self) -> Iterator[tuple[StrategyRow, ProgramRow, ItemRow, IndicatorRow]]:
        for strategy, program, item in self.items():
            for indicator in item.indicators:
                yield strategy, program, item, indicator

    @property
    def counts(self) -> Counts:
        groups = self.strategies, self.programs(), self.items(), self.indicators()
        return Counts(*(sum(1 for _ in group) for group in groups))
