"""The Excel round trip on pages: download, upload, preview, conflicts, faults, saving."""

import io
import os
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from rad import resources, services
from rad.enums import AnswerStatus
from rad.models import ActionItem, AnswerRun, Indicator, IndicatorValue, Party, Program, ProgressReport
from rad.services import Given
from rad.services.answers import AT_ONCE
from tests.core.test_sheets import repacked
from tests.factories import World, make_world
from tests.rad.builders import Rad, make_rad
from tests.rad.spoiled import FAULTY, cell, changed, column, head_row, put, table
from tests.rad.test_queries import queries
from tests.workers import Worker

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _without_second_factor(settings: Any) -> None:
    settings.SECOND_FACTOR_REQUIRED = False


@pytest.fixture
def rad(world: World) -> Rad:
    return make_rad(world)


def book_of(rad: Rad, person: str = "dinsos", *, behalf: bool = False) -> bytes:
    return resources.answer_workbook(rad.world.people[person], rad.period, behalf=behalf)


def upload(client: Client, rad: Rad, data: bytes, query: str = "") -> Any:
    """Send a workbook through the page and follow it to where it leads."""
    file = SimpleUploadedFile("laporan saya.xlsx", data)
    address = reverse("rad:answer-upload", args=[rad.period.pk]) + query
    return client.post(address, {"file": file}, follow=True)


def run_of(page: Any) -> AnswerRun:
    return AnswerRun.objects.get(pk=page.redirect_chain[-1][0].strip("/").split("/")[-1])


def send(client: Client, run: AnswerRun, **data: str) -> Any:
    return client.post(reverse("rad:answer-detail", args=[run.pk]), data, follow=True)


def test_the_workbook_holds_ones_own_items_only(rad: Rad, sign_in: Any) -> None:
    client = sign_in(rad.world.people["dinsos"])
    grid = client.get(reverse("rad:report-grid", args=[rad.period.pk]))
    assert "Unduh Excel" in grid.content.decode()
    response = client.get(reverse("rad:answer-book", args=[rad.period.pk]))
    assert response.headers["Content-Disposition"].startswith('attachment; filename="lapor-rad-')
    assert response.headers["Cache-Control"] == "private, no-store"
    words = str([list(sheet.values) for sheet in load_workbook(io.BytesIO(response.content))])
    assert "Kegiatan dinsos" in words
    assert "Kegiatan dinkes" not in words


@pytest.mark.parametrize(
    ("person", "query", "status"),
    [
        ("dinsos", "", 200), ("dinsos_kasus", "", 200), ("polres", "", 403), ("sekretariat", "", 403),
        ("sekretariat", "?atas_nama=1", 200), ("dinsos", "?atas_nama=1", 403), ("sekda", "", 403),
        ("admin", "", 404),
    ],
)  # fmt: skip
def test_who_takes_and_brings_a_workbook(
    rad: Rad, sign_in: Any, person: str, query: str, status: int
) -> None:
    client = sign_in(rad.world.people[person])
    for name in ("rad:answer-book", "rad:answer-upload"):
        assert client.get(reverse(name, args=[rad.period.pk]) + query).status_code == status


def test_a_filled_workbook_is_shown_then_written_as_drafts(rad: Rad, sign_in: Any) -> None:
    client = sign_in(rad.world.people["dinsos"])
    page = upload(client, rad, put("narrative", "+62 hadir")(put("value", 7)(book_of(rad))))
    text = page.content.decode()
    assert "2 sel berubah di 1 kegiatan" in text
    assert not ProgressReport.objects.exists()
    run = run_of(page)
    done = send(client, run, simpan="1").content.decode()
    assert "2 sel di 1 kegiatan disimpan sebagai draf" in done
    assert "Periksa lalu ajukan" in done
    report = ProgressReport.objects.get()
    assert (report.status, report.narrative, report.values.get().value) == ("draf", "+62 hadir", 7)
    again = send(client, run, simpan="1")
    assert again.status_code == 403


def test_an_untouched_workbook_changes_nothing(rad: Rad, sign_in: Any) -> None:
    rad.save("dinsos", "dinsos", narrative="Sudah.")
    client = sign_in(rad.world.people["dinsos"])
    page = upload(client, rad, book_of(rad))
    assert "0 sel berubah" in page.content.decode()
    assert "Tidak ada perubahan" in send(client, run_of(page), simpan="1").content.decode()


