"""What every test stands on: the session's database, one client per role, and strict surroundings."""

from collections.abc import Callable, Iterator

import psycopg
import pytest
from django.test import Client, TransactionTestCase
from hypothesis import settings as hypothesis

from gugus.accounts.models import User
from tests.environment import ADMIN_URL
from tests.factories import World, make_world
from tests.workers import Process

# How long an example takes is the machine's affair.
hypothesis.register_profile("gugus", deadline=None)
hypothesis.load_profile("gugus")
# Rows that migrations ship: they stay between transactional tests.
KEPT = {
    "django_migrations",
    "django_content_type",
    "auth_permission",
    "core_wallprobe",
    "meetings_meetingtype",
} | {f"cases_{name}" for name in ("term", "servicetype", "consentscope", "slarule", "holiday")}

WRITTEN = """
    SELECT c.oid::regclass::text FROM pg_class c
    WHERE c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace
      AND pg_relation_size(c.oid) > 0 AND c.relname <> ALL(%s)
"""
SEQUENCES = """
    SELECT s.oid::regclass::text FROM pg_class s
    JOIN pg_depend d ON d.objid = s.oid AND d.deptype IN ('a', 'i')
    WHERE s.relkind = 'S' AND d.refobjid::regclass::text = ANY(%s)
"""
TRIES = 5
"""A worker of another test may still be reading: PostgreSQL ends one of two that wait for each other."""


LONG = [
    "access/test_matrix",
    "browser/test_accessibility",
    "rules/test_pages",
    "access/test_cases_matrix",
    "access/test_canaries",
    "notices/test_killed_worker",
    "demo/test_load_demo",
    "cases/test_state_machine",
    "core/test_jobs",
    "load/test_two_of_each",
    "cases/test_oracles",
    "browser/test_minutes",
    "browser/test_chain",
    "dashboard/test_evidence",
    "members/test_state_machine",
    "faults/test_valkey_lost",
    "story/test_a_year",
]
"""Files that take half a minute or more, the longest first."""


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Long files begin first, so that no process ends long after the others."""
    rank = {name: place for place, name in enumerate(LONG)}
    items.sort(key=lambda item: rank.get(f"{item.path.parent.name}/{item.path.stem}", len(LONG)))


@pytest.fixture(scope="session")
def django_db_setup() -> None:
    """The database is there already (tests/environment.py)."""


def empty() -> None:
    """Take out what was written, as the database's administrator: the web role may not, and no trigger fires.

    Only tables that hold a page are touched, and made small again: truncating every table takes a second.
    """
    with psycopg.connect(ADMIN_URL, autocommit=True) as admin:
        admin.execute("SET session_replication_role = replica")
        written = [name for (name,) in admin.execute(WRITTEN, [sorted(KEPT)]).fetchall()]
        for left in reversed(range(TRIES)):
            try:
                _delete(admin, written)
                break
            except psycopg.errors.DeadlockDetected:
                if not left:
                    raise
        for name in written:
            admin.execute(f"VACUUM {name}")


def _delete(admin: psycopg.Connection, written: list[str]) -> None:
    with admin.transaction():
        for name in written:
            admin.execute(f"LOCK TABLE {name} IN SHARE ROW EXCLUSIVE MODE; DELETE FROM {name}")
        for (sequence,) in admin.execute(SEQUENCES, [written]).fetchall():
            admin.execute(f"ALTER SEQUENCE {sequence} RESTART")


@pytest.fixture(autouse=True, scope="session")
def _emptied_by_the_administrator() -> Iterator[None]:
    original = TransactionTestCase._fixture_teardown
    TransactionTestCase._fixture_teardown = lambda self: empty()
    yield
    TransactionTestCase._fixture_teardown = original


@pytest.fixture(autouse=True, scope="module")
def _nobody_works_on() -> Iterator[None]:
    """A worker left behind by one file would do the work of the next one's tests."""
    yield
    assert not Process.left_running()


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
