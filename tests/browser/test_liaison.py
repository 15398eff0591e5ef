"""A liaison's quarter: on a phone without JavaScript in few requests, and at a desk by keyboard alone."""

import re
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone
from PIL import Image
from playwright.sync_api import Page, Request, expect

from rad import services
from rad.models import Evidence, Program, ProgressReport, ReportDraft
from tests.browser.conftest import DESK, PHONE
from tests.factories import PASSWORD, make_world
from tests.rad.builders import Rad, add_item, agency_party, make_rad, open_period

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.peramban]
ITEMS = 5
KEPT = re.compile(r"tersimpan \d\d\.\d\d")


@pytest.fixture
def rad(settings: Any) -> Rad:
    """Five items of Dinas Sosial in an open period."""
    settings.SECOND_FACTOR_REQUIRED = False
    world = make_world()
    rad = make_rad(world, adopted=False)
    party, program = agency_party(world, "Dinas Sosial"), Program.objects.get()
    for number in range(2, ITEMS + 1):
        add_item(rad, f"dinsos {number}", party, program)
    rad.plan = services.plan_adopt(
        plan=rad.plan, instrument="Perwali 1", adopted_on=timezone.localdate(), by=rad.secretariat
    )
    open_period(rad)
    return rad


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    path, out = tmp_path / "IMG_0001.jpg", BytesIO()
    Image.new("RGB", (800, 600), "teal").save(out, "JPEG")
    path.write_bytes(out.getvalue())
    return path


def main(page: Page) -> Any:
    return page.locator("main")


def test_five_items_and_a_photo_on_a_phone_without_javascript(
    visit: Callable[..., Page], rad: Rad, photo: Path
) -> None:
    page = visit(None, "/sehat/", size=PHONE, javascript=False)
    seen: list[Request] = []
    page.on("request", lambda request: seen.append(request))
    page.goto("/akun/masuk/")
    page.fill("[name=login]", rad.world.people["dinsos"].email)
    page.fill("[name=password]", PASSWORD)
    main(page).get_by_role("button", name=re.compile("^Masuk")).first.click()
    main(page).get_by_role("link", name=re.compile("Lapor RAD")).first.click()
    boxes = main(page).get_by_label(re.compile("^Indikator dinsos"))
    expect(boxes).to_have_count(ITEMS)
    for number, box in enumerate(boxes.all(), start=1):
        box.fill(str(number))
    page.get_by_text("Lampirkan foto atau PDF").first.click()
    page.locator("[type=file]").first.set_input_files(photo)
    main(page).get_by_role("button", name="Periksa lalu ajukan").click()
    expect(main(page)).to_contain_text("1 bukti terlampir")
    main(page).get_by_role("button", name="Ajukan yang dicentang").click()
    expect(page.locator("body")).to_contain_text("5 laporan diajukan")
    assert [r.status for r in ProgressReport.objects.all()] == ["diajukan"] * ITEMS
    proof = Evidence.objects.get()
    assert (proof.content_type, proof.title.startswith("Bukti I.1.1 ")) == ("image/jpeg", True)
    asked = [f"{each.method} {each.url}" for each in seen if each.resource_type == "document"]
    asked += sorted({each.url for each in seen if each.resource_type != "document"})
    assert len(asked) <= 12, "\n".join(asked)  # style and mark once: a browser keeps them


def presses_until(page: Page, reached: Callable[[], bool], key: str = "Tab", most: int = 120) -> None:
    for _press in range(most):
        if reached():
            return
        page.keyboard.press(key)
    raise AssertionError(f"{key} {most} times did not get there: {focus(page)}")


def focus(page: Page) -> dict[str, str]:
    """What has the focus: its words, and the ring drawn around it."""
    return page.evaluate(
        """() => { const e = document.activeElement, s = getComputedStyle(e);
        return {text: (e.labels && e.labels[0] ? e.labels[0].textContent : e.textContent).trim(),
                ring: s.outlineStyle + ' ' + s.outlineWidth, tag: e.tagName}; }"""
    )


def test_the_same_by_keyboard_alone(visit: Callable[..., Page], rad: Rad) -> None:
    page = visit(rad.world.people["dinsos"], "/", size=DESK)
    presses_until(page, lambda: focus(page)["tag"] == "A" and "Lapor RAD" in focus(page)["text"])
    page.keyboard.press("Enter")
    expect(main(page)).to_contain_text("0 dari 5")
    for number in range(1, ITEMS + 1):
        presses_until(page, lambda: focus(page)["text"].startswith("Indikator dinsos"))
        assert focus(page)["ring"] == "solid 3px"
        page.keyboard.type(str(number * 10))
        expect(page.locator(".draft-state").nth(number - 1)).to_contain_text(KEPT)
        page.keyboard.press("Tab")
    assert ReportDraft.objects.count() == ITEMS
    presses_until(page, lambda: focus(page)["text"] == "Periksa lalu ajukan")
    page.keyboard.press("Enter")
    expect(main(page)).to_contain_text("Dengan mengajukan")
    presses_until(page, lambda: focus(page)["text"] == "Ajukan yang dicentang")
    page.keyboard.press("Space")
    expect(page.locator("body")).to_contain_text("5 laporan diajukan")
    values = sorted(int(r.values.get().value) for r in ProgressReport.objects.all())
    assert values == [10, 20, 30, 40, 50]
    assert not ReportDraft.objects.exists()


def test_what_was_typed_comes_back_on_another_device(visit: Callable[..., Page], rad: Rad) -> None:
    """Valid or not; after the session is lost the page says that the last words were not kept."""
    desk = visit(rad.world.people["dinsos"], f"/rad/lapor/{rad.period.pk}/", size=DESK)
    box = main(desk).get_by_label(re.compile("^Indikator dinsos")).first
    box.press_sequentially("dua belas")
    expect(desk.locator(".draft-state").first).to_contain_text(KEPT)
    desk.context.clear_cookies()
    box.press_sequentially(" lagi")
    expect(desk.locator("[data-draft-failed]").first).to_be_visible()
    phone = visit(rad.world.people["dinsos"], f"/rad/lapor/{rad.period.pk}/", size=PHONE, javascript=False)
    expect(main(phone)).to_contain_text("1 kegiatan berisi ketikan yang belum disimpan")
    assert main(phone).get_by_label(re.compile("^Indikator dinsos")).first.input_value() == "dua belas"
    main(phone).get_by_role("button", name=re.compile("^Buang isian ini")).click()
    assert main(phone).get_by_label(re.compile("^Indikator dinsos")).first.input_value() == ""
    assert not ReportDraft.objects.exists()
