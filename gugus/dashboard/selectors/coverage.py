"""How much of the region sosialisasi reached, by kecamatan."""

from gugus.dashboard.board import Figure, Row
from gugus.dashboard.enums import FigureCode, State
from meetings.selectors.outreach import AreaCover

ELSEWHERE = "lain"


def coverage(areas: list[AreaCover], whole: AreaCover, level: int) -> Figure:
    """`level` is that of the units: 4 desa and kelurahan, 3 kecamatan."""
    if not whole.units:
        return Figure(FigureCode.COVERAGE, State.MISSING, facts={"level": level})
    known = [each for each in areas if each.area is not None]
    return Figure(
        FigureCode.COVERAGE,
        State.KNOWN,
        value=whole.reached,
        whole=whole.units,
        facts={
            "areas_reached": sum(each.reached > 0 for each in known),
            "areas": len(known),
            "planned": whole.planned,
            "people": whole.people,
            "events": whole.events,
            "level": level,
        },
    )


def areas_rows(areas: list[AreaCover]) -> tuple[Row, ...]:
    return tuple(
        Row(
            each.area.code if each.area else ELSEWHERE,
            each.area.name if each.area else "Seluruh wilayah atau tanpa wilayah",
            value=each.reached,
            whole=each.units,
            facts={"people": each.people, "planned": each.planned, "events": each.events},
        )
        for each in areas
    )
