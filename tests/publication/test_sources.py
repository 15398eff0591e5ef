"""What is published equals what its sources tell the outside: the board and the guard's sight OUTSIDE."""

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import Any

import pytest
from django.utils import timezone

from gugus.dashboard.board import Figure, Row
from gugus.dashboard.enums import Audience, FigureCode, SeriesCode, State
from gugus.dashboard.selectors.board import board_of_system
from gugus.publication.enums import CellState, Section
from gugus.publication.open_data import Cell, Table
from gugus.publication.selectors.sources import SOURCES, tables_now
from gugus.vulnerability.selectors.scores import ranking_public_for_system
from rad import services
from rad.guard import EVERYTHING
from rad.selectors import plan_in_force, year_data
from rad.services import Given
from tests.factories import World
from tests.publication.builders import acting
from tests.rad.builders import Rad, add_item, agency_party, make_rad, open_period
from tests.vulnerability.builders import make_areas, make_indicator, put_values

pytestmark = pytest.mark.django_db


@pytest.fixture
def rad(world: World) -> Rad:
    """Two strategies; in the first the only figure about victims is of two people, so its mean is hidden."""
    rad = make_rad(world, adopted=False)
    add_item(
        rad, "korban", agency_party(world, "Polres"), rad.items["dinsos"].program, unit="korban",
        about_victims=True,
    )  # fmt: skip
    strategy = services.strategy_create(plan=rad.plan, name="Pemulihan", by=rad.secretariat)
    program = services.program_create(strategy=strategy, name="Program Lain", by=rad.secretariat)
    for key in ("satu", "dua"):
        add_item(rad, key, agency_party(world, "Dinas Sosial"), program, unit="orang", about_victims=True)
    rad.plan = services.plan_adopt(
        plan=rad.plan, instrument="Perwali 1", adopted_on=timezone.localdate(), by=rad.secretariat
    )
    open_period(rad)
    for key, person, value in (("korban", "polres", 2), ("dinsos", "dinsos", 7), ("satu", "dinsos", 9)):
        rad.accept(key, person, Given(value=Decimal(value)), realised_budget=Decimal(1_000_000))
    return rad


def now(world: World, *sections: str) -> dict[str, Table]:
    with acting(world) as who:
        return {table.code: table for table in tables_now(who.user, sections)}


def half_up(value: Any, places: str) -> Decimal:
    """Rounded as on paper, reckoned otherwise than the portal does."""
    exact = Decimal(Fraction(value).numerator) / Decimal(Fraction(value).denominator)
    return exact.quantize(Decimal(places), ROUND_HALF_UP)


def says(cell: Cell, each: Figure | Row, value: Any, places: str = "1") -> bool:
    """Whether a published cell tells a board's number, or why there is none."""
    if each.state == State.HIDDEN:
        return cell is CellState.HIDDEN
    return cell is CellState.MISSING if value is None else Decimal(cell) == half_up(value, places)  # type: ignore[arg-type]


def test_every_section_has_a_source() -> None:
    assert set(SOURCES) == set(Section.values)


def test_what_is_published_of_the_board_is_the_board_for_outside(rad: Rad) -> None:
    board = board_of_system(rad.world.task_force, audience=Audience.OUTSIDE, today=timezone.localdate())
    tables = now(rad.world, Section.ACHIEVEMENT, Section.SPENDING, Section.COVERAGE)
    rows = [board.figures[FigureCode.ACHIEVEMENT], *board.rows(SeriesCode.STRATEGIES)]
    assert len(tables["capaian"].rows) == len(rows) == 3
    for line, each in zip(tables["capaian"].rows, rows, strict=True):
        assert says(line[1], each, each.value, "0.1"), line
        assert line[3:] == (each.facts["reported"], each.facts["total"])
    for code, number, series in (
        ("anggaran", FigureCode.BUDGET, SeriesCode.BUDGETS),
        ("cakupan", FigureCode.COVERAGE, SeriesCode.AREAS),
    ):
        rows = [board.figures[number], *board.rows(series)]
        known = rows[0].state == State.KNOWN
        assert (code in tables) is known
        for line, each in zip(tables[code].rows if known else (), rows, strict=known):
            assert says(line[1], each, each.value), line
            assert says(line[2], each, each.whole), line


def test_hidden_figures_are_hidden_although_the_secretariat_who_prepares_sees_them(rad: Rad) -> None:
    table = now(rad.world, Section.INDICATORS)["indikator"]
    found = {row[1]: row[3:] for row in table.rows}
    with acting(rad.world) as who:
        data = year_data(plan_in_force(who.user), timezone.localdate().year, timezone.localdate())  # type: ignore[arg-type]
        exact = {
            row.indicator.name: row.figure for row in data.at(data.latest_slot, sight=EVERYTHING).indicators
        }
    assert exact["Indikator korban"].realisation == 2
    assert found["Indikator korban"][1:] == (CellState.HIDDEN, CellState.HIDDEN)
    assert found["Indikator dinsos"][1] == 7
    assert found["Indikator dinkes"][1:] == (CellState.MISSING, CellState.MISSING)


def test_the_map_is_published_as_its_public_gate_tells_it(world: World) -> None:
    areas = make_areas(world.task_force, 3)
    indicator = make_indicator(world.task_force, agency=world.agencies["Dinas Sosial"])
    year = timezone.localdate().year
    put_values(world, indicator, {areas[0].code: 12, areas[1].code: 40}, year)
    told = ranking_public_for_system(world.task_force, year)
    rows = now(world, Section.VULNERABILITY)["kerawanan"].rows
    assert [row[:2] for row in rows] == [(area.code, area.name) for area in told]
    assert [row[2] for row in rows] == [
        area.rank if area.rank is not None else CellState.MISSING for area in told
    ]


def test_nothing_known_gives_no_table(world: World) -> None:
    assert now(world, *Section.values) == {}
