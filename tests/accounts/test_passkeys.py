"""A passkey in a real browser, under the portal's content policy: joined, then enough to sign in."""

from collections.abc import Callable
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.urls import reverse
from playwright.sync_api import Page

from tests.browser.conftest import browser, visit  # noqa: F401 (fixtures)
from tests.factories import PASSWORD, World

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.peramban]
DEVICE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture
def address(live_server: Any) -> str:
    """By name: a passkey belongs to a domain, never to a number; the browser knows localhost by itself."""
    return str(live_server.url).replace("127.0.0.1", "localhost")


def with_device(page: Page) -> Any:
    """Plug a virtual authenticator into the browser; returns the session to steer it."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    device = session.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE})
    return session, device["authenticatorId"]


def faults_of(page: Page) -> list[str]:
    """What the browser complains of from now on: errors, and anything the content policy stopped."""
    faults: list[str] = []
    page.on("console", lambda message: faults.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: faults.append(str(error)))
    return faults


def test_a_passkey_is_joined_and_signs_in_alone(world: World, visit: Callable[..., Page]) -> None:  # noqa: F811
    person = world.people["pengawas"]
    page = visit(person, reverse("mfa_index"))
    with_device(page)
    faults = faults_of(page)
    page.get_by_role("link", name="Tambah kunci sandi").click()
    page.get_by_label("Kata sandi").fill(PASSWORD)
    page.get_by_role("button", name="Lanjutkan").click()
    page.get_by_label("Nama kunci sandi").fill("Laptop kantor")
    page.get_by_label("Masuk cukup dengan kunci ini").check()
    page.get_by_role("button", name="Tambah kunci sandi").click()
    page.wait_for_url(f"**{reverse('mfa_view_recovery_codes')}")
    key = Authenticator.objects.get(user=person, type="webauthn").wrap()
    assert (key.name, key.is_passwordless) == ("Laptop kantor", True)
    page.context.clear_cookies()
    page.goto(reverse("account_login") + f"?next={reverse('accounts:account')}")
    page.get_by_role("button", name="Masuk dengan kunci sandi").click()
    page.get_by_role("heading", name="Akun saya").wait_for()
    assert faults == []


def test_a_refused_passkey_says_so(world: World, visit: Callable[..., Page]) -> None:  # noqa: F811
    page = visit(None, reverse("account_login"))
    session, device = with_device(page)
    session.send("WebAuthn.setUserVerified", {"authenticatorId": device, "isUserVerified": False})
    assert page.get_by_text("Kunci sandi tidak terbaca").is_hidden()
    page.get_by_role("button", name="Masuk dengan kunci sandi").click()
    page.get_by_text("Kunci sandi tidak terbaca").wait_for(state="visible")


def test_without_javascript_the_passkey_is_not_offered(world: World, visit: Callable[..., Page]) -> None:  # noqa: F811
    page = visit(None, reverse("account_login"), javascript=False)
    assert page.get_by_role("button", name="Masuk dengan kunci sandi").is_hidden()
    page.get_by_label("Alamat surel").fill(world.people["dinsos"].email)
    page.get_by_label("Kata sandi").fill(PASSWORD)
    page.get_by_role("button", name="Masuk", exact=True).click()
    page.wait_for_url(lambda url: "/masuk/" not in url)
    page.goto(reverse("accounts:account"))
    assert page.get_by_role("heading", name="Akun saya").is_visible()
