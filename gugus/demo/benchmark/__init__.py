"""`script/benchmark`: the portal's speed as ratios within one run, against what it stands on.

A measure is a function `measure(bench) -> Iterable[Measure]` in a module of this package named in `SIZES`,
asked once at each size of the chosen scale, small to large, and judged at the last. Each compares our way of
doing a thing with a bare one on the same data, in turns, and takes the medians: a ratio survives a slow
machine, seconds do not. Everything happens in a demo region of its own, in a data folder that is made for
the run and removed after it.
"""

import statistics
import time
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass, field, fields
from typing import Any

QUICK, FULL = "quick", "full"
# Rows a measure is asked with: cases, task forces below the region, rows of a workbook, items of a plan.
# The last one is where the limit holds; the full scale's are design.md's.
SIZES: dict[str, dict[str, tuple[int, ...]]] = {
    "cases": {QUICK: (100_000,), FULL: (10_000, 100_000, 1_000_000)},
    "dashboard": {QUICK: (552,), FULL: (10, 100, 552)},
    "imports": {QUICK: (10_000,), FULL: (100, 1_000, 10_000)},
    "lists": {QUICK: (10_000,), FULL: (1_000, 10_000, 100_000)},
    "report": {QUICK: (500,), FULL: (50, 150, 500)},
}
NAMED = ("load",)
"""Measured only when asked for by name: it takes the machine for a long while."""
REGION = "kediri"
DIGITS = {"kueri": 0, "permintaan": 0, "per detik": 1}


@dataclass(frozen=True)
class Measure:
    """One comparison: `ours` may be at most `limit` × `base`; None: it is told, not held to anything.

    Both in `unit`, seconds unless said.

    `rows` is the size it was asked at; below the scale's last one it is a point of a curve and not `judged`,
    since a fixed cost weighs more on little work. `scale`, `day` and `cores` say of which run it is.
    """

    name: str
    ours: float
    base: float
    limit: float | None
    note: str = ""
    unit: str = "detik"
    rows: int = 0
    judged: bool = True
    scale: str = ""
    day: str = ""
    cores: int = 0

    @property
    def ratio(self) -> float:
        return self.ours / self.base if self.base else 0.0

    @property
    def kept(self) -> bool:
        return not self.judged or self.limit is None or self.ratio <= self.limit

    def as_data(self) -> dict[str, Any]:
        """What benchmark.json keeps of it."""
        rounded = {"ours": round(self.ours, 6), "base": round(self.base, 6)}
        return asdict(self) | rounded | {"ratio": round(self.ratio, 3), "kept": self.kept}

    @classmethod
    def from_data(cls, data: dict[str, Any]) -> "Measure":
        """The way back of `as_data`."""
        return cls(**{each.name: data[each.name] for each in fields(cls)})


@dataclass
class Bench:
    """What a measure works with: how much data, how often, and the people of the loaded region.

    `extra` is kept from size to size, for what is measured once.
    """

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

    def administrator(self) -> str:
        """The address of the run's database for the server's administrator, whom no row policy binds."""
        from django.conf import settings
        from psycopg.conninfo import make_conninfo

        return make_conninfo(settings.ENV.admin_url(), dbname=settings.DATABASES["default"]["NAME"])

    def medians(self, ours: Callable[[], Any], base: Callable[[], Any]) -> tuple[float, float]:
        """Seconds of both, in turns so that a busy moment of the machine hits both alike."""
        taken = [(seconds(ours), seconds(base)) for _round in range(self.rounds)]
        return statistics.median(pair[0] for pair in taken), statistics.median(pair[1] for pair in taken)


def seconds(act: Callable[[], Any]) -> float:
    """Wall time of one call."""
    begin = time.perf_counter()
    act()
    return time.perf_counter() - begin


def shown(number: float) -> str:
    """A count as it is written here: 1.000.000."""
    return f"{number:,.0f}".replace(",", ".")


def table(measures: Iterable[Measure]) -> str:
    """The measures as lines for a terminal."""
    lines = [f"{'ukuran':56} {'baris':>9} {'portal':>10} {'dasar':>10} {'rasio':>7} {'batas':>6}"]
    for each in measures:
        digits = DIGITS.get(each.unit, 4)
        limit = "" if each.limit is None else f"{each.limit:6.2f}"
        lines.append(
            f"{each.name:56} {shown(each.rows):>9} {each.ours:10.{digits}f} {each.base:10.{digits}f} "
            f"{each.ratio:7.2f} {limit:6} {'' if each.kept else '← lewat batas'}".rstrip()
        )
        if each.note:
            lines.append(f"    {each.note}")
    return "\n".join(lines)
