"""Measures: counts are right, labels are bounded and say nothing about anybody."""

import os
import re
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import get_resolver
from django.utils import timezone
from prometheus_client.parser import text_string_to_metric_families

from gugus.accounts.models import User
from gugus.celery import app
from gugus.core.enums import JobStatus
from gugus.core.jobs import job_models
from gugus.operations import vital
from gugus.operations.backup import status
from gugus.operations.selectors import stock
from gugus.operations.services.stock import stock_keep
from members.models import MemberJob
from tests.factories import World
from tests.operations.test_logs import FAILING
from tests.workers import as_worker

pytestmark = pytest.mark.django_db
ROOT = Path(__file__).resolve().parent.parent.parent
SignIn = Callable[[User], Client]
Sample = tuple[str, frozenset[tuple[str, str]]]
LABELS = {
    "route", "method", "status", "le", "kind", "state", "queue", "trail", "part",
}  # fmt: skip


def scrape() -> dict[Sample, float]:
    answer = Client().get("/metrik/")
    assert answer.status_code == 200
    assert answer.headers["Content-Type"].startswith("text/plain")
    return {
        (sample.name, frozenset(sample.labels.items())): sample.value
        for family in text_string_to_metric_families(answer.content.decode())
        for sample in family.samples
    }


def value(found: dict[Sample, float], name: str, **labels: str) -> float:
    return found.get((name, frozenset(labels.items())), 0)


def test_each_answer_is_counted_by_route_and_status(world: World, sign_in: SignIn) -> None:
    before = scrape()
    client = sign_in(world.people["sekretariat"])
    for _time in range(3):
        client.get("/anggota/", {"q": "KENARI"})
    client.get("/tidak-ada/KENARI/")
    client.generic("PURGE", "/anggota/")
    after = scrape()

    def more(**labels: str) -> float:
        return value(after, "gugus_requests_total", **labels) - value(
            before, "gugus_requests_total", **labels
        )

    assert more(route="members:agency-list", method="GET", status="200") == 3
    assert more(route="-", method="GET", status="404") == 1
    assert more(route="-", method="OTHER", status="405") == 1
    queries = value(after, "gugus_request_queries_sum", route="members:agency-list")
    assert queries > value(before, "gugus_request_queries_sum", route="members:agency-list")


def test_labels_are_bounded_and_nobodys(world: World, sign_in: SignIn) -> None:
    client = sign_in(world.people["sekretariat"])
    client.get("/anggota/")
    found = scrape()
    names = {label for _name, labels in found for label, _value in labels}
    assert names <= LABELS
    values = {text for _name, labels in found for _label, text in labels}
    known = set(all_routes()) | {"-"} | {str(route.name) for route in FAILING}
    assert {dict(labels)["route"] for _name, labels in found if "route" in dict(labels)} <= known
    assert not [text for text in values if re.search(r"[0-9a-f]{8}-|@|\d{6}", text)]
    for person in world.people.values():
        assert person.full_name not in values


def all_routes() -> list[str]:
    from tests.access.routes import walk

    assert get_resolver()
    return [route.name for route in walk()]


def test_queues_are_counted_where_they_are() -> None:
    before = scrape()
    app.send_task("tests.simple", kwargs={"model": "members.memberjob", "pk": "0"}, queue="documents")
    try:
        after = scrape()
        assert value(after, "gugus_queue_messages", queue="documents") == 1 + value(
            before, "gugus_queue_messages", queue="documents"
        )
    finally:
        with vital.client() as server:
            server.rpop(vital.key("documents"))


def test_without_valkey_the_rest_is_still_told(settings: Any) -> None:
    settings.CELERY_BROKER_URL = "redis://127.0.0.1:1/0"
    found = scrape()
    assert value(found, "gugus_ready", part="valkey") == 0
    assert value(found, "gugus_ready", part="basis_data") == 1
    assert value(found, "gugus_disk_free_bytes") > 0
    assert not [name for name, _labels in found if name == "gugus_queue_messages"]


@pytest.mark.django_db(transaction=True)
def test_the_worker_counts_what_waits(world: World) -> None:
    """As the worker's role: jobs by state and age, letters, clocks and seals; read by the web."""
    person, now = world.people["sekretariat"], timezone.now()
    common = {"requested_by": person, "task_force_id": world.task_force.pk, "task": "tests.none"}
    for hours in (1, 3):
        MemberJob.objects.create(**common, created_at=now - timedelta(hours=hours))
    for days in (0, 2):
        ended = now - timedelta(days=days, minutes=1)
        MemberJob.objects.create(**common, status=JobStatus.FAILED, finished_at=ended)
    with as_worker():
        stock_keep()
    found = scrape()
    kind = "members.memberjob"
    assert value(found, "gugus_jobs", kind=kind, state="pending") == 2
    assert value(found, "gugus_jobs", kind=kind, state="failed") == 1, "yesterday's are not news"
    assert value(found, "gugus_job_oldest_seconds", kind=kind) == pytest.approx(3 * 3600, abs=300)
    kinds = {dict(labels)["kind"] for name, labels in found if name == "gugus_jobs"}
    assert kinds == {model._meta.label_lower for model in job_models()}
    assert ("gugus_clocks", frozenset({("state", "late")})) in found
    assert ("gugus_seal_faults", frozenset({("trail", "core_auditevent")})) in found
    assert value(found, "gugus_stock_age_seconds") < 300
    cache.delete(stock.KEY)


def test_the_last_backup_has_an_age(settings: Any, tmp_path: Path) -> None:
    settings.ENV = replace(settings.ENV, backup_dir=tmp_path)
    assert not [name for name, _labels in scrape() if name == "gugus_backup_age_seconds"]
    status.note(tmp_path, "backup")
    assert 0 <= value(scrape(), "gugus_backup_age_seconds", kind="backup") < 300


COUNTED = """
import os
import django; django.setup()
from django.test import Client
def ask(path):
    client = Client(raise_request_exception=False)
    return client.get(path, headers={"host": "localhost"}).content.decode()
ask("/sehat/")
child = os.fork()
if child:
    os.waitpid(child, 0)
    print(ask("/metrik/"))
else:
    ask("/sehat/"), ask("/sehat/")
    os._exit(0)
"""


def test_processes_count_together(tmp_path: Path) -> None:
    """Two web processes: the page of one adds up both, the other having ended, and the database away."""
    env = os.environ | {
        "PROMETHEUS_MULTIPROC_DIR": str(tmp_path / "metrik"),
        "DATABASE_URL": "postgresql://gugus_web@127.0.0.1:1/none",
    }
    run = [sys.executable, "-W", "ignore", "-c", COUNTED]
    done = subprocess.run(run, env=env, cwd=ROOT, capture_output=True, text=True, check=True)
    assert 'gugus_requests_total{method="GET",route="-",status="503"} 3.0' in done.stdout
    assert 'gugus_ready{part="basis_data"} 0.0' in done.stdout
