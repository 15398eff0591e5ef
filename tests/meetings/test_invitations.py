"""Who is invited: many in one choice, nobody twice, numbered letters, and what the pages show to whom."""

from datetime import date
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from gugus.core.permissions import Denied
from gugus.documents.enums import DocumentKind
from meetings.enums import Answer, InviteeKind, LetterPurpose, MeetingStatus
from meetings.models import Invitation, InvitationLetter, Meeting, MeetingDocument, MeetingRules
from meetings.selectors.invitations import contacts_for_system, living
from meetings.services import invitations as services
from meetings.services.numbers import number_text
from members.models import SeatHolder, SubTaskForce
from tests.factories import World, make_world
from tests.meetings.builders import (
    acting,
    invite_agency,
    invite_guest,
    invite_seat,
    make_letter,
    make_meeting,
)
from tests.rad.test_queries import FRAME

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _without_second_factor(settings: Any) -> None:
    settings.SECOND_FACTOR_REQUIRED = False


@pytest.fixture
def draft(world: World) -> Meeting:
    return make_meeting(world, status=MeetingStatus.DRAFT)


def choose(world: World, meeting: Meeting, **what: Any) -> services.Added:
    with acting(world, "sekretariat") as now:
        return services.invitees_set(meeting=meeting, by=now.user, **what)


def offices(meeting: Meeting) -> list[str]:
    return [str(row) for row in living(meeting)]


def test_everybody_in_one_choice(world: World, draft: Meeting) -> None:
    added = choose(world, draft, everyone=True)
    assert len(added.new) == world.decree.seats.count() == len(offices(draft))
    assert offices(draft) == list(
        world.decree.seats.order_by("position__rank", "sub_task_force__number", "order", "title").values_list(
            "title", flat=True
        )
    )


def test_a_sub_gugus_tugas_in_one_choice(world: World, draft: Meeting) -> None:
    sub = SubTaskForce.objects.get(task_force=world.task_force, number=1)
    world.seat("Kepala Bidang Contoh", world.agencies["Polres"], sub_task_force=sub)
    choose(world, draft, subs=[sub])
    assert offices(draft) == ["Kepala Bidang Contoh"]


def test_nobody_twice(world: World, draft: Meeting) -> None:
    choose(world, draft, everyone=True)
    count = len(offices(draft))
    again = choose(world, draft, everyone=True, agencies=[world.agencies["Dinas Sosial"]])
    assert not again.new
    assert "Kepala Dinas Sosial" in again.known
    assert "Dinas Sosial" in again.known
    assert len(offices(draft)) == count


def test_a_seat_takes_the_place_of_its_agency_before_anything_was_sent(world: World, draft: Meeting) -> None:
    invite_agency(draft, world.agencies["Polres"])
    choose(world, draft, everyone=True)
    assert not draft.invitations.filter(kind=InviteeKind.AGENCY).exists()
    announced = make_meeting(world)
    invite_agency(announced, world.agencies["Polres"])
    assert "Kepala Polres" in choose(world, announced, everyone=True).known


def test_an_empty_choice_says_what_to_do(world: World, draft: Meeting) -> None:
    with pytest.raises(ValidationError, match="sekurang-kurangnya satu"):
        choose(world, draft)


def test_guests_by_name_or_office_once(world: World, draft: Meeting) -> None:
    with acting(world, "sekretariat") as now:
        add = {"meeting": draft, "by": now.user}
        services.invitation_add_guest(**add, name="Siti Contoh", email="siti@contoh.example.id")
        with pytest.raises(ValidationError, match="sudah diundang"):
            services.invitation_add_guest(**add, name="siti contoh")
        with pytest.raises(ValidationError, match="sudah dipakai"):
            services.invitation_add_guest(**add, name="Lain Contoh", email="SITI@contoh.example.id")
        with pytest.raises(ValidationError, match="nama atau jabatan"):
            services.invitation_add_guest(**add, organisation="Universitas Contoh")


@pytest.mark.parametrize("who", ["dinsos", "sekda", "pengawas", "admin"])
def test_only_the_secretariat_invites(world: World, draft: Meeting, who: str) -> None:
    with acting(world, who) as now:
        with pytest.raises(Denied):
            services.invitation_add_guest(meeting=draft, by=now.user, name="Tamu Contoh")
        with pytest.raises(Denied):
            services.meeting_invite(meeting=draft, by=now.user)
    other = make_world("16.09", "OKU Selatan")
    with acting(other, "sekretariat") as now, pytest.raises(Denied, match="gugus tugas lain"):
        services.invitation_add_guest(meeting=draft, by=now.user, name="Tamu Contoh")


