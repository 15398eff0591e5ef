"""A referral on real pages: three pages and few keys to send, on a phone without JavaScript to accept."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, Response, expect

from cases.models import Case, Referral
from members.enums import Role
from tests.browser.conftest import DESK, PHONE
from tests.browser.test_liaison import focus, main
from tests.cases.builders import acting, give_consent, open_case
from tests.factories import World, make_world

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.peramban]
# One press a second is slow typing: 60 presses are 60 seconds (issue: "60 seconds by keyboard").
MOST_KEYS, MOST_PAGES = 60, 3


class Keys:
    """A keyboard that counts what it presses."""

    def __init__(self, page: Page) -> None:
        self.page, self.count = page, 0

    def press(self, key: str) -> None:
        self.page.keyboard.press(key)
        self.count += 1

    def until(self, reached: Callable[[], bool], key: str = "Tab") -> None:
        """Press until something has the focus, in full view of whoever presses."""
        while not reached():
            assert self.count <= MOST_KEYS, f"{key} did not get there: {focus(self.page)}"
            self.press(key)

    def to(self, words: str) -> None:
        self.until(lambda: focus(self.page)["text"].startswith(words))
        assert focus(self.page)["ring"] == "solid 3px"


@pytest.fixture
def story(settings: Any) -> tuple[World, Case]:
    """An open case of Polres with the victim's word on sharing."""
    settings.SECOND_FACTOR_REQUIRED = False
    world = make_world()
    world.person("dinkes_kasus", Role.HANDLER, world.agencies["Dinas Kesehatan"])
    case = open_case(world, "polres_ppa", "Polres")
    give_consent(world, "polres_ppa", case, scope="layanan")
    return world, case


def pages_of(page: Page) -> list[str]:
    """Addresses of the pages a person looks at, the present one first; what only redirects is none."""
    seen = [page.url]

    def note(response: Response) -> None:
        if response.request.is_navigation_request() and response.status == 200:
            seen.append(response.url)

    page.on("response", note)
    return seen


def status(world: World) -> str:
    with acting(world, "polres_ppa"):
        return Referral.objects.get().status


def no_sideways(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"))


def test_from_the_open_case_to_sent_by_keyboard(
    visit: Callable[..., Page], story: tuple[World, Case]
) -> None:
    world, case = story
    page = visit(world.people["polres_ppa"], case.get_absolute_url(), size=DESK)
    keys, seen = Keys(page), pages_of(page)
    keys.press("Tab")
    keys.press("Enter")  # the skip link
    keys.to("Rujuk korban")
    keys.press("Enter")
    expect(page.locator("h1")).to_have_text("Rujuk korban")
    keys.press("Tab")
    keys.press("Enter")
    keys.until(lambda: focus(page)["tag"] == "SELECT")
    for letter in "Dinas S":
        keys.press(letter if letter != " " else "Space")
    keys.to("Rehabilitasi sosial")
    keys.press("Space")
    keys.to("biasa")
    keys.press("ArrowDown")
    keys.press("Enter")
    expect(page.locator("h1")).to_have_text("Periksa rujukan sebelum dikirim")
    keys.to("Kirim rujukan")
    keys.press("Enter")
    expect(page.locator("body")).to_contain_text("dikirim ke Dinas Sosial. Batas jawabannya")
    assert status(world) == "dikirim"
    *before, sent = seen
    assert "/periksa/" not in sent
    assert len(before) <= MOST_PAGES, before
    assert keys.count <= MOST_KEYS, keys.count


def test_sent_and_accepted_on_a_phone_without_javascript(
    visit: Callable[..., Page], story: tuple[World, Case]
) -> None:
    world, case = story
    page = visit(world.people["polres_ppa"], case.get_absolute_url(), size=PHONE, javascript=False)
    main(page).get_by_role("link", name="Rujuk korban").click()
    main(page).locator("#id_receiver").select_option(label="Dinas Sosial")
    main(page).get_by_label("Rehabilitasi sosial").check()
    main(page).get_by_label("segera").check()
    assert no_sideways(page)
    main(page).get_by_role("button", name="Periksa sebelum mengirim").click()
    expect(main(page)).to_contain_text("Yang dibaca instansi tujuan sekarang")
    assert no_sideways(page)
    main(page).get_by_role("button", name="Kirim rujukan").click()
    assert status(world) == "dikirim"
    assert no_sideways(page)

    other = visit(world.people["dinsos_kasus"], "/rujukan/", size=PHONE, javascript=False)
    expect(other.locator("h1")).to_have_text("Rujukan")
    main(other).get_by_role("link", name=re.compile("^Rujukan R-001")).click()
    expect(main(other)).to_contain_text("sisa")
    assert case.code not in other.content()
    assert no_sideways(other)
    main(other).get_by_role("link", name="Terima").click()
    assert no_sideways(other)
    main(other).get_by_role("button", name="Terima rujukan").click()
    expect(other.locator("body")).to_contain_text(f"Kasus {case.code}")
    assert status(world) == "diterima"


def test_a_notice_is_taken_back_at_once(visit: Callable[..., Page], story: tuple[World, Case]) -> None:
    world, case = story
    page = visit(world.people["polres_ppa"], f"{case.get_absolute_url()}rujukan/baru/", size=DESK)
    main(page).locator("#id_receiver").select_option(label="Dinas Kesehatan")
    main(page).get_by_label("Konseling psikologis").check()
    main(page).locator("[name=basis][value=tanpa]").check()
    main(page).get_by_role("button", name="Periksa sebelum mengirim").click()
    expect(main(page)).to_contain_text("hanya pemberitahuan tanpa identitas")
    main(page).get_by_role("button", name="Kirim rujukan").click()
    main(page).get_by_role("link", name="Tarik rujukan").click()
    main(page).get_by_label("Alasan menarik").fill("Salah instansi.")
    main(page).get_by_role("button", name="Tarik rujukan").click()
    expect(page.locator("body")).to_contain_text("Rujukan ditarik")
    assert status(world) == "ditarik"
