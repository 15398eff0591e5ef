"""Surat undangan: laid out as domain.md §5 says, without error by the PDF/UA checker, then signed."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from gugus.core.permissions import Denied
from gugus.documents.content import Invitee, NotReady
from gugus.documents.enums import DocumentKind
from gugus.documents.layouts import invitation_pdf
from meetings.documents.invitation import invitation_content
from meetings.documents.papers import PAPERS
from meetings.documents.proof import verification_of
from meetings.enums import MeetingStatus
from meetings.models import AgendaItem, Attachment, Meeting, MeetingDocument
from meetings.rules.papers import CHECKS
from meetings.selectors.papers import paper_for_job
from meetings.services.papers import paper_make, paper_signed_file_record
from meetings.wording import office_text
from members.enums import AgencyKind
from tests.documents.reading import elements, findings, open_pdf, words_of
from tests.factories import World
from tests.files import one_page
from tests.meetings.builders import acting, invite_agency, invite_guest, invite_seat, make_meeting, make_paper

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _without_second_factor(settings: Any) -> None:
    settings.SECOND_FACTOR_REQUIRED = False


@pytest.fixture
def meeting(world: World) -> Meeting:
    task_force = world.task_force
    task_force.letterhead = {
        "government": "Pemerintah Kota Kediri",
        "address": "Jalan Contoh Nomor 1, Kediri",
        "contact": "Telepon (0354) 000000, pos-el kantor@contoh.example.id",
    }
    task_force.save()
    meeting = make_meeting(
        world,
        starts_at=datetime(2026, 12, 3, 2, 0, tzinfo=UTC),
        hours=2.5,
        title="Rapat koordinasi pencegahan TPPO",
        purpose="Menyusun rencana aksi daerah.",
        link="https://rapat.example.id/contoh",
        number="400.2/7/GT-TPPO/2026",
        letter_on=date(2026, 11, 22),
        secrecy="Segera",
        copies="1. Wali Kota Kediri\n- Kepala Bagian Hukum",
        signer_office="Sekretaris Daerah",
        signer_name="Budi Contoh, S.Sos.",
        signer_rank="Pembina Utama Muda (IV/c)",
        signer_number="19700101 199503 1 001",
    )
    AgendaItem.objects.filter(meeting=meeting, order=2).update(speaker="Kabag Ops Polres Contoh")
    for seat in world.decree.seats.all():
        invite_seat(meeting, seat)
    invite_guest(meeting, office="Ketua Komisi D DPRD")
    Attachment.objects.create(
        meeting=meeting, title="Bahan paparan contoh", with_letter=True, added_by=meeting.made_by,
        content_type="application/pdf", file="x",
    )  # fmt: skip
    return meeting


def made(meeting: Meeting, *, draft: bool = False) -> bytes:
    paper = make_paper(meeting, number=meeting.number)
    return invitation_pdf(invitation_content(meeting), draft=draft, verification=verification_of(paper))


def test_the_letter_is_laid_out_as_a_surat_undangan(meeting: Meeting) -> None:
    pdf = made(meeting)
    words = words_of(pdf)
    place = -1
    for expected in (
        "PEMERINTAH KOTA KEDIRI", "DP3AP2KB CONTOH", "Jalan Contoh Nomor 1",
        "400.2/7/GT-TPPO/2026", "Segera", "2 berkas", "Undangan Rapat koordinasi", "Yth. Bapak/Ibu",
        "daftar undangan terlampir", "menyusun rencana aksi daerah, kami mengundang",
        "Kamis, 3 Desember 2026", "09.00–11.30 WIB", "Aula Contoh", "https://rapat.example.id/contoh",
        "Rapat koordinasi pencegahan TPPO", "Sekretaris Daerah", "Tindak lanjut rapat lalu",
        "Kabag Ops Polres Contoh", "Sekretaris Daerah,",
        "Budi Contoh, S.Sos.", "Pembina Utama Muda (IV/c)", "NIP 19700101 199503 1 001", "Tembusan:",
        "Wali Kota Kediri", "Kepala Bagian Hukum", "Lampiran surat undangan", "DAFTAR UNDANGAN",
        "Kepala Dinas Sosial", "Tamu Contoh, Ketua Komisi D DPRD", "Bahan paparan contoh",
    ):  # fmt: skip
        found = words.find(expected)
        assert found >= 0, expected
        assert found > place or words.find(expected, place) >= 0, f"{expected} stands too early"
        place = max(place, found)
    assert "Kediri, 22 November 2026" in words
    assert findings(pdf) == []


def test_the_tag_tree_names_tables_and_headings(meeting: Meeting) -> None:
    document = open_pdf(made(meeting))
    assert str(document.Root.Lang) == "id"
    assert len(elements(document, "/H1")) == 1
    heads = elements(document, "/TH")
    assert heads
    assert all("/A" in each for each in heads), "each heading says what it heads"
    assert "Surat undangan 400.2/7/GT-TPPO/2026" in str(document.docinfo["/Title"])


def test_a_draft_says_so_and_has_no_code(meeting: Meeting) -> None:
    pdf = made(meeting, draft=True)
    words = words_of(pdf)
    assert "DRAF" in words
    assert "verifikasi" not in words
    assert findings(pdf) == []


def test_one_invitee_is_addressed_in_the_letter(world: World) -> None:
    meeting = make_meeting(world, number="1", letter_on=date(2026, 1, 2))
    invite_agency(meeting, world.agencies["Polres"])
    words = words_of(made(meeting))
    assert "Yth. Kepala Polres Polres Contoh di tempat" in words
    assert "DAFTAR UNDANGAN" not in words


def test_a_final_letter_is_numbered_and_addressed(world: World) -> None:
    with pytest.raises(NotReady, match="bernomor"):
        made(make_meeting(world))


def test_what_is_made_is_a_draft_until_it_has_a_number(world: World) -> None:
    meeting = make_meeting(world, status=MeetingStatus.DRAFT)
    invite_guest(meeting)
    with acting(world, "sekretariat") as now:
        job = paper_make(meeting=meeting, kind=DocumentKind.INVITATION, by=now.user)
        assert paper_make(meeting=meeting, kind=DocumentKind.INVITATION, by=now.user) == job
        assert job.document is not None
        assert job.document.status == "draf"
        assert paper_for_job(now.user, job.document_id) == job.document
    with acting(world, "dinsos") as now, pytest.raises(Denied):
        paper_make(meeting=meeting, kind=DocumentKind.INVITATION, by=now.user)


def test_every_kind_with_a_rule_has_a_maker() -> None:
    assert set(CHECKS) == set(PAPERS)


def test_the_signed_scan_comes_back(world: World, meeting: Meeting) -> None:
    paper = make_paper(meeting, number=meeting.number)
    upload = SimpleUploadedFile("pindai.pdf", one_page("ttd"), "application/pdf")
    with acting(world, "dinsos") as now, pytest.raises(Denied):
        paper_signed_file_record(document=paper, upload=upload, by=now.user)
    with acting(world, "sekretariat") as now:
        signed = paper_signed_file_record(document=paper, upload=upload, by=now.user)
    assert signed.status == "ditandatangani"


def test_the_invited_take_it_home_and_strangers_do_not(world: World, meeting: Meeting, sign_in: Any) -> None:
    paper = make_paper(meeting)
    url = f"/rapat/naskah/{paper.pk}/unduh/"
    assert sign_in(world.people["dinsos"]).get(url).status_code == 200
    assert sign_in(world.people["admin"]).get(url).status_code == 404
    sheet = make_paper(meeting, kind=DocumentKind.ATTENDANCE)
    assert sign_in(world.people["dinsos"]).get(f"/rapat/naskah/{sheet.pk}/unduh/").status_code == 404


def test_asking_leads_to_its_progress(world: World, meeting: Meeting, sign_in: Any) -> None:
    client = sign_in(world.people["sekretariat"])
    page = client.post(f"/rapat/{meeting.pk}/naskah/undangan/", follow=True)
    assert "Menyusun PDF" in page.content.decode()
    assert MeetingDocument.objects.get(meeting=meeting).status == "final"
    assert client.post(f"/rapat/{meeting.pk}/naskah/sk/").status_code == 404


@pytest.mark.parametrize(
    ("purpose", "said"),
    [
        ("Menyusun rencana aksi daerah.", "Dalam rangka menyusun rencana aksi daerah, kami"),
        ("RAD contoh dibahas", "Dalam rangka RAD contoh dibahas, kami"),
        ("PPPA-PPKB rapat", "Dalam rangka PPPA-PPKB rapat, kami"),
        ("", "Dengan hormat, kami"),
    ],
)
def test_the_purpose_stands_in_a_sentence_and_acronyms_keep_their_capitals(
    meeting: Meeting, purpose: str, said: str
) -> None:
    meeting.purpose = purpose
    assert invitation_content(meeting).opening.startswith(said)


def test_a_court_is_headed_by_its_ketua(world: World, meeting: Meeting) -> None:
    court = world.agency("Pengadilan Negeri", AgencyKind.JUDICIAL)
    meeting.host, meeting.signer_office = court, ""
    assert invitation_content(meeting).signer.office == "Ketua Pengadilan Negeri Contoh"
    court.head_office = "Ketua PN Contoh"
    assert invitation_content(meeting).signer.office == "Ketua PN Contoh"


def test_an_office_that_names_its_agency_is_not_followed_by_it() -> None:
    assert Invitee("Kepala Dinas Contoh", "Dinas Contoh").lines == ["Kepala Dinas Contoh"]
    assert Invitee("Kabag Ops", "Polres Contoh").lines == ["Kabag Ops", "Polres Contoh"]
    assert office_text("Kepala Dinas Contoh", "Dinas Contoh") == "Kepala Dinas Contoh"
    assert office_text("Kabag Ops", "Polres Contoh") == "Kabag Ops, Polres Contoh"