def in_conflict(rad: Rad, client: Client) -> AnswerRun:
    """The file says 7, the portal meanwhile 6, both began with 5."""
    rad.save("dinsos", "dinsos", Given(value=5))
    data = put("value", 7)(book_of(rad))
    rad.save("dinsos", "dinsos_kasus", Given(value=6))
    page = upload(client, rad, data)
    text = page.content.decode()
    for words in (
        "1 bentrok",
        "Pakai isi berkas: 7",
        "Pertahankan isi portal: 6",
        "Semula: 5",
        "Dinsos_Kasus",
    ):
        assert words in text
    return run_of(page)


@pytest.mark.parametrize(("side", "value"), [("file", 7), ("portal", 6)])
def test_a_person_chooses_in_a_conflict(rad: Rad, sign_in: Any, side: str, value: int) -> None:
    client = sign_in(rad.world.people["dinsos"])
    run = in_conflict(rad, client)
    key = next(iter(services_conflicts(rad, run)))
    unsaid = send(client, run, simpan="1").content.decode()
    assert "Pilih isi mana yang dipakai" in unsaid
    assert IndicatorValue.objects.get().value == 6
    send(client, run, **{key: side, "simpan": "1"})
    assert IndicatorValue.objects.get().value == value
    run.refresh_from_db()
    assert run.status == AnswerStatus.DONE


def services_conflicts(rad: Rad, run: AnswerRun) -> list[str]:
    from rad.selectors import answer_preview

    return [each.key for each in answer_preview(rad.world.people["dinsos"], run).conflicts]


def test_a_choice_is_kept_and_does_not_outlive_what_it_was_about(rad: Rad, sign_in: Any) -> None:
    """The portal moves again after the person chose: they are asked again, and nothing is overwritten."""
    client = sign_in(rad.world.people["dinsos"])
    run = in_conflict(rad, client)
    key = services_conflicts(rad, run)[0]
    assert "checked" in send(client, run, **{key: "file"}).content.decode()
    rad.save("dinsos", "dinsos_kasus", Given(value=8))
    text = send(client, run, **{key: "file", "simpan": "1"}).content.decode()
    assert "Pertahankan isi portal: 8" in text
    assert "checked" not in text
    assert IndicatorValue.objects.get().value == 8


def test_a_faulty_cell_is_named_and_the_marked_workbook_comes_back(rad: Rad, sign_in: Any) -> None:
    client = sign_in(rad.world.people["dinsos"])
    page = upload(client, rad, FAULTY["less than nothing"][0](book_of(rad)))
    text, run = page.content.decode(), run_of(page)
    assert "1 salah" in text
    assert "negatif" in text
    assert "Simpan perubahan" not in text
    assert not send(client, run, simpan="1").redirect_chain[-1][0].endswith("/periksa/")
    assert not ProgressReport.objects.exists()
    marked = client.get(reverse("rad:answer-faults", args=[run.pk]))
    assert marked.headers["Content-Disposition"].endswith('-bertanda.xlsx"')
    bad = cell(load_workbook(io.BytesIO(marked.content)), "value")
    assert (str(bad.value), bool(bad.comment)) == ("-5", True)
    mended = changed(lambda book: setattr(cell(book, "value"), "value", 5))(marked.content)
    assert "1 sel berubah" in upload(client, rad, mended).content.decode()


def test_what_cannot_be_read_is_refused_with_its_reason(rad: Rad, sign_in: Any) -> None:
    client = sign_in(rad.world.people["dinsos"])
    page = upload(client, rad, b"<html><table></table></html>")
    text = page.content.decode()
    assert "halaman web yang diberi nama Excel" in text
    assert "Unggah berkas lain" in text
    wrong = client.post(
        reverse("rad:answer-upload", args=[rad.period.pk]), {"file": SimpleUploadedFile("data.xls", b"x")}
    )
    assert "bukan XLSX" in wrong.content.decode()


