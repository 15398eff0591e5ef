"""A real Chromium against a real server; Debian's browser, since nothing is downloaded."""

import os
import shutil
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from gugus.accounts.models import User

ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PHONE, DESK = {"width": 360, "height": 780}, {"width": 1280, "height": 900}
# The browser's driver runs an event loop in the test's thread; the server has threads of its own.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"


def chromium() -> str:
    """The system's browser. Raises when script/test has not installed it."""
    names = ("chromium", "chromium-browser", "google-chrome")
    found = next((path for name in names if (path := shutil.which(name))), "")
    if not found:
        raise RuntimeError("Chromium is missing: run script/test, which installs it")
    return found


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One browser per file: its driver's event loop must not run under other files' tests."""
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=chromium(), args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def address(live_server: Any) -> str:
    """Where the portal answers: by number, since a bare machine may not know localhost."""
    return str(live_server.url)


@pytest.fixture
def visit(browser: Browser, address: str) -> Iterator[Callable[..., Page]]:
    """Open a page as somebody (None: signed out), at a width, with or without JavaScript."""
    contexts: list[BrowserContext] = []

    def enter(
        person: User | None,
        path: str = "/",
        *,
        size: dict[str, int] = DESK,
        javascript: bool = True,
    ) -> Page:
        context = browser.new_context(
            base_url=address,
            viewport=size,
            java_script_enabled=javascript,
            locale="id-ID",
        )
        contexts.append(context)
        if person is not None:
            client = Client()
            client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
            cookie = client.cookies[settings.SESSION_COOKIE_NAME]
            context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": address}])
        page = context.new_page()
        page.goto(path)
        return page

    yield enter
    for context in contexts:
        context.close()
