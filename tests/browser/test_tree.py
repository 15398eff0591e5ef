"""The tree editor in a real browser, by keyboard alone, with JavaScript and without."""

from collections.abc import Callable
from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from rad import services
from tests.factories import make_world
from tests.rad.builders import make_rad

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.peramban]


@pytest.mark.parametrize("javascript", [True, False], ids=["js", "tanpa-js"])
def test_a_row_moves_by_keyboard_and_keeps_the_focus(
    visit: Callable[..., Page], settings: Any, javascript: bool
) -> None:
    settings.SECOND_FACTOR_REQUIRED = False
    world = make_world()
    rad = make_rad(world, adopted=False)
    item = rad.items["hukum"]
    office = world.people["sekretariat"]
    page = visit(office, reverse("rad:plan-tree", args=[rad.plan.pk]), javascript=javascript)
    up, down = page.locator(f"#naik-{item.pk}"), page.locator(f"#turun-{item.pk}")
    row = page.locator(f"#baris-{item.pk} > .matrix-name")
    up.focus()
    page.keyboard.press("Enter")
    expect(row).to_contain_text("I.1.2")
    expect(up).to_be_focused()
    page.keyboard.press("Enter")
    expect(row).to_contain_text("I.1.1")
    # At the top there is no further up: the focus waits on the way down.
    expect(down).to_be_focused()
    page.keyboard.press("Enter")
    expect(row).to_contain_text("I.1.2")
    expect(down).to_be_focused()
    removed = rad.items["dinkes"].pk
    services.row_remove(row=rad.items["dinkes"], by=office)
    page.goto(reverse("rad:plan-tree", args=[rad.plan.pk]))
    page.get_by_role("button", name="Batalkan penghapusan").focus()
    page.keyboard.press("Enter")
    expect(page.locator(f"#ubah-{removed}")).to_be_focused()