def test_an_upload_is_its_uploaders_own(rad: Rad, sign_in: Any) -> None:
    run = run_of(upload(sign_in(rad.world.people["dinsos"]), rad, put("value", 7)(book_of(rad))))
    foreign = make_world("36.03", "Kabupaten Tangerang").people["sekretariat"]
    for person in (rad.world.people["dinsos_kasus"], rad.world.people["sekretariat"], foreign):
        client = sign_in(person)
        for name in ("answer-detail", "answer-faults", "answer-cancel"):
            assert client.get(reverse(f"rad:{name}", args=[run.pk])).status_code == 404
            assert client.post(reverse(f"rad:{name}", args=[run.pk])).status_code in (404, 405)


def test_an_upload_can_be_dropped(rad: Rad, sign_in: Any) -> None:
    client = sign_in(rad.world.people["dinsos"])
    run = run_of(upload(client, rad, put("value", 7)(book_of(rad))))
    address = reverse("rad:answer-upload", args=[rad.period.pk])
    assert "laporan saya.xlsx" in client.get(address).content.decode()
    client.post(reverse("rad:answer-cancel", args=[run.pk]))
    run.refresh_from_db()
    assert (run.status, run.rows) == (AnswerStatus.CANCELLED, {})
    assert not ProgressReport.objects.exists()
    assert "laporan saya.xlsx" not in client.get(address).content.decode()


def test_the_secretariat_reports_atas_nama_by_workbook(rad: Rad, sign_in: Any) -> None:
    client = sign_in(rad.world.people["sekretariat"])
    data = put("proof_note", "Surat 1/2026")(put("value", 3)(book_of(rad, "sekretariat", behalf=True)))
    page = upload(client, rad, data, "?atas_nama=1")
    send(client, run_of(page), simpan="1")
    report = ProgressReport.objects.get()
    assert (report.on_behalf, report.proof_note, report.values.get().value) == (True, "Surat 1/2026", 3)


def test_a_file_that_was_read_meanwhile_shows_its_preview(rad: Rad, sign_in: Any) -> None:
    """The progress asks by htmx; once read, the whole page is fetched."""
    client = sign_in(rad.world.people["dinsos"])
    run = run_of(upload(client, rad, book_of(rad)))
    answer = client.get(reverse("rad:answer-detail", args=[run.pk]), headers={"HX-Request": "true"})
    assert answer.headers["HX-Refresh"] == "true"


def many(rad: Rad, count: int) -> dict[str, list[Any]]:
    """Items of Dinas Sosial with a draft that says 5, and a workbook that says 7 everywhere."""
    program = Program.objects.get()
    start = program.items.count()
    items = ActionItem.objects.bulk_create(
        ActionItem(program=program, number=start + n, code=f"I.1.{start + n}", name=f"Kegiatan {n}")
        for n in range(1, count + 1)
    )
    agency = rad.world.agencies["Dinas Sosial"]
    Party.objects.bulk_create(
        Party(item=item, role="penanggung_jawab", kind="instansi", label="Dinas Sosial", agency=agency)
        for item in items
    )
    rows = Indicator.objects.bulk_create(
        Indicator(item=item, name="Jumlah", unit="orang", aggregation="jumlah") for item in items
    )
    services.plan_grants_sync(plan=rad.plan)
    person = rad.world.people["dinsos"]
    reports = ProgressReport.objects.bulk_create(
        ProgressReport(item=item, period=rad.period, drafted_by=person) for item in items
    )
    values = [
        IndicatorValue(report=report, indicator=row, value=5)
        for report, row in zip(reports, rows, strict=True)
    ]
    return {"values": IndicatorValue.objects.bulk_create(values)}


def all_sevens(book: Any) -> None:
    sheet = table(book)
    place = column(sheet, "value")
    for line in range(head_row(sheet) + 1, sheet.max_row + 1):
        sheet.cell(line, place).value = 7


def moved_on(rad: Rad, made: dict[str, list[Any]], every: int) -> None:
    """Meanwhile the portal says 6 in some of them."""
    keys = [value.pk for value in made["values"][::every]]
    IndicatorValue.objects.filter(pk__in=keys).update(value=6)


