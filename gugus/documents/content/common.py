"""What all documents have: paper, letterhead, proof, and the refusal of an unfinished final version."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from gugus.documents.images import Image
from gugus.documents.refusals import Refused


class NotReady(Refused):
    """A final document lacks something; `reasons` are Indonesian sentences for the person."""

    def __init__(self, reasons: Sequence[str]) -> None:
        super().__init__(list(reasons))
        self.reasons = tuple(reasons)


@dataclass(frozen=True, slots=True)
class PageSetup:
    """Paper and margins in millimetres; F4 by default, because regions differ this is data."""

    width: Decimal = Decimal("215")
    height: Decimal = Decimal("330")
    top: Decimal = Decimal("23")
    right: Decimal = Decimal("20")
    bottom: Decimal = Decimal("20")
    left: Decimal = Decimal("25")

    @property
    def size(self) -> str:
        """CSS value of `size`."""
        return f"{self.width}mm {self.height}mm"

    @property
    def margin(self) -> str:
        """CSS value of `margin`."""
        return f"{self.top}mm {self.right}mm {self.bottom}mm {self.left}mm"


@dataclass(frozen=True, slots=True)
class Letterhead:
    """Kop: emblem, then lines such as PEMERINTAH KOTA KEDIRI, DINAS …, then address lines."""

    lines: tuple[str, ...]
    address: tuple[str, ...] = ()
    emblem: Image | None = None


@dataclass(frozen=True, slots=True)
class Verification:
    """What a final document prints so that anyone can check it."""

    code: str
    url: str
