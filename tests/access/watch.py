"""All that leaves the portal or is left behind while somebody looks at it, told to a `Sweep`, by channel."""

import logging
import os
import subprocess
import tempfile
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any
from unittest.mock import patch
from urllib.parse import urlsplit
from uuid import UUID

import redis
from django.core import mail
from django.db import connection
from django.http import HttpResponse
from django.test import Client, override_settings

from gugus.accounts.models import User
from gugus.celery import app
from gugus.demo.servers import _postgres_bin
from gugus.publication.models import Release
from members.selectors.authority import Authority, authority_today
from tests.access.canaries import Hit, Sweep, tables
from tests.access.planting import as_kernel
from tests.mailbox import Mailbox
from tests.workers import Worker

SHEETS = ("/kasus/", "/rujukan/", "/kasus/ringkas/", "/kasus/jejak/", "/kasus/angka/", "/jejak/")
SHEETS += ("/kasus/identitas-melebihi-batas/", "/kasus/kemungkinan-sama/", "/kasus/darurat/daftar/")
REASON = "Alasan contoh yang cukup panjang."
ALL_REGIONS = 900  # seconds the papers of all demo regions may take before it is a failure


class Keeper(logging.Handler):
    """Every record of every logger, as it would be written and with what it was given."""

    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.lines: set[str] = set()

    def emit(self, record: logging.LogRecord) -> None:
        lines = [record.name, record.getMessage(), repr(record.args)]
        if record.exc_info and record.levelno > logging.DEBUG:
            lines += traceback.format_exception(record.exc_info[1])
        self.lines.add(" ".join(lines))


@contextmanager
def all_logs() -> Iterator[Keeper]:
    keeper, root = Keeper(), logging.getLogger()
    loggers = [
        root,
        *(x for x in logging.Logger.manager.loggerDict.values() if isinstance(x, logging.Logger)),
    ]
    before = [(logger, logger.level, logger.propagate, logger.disabled) for logger in loggers]
    handlers = [(logger, logger.handlers[:]) for logger in loggers]
    for logger in loggers:
        logger.setLevel(logging.DEBUG)
        logger.propagate, logger.disabled, logger.handlers = True, False, []
    root.handlers = [keeper]
    try:
        yield keeper
    finally:
        for logger, level, propagate, disabled in before:
            logger.setLevel(level)
            logger.propagate, logger.disabled = propagate, disabled
        for logger, kept in handlers:
            logger.handlers = kept


@contextmanager
def all_statements() -> Iterator[set[bytes]]:
    """What is sent to the database: its own log, and whoever reads pg_stat_activity, sees as much."""
    seen: set[bytes] = set()

    def keep(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        seen.add(b" ".join([str(sql).encode(), *_flat(params)]))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(keep):
        yield seen


def _flat(value: Any) -> Iterator[bytes]:
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list | tuple | set):
        for each in value:
            yield from _flat(each)
    elif isinstance(value, bytes | bytearray | memoryview):
        yield bytes(value)
    else:
        yield str(getattr(value, "obj", value)).encode()


@contextmanager
def rights_kept() -> Iterator[None]:
    """Rights of today are read once a person: nobody's change while pages are only looked at."""
    authority_once.cache_clear()
    with override_settings(AUTHORITY=f"{__name__}.authority_once"):
        yield


@cache
def authority_once(user: User, task_force_id: UUID | None) -> Authority:
    return authority_today(user, task_force_id)


def released_everywhere() -> list[tuple[str, int, list[str]]]:
    """Address, number and codes of the tables of what the public may read."""
    rows = Release.objects.filter(status="dirilis", task_force__publication_settings__enabled=True)
    found = rows.values_list("task_force__publication_settings__address", "number", "data")
    return [(address, number, [table["kode"] for table in data["tabel"]]) for address, number, data in found]


