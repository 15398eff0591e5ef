"""The Excel round trip by hand, on a phone and without JavaScript: fetch, fill, upload, choose, save."""

from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from playwright.sync_api import Page, expect

from gugus.accounts.models import User
from gugus.core.context import acting_as
from rad.models import IndicatorValue, ProgressReport
from rad.services import Given
from tests.browser.conftest import PHONE
from tests.factories import make_world
from tests.rad.builders import Rad, make_rad
from tests.rad.spoiled import cell

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.peramban]


@pytest.fixture
def rad(settings: Any) -> Rad:
    settings.SECOND_FACTOR_REQUIRED = False
    world = make_world()
    with acting_as(world.people["sekretariat"]):
        return make_rad(world)


def save(rad: Rad, person: str, value: int, **texts: str) -> None:
    with acting_as(User.objects.get(pk=rad.world.people[person].pk)) as now:
        rad.world.people[person] = now.user
        rad.save("dinsos", person, Given(value=value), **texts)


def filled(data: bytes, folder: Path) -> Path:
    """As a clerk fills it in Excel: two cells typed, the file under another name."""
    book = load_workbook(BytesIO(data))
    cell(book, "value").value = 12
    cell(book, "narrative").value = "Sosialisasi di 3 kelurahan; kontak +62 354 000"
    cell(book, "narrative").data_type = "s"
    path = folder / "laporan triwulan (1).xlsx"
    book.save(path)
    return path


def follow(page: Page, name: str) -> None:
    page.locator("main").get_by_role("link", name=name, exact=True).first.click()


def test_by_workbook_on_a_phone(visit: Callable[..., Page], rad: Rad, tmp_path: Path) -> None:
    save(rad, "dinsos", 5)
    page = visit(rad.world.people["dinsos"], f"/rad/lapor/{rad.period.pk}/", size=PHONE, javascript=False)
    link = page.locator("main").get_by_role("link", name="Unduh Excel", exact=True)
    file = filled(page.request.get(link.evaluate("a => a.href")).body(), tmp_path)
    save(rad, "dinsos_kasus", 6)

    follow(page, "Unggah Excel")
    page.set_input_files("[name=file]", file)
    page.get_by_role("button", name="Baca berkas").click()
    main = page.locator("main")
    expect(main).to_contain_text("1 sel berubah di 1 kegiatan, 1 bentrok")
    expect(main).to_contain_text("Diubah di portal oleh Dinsos_Kasus Contoh")
    page.get_by_role("button", name="Simpan perubahan").click()
    expect(page.get_by_role("alert")).to_contain_text("Pilih isi mana yang dipakai")
    page.get_by_label("Pakai isi berkas: 12").check()
    page.get_by_role("button", name="Simpan perubahan").click()
    expect(main).to_contain_text("2 sel di 1 kegiatan disimpan sebagai draf")
    assert not page.evaluate("document.documentElement.scrollWidth > window.innerWidth")
    follow(page, "Periksa lalu ajukan")
    expect(main).to_contain_text("12")
    report = ProgressReport.objects.get()
    assert report.narrative == "Sosialisasi di 3 kelurahan; kontak +62 354 000"
    assert IndicatorValue.objects.get().value == 12
