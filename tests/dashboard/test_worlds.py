"""Worlds by chance: whatever stands in the rows, each surface says what the reference counts from them."""

from collections.abc import Iterator
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from gugus.dashboard.board import Board
from gugus.dashboard.enums import Audience, FigureCode
from gugus.dashboard.selectors.board import board_for, board_of_system, sources_for
from gugus.dashboard.views.evidence import KINDS
from tests.dashboard.chance import Chance, make_ground, promises_as_rows, undone
from tests.dashboard.published import wrong_in_open_data
from tests.dashboard.reference import expected
from tests.dashboard.reference_forms import differences, shown
from tests.dashboard.surfaces import wrong_on_surfaces
from tests.factories import World
from tests.meetings.builders import acting
from tests.workers import as_worker

AUDIENCES = {
    Audience.LEADERS: ("sekda", "sekretariat"),
    Audience.MEMBERS: ("pengawas", "dinsos", "polres_ppa"),
    Audience.OUTSIDE: (),
}
SIDE_BY_SIDE = 3
# The difference is told leaf by leaf; making the world smaller takes longer than reading it.
PHASES = (Phase.explicit, Phase.reuse, Phase.generate)


@pytest.fixture
def ground(transactional_db: None, settings: Any) -> Iterator[list[World]]:
    settings.SECOND_FACTOR_REQUIRED = False
    with promises_as_rows(), as_worker():
        yield make_ground()


@pytest.mark.parametrize(
    "worlds", [42, pytest.param(201, marks=pytest.mark.panjang)], ids=["ringkas", "penuh"]
)
def test_every_board_is_the_reference_s(ground: list[World], worlds: int) -> None:
    @settings(max_examples=worlds // SIDE_BY_SIDE, phases=PHASES, suppress_health_check=list(HealthCheck))
    @given(st.data())
    def look(data: st.DataObject) -> None:
        with undone():
            chances = [Chance(data, world) for world in ground]
            for chance in chances:
                chance.plant()
            for chance in chances:
                same_on_every_surface(chance)

    look()


def same_on_every_surface(chance: Any) -> None:
    """For each audience as the worker reckons it, and as one of its people reads it."""
    reckoned = expected(chance.task_force, chance.today)
    for audience, people in AUDIENCES.items():
        board = board_of_system(chance.task_force, audience=audience, today=chance.today)
        assert not differences(shown(board), reckoned[audience.value]), audience
        own = board_of(chance.world, chance.one_of(*people)) if people else None
        assert own is None or not differences(shown(own), reckoned[audience.value]), audience
    evidence_adds_up(chance.world, reckoned[Audience.LEADERS.value])
    assert not wrong_in_open_data(chance, reckoned[Audience.OUTSIDE.value])
    assert not wrong_on_surfaces(chance, reckoned)


def counted(code: str, rows: list[Any]) -> tuple[Any, Any]:
    """What the rows behind a number come to: its value and its whole."""
    if code == "capaian":
        return sum((row.share for row in rows if row.share is not None), Fraction(0)), None
    if code == "anggaran":
        spent, pagu = ([Fraction(getattr(row, name) or 0) for row in rows] for name in ("spent", "budget"))
        return sum(spent, Fraction(0)), sum(pagu, Fraction(0))
    if code == "rujukan":
        return sum(row.count for row in rows if not row.late), sum(row.count for row in rows)
    marks = {"pelaporan": "late", "tindak-lanjut": "is_late", "cakupan": "reached", "sk": "empty"}
    return len([row for row in rows if getattr(row, marks[code])]), len(rows)


def evidence_adds_up(world: World, wanted: dict[str, Any]) -> None:
    """Behind each number a leader opens exactly the rows that make it."""
    with acting(world, "sekretariat") as now:
        sources = sources_for(now.user)
        for code, kind in KINDS.items():
            figure = wanted["figures"][code.value]
            found = counted(code.value, list(kind.rows(now.user, sources)))
            if figure["state"] != "ada":
                continue
            if code == FigureCode.DECREE:
                assert found == (figure["empty"], figure["seats"])
            else:
                assert found == (figure["value"], figure["whole"]), code


def board_of(world: World, person: str) -> Board | None:
    """As somebody reads it; nothing of those whose appointment rests on a decree that has ended."""
    with acting(world, person) as now:
        return board_for(now.user) if now.user.authority.roles else None