class Watch:
    """Searches what clients are answered, and at the end what lies about."""

    def __init__(self, words: dict[str, str], clients: dict[str, Client]) -> None:
        self.sweep, self.clients = Sweep(words), clients
        self.answers: dict[tuple[str, int], int] = {}
        self.messages = self.letters = 0
        self.temp = tempfile.mkdtemp(prefix="gugus-sementara-")

    @contextmanager
    def watching(self) -> Iterator[Mailbox]:
        """Every log line, letter and temporary file of what happens inside; the mailbox is for a worker."""
        with all_logs() as keeper, patch.object(tempfile, "tempdir", self.temp), Mailbox() as mailbox:
            yield mailbox
            self.mails()
        self.lines("log", keeper.lines)
        self.letters = len(mailbox.received) + len(mail.outbox)

    @contextmanager
    def apart(self) -> Iterator[set[Hit]]:
        """What is found inside, by a leak made on purpose; none of it counts as seen or asked outside."""
        hits, looked, answers = self.sweep.hits, self.sweep.looked.copy(), self.answers.copy()
        self.sweep.hits = set()
        try:
            yield self.sweep.hits
        finally:
            self.sweep.hits, self.sweep.looked, self.answers = hits, looked, answers

    # What one asks for

    def ask(self, role: str, method: str, url: str, data: Any = None, **extra: Any) -> HttpResponse:
        client = self.clients[role]
        before = client.cookies.output()
        if method == "POST":
            response = client.post(url, data or {}, **extra)
        else:
            response = client.generic(method, url, **extra)
        client.cookies.clear()
        client.cookies.load(before.replace("Set-Cookie: ", ""))
        self.seen(role, f"{method} {url}", response)
        return response

    def seen(self, role: str, where: str, response: HttpResponse) -> None:
        body = b"".join(response.streaming_content) if response.streaming else response.content
        kind = response.headers.get("Content-Type", "")
        channel = "halaman" if kind.startswith("text/html") or not body else "berkas"
        if response.status_code >= 400 and response.status_code != 422:
            channel = "galat"
        self.sweep.look(channel, role, where, body)
        headers = f"{dict(response.headers)} {response.cookies.output()}".encode()
        self.sweep.look("kepala", role, where, headers)
        key = (role, response.status_code)
        self.answers[key] = self.answers.get(key, 0) + 1

    def public(self) -> None:
        """Everything a stranger finds under /terbuka/: pages, CSV and JSON of every release there is."""
        for address, release, codes in released_everywhere():
            home = f"/terbuka/{address}/"
            own = [f"{home}{release}/{end}" for end in ("", "data.csv", "data.json")]
            own += [f"{home}{release}/{table}{end}" for table in codes for end in ("/", ".csv")]
            for url in (home, *own):
                self.sweep.look("terbuka", "tamu", url, self.ask("tamu", "GET", url).content)

    def work(self, mailbox: Mailbox) -> None:
        """A real worker does what was asked, and what beat asks for; its log is read too."""
        for name in (
            "notices.remind", "core.seal", "cases.clocks", "cases.stats_all", "dashboard.regional_fill_all",
        ):  # fmt: skip
            app.send_task(name, queue="bulk")
        worker = Worker(EMAIL_URL=mailbox.url, TMPDIR=self.temp)
        try:
            worker.wait_for(lambda: not self.waiting(), "the jobs about cases", limit=ALL_REGIONS)
            worker.wait_for(lambda: mailbox.received, "letters")
        finally:
            worker.stop()
        self.sweep.look("log", "", "pekerja", worker.output().encode())
        for letter in mailbox.received:
            self.sweep.look("surel", "", letter.to, letter.message.as_bytes() + letter.text.encode())

    def waiting(self) -> int:
        with as_kernel() as cursor:
            cursor.execute("SELECT count(*) FROM cases_casejob WHERE status IN ('pending', 'running')")
            return int(cursor.fetchone()[0])  # type: ignore[index]

    def lines(self, channel: str, lines: set[str] | set[bytes]) -> None:
        for line in lines:
            data = line if isinstance(line, bytes) else line.encode()
            self.sweep.look(channel, "", data[:80].decode(errors="replace"), data)

    def mails(self) -> None:
        for letter in mail.outbox:
            self.sweep.look("surel", "", letter.subject, letter.message().as_bytes())

    def rest(self) -> None:
        """What keeps: every table, every file, every key of the queue's server; and what is public."""
        self.public()
        self.dump()
        self.disk()
        self.queue()

    # What lies about

    def dump(self) -> None:
        """All tables as the backup role writes them, and sessions opened."""
        command = [str(_postgres_bin() / "pg_dump"), os.environ["DATABASE_BACKUP_URL"]]
        dump = subprocess.run(command, capture_output=True, check=True).stdout
        for name, rows in tables(dump):
            self.sweep.look("dump", "", name, rows)

    def disk(self) -> None:
        for folder in (os.environ["MEDIA_ROOT"], self.temp):
            for path in Path(folder).rglob("*"):
                self.sweep.look("disk", "", str(path.relative_to(folder)), path.name.encode())
                if path.is_file():
                    self.sweep.look("disk", "", str(path.relative_to(folder)), path.read_bytes())

    def queue(self) -> int:
        """Every key and value of this database's portal in Valkey; returns how many messages wait."""
        server = redis.Redis.from_url(os.environ["REDIS_URL"])
        mine = urlsplit(os.environ["DATABASE_URL"]).path.strip("/").encode()
        messages = 0
        for key in server.scan_iter(match=mine + b"*"):
            value = b"\n".join(_values(server, key))
            messages += value.count(b'"lang": "py"')
            self.sweep.look("antrean", "", key.decode(), key + b"\n" + value)
        self.messages = max(messages, self.messages)
        return messages


def _values(server: Any, key: bytes) -> list[bytes]:
    read = {
        b"string": lambda: [server.get(key)],
        b"list": lambda: server.lrange(key, 0, -1),
        b"set": lambda: list(server.smembers(key)),
        b"zset": lambda: server.zrange(key, 0, -1),
        b"hash": lambda: [part for pair in server.hgetall(key).items() for part in pair],
    }
    return read[server.type(key)]()
