"""Exact numbers as text and back, the hash of a snapshot, and the proof that its figures follow from it.

Fractions are written as `1317/20` and decimals as `12.5`, so nothing is rounded on the way; `schema` says
which shape the data has.
"""

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields
from decimal import Decimal
from fractions import Fraction
from typing import Any, TypeVar

from rad.aggregation import Entry, Figure, Measure, Score, figure, score

SCHEMA = 1
T = TypeVar("T")


def exact(value: Fraction | Decimal | int | None) -> str | None:
    """A number as text that loses nothing."""
    if value is None:
        return None
    return str(value) if isinstance(value, Fraction | int) else f"{value.normalize():f}"


def number(text: str | None) -> Fraction | None:
    """What `exact` wrote."""
    return None if text is None else Fraction(text)


def money(text: str | None) -> Decimal | None:
    """Rupiah, or another decimal, from what `exact` wrote."""
    return None if text is None else Decimal(text)


def fingerprint(data: Mapping[str, Any]) -> str:
    """SHA-256 over the canonical writing of a snapshot: sorted keys, no spaces, UTF-8."""
    text = json.dumps(data, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def plain(value: Any) -> Any:
    """A dataclass of the aggregation, or a part of one, as JSON."""
    if isinstance(value, Fraction | Decimal):
        return exact(value)
    if isinstance(value, Mapping):
        return {str(key): plain(each) for key, each in sorted(value.items())}
    if isinstance(value, frozenset):
        return sorted(value)
    if isinstance(value, list | tuple):
        return [plain(each) for each in value]
    if hasattr(value, "__dataclass_fields__"):
        return {each.name: plain(getattr(value, each.name)) for each in fields(value)}
    return value if value is None or isinstance(value, bool | int) else str(value)


def measure_of(data: Mapping[str, Any]) -> Measure:
    """The inputs of a figure as they were frozen."""
    return _built(
        Measure,
        data,
        entries=tuple(_built(Entry, each) for each in data["entries"]),
        waiting=frozenset(data["waiting"]),
        slot_targets={int(slot): Decimal(goal) for slot, goal in data["slot_targets"].items()},
    )


def _built(shape: type[T], data: Mapping[str, Any], **ready: Any) -> T:
    decimals = {each.name for each in fields(shape) if "Decimal" in str(each.type)}  # type: ignore[arg-type]
    values = {
        name: Decimal(value) if name in decimals and isinstance(value, str) else value
        for name, value in data.items()
        if name not in ready
    }
    return shape(**values, **ready)


def score_data(value: Score) -> dict[str, Any]:
    """A mean with what it stands on."""
    return plain(value)


def differences(data: Mapping[str, Any]) -> list[str]:
    """Codes of what a snapshot says otherwise than its own inputs give; empty for a sound one."""
    slot, rows = data["slot"], data["strategies"]
    found = [
        item["code"]
        for row in rows
        for item in row["items"]
        if [plain(each) for each in _figures(item, slot)] != [each["figure"] for each in item["indicators"]]
    ]
    found += [row["name"] for row in rows if _mean([row], slot) != row["score"]]
    found += [data["plan"]["code"]] if _mean(rows, slot) != data["score"] else []
    told = [each for each in data["trend"] if each["score"] and not each["score"]["hidden"]]
    return found + [each["label"] for each in told if _mean(rows, each["slot"]) != each["score"]]


def _figures(item: Mapping[str, Any], slot: int) -> list[Figure]:
    return [
        figure(measure_of(each["measure"]), slot, overdue=slot in each["due"]) for each in item["indicators"]
    ]


def _mean(strategies: Sequence[Mapping[str, Any]], slot: int) -> dict[str, Any]:
    return score_data(score([_figures(item, slot) for row in strategies for item in row["items"]]))


def indicators(data: Mapping[str, Any]) -> Iterator[tuple[Mapping[str, Any], Mapping[str, Any]]]:
    """Every indicator of a snapshot with its item, in the order of the matrix."""
    for strategy in data["strategies"]:
        for item in strategy["items"]:
            for each in item["indicators"]:
                yield item, each
