"""`script/benchmark`: the portal's speed as ratios within one run, against what it stands on.

A measure is a function `measure(bench) -> Iterable[Measure]` in a module of this package named in
`MODULES`. Each compares our way of doing a thing with a bare one on the same data, in turns, and takes the
medians: a ratio survives a slow machine, seconds do not. Everything happens in a demo region of its own, in
a data folder that is made for the run and removed after it.
"""

import statistics
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

MODULES = ("cases", "dashboard", "imports", "lists", "report")
NAMED = ("load",)
"""Measured only when asked for by name: it takes the machine for a long while."""
REGION = "kediri"
DIGITS = {"kueri": 0, "permintaan": 0, "per detik": 1}


@dataclass(frozen=True)
class Measure:
    """One comparison: `ours` may be at most `limit` × `base`; None: it is told, not held to anything.

    Both in `unit`, seconds unless said.
    """

    name: str
    ours: float
    base: float
    limit: float | None
    note: str = ""
    unit: str = "detik"

    @property
    def ratio(self) -> float:
        return self.ours / self.base if self.base else 0.0

    @property
    def kept(self) -> bool:
        return self.limit is None or self.ratio <= self.limit

    def as_data(self) -> dict[str, Any]:
        """What benchmark.json keeps of it."""
        return {
            "name": self.name,
            "ours": round(self.ours, 6),
            "base": round(self.base, 6),
            "unit": self.unit,
            "ratio": round(self.ratio, 3),
            "limit": self.limit,
            "kept": self.kept,
            "note": self.note,
        }


@dataclass
class Bench:
    """What a measure works with: how much data, how often, and the people of the loaded region."""

    rows: int = 10_000
    rounds: int = 5
    requests: int = 10_000
    users: int | None = None
    extra: dict[str, Any] = field(default_factory=dict)

    def person(self, local: str = "sekretariat") -> Any:
        """An account of the region, with today's authority."""
        from gugus.demo.acting import person
        from gugus.demo.regions import REGIONS

        return person(REGIONS[REGION], local)

    def medians(self, ours: Callable[[], Any], base: Callable[[], Any]) -> tuple[float, float]:
        """Seconds of both, in turns so that a busy moment of the machine hits both alike."""
        taken = [(seconds(ours), seconds(base)) for _round in range(self.rounds)]
        return statistics.median(pair[0] for pair in taken), statistics.median(pair[1] for pair in taken)


def seconds(act: Callable[[], Any]) -> float:
    """Wall time of one call."""
    begin = time.perf_counter()
    act()
    return time.perf_counter() - begin


def table(measures: Iterable[Measure]) -> str:
    """The measures as lines for a terminal."""
    lines = [f"{'ukuran':52} {'portal':>10} {'dasar':>10} {'rasio':>7} {'batas':>6}"]
    for each in measures:
        digits = DIGITS.get(each.unit, 4)
        limit = "" if each.limit is None else f"{each.limit:6.2f}"
        lines.append(
            f"{each.name:52} {each.ours:10.{digits}f} {each.base:10.{digits}f} {each.ratio:7.2f} "
            f"{limit:6} {'' if each.kept else '← lewat batas'}"
        )
        if each.note:
            lines.append(f"    {each.note}")
    return "\n".join(lines)
