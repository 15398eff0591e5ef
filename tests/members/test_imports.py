"""The list of agencies as a bureau sends it: read as it is, previewed, written whole or not at all."""

import io
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from gugus.accounts.models import User
from gugus.core.models import AuditEvent
from gugus.core.permissions import Denied
from members import resources
from members.models import Agency, AgencyImport
from tests.factories import World, make_task_force, user

pytestmark = pytest.mark.django_db

KEDIRI = Path(__file__).parent.parent / "data" / "members_kediri.csv"


@pytest.fixture
def empty() -> World:
    """A task force without agencies, with a secretary."""
    world = World(make_task_force(), decree=None)  # type: ignore[arg-type]
    world.people["pengusul"], world.people["pengukuh"] = user("Pengusul Contoh"), user("Pengukuh Contoh")
    world.person("sekretariat", "sekretariat")
    return world


def read(world: World, content: bytes) -> AgencyImport:
    return resources.agency_import_read(content=content, by=world.people["sekretariat"])


def workbook(*rows: tuple[object, ...], title_rows: int = 0) -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "Anggota"
    for _number in range(title_rows):
        sheet.append(["DAFTAR INSTANSI GUGUS TUGAS"])
    for row in (("No", "Nama Instansi", "Nama Lengkap", "Jenis", "Bidang"), *rows):
        sheet.append(row)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def test_the_ten_agencies_of_kediri_arrive_and_again_change_nothing(empty: World) -> None:
    run = read(empty, KEDIRI.read_bytes())
    preview = resources.agency_import_preview(run)
    assert preview.counts == {"baru": 10, "berubah": 0, "tetap": 0}
    assert Agency.objects.count() == 0
    resources.agency_import_write(run=run, by=empty.people["sekretariat"])
    assert Agency.objects.in_task_force(empty.task_force.pk).count() == 10
    again = resources.agency_import_preview(read(empty, KEDIRI.read_bytes()))
    assert again.changes_nothing
    assert again.counts["tetap"] == 10
    assert AuditEvent.objects.filter(action="members.agency_import").count() == 1


def test_names_lose_their_notes_and_courts_are_courts(empty: World) -> None:
    run = read(empty, KEDIRI.read_bytes())
    rows = {row.name: row for row in resources.agency_import_preview(run).rows}
    resources.agency_import_write(run=run, by=empty.people["sekretariat"])
    labour = Agency.objects.get(short_name="Dinas Tenaga Kerja")
    assert labour.name == "Dinas Tenaga Kerja Kota Kediri"
    assert any("perlu dicek" in words for words in rows["Dinas Tenaga Kerja"].warnings)
    court = Agency.objects.get(short_name="Pengadilan Negeri Kediri")
    assert (court.kind, court.superior) == ("peradilan", "Mahkamah Agung")
    assert any("lembaga peradilan" in words for words in rows["Pengadilan Negeri Kediri"].warnings)
    assert rows["Dinas Sosial"].warnings == ()


def test_a_workbook_with_title_rows_updates_what_is_there(empty: World) -> None:
    resources.agency_import_write(run=read(empty, KEDIRI.read_bytes()), by=empty.people["sekretariat"])
    content = workbook(
        (1, "Dinas Sosial", "Dinas Sosial Kota Kediri", "OPD", "rehabilitasi"),
        (2, "LSM Contoh", "Lembaga Contoh", "masyarakat", None),
        title_rows=3,
    )
    run = read(empty, content)
    preview = resources.agency_import_preview(run)
    assert preview.counts == {"baru": 1, "berubah": 1, "tetap": 0}
    change = preview.rows[0].changes[0]
    assert (change.before, change.after) == ("rehabilitasi sosial", "rehabilitasi")
    resources.agency_import_write(run=run, by=empty.people["sekretariat"])
    assert Agency.objects.get(short_name="Dinas Sosial").duties.startswith("rumah perlindungan")