def test_where_each_is_written_to(world: World, draft: Meeting) -> None:
    seats = {seat.title: seat for seat in world.decree.seats.all()}
    held = invite_seat(draft, seats["Kepala Dinas Sosial"])
    desk = invite_seat(draft, seats["Kepala Dinas Kesehatan"])
    typed = invite_seat(draft, seats["Kepala Polres"], email="polres@contoh.example.id")
    nobody = invite_agency(draft, world.agencies["DP3AP2KB"])
    guest = invite_guest(draft, email="")
    SeatHolder.objects.create(
        task_force=world.task_force,
        lineage=held.lineage,
        name="Kepala Contoh",
        user=world.people["sekda"],
        valid_from=timezone.localdate(),
    )
    found = contacts_for_system(draft, living(draft))
    assert found == {
        held.pk: (world.people["sekda"].email,),
        desk.pk: (world.people["dinkes"].email,),
        typed.pk: ("polres@contoh.example.id",),
        nobody.pk: (),
        guest.pk: (),
    }


def test_sending_numbers_and_writes(world: World, draft: Meeting) -> None:
    choose(world, draft, everyone=True)
    with acting(world, "sekretariat") as now:
        sent = services.meeting_invite(meeting=draft, by=now.user, letter_on=date(2026, 2, 3))
    assert (sent.status, sent.number) == (MeetingStatus.INVITED, "400.2/1/GT-TPPO/2026")
    letters = InvitationLetter.objects.filter(meeting=draft)
    assert set(letters.values_list("purpose", "sequence", "status")) == {("undang", 0, "menunggu")}
    assert set(letters.values_list("address", flat=True)) == {
        world.people[key].email for key in ("dinsos", "dinkes", "polres")
    }
    paper = MeetingDocument.objects.get(meeting=draft)
    assert (paper.kind, paper.number, paper.status) == (DocumentKind.INVITATION, sent.number, "final")


def test_numbers_follow_each_other_and_start_anew_each_year(world: World) -> None:
    numbers = []
    MeetingRules.objects.create(
        task_force=world.task_force, number_pattern="005/{urut}/{unit}/{bulan}/{tahun}", number_unit="DP3"
    )
    for day in (date(2026, 3, 1), date(2026, 11, 1), date(2027, 1, 1)):
        meeting = make_meeting(world, status=MeetingStatus.DRAFT)
        with acting(world, "sekretariat") as now:
            numbers.append(services.number_reserve(meeting=meeting, by=now.user, letter_on=day).number)
    assert numbers == ["005/1/DP3/III/2026", "005/2/DP3/XI/2026", "005/1/DP3/I/2027"]
    assert number_text("{urut}/{lain}", sequence=7, unit="", day=date(2026, 1, 1)) == "7/{lain}"


def test_a_number_reserved_before_is_the_letters(world: World, draft: Meeting) -> None:
    choose(world, draft, everyone=True)
    with acting(world, "sekretariat") as now:
        number = services.number_reserve(meeting=draft, by=now.user).number
        assert services.meeting_invite(meeting=draft, by=now.user).number == number
        with pytest.raises(Denied, match="sudah bernomor"):
            services.number_reserve(meeting=draft, by=now.user)


@pytest.mark.parametrize(
    ("values", "why"),
    [
        ({"starts_at": None, "ends_at": None}, "tanggal, jam mulai"),
        ({"place": "", "link": ""}, "tempat atau tautan"),
        ({}, "Belum ada yang diundang"),
    ],
)
def test_what_a_meeting_lacks_is_said_before_sending(
    world: World, draft: Meeting, values: Any, why: str
) -> None:
    if values:
        choose(world, draft, everyone=True)
        Meeting.objects.filter(pk=draft.pk).update(**values)
    with acting(world, "sekretariat") as now, pytest.raises(Denied, match=why):
        services.meeting_invite(meeting=draft, by=now.user)


def test_taken_back_before_sending_it_is_gone(world: World, draft: Meeting) -> None:
    row = invite_guest(draft)
    with acting(world, "sekretariat") as now:
        services.invitation_withdraw(invitation=row, by=now.user)
    assert not Invitation.objects.filter(pk=row.pk).exists()


