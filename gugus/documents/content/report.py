"""What a progress report on the RAD says, chapter by chapter (domain.md §2, usual content).

PDF and workbook are both made from `ReportContent`, so their figures cannot differ. Numbers are rounded once,
before they come in here.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from gugus.core.templatetags.gugus import rupiah
from gugus.documents import text
from gugus.documents.content.common import Letterhead, NotReady, PageSetup
from gugus.documents.images import Image

NOTHING = "–"


@dataclass(frozen=True, slots=True)
class Figure:
    """One number of the summary: what it is, its value as shown, and what stands beside it."""

    label: str
    value: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class ReportRow:
    """One indicator in a period; `achievement` in per cent, None when nothing can be divided.

    `note` stands where a number cannot: N/A, or the word for a figure that is kept back.
    """

    code: str
    activity: str
    indicator: str
    unit: str
    target: Decimal | None
    realisation: Decimal | None
    achievement: Decimal | None
    grade: str
    responsible: str
    note: str = ""
    ratio: bool = False
    method: str = ""
    weight: Decimal = Decimal(1)
    approver: str = ""
    """In what seat the value was accepted, and when; empty where nothing was."""

    @property
    def target_text(self) -> str:
        return self._quantity(self.target, NOTHING)

    @property
    def realisation_text(self) -> str:
        return self._quantity(self.realisation, self.note or NOTHING)

    @property
    def achievement_text(self) -> str:
        return text.percent(self.achievement, places=1, missing=self.note or NOTHING)

    def _quantity(self, value: Decimal | None, missing: str) -> str:
        return text.percent(value, missing=missing) if self.ratio else text.number(value, missing=missing)


@dataclass(frozen=True, slots=True)
class BudgetRow:
    """Money of one item in rupiah: what is set aside for it (pagu) and what was spent since January."""

    code: str
    activity: str
    funding: str
    ceiling: Decimal | None
    spent: Decimal | None

    @property
    def ceiling_text(self) -> str:
        return rupiah(self.ceiling)

    @property
    def spent_text(self) -> str:
        return rupiah(self.spent)

    @property
    def share_text(self) -> str:
        return text.percent(share(self.spent, self.ceiling), places=1, missing=NOTHING)


@dataclass(frozen=True, slots=True)
class StrategySection:
    """One strategy: its mean achievement, its rows, and its money."""

    name: str
    achievement: Decimal | None
    grade: str
    rows: tuple[ReportRow, ...]
    budgets: tuple[BudgetRow, ...] = ()
    reported: int | None = None
    waiting: int = 0
    note: str = ""
    """What stands for a mean that is kept back."""

    @property
    def achievement_text(self) -> str:
        return text.percent(self.achievement, places=1, missing=self.note or NOTHING)

    @property
    def grade_text(self) -> str:
        return self.grade or NOTHING

    @property
    def reported_text(self) -> str:
        """`3 dari 5`, with what waits for the secretariat; nothing where it was not counted."""
        return told(self.reported, len(self.rows), self.waiting) if self.reported is not None else NOTHING

    @property
    def money(self) -> BudgetRow:
        """The totals of the strategy."""
        return total(self.budgets)


def share(part: Decimal | None, whole: Decimal | None) -> Decimal | None:
    """Per cent, one decimal, half up; None where nothing can be divided."""
    if part is None or not whole:
        return None
    return ((part * 1000 / whole + Decimal("0.5")) // 1) / 10


def told(reported: int, total: int, waiting: int) -> str:
    """`3 dari 5`, and `, 1 menunggu pemeriksaan` when something was handed in and not yet decided."""
    words = f"{text.number(reported)} dari {text.number(total)}"
    return f"{words}, {text.number(waiting)} menunggu pemeriksaan" if waiting else words


def total(rows: Iterable[BudgetRow]) -> BudgetRow:
    """Sums of what is known; None where nothing is."""
    rows = tuple(rows)
    return BudgetRow("", "Jumlah", "", _sum(r.ceiling for r in rows), _sum(r.spent for r in rows))


def _sum(values: Iterable[Decimal | None]) -> Decimal | None:
    known = [value for value in values if value is not None]
    return sum(known, Decimal(0)) if known else None


@dataclass(frozen=True, slots=True)
class TrendPoint:
    """The plan's achievement up to one quarter; None while that quarter says nothing yet."""

    label: str
    value: Decimal | None
    reported: int = 0
    total: int = 0
    missing: str = "belum ada"

    @property
    def shown(self) -> str:
        return text.percent(self.value, places=1, missing=self.missing)

    @property
    def reported_text(self) -> str:
        return told(self.reported, self.total, 0) if self.total else NOTHING


