"""A real worker asks for clocks and dies while a letter is on its way: everybody is told, nobody twice.

Real worker, Valkey, PostgreSQL and SMTP; the worker's role is the only one that may ask for clocks.
"""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.utils import timezone

from gugus.celery import app
from gugus.notices.enums import DigestStatus
from gugus.notices.models import Digest, Notice
from tests.cases.clockwork import Running, running
from tests.factories import make_world
from tests.mailbox import Mailbox
from tests.workers import Worker, owner

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.panjang]
HOUR = timedelta(hours=1)
COUNTER = "SELECT array_agg(key || ':' || count ORDER BY key) FROM cases_casefigure"


@pytest.fixture
def mailbox() -> Iterator[Mailbox]:
    with Mailbox() as mailbox:
        yield mailbox


@pytest.fixture
def clock() -> Running:
    """Two handlers, two hours left of a limit that warns six hours before."""
    world = make_world()
    clock = running(world, timezone.now() + 2 * HOUR)
    world.person("dinsos_dua", "penangan", world.agencies["Dinas Sosial"])
    return clock


def ask(*tasks: str) -> None:
    for task in tasks:
        app.send_task(task, queue="bulk")


def waiting() -> int:
    return Digest.objects.filter(status=DigestStatus.PENDING).count()


def kernel(statement: str, *values: object) -> tuple[object, ...] | None:
    """What only the kernel may see and do, for the test's own look and its own clock."""
    with owner() as other:
        other.execute("SET ROLE gugus_kernel")
        found = other.execute(statement, values)
        return found.fetchone() if found.description else None


def test_a_killed_worker_tells_nobody_twice(clock: Running, mailbox: Mailbox) -> None:
    mailbox.hold_at = 1
    worker = Worker(EMAIL_URL=mailbox.url)
    try:
        ask("notices.remind")
        worker.wait_for(lambda: mailbox.received, "the letter whose answer is held")
        worker.kill()
        mailbox.go_on.set()
        worker = Worker(EMAIL_URL=mailbox.url)
        Digest.objects.filter(status=DigestStatus.PENDING).update(next_try_at=timezone.now())
        ask("notices.remind", "notices.remind")
        worker.wait_for(lambda: Digest.objects.exists() and not waiting(), "both letters")
        own = {clock.world.people[key].email for key in ("dinsos_kasus", "dinsos_dua")}
        assert {letter.to for letter in mailbox.unique.values()} == own
        assert len(mailbox.unique) == Notice.objects.count() == 2
        late = "UPDATE cases_referral SET answer_due = now() - interval '4 hours' WHERE id = %s"
        kernel(late, clock.referral.pk)
        ask("cases.clocks", "cases.clocks", "notices.remind", "notices.remind")
        worker.wait_for(lambda: Digest.objects.count() == 6 and not waiting(), "what comes after the limit")
        worker.wait_for(lambda: kernel(COUNTER) == (["jumlah:1", "tepat:0"],), "the counter")
    finally:
        worker.stop()
    above = {clock.head.email, clock.coordinator.email}
    told = [letter.to for letter in mailbox.unique.values()]
    assert sorted(told) == sorted([*own, *own, *above])
    assert kernel("SELECT escalated_at IS NOT NULL FROM cases_referral") == (True,)
