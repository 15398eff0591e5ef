"""Readiness: every part is told, a part that is away makes it 503, and strangers find no such page."""

import os
import re
import subprocess
import sys
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from django.test import Client, RequestFactory
from hypothesis import given
from hypothesis import strategies as st

from gugus.core import health
from gugus.core.health import BEAT_SILENCE_SECONDS
from gugus.operations import vital
from gugus.operations.rules import may_monitor
from gugus.operations.selectors import readiness
from tests.workers import Beat, Worker

pytestmark = pytest.mark.django_db
ROOT = Path(__file__).resolve().parent.parent.parent
TOKEN = "kenari-monitor-" + 3 * "0123456789"
CSRF = re.compile(rb"[A-Za-z0-9]{64}")
PATHS = ("/siap/", "/metrik/")
STRANGER = {"REMOTE_ADDR": "203.0.113.7"}
PROXIED = {"REMOTE_ADDR": "127.0.0.1", "HTTP_X_FORWARDED_FOR": "127.0.0.1"}


@pytest.fixture
def signed() -> Any:
    """Worker and scheduler signed just now."""
    for name in (vital.WORKER, vital.BEAT):
        vital.sign(name)
    yield
    forget(vital.WORKER, vital.BEAT)


def forget(*names: str) -> None:
    with vital.client() as server:
        server.delete(*(vital.key(f"operations.{name}") for name in names))


def signed_ago(name: str, seconds: int) -> None:
    with vital.client() as server:
        server.decrby(vital.key(f"operations.{name}"), seconds)


def parts() -> tuple[int, dict[str, bool | None]]:
    answer = Client().get("/siap/")
    told = answer.json()
    assert told["siap"] == (answer.status_code == 200) == all(told["periksa"].values())
    return answer.status_code, told["periksa"]


def test_ready_when_every_part_works(signed: None) -> None:
    status, told = parts()
    assert status == 200
    assert set(told) == {"basis_data", "migrasi", "valkey", "pekerja", "penjadwal", "ruang_disk"}


@pytest.mark.parametrize(
    ("name", "part", "limit"),
    [
        (vital.WORKER, "pekerja", readiness.WORKER_SILENCE_SECONDS),
        (vital.BEAT, "penjadwal", BEAT_SILENCE_SECONDS),
    ],
)
def test_a_process_that_is_silent_is_named(signed: None, name: str, part: str, limit: int) -> None:
    signed_ago(name, limit + 5)
    assert [key for key, works in parts()[1].items() if not works] == [part]
    forget(name)
    assert parts()[1][part] is False


def test_without_valkey_nobody_knows_of_the_others(settings: Any) -> None:
    settings.CELERY_BROKER_URL = "redis://127.0.0.1:1/0"
    status, told = parts()
    assert status == 503
    assert (told["valkey"], told["pekerja"], told["penjadwal"]) == (False, None, None)
    assert told["basis_data"]


def test_a_migration_the_database_does_not_know(signed: None, monkeypatch: pytest.MonkeyPatch) -> None:
    known = readiness.migrations_known() | {("rad", "9999_besok")}
    monkeypatch.setattr(readiness, "migrations_known", lambda: known)
    assert parts() == (503, parts()[1] | {"migrasi": False})


def test_a_disk_that_is_nearly_full(signed: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(readiness, "DISK_LEAST_BYTES", 2**80)
    assert parts()[1]["ruang_disk"] is False


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("seen", [STRANGER, PROXIED])
def test_for_strangers_the_pages_do_not_exist(path: str, method: str, seen: dict[str, str]) -> None:
    """The same status, headers and bytes as an address nobody ever had."""
    here, nowhere = (getattr(Client(), method)(each, **seen) for each in (path, path.replace("i", "o")))
    assert here.status_code == nowhere.status_code == 404
    assert set(here.headers) == set(nowhere.headers)
    texts = [CSRF.sub(b"", answer.content) for answer in (here, nowhere)]
    assert texts[0] == texts[1].replace(path.replace("i", "o").encode(), path.encode())


def test_a_token_opens_from_anywhere(settings: Any, signed: None) -> None:
    settings.ENV = replace(settings.ENV, monitor_token=TOKEN)
    for path in PATHS:
        assert Client().get(path, HTTP_AUTHORIZATION=f"Bearer {TOKEN}", **STRANGER).status_code == 200
        for wrong in (f"Bearer {TOKEN[:-1]}", f"Bearer {TOKEN}x", TOKEN, "Bearer ", ""):
            assert Client().get(path, HTTP_AUTHORIZATION=wrong, **STRANGER).status_code == 404


def test_where_no_token_is_set_none_opens(settings: Any) -> None:
    settings.ENV = replace(settings.ENV, monitor_token="")
    for shown in ("Bearer ", "Bearer", ""):
        assert not may_monitor(RequestFactory().get("/siap/", HTTP_AUTHORIZATION=shown, **STRANGER))


@given(st.one_of(st.ip_addresses().map(str), st.text(max_size=20)), st.booleans(), st.text(max_size=60))
def test_only_loopback_without_a_proxy_or_the_token(address: str, proxied: bool, shown: str) -> None:
    extra = {"HTTP_X_FORWARDED_FOR": "127.0.0.1"} if proxied else {}
    request = RequestFactory().get("/siap/", REMOTE_ADDR=address, HTTP_AUTHORIZATION=shown, **extra)
    assert may_monitor(request) == (not proxied and (address.startswith("127.") or address == "::1"))


AWAY = """
import django; django.setup()
from django.test import Client
client = Client(raise_request_exception=False)
for seen in ({}, {"REMOTE_ADDR": "203.0.113.7"}):
    answer = client.get("/siap/", headers={"host": "localhost"}, **seen)
    print(answer.status_code, answer.headers["Content-Type"], answer.content[:80])
"""


def test_without_a_database_it_says_so_to_the_machine_only() -> None:
    env = os.environ | {"DATABASE_URL": "postgresql://gugus_web@127.0.0.1:1/none"}
    run = [sys.executable, "-W", "ignore", "-c", AWAY]
    done = subprocess.run(run, env=env, cwd=ROOT, capture_output=True, text=True, check=True)
    here, stranger = done.stdout.splitlines()
    assert here.startswith("503 application/json")
    assert '"basis_data": false' in here
    assert stranger.startswith("503 text/html")


class Unready(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(503)
        self.end_headers()
        self.wfile.write(b'{"siap": false}')

    def log_message(self, format: str, *args: Any) -> None:
        """Quiet."""


def test_an_administrator_asks_on_the_machine(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    server = HTTPServer(("127.0.0.1", 0), Unready)
    thread = Thread(target=server.handle_request)
    thread.start()
    monkeypatch.setattr(health, "READY_ADDRESS", f"http://127.0.0.1:{server.server_port}/siap/")
    try:
        assert health.main(["ready"]) == 1
    finally:
        thread.join()
        server.server_close()
    assert '"siap": false' in capsys.readouterr().out


@pytest.mark.panjang
@pytest.mark.django_db(transaction=True)
def test_real_processes_sign() -> None:
    """Worker and beat of the portal leave their signs by themselves, with the clock of this machine."""
    forget(vital.WORKER, vital.BEAT)
    worker, beat = Worker(), Beat()
    try:
        worker.wait_for(lambda: all(age is not None for age in vital.ages().values()), "both signs")
        assert parts()[0] == 200
    finally:
        beat.stop()
        worker.stop()
