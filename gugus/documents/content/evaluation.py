"""The yearly evaluation of cases, as data: a chapter any paper can take in, and the paper of its own.

All counts come in as text, already as they may leave the task force.
"""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from gugus.documents import text
from gugus.documents.content.common import Letterhead, PageSetup


@dataclass(frozen=True, slots=True)
class Counted:
    """One year in the chart and its table: `value` is None where it is hidden."""

    label: str
    value: Decimal | None
    shown: str


@dataclass(frozen=True, slots=True)
class Grid:
    """One table: what it breaks down, its columns and rows of text; `note` says what has no row."""

    heading: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    note: str = ""


@dataclass(frozen=True, slots=True)
class EvaluationChapter:
    """What is said of the cases of some calendar years; `years` are the victims of each, for the chart."""

    period: str
    summary: tuple[str, ...]
    years: tuple[Counted, ...]
    grids: tuple[Grid, ...]
    remarks: tuple[str, ...]
    conclusions: tuple[str, ...]
    method: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class EvaluationContent:
    """Evaluasi kasus tahunan: the chapter under a letterhead, with a place to sign."""

    letterhead: Letterhead
    task_force: str
    chapter: EvaluationChapter
    place: str
    dated: date
    signer_office: str
    page: PageSetup = field(default_factory=PageSetup)

    @property
    def title(self) -> str:
        return f"Evaluasi kasus {self.chapter.period}"

    @property
    def dated_text(self) -> str:
        return f"{self.place}, {text.long_date(self.dated)}"