def test_taken_back_after_sending_its_calendar_entry_goes(world: World) -> None:
    meeting = make_meeting(world)
    row = invite_seat(meeting, world.decree.seats.get(title="Kepala Polres"), answer=Answer.COMING)
    key = row.answer_key
    with acting(world, "sekretariat") as now:
        services.invitation_withdraw(invitation=row, by=now.user)
        cancel = row.letters.get()
        assert (cancel.purpose, cancel.sequence) == (LetterPurpose.CANCEL, 0)
        with pytest.raises(Denied, match="sudah ditarik"):
            services.invitation_withdraw(invitation=row, by=now.user)
        added = services.invitees_set(meeting=meeting, by=now.user, everyone=True)
    again = next(each for each in added.new if each.pk == row.pk)
    assert (again.answer, again.withdrawn_at) == (Answer.NONE, None)
    assert again.answer_key != key
    assert row.letters.get(purpose=LetterPurpose.INVITE).sequence == 1, "above the cancellation"


def test_added_later_is_written_to_at_once(world: World) -> None:
    meeting = make_meeting(world)
    with acting(world, "sekretariat") as now:
        guest = services.invitation_add_guest(
            meeting=meeting, by=now.user, name="Tamu Contoh", email="baru@contoh.example.id"
        )
    assert guest.letters.get().address == "baru@contoh.example.id"


def test_the_withdrawn_no_longer_know_the_meeting(world: World) -> None:
    meeting = make_meeting(world)
    row = invite_agency(meeting, world.agencies["Polres"])
    with acting(world, "polres") as now:
        assert Meeting.objects.visible_to(now.user).filter(pk=meeting.pk).exists()
    with acting(world, "sekretariat") as now:
        services.invitation_withdraw(invitation=row, by=now.user)
    with acting(world, "polres") as now:
        assert not Meeting.objects.visible_to(now.user).filter(pk=meeting.pk).exists()


def test_the_pages_lead_from_choice_to_sending(world: World, draft: Meeting, sign_in: Any) -> None:
    client, base = sign_in(world.people["sekretariat"]), f"/rapat/{draft.pk}/undangan/"
    assert "Belum ada yang diundang" in client.get(base).content.decode()
    page = client.post(f"{base}pilih/", {"everyone": "on"}, follow=True).content.decode()
    assert "undangan ditambahkan" in page
    assert "Kepala Dinas Sosial" in page
    check = client.get(f"{base}kirim/").content.decode()
    for words in ("400.2/1/GT-TPPO/", "Tanpa alamat surel", "Kepala DP3AP2KB", "Aula Contoh"):
        assert words in check, words
    today = timezone.localdate()
    typed = {"letter_on_day": today.day, "letter_on_month": today.month, "letter_on_year": today.year}
    sent = client.post(f"{base}kirim/", typed, follow=True).content.decode()
    assert "dikirim" in sent
    assert "belum menjawab" in sent
    assert world.people["dinsos"].email in sent


def test_others_see_names_and_answers_but_no_addresses(world: World, sign_in: Any) -> None:
    meeting = make_meeting(world)
    invite_agency(meeting, world.agencies["Dinas Sosial"])
    invite_guest(meeting, answer=Answer.UNABLE, reason="Sakit contoh")
    page = sign_in(world.people["dinsos"]).get(f"/rapat/{meeting.pk}/undangan/").content.decode()
    assert "Tamu Contoh" in page
    assert "menunggu jawaban Anda" in page
    assert "tamu@contoh.example.id" not in page
    assert "Sakit contoh" not in page


def test_the_list_takes_the_same_queries_at_any_size(world: World, sign_in: Any) -> None:
    meeting = make_meeting(world)
    client, counts = sign_in(world.people["sekretariat"]), []
    for n in range(60):
        make_letter(invite_guest(meeting, name=f"Tamu Contoh {n}", email=""))
        if n in (1, 59):
            client.get(f"/rapat/{meeting.pk}/undangan/")
            with CaptureQueriesContext(connection) as queries:
                client.get(f"/rapat/{meeting.pk}/undangan/")
            own = [q["sql"] for q in queries.captured_queries if not any(w in q["sql"] for w in FRAME)]
            counts.append(len(own))
    assert counts[0] == counts[1] <= 12


def test_words_for_a_chat_carry_the_invitees_own_link(world: World, sign_in: Any) -> None:
    from meetings.links import answer_url

    meeting = make_meeting(world)
    row = invite_guest(meeting)
    page = sign_in(world.people["sekretariat"]).get(f"/rapat/undangan/{row.pk}/pesan/").content.decode()
    for words in ("Aula Contoh", "Tamu Contoh", answer_url(row), "data-copy", "<textarea"):
        assert words in page, words
