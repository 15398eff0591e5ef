"""The leader's page: few numbers, each with its list, the same figures as everywhere, honest when empty."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from cases.models import CaseFigure
from cases.selectors.punctuality import ALL, DIMENSION, IN_TIME, MEASURE
from gugus.dashboard.selectors import decree_state, plan_state
from rad.services import Given
from rad.wording import percent_text
from tests.factories import World
from tests.rad.builders import make_rad
from tests.workers import as_worker

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _without_second_factor(settings: Any) -> None:
    settings.SECOND_FACTOR_REQUIRED = False


def page(sign_in: Any, world: World, person: str = "sekda") -> str:
    response = sign_in(world.people[person]).get(reverse("dashboard:dashboard"))
    assert response.status_code == 200
    return response.content.decode()


def test_before_any_plan_it_says_what_will_stand_here(world: World, sign_in: Any) -> None:
    text = page(sign_in, world)
    assert "Belum ada RAD yang berlaku" in text
    assert "900 hari lagi" in text


def test_no_more_than_seven_numbers_each_with_its_list(world: World, sign_in: Any) -> None:
    make_rad(world)
    client = sign_in(world.people["sekda"])
    tiles = client.get(reverse("dashboard:dashboard")).context["tiles"]
    assert len(tiles) <= 7
    for tile in tiles:
        url = tile["url"].split("#")[0] or reverse("dashboard:dashboard")
        assert client.get(url).status_code == 200, tile


def test_a_draft_plan_is_not_in_force(world: World, sign_in: Any) -> None:
    make_rad(world, adopted=False)
    assert "RAD-UJI" not in page(sign_in, world)
    assert plan_state(world.people["sekretariat"]) is None


def test_figures_are_those_of_the_aggregation(world: World, sign_in: Any) -> None:
    rad = make_rad(world)
    rad.accept("dinsos", "dinsos", Given(value=Decimal(7)))
    state = plan_state(world.people["sekda"])
    assert state is not None
    text = page(sign_in, world)
    assert percent_text(state.figures.score.value) in text
    assert percent_text(state.figures.score.value) == "70,0\N{NO-BREAK SPACE}%"
    assert "1 dari 3" in text


def test_submitted_reports_count_as_handed_in_but_not_in_figures(world: World, sign_in: Any) -> None:
    rad = make_rad(world, deadline=timezone.localdate() - timedelta(days=1))
    rad.submit("dinsos", "dinsos")
    state = plan_state(world.people["sekda"])
    assert state is not None
    assert state.figures.score.reported == 0
    assert state.waiting == 1
    assert {row.label for row in state.late} == {"Dinas Kesehatan", "Bagian Hukum Setda"}
    assert "2 pihak" in page(sign_in, world)


def test_what_is_overdue_counts_as_zero(world: World) -> None:
    rad = make_rad(world, deadline=timezone.localdate() - timedelta(days=1))
    rad.accept("dinsos", "dinsos", Given(value=Decimal(9)))
    state = plan_state(world.people["sekda"])
    assert state is not None
    assert state.figures.score.value == 30  # (90 + 0 + 0) / 3


def test_cases_are_not_claimed_to_be_none(world: World, sign_in: Any) -> None:
    assert "belum dihitung" in page(sign_in, world)


def test_a_lapsed_decree_is_said(world: World, sign_in: Any) -> None:
    today = timezone.localdate()
    world.decree.valid_until = today + timedelta(days=10)
    world.decree.save()
    assert decree_state(world.people["sekda"]).days_left == 10
    text = page(sign_in, world)
    assert "10 hari lagi" in text
    assert "siapkan SK pengganti" in text


def test_the_admin_has_no_dashboard(world: World, sign_in: Any) -> None:
    assert sign_in(world.people["admin"]).get(reverse("dashboard:dashboard")).status_code == 403


def keep_counter(world: World, in_time: int, total: int) -> None:
    """As the worker does every five minutes (tests/cases/test_reminders.py)."""
    year = timezone.localdate().year
    rows = [
        CaseFigure(
            task_force=world.task_force,
            audience="pimpinan",
            first_year=year,
            last_year=year,
            measure=MEASURE,
            dimension=DIMENSION,
            key=key,
            count=count,
            as_of=timezone.now(),
        )
        for key, count in ((IN_TIME, in_time), (ALL, total))
    ]
    with as_worker():
        CaseFigure.objects.bulk_create(rows)


@pytest.mark.django_db(transaction=True)
def test_referrals_answered_in_time(world: World, sign_in: Any) -> None:
    assert "belum ada rujukan yang jatuh tempo tahun ini" in page(sign_in, world)
    with as_worker():
        keep_counter(world, 9, 10)
    text = page(sign_in, world)
    assert "9 dari 10" in text
    assert "1 lewat batas jawaban" in text
    assert "9 dari 10" not in page(sign_in, world, "dinsos")
    assert "/kasus/ringkas/?batas=lewat" in page(sign_in, world, "sekretariat")
