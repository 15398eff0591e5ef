"""A meeting's life by its services and pages."""

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from gugus.core.models import AuditEvent
from gugus.core.permissions import Denied
from meetings.enums import AgendaKind, InviteeKind, MeetingStatus, Rhythm
from meetings.models import Meeting, MeetingType
from meetings.services.meetings import (
    meeting_cancel,
    meeting_copy,
    meeting_create,
    meeting_discard,
    meeting_hold,
    meeting_repeat,
    meeting_update,
)
from tests.factories import World, make_world, region
from tests.meetings.builders import acting, invite_agency, invite_guest, make_meeting, meeting_type
from tests.rad.test_queries import MOST, queries

pytestmark = pytest.mark.django_db
WHEN = {"day": "2031-11-24", "start": "09.00", "end": "11.30"}


@pytest.fixture(autouse=True)
def _without_second_factor(settings: Any) -> None:
    settings.SECOND_FACTOR_REQUIRED = False


def begun(world: World, **values: Any) -> Meeting:
    return make_meeting(world, starts_at=timezone.now() - timedelta(hours=1), **values)


def test_a_draft_begins_with_the_follow_ups(world: World) -> None:
    with acting(world, "sekretariat") as now:
        meeting = meeting_create(by=now.user, type=meeting_type(), title="Rakor contoh")
    (first,) = meeting.agenda.all()
    assert (first.kind, first.order, first.title) == (AgendaKind.FOLLOW_UPS, 1, "Tindak lanjut rapat lalu")
    assert meeting.status == MeetingStatus.DRAFT
    assert meeting.host == world.task_force.secretariat_agency
    event = AuditEvent.objects.get(action="meetings.meeting_create")
    assert "Rakor contoh" not in f"{event.object_label}{event.detail}"


@pytest.mark.parametrize("who", ["dinsos", "sekda", "pengawas", "admin"])
def test_only_the_secretariat_manages(world: World, who: str) -> None:
    meeting, draft = begun(world), make_meeting(world, status=MeetingStatus.DRAFT)
    with acting(world, who) as now:
        for act in (
            lambda: meeting_create(by=now.user, type=meeting_type(), title="x"),
            lambda: meeting_update(meeting=meeting, by=now.user, title="x"),
            lambda: meeting_copy(meeting=meeting, by=now.user),
            lambda: meeting_repeat(meeting=meeting, by=now.user, rhythm=Rhythm.DATE, times=1),
            lambda: meeting_cancel(meeting=meeting, by=now.user, reason="x"),
            lambda: meeting_discard(meeting=draft, by=now.user),
            lambda: meeting_hold(meeting=meeting, by=now.user),
        ):
            with pytest.raises(Denied):
                act()
    assert Meeting.objects.count() == 2


def test_parts_of_another_task_force_are_refused(world: World) -> None:
    other = make_world("16.09", "OKU Selatan")
    foreign = MeetingType.objects.create(task_force=other.task_force, code="x", name="Jenis lain")
    with acting(world, "sekretariat") as now:
        for values in (
            {"type": foreign},
            {"host": other.agencies["Polres"]},
            {"region": region("16.09", "OKU Selatan")},
        ):
            given = {"type": meeting_type()} | values
            with pytest.raises(ValidationError) as caught:
                meeting_create(by=now.user, title="Rakor", **given)
            assert set(caught.value.error_dict) == set(values)


def test_a_change_of_time_or_place_raises_the_sequence(world: World) -> None:
    meeting = make_meeting(world)
    invite_guest(meeting)
    with acting(world, "sekretariat") as now:
        row = meeting_update(meeting=meeting, by=now.user, purpose="Menyusun RAD")
        assert row.sequence == 0
        row = meeting_update(meeting=meeting, by=now.user, place="Aula lain")
        assert row.sequence == 1
        row = meeting_update(meeting=meeting, by=now.user, place="Aula lain")
        assert row.sequence == 1
        assert list(row.letters.values_list("purpose", "sequence")) == [("ubah", 1)]
        row = meeting_cancel(meeting=meeting, by=now.user, reason="Bertepatan rapat lain")
    assert (row.status, row.sequence) == (MeetingStatus.CANCELLED, 2)
    assert list(row.letters.values_list("purpose", "sequence")) == [("ubah", 1), ("batal", 2)]
    with acting(world, "sekretariat") as now, pytest.raises(Denied):
        meeting_update(meeting=meeting, by=now.user, title="Masih ada")


def test_a_draft_is_changed_without_telling_anybody(world: World) -> None:
    meeting = make_meeting(world, status=MeetingStatus.DRAFT)
    invite_guest(meeting)
    with acting(world, "sekretariat") as now:
        row = meeting_update(meeting=meeting, by=now.user, place="Aula lain", starts_at=None, ends_at=None)
    assert (row.sequence, row.starts_at, row.letters.count()) == (0, None, 0)


def test_a_meeting_ends_after_it_begins(world: World) -> None:
    meeting = make_meeting(world)
    with acting(world, "sekretariat") as now, pytest.raises(ValidationError, match="sesudah mulai"):
        meeting_update(meeting=meeting, by=now.user, ends_at=meeting.starts_at)


