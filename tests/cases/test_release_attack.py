"""An attacker who kept everything that ever left a task force, and knows the rules, recovers nothing hidden.

What they have: every table of every night, of every year and block, with all that adds up; that no count is
below 0, that there are no more kasus than korban anywhere, and no more people served than there were. How
they reckon: a solver decides over all worlds of whole numbers that agree with all of this. That finds
whatever elimination, bounds or trying every table could find; on the smallest worlds every table is tried.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from itertools import product

import pytest
import z3

from cases import figures, release
from cases.figures import TOTAL, At, Breakdown, Span, cells_of, sums_of
from cases.suppression import HIDDEN, Cell, Key, Sum
from tests.cases.arrivals import FIRST, Publications, Region, gated, naive, region

Spans = Callable[[int], list[Span]]


@dataclass
class Knowledge:
    """All publications as one system: what is shown, what adds up, and the truth to judge guesses by."""

    shown: dict[Key, Cell] = field(default_factory=dict)
    sums: dict[Sum, None] = field(default_factory=dict)
    true: dict[Key, int] = field(default_factory=dict)

    @property
    def hidden(self) -> set[Key]:
        """Cells that were published and never shown."""
        return {key for key in self.true if self.shown[key] is HIDDEN}


def learnt(world: Region, seen: Publications, spans: Spans) -> Knowledge:
    """What is shown once of a year that is over is taken to hold for ever."""
    known = Knowledge()
    for (year, *_), cells, true in zip(world.nights, seen.nights, seen.true, strict=True):

        def name(at: Key, year: int = year) -> Key:
            settled = not isinstance(at, At) or at.span[1] < year or seen.frozen
            return at if settled else (at, year)

        for at, value in cells.items():
            if known.shown.get(name(at), HIDDEN) is HIDDEN:
                known.shown[name(at)] = value
            known.true[name(at)] = true[at]
        for whole, parts in [*sums_of(world.tables, spans(year)), *ordered(cells, year)]:
            for part in parts:
                known.shown.setdefault(name(part), HIDDEN)
            known.sums[name(whole), tuple(name(part) for part in parts)] = None
    return known


def ordered(cells: Mapping[At, Cell], year: int) -> list[Sum]:
    """No more of one than of the other, as a sum: what is left between them is a count of its own."""
    found: list[Sum] = []
    for at in cells:
        more = at._replace(measure="korban") if at.measure == "kasus" else None
        if at.measure == "layanan":
            more = At("korban", TOTAL, "", "", at.span)
        if more in cells:
            found.append((more, (at, ("selisih", at, year))))
    return found


def recovered(known: Knowledge) -> set[Key]:
    """Hidden cells that have one and the same count in every world that agrees with all that was seen."""
    solver, names = z3.Solver(), {}

    def term(key: Key) -> z3.ArithRef:
        value = known.shown[key]
        if value is not HIDDEN:
            return z3.IntVal(int(value))
        if key not in names:
            names[key] = z3.Int(repr(key))
            solver.add(names[key] >= 0)
        return names[key]

    for whole, parts in known.sums:
        solver.add(term(whole) == z3.Sum([term(part) for part in parts]))
    left = known.hidden
    terms = {key: term(key) for key in left}
    while left:
        solver.push()
        solver.add(z3.Or([terms[key] != known.true[key] for key in left]))
        if solver.check() != z3.sat:
            return left
        other = solver.model()
        solver.pop()
        left = {
            key for key in left
            if other.eval(terms[key], model_completion=True).as_long() == known.true[key]
        }  # fmt: skip
    return set()


def released(year: int) -> list[Span]:
    first = FIRST - FIRST % release.BLOCK
    return release.complete_spans(list(range(first, year + 1)))


def attacked(seed: int, years: tuple[int, int]) -> Knowledge:
    """Everything one region let out; no night took back or changed what an earlier one showed."""
    world = region(seed, years=years)
    seen = gated(world)
    for before, after in zip(seen.nights, seen.nights[1:], strict=False):
        assert before.items() <= after.items()
    return learnt(world, seen, released)


def found_in(seeds: range, years: tuple[int, int]) -> tuple[dict[int, set[Key]], int, int]:
    """What the attacker recovered by seed, and how many cells were hidden and shown in all."""
    results, hidden, shown = {}, 0, 0
    for seed in seeds:
        known = attacked(seed, years)
        hidden += len(known.hidden)
        shown += len(known.true) - len(known.hidden)
        if found := recovered(known):
            results[seed] = found
    return results, hidden, shown


@pytest.fixture
def blocks_of_two(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (figures, release):
        monkeypatch.setattr(module, "BLOCK", 2)


SHORT = [range(start, start + 60) for start in range(1000, 1240, 60)]


@pytest.mark.parametrize("seeds", SHORT, ids=lambda seeds: str(seeds.start))
def test_nothing_hidden_comes_back_in_many_small_worlds(blocks_of_two: None, seeds: range) -> None:
    results, hidden, shown = found_in(seeds, (2, 3))
    assert not results
    assert hidden > 60 * 20
    assert shown > 60 * 10


def test_nothing_hidden_comes_back_over_blocks_of_five() -> None:
    results, hidden, shown = found_in(range(14), (5, 7))
    assert not results
    assert hidden
    assert shown


@pytest.mark.panjang
@pytest.mark.parametrize("start", range(10_000, 13_000, 250))
def test_nothing_hidden_comes_back_in_thousands(blocks_of_two: None, start: int) -> None:
    assert not found_in(range(start, start + 250), (2, 4))[0]


@pytest.mark.panjang
@pytest.mark.parametrize("start", range(20_000, 20_400, 50))
def test_nothing_hidden_comes_back_over_many_blocks_of_five(start: int) -> None:
    assert not found_in(range(start, start + 50), (5, 7))[0]


def test_without_the_gate_the_attacker_recovers_much() -> None:
    """The same attacker on nightly figures: a block that grew by one year, a count bracketed by two dates."""
    worlds = [region(seed, back_dated=False) for seed in range(2000, 2006)]
    results = [
        recovered(learnt(world, naive(world), lambda year: figures.spans(FIRST, year))) for world in worlds
    ]
    assert sum(bool(found) for found in results) > len(worlds) // 2


TINY = (Breakdown("korban", "wilayah", ("a", "b")),)
YEARS = [FIRST, FIRST + 1]


def raw_of(people: tuple[int, ...]) -> dict[tuple[str, str, str, str, int], int]:
    """Two places in two years; each victim is an event of their own."""
    raw = {}
    for number, year in enumerate(YEARS):
        here = dict(zip("ab", people[2 * number : 2 * number + 2], strict=True))
        raw |= {("korban", "wilayah", place, "", year): n for place, n in here.items()}
        raw |= {(measure, TOTAL, "", "", year): sum(here.values()) for measure in ("korban", "kasus")}
    return raw


def let_out(people: tuple[int, ...]) -> dict[At, Cell]:
    """The first year, then the second with its block of two."""
    out: dict[At, Cell] = {}
    for years in (YEARS[:1], YEARS):
        out |= release.newly_out(raw_of(people), TINY, years, out, limit=2, salt=b"garam")
    return out


def test_trying_every_table_of_the_smallest_worlds(blocks_of_two: None) -> None:
    """By hand and without the solver: of all worlds that show the same, no hidden cell is alike in all."""
    worlds = [cells_of(raw_of(p), TINY, release.complete_spans(YEARS)) for p in product(range(6), repeat=4)]
    for people in product(range(4), repeat=4):
        out = let_out(people)
        shown = [(at, value) for at, value in out.items() if value is not HIDDEN]
        like = [world for world in worlds if all(world[at] == value for at, value in shown)]
        alike = {at for at, v in out.items() if v is HIDDEN and len({world[at] for world in like}) == 1}
        assert not alike, people
