"""What every test stands on: the session's database, one client per role, and strict surroundings."""

import os
from collections.abc import Callable, Iterator

import psycopg
import pytest
from django.test import Client, TransactionTestCase
from hypothesis import settings as hypothesis

from gugus.accounts.models import User
from tests.factories import World, make_world

# How long an example takes is the machine's affair.
hypothesis.register_profile("gugus", deadline=None)
hypothesis.load_profile("gugus")
# Rows that migrations ship: truncation between transactional tests leaves them.
KEPT = {
    "django_migrations",
    "django_content_type",
    "auth_permission",
    "core_wallprobe",
    "meetings_meetingtype",
} | {f"cases_{name}" for name in ("term", "servicetype", "consentscope", "slarule", "holiday")}

TRIES = 5
"""A worker of another test may still be reading: PostgreSQL ends one of two that wait for each other."""


LONG = [
    "test_accessibility",
    "test_state_machine",
    "test_killed_worker",
    "test_mutations",
    "test_a_year",
    "test_canaries",
    "test_chain",
    "test_oracles",
]
"""Files that take minutes, the longest first."""


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Long files begin first, so that no process ends long after the others."""
    rank = {name: place for place, name in enumerate(LONG)}
    items.sort(key=lambda item: rank.get(item.path.stem, len(LONG)))


@pytest.fixture(scope="session")
def django_db_setup() -> None:
    """The database is there already (tests/environment.py)."""


def truncate() -> None:
    """Empty all tables as their owner: the web role may not."""
    with psycopg.connect(os.environ["DATABASE_OWNER_URL"], autocommit=True) as owner:
        names = [
            row[0]
            for row in owner.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'").fetchall()
            if row[0] not in KEPT
        ]
        emptied = "TRUNCATE " + ", ".join(f'"{name}"' for name in names) + " RESTART IDENTITY CASCADE"
        for left in reversed(range(TRIES)):
            try:
                owner.execute(emptied)
                return
            except psycopg.errors.DeadlockDetected:
                if not left:
                    raise


@pytest.fixture(autouse=True, scope="session")
def _truncate_as_owner() -> Iterator[None]:
    original = TransactionTestCase._fixture_teardown
    TransactionTestCase._fixture_teardown = lambda self: truncate()
    yield
    TransactionTestCase._fixture_teardown = original


@pytest.fixture
def world() -> World:
    """A task force with agencies and a person in every role (tests/factories.py)."""
    return make_world()


@pytest.fixture
def sign_in() -> Callable[[User], Client]:
    """A client signed in as somebody; a password is not typed, the session is real."""

    def enter(person: User) -> Client:
        client = Client()
        client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
        return client

    return enter
