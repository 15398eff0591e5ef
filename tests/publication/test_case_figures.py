"""Figures of cases in open data: what left the task force, cell by cell, and nothing of the running year."""

import pytest

from cases.selectors.released import outside_tables_for_system
from cases.suppression import HIDDEN
from gugus.publication.enums import CellState, Section
from gugus.publication.open_data import Table
from gugus.publication.selectors.sources import tables_now
from tests.cases.test_figures import YEAR, cases, fill, when
from tests.factories import World
from tests.publication.builders import acting

pytestmark = pytest.mark.django_db(transaction=True)


def told(world: World) -> tuple[list[Table], list[object]]:
    """The tables of the section, and the cells that left, as a table says them."""
    with acting(world) as who:
        tables = list(tables_now(who.user, [Section.CASES]))
        left = outside_tables_for_system(world.task_force.pk, last_year=YEAR - 1)
    return tables, [CellState.HIDDEN if value is HIDDEN else value for value in left.values()]


def test_open_data_tells_every_cell_that_left_and_no_other(world: World) -> None:
    cases(world, 12, created_at=when(YEAR - 1))
    cases(world, 3, created_at=when(YEAR - 2))
    cases(world, 20)
    fill(world)
    tables, left = told(world)
    shown = [cell for table in tables for row in table.rows for cell in row[1:]]
    assert sorted(map(repr, (cell for cell in shown if cell is not CellState.NOT_APPLICABLE))) == sorted(
        map(repr, left)
    )
    assert 12 in shown
    assert CellState.HIDDEN in shown
    assert not {3, 20} & set(shown)
    assert str(YEAR) not in {column.label for table in tables for column in table.columns}


def test_every_row_has_a_name_of_its_own(world: World) -> None:
    cases(world, 12, created_at=when(YEAR - 1))
    fill(world)
    for table in told(world)[0]:
        names = [table.key(row) for row in table.rows]
        assert len(names) == len(set(names)), table.code


def test_before_anything_left_there_is_no_table(world: World) -> None:
    assert told(world) == ([], [])
