"""The progress report: the same figures as the screen, one file per version, nobody's small numbers."""

import subprocess
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from gugus.core.enums import JobStatus
from gugus.documents.enums import DocumentStatus
from rad import services
from rad.documents import document_content
from rad.models import RadJob, ReportDocument
from rad.services import Given
from rad.tasks import report_render
from tests.factories import World
from tests.files import one_page
from tests.rad.builders import Rad, make_rad

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _without_second_factor(settings: Any) -> None:
    settings.SECOND_FACTOR_REQUIRED = False


@pytest.fixture
def rad(world: World) -> Rad:
    return make_rad(world)


def run(job: RadJob) -> RadJob:
    report_render.apply(kwargs={"model": "rad.radjob", "pk": str(job.pk)}, throw=True)
    job.refresh_from_db()
    return job


def text_of(document: ReportDocument) -> str:
    done = subprocess.run(
        ["pdftotext", "-layout", document.file.path, "-"], capture_output=True, text=True, check=True
    )
    return " ".join(done.stdout.split())


def test_the_report_is_rendered_once_and_every_version_kept(rad: Rad) -> None:
    rad.accept("dinsos", "dinsos", Given(value=Decimal(8)), obstacles="Hujan di tiga kelurahan")
    job = run(services.report_document_make(period=rad.period, by=rad.secretariat))
    document = ReportDocument.objects.get()
    assert (job.status, job.error, document.version) == (JobStatus.DONE, "", 1)
    text = text_of(document)
    assert "1 dari 3 indikator dilaporkan" in text
    assert "Hujan di tiga kelurahan" in text
    assert "80,0 %" in text
    assert "DRAF" in text
    first = document.sha256
    run(job)
    document.refresh_from_db()
    assert document.sha256 == first
    run(services.report_document_make(period=rad.period, by=rad.secretariat))
    versions = {row.version: row.status for row in ReportDocument.objects.all()}
    assert versions == {1: DocumentStatus.SUPERSEDED, 2: DocumentStatus.DRAFT}
    assert Path(document.file.path).exists()


def test_screen_pdf_and_figures_say_the_same(rad: Rad, sign_in: Any) -> None:
    rad.accept("dinsos", "dinsos", Given(value=Decimal(7)))
    rad.accept("dinkes", "dinkes", Given(value=Decimal(5)))
    run(services.report_document_make(period=rad.period, by=rad.secretariat))
    pdf = text_of(ReportDocument.objects.get())
    client: Client = sign_in(rad.world.people["sekda"])
    screen = client.get(reverse("dashboard:dashboard")).content.decode().replace("\N{NO-BREAK SPACE}", " ")
    plan = client.get(rad.plan.get_absolute_url()).content.decode().replace("\N{NO-BREAK SPACE}", " ")
    mean = "60,0 %"  # (70 + 50) / 2, of items; the third has nothing to count before its deadline
    for text in (pdf, screen, plan):
        assert mean in text
    for figure in ("70,0 %", "50,0 %"):
        assert figure in pdf
        assert figure in plan
    assert "2 dari 3" in screen
    assert "2 dari 3" in pdf


def test_small_counts_about_victims_are_not_printed(world: World) -> None:
    rad = make_rad(world, adopted=False)
    by = rad.secretariat
    for key in ("dinsos", "dinkes"):
        services.indicator_update(
            indicator=rad.indicator(key),
            targets={(timezone.localdate().year, None): Decimal(10)},
            about_victims=True,
            by=by,
        )
    rad.plan = services.plan_adopt(
        plan=rad.plan, instrument="Perwali", adopted_on=timezone.localdate(), by=by
    )
    from tests.rad.builders import open_period

    open_period(rad)
    rad.accept("dinsos", "dinsos", Given(value=Decimal(3)))
    rad.accept("dinkes", "dinkes", Given(value=Decimal(6)))
    services.report_document_make(period=rad.period, by=by)
    content = document_content(ReportDocument.objects.get())
    rows = {row.code: row for row in content.strategies[0].rows}
    assert (rows["I.1.1"].realisation, rows["I.1.1"].realisation_text) == (None, "*")
    assert rows["I.1.2"].realisation is None  # with it, the strategy's mean would tell the first
    assert rows["I.1.2"].achievement is None
    assert content.strategies[0].achievement == 45  # (30 + 60) / 2, of two that are hidden


