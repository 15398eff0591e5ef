"""Ten invented agencies, their liaisons, and a plan with every kind of indicator, for the story of a year."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from members.enums import AgencyKind, Role
from rad import services
from rad.enums import Aggregation, Direction
from rad.models import ActionPlan, Indicator
from rad.services.items import PartyGiven
from tests.factories import World, make_world

YEAR = 2025
MORE = ("Kejari", "Pengadilan", "Imigrasi", "Disnaker", "Disdik", "Kominfo")


@dataclass(frozen=True)
class Kind:
    """An indicator of the story; `targets` by quarter, None for the year's."""

    agency: str
    aggregation: str
    targets: dict[int | None, int]
    direction: str = Direction.HIGHER
    extra: dict[str, Any] = field(default_factory=dict)
    beside: bool = False  # a second indicator of the item before it


CAST = (
    Kind("DP3AP2KB", Aggregation.SUM, {None: 40}),
    Kind(
        "DP3AP2KB",
        Aggregation.SUM,
        {None: 12, 1: 3, 2: 3, 3: 3, 4: 3},
        extra={"weight": Decimal(3)},
        beside=True,
    ),
    Kind("Dinas Sosial", Aggregation.RATIO, {None: 75}),
    Kind("Dinas Kesehatan", Aggregation.LAST, {None: 30}),
    Kind("Polres", Aggregation.MEAN, {None: 24}, Direction.LOWER),
    Kind("Kejari", Aggregation.SUM, {None: 0}, Direction.LOWER),
    Kind("Pengadilan", Aggregation.SUM, {None: 0}),
    Kind("Imigrasi", Aggregation.SUM, {None: 90}, extra={"cumulative": True}),
    Kind("Disnaker", Aggregation.MEAN, {None: 80}),
    Kind("Disdik", Aggregation.SUM, {None: 29}),
    Kind("Kominfo", Aggregation.RATIO, {None: 60}, extra={"na_allowed": True}),
    Kind("Dinas Sosial", Aggregation.SUM, {None: 10}, extra={"graded": False}),
)


@dataclass
class Story:
    """The world, its plan, and each indicator's kind by primary key."""

    world: World
    plan: ActionPlan
    kinds: dict[Any, Kind] = field(default_factory=dict)

    def person(self, key: str) -> Any:
        return self.world.people[key]


def liaison(agency: str) -> str:
    return "penghubung-" + agency.lower().replace(" ", "-")


def open_story(instrument_on: date) -> Story:
    """Ten agencies with a liaison each, and a plan of two strategies fixed on `instrument_on`."""
    world = make_world()
    for short in MORE:
        world.agency(short, AgencyKind.VERTICAL)
    for short, agency in world.agencies.items():
        world.person(liaison(short), Role.LIAISON, agency)
    by = world.people["sekretariat"]
    plan = services.plan_create(
        code="rad-2025", title="RAD Contoh 2025", first_year=YEAR, last_year=YEAR, by=by
    )
    story = Story(world, plan)
    programs = [
        services.program_create(
            strategy=services.strategy_create(plan=plan, name=name, by=by), name=f"Program {name}", by=by
        )
        for name in ("Pencegahan", "Penanganan")
    ]
    item = None
    for place, kind in enumerate(CAST):
        if item is None or not kind.beside:
            party = PartyGiven("instansi", kind.agency, world.agencies[kind.agency].pk)
            item = services.item_create(
                program=programs[place % 2], name=f"Kegiatan {place}", responsible=[party], by=by
            )
        row = _indicator(item, place, kind, by)
        story.kinds[row.pk] = kind
    story.plan = services.plan_adopt(
        plan=plan, instrument="Peraturan Wali Kota Nomor 1 Tahun 2025", adopted_on=instrument_on, by=by
    )
    return story


def _indicator(item: Any, place: int, kind: Kind, by: Any) -> Indicator:
    targets = {(YEAR, quarter): Decimal(value) for quarter, value in kind.targets.items()}
    return services.indicator_create(
        item=item,
        by=by,
        name=f"Indikator {place}",
        unit="%" if kind.aggregation == Aggregation.RATIO else "kali",
        aggregation=kind.aggregation,
        direction=kind.direction,
        targets=targets,
        **kind.extra,
    )
