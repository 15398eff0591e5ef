"""axe on every page at both widths, no sideways scroll on a phone, and pages light enough for one."""

import gzip
import re
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.contrib.staticfiles import finders
from django.test import Client
from playwright.sync_api import Page

from tests.browser.conftest import DESK, PHONE
from tests.browser.pages import pages
from tests.scene import Scene, make_scene

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.peramban]
ASSET = re.compile(r'(?:href|src)="(/static/[^"]+)"')
AXE = Axe().axe_script
RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],
}


@pytest.fixture
def scene(settings: Any) -> Scene:
    settings.SECOND_FACTOR_REQUIRED = False
    return make_scene()


def violations(page: Page) -> list[dict[str, Any]]:
    """What axe complains of, alone: what it found in order is a hundred times as long to hand over."""
    page.evaluate(AXE)
    return page.evaluate("options => axe.run(options).then(found => found.violations)", RULES)


def look(
    visit: Callable[..., Page], scene: Scene, size: dict[str, int], *, all_roles: bool = False, each: int = 1
) -> list[str]:
    """Complaints of every page, or each so-manieth: axe's, a sideways scroll, and the browser's console."""
    found, windows = [], {}
    for name, role, path in list(pages(scene, all_roles=all_roles))[::each]:
        if role not in windows:
            windows[role] = visit(scene.world.people.get(role), "/sehat/", size=size)
        page = windows[role]
        response = page.goto(path)
        if response is None or "text/html" not in response.headers.get("content-type", ""):
            continue
        for violation in violations(page):
            found.append(f"{name} as {role}: {violation['id']} {violation['nodes'][0]['html'][:160]}")
        if page.evaluate("document.documentElement.scrollWidth > window.innerWidth"):
            found.append(f"{name} as {role}: scrolls sideways at {size['width']} px")
    return found


def test_a_fault_is_told(visit: Callable[..., Page]) -> None:
    page = visit(None, "/sehat/")
    page.set_content("<html><body><img src='x'><p style='color:#ccc'>pudar</p></body></html>")
    assert {"image-alt", "color-contrast", "html-has-lang"} <= {each["id"] for each in violations(page)}


@pytest.mark.parametrize(("size", "each"), [(PHONE, 1), (DESK, 3)], ids=["360", "1280"])
def test_no_violation(visit: Callable[..., Page], scene: Scene, size: dict[str, int], each: int) -> None:
    """On a phone every page; on a desk every third, all of them as each role in the full tier."""
    found = look(visit, scene, size, each=each)
    assert not found, "\n".join(found)


@pytest.mark.panjang
@pytest.mark.parametrize("size", [PHONE, DESK], ids=["360", "1280"])
def test_no_violation_as_each_role(visit: Callable[..., Page], scene: Scene, size: dict[str, int]) -> None:
    found = look(visit, scene, size, all_roles=True)
    assert not found, "\n".join(found)


def packed(data: bytes) -> int:
    return len(gzip.compress(data, 6))


@cache
def asset(url: str) -> int:
    return packed(Path(finders.find(url.removeprefix("/static/"))).read_bytes())


def weights(html: bytes) -> tuple[int, int]:
    """Bytes a first view costs when compressed: all of it, and its scripts."""
    sizes = {url: asset(url) for url in ASSET.findall(html.decode())}
    scripts = sum(size for url, size in sizes.items() if url.endswith(".js"))
    return packed(html) + sum(sizes.values()), scripts


def test_pages_are_light(scene: Scene) -> None:
    heavy = []
    for name, role, path in pages(scene):
        client = Client()
        if role in scene.world.people:
            client.force_login(
                scene.world.people[role], backend="allauth.account.auth_backends.AuthenticationBackend"
            )
        first = client.get(path)
        if first.status_code == 200 and first.headers["Content-Type"].startswith("text/html"):
            total, scripts = weights(first.content)
            if total > 100 * 1024 or scripts > 30 * 1024:
                heavy.append(f"{name}: {total} B, scripts {scripts} B")
    assert not heavy, "\n".join(heavy)