@dataclass(frozen=True, slots=True)
class Obstacle:
    """A hindrance an agency reported, and what is done about it; `period` where there are several."""

    code: str
    agency: str
    obstacle: str
    follow_up: str = ""
    period: str = ""


@dataclass(frozen=True, slots=True)
class CorrectionNote:
    """An accepted figure that was corrected afterwards: what changed, and what this made of the whole."""

    period: str
    code: str
    changes: tuple[str, ...]
    effects: tuple[str, ...]
    reason: str
    made_on: date

    @property
    def made_on_text(self) -> str:
        return text.long_date(self.made_on)


@dataclass(frozen=True, slots=True)
class Proof:
    """A piece of evidence its owner shares with every reader; `kind` is Foto, PDF or Tautan."""

    code: str
    title: str
    dated: date
    kind: str
    period: str = ""
    link: str = ""
    picture: Image | None = None

    @property
    def dated_text(self) -> str:
        return text.long_date(self.dated)


@dataclass(frozen=True, slots=True)
class HeatCell:
    """How many items were handed in; `step` 0 (none) to 5 (all) is its shade."""

    text: str
    step: int


@dataclass(frozen=True, slots=True)
class HeatRow:
    """One responsible party over the periods of the year."""

    label: str
    cells: tuple[HeatCell, ...]


@dataclass(frozen=True, slots=True)
class ReportContent:
    """A progress report on the RAD for one period."""

    title: str
    task_force: str
    period: str
    as_of: date
    letterhead: Letterhead
    figures: tuple[Figure, ...]
    strategies: tuple[StrategySection, ...]
    reported: int
    total: int
    rule: str
    """The rule of calculation used: cut-offs, rounding, treatment of N/A."""
    slot: str = ""
    """`TW III 2026`: the period whose reports are counted as given."""
    snapshot: str = ""
    """`Potret angka nomor 3`: which frozen figures this is made from."""
    introduction: tuple[str, ...] = ()
    trend: tuple[TrendPoint, ...] = ()
    cases: tuple[str, ...] = ()
    obstacles: tuple[Obstacle, ...] = ()
    recommendations: tuple[str, ...] = ()
    corrections: tuple[CorrectionNote, ...] = ()
    evidence: tuple[Proof, ...] = ()
    evidence_closed: int = 0
    """How much evidence there is beside, seen only by its owner and those who verify."""
    heat_columns: tuple[str, ...] = ()
    heat: tuple[HeatRow, ...] = ()
    waiting: int = 0
    score: Decimal | None = None
    grade: str = ""
    place: str = ""
    signer_office: str = ""
    signer_name: str = ""
    page: PageSetup = field(
        default_factory=lambda: PageSetup(Decimal("330"), Decimal("215"), *map(Decimal, (18, 18, 18, 18)))
    )

    @property
    def as_of_text(self) -> str:
        return text.long_date(self.as_of)

    @property
    def frozen_text(self) -> str:
        """`Potret angka nomor 3, keadaan per 21 November 2026`."""
        return ", ".join(filter(None, (self.snapshot, f"keadaan per {self.as_of_text}")))

    @property
    def reported_text(self) -> str:
        """`48 dari 64 indikator dilaporkan untuk TW III 2026`, and how many wait for the secretariat."""
        words = f"{text.number(self.reported)} dari {text.number(self.total)} indikator dilaporkan"
        words += f" untuk {self.slot}" if self.slot else ""
        return f"{words}, {text.number(self.waiting)} menunggu pemeriksaan" if self.waiting else words

    @property
    def money(self) -> BudgetRow:
        """The totals of the whole plan."""
        return total(row for section in self.strategies for row in section.budgets)

    @property
    def pictures(self) -> tuple[Proof, ...]:
        return tuple(proof for proof in self.evidence if proof.picture)

    def check_final(self) -> None:
        """Raise `NotReady` when counts contradict each other."""
        rows = sum(len(section.rows) for section in self.strategies)
        if not rows == self.total >= self.reported:
            raise NotReady(
                [f"Laporan memuat {rows} indikator, tetapi jumlahnya tertulis {self.reported_text}."]
            )
