"""The yearly evaluation of cases as rows: counts by year, and what changed; the hidden stays so. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from django.utils.translation import gettext_lazy as _

from cases.figures import At, Span
from cases.suppression import HIDDEN, Cell

TABLES: tuple[tuple[Any, str, str], ...] = (
    (_("Kasus menurut kecamatan"), "kasus", "wilayah"),
    (_("Korban menurut kecamatan"), "korban", "wilayah"),
    (_("Korban menurut jenis kasus (indikasi)"), "korban", "jenis"),
    (_("Korban menurut tahap"), "korban", "tahap"),
    (_("Korban yang menerima layanan"), "layanan", "layanan"),
    (_("Rujukan menurut keadaan"), "rujukan", "status"),
)
"""Title, measure and dimension of each table, as page and paper have them."""


class Cells(Protocol):
    """Figures by cell."""

    cells: dict[At, Cell]


@dataclass(frozen=True, slots=True)
class Line:
    """One category over some spans of years; None where nothing was counted."""

    label: Any
    values: tuple[Cell | None, ...]

    @property
    def empty(self) -> bool:
        return all(value in (0, None) for value in self.values)

    @property
    def withheld(self) -> bool:
        """Nothing to tell: of a year beside the one before, that year is hidden; of a block, every value."""
        told = self.values[1:] if len(self.values) == 2 else self.values
        known = [value for value in told if value is not None]
        return bool(known) and all(value is HIDDEN for value in known)


def lines_of(
    figures: Cells, measure: str, dimension: str, spans: Sequence[Span], words: Mapping[str, Any]
) -> list[Line]:
    """The categories of one table in the order they were counted, over several spans."""
    keys = dict.fromkeys(
        at.key
        for at in figures.cells
        if (at.measure, at.dimension) == (measure, dimension) and at.key and not at.other and at.span in spans
    )
    return [
        Line(
            words.get(key, key),
            tuple(figures.cells.get(At(measure, dimension, key, "", span)) for span in spans),
        )
        for key in sorted(keys, key=lambda key: _place(key, words))
    ]


def _place(key: str, words: Mapping[str, Any]) -> tuple[int, str]:
    order = list(words)
    return (order.index(key) if key in words else len(order), key)


def change(now: Cell | None, before: Cell | None) -> Cell | None:
    """What changed against the year before; hidden if either is, None where one was not counted."""
    if now is None or before is None:
        return None
    return HIDDEN if now is HIDDEN or before is HIDDEN else int(now) - int(before)
