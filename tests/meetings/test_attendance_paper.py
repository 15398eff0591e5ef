"""Daftar hadir as PDF: laid out as domain.md §5, readable by machines, empty to sign and filled after."""

import re
import subprocess
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from gugus.documents.enums import DocumentKind, DocumentStatus
from gugus.documents.layouts import attendance_pdf
from meetings.documents.attendance import BLANKS, attendance_content
from meetings.documents.common import day_words, place_words, time_words
from meetings.documents.papers import PAPERS
from meetings.documents.proof import verification_of
from meetings.enums import Answer, CheckIn
from meetings.models import Attendance, Meeting, MeetingDocument
from members.models import Seat, SeatHolder
from tests.documents.reading import elements, findings, open_pdf
from tests.factories import World
from tests.meetings.builders import acting, invite_agency, invite_guest, invite_seat, make_meeting

pytestmark = pytest.mark.django_db
HEAD = "No Nama NIP/Instansi Jabatan L/P No HP Tanda tangan"
START = datetime(2025, 11, 13, 2, tzinfo=UTC)  # 09.00 WIB


@pytest.fixture
def meeting(world: World) -> Meeting:
    """A rakor of an hour and a half with three seats and a guest; two holders are known by name."""
    world.task_force.letterhead = {
        "government": "Pemerintah Kota Contoh",
        "address": "Jalan Contoh 1",
        "contact": "surel: contoh@contoh.example.id",
    }
    world.task_force.save()
    made = make_meeting(world, starts_at=START, hours=1.5, title="Rapat koordinasi daftar hadir")
    for name in ("Dinas Sosial", "Dinas Kesehatan"):
        seat = Seat.objects.get(agency=world.agencies[name])
        invite_seat(made, seat)
        SeatHolder.objects.create(
            task_force=world.task_force,
            lineage=seat.lineage,
            name=f"Pejabat {name}",
            valid_from=START.date() - timedelta(days=9),
        )
    invite_agency(made, world.agencies["Polres"], answer=Answer.UNABLE, reason="operasi di luar kota")
    invite_guest(made)
    return made


def test_a_sheet_to_sign_names_the_invited_and_leaves_lines(meeting: Meeting) -> None:
    content = attendance_content(meeting)
    pdf = attendance_pdf(content)
    words = words_of(pdf)
    assert not findings(pdf)
    assert "PEMERINTAH KOTA CONTOH DP3AP2KB CONTOH Jalan Contoh 1" in words
    for fact in (
        "Acara : Rapat koordinasi daftar hadir",
        "Hari/tanggal : Kamis, 13 November 2025",
        "Waktu : 09.00–10.30 WIB",
        "Tempat : Aula Contoh",
    ):
        assert fact in words
    assert HEAD in words
    assert "Pejabat Dinas Sosial" in words
    assert "Tamu Contoh" in words
    assert len(content.numbered) == 4 + BLANKS
    assert not content.absent
    assert not content.summary
    assert len(elements(open_pdf(pdf), "/TH")) == 4 + 7 * len(open_pdf(pdf).pages)


def test_odd_numbers_sign_left_and_even_ones_right(meeting: Meeting) -> None:
    """Read off the page: where each number of the signature column begins."""
    left = _signature_marks(attendance_pdf(attendance_content(meeting)))
    odd, even = {left[n] for n in left if n % 2}, {left[n] for n in left if not n % 2}
    assert len(left) == 14
    assert max(odd) + 60 < min(even)


def words_of(pdf: bytes) -> str:
    """The text row by row, as the eye takes a table; white space folded."""
    done = subprocess.run(["pdftotext", "-layout", "-", "-"], input=pdf, capture_output=True, check=True)
    return " ".join(done.stdout.decode().split())


def _signature_marks(pdf: bytes) -> dict[int, float]:
    done = subprocess.run(["pdftotext", "-bbox", "-", "-"], input=pdf, capture_output=True, check=True)
    found = re.findall(r'xMin="([\d.]+)"[^>]*>(\d+)\.</word>', done.stdout.decode())
    places: dict[int, list[float]] = {}
    for x, number in found:
        places.setdefault(int(number), []).append(float(x))
    return {number: max(xs) for number, xs in places.items()}


