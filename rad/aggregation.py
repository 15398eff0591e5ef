"""How figures are made, in one place: screen, PDF, workbook and dashboard all ask here.

Pure: plain dataclasses in, plain dataclasses out, exact fractions inside. The rules are those of the issue
"RAD" and domain.md §3 (grading scale of Permendagri 86/2017):

* Only accepted reports come in here; what is submitted is told apart as `waiting`. `sum` adds the periods,
  `last` takes the latest, `mean` averages those reported, `ratio` divides the sum of numerators by the sum
  of denominators.
* What a `cumulative` indicator reports is the number since January, so the latest one reported stands for
  the year up to there, whatever the aggregation, and nothing is added or averaged (of a ratio: the latest
  numerator and denominator). A period's own target of such an indicator is a number since January too: it is
  held against that period's report, and where the year has no target the latest period's is the year's.
* N/A means that there was no case: it is never zero and stays out of every mean.
* Higher is better: realisation ÷ target. Lower is better: (2 × target − realisation) ÷ target, never below
  0.
* Target 0: higher is better → no duty, out of the mean; lower is better → 100 if 0, else 0.
* An achievement is capped at 100 inside a mean; the raw one is kept.
* What nobody reported is out of the mean until the deadline, and 0 after it.
* A period with a target of its own needs a report of its own: without one it is missing, in both kinds.
* A period without a target of its own shows the share of the year's target; it is graded at year end only,
  that is when the year's last period was reported or its deadline has passed.
* Item = mean of its indicators by weight; strategy and plan = unweighted mean over their items.
* Grades are given on the unrounded value.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from rad.enums import Aggregation, Direction

RULE_VERSION = 2
"""Raised when these rules change; printed with them, so that two papers can be compared."""
YEAR_END = 4
FULL = Fraction(100)


class State(StrEnum):
    """Why a figure counts or does not."""

    COUNTED = "dihitung"
    MISSING = "belum"
    OVERDUE = "terlambat"
    NOT_APPLICABLE = "na"
    NO_DUTY = "tanpa_kewajiban"
    NO_TARGET = "tanpa_target"
    NOT_GRADED = "tidak_dinilai"
    HIDDEN = "disembunyikan"


IN_THE_MEAN = frozenset({State.COUNTED, State.OVERDUE})


@dataclass(frozen=True, slots=True)
class Entry:
    """One accepted value. `slot` is the quarter in which its period ends, 1 to 4."""

    slot: int
    value: Decimal | None = None
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    not_applicable: bool = False


@dataclass(frozen=True, slots=True)
class Measure:
    """An indicator in one year, with what was promised for it and what was accepted.

    `waiting` are the slots in which a value was submitted and not yet decided; it never counts.
    """

    aggregation: str
    target: Decimal | None = None
    entries: tuple[Entry, ...] = ()
    direction: str = Direction.HIGHER
    graded: bool = True
    weight: Decimal = Decimal(1)
    slot_targets: Mapping[int, Decimal] = field(default_factory=dict)
    cumulative: bool = False
    waiting: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Figure:
    """An indicator up to a slot: what was reached, of what, and whether it counts.

    `realisation` is in the indicator's unit (per cent for a ratio), `raw` in per cent of the target.
    """

    state: State
    realisation: Fraction | None
    target: Decimal | Fraction | None
    raw: Fraction | None
    reported: bool
    final: bool
    weight: Decimal = Decimal(1)
    waiting: bool = False

    @property
    def counted(self) -> Fraction | None:
        """The achievement as it enters a mean, or None when it stays out."""
        return min(self.raw, FULL) if self.state in IN_THE_MEAN and self.raw is not None else None


@dataclass(frozen=True, slots=True)
class Score:
    """A mean with what it stands on: how many indicators were reported, of how many, how many wait.

    `hidden`: this reader may not see it (rad.guard).
    """

    value: Fraction | None
    reported: int
    total: int
    final: bool
    waiting: int = 0
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class Grade:
    """A predikat from its cut-off upwards, by its name; `tone` is a key of the pages' shapes."""

    floor: Decimal
    name: str
    tone: str


GRADES = (
    Grade(Decimal(91), "Sangat Tinggi", "good"),
    Grade(Decimal(76), "Tinggi", "good"),
    Grade(Decimal(66), "Sedang", "note"),
    Grade(Decimal(51), "Rendah", "warn"),
    Grade(Decimal(0), "Sangat Rendah", "bad"),
)
"""Shipped cut-offs (Permendagri 86/2017, closed over its gaps); another scale may be passed to `grade_of`."""


def figure(measure: Measure, slot: int, *, overdue: bool = False) -> Figure:
    """The figure of an indicator up to and including `slot`; `overdue` when that period's deadline passed."""
    own = slot < YEAR_END and slot in measure.slot_targets
    target = measure.slot_targets[slot] if own else year_target(measure)
    entries = [entry for entry in measure.entries if (entry.slot == slot if own else entry.slot <= slot)]
    reached = realise(measure.aggregation, entries, cumulative=measure.cumulative)
    state = _state(measure, target, entries, reached, overdue=overdue)
    reported = any(entry.slot == slot for entry in measure.entries)
    raw = Fraction(0) if state == State.OVERDUE else achievement(reached, target, measure.direction)
    return Figure(
        state=state,
        realisation=reached,
        target=target,
        raw=raw,
        reported=reported,
        final=(own or slot == YEAR_END) and (overdue or reported),
        weight=measure.weight,
        waiting=slot in measure.waiting,
    )