def test_held_only_after_it_began_and_with_its_quorum(world: World) -> None:
    with acting(world, "sekretariat") as now:
        with pytest.raises(Denied, match="belum mulai"):
            meeting_hold(meeting=make_meeting(world), by=now.user)
        undated = make_meeting(world, status=MeetingStatus.DRAFT)
        Meeting.objects.filter(pk=undated.pk).update(starts_at=None, ends_at=None)
        with pytest.raises(Denied, match="tanggal"):
            meeting_hold(meeting=undated, by=now.user)
        row = meeting_hold(meeting=begun(world), by=now.user)
        assert row.status == MeetingStatus.HELD
        assert row.quorum.invited == 0
        with pytest.raises(Denied):
            meeting_update(meeting=row, by=now.user, place="Di tempat lain")


def test_a_draft_is_thrown_away_but_an_invited_one_is_called_off(world: World) -> None:
    draft, invited = make_meeting(world, status=MeetingStatus.DRAFT), make_meeting(world)
    with acting(world, "sekretariat") as now:
        with pytest.raises(Denied):
            meeting_cancel(meeting=draft, by=now.user, reason="x")
        with pytest.raises(Denied):
            meeting_discard(meeting=invited, by=now.user)
        meeting_discard(meeting=draft, by=now.user)
    assert list(Meeting.objects.all()) == [invited]


def test_a_copy_takes_people_and_points_but_no_answers(world: World) -> None:
    meeting = make_meeting(world, chair="Sekretaris Daerah", opener="Wali Kota")
    meeting.agenda.filter(order=2).update(speaker="Kabag Ops", note="hanya kita", is_public=True)
    asked = invite_agency(meeting, world.agencies["Polres"], answer="hadir")
    gone = invite_guest(meeting, withdrawn_at=timezone.now())
    with acting(world, "sekretariat") as now:
        undated = meeting_copy(meeting=meeting, by=now.user)
        dated = meeting_copy(meeting=meeting, by=now.user, starts_at=meeting.starts_at + timedelta(days=30))
    assert (undated.status, undated.starts_at, undated.ends_at) == (MeetingStatus.DRAFT, None, None)
    assert dated.ends_at - dated.starts_at == meeting.ends_at - meeting.starts_at
    assert (undated.chair, undated.opener, undated.number) == ("Sekretaris Daerah", "Wali Kota", "")
    points = list(undated.agenda.values_list("title", "speaker", "note", "is_public"))
    assert points[1] == ("Bahasan contoh 1", "Kabag Ops", "", True)
    assert len(points) == 3
    (copied,) = undated.invitations.all()
    assert (copied.kind, copied.agency, copied.answer) == (InviteeKind.AGENCY, asked.agency, "belum")
    assert copied.answer_key != asked.answer_key
    assert gone.name not in undated.invitations.values_list("name", flat=True)


def test_a_series_has_every_month_as_a_draft_and_none_twice(world: World) -> None:
    start = datetime(2031, 1, 31, 9, tzinfo=ZoneInfo("Asia/Jakarta"))
    meeting = make_meeting(world, starts_at=start, type=meeting_type("evaluasi"))
    with acting(world, "sekretariat") as now:
        made = meeting_repeat(meeting=meeting, by=now.user, rhythm=Rhythm.DATE, times=3)
        days = [f"{row.local(row.starts_at):%d.%m %H.%M}" for row in made]
        assert days == ["28.02 09.00", "31.03 09.00", "30.04 09.00"]
        assert {row.status for row in made} == {MeetingStatus.DRAFT}
        assert {row.series for row in made} == {Meeting.objects.get(pk=meeting.pk).series}
        with pytest.raises(ValidationError, match="28 Februari 2031"):
            meeting_repeat(meeting=meeting, by=now.user, rhythm=Rhythm.DATE, times=1)
        for times in (0, 13):
            with pytest.raises(ValidationError):
                meeting_repeat(meeting=meeting, by=now.user, rhythm=Rhythm.DATE, times=times)
    assert Meeting.objects.count() == 4


def test_entered_in_the_regions_clock_and_found_again(sign_in: Any) -> None:
    """WIT: what is typed at nine is nine in Papua, whatever clock the server has."""
    world = make_world("91.71", "Kota Jayapura", "Asia/Jayapura")
    client = sign_in(world.people["sekretariat"])
    page = client.post(
        "/rapat/baru/", {"type": meeting_type().pk, "title": "Rakor Papua", "secrecy": "Biasa"} | WHEN
    )
    meeting = Meeting.objects.get()
    assert page.url == meeting.get_absolute_url()
    assert meeting.starts_at.isoformat() == "2031-11-24T00:00:00+00:00"
    body = client.get(page.url).content.decode()
    assert "Senin, 24 November 2031, 09.00–11.30" in body
    assert "WIT" in body
    body = client.get(f"{page.url}ubah/").content.decode()
    assert 'value="09.00"' in body
    listed = client.get("/rapat/", {"q": "papua", "waktu": "mendatang", "tahun": "2031"}).content.decode()
    assert "Rakor Papua" in listed
    assert "Rakor Papua" not in client.get("/rapat/", {"waktu": "lewat"}).content.decode()
    assert "Rakor Papua" in client.get("/rapat/", {"_export": "csv"}).content.decode()


