"""The portal as production runs it, for one run: two web processes behind a proxy, two workers, one beat."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from gugus.demo import run, servers

PAIR = (1, 2)
START_SECONDS = 600


@contextmanager
def site(data: Path) -> Iterator[str]:
    """Its address while it runs; `data` holds database, queue and, in `log/`, a log of every process."""
    front, *backends = (f"127.0.0.1:{servers.free_port()}" for _process in (0, *PAIR))
    address = f"http://{front}"
    environ = os.environ | {
        "DJANGO_SETTINGS_MODULE": "gugus.demo.load.settings",
        "LOG_FORMAT": "json",
        "PYTHONUNBUFFERED": "1",
        "SITE_URL": address,
    }
    with run.children(data, environ, commands(data, front, backends)) as children:
        run.wait_until_ready(children, address, START_SECONDS)
        yield address


def commands(data: Path, front: str, backends: list[str]) -> dict[str, tuple[str, list[str]]]:
    """Role and command by the name of each process."""
    web = {
        f"web{number}": ("web", run.web_command(bind, processes=1))
        for number, bind in zip(PAIR, backends, strict=True)
    }
    workers = {
        f"worker{number}": ("worker", run.worker_command("--hostname", f"pekerja{number}@%h"))
        for number in PAIR
    }
    return {
        **web,
        **workers,
        "beat": ("worker", run.beat_command(data)),
        "proxy": ("web", ["gugus.demo.load.proxy", front, *backends]),
    }