def test_after_the_meeting_it_says_who_came_for_whom_and_who_did_not(meeting: Meeting) -> None:
    invited = list(meeting.invitations.order_by("office"))
    by_office = {row.office: row for row in invited}
    Attendance.objects.create(
        meeting=meeting,
        invitation=by_office["Kepala Dinas Sosial"],
        name="Rina Contoh",
        office="Sekretaris Dinas",
        organisation="Dinas Sosial Contoh",
        represents=True,
        employee_number="19800101 200001 2 001",
        sex="P",
        phone="0812-0000-0000",
        via=CheckIn.QR,
        at=START + timedelta(minutes=12),
    )
    Attendance.objects.create(meeting=meeting, name="Budi Contoh", via=CheckIn.HAND, at=START)
    content = attendance_content(meeting)
    pdf = attendance_pdf(content)
    words = words_of(pdf)
    assert not findings(pdf)
    assert content.lines[0].office == "Sekretaris Dinas, mewakili Kepala Dinas Sosial"
    assert [line.name for line in content.lines] == ["Rina Contoh", "Budi Contoh"]
    assert content.lines[0].number == "19800101 200001 2 001"
    assert "19800101 200001" in words
    assert "0812-0000-0000" in words
    assert "hadir 09.12 WIB, kode QR" in words
    assert content.lines[1].mark == "hadir 09.00 WIB, petugas"
    assert ("Kepala Polres", "berhalangan: operasi di luar kota") in content.absent
    assert ("Kepala Dinas Kesehatan", "tidak hadir") in content.absent
    assert "Dari 3 kursi dan instansi yang diundang, 0 hadir dan 1 diwakili (33 %)" in words
    assert content.blanks == 0


def test_a_hundred_lines_break_over_pages_with_their_head(world: World) -> None:
    meeting = make_meeting(world, starts_at=START)
    for number in range(60):
        Attendance.objects.create(meeting=meeting, name=f"Peserta Contoh {number}", via=CheckIn.HAND)
    pdf = attendance_pdf(attendance_content(meeting))
    assert not findings(pdf)
    assert len(open_pdf(pdf).pages) >= 3
    assert words_of(pdf).count(HEAD) == len(open_pdf(pdf).pages)


def test_words_for_when_and_where(world: World) -> None:
    meeting = make_meeting(world, starts_at=START, place="", link="https://rapat.contoh.example.id/x")
    assert place_words(meeting) == "daring: https://rapat.contoh.example.id/x"
    meeting.ends_at = START + timedelta(hours=30)
    assert day_words(meeting) == "Kamis, 13 November 2025 s.d. Jumat, 14 November 2025"
    meeting.ends_at = None
    assert time_words(meeting) == "09.00 WIB s.d. selesai"
    meeting.starts_at = None
    assert (day_words(meeting), time_words(meeting)) == ("…", "…")


def test_the_secretariat_makes_it_over_the_pages_and_nobody_else_reads_it(
    world: World, meeting: Meeting, sign_in: Callable[..., Client], settings: Any
) -> None:
    settings.SECOND_FACTOR_REQUIRED = False
    url = reverse("meetings:paper-create", args=[meeting.pk, DocumentKind.ATTENDANCE.value])
    assert sign_in(world.people["dinsos"]).post(url).status_code == 403
    client = sign_in(world.people["sekretariat"])
    client.post(url)
    paper = MeetingDocument.objects.get(kind=DocumentKind.ATTENDANCE)
    assert paper.status == DocumentStatus.FINAL, "a sheet to sign carries no mark DRAF"
    maker = PAPERS[paper.kind]
    pdf = maker.layout(maker.content(meeting), draft=False, verification=verification_of(paper))
    assert not findings(pdf)
    assert paper.verification_code in words_of(pdf)
    page = client.get(reverse("meetings:attendance", args=[meeting.pk])).content.decode()
    assert reverse("meetings:paper-detail", args=[paper.pk]) in page
    assert f"/rapat/{meeting.pk}/berkas/baru/?jenis=pindai_hadir" in page
    for who in ("dinsos", "sekda", "pengawas"):
        with acting(world, who) as now:
            assert not MeetingDocument.objects.visible_to(now.user).exists()
