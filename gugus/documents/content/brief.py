"""The lembar ringkas: what a Sekda reads in two minutes before a meeting, on one A4 page.

Everything is text already, in the words of the pages (gugus.dashboard.wording). How much of it is shown is
the layout's: `at` gives the same sheet with fewer rows, and says how many it leaves out.
"""

from dataclasses import dataclass, field, replace
from decimal import Decimal
from textwrap import shorten

from gugus.core.templatetags.gugus import NBSP
from gugus.documents.content.common import PageSetup
from gugus.documents.images import Image

A4 = PageSetup(Decimal(210), Decimal(297), *map(Decimal, (11, 14, 10, 14)))


@dataclass(frozen=True, slots=True)
class BriefFigure:
    """One of the numbers. `tone` (good, note, warn, bad or "") colours it; note and `word` say the same.

    `course` is its course of the year as (label, per cent or None, shown).
    """

    label: str
    value: str
    note: str = ""
    tone: str = ""
    word: str = ""
    course: tuple[tuple[str, Decimal | None, str], ...] = ()


@dataclass(frozen=True, slots=True)
class BriefQuestion:
    """What to ask of whom."""

    whom: str
    text: str


@dataclass(frozen=True, slots=True)
class BriefStrategy:
    """A line of the table of strategies: `share` in per cent draws the bar, None draws none."""

    name: str
    share: Decimal | None
    value: str
    grade: str = ""
    tone: str = ""
    money: str = ""


@dataclass(frozen=True, slots=True)
class BriefList:
    """A short list beside others: `rows` of (name, value); `none` is said where it is empty."""

    title: str
    rows: tuple[tuple[str, str], ...]
    none: str
    more: int = 0

    def at(self, most: int, letters: int) -> "BriefList":
        """The first `most` rows, names cut to `letters`."""
        rows = tuple((cut(name, letters), value) for name, value in self.rows[:most])
        return replace(self, rows=rows, more=max(len(self.rows) - most, 0))


@dataclass(frozen=True, slots=True)
class Density:
    """How much of a sheet is shown: rows of each part, letters of names and questions, points of type."""

    strategies: int
    rows: int
    questions: int
    name: int
    text: int
    type: Decimal


DENSITIES = (
    Density(8, 6, 7, 110, 260, Decimal(10)),
    Density(8, 5, 7, 90, 220, Decimal("9.3")),
    Density(7, 4, 7, 80, 190, Decimal("8.8")),
    Density(6, 3, 6, 60, 150, Decimal("8.4")),
    Density(4, 2, 5, 44, 110, Decimal(8)),
)
"""From roomy to tight; the last fits whatever the names are."""


@dataclass(frozen=True, slots=True)
class BriefContent:
    """One sheet, from one snapshot. `code` opens `address`: the figures as they were."""

    task_force: str
    occasion: str
    as_of: str
    number: int
    code: str
    address: str
    site: str
    figures: tuple[BriefFigure, ...]
    questions: tuple[BriefQuestion, ...]
    nothing: str
    strategies: tuple[BriefStrategy, ...]
    lists: tuple[BriefList, ...]
    version: str
    slot: str = ""
    emblem: Image | None = None
    more: int = 0
    page: PageSetup = field(default_factory=lambda: A4)

    @property
    def title(self) -> str:
        """Title and metadata of the file."""
        return f"Lembar ringkas {self.task_force}, {self.as_of}"

    def at(self, density: Density) -> "BriefContent":
        """The same sheet with at most so many rows and letters."""
        figures = tuple(
            replace(each, value=cut(each.value, 28), note=cut(each.note, density.text))
            for each in self.figures
        )
        questions = tuple(
            BriefQuestion(cut(each.whom, density.name), cut(each.text, density.text))
            for each in self.questions[: density.questions]
        )
        return replace(
            self,
            task_force=cut(self.task_force, 120),
            occasion=cut(self.occasion, density.name + 40),
            figures=figures,
            questions=questions,
            strategies=tuple(
                replace(each, name=cut(each.name, density.name))
                for each in self.strategies[: density.strategies]
            ),
            more=max(len(self.strategies) - density.strategies, 0),
            lists=tuple(each.at(density.rows, min(density.name, 48)) for each in self.lists),
        )


def cut(text: str, letters: int) -> str:
    """A text of at most so many letters, ended by an ellipsis at a word."""
    if len(text) <= letters:
        return text
    short = shorten(text, letters, placeholder=f"{NBSP}…")
    return short if len(short) > letters // 3 else f"{text[: letters - 1]}…"
