"""What leaves once stays as it left: years that are over, frozen on the night they go out (ADR 0024)."""

from collections.abc import Callable
from datetime import datetime

import pytest
import time_machine
from django.db import DatabaseError, connection
from django.test import Client

from cases.enums import Audience
from cases.figures import TOTAL, At, Breakdown
from cases.models import FrozenYear, ReleasedCell
from cases.release import complete_spans, complete_years, newly_out
from cases.selectors.figures import figures_for
from cases.selectors.released import outside_tables_for_system
from cases.suppression import HIDDEN
from members.models import Region
from tests.cases.builders import acting
from tests.cases.test_figures import JAKARTA, YEAR, cases, fill, when
from tests.factories import World
from tests.workers import as_worker

SignIn = Callable[[object], Client]


def test_only_years_that_are_over_and_whole_blocks() -> None:
    assert complete_years([2022, 2026], 2026) == [2020, 2021, 2022, 2023, 2024, 2025]
    assert complete_years([], 2026) == [2025]
    assert complete_years([2026], 2026) == [2025], "the running year is nobody's outside"
    assert complete_spans([2020, 2021, 2022, 2023]) == [(y, y) for y in range(2020, 2024)]
    assert (2020, 2024) in complete_spans(list(range(2020, 2026)))


TABLES = [Breakdown("korban", "wilayah", ("a", "b"))]


def raw(people: dict[tuple[str, int], int]) -> dict[tuple[str, str, str, str, int], int]:
    found = {("korban", "wilayah", place, "", year): n for (place, year), n in people.items()}
    for (_place, year), n in people.items():
        for measure in ("korban", "kasus"):
            found[measure, TOTAL, "", "", year] = found.get((measure, TOTAL, "", "", year), 0) + n
    return found


def test_a_block_that_would_give_a_year_away_stays_hidden() -> None:
    """Four shown years and a hidden fifth: a shown block would tell it by subtraction."""
    people = {("a", year): 20 for year in range(2020, 2024)} | {("a", 2024): 3}
    years, out = list(range(2020, 2024)), {}
    out |= newly_out(raw(people), TABLES, years, out, limit=10)
    assert out[At("korban", TOTAL, "", "", (2023, 2023))] == 20
    more = newly_out(raw(people), TABLES, [*years, 2024], out, limit=10)
    assert not more.keys() & out.keys()
    assert more[At("korban", TOTAL, "", "", (2024, 2024))] is HIDDEN
    assert more[At("korban", TOTAL, "", "", (2020, 2024))] is HIDDEN
    assert newly_out(raw(people), TABLES, [*years, 2024], out | more, limit=10) == {}


def test_a_category_that_left_the_vocabulary_lives_on() -> None:
    people = {("a", 2020): 20, ("b", 2020): 30, ("b", 2021): 15}
    out = newly_out(raw(people), TABLES, [2020], {}, limit=10)
    fewer = [Breakdown("korban", "wilayah", ("b", "c"))]
    more = newly_out(raw(people), fewer, [2020, 2021], out, limit=10)
    assert more[At("korban", "wilayah", "a", "", (2021, 2021))] == 0
    assert more[At("korban", "wilayah", "b", "", (2021, 2021))] == 15


@pytest.fixture
def places(world: World) -> list[Region]:
    return [
        Region.objects.get_or_create(
            code=f"35.71.0{n}", defaults={"name": name, "level": 3, "kind": "kecamatan", "parent_id": "35.71"}
        )[0]
        for n, name in ((1, "Mojoroto"), (2, "Kota"))
    ]


def out_of(world: World) -> dict[At, object]:
    with as_worker():
        return dict(outside_tables_for_system(world.task_force.pk, last_year=YEAR))


@pytest.mark.django_db(transaction=True)
def test_what_is_entered_later_changes_only_what_is_seen_inside(
    world: World, places: list[Region], sign_in: SignIn
) -> None:
    cases(world, 12, region=places[0], created_at=when(YEAR - 1))
    cases(world, 4, region=places[1])
    fill(world)
    before = out_of(world)
    left = before[At("korban", TOTAL, "", "", (YEAR - 1, YEAR - 1))]
    assert left in (12, HIDDEN), "the secret order may cover a zero with it"
    assert not [at for at in before if at.span[1] >= YEAR], "the running year stays inside"
    cases(world, 3, region=places[1], created_at=when(YEAR - 1))
    fill(world)
    assert out_of(world) == before
    with acting(world, "sekda") as now:
        inside = figures_for(now.user, audience=Audience.INSIDE)
        outside = figures_for(now.user, audience=Audience.OUTSIDE)
    assert inside.total("korban", (YEAR - 1, YEAR - 1)) == 15
    assert outside.total("korban", (YEAR - 1, YEAR - 1)) == left
    page = sign_in(world.people["sekda"]).get("/kasus/angka/?untuk=keluar").content.decode()
    assert "tidak berubah lagi setelah keluar" in page
    assert str(YEAR) not in page.split('class="tabs"')[1].split("</nav>")[0]


@pytest.mark.django_db(transaction=True)
def test_the_block_is_the_sum_of_what_left_not_of_what_the_files_say_today(
    world: World, places: list[Region]
) -> None:
    """2029 ends: the block of its five years goes out, of the counts each of them left with."""
    first = YEAR - YEAR % 5
    for year in range(first, YEAR):
        cases(world, 12, region=places[0], created_at=when(year))
    fill(world)
    cases(world, 5, region=places[0], created_at=when(YEAR - 1))
    with time_machine.travel(datetime(first + 5, 1, 1, 0, 30, tzinfo=JAKARTA), tick=False):
        fill(world)
        with as_worker():
            out = outside_tables_for_system(world.task_force.pk, last_year=first + 5)
    years = [out[At("korban", TOTAL, "", "", (year, year))] for year in range(first, first + 5)]
    assert years == [12] * (YEAR - first) + [0] * (first + 5 - YEAR)
    assert out[At("korban", TOTAL, "", "", (first, first + 4))] == sum(years)


@pytest.mark.django_db(transaction=True)
def test_nothing_that_left_is_changed_or_taken_back_and_raw_counts_are_the_workers(world: World) -> None:
    cases(world, 2, created_at=when(YEAR - 1))
    fill(world)
    with acting(world, "sekretariat"):
        assert ReleasedCell.objects.exists()
        assert not FrozenYear.objects.exists(), "the second wall"
    for table in ("cases_releasedcell", "cases_frozenyear"):
        for words in (f"UPDATE {table} SET id = id", f"DELETE FROM {table}"):
            with as_worker(), pytest.raises(DatabaseError), connection.cursor() as cursor:
                cursor.execute(words)
