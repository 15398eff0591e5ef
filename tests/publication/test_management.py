"""Preparing and deciding: off by default, a preview that tells what changes, a duty for the second person."""

from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from gugus.core.permissions import Denied
from gugus.notices.selectors import duties_for
from gugus.publication.changes import Change, changes
from gugus.publication.enums import CellState, ColumnKind, Section
from gugus.publication.models import PublicationSettings, Release
from gugus.publication.open_data import Column, Table, from_json, to_json
from gugus.publication.services.releases import release_prepare
from gugus.publication.services.settings import settings_update
from rad.services import Given
from tests.factories import World, make_world
from tests.publication.builders import ADDRESS, acting, draft, proposed, released, turn_on
from tests.rad.builders import Rad, make_rad

pytestmark = pytest.mark.django_db
COLUMNS = (
    Column("nama", "Nama"),
    Column("n", "Jumlah", ColumnKind.COUNT),
    Column("p", "%", ColumnKind.PERCENT),
)


@pytest.fixture(autouse=True)
def _without_second_factor(settings: Any) -> None:
    settings.SECOND_FACTOR_REQUIRED = False


@pytest.fixture
def rad(world: World) -> Rad:
    return make_rad(world)


def table(*rows: tuple[Any, ...], code: str = "contoh") -> Table:
    return Table(code, "Contoh", "Sumber", "Definisi", "1", COLUMNS, rows)


def test_it_is_off_until_the_secretariat_turns_it_on(rad: Rad, sign_in: Any) -> None:
    assert not PublicationSettings.objects.exists()
    page = sign_in(rad.world.people["sekda"]).get("/publikasi/").content.decode()
    assert "Halaman publik mati" in page
    for who in ("sekda", "dinsos", "pengawas", "admin"):
        with pytest.raises(Denied), acting(rad.world, who) as now:
            settings_update(by=now.user, enabled=True, contact="x")
    with pytest.raises(ValidationError), acting(rad.world) as now:
        release_prepare(by=now.user, sections=[Section.PLAN])


def test_settings_say_what_is_wrong_and_keep_what_was_typed(rad: Rad, sign_in: Any) -> None:
    turn_on(make_world("16.09", "OKU Selatan"), address="sudah-dipakai")
    client: Client = sign_in(rad.world.people["sekretariat"])
    typed = {"enabled": "on", "address": "sudah-dipakai", "contact": "", "sections": [Section.PLAN]}
    page = client.post("/publikasi/pengaturan/", typed).content.decode()
    assert "Isi kontak sebelum menyalakan halaman publik." in page
    page = client.post("/publikasi/pengaturan/", typed | {"contact": "Kantor Contoh"}).content.decode()
    assert "Alamat ini sudah dipakai gugus tugas lain." in page
    assert 'value="Kantor Contoh"' in page
    answer = client.post("/publikasi/pengaturan/", typed | {"contact": "Kantor Contoh", "address": "baru"})
    assert answer.status_code == 302
    assert PublicationSettings.objects.get(address="baru").enabled


def test_from_form_to_public_page_by_two_people(rad: Rad, sign_in: Any) -> None:
    """The whole way without JavaScript, each act by its page."""
    turn_on(rad.world, address="jalan", sections=[Section.PLAN, Section.INDICATORS])
    first, second = sign_in(rad.world.people["sekretariat"]), sign_in(rad.world.people["sekda"])
    answer = first.post("/publikasi/siapkan/", {"sections": [Section.PLAN]})
    page = first.get(answer.url)
    assert "persis inilah yang akan dibaca umum" in page.content.decode()
    propose = next(button for button in page.context["buttons"] if button.method == "post")
    first.post(propose.url, dict(propose.fields))
    own = first.get(answer.url).content.decode()
    assert "Rilis diputuskan oleh orang kedua" in own
    assert first.post(f"{answer.url}rilis/").status_code == 403
    assert second.post(f"{answer.url}rilis/").status_code == 302
    assert Client().get("/terbuka/jalan/").status_code == 200
    assert second.post(f"{answer.url}tarik/", {"reason": ""}).status_code == 200, "a reason is due"
    assert second.post(f"{answer.url}tarik/", {"reason": "Keliru"}).status_code == 302
    assert Client().get("/terbuka/jalan/").status_code == 404


def test_the_second_person_has_a_duty_and_nobody_else(rad: Rad) -> None:
    turn_on(rad.world)
    row = proposed(rad.world)
    told = {}
    for who in rad.world.people:
        with acting(rad.world, who) as now:
            told[who] = [duty.url for duty in duties_for(now.user) if "/publikasi/" in duty.url]
    assert {who for who, urls in told.items() if urls} == {"sekda", "sekretariat2"}
    assert told["sekda"] == [row.get_absolute_url()]


def test_a_preview_says_what_changes_for_the_public(rad: Rad, sign_in: Any) -> None:
    turn_on(rad.world, sections=[Section.INDICATORS])
    released(rad.world)
    row = draft(rad.world)
    client: Client = sign_in(rad.world.people["sekretariat"])
    assert "Tidak ada yang berbeda" in client.get(row.get_absolute_url()).content.decode()
    rad.accept("dinsos", "dinsos", Given(value=Decimal(7)))
    found = client.get(row.get_absolute_url()).context["changes"]
    changed = {(change.column, change.was, change.becomes) for change in found}
    assert ("Realisasi", "–", "7") in changed


def test_a_draft_belongs_to_who_prepared_it(rad: Rad, sign_in: Any) -> None:
    turn_on(rad.world)
    row = draft(rad.world)
    other: Client = sign_in(rad.world.people["sekretariat2"])
    for act in ("bagian", "hapus"):
        assert other.post(f"{row.get_absolute_url()}{act}/", {"sections": [Section.PLAN]}).status_code == 403
    own: Client = sign_in(rad.world.people["sekretariat"])
    assert own.post(f"{row.get_absolute_url()}hapus/").status_code == 302
    assert not Release.objects.exists()


def test_changes_name_rows_cells_and_tables() -> None:
    before = [table(("A", 1, Decimal("1.5")), ("B", 2, CellState.MISSING)), table(code="lama")]
    after = [table(("A", CellState.HIDDEN, Decimal("1.5")), ("C", 3, Decimal("2.0"))), table(code="baru")]
    assert changes(before, after) == [
        Change("Contoh", was="0 baris"),
        Change("Contoh", "B", was="2 · –"),
        Change("Contoh", "A", "Jumlah", "1", "*"),
        Change("Contoh", "C", becomes="3 · 2,0\N{NO-BREAK SPACE}%"),
        Change("Contoh", becomes="0 baris"),
    ]
    assert changes(after, after) == []


def test_tables_go_to_json_and_back() -> None:
    tables = (table(("=A1", 0, Decimal("0.10")), ("B", CellState.HIDDEN, CellState.NOT_APPLICABLE)),)
    assert from_json(to_json(tables)) == tables


def test_an_address_shows_its_own_task_force(rad: Rad) -> None:
    other = make_rad(make_world("16.09", "OKU Selatan"))
    for each, address in ((rad, ADDRESS), (other, "oku-terbuka")):
        turn_on(each.world, address=address)
        row = released(each.world)
        assert list(Release.objects.public(address)) == [row]
    assert not Release.objects.public("lain").exists()
