"""What a matrix's columns mean is asked where it is not known; what concerns victims is a person's word."""

from io import BytesIO
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from openpyxl import Workbook

from gugus.core.models import AuditEvent
from rad import services, tasks
from rad.models import ActionItem, ImportRun, Indicator, RadJob
from rad.selectors.imports import import_preview_data
from rad.services.imports import reading
from rad.workbook.labels import answer_in
from tests.factories import World

pytestmark = pytest.mark.django_db
HEAD = ["No", "Langkah", "Hasil yang diharapkan", "Satuan", "Th. 2026", "Penanggung Jawab", "Paraf"]


@pytest.fixture(autouse=True)
def _without_second_factor(settings: Any) -> None:
    settings.SECOND_FACTOR_REQUIRED = False


def odd_matrix(rows: int = 2) -> bytes:
    """Heads nobody knows over the two columns no matrix can do without, and one of no use."""
    book = Workbook()
    sheet = book.active
    sheet.append(HEAD)
    sheet.append(["A", "PENANGANAN KORBAN"])
    for n in range(1, rows + 1):
        unit = ["orang", "dokumen"][n % 2]
        name = [f"Jumlah korban yang didampingi {n}", f"Jumlah dokumen kerja sama {n}"][n % 2]
        sheet.append([n, f"Pendampingan dan layanan contoh {n}", name, unit, 10 * n, "Dinas Sosial", "x"])
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def uploaded(client: Client, data: bytes) -> ImportRun:
    upload = SimpleUploadedFile("aneh.xlsx", data)
    client.post(reverse("rad:import-create"), {"file": upload, "plan_code": "ANEH"})
    return ImportRun.objects.get()


def proposed(form: Any) -> dict[str, str]:
    return {name: field.initial for name, field in form.fields.items()}


def test_unknown_columns_are_asked_and_the_same_content_is_read_again(world: World, sign_in: Any) -> None:
    client = sign_in(world.people["sekretariat"])
    run = uploaded(client, odd_matrix())
    asking = reverse("rad:import-columns", args=[run.pk])
    page = client.get(reverse("rad:import-detail", args=[run.pk]), follow=True)
    assert page.redirect_chain[0][0] == asking
    text = page.content.decode()
    assert "Pendampingan dan layanan contoh 1" in text  # an example of what stands in the column
    assert "Jumlah dokumen kerja sama 1" in text
    data = proposed(page.context["form"])
    assert [data[f"k{n}"] for n in range(3)] == ["activity", "indicator", "abaikan"]

    nothing = client.post(asking, data | {"k1": "abaikan"}).content.decode()
    assert "Belum ada kolom untuk Indikator" in nothing
    twice = client.post(asking, data | {"k1": "activity"}).content.decode()
    assert "Kegiatan dipilih untuk kolom B dan C" in twice

    preview = client.post(asking, data, follow=True)
    assert "1 strategi, 1 program, 2 kegiatan, 2 indikator" in preview.content.decode()
    assert "pilihan Anda" in preview.content.decode()
    ticked = sorted(preview.context["form"].ticked)
    assert ticked == ["Sheet!4"]
    client.post(reverse("rad:import-detail", args=[run.pk]), {"victims": ["Sheet!3"]})
    assert ActionItem.objects.count() == 2
    rows = dict(Indicator.objects.values_list("name", "about_victims"))
    assert rows == {"Jumlah dokumen kerja sama 1": True, "Jumlah korban yang didampingi 2": False}
    assert set(Indicator.objects.values_list("victims_confirmed", flat=True)) == {True}
    event = AuditEvent.objects.get(action="rad.victims_confirm")
    assert event.detail == {"indicators": 2, "about_victims": 1}
    run.refresh_from_db()
    assert run.rows == {}