def _state(
    measure: Measure,
    target: Decimal | Fraction | None,
    entries: Sequence[Entry],
    reached: Fraction | None,
    *,
    overdue: bool,
) -> State:
    if not measure.graded:
        return State.NOT_GRADED
    if target is None:
        return State.NO_TARGET
    if target == 0 and measure.direction == Direction.HIGHER:
        return State.NO_DUTY
    if not entries:
        return State.OVERDUE if overdue else State.MISSING
    return State.NOT_APPLICABLE if reached is None else State.COUNTED


def realise(aggregation: str, entries: Iterable[Entry], *, cumulative: bool = False) -> Fraction | None:
    """What the entries come to together; None when there is nothing but N/A."""
    real = sorted((entry for entry in entries if not entry.not_applicable), key=lambda entry: entry.slot)
    if not real:
        return None
    if cumulative:
        real = real[-1:]
    if aggregation == Aggregation.RATIO:
        return _ratio(real)
    values = [Fraction(entry.value) for entry in real if entry.value is not None]
    if not values:
        return None
    if aggregation == Aggregation.LAST:
        return values[-1]
    total = sum(values, Fraction(0))
    return total / len(values) if aggregation == Aggregation.MEAN else total


def _ratio(entries: Sequence[Entry]) -> Fraction | None:
    parts = [(Fraction(e.numerator or 0), Fraction(e.denominator or 0)) for e in entries if e.denominator]
    whole = sum((denominator for _part, denominator in parts), Fraction(0))
    return sum((part for part, _whole in parts), Fraction(0)) / whole * 100 if whole else None


def achievement(
    reached: Fraction | None, target: Decimal | Fraction | None, direction: str
) -> Fraction | None:
    """Per cent of the target, uncapped; None when nothing can be divided."""
    if reached is None or target is None:
        return None
    goal = Fraction(target)
    if direction == Direction.LOWER:
        return max((2 * goal - reached) / goal * 100, Fraction(0)) if goal else FULL * (reached == 0)
    return reached / goal * 100 if goal else None


def year_target(measure: Measure) -> Decimal | Fraction | None:
    """The year's target; where only its periods have one, what these come to."""
    if measure.target is not None or not measure.slot_targets:
        return measure.target
    goals = [measure.slot_targets[slot] for slot in sorted(measure.slot_targets)]
    if measure.cumulative or measure.aggregation == Aggregation.LAST:
        return goals[-1]
    total = sum(goals, Decimal(0))
    return total if measure.aggregation == Aggregation.SUM else Fraction(total) / len(goals)


def item_value(figures: Iterable[Figure]) -> Fraction | None:
    """The mean of an item's indicators by their weights."""
    known = [(value, each.weight) for each in figures if (value := each.counted) is not None]
    if len(known) < 2:
        return known[0][0] if known else None
    weights = [Fraction(weight) for _value, weight in known]
    parts = (value * weight for (value, _), weight in zip(known, weights, strict=True))
    return sum(parts, Fraction(0)) / sum(weights)


def item_score(figures: Sequence[Figure]) -> Score:
    """The mean of one item, given as its indicators' figures."""
    value = item_value(figures)
    return Score(
        value=value,
        reported=sum(each.reported for each in figures),
        total=len(figures),
        final=value is not None and all(each.final for each in figures if each.counted is not None),
        waiting=sum(each.waiting for each in figures),
        hidden=value is None and any(each.state == State.HIDDEN for each in figures),
    )


def mean(items: Iterable[Score]) -> Score:
    """The unweighted mean of items; those that count nothing stay out of it."""
    items = list(items)
    known = [each for each in items if each.value is not None]
    values = [each.value for each in items if each.value is not None]
    return Score(
        value=sum(values, Fraction(0)) / len(values) if values else None,
        reported=sum(each.reported for each in items),
        total=sum(each.total for each in items),
        final=bool(known) and all(each.final for each in known),
        waiting=sum(each.waiting for each in items),
        hidden=not known and any(each.hidden for each in items),
    )


def score(items: Iterable[Sequence[Figure]]) -> Score:
    """The unweighted mean over items, each given as its indicators' figures."""
    return mean(map(item_score, items))


def grade_of(value: Fraction | None, *, final: bool = True, grades: Sequence[Grade] = GRADES) -> Grade | None:
    """The grade of an unrounded value; None before it is final."""
    if value is None or not final:
        return None
    return next((grade for grade in grades if value >= Fraction(grade.floor)), grades[-1])


def rounded(value: Fraction | Decimal | None, places: int = 1) -> Decimal | None:
    """The one way a figure is rounded for reading: half up."""
    if value is None:
        return None
    whole = (Fraction(value) * 10**places + Fraction(1, 2)).__floor__()
    return Decimal(whole).scaleb(-places)
