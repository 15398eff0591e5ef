"""What is typed is kept on the server, valid or not, and one slip holds nothing else back."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from gugus.accounts.models import User
from rad import services
from rad.models import Program, ProgressReport, ReportDraft
from tests.factories import World
from tests.rad.builders import Rad, add_item, agency_party, make_rad, open_period
from tests.rad.test_pages import grid_data

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], Client]


@pytest.fixture(autouse=True)
def _without_second_factor(settings: Any) -> None:
    settings.SECOND_FACTOR_REQUIRED = False


@pytest.fixture
def rad(world: World) -> Rad:
    """Two items of Dinas Sosial, keys dinsos and lagi."""
    rad = make_rad(world, adopted=False)
    add_item(rad, "lagi", agency_party(world, "Dinas Sosial"), Program.objects.get())
    day = timezone.localdate()
    rad.plan = services.plan_adopt(plan=rad.plan, instrument="Perwali", adopted_on=day, by=rad.secretariat)
    open_period(rad)
    return rad


def grid(rad: Rad) -> str:
    return reverse("rad:report-grid", args=[rad.period.pk])


def draft_url(rad: Rad, key: str = "dinsos") -> str:
    return reverse("rad:draft-save", args=[rad.period.pk, rad.items[key].pk])


def keep(rad: Rad, key: str = "dinsos", person: str = "dinsos", **fields: str) -> ReportDraft:
    item, by = rad.items[key], rad.world.people[person]
    return services.draft_keep(item=item, period=rad.period, fields=fields, by=by)


def input_of(rad: Rad, key: str, page: str) -> str:
    """The value of an item's input as the page shows it."""
    name = next(iter(grid_data(rad, key, "")))
    return page.split(f'name="{name}"')[1].split(">")[0].partition('value="')[2].partition('"')[0]


def test_each_keystroke_is_kept_as_typed(rad: Rad, sign_in: SignIn) -> None:
    client = sign_in(rad.world.people["dinsos"])
    answer = client.post(draft_url(rad), grid_data(rad, "dinsos", "dua belas", obstacles="Hujan"))
    assert answer["X-Draft"] == "kept"
    assert "tersimpan" in answer.content.decode()
    assert not ProgressReport.objects.exists()
    page = client.get(grid(rad)).content.decode()
    assert input_of(rad, "dinsos", page) == "dua belas"
    assert "Hujan" in page
    assert "Isian yang belum disimpan dari" in page
    assert "1 kegiatan berisi ketikan yang belum disimpan" in page