def test_each_fault_names_sheet_cell_value_rule_and_example(empty: World) -> None:
    content = workbook(
        (1, "Dinas Sosial", "Dinas Sosial Kota Contoh", "swasta", ""),
        (2, "", "Dinas Tanpa Nama", "OPD", ""),
        (3, "Dinas Baru", "", "OPD", ""),
        (4, "N" * 81, "Dinas Panjang", "OPD", ""),
        (5, "Dinas Baru", "Dinas Baru Kota Contoh", "OPD", ""),
    )
    run = read(empty, content)
    preview = resources.agency_import_preview(run)
    words = [str(fault) for fault in preview.faults]
    assert [fault.cell for fault in preview.faults] == ["B6", "D2", "B3", "C4", "B5"]
    assert words[1].startswith("Anggota D2, kolom “jenis”, isi “swasta”: Jenis instansi harus salah satu")
    assert "Contoh: OPD, vertikal, peradilan, atau masyarakat." in words[1]
    assert "sudah ada di baris 4" in words[0]
    with pytest.raises(ValidationError, match="tidak ada yang disimpan"):
        resources.agency_import_write(run=run, by=empty.people["sekretariat"])
    assert Agency.objects.count() == 0


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"instansi,jenis\nA,OPD\n", "Baris judul tidak ditemukan"),
        (b"instansi,nama_lengkap,jenis\n", "tidak ada instansi"),
        (b"%PDF-1.7 contoh", "PDF"),
        (b"", "kosong"),
    ],
)
def test_a_file_that_is_no_list_says_why(empty: World, content: bytes, words: str) -> None:
    with pytest.raises(resources.FileRefused, match=words):
        read(empty, content)


def test_only_the_secretariat_imports(world: World) -> None:
    with pytest.raises(Denied):
        resources.agency_import_read(content=KEDIRI.read_bytes(), by=world.people["dinsos"])


def test_an_import_is_committed_once(empty: World) -> None:
    run = read(empty, KEDIRI.read_bytes())
    resources.agency_import_write(run=run, by=empty.people["sekretariat"])
    with pytest.raises(ValidationError, match="sudah disimpan"):
        resources.agency_import_write(run=run, by=empty.people["sekretariat"])


def test_the_export_imported_again_changes_nothing(empty: World) -> None:
    keeper = empty.people["sekretariat"]
    resources.agency_import_write(run=read(empty, KEDIRI.read_bytes()), by=keeper)
    exported = resources.agency_export(keeper).export("xlsx")
    assert resources.agency_import_preview(read(empty, exported)).changes_nothing


def test_the_page_reads_previews_and_saves(empty: World, sign_in: Callable[[User], Client]) -> None:
    client = sign_in(empty.people["sekretariat"])
    upload = SimpleUploadedFile("anggota.csv", KEDIRI.read_bytes())
    preview = client.post(reverse("members:agency-import"), {"upload": upload}, follow=True)
    page = preview.content.decode()
    assert "10 instansi baru, 0 diperbarui, 0 tetap." in page
    address = preview.redirect_chain[-1][0]
    saved = client.post(address, follow=True)
    assert saved.status_code == 200
    assert "10 instansi ditambahkan" in saved.content.decode()
    upload = SimpleUploadedFile("anggota.csv", KEDIRI.read_bytes())
    again = client.post(reverse("members:agency-import"), {"upload": upload}, follow=True)
    assert "Tidak ada perubahan." in again.content.decode()
    wrong = SimpleUploadedFile("anggota.csv", b"a,b\n1,2\n")
    refused = client.post(reverse("members:agency-import"), {"upload": wrong})
    assert "Baris judul tidak ditemukan" in refused.content.decode()


def test_another_persons_import_is_absent(world: World, sign_in: Callable[[User], Client]) -> None:
    run = read(world, KEDIRI.read_bytes())
    page = reverse("members:agency-import-preview", args=[run.pk])
    assert sign_in(world.people["sekretariat2"]).get(page).status_code == 404
    assert sign_in(world.people["dinsos"]).get(page).status_code == 403
