"""Requests made elsewhere: without the page's own token nothing changes, and no parameter leads away."""

from itertools import product

import pytest
from django.test import Client
from django.urls import reverse

from tests.access.matrix import MATRIX
from tests.factories import PASSWORD, World
from tests.security.test_fuzz import stays

TARGETS = [
    "https://jahat.example/", "//jahat.example", "/\\jahat.example", "\\\\jahat.example", "https:jahat.example",
    "javascript:alert(1)", "data:text/html,x", "\thttps://jahat.example", "/\t/jahat.example", "http://testserver@jahat.example",
]  # fmt: skip
pytestmark = pytest.mark.django_db
DOORS = ["set_language", "account_login", "account_logout", "account_reauthenticate", "mfa_reauthenticate"]


def test_a_token_of_another_origin_is_none(world: World) -> None:
    """The right token sent from elsewhere is refused as well: the origin is looked at."""
    client = Client(enforce_csrf_checks=True)
    client.get(reverse("account_login"))
    data = {"login": world.people["dinsos"].email, "password": PASSWORD}
    token = {"HTTP_X_CSRFTOKEN": client.cookies["csrftoken"].value}
    assert (
        client.post(reverse("account_login"), data, HTTP_ORIGIN="https://jahat.example", **token).status_code
        == 403
    )
    assert (
        client.post(reverse("account_login"), data, HTTP_ORIGIN="http://testserver", **token).status_code
        == 302
    )


def test_what_a_browser_asks_for_unasked_leaves_the_token_alone() -> None:
    """Beside the sign-in page it asks for an icon; an answer with a token of its own would spoil the form."""
    client = Client()
    icon = client.get("/favicon.ico")
    assert (icon.status_code, b"".join(icon)[:4]) == (200, b"\x00\x00\x01\x00")  # an ICO begins so
    assert not client.cookies


def test_no_parameter_leads_away(world: World) -> None:
    """Every bad address at the one door open to all; the worst three at each door behind sign-in."""
    for target, door in [*product(TARGETS, DOORS[:1]), *product(TARGETS[2:5], DOORS[1:])]:
        client = Client()
        if door not in DOORS[:2]:
            client.force_login(
                world.people["dinsos"], backend="allauth.account.auth_backends.AuthenticationBackend"
            )
        data = {"login": world.people["dinsos"].email, "password": PASSWORD, "language": "en", "next": target}
        for answer in (
            client.post(reverse(door), data, HTTP_REFERER=target, headers={"HX-Current-URL": target}),
            client.get(reverse(door), {"next": target}, HTTP_REFERER=target),
        ):
            assert answer.status_code < 500
            assert stays(answer.headers.get("Location", "")), door
            assert "HX-Redirect" not in answer.headers


def test_what_can_be_changed_cannot_be_changed_by_reading() -> None:
    """Addresses named for an act (hapus, kirim, …) take it by POST: GET asks, or is refused."""
    acts = ("delete", "remove", "submit", "sign", "accept", "send", "withdraw", "disable", "enable")
    named = [name for name in MATRIX if name.rpartition("-")[2] in acts]
    assert len(named) > 20
    assert all("o" in MATRIX[name][1] or set(MATRIX[name][1]) <= set("Lx.m") for name in named)
