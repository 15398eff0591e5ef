"""Which figures about victims a reader may see: one decision for screen, paper, workbook and dashboard. Pure.

Own agency, sekretariat and pimpinan see everything. Others never see what was reported (value, numerator and
denominator), only what comes of it: realisation up to a slot, achievement and predikat. Where the count
behind them (the denominator of a ratio, else the value) is below the threshold they see a symbol instead:
the exact percentage of few people tells how many they are. A hidden figure must not come back by subtraction
either:

* **In time.** The figure up to a slot is shown only if what was added since the last one shown is nothing or
  reaches the threshold; the figure of one slot alone (one with a target of its own) only if those up to it
  and up to the slot before are. So a small quarter always disappears in a block of quarters whose sum is not
  small. The rule looks back only: what an earlier paper has shown cannot be taken back. A position (`last`)
  is no sum and is judged alone.
* **In a mean.** An item with a hidden indicator is hidden. If it is the only hidden one of its strategy, the
  mean would give it away: one more item about victims is hidden, one the reader does not answer for. Where
  there is none, the strategy's mean is hidden, and with it a second one that holds a hidden item; failing
  that, the plan's. In a part of a plan (one agency's items) every mean over a hidden item is hidden.

What remains possible: who knows the second item of a mean from elsewhere can still work out the first.

**Outside** the task force (province, public page) two papers of different days lie side by side, and what one
of them covers the other may have shown. So no indicator about victims leaves at all, whatever its size, and
means are those of all other indicators: what leaves is a function of what is not about victims.
"""

from collections.abc import Container, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

from rad.aggregation import YEAR_END, Entry, Figure, Measure, Score, State
from rad.enums import Aggregation


@dataclass(frozen=True, slots=True)
class Sight:
    """Whose eyes: `everything` for sekretariat and pimpinan, else the details of `items` (by key) only.

    `outside`: told nothing that comes of indicators about victims.
    """

    everything: bool = False
    items: Any = frozenset()
    outside: bool = False

    def sees(self, item: Any) -> bool:
        return self.everything or item in self.items


PUBLIC = Sight()
"""Nobody in particular: what every member may read, and what is printed for them."""
EVERYTHING = Sight(everything=True)
OUTSIDE = Sight(outside=True)
"""Province and public, who may keep every paper that ever left."""


@dataclass(frozen=True, slots=True)
class Openings:
    """Slots of a year whose number since January (`totals`) or whose own number (`values`) may be shown."""

    totals: frozenset[int]
    values: frozenset[int]


def is_small(count: Fraction, threshold: int) -> bool:
    """Whether a count of people could point to a person: anything but none below the threshold."""
    return count != 0 and -threshold < count < threshold


def openings(measure: Measure, threshold: int) -> Openings:
    """What of an indicator about victims may be shown to those who see no details of it."""
    if measure.aggregation == Aggregation.LAST and not measure.cumulative:
        return _positions(measure, threshold)
    totals, values, total, hidden, open_before = set(), set(), Fraction(0), Fraction(0), True
    for slot, gain in _gains(measure).items():
        total, hidden = total + gain, hidden + gain
        shown = not (is_small(hidden, threshold) or is_small(total, threshold))
        if shown:
            totals.add(slot)
            hidden = Fraction(0)
        if shown and open_before:
            values.add(slot)
        open_before = shown
    return Openings(frozenset(totals), frozenset(totals if measure.cumulative else values))


def _gains(measure: Measure) -> dict[int, Fraction]:
    """How many people each slot added, in order; a cumulative report adds what it is above the last."""
    gains, before = dict.fromkeys(range(1, YEAR_END + 1), Fraction(0)), Fraction(0)
    for entry in sorted(measure.entries, key=lambda entry: entry.slot):
        if entry.not_applicable:
            continue
        gains[entry.slot] += _count(entry) - before
        before = _count(entry) if measure.cumulative else Fraction(0)
    return gains


def _positions(measure: Measure, threshold: int) -> Openings:
    small = {entry.slot: is_small(_count(entry), threshold) for entry in measure.entries}
    totals, now = set(), False
    for slot in range(1, YEAR_END + 1):
        now = small.get(slot, now)
        if not now:
            totals.add(slot)
    return Openings(frozenset(totals), frozenset(totals))


def _count(entry: Entry) -> Fraction:
    """How many people an entry is about."""
    return Fraction((entry.denominator if entry.value is None else entry.value) or 0)


def may_show(measure: Measure, slot: int, threshold: int) -> bool:
    """Whether the figure of an indicator up to a slot may be shown to those who see no details of it."""
    found = openings(measure, threshold)
    own = slot < YEAR_END and slot in measure.slot_targets
    return slot in (found.values if own else found.totals)


def hidden_figure(figure: Figure) -> Figure:
    """The figure without anything that its count could be worked out from; what was reported stays told."""
    if figure.realisation is None:
        return figure
    return replace(figure, state=State.HIDDEN, realisation=None, raw=None, final=False)


def withheld_figure(figure: Figure) -> Figure:
    """The figure of an indicator about victims for the outside: the same symbol whatever was reported."""
    return replace(figure, state=State.HIDDEN, realisation=None, raw=None, final=False)


def hidden_score(score: Score) -> Score:
    return replace(score, value=None, final=False, hidden=score.value is not None)


@dataclass(frozen=True, slots=True)
class Part:
    """An item that counts in the means: `hidden` already, or `free` to be hidden for another's sake."""

    key: Hashable
    hidden: bool
    free: bool = False


@dataclass(frozen=True, slots=True)
class Cover:
    """What is hidden beside the small cells: further items, means of strategies, the plan's mean."""

    items: frozenset[Hashable] = frozenset()
    strategies: frozenset[Hashable] = frozenset()
    plan: bool = False


def cover(strategies: Mapping[Hashable, Sequence[Part]]) -> Cover:
    """What else must be hidden so that no mean gives a hidden item away."""
    items = {part.key for parts in strategies.values() for part in _more_items(parts)}
    means = {key for key, parts in strategies.items() if _hidden(parts, items) == 1}
    if len(means) == 1:
        more_means, more_items = _elsewhere(strategies, means, items)
        means |= more_means
        items |= more_items
    return Cover(frozenset(items), frozenset(means), plan=len(means) == 1)


def _hidden(parts: Iterable[Part], more: Container[Hashable] = ()) -> int:
    return sum(part.hidden or part.key in more for part in parts)


def _free(parts: Iterable[Part]) -> list[Part]:
    return [part for part in parts if part.free and not part.hidden][:1]


def _more_items(parts: Sequence[Part]) -> list[Part]:
    return _free(parts) if _hidden(parts) == 1 else []


def _elsewhere(
    strategies: Mapping[Hashable, Sequence[Part]], means: Container[Hashable], items: Container[Hashable]
) -> tuple[set[Hashable], set[Hashable]]:
    """A second strategy to go without its mean: one that hides items already, else with one more hidden."""
    others = [(key, parts) for key, parts in strategies.items() if key not in means]
    for key, parts in others:
        if _hidden(parts, items):
            return {key}, set()
    for key, parts in others:
        if _free(parts):
            return {key}, {part.key for part in _free(parts)}
    return set(), set()