def test_an_answer_must_be_a_field_of_a_column_there_is(world: World) -> None:
    by = world.people["sekretariat"]
    run = services.import_preview(data=odd_matrix(), file_name="a.xlsx", plan_code="ANEH", by=by)
    for columns in (
        {"Sheet!Z": "note"},
        {"Sheet!B": "harga"},
        {"Sheet!B": "target"},
        {"Sheet!B": "note:2026"},
    ):
        with pytest.raises(ValidationError, match="tidak dapat dibaca"):
            services.import_columns(run=run, columns=columns, by=by)
    assert ImportRun.objects.get().answers["columns"] == {}


@pytest.mark.parametrize(
    ("words", "answer"),
    [
        ("abaikan", "abaikan"), ("Penanggung Jawab", "responsible"), ("kegiatan", "activity"),
        ("Target 2026", "target:2026"), ("target:2026", "target:2026"), ("Pagu 2026", "budget:2026"),
        ("note", "note"), ("Target", None), ("harga", None), ("", None),
    ],
)  # fmt: skip
def test_answers_may_be_written_in_words(words: str, answer: str | None) -> None:
    assert answer_in(words) == answer


def test_without_a_person_nothing_is_confirmed_until_somebody_does(world: World, sign_in: Any) -> None:
    by = world.people["sekretariat"]
    columns = {"Sheet!B": "activity", "Sheet!C": "indicator", "Sheet!G": "abaikan"}
    run = services.import_preview(
        data=odd_matrix(), file_name="a.xlsx", plan_code="ANEH", by=by, columns=columns
    )
    plan = services.import_commit(run=run, by=by).plan
    assert set(Indicator.objects.values_list("victims_confirmed", flat=True)) == {False}
    client = sign_in(by)
    url = reverse("rad:victims-confirm", args=[plan.pk])
    page = client.get(url)
    asked = [str(row.pk) for row in page.context["form"].rows]
    assert len(asked) == 2
    assert page.context["form"].ticked == {
        str(pk) for pk in Indicator.objects.filter(about_victims=True).values_list("pk", flat=True)
    }
    client.post(url, {"asked": asked, "about": asked})
    assert Indicator.objects.filter(about_victims=True, victims_confirmed=True).count() == 2
    assert "Semua sudah dipastikan" in client.get(url).content.decode()
    assert sign_in(world.people["dinsos"]).get(url).status_code in (403, 404)


def test_a_large_file_is_read_by_the_worker_and_its_upload_goes(
    world: World, sign_in: Any, monkeypatch: Any, django_capture_on_commit_callbacks: Any
) -> None:
    monkeypatch.setattr(reading, "LARGE", 100)
    client = sign_in(world.people["sekretariat"])
    run = uploaded(client, odd_matrix())
    detail = reverse("rad:import-detail", args=[run.pk])
    assert "Membaca berkas" in client.get(detail).content.decode()
    job, upload = RadJob.objects.get(), run.upload
    assert upload.storage.exists(upload.name)
    with django_capture_on_commit_callbacks(execute=True):
        tasks.import_read.apply(kwargs={"model": "rad.radjob", "pk": str(job.pk)})
    run.refresh_from_db()
    assert (run.status, run.upload.name) == ("pratinjau", "")
    assert not upload.storage.exists(upload.name)
    assert len(import_preview_data(run).open_columns) == 3
    assert client.get(detail)["Location"] == reverse("rad:import-columns", args=[run.pk])


def test_a_large_file_that_is_refused_says_why_on_its_page(
    world: World, sign_in: Any, monkeypatch: Any
) -> None:
    monkeypatch.setattr(reading, "LARGE", 3)
    client = sign_in(world.people["sekretariat"])
    run = uploaded(client, b"%PDF-1.7 bukan excel")
    tasks.import_read.apply(kwargs={"model": "rad.radjob", "pk": str(RadJob.objects.get().pk)})
    page = client.get(reverse("rad:import-detail", args=[run.pk])).content.decode()
    assert "Berkas ini PDF" in page