def test_only_the_secretariat_makes_it_and_readers_fetch_it(rad: Rad, sign_in: Any) -> None:
    make = reverse("rad:document-create", args=[rad.period.pk])
    for person in ("dinsos", "sekda"):
        assert sign_in(rad.world.people[person]).post(make).status_code == 403
    client = sign_in(rad.world.people["sekretariat"])
    response = client.post(make, {"kind": "laporan_triwulan"})
    document = ReportDocument.objects.get()
    assert response["Location"] == reverse("rad:document-detail", args=[document.pk])
    page = client.get(response["Location"]).content.decode()
    assert "menunggu" in page
    file = reverse("rad:document-file", args=[document.pk])
    assert client.get(file).status_code == 404
    run(RadJob.objects.get())
    for person in ("sekretariat", "sekda", "dinsos"):
        response = sign_in(rad.world.people[person]).get(file)
        assert response.status_code == 200
        assert b"".join(response.streaming_content).startswith(b"%PDF-")
        assert "laporan-rad-tw" in response["Content-Disposition"]
    assert sign_in(rad.world.people["admin"]).get(file).status_code == 404


def test_a_failed_rendering_is_asked_for_again(rad: Rad, sign_in: Any) -> None:
    job = services.report_document_make(period=rad.period, by=rad.secretariat)
    RadJob.objects.filter(pk=job.pk).update(
        status=JobStatus.FAILED, finished_at=timezone.now(), error="Contoh galat"
    )
    url = reverse("rad:document-detail", args=[job.document_id])
    client = sign_in(rad.world.people["sekretariat"])
    assert "Contoh galat" in client.get(url).content.decode()
    assert sign_in(rad.world.people["sekda"]).post(url).status_code == 403
    assert client.post(url).status_code == 302
    assert run(job).status == JobStatus.DONE


def test_evidence_files_are_judged_by_content(rad: Rad) -> None:
    from django.core.files.uploadedfile import SimpleUploadedFile

    by = rad.world.people["dinsos"]

    def add(data: bytes | None = None, link: str = "", **more: Any) -> Any:
        upload = SimpleUploadedFile("bukti.pdf", data) if data is not None else None
        values = {"title": "Bukti", "evidence_on": timezone.localdate()} | more
        return services.evidence_add(
            item=rad.items["dinsos"], period=rad.period, by=by, upload=upload, link=link, **values
        )

    for data in (b"MZ program", b"<svg onload=alert(1)>", b"\xff\xd8\xff rusak", b"GIF89a" + b"0" * 50):
        with pytest.raises(ValidationError, match="bukan foto"):
            add(data)
    with pytest.raises(ValidationError, match="10 MB"):
        add(b"%PDF-1.7" + b"0" * (10 * 2**20))
    with pytest.raises(ValidationError, match="https"):
        add(link="http://contoh.go.id")
    with pytest.raises(ValidationError, match="Pilih satu"):
        add()
    with pytest.raises(ValidationError, match="NIK"):
        add(b"%PDF-1.7", title="KTP 3571010101900001")
    row = add(one_page("contoh"))
    assert (row.content_type, row.file.name) == ("application/pdf", f"evidence/{row.pk}")
    assert add(link="https://jdih.contoh.go.id/x").file.name in ("", None)


def test_a_picture_that_would_fill_the_memory_is_refused(rad: Rad) -> None:
    """A PNG of a few hundred bytes may claim any size; it is refused before a pixel is drawn."""
    import struct
    import zlib

    from django.core.files.uploadedfile import SimpleUploadedFile

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    head = struct.pack(">IIBBBBB", 60_000, 60_000, 8, 2, 0, 0, 0)
    bomb = (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(b"0"))
        + chunk(b"IEND", b"")
    )
    with pytest.raises(ValidationError):
        services.evidence_add(
            item=rad.items["dinsos"],
            period=rad.period,
            title="Besar",
            evidence_on=timezone.localdate(),
            upload=SimpleUploadedFile("x.png", bomb),
            by=rad.world.people["dinsos"],
        )
