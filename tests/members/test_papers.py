"""The SK on paper: one version per request, DRAF until signed, kept for ever, checked on its way back."""

import io
import re
import subprocess
from collections.abc import Callable
from datetime import timedelta

import pikepdf
import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from gugus.accounts.models import User
from gugus.core.enums import JobStatus
from gugus.core.permissions import Denied
from gugus.documents.enums import DocumentStatus
from members import documents, services
from members.enums import Certainty, LawLevel
from members.models import Decree, DecreeDocument, LegalBasis, MemberJob
from members.services.task_forces import library_load
from members.tasks import decree_render
from tests.factories import World

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft(world: World) -> Decree:
    library_load()
    decree = services.decree_create(by=world.people["sekretariat"])
    services.seats_create_for_agencies(decree=decree, by=world.people["sekretariat"])
    return decree


def sign(world: World, decree: Decree) -> Decree:
    by, today = world.people["sekretariat"], timezone.localdate()
    services.decree_submit(decree=decree, by=by)
    services.decree_review_record(
        decree=decree, by=by, officer="Budi Contoh", reviewed_on=today, approved=True
    )
    return services.decree_sign(
        decree=decree,
        by=by,
        number="188.45/9/2026",
        signed_on=today,
        valid_from=today,
        valid_until=today + timedelta(days=365),
        signer_office="Wali Kota Kediri",
        signer_name="BUDI CONTOH",
    )


def work(job: MemberJob) -> DecreeDocument:
    decree_render(model="members.memberjob", pk=str(job.pk))
    job.refresh_from_db()
    assert job.document is not None
    job.document.refresh_from_db()
    return job.document


def text_of(document: DecreeDocument) -> str:
    with document.file.open("rb") as stored:
        done = subprocess.run(
            ["pdftotext", "-layout", "-", "-"], input=stored.read(), capture_output=True, check=True
        )
    return done.stdout.decode()


def test_a_draft_becomes_a_marked_pdf_in_the_order_of_the_law(world: World, draft: Decree) -> None:
    document = work(services.decree_render(decree=draft, by=world.people["sekretariat"]))
    assert document.status == DocumentStatus.DRAFT
    words = text_of(document)
    upper = words.upper()
    heads = ("MENIMBANG", "MENGINGAT", "MEMUTUSKAN", "MENETAPKAN", "KESATU", "LAMPIRAN")
    places = [re.search(rf"^\s*{word}\b", upper, re.MULTILINE).start() for word in heads]  # type: ignore[union-attr]
    assert places == sorted(places)
    assert "DRAF" in words
    assert "Kepala Dinas Sosial Contoh" in words
    assert upper.index("UNDANG-UNDANG NOMOR 21") < upper.index("PERATURAN PEMERINTAH NOMOR 9")


def test_asked_twice_while_it_waits_there_is_one_version(world: World, draft: Decree) -> None:
    first = services.decree_render(decree=draft, by=world.people["sekretariat"])
    assert services.decree_render(decree=draft, by=world.people["sekretariat"]).pk == first.pk
    assert draft.documents.count() == 1


def test_run_again_after_a_crash_it_is_the_same_document(world: World, draft: Decree) -> None:
    job = services.decree_render(decree=draft, by=world.people["sekretariat"])
    document = work(job)
    MemberJob.objects.filter(pk=job.pk).update(status=JobStatus.RUNNING, finished_at=None)
    again = work(job)
    assert (again.pk, again.sha256) == (document.pk, document.sha256)
    assert DecreeDocument.objects.count() == 1


def test_versions_are_kept(world: World, draft: Decree) -> None:
    first = work(services.decree_render(decree=draft, by=world.people["sekretariat"]))
    second = work(services.decree_render(decree=draft, by=world.people["sekretariat"]))
    first.refresh_from_db()
    assert (second.version, second.supersedes_id) == (2, first.pk)
    assert first.status == DocumentStatus.SUPERSEDED
    assert first.file.size


def test_a_final_version_carries_number_and_code_and_no_draft_mark(world: World, draft: Decree) -> None:
    decree = sign(world, draft)
    document = work(services.decree_render(decree=decree, by=world.people["sekretariat"]))
    words = text_of(document)
    assert document.status == DocumentStatus.FINAL
    assert "188.45/9/2026" in words
    assert document.verification_code in words
    assert "DRAF" not in words


def test_unsure_grounds_stop_a_final_version_and_say_which(world: World, draft: Decree) -> None:
    doubt = LegalBasis.objects.create(
        level=LawLevel.ACT,
        kind="Undang-Undang",
        number="99",
        year=2020,
        title="Contoh",
        certainty=Certainty.UNSURE,
    )
    services.decree_grounds_set(decree=draft, by=world.people["sekretariat"], grounds=[doubt])
    decree = sign(world, draft)
    assert any("Undang-Undang Nomor 99" in reason for reason in documents.decree_gaps(decree))
    job = services.decree_render(decree=decree, by=world.people["sekretariat"])
    work(job)
    job.refresh_from_db()
    assert job.status == JobStatus.FAILED
    assert "[periksa]" in job.error


def a_pdf() -> bytes:
    pdf = pikepdf.new()
    pdf.add_blank_page()
    buffer = io.BytesIO()
    pdf.save(buffer)
    return buffer.getvalue()


def test_the_signed_file_is_recorded_and_replaced_with_its_decree(world: World, draft: Decree) -> None:
    keeper = world.people["sekretariat"]
    decree = sign(world, draft)
    document = work(services.decree_render(decree=decree, by=keeper))
    with pytest.raises(ValidationError, match="PDF"):
        services.decree_signed_file_record(
            document=document, by=keeper, upload=SimpleUploadedFile("a.pdf", b"bukan pdf")
        )
    signed = services.decree_signed_file_record(
        document=document, by=keeper, upload=SimpleUploadedFile("a.pdf", a_pdf())
    )
    assert signed.status == DocumentStatus.SIGNED
    services.decree_enforce(decree=decree, by=keeper)
    decree.refresh_from_db()
    services.decree_revoke(
        decree=decree, by=keeper, revoked_on=timezone.localdate() + timedelta(days=1), reason="contoh"
    )
    signed.refresh_from_db()
    assert signed.status == DocumentStatus.REVOKED


def test_only_the_secretariat_makes_papers(world: World) -> None:
    with pytest.raises(Denied):
        services.decree_render(decree=world.decree, by=world.people["dinsos"])


def test_pages_of_a_document(world: World, draft: Decree, sign_in: Callable[[User], Client]) -> None:
    keeper, other = sign_in(world.people["sekretariat"]), sign_in(world.people["dinsos"])
    made = keeper.post(reverse("members:document-create", args=[draft.pk]), follow=True)
    page = made.redirect_chain[-1][0]
    assert "menunggu" in made.content.decode()
    job = MemberJob.objects.get()
    work(job)
    assert "Unduh PDF" in keeper.get(page).content.decode()
    download = reverse("members:document-download", args=[job.document_id])
    response = keeper.get(download)
    assert response["Content-Type"] == "application/pdf"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Disposition"] == 'attachment; filename="sk-v1-draf.pdf"'
    assert keeper.get(reverse("members:document-download-signed", args=[job.document_id])).status_code == 404
    for address in (page, download):
        assert other.get(address).status_code == 404
    assert keeper.get(reverse("members:document-upload", args=[job.document_id])).status_code == 200
    assert keeper.post(reverse("members:document-retry", args=[job.document_id])).status_code == 403
