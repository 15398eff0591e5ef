"""The access matrix: every address × method × role, and no address it does not know."""

from collections.abc import Iterator

import pytest
from django.conf import settings as django_settings
from django.db import transaction
from django.test import override_settings

from tests.access.matrix import MATRIX, PUBLIC, values_for
from tests.access.routes import Route, walk
from tests.access.walker import METHODS, OTHER_METHODS, ROLES, Walker, address, letter, undone
from tests.factories import make_world
from tests.scene import make_scene

ROUTES = walk()
NAMES = [route.name for route in ROUTES]


@pytest.fixture(scope="module")
def walker(django_db_setup: None, django_db_blocker: pytest.FixtureRequest) -> Iterator[Walker]:
    """One scene for the whole walk; every request is rolled back."""
    with django_db_blocker.unblock(), transaction.atomic(), override_settings(SECOND_FACTOR_REQUIRED=False):
        foreigner = make_world("16.09", "OKU Selatan").people["sekretariat"]
        yield Walker(make_scene(), foreigner)
        transaction.set_rollback(True)


def test_every_address_is_known() -> None:
    assert sorted(set(NAMES)) == sorted(MATRIX), "an address without a row, or a row without an address"
    assert len(NAMES) == len(set(NAMES)), "two addresses share a name"


def test_the_walk_does_not_stop_early() -> None:
    assert len(ROUTES) >= 100
    assert {"home", "dashboard:dashboard", "members:agency-list", "rad:report-accept"} <= set(NAMES)


@pytest.mark.parametrize("route", ROUTES, ids=NAMES)
@pytest.mark.parametrize("method", METHODS)
def test_matrix(walker: Walker, route: Route, method: str) -> None:
    url = address(route, values_for(walker.scene, route))
    got, complaints = walker.row(url, method)
    expected = MATRIX[route.name][METHODS.index(method)]
    said = {role: (want, have) for role, want, have in zip(ROLES, expected, got, strict=True) if want != have}
    assert not said, f"{method} {url}: role → (expected, got) {said}"
    assert not complaints


@pytest.mark.parametrize("route", ROUTES, ids=NAMES)
def test_other_methods_do_nothing(walker: Walker, route: Route) -> None:
    url = address(route, values_for(walker.scene, route))
    for method in OTHER_METHODS:
        for role in ("tamu", "sekretariat", "dinkes"):
            with undone():
                assert letter(walker.ask(role, method, url)) in "mxL.", (method, role)


@pytest.mark.parametrize("route", [r for r in ROUTES if r.name not in PUBLIC], ids=lambda r: r.name)
def test_a_signed_out_visitor_is_sent_to_sign_in(walker: Walker, route: Route) -> None:
    url = address(route, values_for(walker.scene, route))
    with undone():
        response = walker.ask("tamu", "GET", url)
    assert response.status_code == 302
    assert response.url.startswith(f"/{django_settings.LOGIN_URL and 'akun/masuk/'}")


def test_hidden_and_absent_answer_alike(walker: Walker) -> None:
    """A row of another task force and one that never was: the same bytes but for the address."""
    hidden = walker.ask("asing", "GET", f"/anggota/{walker.scene.world.agencies['Polres'].pk}/")
    absent = walker.ask("asing", "GET", "/anggota/00000000-0000-4000-8000-000000000000/")
    assert (hidden.status_code, absent.status_code) == (404, 404)
    assert hidden.content == absent.content
