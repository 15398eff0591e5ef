"""The figures of cases as one system of tables: which cells, what adds up, and what may be shown. Pure.

Kasus counts incidents, korban counts cases; a year is the calendar year of the region in which the case was
opened (for rujukan: sent). Years stand alone and in blocks of five calendar years (2020 sampai dengan 2024),
a block being the sum of its years. Of korban and kasus there is a total; everything else is a breakdown, and
a small total is not broken down at all: zeros beside it would point at the one place or person.
"""

from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from typing import Any, NamedTuple

from cases.enums import AgeGroup, Audience, CaseKind, ReferralStatus, Sex, Stage
from cases.suppression import HIDDEN, Cell, Sum, is_small, suppress

Span = tuple[int, int]
BLOCK = 5
TOTAL = "jumlah"


class Count(NamedTuple):
    """A row of `cases_counts`: people, incidents or referrals of one year."""

    measure: str
    dimension: str
    key: str
    other: str
    year: int
    n: int


class At(NamedTuple):
    """One cell: `key` and `other` are empty in a margin."""

    measure: str
    dimension: str
    key: str
    other: str
    span: Span


@dataclass(frozen=True, slots=True)
class Breakdown:
    """One table: its categories, a second way across, and whether they add up to the measure's total."""

    measure: str
    dimension: str
    keys: tuple[str, ...]
    others: tuple[str, ...] = ()
    adds_up: bool = True
    whole: str = ""

    def ways(self, span: Span) -> list[tuple[str, str]]:
        """The cells of one span. Both ways across only over a block of years: of one year the cells would
        be so small that hiding them would hide the rest."""
        margins = [(key, "") for key in self.keys] + [("", other) for other in self.others]
        if span[0] == span[1]:
            return margins
        return margins + [(key, other) for key in self.keys for other in self.others]

    @property
    def of(self) -> str:
        """The measure whose total is broken down."""
        return self.whole or self.measure


@dataclass(frozen=True, slots=True)
class Thresholds:
    """The smallest count shown when broken down, inside the task force and outside of it."""

    inside: int
    outside: int


def breakdowns(places: Sequence[str], services: Sequence[str]) -> list[Breakdown]:
    """All tables of a task force; a victim may have had several services, so those do not add up."""
    where = (*places, "luar", "tidak_dicatat")
    return [
        Breakdown("korban", "wilayah", where),
        Breakdown("kasus", "wilayah", where),
        Breakdown("korban", "jenis", tuple(CaseKind.values)),
        Breakdown("korban", "tahap", tuple(Stage.values)),
        Breakdown("korban", "kelamin_usia", tuple(Sex.values), tuple(AgeGroup.values)),
        Breakdown("layanan", "layanan", tuple(services), adds_up=False, whole="korban"),
        Breakdown("rujukan", "status", tuple(s for s in ReferralStatus.values if s != ReferralStatus.DRAFT)),
    ]


MEASURES = ("kasus", "korban", "rujukan")
ALL_MEASURES = (*MEASURES, "layanan")
# The task force's own totals and referral counters: exact for its leaders and secretariat.
EXACT = {(measure, TOTAL) for measure in MEASURES} | {("rujukan", "status")}


def spans(first: int, last: int) -> list[Span]:
    """Every year, and the blocks of five calendar years they lie in; the last block ends with `last`."""
    years = [(year, year) for year in range(first, last + 1)]
    starts = range(first - first % BLOCK, last + 1, BLOCK)
    return years + [
        (max(s, first), min(s + BLOCK - 1, last)) for s in starts if min(s + BLOCK - 1, last) > max(s, first)
    ]


def published(
    counts: Iterable[Count], tables: Sequence[Breakdown], last: int, limits: Thresholds, salt: bytes
) -> dict[Audience, dict[At, Cell]]:
    """What each audience inside may read, anew every night: members never more than leaders.

    What leaves the task force is `cases.release`'s.
    """
    raw = {(c.measure, c.dimension, c.key, c.other, c.year): c.n for c in counts}
    first = min((year for *_, year in raw), default=last)
    whens = spans(first - first % BLOCK, last)
    cells = cells_of(raw, tables, whens)
    sums = sums_of(tables, whens)
    exact = {at for at in cells if (at.measure, at.dimension) in EXACT}
    limit = limits.inside - 1
    small = unbroken(cells, tables, limit) - exact
    leaders = settled(cells, sums, limit, exact=exact, hidden=small, salt=salt)
    inside = settled(cells, sums, limit, covered=closed_in(leaders), salt=salt)
    return {
        Audience.LEADERS: {at: value for at, value in leaders.items() if at in exact},
        Audience.INSIDE: dict(inside),
    }


