"""The leader's page: few numbers, each with its rows, the same figures as everywhere, honest when empty."""

import re
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from gugus.dashboard import wording
from gugus.dashboard.enums import FigureCode, State
from rad.services import Given
from tests.dashboard.builders import make_board
from tests.dashboard.worlds import keep_cases, make_full
from tests.factories import World
from tests.rad.builders import make_rad

pytestmark = pytest.mark.django_db
FIRST_VIEW = 100_000


@pytest.fixture(autouse=True)
def _without_second_factor(settings: Any) -> None:
    settings.SECOND_FACTOR_REQUIRED = False


def page(sign_in: Any, world: World, person: str = "sekda", query: str = "") -> str:
    response = sign_in(world.people[person]).get(reverse("dashboard:dashboard") + query)
    assert response.status_code == 200
    return response.content.decode()


def test_before_any_plan_it_says_what_will_stand_here(world: World, sign_in: Any) -> None:
    text = page(sign_in, world)
    assert "Belum ada RAD yang berlaku" in text
    assert "900 hari lagi" in text
    assert "tampil setelah RAD ditetapkan" in text


def test_seven_numbers_each_with_its_evidence(world: World, sign_in: Any) -> None:
    make_full(world)
    client = sign_in(world.people["sekda"])
    tiles = client.get(reverse("dashboard:dashboard")).context["tiles"]
    assert len(tiles) == 7
    for tile in tiles:
        assert client.get(tile["url"]).status_code == 200, tile


def test_a_draft_plan_is_not_in_force(world: World, sign_in: Any) -> None:
    make_rad(world, adopted=False)
    assert "Belum ada RAD yang berlaku" in page(sign_in, world)


def test_figures_are_those_of_the_board(world: World, sign_in: Any) -> None:
    rad = make_rad(world)
    rad.accept("dinsos", "dinsos", Given(value=Decimal(7)))
    text = page(sign_in, world)
    assert "70,0\N{NO-BREAK SPACE}%" in text
    assert "1 dari 3 indikator dilaporkan" in text


def test_definition_version_and_moment_stand_on_the_page(world: World, sign_in: Any) -> None:
    text = page(sign_in, world)
    assert "menurut definisi versi 1" in text
    assert text.count("Definisi versi") == 7
    assert re.search(r"Keadaan per \d+ \w+ \d{4}, \d\d\.\d\d", text)


def test_another_year_is_a_link_away(world: World, sign_in: Any) -> None:
    make_full(world)
    year = timezone.localdate().year
    assert f'href="?tahun={year - 1}"' in page(sign_in, world)
    last = page(sign_in, world, query=f"?tahun={year - 1}")
    assert f"Capaian RAD {year - 1}" in last
    for odd in ("?tahun=abcd", "?tahun=٢٠٢٥", f"?tahun={year + 1}", "?tahun=0001"):
        assert f"Capaian RAD {year}" in page(sign_in, world, query=odd)


def test_a_decree_about_to_end_says_what_to_do(world: World, sign_in: Any) -> None:
    world.decree.valid_until = timezone.localdate() + timedelta(days=10)
    world.decree.save()
    text = page(sign_in, world)
    assert "10 hari lagi" in text
    assert "siapkan SK pengganti" in text


def test_the_admin_has_no_dashboard(world: World, sign_in: Any) -> None:
    assert sign_in(world.people["admin"]).get(reverse("dashboard:dashboard")).status_code == 403


@pytest.mark.django_db(transaction=True)
def test_no_case_reads_as_good_news(world: World, sign_in: Any) -> None:
    assert "belum dihitung" in page(sign_in, world)
    keep_cases(world, victims=0)
    for person in ("sekda", "pengawas", "dinsos"):
        assert "belum ada kasus ✓" in page(sign_in, world, person)


@pytest.mark.django_db(transaction=True)
def test_referrals_answered_in_time(world: World, sign_in: Any) -> None:
    keep_cases(world, in_time=9, due=10, victims=3)
    text = page(sign_in, world)
    assert "9 dari 10" in text
    assert "1 lewat batas jawaban" in text
    other = page(sign_in, world, "dinsos")
    assert "9 dari 10" not in other
    assert "hanya untuk pimpinan dan sekretariat" in other


def test_a_liaison_does_not_read_how_other_agencies_keep_promises(world: World, sign_in: Any) -> None:
    make_full(world)
    assert 'id="tindak-lanjut"' in page(sign_in, world)
    assert 'id="tindak-lanjut"' not in page(sign_in, world, "dinkes")


def test_the_first_view_is_light(world: World, sign_in: Any) -> None:
    """Page, styles and scripts as sent, compressed, before anything is clicked."""
    import gzip
    from pathlib import Path

    make_full(world)
    text = page(sign_in, world)
    sent = len(gzip.compress(text.encode()))
    for name in re.findall(r'(?:href|src)="/static/([^"?]+\.(?:css|js|svg))"', text):
        found = next((p for p in (Path("static") / name, Path("static_built") / name) if p.exists()), None)
        sent += len(gzip.compress(found.read_bytes())) if found else 0
    assert sent <= FIRST_VIEW


@pytest.mark.parametrize("code", FigureCode.values)
@pytest.mark.parametrize("state", State.values)
def test_every_state_of_every_number_has_words(code: str, state: str) -> None:
    """No key is missing, whatever state a number is in; nothing is told by a tone alone."""
    from dataclasses import replace

    board = make_board()
    figure = replace(board.figures[FigureCode(code)], state=State(state))
    assert wording.value_text(figure).strip()
    assert isinstance(wording.note_text(figure, board), str)
    if wording.tone_of(figure) in ("warn", "bad"):
        assert wording.mark_text(figure)


def test_money_is_short_at_a_glance() -> None:
    found = [wording.money_text(n).replace("\N{NO-BREAK SPACE}", " ") for n in (0, 999_999, 1_250_000_000)]
    assert found == ["Rp0", "Rp999.999", "Rp1,25 miliar"]
