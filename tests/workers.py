"""The portal's real processes for tests, and waiting for what they do without sleeping on luck."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, ClassVar
from urllib.parse import urlsplit
from urllib.request import urlopen

import psycopg
from django.db import connection

ROOT = Path(__file__).resolve().parent.parent
LIMIT = 300


class Process:
    """A process of the portal, with its log; `extra` are variables beside the session's own."""

    name = ""
    ready = ""
    role = "worker"
    started: ClassVar[list[subprocess.Popen[bytes]]] = []

    def __init__(self, **extra: str) -> None:
        self.extra = extra
        self.start()

    def start(self) -> None:
        """Begin, or begin again after a kill."""
        self.log = (Path(os.environ["MEDIA_ROOT"]) / f"{self.name}-{time.monotonic_ns()}.log").open("w+")
        self.process = subprocess.Popen(
            [sys.executable, "-m", *self.command()],
            cwd=ROOT,
            env=os.environ | {"GUGUS_ROLE": self.role} | self.extra,
            stdout=self.log,
            stderr=subprocess.STDOUT,
        )
        self.started.append(self.process)
        try:
            self.wait_for(self.is_ready, f"the {self.name} to be ready")
        except BaseException:
            self.process.kill()
            raise

    @classmethod
    def left_running(cls) -> list[Any]:
        """The command lines of all that were started here and have not ended."""
        return [process.args for process in cls.started if process.poll() is None]

    def command(self) -> list[str]:
        return ["celery", "-A", "gugus", self.name, *self.arguments()]

    def is_ready(self) -> bool:
        return self.ready in self.output()

    def arguments(self) -> list[str]:
        raise NotImplementedError

    def output(self) -> str:
        return Path(self.log.name).read_text()

    def wait_for(self, condition: Callable[[], Any], what: str, *, limit: int = LIMIT) -> Any:
        """Poll until `condition` is true; after `limit` seconds fail with the process's log."""
        deadline = time.monotonic() + limit
        while time.monotonic() < deadline:
            if self.process.poll() is not None:
                raise AssertionError(f"the {self.name} ended:\n{self.output()}")
            if value := condition():
                return value
            select_pause()
        raise AssertionError(f"waited {limit} s for {what}:\n{self.output()}")

    def children(self) -> list[int]:
        found = subprocess.run(
            ["ps", "-o", "pid=", "--ppid", str(self.process.pid)], capture_output=True, text=True
        )
        return [int(pid) for pid in found.stdout.split()]

    def kill_child(self) -> None:
        """SIGKILL, as the kernel does when memory runs out."""
        for pid in self.children():
            os.kill(pid, signal.SIGKILL)

    def kill(self) -> None:
        """SIGKILL to all of it, as when the machine goes down; what it had begun is not given back."""
        children = self.children()
        self.process.kill()
        self.process.wait()
        for pid in children:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        self.log.close()

    def stop(self) -> None:
        self.process.terminate()
        try:
            self.process.wait(timeout=LIMIT)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self.log.close()


class Worker(Process):
    """One worker process with one child or more, as `script/demo` runs it, on the session's own queues."""

    name, ready = "worker", "ready."

    def __init__(self, *, pool: int = 1, node: str = "celery", **extra: str) -> None:
        self.pool, self.node = pool, node
        super().__init__(**extra)

    def arguments(self) -> list[str]:
        queues = ["-Q", "urgent,documents,bulk", "--include", "tests.worker_tasks", "--without-gossip"]
        return ["-n", f"{self.node}@%h", "-c", str(self.pool), "-l", "info", *queues]


class Beat(Process):
    """The portal's scheduler with its own entry for reminders, sped up (tests.quick_beat)."""

    name, ready = "beat", "beat: Starting"

    def __init__(self, **extra: str) -> None:
        super().__init__(DJANGO_SETTINGS_MODULE="tests.quick_beat", **extra)

    def arguments(self) -> list[str]:
        memory = Path(os.environ["MEDIA_ROOT"]) / f"beat-{time.monotonic_ns()}"
        return ["-l", "info", "--schedule", str(memory), "--pidfile", ""]


class Web(Process):
    """The portal behind gunicorn, one process with threads; it starts again at the same address."""

    name, role = "web", "web"

    def __init__(self, **extra: str) -> None:
        self.bind = free_address()
        self.address = f"http://{self.bind}"
        super().__init__(**extra)

    def command(self) -> list[str]:
        serving = [
            "--threads",
            "4",
            "--timeout",
            str(LIMIT),
            "--no-control-socket",
            "--worker-tmp-dir",
            os.environ["MEDIA_ROOT"],
        ]
        return ["gunicorn", "gugus.wsgi", "-b", self.bind, *serving]

    def is_ready(self) -> bool:
        return answers(self.address)


def answers(address: str) -> bool:
    """Whether the portal is up there, database and all."""
    try:
        urlopen(f"{address}/sehat/").close()
    except OSError:
        return False
    return True


def free_address() -> str:
    """An address of this machine that nobody listens at."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return f"127.0.0.1:{free.getsockname()[1]}"


def select_pause() -> None:
    """Give the other process a turn; a poll interval, not an assumption about speed."""
    import select

    select.select([], [], [], 0.05)


def owner() -> psycopg.Connection[Any]:
    """A connection beside the test's own, for locks the test holds and releases."""
    return psycopg.connect(os.environ["DATABASE_OWNER_URL"], autocommit=True)


@contextmanager
def as_worker() -> Iterator[None]:
    """This process as the worker's role of the database; only for tests that commit."""
    kept, url = dict(connection.settings_dict), urlsplit(os.environ["DATABASE_WORKER_URL"])
    connection.close()
    connection.settings_dict |= {"USER": url.username, "PASSWORD": url.password or ""}
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict |= kept
