"""The same number of queries at any size, at most 12 (design.md "Speed")."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from gugus.accounts.models import User
from members import services
from tests.factories import World, user

pytestmark = pytest.mark.django_db


def count(client: Client, name: str) -> int:
    """Queries of the page itself: the session's and the transaction's own book-keeping left out."""
    with CaptureQueriesContext(
        connection,
    ) as seen:
        assert client.get(reverse(f"members:{name}")).status_code == 200
    frame = ("SAVEPOINT", "RELEASE", "SELECT set_config", "SELECT current_setting")
    return sum(not row["sql"].strip().startswith(frame) for row in seen.captured_queries)


def grow(world: World, rows: int) -> None:
    keeper = world.people["sekretariat"]
    for number in range(rows):
        agency = world.agency(f"Dinas Contoh {number}")
        world.appoint(user(f"Orang {number} Contoh"), "penghubung", agency)
    draft = services.decree_create(by=keeper)
    services.seats_create_for_agencies(decree=draft, by=keeper)


@pytest.mark.parametrize(
    "name", ["agency-list", "appointment-list", "decree-list", "legal-basis-list", "structure"]
)
def test_lists_do_not_ask_per_row(world: World, sign_in: Callable[[User], Client], name: str) -> None:
    client = sign_in(world.people["sekretariat"])
    client.get(reverse(f"members:{name}"))
    few = count(client, name)
    grow(world, 20)
    many = count(client, name)
    assert many == few <= 12