def test_few_queries_and_all_conflicts_over_pages(rad: Rad, sign_in: Any) -> None:
    """450 cells: 225 conflicts on two pages, decided page by page; the same few queries as for four cells."""
    client = sign_in(rad.world.people["dinsos"])
    few = queries(client, reverse("rad:answer-detail", args=[half_in_conflict(rad, client, 4).pk]))
    run = half_in_conflict(rad, client, 450)
    address = reverse("rad:answer-detail", args=[run.pk])
    most = queries(client, address)
    assert len(most) == len(few)
    assert len(most) <= 12, "\n".join(most)

    keys = services_conflicts(rad, run)
    assert len(keys) == 225
    first = client.post(address, dict.fromkeys(keys[:200], "portal") | {"ke": "2"}, follow=True)
    assert first.redirect_chain[-1][0].endswith("?bentrok=2")
    assert "25 belum dipilih" in first.content.decode()
    ones = dict.fromkeys(keys[:200], "portal")
    stopped = client.post(address, ones | {"simpan": "1"}, follow=True)
    assert "Pilih dahulu isi yang dipakai" in stopped.content.decode()
    assert stopped.redirect_chain[-1][0].endswith("?bentrok=2")
    rest = dict.fromkeys(keys[200:], "file")
    second = client.post(f"{address}?bentrok=2", rest | {"simpan": "1"}, follow=True)
    assert "sel di" in second.content.decode()
    counts = Counter(int(value) for value in IndicatorValue.objects.values_list("value", flat=True))
    assert counts == {6: 200, 7: 25 + 225 + 4 + 1}


def half_in_conflict(rad: Rad, client: Client, count: int) -> AnswerRun:
    made = many(rad, count)
    data = changed(all_sevens)(book_of(rad))
    moved_on(rad, made, 2)
    return run_of(upload(client, rad, data))


def test_one_button_decides_all_conflicts(rad: Rad, sign_in: Any) -> None:
    client = sign_in(rad.world.people["dinsos"])
    run = half_in_conflict(rad, client, 12)
    page = send(client, run, semua="portal").content.decode()
    assert page.count("checked") == 6
    send(client, run, **dict.fromkeys(services_conflicts(rad, run), "portal"), simpan="1")
    assert IndicatorValue.objects.filter(value=6).count() == 6


@pytest.mark.django_db(transaction=True)
def test_the_worker_reads_what_is_large(rad: Rad, sign_in: Any, worker: Worker) -> None:
    """Progress while it waits, the preview once it is read, and the file is gone."""
    client = sign_in(rad.world.people["dinsos"])
    data = repacked(put("value", 7)(book_of(rad)), add={"docProps/lain.xml": os.urandom(AT_ONCE)})
    page = upload(client, rad, data)
    run = run_of(page)
    assert "Membaca berkas" in page.content.decode()
    worker.wait_for(
        lambda: AnswerRun.objects.get(pk=run.pk).status == AnswerStatus.PREVIEW, "the preview of a large file"
    )
    run.refresh_from_db()
    assert not run.upload
    assert "1 sel berubah" in client.get(reverse("rad:answer-detail", args=[run.pk])).content.decode()
    worker.wait_for(lambda: not list(Path(settings.MEDIA_ROOT).glob("answers/*")), "the file to go")


@pytest.fixture
def worker() -> Iterator[Worker]:
    worker = Worker()
    yield worker
    worker.stop()


def test_the_matrix_goes_out_as_it_is_shown(rad: Rad, sign_in: Any) -> None:
    """Same figures, same words, same choice of agency as the page it is downloaded from."""
    rad.accept("dinsos", "dinsos", Given(value=5))
    client = sign_in(rad.world.people["sekda"])
    address = rad.plan.get_absolute_url() + f"?instansi={rad.world.agencies['Dinas Sosial'].pk}"
    page = client.get(address)
    assert "_export=xlsx" in page.content.decode()
    response = client.get(f"{address}&_export=xlsx")
    assert response.headers["Content-Disposition"].endswith('.xlsx"')
    head, *lines = load_workbook(io.BytesIO(response.content)).active.values
    assert head[2:6] == ("Kode", "Kegiatan", "Penanggung jawab", "Capaian (%)")
    assert [line[3] for line in lines] == ["Kegiatan dinsos"]
    shown = page.context["sections"][0]["programs"][0]["items"][0]
    assert lines[0][5:] == (float(shown["value"]), shown["grade"], shown["reported"])