def test_a_faulty_form_says_what_and_keeps_what_was_typed(world: World, sign_in: Any) -> None:
    client = sign_in(world.people["sekretariat"])
    typed = {"type": meeting_type().pk, "title": "Rakor", "secrecy": "Biasa"}
    typed |= {"day": "2031-11-24", "start": "jam sembilan"}
    body = client.post("/rapat/baru/", typed).content.decode()
    assert "Jam “jam sembilan” tidak terbaca. Tulis jam dan menit, contoh 09.00 atau 14.30." in body
    assert 'value="jam sembilan"' in body
    body = client.post("/rapat/baru/", typed | {"start": "9"}).content.decode()
    assert "Isi juga jam selesainya, contoh 11.30." in body
    assert Meeting.objects.count() == 0


def test_what_comes_next_stands_first(world: World, sign_in: Any) -> None:
    now = timezone.now()
    for title, days in (("Lusa", 2), ("Bulan depan", 30), ("Kemarin", -1), ("Bulan lalu", -30)):
        make_meeting(world, title=title, starts_at=now + timedelta(days=days))
    drawer = make_meeting(world, title="Di laci", status=MeetingStatus.DRAFT)
    Meeting.objects.filter(pk=drawer.pk).update(starts_at=None, ends_at=None)
    page = sign_in(world.people["sekretariat"]).get("/rapat/")
    titles = [row.record.title for row in page.context["table"].rows]
    assert titles == ["Lusa", "Bulan depan", "Di laci", "Kemarin", "Bulan lalu"]


def test_host_chair_and_presenter_stand_apart(world: World, sign_in: Any) -> None:
    """OKU Selatan: the dinas hosts, the Sekda chairs, the Kabag Ops presents."""
    meeting = make_meeting(world, chair="Sekretaris Daerah")
    meeting.agenda.filter(order=2).update(speaker="Kabag Ops", speaker_agency=world.agencies["Polres"])
    invite_agency(meeting, world.agencies["Dinas Sosial"], answer="hadir")
    page = sign_in(world.people["dinsos"]).get(meeting.get_absolute_url())
    rows = {row["label"]: row["value"] for row in page.context["facts"]}
    assert rows["Penyelenggara"] == "DP3AP2KB Contoh"
    assert rows["Pimpinan rapat"] == "Sekretaris Daerah"
    assert rows["Penyaji"] == "Kabag Ops, Polres Contoh"
    assert next((row["label"], row["count"]) for row in page.context["answers"]) == ("akan hadir", 1)
    assert "Ubah data rapat" not in page.content.decode()


def test_every_page_of_a_meeting_links_the_others(world: World, sign_in: Any) -> None:
    meeting = make_meeting(world)
    client = sign_in(world.people["sekretariat"])
    for path in ("", "berkas/", "acara/", "acara/lembar/", "ubah/", "ulang/", "batal/"):
        page = client.get(f"{meeting.get_absolute_url()}{path}")
        assert page.status_code == 200
        assert {"Acara", "Berkas"} <= {str(tab["label"]) for tab in page.context["tabs"]}


def grow(world: World, count: int) -> None:
    """Meetings of every kind and age, each with people invited, a series, files and follow-ups around."""
    for n in range(count):
        row = make_meeting(
            world,
            starts_at=timezone.now() + timedelta(days=n - 3),
            type=meeting_type("sosialisasi"),
            topics=1,
        )
        invite_agency(row, world.agencies["Dinas Sosial"])


@pytest.mark.parametrize("who", ["sekretariat", "dinsos"])
@pytest.mark.parametrize("path", ["/rapat/", "/rapat/cakupan/", "/rapat/aturan/"])
def test_lists_ask_no_more_for_more_rows(world: World, sign_in: Any, path: str, who: str) -> None:
    client, found = sign_in(world.people[who]), []
    for _round in range(2):
        grow(world, 8)
        client.get(path)
        found.append(queries(client, path))
    assert len(found[0]) == len(found[1]) <= MOST, "\n".join(sql[:160] for sql in found[1])


def test_the_page_of_a_meeting_asks_no_more_for_more_people(world: World, sign_in: Any) -> None:
    meeting, found = make_meeting(world), []
    client = sign_in(world.people["sekretariat"])
    for topics in (1, 9):
        for n in range(topics):
            invite_guest(meeting, name=f"Tamu {topics} {n}")
            order, agency = 10 * topics + n, world.agencies["Polres"]
            meeting.agenda.create(order=order, title=f"Bahasan {n}", speaker_agency=agency)
        client.get(meeting.get_absolute_url())
        found.append(queries(client, meeting.get_absolute_url()))
    assert len(found[0]) == len(found[1]), "\n".join(sql[:160] for sql in found[1])
