"""A real Celery worker for tests, and waiting for what it does without sleeping on luck."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import psycopg

ROOT = Path(__file__).resolve().parent.parent
LIMIT = 60


class Worker:
    """One worker process with one child, as `script/demo` runs it, on the session's own queues."""

    def __init__(self) -> None:
        self.log = (Path(os.environ["MEDIA_ROOT"]) / f"worker-{time.monotonic_ns()}.log").open("w+")
        command = [sys.executable, "-m", "celery", "-A", "gugus", "worker", "-c", "1", "-l", "info"]
        self.process = subprocess.Popen(
            [*command, "-Q", "urgent,documents,bulk", "--include", "tests.worker_tasks", "--without-gossip"],
            cwd=ROOT,
            env=os.environ | {"GUGUS_ROLE": "worker"},
            stdout=self.log,
            stderr=subprocess.STDOUT,
        )
        self.wait_for(lambda: "ready." in self.output(), "the worker to be ready")

    def output(self) -> str:
        return Path(self.log.name).read_text()

    def children(self) -> list[int]:
        found = subprocess.run(
            ["ps", "-o", "pid=", "--ppid", str(self.process.pid)], capture_output=True, text=True
        )
        return [int(pid) for pid in found.stdout.split()]

    def kill_child(self) -> None:
        """SIGKILL, as the kernel does when memory runs out."""
        for pid in self.children():
            os.kill(pid, signal.SIGKILL)

    def wait_for(self, condition: Callable[[], Any], what: str) -> Any:
        """Poll until `condition` is true; after a minute fail with the worker's log."""
        deadline = time.monotonic() + LIMIT
        while time.monotonic() < deadline:
            if self.process.poll() is not None:
                raise AssertionError(f"the worker ended:\n{self.output()}")
            if value := condition():
                return value
            select_pause()
        raise AssertionError(f"waited {LIMIT} s for {what}:\n{self.output()}")

    def stop(self) -> None:
        self.process.terminate()
        try:
            self.process.wait(timeout=20)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self.log.close()


def select_pause() -> None:
    """Give the other process a turn; a poll interval, not an assumption about speed."""
    import select

    select.select([], [], [], 0.05)


def owner() -> psycopg.Connection[Any]:
    """A connection beside the test's own, for locks the test holds and releases."""
    return psycopg.connect(os.environ["DATABASE_OWNER_URL"], autocommit=True)