def settled(
    cells: Mapping[At, int],
    sums: Sequence[Sum],
    limit: int,
    *,
    hidden: Set[At] = frozenset(),
    exact: Set[At] = frozenset(),
    **more: Any,
) -> dict[At, Cell]:
    """Suppressed until nothing shown bounds what is hidden: see `_implied`.

    Where there were no victims nobody had a service: while that 0 is shown, so is the other.
    """
    hubs = {at for at in cells if at.dimension == TOTAL}
    sure = {at for at in cells if at.measure == "layanan" and not cells[_victims(at)]}
    hidden = {at for at in hidden if at not in sure or _victims(at) in hidden}
    while True:
        kept = exact | (sure - hidden)
        shown = suppress(cells, sums, limit, hidden=hidden, exact=kept, hubs=hubs, **more)
        closed = closed_in(shown)
        implied = _implied(cells, closed) - closed - exact
        if not implied:
            return shown
        hidden |= implied


def _victims(at: At) -> At:
    return At("korban", TOTAL, "", "", at.span)


def _implied(cells: Mapping[At, int], closed: Set[At]) -> set[At]:
    """Cells that would bound a hidden one though they do not add up to it.

    There are no more kasus than korban anywhere, so the two are hidden together; and no more people had a
    service than there were, so the services of a hidden total are hidden.
    """
    twins = {"kasus": "korban", "korban": "kasus"}
    found = {at._replace(measure=twins[at.measure]) for at in closed if at.measure in twins}
    spans = {at.span for at in closed if (at.measure, at.dimension) == ("korban", TOTAL)}
    return {at for at in found if at in cells} | {
        at for at in cells if at.measure == "layanan" and at.span in spans
    }


def cells_of(
    raw: Mapping[tuple[str, str, str, str, int], int], tables: Sequence[Breakdown], whens: list[Span]
) -> dict[At, int]:
    """Every cell with its margins, zeros included."""

    def number(measure: str, dimension: str, keys: Sequence[str], others: Sequence[str], span: Span) -> int:
        years = range(span[0], span[1] + 1)
        return sum(raw.get((measure, dimension, k, o, y), 0) for k in keys for o in others for y in years)

    found = {
        At(measure, TOTAL, "", "", span): number(measure, TOTAL, [""], [""], span)
        for measure in MEASURES
        for span in whens
    }
    for table in tables:
        for span in whens:
            for key, other in table.ways(span):
                keys, others = [key] if key else table.keys, [other] if other else table.others or ("",)
                at = At(table.measure, table.dimension, key, other, span)
                found[at] = number(table.measure, table.dimension, keys, others, span)
    return found


def sums_of(tables: Sequence[Breakdown], whens: list[Span]) -> list[Sum]:
    """What adds up: years to blocks, categories to totals, and both ways of a table of two."""
    found = [each for table in tables if table.adds_up for span in whens for each in _across(table, span)]
    lines = [(measure, TOTAL, "", "") for measure in MEASURES]
    lines += [
        (table.measure, table.dimension, *way) for table in tables for way in table.ways((whens[0][0],) * 2)
    ]
    for start, end in [span for span in whens if span[0] != span[1]]:
        years = [(year, year) for year in range(start, end + 1)]
        found += [(At(*line, (start, end)), tuple(At(*line, year) for year in years)) for line in lines]
    return found


def _across(table: Breakdown, span: Span) -> list[Sum]:
    whole = At(table.of, TOTAL, "", "", span)

    def at(key: str, other: str = "") -> At:
        return At(table.measure, table.dimension, key, other, span)

    found: list[Sum] = [(whole, tuple(at(key) for key in table.keys))]
    if table.others:
        found.append((whole, tuple(at("", other) for other in table.others)))
    if table.others and span[0] != span[1]:
        found += [(at(key), tuple(at(key, other) for other in table.others)) for key in table.keys]
        found += [(at("", other), tuple(at(key, other) for key in table.keys)) for other in table.others]
    return found


def unbroken(cells: Mapping[At, int], tables: Sequence[Breakdown], limit: int) -> set[At]:
    """The breakdowns of small totals."""
    wholes = {(table.measure, table.dimension): table.of for table in tables}
    return {
        at
        for at in cells
        if (whole := wholes.get((at.measure, at.dimension)))
        and is_small(cells[At(whole, TOTAL, "", "", at.span)], limit)
    }


def closed_in(shown: Mapping[At, Cell]) -> set[At]:
    return {at for at, value in shown.items() if value is HIDDEN}
