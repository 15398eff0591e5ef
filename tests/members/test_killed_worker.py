"""A worker killed with SIGKILL in the middle of a PDF: the job runs again, one document, one code."""

import os
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from gugus.core.enums import JobStatus
from members import services
from members.models import DecreeDocument, MemberJob
from tests.factories import World, make_world
from tests.scene import acting
from tests.workers import Worker

pytestmark = pytest.mark.django_db(transaction=True)
WAITING = """
SELECT count(*) FROM pg_stat_activity
WHERE datname = current_database() AND usename = 'gugus_worker' AND wait_event_type = 'Lock'
"""


@pytest.fixture
def worker() -> Iterator[Worker]:
    worker = Worker()
    yield worker
    worker.stop()


@pytest.fixture
def job() -> MemberJob:
    """A draft SK whose PDF has been asked for, its message not yet sent."""
    world: World = make_world()
    with acting(world, "sekretariat") as now:
        decree = services.decree_create(by=now.user)
        services.seats_create_for_agencies(decree=decree, by=now.user)
    with acting(world, "sekretariat") as now:
        return services.decree_render(decree=decree, by=now.user)


def files_of(document: DecreeDocument) -> list[Path]:
    return [path for path in Path(os.environ["MEDIA_ROOT"]).rglob("*.pdf") if path.is_file()]


def test_one_document_and_one_code_after_sigkill(worker: Worker, job: MemberJob) -> None:
    before = DecreeDocument.objects.get()
    old = set(files_of(before))
    with psycopg.connect(os.environ["DATABASE_OWNER_URL"]) as gate:
        gate.execute("SELECT 1 FROM members_decreedocument FOR UPDATE")
        # Only the administrator sees what another role's session waits for.
        admin = os.environ["DATABASE_URL"].replace("gugus_web", "postgres", 1)
        look = psycopg.connect(admin, autocommit=True)

        def blocked() -> bool:
            row = look.execute(WAITING).fetchone()
            return bool(row and row[0])

        def started(times: int) -> bool:
            return MemberJob.objects.get(pk=job.pk).attempts == times and blocked()

        worker.wait_for(lambda: started(1), "the rendered file to wait for its row")
        worker.kill_child()
        worker.wait_for(lambda: started(2), "the second start")
        gate.rollback()
        look.close()
    worker.wait_for(lambda: MemberJob.objects.get(pk=job.pk).is_finished, "the PDF")
    after = DecreeDocument.objects.get()
    assert MemberJob.objects.get(pk=job.pk).status == JobStatus.DONE
    assert (after.pk, after.version, after.verification_code) == (
        before.pk,
        before.version,
        before.verification_code,
    )
    assert after.file.size > 10_000
    assert len(set(files_of(after)) - old) == 1
