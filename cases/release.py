"""What leaves the task force stays as it left (ADR 0024): which cells go out with a year that is over. Pure.

A calendar year goes out once, with the counts it had when it was first let out; a block of five years once,
when its last year does. So there is one number for each cell for ever, and everything that ever went out is
part of one table: a reader who kept all of it knows no more than who reads the newest. New cells are settled
jointly with what is out already, which neither changes nor comes back.
"""

from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import replace

from cases.figures import BLOCK, At, Breakdown, Span, cells_of, closed_in, settled, sums_of, unbroken
from cases.suppression import HIDDEN, Cell

Raw = Mapping[tuple[str, str, str, str, int], int]
"""People by (measure, dimension, key, other, year), as `cases.figures.Count` has them."""


def complete_years(known: Iterable[int], today: int) -> list[int]:
    """Calendar years that are over, from the block of five in which the first counted year lies."""
    first = min([*known, today - 1])
    return list(range(first - first % BLOCK, today))


def complete_spans(years: Sequence[int]) -> list[Span]:
    """Each year, and the blocks of five of which every year is there; `years` without gaps."""
    starts = [year for year in years if year % BLOCK == 0 and year + BLOCK - 1 <= years[-1]]
    return [(year, year) for year in years] + [(start, start + BLOCK - 1) for start in starts]


def newly_out(
    raw: Raw,
    tables: Sequence[Breakdown],
    years: Sequence[int],
    out: Mapping[At, Cell],
    *,
    limit: int,
    closed: Set[At] = frozenset(),
    salt: bytes = b"",
) -> dict[At, Cell]:
    """The cells that go out now, beside those that are out.

    Args:
        raw: counts of `years` as they are frozen, not as they may be today.
        tables: those of today; a category that left the vocabulary since lives on in what is out.
        years: all that are over, without gaps.
        out: what left before.
        limit: the largest count that is hidden.
        closed: cells hidden inside the task force tonight, which then do not leave either.
        salt: the holder's secret for choosing among equals.
    """
    tables = [_with_old_keys(table, out) for table in tables]
    whens = complete_spans(years)
    cells = cells_of(raw, tables, whens)
    new = [at for at in cells if at not in out]
    if not new:
        return {}
    fixed = {at for at, value in out.items() if value is not HIDDEN and at in cells}
    hidden = (closed_in(out) | unbroken(cells, tables, limit) | closed) & cells.keys() - fixed
    sums = sums_of(tables, whens)
    shown = settled(cells, sums, limit, hidden=hidden, exact=fixed, salt=salt, zeros=True)
    if any(shown[at] is HIDDEN for at in fixed):
        return dict.fromkeys(new, HIDDEN)
    return {at: shown[at] for at in new}


def _with_old_keys(table: Breakdown, out: Mapping[At, Cell]) -> Breakdown:
    mine = [at for at in out if (at.measure, at.dimension) == (table.measure, table.dimension)]
    keys = dict.fromkeys([*table.keys, *sorted(at.key for at in mine if at.key)])
    others = dict.fromkeys([*table.others, *sorted(at.other for at in mine if at.other)])
    return replace(table, keys=tuple(keys), others=tuple(others))
