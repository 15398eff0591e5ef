"""The figures once more, slow and obvious: written from the issue's words, sharing no line with the portal.

An indicator is a dict: kind, cumulative, direction, graded, weight, target, slot_targets {slot: number},
heard {slot: {"value"} or {"part", "whole"} or {"na": True}}. Numbers are Fractions. A plan is a list of
items, an item a list of indicators.
"""

from fractions import Fraction
from typing import Any

SCALE = [(91, "Sangat Tinggi"), (76, "Tinggi"), (66, "Sedang"), (51, "Rendah"), (0, "Sangat Rendah")]


def has_own_target(row: dict[str, Any], slot: int) -> bool:
    """The year ends with slot 4, whose target is the year's."""
    return slot in (1, 2, 3) and slot in row["slot_targets"]


def target(row: dict[str, Any], slot: int) -> Fraction | None:
    if has_own_target(row, slot):
        return row["slot_targets"][slot]
    if row["target"] is not None:
        return row["target"]
    promised = [row["slot_targets"][s] for s in (1, 2, 3, 4) if s in row["slot_targets"]]
    if promised == []:
        return None
    if row["cumulative"]:
        return promised[-1]
    if row["kind"] == "posisi_akhir":
        return promised[-1]
    if row["kind"] == "jumlah":
        return sum(promised, Fraction(0))
    return sum(promised, Fraction(0)) / len(promised)


def heard_of(row: dict[str, Any], slot: int) -> list[dict[str, Any]]:
    """What was accepted and belongs to the figure of a slot, in the order of time."""
    slots = [slot] if has_own_target(row, slot) else [s for s in (1, 2, 3, 4) if s <= slot]
    return [row["heard"][s] for s in slots if s in row["heard"]]


def reached(row: dict[str, Any], slot: int) -> Fraction | None:
    numbers = [each for each in heard_of(row, slot) if not each.get("na")]
    if numbers == []:
        return None
    if row["cumulative"]:
        last = numbers[-1]
        if row["kind"] == "rasio":
            return 100 * last["part"] / last["whole"]
        return last["value"]
    if row["kind"] == "rasio":
        parts, wholes = Fraction(0), Fraction(0)
        for each in numbers:
            parts = parts + each["part"]
            wholes = wholes + each["whole"]
        return 100 * parts / wholes
    if row["kind"] == "posisi_akhir":
        return numbers[-1]["value"]
    total = Fraction(0)
    for each in numbers:
        total = total + each["value"]
    if row["kind"] == "rata_rata":
        return total / len(numbers)
    return total


def achieved(row: dict[str, Any], slot: int, overdue: bool) -> Fraction | None:
    """Per cent as it enters a mean, None when it stays out."""
    goal = target(row, slot)
    if not row["graded"]:
        return None
    if goal is None:
        return None
    if goal == 0 and row["direction"] == "naik":
        return None  # no duty
    if heard_of(row, slot) == []:
        return Fraction(0) if overdue else None
    number = reached(row, slot)
    if number is None:
        return None  # N/A
    if row["direction"] == "naik":
        percent = number / goal * 100
    elif goal == 0:
        percent = Fraction(100) if number == 0 else Fraction(0)
    else:
        percent = (2 * goal - number) / goal * 100
    if percent < 0:
        percent = Fraction(0)
    if percent > 100:
        percent = Fraction(100)
    return percent


def is_final(row: dict[str, Any], slot: int, overdue: bool) -> bool:
    return (has_own_target(row, slot) or slot == 4) and (overdue or slot in row["heard"])


def item_mean(item: list[dict[str, Any]], slot: int, overdue: bool) -> Fraction | None:
    top, bottom = Fraction(0), Fraction(0)
    for row in item:
        percent = achieved(row, slot, overdue)
        if percent is not None:
            top = top + percent * row["weight"]
            bottom = bottom + row["weight"]
    return top / bottom if bottom else None


def mean(items: list[list[dict[str, Any]]], slot: int, overdue: bool) -> Fraction | None:
    """Of a strategy's items or of a plan's."""
    found = [item_mean(item, slot, overdue) for item in items]
    counted = [value for value in found if value is not None]
    return sum(counted, Fraction(0)) / len(counted) if counted else None


def told(items: list[list[dict[str, Any]]], slot: int) -> tuple[int, int]:
    """n dari N dilaporkan."""
    every = [row for item in items for row in item]
    return len([row for row in every if slot in row["heard"]]), len(every)


def grade(value: Fraction | None, final: bool, scale: list[tuple[Any, str]] = SCALE) -> str | None:
    if value is None or not final:
        return None
    for floor, name in scale:
        if value >= floor:
            return name
    raise AssertionError("a scale begins at 0")
