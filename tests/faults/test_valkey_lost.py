"""Valkey is emptied, stopped, or answers nobody: no page fails, no letter is lost, none is doubled.

Jobs are rows; what the queue lost is sent again by the sweep.
"""

from collections.abc import Iterator
from typing import Any

import pytest
from django.urls import reverse

from gugus.accounts.models import AccountMail
from gugus.core.enums import JobStatus
from tests.factories import make_world
from tests.faults.kit import SEEDS, Person, Valkey, dice, wait_long
from tests.mailbox import Mailbox
from tests.workers import Web, Worker

pytestmark = pytest.mark.django_db(transaction=True)
FAULTS = ("stop", "flush", "hold")
PEOPLE = 3


@pytest.fixture(scope="module")
def valkey(tmp_path_factory: Any) -> Iterator[Valkey]:
    valkey = Valkey(tmp_path_factory.mktemp("queue"))
    yield valkey
    valkey.stop()


@pytest.fixture(scope="module")
def web(valkey: Valkey) -> Iterator[Web]:
    web = Web(REDIS_URL=valkey.url)
    yield web
    web.stop()


@pytest.fixture(scope="module")
def worker(valkey: Valkey, post_office: Mailbox) -> Iterator[Worker]:
    worker = Worker(REDIS_URL=valkey.url, EMAIL_URL=post_office.url)
    yield worker
    worker.stop()


def strike(valkey: Valkey, fault: str) -> None:
    {"stop": valkey.stop, "flush": valkey.flush, "hold": valkey.hold}[fault]()


def mend(valkey: Valkey, fault: str) -> None:
    {"stop": valkey.start, "flush": valkey.flush, "hold": valkey.let_go}[fault]()


def undone() -> int:
    return AccountMail._base_manager.exclude(status=JobStatus.DONE).count()


@pytest.mark.parametrize("seed", SEEDS)
def test_valkey_lost(web: Web, worker: Worker, valkey: Valkey, mailbox: Mailbox, seed: int) -> None:
    fault, moment = FAULTS[seed % len(FAULTS)], dice(seed).randrange(PEOPLE)
    person = Person(web, make_world().people["sekretariat"])
    for n in range(PEOPLE):
        if n == moment:
            strike(valkey, fault)
        given = {"full_name": f"Baru Contoh {n}", "email": f"baru{n}@contoh.example.id", "phone": ""}
        answer = person.post(reverse("accounts:user-invite"), **given)
        assert answer.status == 302, answer.text
        assert person.get(answer.location).status == 200
    mend(valkey, fault)
    wait_long(*AccountMail._base_manager.all())
    valkey.ask("core.jobs_sweep")
    worker.wait_for(lambda: not undone(), "every letter")
    assert AccountMail._base_manager.count() == PEOPLE
    assert {letter.to for letter in mailbox.unique.values()} == {
        f"baru{n}@contoh.example.id" for n in range(PEOPLE)
    }
    assert len(mailbox.unique) == PEOPLE
