"""Figures: hand-worked examples as data, and a slow obvious reference against chance."""

import json
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rad.aggregation import Entry, Figure, Measure, State, figure, grade_of, rounded, score

EXAMPLES = json.loads((Path(__file__).parent / "examples.json").read_text())


def number(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)


def entry(slot: int, value: str | None, part: str | None = None, whole: str | None = None) -> Entry:
    if value == "N/A":
        return Entry(slot, not_applicable=True)
    return Entry(slot, number(value), number(part), number(whole))


def measure(spec: dict[str, Any], entries: list[list[Any]]) -> Measure:
    values = dict(spec)
    values["target"] = number(values.get("target"))
    values["slot_targets"] = {int(k): Decimal(v) for k, v in values.get("slot_targets", {}).items()}
    return Measure(entries=tuple(entry(*each) for each in entries), **values)


@pytest.mark.parametrize("example", EXAMPLES["figures"], ids=lambda e: e["name"])
def test_hand_worked_figure(example: dict[str, Any]) -> None:
    found = figure(
        measure(example["measure"], example["entries"]),
        example["slot"],
        overdue=example.get("overdue", False),
    )
    expect = example["expect"]
    assert found.state == expect["state"]
    for name in ("realisation", "raw", "counted"):
        wanted = expect[name]
        assert getattr(found, name) == (None if wanted is None else Fraction(wanted)), name
    grade = grade_of(found.counted, final=found.final)
    assert (grade.name if grade else None) == expect["grade"]


@pytest.mark.parametrize("example", EXAMPLES["means"], ids=lambda e: e["name"])
def test_hand_worked_mean(example: dict[str, Any]) -> None:
    items = [
        [
            Figure(
                state=State.COUNTED if raw else State.NOT_APPLICABLE,
                realisation=None,
                target=None,
                raw=Fraction(raw) if raw else None,
                reported=True,
                final=True,
                weight=Decimal(weight),
            )
            for raw, weight in item
        ]
        for item in example["items"]
    ]
    found = score(items)
    assert found.value == (None if example["expect"] is None else Fraction(example["expect"]))
    assert found.total == sum(map(len, items))


# A slow and obvious reference: written from the rules' words, sharing no line with the module.

VALUES = st.decimals(min_value=0, max_value=500, places=2)
KINDS = ("jumlah", "posisi_akhir", "rata_rata", "rasio")


@st.composite
def measures(draw: Any) -> Measure:
    kind = draw(st.sampled_from(KINDS))
    entries = []
    for slot in sorted(draw(st.sets(st.integers(1, 4)))):
        if draw(st.booleans()) and draw(st.booleans()):
            entries.append(Entry(slot, not_applicable=True))
        elif kind == "rasio":
            whole = draw(st.integers(1, 50))
            entries.append(Entry(slot, None, Decimal(draw(st.integers(0, whole))), Decimal(whole)))
        else:
            entries.append(Entry(slot, draw(VALUES)))
    return Measure(
        aggregation=kind,
        target=draw(st.none() | st.just(Decimal(0)) | VALUES),
        entries=tuple(draw(st.permutations(entries))),
        direction=draw(st.sampled_from(["naik", "turun"])),
        graded=draw(st.booleans() | st.just(True)),
        weight=Decimal(draw(st.integers(1, 5))),
    )


def slow_counted(row: Measure, slot: int, overdue: bool) -> Fraction | None:
    heard = [e for e in row.entries if e.slot <= slot]
    if not row.graded or row.target is None:
        return None
    if row.target == 0 and row.direction == "naik":
        return None
    if len(heard) == 0:
        return Fraction(0) if overdue else None
    real = [e for e in heard if not e.not_applicable]
    if len(real) == 0:
        return None
    if row.aggregation == "rasio":
        top, bottom = Fraction(0), Fraction(0)
        for e in real:
            top += Fraction(str(e.numerator))
            bottom += Fraction(str(e.denominator))
        reached = 100 * top / bottom
    else:
        numbers = {e.slot: Fraction(str(e.value)) for e in real}
        reached = Fraction(0)
        for each in numbers.values():
            reached += each
        if row.aggregation == "rata_rata":
            reached = reached / len(numbers)
        if row.aggregation == "posisi_akhir":
            reached = numbers[max(numbers)]
    goal = Fraction(str(row.target))
    if row.direction == "turun" and goal == 0:
        percent = Fraction(100) if reached == 0 else Fraction(0)
    elif row.direction == "turun":
        percent = (goal + goal - reached) * 100 / goal
    else:
        percent = reached * 100 / goal
    return min(max(percent, Fraction(0)), Fraction(100))


@given(st.lists(st.lists(measures(), min_size=1, max_size=3), max_size=6), st.integers(1, 4), st.booleans())
def test_equals_the_slow_reference(items: list[list[Measure]], slot: int, overdue: bool) -> None:
    found = score([[figure(row, slot, overdue=overdue) for row in item] for item in items])
    means = []
    for item in items:
        pairs = [(slow_counted(row, slot, overdue), int(row.weight)) for row in item]
        spread = [value for value, weight in pairs for _again in range(weight) if value is not None]
        if spread:
            means.append(sum(spread) / len(spread))
    assert found.value == (sum(means) / len(means) if means else None)
    assert found.total == sum(len(item) for item in items)
    assert found.reported == sum(any(e.slot == slot for e in row.entries) for item in items for row in item)


@given(st.lists(st.lists(measures(), min_size=1, max_size=3), min_size=1, max_size=6), st.integers(1, 4))
def test_a_mean_stays_between_0_and_100(items: list[list[Measure]], slot: int) -> None:
    value = score([[figure(row, slot) for row in item] for item in items]).value
    assert value is None or 0 <= value <= 100


@given(st.fractions(min_value=0, max_value=1000))
def test_rounding_is_half_up_and_near(value: Fraction) -> None:
    shown = rounded(value)
    assert shown is not None
    assert -Fraction(1, 20) < Fraction(shown) - value <= Fraction(1, 20)


@pytest.mark.parametrize(
    ("value", "text"), [("90.95", "91.0"), ("90.949", "90.9"), ("0.05", "0.1"), ("33.25", "33.3")]
)
def test_rounding_by_hand(value: str, text: str) -> None:
    assert str(rounded(Fraction(value))) == text


@pytest.mark.parametrize(
    ("value", "name"),
    [
        ("91", "Sangat Tinggi"), ("90.999", "Tinggi"), ("76", "Tinggi"), ("75.9", "Sedang"), ("66", "Sedang"),
        ("65.99", "Rendah"), ("51", "Rendah"), ("50.99", "Sangat Rendah"), ("0", "Sangat Rendah"),
    ],
)  # fmt: skip
def test_cut_offs_leave_no_gap(value: str, name: str) -> None:
    grade = grade_of(Fraction(value))
    assert grade is not None
    assert grade.name == name
