"""A site of its own to restore onto, and a key nobody else has."""

import dataclasses
import os
from collections.abc import Iterator
from contextlib import contextmanager
from io import StringIO
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.conf import settings as django_settings
from django.core.management import call_command
from django.test import override_settings

from gugus.core import provision
from gugus.operations.backup import archive, database
from tests import environment

TARGET = f"tujuan_{os.getpid()}"


def administrator(name: str = "") -> psycopg.Connection[Any]:
    url = database.named(environment.ADMIN_URL, name) if name else environment.ADMIN_URL
    return psycopg.connect(url, autocommit=True)


def run(*command: Any) -> str:
    """What a command says."""
    out = StringIO()
    call_command(*map(str, command), stdout=out, stderr=out)
    return out.getvalue()


def databases() -> set[str]:
    """The names of all databases of this session: nothing may be left behind."""
    with administrator() as admin:
        rows = admin.execute("SELECT datname FROM pg_database").fetchall()
    return {name for (name,) in rows if str(os.getpid()) in name}


def empty_database(name: str) -> None:
    with administrator() as admin:
        admin.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        provision.provision(admin, database=name, owner_may_create=True)


def changed(**values: Any) -> Any:
    """Another environment for this process, as `with changed(role="owner"):`."""
    return override_settings(ENV=dataclasses.replace(django_settings.ENV, **values))


@pytest.fixture(scope="module")
def identity(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """A secret key's file and its public half."""
    path = tmp_path_factory.mktemp("kunci") / "kunci.txt"
    return path, archive.new_identity(path)


@pytest.fixture
def site(identity: tuple[Path, str], tmp_path: Path) -> Iterator[Path]:
    """This session's site with somewhere to put backups; yields that folder."""
    folder = tmp_path / "cadangan"
    given = {"admin_url_given": environment.ADMIN_URL, "backup_dir": folder}
    with changed(backup_recipients=(identity[1],), **given):
        yield folder


@dataclasses.dataclass
class Target:
    """Empty servers: a database and a folder."""

    media: Path
    name: str = TARGET

    @contextmanager
    def here(self) -> Iterator[None]:
        """This process, as the owner, works there."""
        env = django_settings.ENV
        urls = {role: database.named(url, self.name) for role, url in env.database_urls.items()}
        with (
            changed(role="owner", database_urls=urls, media_root=self.media),
            override_settings(MEDIA_ROOT=self.media),
        ):
            yield

    def ask(self, query: str, *values: Any) -> Any:
        """The one row of a query, past row security."""
        with psycopg.connect(database.named(environment.ADMIN_URL, self.name)) as admin:
            return admin.execute(query, values).fetchone()


@pytest.fixture
def target(site: Path, tmp_path: Path) -> Iterator[Target]:
    empty_database(TARGET)
    yield Target(tmp_path / "media")
    with administrator() as admin:
        for name in sorted(name for name in databases() if name.startswith(TARGET)):
            admin.execute(f'DROP DATABASE "{name}" WITH (FORCE)')
