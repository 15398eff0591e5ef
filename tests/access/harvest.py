"""Every byte the portal gives or leaves behind while a scene of cases is walked, told to a `Sweep`.

What the walk does is committed: jobs really go onto the queue, a real worker takes them, and a dump sees
what the tables keep.
"""

import logging
import os
import subprocess
import tempfile
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any
from unittest.mock import patch
from urllib.parse import urlsplit

import redis
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.forms import BooleanField, DateField, FileField
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from cases.views.notes import NoteListPage
from gugus.celery import app
from gugus.core.crypto.rotation import sealed_tables
from gugus.demo.servers import _postgres_bin
from tests.access.canaries import Sweep, tables
from tests.access.matrix import values_for
from tests.access.planting import as_kernel, planted
from tests.access.routes import walk
from tests.access.walker import ROLES, Walker, address
from tests.cases.scene import OWNER, RECEIVER, STATES, word
from tests.mailbox import Mailbox
from tests.scene import CANARIES, Scene, one_page
from tests.workers import Worker

SHEETS = ("/kasus/", "/rujukan/", "/kasus/ringkas/", "/kasus/jejak/", "/kasus/angka/", "/jejak/")
SHEETS += ("/kasus/identitas-melebihi-batas/", "/kasus/kemungkinan-sama/", "/kasus/darurat/daftar/")
OTHERS = tuple(role for role in ROLES if role not in (OWNER, RECEIVER))
# In the quick walk, the states in which these two ask for every page of a case.
WALKS = {
    OWNER: ("sendiri", "dirujuk", "berhenti"),
    RECEIVER: ("dirujuk", "ditawarkan", "selesai", "dicabut", "berhenti_penerima"),
}
LAST = ("remove", "withdraw", "close", "delete", "lift", "end", "recusal", "transfer")
REASON = "Alasan contoh yang cukup panjang."


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


