"""How a measure grows with its rows, as SVG: the ratio under its limit, and the time it takes.

The measures of one family (what stands before the comma of their names) share a chart: the slowest of them,
and the middle one. Readable at 360 px, by light and dark, and told in words for who hears it.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import median
from textwrap import wrap

from django.template.loader import render_to_string
from django.utils.text import slugify

from gugus.demo.benchmark import Measure, shown

WIDTH, EDGE, LEFT, RIGHT = 360, 14, 56, 338
PLOT, LINE, TITLE_CHARACTERS = 120, 20, 42
Points = tuple[tuple[int, float], ...]


@dataclass(frozen=True)
class Line:
    """One course: a value for each number of rows."""

    label: str
    style: str  # ours | middle | bare
    points: Points


@dataclass(frozen=True)
class Panel:
    """Courses on one scale from zero, under a limit or none."""

    title: str
    lines: tuple[Line, ...]
    limit: float | None = None


@dataclass(frozen=True)
class Family:
    """Measures of one kind at every size, under one limit."""

    name: str
    limit: float
    measures: tuple[Measure, ...]

    @property
    def file(self) -> str:
        return f"kecepatan-{slugify(self.name)}.svg"

    @property
    def sizes(self) -> list[int]:
        return sorted({each.rows for each in self.measures})

    def at(self, size: int) -> list[Measure]:
        """Of one size, the slowest last."""
        return sorted((each for each in self.measures if each.rows == size), key=lambda each: each.ratio)


def families(measures: Iterable[Measure]) -> list[Family]:
    """In the order of the run; what passes through many groups has its own limit and so its own family.

    What is held to no limit is left out.
    """
    named: dict[tuple[str, float], list[Measure]] = {}
    for each in measures:
        if each.limit is None:
            continue
        named.setdefault((each.name.split(", ")[0], each.limit), []).append(each)
    several = {name for name, _limit in named if sum(other == name for other, _ in named) > 1}
    return [
        Family(f"{name}, batas {decimal(limit)}" if name in several else name, limit, tuple(rows))
        for (name, limit), rows in named.items()
    ]


def curve(family: Family) -> str:
    """The chart of a family measured at two sizes or more."""
    panels = panels_of(family)
    heading = wrap(family.name[0].upper() + family.name[1:], TITLE_CHARACTERS)
    top = 12 + LINE * len(heading)
    drawn = []
    for panel in panels:
        drawn.append(_drawn(panel, family.sizes, top))
        top += LINE * 2 + PLOT + LINE + LINE * len(panel.lines) + 14
    context = {
        "title": f"{family.name}: tumbuh bersama banyaknya baris",
        "desc": told(family),
        "heading": [(12 + LINE * place, line) for place, line in enumerate(heading, start=1)],
        "panels": drawn,
        "width": WIDTH,
        "height": top + 4,
        "edge": EDGE,
        "left": LEFT,
        "right": RIGHT,
    }
    return render_to_string("documents/curve_chart.svg", context)


def panels_of(family: Family) -> list[Panel]:
    """Counts in one panel; of times the ratio, and the slowest's time beside its baseline."""
    slowest = [family.at(size)[-1] for size in family.sizes]
    if slowest[0].unit == "kueri":
        return [_both("Banyaknya kueri", slowest, 1)]
    last = slowest[-1]
    several = len(family.at(last.rows)) > 1
    label = "paling lambat" if several else "portal"
    worst = [Line(label, "ours", tuple((each.rows, each.ratio) for each in slowest))]
    if several:
        middle = tuple((size, median(each.ratio for each in family.at(size))) for size in family.sizes)
        worst.append(Line("nilai tengah semuanya", "middle", middle))
    unit, times = ("detik", 1) if max(each.ours for each in slowest) >= 1 else ("milidetik", 1000)
    ratio = Panel("Kali dasarnya", tuple(worst), family.limit)
    return [ratio, _both(f"Lamanya, {unit}", slowest, times)]


def told(family: Family) -> str:
    """The chart in words."""
    parts = [
        f"pada {shown(size)} baris {decimal(family.at(size)[-1].ratio)} kali dasarnya"
        for size in family.sizes
    ]
    return f"Yang paling lambat: {'; '.join(parts)}. Batasnya {decimal(family.limit)} kali."


def decimal(number: float, digits: int = 2) -> str:
    """As it is written here: 2,5."""
    text = f"{number:.{digits}f}".rstrip("0").rstrip(".") if digits else f"{number:.0f}"
    return text.replace(".", ",")


def _both(title: str, slowest: Sequence[Measure], times: int) -> Panel:
    ours = tuple((each.rows, each.ours * times) for each in slowest)
    base = tuple((each.rows, each.base * times) for each in slowest)
    return Panel(title, (Line("portal", "ours", ours), Line("dasar", "bare", base)))


def _drawn(panel: Panel, sizes: list[int], top: int) -> dict[str, object]:
    ground = top + LINE + 14 + PLOT
    highest = max([value for line in panel.lines for _size, value in line.points] + [panel.limit or 0])
    step = nice(highest * 1.1 / 3)
    scale = PLOT / (step * 3)
    legend = ground + 2 * LINE + 2
    return {
        "title": panel.title,
        "word": top + LINE,
        "below": ground + LINE - 2,
        "ticks": [{"y": round(ground - step * n * scale), "shown": decimal(step * n, 3)} for n in range(4)],
        "limit": panel.limit
        and {"y": round(ground - panel.limit * scale), "shown": f"batas {decimal(panel.limit)}×"},
        "places": [
            {"x": _x(size, sizes), "shown": shown(size), "anchor": "end" if size == sizes[-1] else "middle"}
            for size in sizes
        ],
        "lines": [
            _course(line, sizes, ground, scale, legend + LINE * place)
            for place, line in enumerate(panel.lines)
        ],
    }


def _course(line: Line, sizes: list[int], ground: int, scale: float, legend: int) -> dict[str, object]:
    dots = [(_x(size, sizes), round(ground - value * scale, 1)) for size, value in line.points]
    return {
        "style": line.style,
        "dots": dots,
        "points": " ".join(f"{x},{y}" for x, y in dots),
        "label": f"{line.label}: {decimal(line.points[-1][1])}",
        "legend": legend,
    }


def _x(size: int, sizes: list[int]) -> int:
    """Ten times as many rows are one equal step further."""
    first, last = math.log(sizes[0]), math.log(sizes[-1])
    return LEFT + 14 + round((RIGHT - LEFT - 14) * (math.log(size) - first) / (last - first))


def nice(step: float) -> float:
    """The next of 1, 2, 2,5, 5 and their tenfolds."""
    power = 10 ** math.floor(math.log10(step)) if step > 0 else 1
    return next((power * each for each in (1, 2, 2.5, 5) if power * each >= step), power * 10)
