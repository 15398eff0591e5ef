"""Remarks on an item: read by all who read the plan, withdrawn by their writer, never about a person."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from gugus.accounts.models import User
from gugus.core.permissions import Denied
from rad import services
from rad.models import ActionItem, ItemComment
from tests.factories import World
from tests.rad.builders import Rad, make_rad

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], Client]


@pytest.fixture(autouse=True)
def _without_second_factor(settings: Any) -> None:
    settings.SECOND_FACTOR_REQUIRED = False


@pytest.fixture
def rad(world: World) -> Rad:
    return make_rad(world)


def write(rad: Rad, person: str = "dinkes", text: str = "Apakah sudah terlaksana?") -> ItemComment:
    item = ActionItem.objects.get(pk=rad.items["dinsos"].pk)  # as it is now: the plan was adopted since
    return services.comment_add(item=item, text=text, by=rad.world.people[person])


@pytest.mark.parametrize("person", ["sekretariat", "dinsos", "dinkes", "polres_ppa", "sekda", "pengawas"])
def test_every_reader_may_remark_with_their_seat(rad: Rad, sign_in: SignIn, person: str) -> None:
    item = rad.items["dinsos"]
    url = reverse("rad:comment-create", args=[item.pk])
    page = sign_in(rad.world.people[person]).post(url, {"text": "Sudah sesuai?"}, follow=True)
    assert "Sudah sesuai?" in page.content.decode()
    row = ItemComment.objects.get()
    assert "GT TPPO" in row.author_as or "Kediri" in row.author_as
    assert row.author_as in sign_in(rad.world.people["sekda"]).get(item.get_absolute_url()).content.decode()


def test_the_admin_and_drafts_readers_stay_out(world: World) -> None:
    rad = make_rad(world, adopted=False)
    for person in ("admin", "dinsos"):
        with pytest.raises(Denied):
            write(rad, person)
    write(rad, "sekretariat")


def test_a_remark_on_a_period_stands_on_its_report(rad: Rad, sign_in: SignIn) -> None:
    report = rad.submit("dinsos", "dinsos")
    url = reverse("rad:comment-create", args=[report.item_id])
    client = sign_in(rad.world.people["sekretariat"])
    answer = client.post(url, {"text": "Mana daftar hadirnya?", "period": str(rad.period.pk)})
    assert answer["Location"] == f"{report.get_absolute_url()}#komentar"
    write(rad, text="Umum saja")
    page = client.get(report.get_absolute_url()).content.decode()
    assert "Mana daftar hadirnya?" in page
    assert "Umum saja" not in page


def test_a_nik_is_refused_and_the_words_stay(rad: Rad, sign_in: SignIn) -> None:
    with pytest.raises(ValidationError, match="NIK"):
        write(rad, text="NIK 3571010101900001")
    url = reverse("rad:comment-create", args=[rad.items["dinsos"].pk])
    page = sign_in(rad.world.people["dinsos"]).post(url, {"text": "NIK 3571010101900001"})
    assert "memuat NIK" in page.content.decode()
    assert "3571010101900001" in page.content.decode()
    assert not ItemComment.objects.exists()


def test_only_the_writer_withdraws_and_a_trace_stays(rad: Rad, sign_in: SignIn) -> None:
    row = write(rad)
    url = reverse("rad:comment-withdraw", args=[row.pk])
    assert sign_in(rad.world.people["sekretariat"]).post(url).status_code == 403
    client = sign_in(rad.world.people["dinkes"])
    page = client.post(url, follow=True).content.decode()
    assert "Apakah sudah terlaksana?" not in page
    assert "Komentar ini ditarik penulisnya" in page
    assert client.post(url).status_code == 403
