"""The full tier of backup: a world with a row in every app on a second server, and a release that is past."""

import os
import subprocess
import sys
from base64 import b64encode
from pathlib import Path

import psycopg
import pytest
from django.conf import settings
from django.db import connections

from gugus.core import provision
from gugus.demo import servers
from gugus.operations.backup import database, facts, making
from tests import environment
from tests.operations.conftest import administrator, changed, run
from tests.scene import make_scene

pytestmark = [pytest.mark.panjang, pytest.mark.django_db(transaction=True)]
PAST = f"lama_{os.getpid()}"
BACK = {"notices": "0003", "dashboard": "0002"}
"""How far the release before this one had come."""


def manage(env: dict[str, str], *command: object) -> str:
    done = subprocess.run(
        [sys.executable, "manage.py", *map(str, command)],
        cwd=settings.BASE_DIR,
        env=env,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture
def machine(tmp_path_factory):
    """Empty embedded servers of their own, with the secrets of this site."""
    folder = tmp_path_factory.mktemp("mesin") / "data"
    servers.ensure_postgres(folder, durable=False)
    [(name, key)] = settings.ENV.identity_keys
    named = dict.fromkeys(environment.ROLES.values(), "")
    yield (
        os.environ
        | named
        | {
            "DATA_DIR": str(folder),
            "MEDIA_ROOT": str(folder / "media"),
            "IDENTITY_KEYS": f"{name}:{b64encode(key).decode()}",
            "NIK_INDEX_KEY": b64encode(settings.ENV.index_key).decode(),
            "BACKUP_DIR": str(folder / "cadangan"),
        }
    )
    servers.stop_all(folder)


def test_a_row_in_every_app_comes_back_on_another_machine(machine, site, identity):
    make_scene()
    run("backup")
    [path] = site.glob("*.age")
    with database.snapshot(settings.ENV.database_url("backup")) as (reader, _name):
        filled = {table for table, (number, _hash) in facts.tables(reader).items() if number}
    assert {name.split("_")[0] for name in filled} >= {"members", "rad", "meetings", "cases", "publication"}
    said = manage(machine | {"GUGUS_ROLE": "owner"}, "restore", path, "--identity", identity[0])
    assert "TIDAK" not in said
    assert {f"tabel {name}" for name in filled} <= {line.split("  ")[0] for line in said.splitlines()}
    assert "utuh:" in manage(machine, "verify_trail")
    assert "Dinding utuh" in manage(machine, "check_walls")
    media = Path(machine["MEDIA_ROOT"])
    assert [path.relative_to(media) for path in making.media_files(media)]
    rehearsed = manage(machine, "backup_rehearsal", path, "--identity", identity[0])
    assert "berhasil" in rehearsed


@pytest.fixture
def past(world):
    """A copy of this world in the tables of the release before; yields its addresses by role."""
    connections.close_all()
    urls = servers.ensure_postgres(environment.DATA_DIR, durable=False)
    session = settings.ENV.database("owner")["NAME"]
    with administrator("postgres") as admin:
        admin.execute(f'CREATE DATABASE "{PAST}" TEMPLATE "{session}" OWNER {provision.OWNER}')
        for role in (provision.WEB, provision.WORKER, provision.BACKUP):
            admin.execute(f'GRANT CONNECT ON DATABASE "{PAST}" TO {role}')
    for app, migration in BACK.items():
        manage(os.environ | environment.variables(urls, PAST), "migrate", app, migration, "-v0")
    yield {role: database.named(urls[role], PAST) for role in environment.ROLES}
    with administrator("postgres") as admin:
        admin.execute(f'DROP DATABASE "{PAST}" WITH (FORCE)')


def test_the_release_before_is_migrated_on_the_way(world, past, site, target, identity):
    with psycopg.connect(past["owner"]) as owner:
        people = owner.execute("SELECT count(*) FROM accounts_user").fetchone()
    with changed(database_urls=past):
        run("backup")
    [path] = site.glob("*.age")
    with target.here():
        said = run("restore", path, "--identity", identity[0])
    assert "TIDAK" not in said
    assert "migrasi dijalankan: notices.0004_weekly" in said
    assert "migrasi dijalankan: dashboard.0003_evaluation" in said
    assert target.ask("SELECT count(*) FROM accounts_user") == people
    assert target.ask("SELECT to_regclass('notices_digest') IS NOT NULL") == (True,)
