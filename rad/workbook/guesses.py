"""What an unknown column might be, from its head and from what stands in it. A person confirms each guess."""

from collections.abc import Iterable
from dataclasses import replace
from difflib import SequenceMatcher
from typing import TYPE_CHECKING

from rad.workbook import labels
from rad.workbook.faults import Unreadable
from rad.workbook.numbers import number_in_text
from rad.workbook.records import UnknownColumn
from rad.workbook.texts import folded, names_in

if TYPE_CHECKING:
    from rad.workbook.head import Head

CLOSE = 0.72
MANY = 0.6  # of the samples
MEASURES = (
    "jumlah",
    "persentase",
    "presentase",
    "prosentase",
    "rata-rata",
    "cakupan",
    "tersedianya",
    "terlaksananya",
)
SOURCES = ("apbd", "apbn", "dak", "dana desa", "csr", "hibah", "swadaya")


def guessed(head: "Head", columns: Iterable[UnknownColumn]) -> list[UnknownColumn]:
    """The columns, each with the best guess that is still free; the rest are proposed to be left out."""
    taken = set(head.places)
    found = []
    for column in columns:
        name = next((name for name in _guesses(column) if _is_free(name, taken)), labels.IGNORE)
        taken.add(name)
        found.append(replace(column, proposed=name))
    return found


def _is_free(name: str, taken: set[str]) -> bool:
    return ":" in name or name not in taken


def _guesses(column: UnknownColumn) -> Iterable[str]:
    """By the words of the head first, then by what the column holds."""
    label = labels.folded_label(column.label)
    years = [year for year in labels.years_in(column.label) if 2000 <= year <= 2100]
    if labels.NOT_A_PLAN & set(label.split()):
        return
    if near := _near(label):
        yield f"target:{years[-1]}" if near == "target" and years else near
    yield from _by_content(column.samples)


def _near(label: str) -> str | None:
    """The field whose usual head is written almost so; "target" alone would lack its year."""
    scored = [
        (SequenceMatcher(None, label, head, autojunk=False).ratio(), name)
        for name, heads in labels.FIELDS.items()
        for head in heads
    ]
    score, name = max(scored, default=(0.0, ""))
    return name if label and score >= CLOSE else None


def _by_content(samples: tuple[str, ...]) -> Iterable[str]:
    texts = [folded(sample) for sample in samples if sample.strip()]
    if not texts:
        return

    def most(holds: Iterable[bool]) -> bool:
        return sum(holds) >= MANY * len(texts)

    if most(text.startswith(("rp", "idr")) for text in texts):
        yield "budget"
    if most(_is_number(text) for text in texts):
        return
    if most(text.startswith(MEASURES) for text in texts):
        yield "indicator"
    if most(text.startswith(SOURCES) for text in texts):
        yield "funding"
    if most(text in labels.COUNT_UNITS | labels.PERCENT_UNITS for text in texts):
        yield "unit"
    if most(_is_parties(sample) for sample in samples):
        yield "responsible"
        yield "supporting"
    if most(len(text.split()) >= 3 for text in texts):
        yield "activity"
        yield "note"


def _is_number(text: str) -> bool:
    try:
        number_in_text(text)
    except Unreadable:
        return False
    return True


def _is_parties(sample: str) -> bool:
    names = names_in(sample)
    return bool(names) and all(name.split(" ")[0].casefold() in labels.INSTITUTION_WORDS for name in names)
