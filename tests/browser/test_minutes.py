"""Minutes in a real browser: nothing the page called saved is lost by any kill, and saving comes at once."""

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.conf import settings as conf
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Browser, Page, expect

from gugus.accounts.models import User
from meetings.models import MinutesPart
from tests.browser.conftest import DESK, PHONE
from tests.factories import PASSWORD, make_world
from tests.meetings.builders import make_meeting, make_minutes
from tests.workers import Web

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.peramban]
KEPT = re.compile(r"tersimpan pukul \d\d\.\d\d\.\d\d")
# How long after each key the page began to save: the clock of the page itself.
CLOCK = """
window.typedAt = 0; window.lags = [];
document.addEventListener("input", () => { window.typedAt = performance.now(); }, true);
document.addEventListener("htmx:beforeSend", () => {
  window.lags.push(performance.now() - window.typedAt);
}, true);
"""


@pytest.fixture
def part(settings: Any) -> MinutesPart:
    """A part of minutes being written by two people of the secretariat."""
    settings.SECOND_FACTOR_REQUIRED = False
    world = make_world()
    part = make_minutes(make_meeting(world)).parts.get(item__order=2)
    part.writers = [world.people["sekretariat"], world.people["sekretariat2"]]
    return part


def path(part: MinutesPart) -> str:
    return reverse("meetings:minutes", args=[part.minutes.meeting_id])


def box(page: Page, part: MinutesPart) -> Any:
    return page.locator(f"#bagian-{part.pk} textarea[name=discussion]")


def said(page: Page, part: MinutesPart) -> Any:
    return page.locator(f"#said-{part.pk}")


def text(part: MinutesPart) -> str:
    return MinutesPart.objects.get(pk=part.pk).discussion


def saved(page: Page, part: MinutesPart, words: str) -> None:
    """The page says so; then it is so."""
    with page.expect_response(lambda answer: answer.url.endswith("/simpan/")):
        box(page, part).press_sequentially(words)
    expect(said(page, part)).to_contain_text(KEPT)


def test_two_writers_type_at_once_and_a_killed_browser_returns(
    visit: Callable[..., Page], part: MinutesPart
) -> None:
    first, second = (visit(writer, path(part)) for writer in part.writers)
    first.evaluate(CLOCK)
    saved(first, part, "Rapat dibuka.")
    saved(second, part, "Sambutan Sekda.")
    expect(said(second, part)).to_contain_text("Sekretariat Contoh juga menulis bagian ini")
    expect(box(second, part)).to_have_value("Rapat dibuka.\nSambutan Sekda.")
    saved(second, part, " Selesai.")
    saved(first, part, " Tertib.")
    expect(box(first, part)).to_have_value("Rapat dibuka. Tertib.\nSambutan Sekda. Selesai.")
    lags = first.evaluate("window.lags")
    assert lags
    assert max(lags) <= 2000, lags
    first.context.close()
    again = visit(part.writers[0], path(part), size=PHONE)
    expect(box(again, part)).to_have_value("Rapat dibuka. Tertib.\nSambutan Sekda. Selesai.")


def test_typing_goes_on_through_a_lost_session(visit: Callable[..., Page], part: MinutesPart) -> None:
    """The sign-in page does not take the text's place; signed in in another tab, the page saves by itself."""
    writer = part.writers[0]
    page = visit(writer, path(part))
    saved(page, part, "Sebelum.")
    Session.objects.all().delete()
    box(page, part).press_sequentially(" Sesudah.")
    expect(page.locator(f"#bagian-{part.pk} [data-draft-failed]")).to_be_visible()
    expect(box(page, part)).to_have_value("Sebelum. Sesudah.")
    assert text(part) == "Sebelum."
    other = page.context.new_page()
    other.goto("/akun/masuk/")
    other.fill("[name=login]", writer.email)
    other.fill("[name=password]", PASSWORD)
    other.locator("main").get_by_role("button", name=re.compile("^Masuk")).first.click()
    other.wait_for_url(re.compile(r"/$"))
    expect(page.locator(f"#bagian-{part.pk} [data-draft-failed]")).to_be_hidden(timeout=30_000)
    assert text(part) == "Sebelum. Sesudah."


def test_without_javascript_words_survive_a_lost_session(
    visit: Callable[..., Page], part: MinutesPart
) -> None:
    writer = part.writers[0]
    page = visit(writer, path(part), size=DESK, javascript=False)
    Session.objects.all().delete()
    box(page, part).fill("Ditulis lama")
    page.locator(f"#bagian-{part.pk} button[type=submit]").click()
    expect(page.locator("main")).to_contain_text("Sesi Anda berakhir")
    expect(page.locator("textarea[name=discussion]")).to_have_value("Ditulis lama")
    other = page.context.new_page()
    other.goto("/akun/masuk/")
    other.fill("[name=login]", writer.email)
    other.fill("[name=password]", PASSWORD)
    other.locator("main").get_by_role("button", name=re.compile("^Masuk")).first.click()
    for _try in range(2):  # the form's token is of before the sign-in: asked once more
        page.locator("main button[type=submit]").click()
    expect(page.locator("body")).to_contain_text("Tersimpan pukul")
    assert text(part) == "Ditulis lama"


@pytest.fixture
def server(part: MinutesPart) -> Iterator[Web]:
    server = Web()
    yield server
    server.stop()


def enter(browser: Browser, server: Web, person: User, where: str) -> Page:
    client = Client()
    client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
    context = browser.new_context(base_url=server.address, locale="id-ID", viewport=DESK)
    value = client.cookies[conf.SESSION_COOKIE_NAME].value
    context.add_cookies([{"name": conf.SESSION_COOKIE_NAME, "value": value, "url": server.address}])
    page = context.new_page()
    page.goto(where)
    return page


def test_a_killed_server_loses_nothing_it_called_saved(
    browser: Browser, part: MinutesPart, server: Web
) -> None:
    """Killed between saves and in the middle of one: the page keeps the words and brings them again, once."""
    page = enter(browser, server, part.writers[0], path(part))
    failed = page.locator(f"#bagian-{part.pk} [data-draft-failed]")
    saved(page, part, "Satu.")
    server.kill()
    box(page, part).press_sequentially(" Dua.")
    expect(failed).to_be_visible()
    assert text(part) == "Satu."
    server.start()
    expect(failed).to_be_hidden(timeout=60_000)
    assert text(part) == "Satu. Dua."
    with page.expect_request(lambda request: request.url.endswith("/simpan/")):
        box(page, part).press_sequentially(" Tiga.")
    server.kill()
    box(page, part).press_sequentially(" Empat.")
    expect(failed).to_be_visible()
    server.start()
    expect(failed).to_be_hidden(timeout=60_000)
    assert text(part) == "Satu. Dua. Tiga. Empat."
    expect(box(page, part)).to_have_value("Satu. Dua. Tiga. Empat.")
    page.context.close()
