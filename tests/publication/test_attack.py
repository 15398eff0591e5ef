"""Who keeps every release and every province's row of every date works out nothing about victims.

Figures of cases leave once and for ever; tests/cases/test_release_attack.py lets a solver try. Indicators
about victims and small counts of the map do not enter at all, and that is stronger than any attacker: two
regions that differ in nothing else tell the outside the same, letter by letter, at every date.
"""

from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from gugus.dashboard.enums import Audience
from gugus.dashboard.selectors.board import board_of_system
from gugus.dashboard.services.regional import columns
from gugus.publication.enums import Section
from gugus.publication.selectors.sources import release_data
from rad.models import ActionItem
from tests.dashboard.guarded import QUARTERS, TODAY, make_guarded, report
from tests.factories import World
from tests.publication.builders import acting
from tests.rad.builders import Rad
from tests.vulnerability.builders import make_areas, make_indicator, put_values

pytestmark = pytest.mark.django_db
FEW = st.lists(st.integers(0, 10), min_size=3, max_size=3)
ONE_AFTER_ANOTHER = settings(
    max_examples=20,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
    phases=[Phase.explicit, Phase.generate],
)


@pytest.fixture
def guarded(world: World) -> Rad:
    return make_guarded(world)


def told(world: World) -> dict[str, Any]:
    """Everything that would leave now, without the moment it was reckoned."""
    with acting(world) as who:
        release = release_data(who.user, Section.values)
    board = board_of_system(world.task_force, audience=Audience.OUTSIDE, today=TODAY)
    province = columns(board, this_year=True)
    del province["as_of"], province["data"]["as_of"]
    return {"rilis": release, "provinsi": province}


def kept(rad: Rad, quarters: list[tuple[int, int]]) -> list[dict[str, Any]]:
    """What left at every date of a year in which each quarter was decided after the one before."""
    found = []
    with transaction.atomic():
        for known in range(1, 5):
            for place, key in enumerate(("korban", "lain")):
                counts = [pair[place] if slot < known else 0 for slot, pair in enumerate(quarters)]
                report(rad, key, counts)
            found.append(told(rad.world))
        transaction.set_rollback(True)
    return found


@ONE_AFTER_ANOTHER
@given(first=QUARTERS, second=QUARTERS)
def test_no_date_tells_a_count_about_victims(
    guarded: Rad, first: list[tuple[int, int]], second: list[tuple[int, int]]
) -> None:
    assert kept(guarded, first) == kept(guarded, second)


def test_other_figures_do_leave(guarded: Rad) -> None:
    """What the property above compares says something: without the other indicator it says another thing."""
    before = told(guarded.world)
    capaian = next(each for each in before["rilis"]["tabel"] if each["kode"] == "capaian")
    assert capaian["baris"][0]["capaian"] is not None
    assert before["provinsi"]["score"] is not None
    ActionItem.objects.get(pk=guarded.items["dinkes"].pk).indicators.update(about_victims=True)
    assert told(guarded.world) != before


@ONE_AFTER_ANOTHER
@given(first=FEW, second=FEW)
def test_no_map_tells_a_small_count_of_people(world: World, first: list[int], second: list[int]) -> None:
    """Below the threshold for outside (11) one number is as good as another."""
    assert mapped(world, first) == mapped(world, second)


def mapped(world: World, counts: list[int]) -> dict[str, Any]:
    with transaction.atomic():
        areas = make_areas(world.task_force, len(counts))
        indicator = make_indicator(
            world.task_force, agency=world.agencies["Dinas Sosial"], counts_people=True
        )
        numbers = {area.code: count for area, count in zip(areas, counts, strict=True)}
        put_values(world, indicator, numbers, TODAY.year)
        found = told(world)
        transaction.set_rollback(True)
    return found
