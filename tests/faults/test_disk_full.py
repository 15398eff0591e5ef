"""The disk fills up: an upload, a paper and a backup are refused in clear words, no half file and no row of
it is left, pages go on, and once there is room the same press of the button succeeds.
"""

from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError
from django.urls import reverse
from django.utils import timezone

from gugus.core import jobs
from gugus.core.enums import JobStatus
from gugus.operations.backup import archive, retention
from rad.models import Evidence
from tests.factories import make_world
from tests.faults.kit import OFTEN, SEEDS, Person, dice, files, full_disk, go_on, halt
from tests.faults.papers import Paper
from tests.files import one_page
from tests.operations.conftest import changed, run
from tests.rad.builders import make_rad
from tests.workers import Web, Worker

pytestmark = pytest.mark.django_db(transaction=True)
FULL = "penyimpanan portal penuh"


def uploaded(content: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile("bukti.pdf", content, "application/pdf")


@pytest.mark.parametrize("seed", SEEDS)
def test_disk_full_during_an_upload(web: Web, seed: int) -> None:
    """A long one is written to the disk while it arrives, before any page has seen it."""
    rad = make_rad(make_world())
    person, long = Person(web, rad.world.people["dinsos"]), seed % 2 == 1
    path = reverse("rad:evidence-create", args=[rad.period.pk, rad.items["dinsos"].pk])
    yesterday = timezone.localdate() - timedelta(days=1)
    given = {"title": "Foto contoh", "link": "", "evidence_on": yesterday.isoformat()}
    letters = settings.FILE_UPLOAD_MAX_MEMORY_SIZE if long else dice(seed).randint(1_000, 100_000)
    content = one_page("x" * letters)
    before = files()
    with full_disk(web):
        refused = person.post(path, upload=uploaded(content), **given)
        assert refused.status == (507 if long else 200), refused.text
        assert FULL in refused.text
        assert (Evidence.objects.count(), files()) == (0, before)
        assert person.get(path).status == 200
    kept = person.post(path, upload=uploaded(content), **given)
    assert kept.status == 302, kept.text
    assert Evidence.objects.count() == len(files() - before) == 1


@pytest.mark.parametrize("seed", OFTEN)
def test_disk_full_during_a_paper(worker: Worker, seed: int) -> None:
    halt(worker)
    paper, before = Paper(make_world()), files()
    with full_disk(worker, room=dice(seed).choice((0, 512, 4096))):
        go_on(worker)
        worker.wait_for(lambda: paper.job.is_finished, "the refusal")
        assert paper.job.status == JobStatus.FAILED
        assert FULL in paper.job.error
        assert files() == before
    jobs.retry(paper.job)
    worker.wait_for(lambda: paper.job.is_finished, "the paper")
    paper.check()
    assert len(files() - before) == 1


@pytest.mark.parametrize("seed", SEEDS)
def test_disk_full_during_a_backup(tmp_path: Path, seed: int) -> None:
    make_world()
    key, folder = tmp_path / "kunci.txt", tmp_path / "cadangan"
    with changed(backup_recipients=(archive.new_identity(key),), backup_dir=folder):
        run("backup")
        before = {path: path.read_bytes() for path in folder.iterdir()}
        [old] = folder.glob(retention.GLOB)
        room = dice(seed).randrange(old.stat().st_size * 9 // 10)
        with full_disk(room=room), pytest.raises(CommandError) as refusal:
            run("backup")
        assert "penuh" in str(refusal.value)
        assert {path: path.read_bytes() for path in folder.iterdir()} == before
        run("backup")
        new = max(folder.glob(retention.GLOB))
        assert new != old
        assert "utuh" in run("backup", "--verify", new, "--identity", key)