class Harvest:
    """One walk. `full` asks everything of everybody in every state; the quick one every page in every state,
    as those whose view the state changes and as all other roles in turn."""

    def __init__(self, walker: Walker, *, full: bool) -> None:
        self.walker, self.scene, self.full = walker, walker.scene, full
        self.regions, self.held = planted()
        self.sweep = Sweep(self.words())
        self.answers: dict[tuple[str, int], int] = {}
        self.posted: list[str] = []
        self.made: list[str] = []
        self.forms = self.messages = self.letters = 0
        self.temp = tempfile.mkdtemp(prefix="gugus-sementara-")

    def words(self) -> dict[str, str]:
        """Field and state → word, of all that is confidential about cases."""
        extra = {f"{name}@": CANARIES[name] for name in ("recusal", "breakglass", "withheld")}
        return self.scene.cases.words | extra

    def run(self) -> None:
        """Walk, type, let the worker work, then look at what lies about."""
        with (
            all_logs() as keeper,
            all_statements() as statements,
            patch.object(tempfile, "tempdir", self.temp),
            Mailbox() as mailbox,
        ):
            self.open_identities()
            self.pages()
            self.errors()
            self.journeys()
            self.queue()
            self.work(mailbox)
            self.papers()
            self.mails()
        self.lines("log", keeper.lines)
        self.lines("sql", statements)
        self.letters = len(mailbox.received) + len(mail.outbox)
        self.rest()

    def lines(self, channel: str, lines: set[str] | set[bytes]) -> None:
        for line in lines:
            data = line if isinstance(line, bytes) else line.encode()
            self.sweep.look(channel, "", data[:80].decode(errors="replace"), data)

    def mails(self) -> None:
        for letter in mail.outbox:
            self.sweep.look("surel", "", letter.subject, letter.message().as_bytes())

    def rest(self) -> None:
        """What keeps: every table, every file, every key of the queue's server."""
        self.dump()
        self.disk()
        self.queue()

    # What one asks for

    def ask(self, role: str, method: str, url: str, data: Any = None, **extra: Any) -> HttpResponse:
        client = self.walker.clients[role]
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

    def at(self, state: str) -> Scene:
        """The scene whose own case is the one in that state."""
        rows, cases = self.scene.cases.rows[state], self.scene.cases
        extra = self.scene.extra | {"case": cases.cases[state], "case_paper": rows["CaseDocument"]}
        referral = cases.referrals.get(state)
        referrals = dict.fromkeys(cases.referrals, referral) if referral else cases.referrals
        own = {"sendiri": cases.rows["sendiri"] | rows}
        return replace(self.scene, extra=extra, cases=replace(cases, rows=own, referrals=referrals))

    def addresses(self) -> Iterator[tuple[str, tuple[str, ...]]]:
        """Every route of the portal once, those of cases in every state, with who asks; then every sheet."""
        seen: set[str] = set()
        for number, (state, route) in enumerate((s, r) for s in STATES for r in walk()):
            url = address(route, values_for(self.at(state), route))
            if url not in seen and route.name != "account_logout":
                seen.add(url)
                yield url, self.roles_for(number, state if route.name.startswith("cases:") else "")
        for path in SHEETS:
            yield f"{path}?_export=xlsx", ROLES
            yield f"{path}?_export=csv", (OWNER, RECEIVER)

    def roles_for(self, number: int, state: str) -> tuple[str, ...]:
        """All, or in the quick walk those whose view the state changes, and now and then another."""
        if self.full:
            return ROLES
        turn = (OTHERS[number // 3 % len(OTHERS)],) if number % 3 == 0 or not state else ()
        return (*(role for role, states in WALKS.items() if state in states), *turn)

    def pages(self) -> None:
        for url, roles in self.addresses():
            for role in roles:
                self.ask(role, "GET", url)
        for path in SHEETS:
            self.ask(RECEIVER, "GET", f"{path}?q=KENARI")

    def open_identities(self) -> None:
        """Everybody tries to open every identity and shelter, after the notice of Pasal 24."""
        for number, (state, case) in enumerate(self.scene.cases.cases.items()):
            shelter = self.scene.cases.rows[state]["Shelter"].pk
            for role in ROLES if self.full else (OWNER, RECEIVER, OTHERS[number], OTHERS[number - 3]):
                self.ask(role, "POST", reverse("cases:identity-notice", args=[case.pk]))
                for name, asked in (("cases:identity", "semua"), ("cases:shelter-list", shelter)):
                    url = f"{reverse(name, args=[case.pk])}?bidang={asked}"
                    self.ask(role, "POST", url, {"reason": REASON})

    def errors(self) -> None:
        """400, 403, 404, 405 and 500, each where confidential text was at hand."""
        case = self.scene.cases.cases["sendiri"]
        url = reverse("cases:note-list", args=[case.pk])
        typed = self.typed("galat")
        self.ask(OWNER, "PUT", url)
        self.ask(OWNER, "GET", url, HTTP_HOST="jahat.example")
        self.ask("dinkes_kasus", "POST", url, {"body": typed})
        strict = Client(enforce_csrf_checks=True)
        strict.cookies.load(self.walker.clients[OWNER].cookies.output().replace("Set-Cookie: ", ""))
        self.seen("tamu", "POST tanpa token", strict.post(url, {"body": typed}))
        self.broken(url, typed)

    def broken(self, url: str, typed: str) -> None:
        """A view that dies with what it read and what was typed in its variables."""
        whole = NoteListPage.get_context_data

        def fail(view: Any, **kwargs: Any) -> Any:
            context = whole(view, **kwargs)
            notes = [note.body for note in context["notes"]]
            raise RuntimeError(f"{len(notes)} {len(typed)}")

        client = self.walker.clients[OWNER]
        client.raise_request_exception = False
        with patch.object(NoteListPage, "get_context_data", fail):
            for method in ("GET", "POST"):
                assert self.ask(OWNER, method, url, {"shared": "on", "extra": typed}).status_code == 500
        client.raise_request_exception = True

    # What one types

    def typed(self, name: str) -> str:
        """A word nobody has typed before, which only its typist may read."""
        self.sweep.add({f"typed@{name}": word(f"typed@{name}")})
        return word(f"typed@{name}")

    def journeys(self) -> None:
        """The owner's handler fills in and sends every form about the case; refused ones count as well."""
        routes = [route for route in walk() if route.name.startswith("cases:")]
        for route in sorted(routes, key=lambda route: any(end in route.name for end in LAST)):
            url = address(route, values_for(self.scene, route))
            page = self.ask(OWNER, "GET", url)
            form = (page.context or {}).get("form") if page.status_code == 200 else None
            if form is not None:
                answer = self.ask(OWNER, "POST", url, filled(form, self.typed(route.name)))
                self.posted += [route.name] if answer.status_code == 302 else []
                self.forms += 1
        self.paperwork()

    def paperwork(self) -> None:
        """A letter and two exports, asked for by those who may."""
        letter = reverse("cases:letter-create", args=[self.scene.cases.referrals["dirujuk"].pk])
        self.ask(OWNER, "POST", letter, {"with_identity": "on"})
        export = reverse("cases:export-create", args=[self.scene.cases.cases["dirujuk"].pk])
        self.ask(OWNER, "POST", export, {"purpose": "penyidikan", "with_identity": "on"})

    def work(self, mailbox: Mailbox) -> None:
        """A real worker does what was asked, and what beat asks for; its log is read too."""
        for name in ("notices.remind", "core.seal", "cases.clocks", "cases.stats_all"):
            app.send_task(name, queue="bulk")
        worker = Worker(EMAIL_URL=mailbox.url, TMPDIR=self.temp)
        try:
            worker.wait_for(lambda: not self.waiting(), "the jobs about cases")
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

    def papers(self) -> None:
        """What the worker made, as it is handed out."""
        rows = [row for rows in self.scene.cases.rows.values() for row in rows.values()]
        known = {row.pk for row in rows} | {self.scene.extra["case_paper"].pk}
        for name, table in (("paper", "cases_casedocument"), ("export", "cases_caseexport")):
            with as_kernel() as cursor:
                cursor.execute(f"SELECT id FROM {table}")
                made = {row[0] for row in cursor.fetchall()} - known
            for key in made:
                self.made.append(name)
                for role in ROLES:
                    self.ask(role, "GET", reverse(f"cases:{name}-file", args=[key]))

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


def confidential() -> frozenset[str]:
    """Names of fields whose content is kept sealed, and of what forms call it."""
    columns = {column for table in sealed_tables() for column in table.columns}
    return frozenset(columns | {"alasan", "upload"})


def filled(form: Any, typed: str) -> dict[str, Any]:
    """An answer to every question: the first choice, yes, a day, a file; the word where it belongs."""
    data: dict[str, Any] = {}
    for name, field in form.fields.items():
        choices = [str(value) for value, _label in getattr(field, "choices", []) if value]
        initial = form.get_initial_for_field(field, name)
        if isinstance(field, FileField):
            page = (
                one_page(typed) + b"\n%" + b" " * 3 * 2**20
            )  # too much for memory: goes by a temporary file
            data[name] = SimpleUploadedFile(f"{typed}.pdf", page, "application/pdf")
        elif isinstance(field, DateField):
            data |= {f"{name}_0": "1", f"{name}_1": "2", f"{name}_2": "2026"}
        elif isinstance(field, BooleanField):
            data[name] = "on"
        elif choices:
            data[name] = initial if initial in choices else choices[0]
        else:
            data[name] = typed if name in confidential() else initial or "1"
    return data
