"""PostgreSQL is stopped or crashes in the middle of an import, of any other act, and of a paper: nothing is
half done, the page says in Indonesian that nothing was kept, and the next press, or the worker by itself,
succeeds.

The server is the file's own: others go on with theirs.
"""

import os
import signal
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import psycopg
import pytest
from django.db import connection

from gugus.core import provision
from gugus.demo import servers
from gugus.operations.backup.database import named
from tests.environment import ADMIN_URL, ROLES
from tests.factories import make_world
from tests.faults.acts import ACTS, Act
from tests.faults.kit import OFTEN, Person, dice, gate
from tests.faults.papers import Paper
from tests.workers import Web, Worker, select_pause

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.panjang]
AWAY = "Pusat data belum dapat dihubungi"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: Any) -> Iterator[Path]:
    """A server of its own with a copy of the session's empty database under its name, which is also that of
    its queue, in the place of the session's."""
    folder = tmp_path_factory.mktemp("restarted") / "data"
    name = connection.settings_dict["NAME"]
    urls = servers.ensure_postgres(folder, durable=False)
    with psycopg.connect(urls["admin"], autocommit=True) as admin:
        provision.provision(admin, database=name, owner_may_create=True)
        # The suite's server commits before its disk has it; this one crashes and must keep what it kept.
        admin.execute("ALTER SYSTEM SET synchronous_commit = on")
        admin.execute("SELECT pg_reload_conf()")
    urls = {role: named(url, name) for role, url in urls.items()}
    copy_database(name, urls["admin"])
    kept = {variable: os.environ[variable] for variable in ROLES.values()}
    host = connection.settings_dict["HOST"]
    os.environ |= {variable: urls[role] for role, variable in ROLES.items()}
    patch = pytest.MonkeyPatch()
    patch.setattr("tests.conftest.ADMIN_URL", urls["admin"])
    point_at(parse_qs(urlsplit(urls["web"]).query)["host"][0])
    yield folder
    point_at(host)
    patch.undo()
    os.environ |= kept
    servers.stop_all(folder)


def point_at(host: str) -> None:
    connection.close()
    connection.settings_dict["HOST"] = host


def copy_database(name: str, target: str) -> None:
    tools = servers._postgres_bin()
    source = [tools / "pg_dump", "--format=custom", named(ADMIN_URL, name)]
    restore = [tools / "pg_restore", "--clean", "--if-exists", "--exit-on-error", f"--dbname={target}"]
    with subprocess.Popen(source, stdout=subprocess.PIPE) as dump:
        subprocess.run(restore, stdin=dump.stdout, check=True)


@pytest.fixture(scope="module")
def web(folder: Path) -> Iterator[Web]:
    web = Web()
    yield web
    web.stop()


@pytest.fixture(scope="module")
def worker(folder: Path) -> Iterator[Worker]:
    worker = Worker()
    yield worker
    worker.stop()


def restart(folder: Path, seed: int) -> None:
    """As an update does, or every other time as a crash."""
    if seed % 2:
        postmaster = int((folder / "postgres" / "postmaster.pid").read_text().split()[0])
        os.kill(postmaster, signal.SIGQUIT)
        while (folder / "postgres" / "postmaster.pid").exists():
            select_pause()
    else:
        servers.stop_postgres(folder)
    connection.close()
    servers.ensure_postgres(folder, durable=False)


@pytest.mark.parametrize("seed", OFTEN)
@pytest.mark.parametrize("name", ACTS)
def test_postgres_restarted_in_the_middle_of_a_post(folder: Path, web: Web, name: str, seed: int) -> None:
    act: Act = ACTS[name](make_world())
    person = Person(web, act.user)
    with gate(dice(seed, name).choice(act.tables)) as waits, person.posting(act.path, **act.data) as answer:
        web.wait_for(waits, "the act at the gate")
        restart(folder, seed)
    assert answer.result().status == 503
    assert AWAY in answer.result().text
    assert act.done() == 0
    assert person.post(act.path, **act.data).status == 302
    assert act.done() == 1


@pytest.mark.parametrize("seed", OFTEN)
def test_postgres_restarted_in_the_middle_of_a_paper(folder: Path, worker: Worker, seed: int) -> None:
    """The worker tries again by itself: the row needs no sweep."""
    paper = Paper(make_world())
    begun = dice(seed).choice((0, 20, 90))
    worker.wait_for(lambda: paper.job.attempts and paper.job.progress >= begun, "the job to be under way")
    restart(folder, seed)
    worker.wait_for(lambda: paper.job.is_finished, "the paper")
    paper.check()
