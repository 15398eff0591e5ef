"""Figures: hand-worked examples as data, and a slow obvious reference (reference.py) against chance."""

import json
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rad.aggregation import Entry, Figure, Measure, State, figure, grade_of, rounded, score
from tests.rad import reference

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


VALUES = st.decimals(min_value=0, max_value=500, places=2)
KINDS = ("jumlah", "posisi_akhir", "rata_rata", "rasio")


@st.composite
def entries(draw: Any, kind: str) -> list[Entry]:
    found = []
    for slot in sorted(draw(st.sets(st.integers(1, 4)))):
        if draw(st.booleans()) and draw(st.booleans()):
            found.append(Entry(slot, not_applicable=True))
        elif kind == "rasio":
            whole = draw(st.integers(1, 50))
            found.append(Entry(slot, None, Decimal(draw(st.integers(0, whole))), Decimal(whole)))
        else:
            found.append(Entry(slot, draw(VALUES)))
    return draw(st.permutations(found))


@st.composite
def measures(draw: Any) -> Measure:
    kind, goals = draw(st.sampled_from(KINDS)), st.just(Decimal(0)) | VALUES
    return Measure(
        aggregation=kind,
        target=draw(st.none() | goals),
        entries=tuple(draw(entries(kind))),
        direction=draw(st.sampled_from(["naik", "turun"])),
        graded=draw(st.booleans() | st.just(True)),
        weight=Decimal(draw(st.integers(1, 5))),
        slot_targets=draw(st.just({}) | st.dictionaries(st.integers(1, 4), goals, max_size=4)),
        cumulative=draw(st.booleans()),
        waiting=frozenset(draw(st.sets(st.integers(1, 4)))),
    )


def plain(row: Measure) -> dict[str, Any]:
    """The same indicator in the reference's own shape."""

    def number(value: Any) -> Fraction | None:
        return None if value is None else Fraction(str(value))

    def said(each: Entry) -> dict[str, Any]:
        if each.not_applicable:
            return {"na": True}
        if row.aggregation == "rasio":
            return {"part": number(each.numerator), "whole": number(each.denominator)}
        return {"value": number(each.value)}

    return {
        "kind": str(row.aggregation),
        "cumulative": row.cumulative,
        "direction": str(row.direction),
        "graded": row.graded,
        "weight": number(row.weight),
        "target": number(row.target),
        "slot_targets": {slot: number(goal) for slot, goal in row.slot_targets.items()},
        "heard": {each.slot: said(each) for each in row.entries},
    }


@pytest.mark.parametrize("example", EXAMPLES["figures"], ids=lambda e: e["name"])
def test_the_reference_knows_the_examples_too(example: dict[str, Any]) -> None:
    row, slot = plain(measure(example["measure"], example["entries"])), example["slot"]
    overdue, expect = example.get("overdue", False), example["expect"]
    counted = reference.achieved(row, slot, overdue)
    assert counted == (None if expect["counted"] is None else Fraction(expect["counted"]))
    assert reference.grade(counted, reference.is_final(row, slot, overdue)) == expect["grade"]


PLANS = st.lists(st.lists(measures(), min_size=1, max_size=2), max_size=4)


@settings(deadline=None)
@given(PLANS, st.integers(1, 4), st.booleans())
def test_equals_the_slow_reference(items: list[list[Measure]], slot: int, overdue: bool) -> None:
    found = score([[figure(row, slot, overdue=overdue) for row in item] for item in items])
    slow = [[plain(row) for row in item] for item in items]
    assert found.value == reference.mean(slow, slot, overdue)
    assert (found.reported, found.total) == reference.told(slow, slot)
    assert found.waiting == sum(slot in row.waiting for item in items for row in item)


@settings(max_examples=300, deadline=None)
@given(measures(), st.integers(1, 4), st.booleans())
def test_each_figure_equals_the_slow_reference(row: Measure, slot: int, overdue: bool) -> None:
    found, slow = figure(row, slot, overdue=overdue), plain(row)
    assert found.realisation == reference.reached(slow, slot)
    assert found.counted == reference.achieved(slow, slot, overdue)
    assert (None if found.target is None else Fraction(found.target)) == reference.target(slow, slot)
    assert found.final == reference.is_final(slow, slot, overdue)
    grade = grade_of(found.counted, final=found.final)
    assert (grade.name if grade else None) == reference.grade(found.counted, found.final)


@settings(deadline=None)
@given(measures())
def test_what_waits_never_counts(row: Measure) -> None:
    for slot in (1, 2, 3, 4):
        with_, without = figure(row, slot), figure(replace(row, waiting=frozenset()), slot)
        assert replace(with_, waiting=False) == without


@settings(deadline=None)
@given(PLANS, st.integers(1, 4))
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
