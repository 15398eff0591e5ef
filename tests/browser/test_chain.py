"""Kota Kediri's whole chain by hand, in a browser without JavaScript: members → SK → RAD → report → Sekda.

Every step is what a person does on the pages; only the founding (a command in real life) and the accounts'
passwords are set up before. A real worker makes the papers.
"""

import re
import subprocess
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from gugus.accounts.models import User
from gugus.core.context import acting_as
from members import services
from tests.browser.conftest import DESK, PHONE
from tests.factories import user
from tests.workers import Worker

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.peramban]
DATA = Path(__file__).resolve().parents[1] / "data"


@pytest.fixture
def worker() -> Iterator[Worker]:
    worker = Worker()
    yield worker
    worker.stop()


@pytest.fixture
def people() -> dict[str, User]:
    """The founding: an admin by command, then two secretaries; and three accounts without any role yet."""
    names = ("admin", "sekretariat", "sekretariat2", "sekda", "dinsos")
    made = {name: user(f"{name.title()} Contoh", f"{name}@kediri.example.id") for name in names}
    task_force = services.task_force_start(region="35.71", admin=made["admin"])
    User.objects.update(invited_in=task_force.pk)
    start = timezone.localdate() - timedelta(days=30)
    with acting_as(made["admin"]):
        services.appointment_propose(
            by=made["admin"], user=made["sekretariat"], role="sekretariat", basis="dinas", valid_from=start
        )
        second = services.appointment_propose(
            by=made["admin"], user=made["sekretariat2"], role="sekretariat", basis="dinas", valid_from=start
        )
    with acting_as(made["sekretariat"]):
        services.appointment_confirm(appointment=second, by=made["sekretariat"])
    return made


def press(page: Page, name: str) -> None:
    """Push the page's button or follow the link of that name."""
    page.locator("main").get_by_role("button", name=name, exact=True).or_(
        page.locator("main").get_by_role("link", name=name, exact=True)
    ).first.click()


def until(page: Page, worker: Worker, text: str) -> None:
    """Load the page again, as a person without JavaScript does, until the worker has finished."""

    def shown() -> bool:
        page.reload()
        return page.get_by_text(text).count() > 0

    worker.wait_for(shown, f"“{text}” on {page.url}")


def fill_date(page: Page, name: str, day: object) -> None:
    for part in ("day", "month", "year"):
        page.fill(f"[name={name}_{part}]", str(getattr(day, part)))


def text_of(pdf: bytes) -> str:
    command = ["pdftotext", "-layout", "-", "-"]
    return subprocess.run(command, input=pdf, capture_output=True, check=True).stdout.decode()


def download(page: Page, name: str) -> bytes:
    link = page.locator("main").get_by_role("link", name=re.compile(name)).first
    return page.request.get(link.evaluate("a => a.href")).body()


def members_and_decree(page: Page, worker: Worker) -> None:
    page.goto("/anggota/")
    press(page, "Impor dari Excel")
    page.set_input_files("[name=upload]", DATA / "members_kediri.csv")
    press(page, "Baca berkas")
    expect(page.locator("main")).to_contain_text("Polres Kediri Kota")
    press(page, "Simpan semua")
    page.goto("/anggota/")
    assert page.locator("main tbody tr").count() == 10

    page.goto("/sk/")
    press(page, "Susun SK")
    press(page, "Buat draf")
    press(page, "Buat kursi untuk semua instansi")
    expect(page.locator("main")).to_contain_text("Ketua Pengadilan Negeri Kediri")
    press(page, "Buat PDF")
    until(page, worker, "Unduh")
    pdf = download(page, "Unduh")
    words = text_of(pdf)
    order = ["Menimbang", "Mengingat", "MEMUTUSKAN", "Menetapkan", "KESATU", "LAMPIRAN"]
    places = [words.index(word) for word in order]
    assert places == sorted(places)
    assert "DRAF" in words
    assert "Kepala Dinas Sosial Kota Kediri" in re.sub(r"\s+", " ", words)


def plan_in_force(page: Page) -> None:
    page.goto("/rad/")
    press(page, "Impor dari Excel")
    page.set_input_files("[name=file]", DATA / "rad_kediri.xlsx")
    page.fill("[name=plan_code]", "rad-2025-2027")
    press(page, "Baca berkas")
    expect(page.locator("main")).to_contain_text("6 strategi, 28 program, 64 kegiatan, 64 indikator")
    for question in page.locator("main fieldset").all():
        radios = question.locator("input[type=radio]")
        if radios.count() and not question.locator("input:checked").count():
            question.get_by_label(re.compile("sebutan saja")).check()
    page.locator("main form button[type=submit]").last.click()
    page.goto("/rad/")
    page.get_by_role("link", name=re.compile("Rencana Aksi Daerah")).click()
    press(page, "Tetapkan RAD")
    page.fill("[name=instrument]", "Peraturan Wali Kota Kediri Nomor 1 Tahun 2025")
    fill_date(page, "adopted_on", timezone.localdate())
    page.locator("main form button[type=submit]").click()
    press(page, "Buka periode lapor")
    today = timezone.localdate()
    page.select_option("[name=kind]", "triwulan")
    page.select_option("[name=year]", str(today.year))
    page.select_option("[name=ordinal]", "1")
    fill_date(page, "deadline", today + timedelta(days=14))
    page.locator("main form button[type=submit]").click()


def appoint(page: Page, person: User, role: str, agency: str = "") -> None:
    """Between two SK: an interim note with its reason and an end."""
    page.goto("/anggota/penetapan/baru/")
    page.select_option("[name=user]", str(person.pk))
    page.select_option("[name=role]", role)
    if agency:
        page.select_option("[name=agency]", label=agency)
    page.check("[name=basis][value=sementara]")
    page.fill("[name=reason]", "SK belum ditandatangani")
    fill_date(page, "valid_until", timezone.localdate() + timedelta(days=60))
    page.locator("main form button[type=submit]").click()


def report(page: Page) -> None:
    """A liaison on a phone: wrong input first, then right, checked and submitted."""
    page.get_by_role("link", name=re.compile("Lapor")).first.click()
    box = page.get_by_label(re.compile("Jumlah keluarga rentan"))
    box.fill("1.2.50")
    press(page, "Periksa lalu ajukan")
    expect(page.get_by_role("alert")).to_be_visible()
    assert box.input_value() == "1.2.50"
    box.fill("24")
    press(page, "Periksa lalu ajukan")
    page.locator("main form button[type=submit]").last.click()
    expect(page.locator("body")).to_contain_text("diajukan")


def accept(page: Page) -> None:
    page.goto("/rad/verifikasi/")
    page.locator("main").get_by_role("link", name=re.compile(r"I\.\d")).first.click()
    press(page, "Terima")
    page.locator("main form button[type=submit]").click()
    expect(page.locator("main")).to_contain_text("diterima")


def test_from_member_list_to_the_sekdas_page(
    visit: Callable[..., Page], people: dict[str, User], worker: Worker
) -> None:
    page = visit(people["sekretariat"], "/", size=DESK, javascript=False)
    members_and_decree(page, worker)
    plan_in_force(page)
    appoint(page, people["dinsos"], "penghubung", "Dinas Sosial")
    appoint(page, people["sekda"], "pimpinan")
    report(visit(people["dinsos"], "/", size=PHONE, javascript=False))
    accept(visit(people["sekretariat2"], "/", size=DESK, javascript=False))
    sekda = visit(people["sekda"], "/dasbor/", size=PHONE, javascript=False)
    expect(sekda.locator("main")).to_contain_text("1 dari 64")
