"""What every answer tells the browser, in this process and as production is set."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings
from django.test import Client, override_settings
from django.urls import reverse

from gugus.accounts.models import User
from tests.factories import World

ASK = """
import json, django
django.setup()
from django.conf import settings as s
names = [n for n in dir(s) if n.isupper() and isinstance(getattr(s, n), (str, int, bool, list, tuple, dict, type(None)))]
print(json.dumps({n: getattr(s, n) for n in names}, default=str))
"""
pytestmark = pytest.mark.django_db
WALL = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
"""Of every answer; pages add their policy of content, static files their age."""


@pytest.fixture(scope="module")
def production() -> dict[str, Any]:
    """The settings of a process started with deploy/check.env."""
    lines = (settings.BASE_DIR / "deploy" / "check.env").read_text().splitlines()
    given = dict(line.split("=", 1) for line in lines if line and not line.startswith("#"))
    env = {"PATH": os.environ["PATH"], "DJANGO_SETTINGS_MODULE": "gugus.settings"} | given
    asked = subprocess.run(
        [sys.executable, "-c", ASK], cwd=settings.BASE_DIR, env=env, check=True, capture_output=True
    )
    return json.loads(asked.stdout)


def test_cookies_of_production_belong_to_this_host_alone(production: dict[str, Any]) -> None:
    for kind in ("SESSION", "CSRF", "LANGUAGE"):
        assert production[f"{kind}_COOKIE_NAME"].startswith("__Host-")
        assert production[f"{kind}_COOKIE_SECURE"]
        assert production[f"{kind}_COOKIE_HTTPONLY"]
        assert production[f"{kind}_COOKIE_SAMESITE"] == "Lax"
        assert (production[f"{kind}_COOKIE_DOMAIN"], production[f"{kind}_COOKIE_PATH"]) == (None, "/")


def test_production_speaks_tls_only_and_shows_no_debugging(production: dict[str, Any]) -> None:
    assert production["SECURE_SSL_REDIRECT"]
    assert production["SECURE_HSTS_SECONDS"] >= 31_536_000
    assert production["SECURE_HSTS_INCLUDE_SUBDOMAINS"]
    assert production["CSRF_TRUSTED_ORIGINS"] == ["https://gt.example.go.id"]
    assert production["ALLOWED_HOSTS"] == ["gt.example.go.id"]
    assert not production["DEBUG"]
    assert not production["ADMINS"]
    assert production["EMAIL_USE_TLS"]
    assert not [name for name in production["INSTALLED_APPS"] if "debug" in name or "admin" in name]
    assert "debug" not in str(production["TEMPLATES"])


def test_hsts_and_the_way_to_tls() -> None:
    with override_settings(SECURE_SSL_REDIRECT=True, SECURE_HSTS_SECONDS=31_536_000):
        plain = Client().get("/akun/masuk/")
        safe = Client().get("/akun/masuk/", secure=True)
    assert (plain.status_code, plain.headers["Location"]) == (301, "https://testserver/akun/masuk/")
    assert safe.headers["Strict-Transport-Security"].startswith("max-age=31536000")


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("get", "/akun/masuk/", 200),
        ("get", "/tidak-ada/", 404),
        ("get", "/sehat/", 200),
        ("get", "/", 302),
        ("put", "/akun/masuk/", 405),
        ("get", "/static/js/site.js", 200),
        ("get", "/favicon.ico", 200),
        ("get", "/static/css/../../gugus/settings.py", 404),
        ("get", "/static/js/", 404),
        ("get", "/verifikasi/", 200),
        ("trace", "/akun/masuk/", 405),
    ],
)
def test_every_kind_of_answer_has_the_wall(method: str, path: str, status: int) -> None:
    answer = getattr(Client(), method)(path)
    assert answer.status_code == status
    assert WALL.items() <= dict(answer.headers).items()
    assert "geolocation=()" in answer.headers["Permissions-Policy"]
    policy = answer.headers["Content-Security-Policy"]
    for word in ("default-src 'none'", "object-src 'none'", "base-uri 'none'", "frame-ancestors 'none'"):
        assert word in policy
    assert "unsafe" not in policy
    assert "Access-Control-Allow-Origin" not in answer.headers
    assert ("no-store" in answer.headers["Cache-Control"]) != path.endswith((".js", ".ico"))


def test_a_host_that_is_not_ours_is_refused_without_an_echo() -> None:
    answer = Client().get("/akun/masuk/", HTTP_HOST="jahat.example")
    assert answer.status_code == 400
    assert b"jahat" not in answer.content
    assert WALL.items() <= dict(answer.headers).items()


def test_an_origin_elsewhere_gets_no_leave(world: World) -> None:
    client = Client()
    client.force_login(world.people["dinsos"])
    answer = client.options(
        "/", HTTP_ORIGIN="https://jahat.example", HTTP_ACCESS_CONTROL_REQUEST_METHOD="POST"
    )
    assert not [name for name in answer.headers if name.startswith("Access-Control")]


def test_pages_are_not_kept_by_htmx_either(world: World) -> None:
    page = Client().get("/akun/masuk/").content.decode()
    assert '<body hx-history="false"' in page


def test_the_builders_page_is_not_in_production(world: World) -> None:
    client = Client()
    client.force_login(world.people["sekretariat"])
    assert client.get(reverse("gallery")).status_code == 200
    with override_settings(PRODUCTION=True):
        assert client.get(reverse("gallery")).status_code == 404


@pytest.mark.parametrize("role", ["sekretariat", "dinsos", "sekda"])
def test_every_page_offers_to_sign_out(world: World, sign_in: Callable[[User], Client], role: str) -> None:
    client = sign_in(world.people[role])
    for path in ("/", "/akun/", "/tidak-ada/", "/jejak/"):
        page = client.get(path).content.decode()
        assert f'action="{reverse("account_logout")}"' in page, path
