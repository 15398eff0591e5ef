"""A PostgreSQL of its own for the tests of the ground, so that they may break and restart it."""

import psycopg
import pytest

from gugus.demo import servers


@pytest.fixture(scope="session")
def ground_dir(tmp_path_factory):
    folder = tmp_path_factory.mktemp("ground") / "data"
    servers.ensure_postgres(folder, durable=False)
    yield folder
    servers.stop_all(folder)


@pytest.fixture
def ground(ground_dir):
    """Addresses by role."""
    return servers.ensure_postgres(ground_dir, durable=False)


@pytest.fixture
def admin(ground):
    with psycopg.connect(ground["admin"], autocommit=True) as connection:
        yield connection
