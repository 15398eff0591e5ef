"""A matrix as it should stand in the database, and how it differs from what stands there. Pure."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from rad.enums import Aggregation, Direction, PartyKind, PartyRole
from rad.workbook import IndicatorRow, ItemRow, Matrix
from rad.workbook.texts import folded

AGGREGATIONS = {
    "sum": Aggregation.SUM,
    "last": Aggregation.LAST,
    "mean": Aggregation.MEAN,
    "ratio": Aggregation.RATIO,
}
Resolve = Callable[[str], "Resolved"]


@dataclass(frozen=True)
class Resolved:
    """Whom a name means: `agency_id` is None for a post nobody answers for, for all, for text."""

    kind: str
    agency_id: Any = None


@dataclass(frozen=True)
class PlannedParty:
    role: str
    kind: str
    label: str
    agency_id: Any
    order: int


@dataclass(frozen=True)
class PlannedIndicator:
    """`stated` is what the file says; `proposed` only counts when the indicator is new.

    `place` is where it stands in the file ("Matriks!12").
    """

    name: str
    place: str
    stated: dict[str, Any]
    proposed: dict[str, Any]
    targets: dict[int, Decimal]


@dataclass(frozen=True)
class PlannedItem:
    code: str
    name: str
    stated: dict[str, Any]
    parties: tuple[PlannedParty, ...]
    indicators: tuple[PlannedIndicator, ...]

    @property
    def key(self) -> tuple[str, str]:
        return folded(self.name), responsible_key(self.parties)


@dataclass(frozen=True)
class PlannedProgram:
    name: str
    items: tuple[PlannedItem, ...]


@dataclass(frozen=True)
class PlannedStrategy:
    name: str
    programs: tuple[PlannedProgram, ...]


@dataclass(frozen=True)
class Change:
    """One difference: where, what, from, to. `before` is "" for what is new."""

    where: str
    what: str
    before: str
    after: str


def responsible_key(parties: Iterable[Any]) -> str:
    """What tells two items of one name apart: who answers for them."""
    return "; ".join(sorted(folded(p.label) for p in parties if p.role == PartyRole.RESPONSIBLE))


def planned(matrix: Matrix, resolve: Resolve) -> tuple[PlannedStrategy, ...]:
    """The whole matrix, each name of a party resolved."""
    return tuple(
        PlannedStrategy(
            strategy.name,
            tuple(
                PlannedProgram(str(program.name.value), tuple(_item(item, resolve) for item in program.items))
                for program in strategy.programs
            ),
        )
        for strategy in matrix.strategies
    )


def names_of(matrix: Matrix) -> Iterator[tuple[str, bool, str]]:
    """Every name of a party with whether it is responsible and the item it stands in."""
    for _strategy, _program, item in matrix.items():
        for name in item.responsible_names:
            yield name, True, item.code
        for found in item.supporting:
            yield str(found.value), False, item.code


def _item(row: ItemRow, resolve: Resolve) -> PlannedItem:
    amounts = [each.value.value for each in row.budget if isinstance(each.value.value, Decimal)]
    supporting = [str(found.value) for found in row.supporting]
    return PlannedItem(
        code=row.code,
        name=str(row.activity.value),
        stated={
            "funding": "; ".join(str(found.value) for found in row.funding),
            "budget": sum(amounts, Decimal(0)) if amounts else None,
            "sipd_code": str(row.sipd.value) if row.sipd else "",
            "places": str(row.place.value) if row.place else "",
        },
        parties=(
            *_parties(row.responsible_names, PartyRole.RESPONSIBLE, resolve),
            *_parties(supporting, PartyRole.SUPPORTING, resolve),
        ),
        indicators=tuple(_indicator(each) for each in row.indicators),
    )


def _parties(names: Iterable[str], role: str, resolve: Resolve) -> Iterator[PlannedParty]:
    for order, name in enumerate(dict.fromkeys(names)):
        known = resolve(name)
        yield PlannedParty(role, known.kind, name, known.agency_id, order)


def _indicator(row: IndicatorRow) -> PlannedIndicator:
    guess, baseline = row.proposal, row.baseline
    absent = baseline.value is None and baseline.absent not in ("", "kosong")
    return PlannedIndicator(
        name=str(row.name.value),
        place=f"{row.sheet}!{row.row}",
        stated={
            "unit": str(row.unit.value),
            "baseline": baseline.value,
            "baseline_na": absent,
            "note": str(row.note.value) if row.note else "",
        },
        proposed={
            "aggregation": AGGREGATIONS[guess.aggregation],
            "direction": Direction.LOWER if guess.direction == "lower" else Direction.HIGHER,
            "about_victims": guess.concerns_victims,
            "graded": guess.graded,
            "na_allowed": guess.na_without_cases or absent,
        },
        targets={
            each.year: each.value.value for each in row.targets if isinstance(each.value.value, Decimal)
        },
    )


def text_of(value: Any) -> str:
    """A stored value as a change shows it."""
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return "ya" if value else "tidak"
    return f"{value.normalize():f}" if isinstance(value, Decimal) else str(value)


ALL = Resolved(PartyKind.ALL)
TEXT = Resolved(PartyKind.TEXT)
