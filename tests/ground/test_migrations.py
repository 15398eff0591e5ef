"""Every migration goes down and up again on a database with rows in it, as its owner."""

import os
import subprocess
import sys
from collections.abc import Iterator

import psycopg
import pytest

from gugus.core import provision
from gugus.demo import servers
from tests.environment import DATA_DIR, ROOT, make_template, variables

pytestmark = pytest.mark.panjang
APPS = ("rad", "members", "documents")


@pytest.fixture
def copy() -> Iterator[dict[str, str]]:
    """The environment of a database of its own, with the demo of one region in it."""
    urls = servers.ensure_postgres(DATA_DIR, durable=False)
    name = f"migrations_{os.getpid()}"
    with psycopg.connect(urls["admin"], autocommit=True) as admin:
        template = make_template(admin, urls)
        admin.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}" OWNER {provision.OWNER}')
        for role in (provision.WEB, provision.WORKER, provision.BACKUP):
            admin.execute(f'GRANT CONNECT ON DATABASE "{name}" TO {role}')
    env = os.environ | variables(urls, name)
    manage(env, "load_demo", "oku_selatan")
    yield env
    with psycopg.connect(urls["admin"], autocommit=True) as admin:
        admin.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def manage(env: dict[str, str], *command: str) -> str:
    run = subprocess.run(
        [sys.executable, "manage.py", *command], cwd=ROOT, env=env, capture_output=True, text=True
    )
    assert run.returncode == 0, run.stderr
    return run.stdout


def count(env: dict[str, str], table: str) -> int:
    with psycopg.connect(env["DATABASE_OWNER_URL"]) as owner:
        row = owner.execute(f"SELECT count(*) FROM {table}").fetchone()
    return int(row[0]) if row else -1


def test_down_and_up_with_rows(copy: dict[str, str]) -> None:
    assert count(copy, "members_agency") > 0
    people = count(copy, "accounts_user")
    for app in APPS:
        manage(copy, "migrate", app, "zero", "-v0")
    manage(copy, "migrate", "core", "0001", "-v0")
    manage(copy, "migrate", "-v0")
    assert count(copy, "members_agency") == 0
    assert count(copy, "accounts_user") == people
    assert "[ ]" not in manage(copy, "showmigrations", "--plan")


def test_every_row_of_a_first_version_begins_its_own_line(copy: dict[str, str]) -> None:
    manage(copy, "migrate", "rad", "0002", "-v0")
    with psycopg.connect(copy["DATABASE_OWNER_URL"]) as owner:
        owner.execute("UPDATE rad_actionitem SET lineage = '00000000-0000-0000-0000-000000000000'")
    manage(copy, "migrate", "-v0")
    assert count(copy, "rad_actionitem") == count(copy, "rad_actionitem WHERE lineage = id") > 0
