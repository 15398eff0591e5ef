"""A follow-up's life: written, told, worked on, submitted, judged; carried over and counted."""

from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gugus.core.models import AuditEvent
from gugus.core.permissions import Denied
from gugus.core.trail_words import action_words
from meetings.enums import FollowUpStatus, MeetingStatus, MinutesStatus, NoteAct, Priority
from meetings.models import FollowUp, FollowUpNote, Meeting
from meetings.selectors.follow_ups import carried, counts_by_agency
from meetings.services.follow_ups import (
    follow_up_add,
    follow_up_note,
    follow_up_remove,
    follow_up_return,
    follow_up_submit,
    follow_up_update,
    follow_up_verify,
    follow_ups_announce,
)
from members.enums import Role
from members.models import Seat
from tests.factories import World, make_world
from tests.files import one_page
from tests.meetings.builders import acting, make_follow_up, make_meeting, make_minutes
from tests.rad.builders import make_rad

pytestmark = pytest.mark.django_db
LINK = "https://contoh.example.id/bukti"
NIK = "3571010101900001"


def today() -> date:
    return timezone.localdate()


def add(world: World, meeting: Meeting, who: str = "sekretariat", **values: Any) -> FollowUp:
    """Write one down; `agency` may be a short name."""
    agency = world.agencies[values.pop("agency", "Dinas Sosial")]
    fields = {"text": "Menyusun SOP contoh", "due": today() + timedelta(days=9)} | values
    with acting(world, who) as now:
        return follow_up_add(meeting=meeting, by=now.user, agency=agency, **fields)


def submit(world: World, row: FollowUp, who: str = "dinsos", **values: Any) -> FollowUp:
    with acting(world, who) as now:
        return follow_up_submit(follow_up=row, by=now.user, **{"action_taken": "SOP disusun."} | values)


def verify(world: World, row: FollowUp, who: str = "sekretariat") -> FollowUp:
    with acting(world, who) as now:
        return follow_up_verify(follow_up=row, by=now.user)


def test_written_down_with_seat_agenda_and_activity(world: World) -> None:
    rad, meeting = make_rad(world), make_meeting(world)
    seat = Seat.objects.get(decree=world.decree, agency=world.agencies["Dinas Sosial"])
    topic, item = meeting.agenda.get(order=2), rad.items["dinsos"]
    row = add(
        world, meeting, agenda_item=topic, seat_lineage=seat.lineage, office=seat.title, action_item=item
    )
    assert (row.original_due, row.announced_at, row.status) == (row.due, None, FollowUpStatus.OPEN)
    assert (row.agenda_item, row.office, row.action_item) == (topic, "Kepala Dinas Sosial", item)


@pytest.mark.parametrize(
    ("field", "values"),
    [
        ("due", {"due": date(2020, 1, 1)}),
        ("seat_lineage", {"seat_lineage": uuid4()}),
        ("text", {"text": f"Menemui {NIK}"}),
    ],
)
def test_what_cannot_be_is_said_beside_its_field(world: World, field: str, values: dict[str, Any]) -> None:
    with pytest.raises(ValidationError) as caught:
        add(world, make_meeting(world), **values)
    assert list(caught.value.message_dict) == [field]


def test_of_this_task_force_and_this_meeting(world: World) -> None:
    meeting, other = make_meeting(world), make_world("16.09", "OKU Selatan")
    with pytest.raises(ValidationError, match="gugus tugas ini"), acting(world, "sekretariat") as now:
        follow_up_add(
            meeting=meeting,
            by=now.user,
            agency=other.agencies["Polres"],
            text="Contoh",
            due=today() + timedelta(9),
        )
    with pytest.raises(ValidationError, match="dari rapat ini"):
        add(world, meeting, agenda_item=make_meeting(world).agenda.first())
    with pytest.raises(Denied):
        add(other, meeting)


def test_who_writes_down(world: World) -> None:
    meeting = make_meeting(world, minute_taker=world.people["dinkes"])
    add(world, meeting, "dinkes")
    for who in ("dinsos", "sekda", "pengawas"):
        with pytest.raises(Denied):
            add(world, meeting, who)
    with pytest.raises(Denied, match="setelah rapat diundangkan"):
        add(world, make_meeting(world, status=MeetingStatus.DRAFT))


def test_told_with_the_minutes_or_by_hand_and_then_fixed(world: World) -> None:
    meeting = make_meeting(world)
    row = add(world, meeting)
    with pytest.raises(Denied, match="belum diberitahukan"):
        submit(world, row)
    with acting(world, "sekretariat") as now:
        changed = follow_up_update(follow_up=row, by=now.user, due=row.due + timedelta(days=1))
        assert changed.original_due == changed.due
        gone = add(world, meeting)
        follow_up_remove(follow_up=gone, by=now.user)
        assert follow_ups_announce(meeting=meeting, by=now.user) == 1
        assert follow_ups_announce(meeting=meeting, by=now.user) == 0
        for act in (follow_up_update, follow_up_remove):
            with pytest.raises(Denied, match="sudah diberitahukan"):
                act(follow_up=row, by=now.user)
    submit(world, row)


def test_added_after_the_minutes_went_round_is_told_at_once(world: World) -> None:
    meeting = make_meeting(world)
    minutes = make_minutes(meeting)
    assert add(world, meeting).announced_at is None
    minutes.status, minutes.round, minutes.agree_until = MinutesStatus.AGREEMENT, 1, meeting.ends_at
    minutes.save()
    assert add(world, Meeting.objects.get(pk=meeting.pk)).announced_at is not None


def test_high_priority_needs_a_proof(world: World) -> None:
    row = make_follow_up(world, make_meeting(world), priority=Priority.HIGH)
    with pytest.raises(ValidationError, match="memerlukan bukti"):
        submit(world, row)
    assert FollowUpNote.objects.count() == 0, "nothing of a refused submission stays"
    with acting(world, "dinsos") as now:
        upload = SimpleUploadedFile("foto budi.pdf", one_page("isi"), "application/pdf")
        note = follow_up_note(follow_up=row, by=now.user, upload=upload)
    assert (note.content_type, note.file_name, note.is_proof) == ("application/pdf", "", True)
    assert submit(world, row).status == FollowUpStatus.SUBMITTED


@pytest.mark.parametrize(
    ("field", "values"),
    [
        ("action_taken", {"action_taken": "  "}),
        ("link", {"link": "http://contoh.example.id"}),
        ("upload", {"upload": SimpleUploadedFile("x.pdf", b"bukan pdf", "application/pdf")}),
        ("text", {"action_taken": f"Bertemu {NIK}"}),
    ],
)
def test_a_faulty_submission_leaves_it_running(world: World, field: str, values: dict[str, Any]) -> None:
    row = make_follow_up(world, make_meeting(world))
    with pytest.raises(ValidationError) as caught:
        submit(world, row, **values)
    assert list(caught.value.message_dict) == [field]
    row.refresh_from_db()
    assert row.status == FollowUpStatus.OPEN


def test_atas_nama_is_shown_needs_a_proof_and_another_verifier(world: World) -> None:
    row = make_follow_up(world, make_meeting(world), world.agencies["DP3AP2KB"])
    with pytest.raises(ValidationError, match="atas nama"):
        submit(world, row, "sekretariat")
    submit(world, row, "sekretariat", link=LINK)
    assert row.notes.get().on_behalf
    with pytest.raises(Denied, match="orang lain"):
        verify(world, row)
    done = verify(world, row, "sekretariat2")
    assert done.closed_as == f"Sekretariat, {world.task_force.name}"


def test_returned_it_runs_again_with_what_was_written(world: World) -> None:
    row = make_follow_up(world, make_meeting(world))
    submit(world, row)
    with acting(world, "sekda") as now:
        with pytest.raises(ValidationError, match="masih kurang"):
            follow_up_return(follow_up=row, by=now.user, reason=" ")
        back = follow_up_return(follow_up=row, by=now.user, reason="Lampirkan SOP.")
    assert (back.status, back.submitted_by, back.action_taken) == (FollowUpStatus.OPEN, None, "SOP disusun.")
    submit(world, row)
    assert verify(world, row, "sekda").closed_by == world.people["sekda"]
    assert list(row.notes.values_list("act", flat=True)) == [
        NoteAct.SUBMIT,
        NoteAct.RETURN,
        NoteAct.SUBMIT,
        NoteAct.VERIFY,
    ]


def test_the_trail_tells_acts_and_no_words(world: World) -> None:
    meeting = make_meeting(world)
    row = add(world, meeting, text="KENARI rahasia rapat")
    with acting(world, "sekretariat") as now:
        follow_ups_announce(meeting=meeting, by=now.user)
    submit(world, row, action_taken="KENARI selesai")
    verify(world, row)
    events = AuditEvent.objects.filter(action__startswith="meetings.follow_up")
    assert events.count() == 4
    for event in events:
        assert action_words(event.action) != event.action
        assert "KENARI" not in f"{event.object_label} {event.detail}"


def test_the_next_meeting_carries_what_is_unfinished(world: World) -> None:
    now = timezone.now()
    before, after = make_meeting(world, starts_at=now - timedelta(days=30)), make_meeting(world)
    running, handed, finished = (make_follow_up(world, before) for _n in range(3))
    untold = make_follow_up(world, before, announced_at=None)
    own, elsewhere = make_follow_up(world, after), make_world("16.09", "OKU Selatan")
    make_follow_up(elsewhere, make_meeting(elsewhere, starts_at=now - timedelta(days=3)))
    submit(world, handed)
    submit(world, finished)
    verify(world, finished)
    assert set(carried(after)) == {running, handed}
    assert set(carried(before)) == set()
    undated = Meeting.objects.create(
        task_force=world.task_force, type=after.type, title="Rencana", made_by=after.made_by
    )
    assert set(carried(undated)) == {running, handed, own}
    assert untold not in carried(undated)


MANY = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
ROWS = st.lists(
    st.tuples(
        st.sampled_from(["Dinas Sosial", "Dinas Kesehatan", "Polres"]),
        st.integers(-20, 20),  # due, from today
        st.sampled_from(list(Priority)),
        st.sampled_from(["open", "sent", "done"]),
    ),
    max_size=8,
)
LIAISON = {"Dinas Sosial": "dinsos", "Dinas Kesehatan": "dinkes", "Polres": "polres"}


@MANY
@given(rows=ROWS)
def test_counts_agree_with_counting_by_hand(world: World, rows: list[tuple[str, int, str, str]]) -> None:
    with transaction.atomic():
        meeting = make_meeting(world)
        expected: dict[str, list[int]] = {}
        for agency, days, priority, state in rows:
            due = today() + timedelta(days=days)
            row = make_follow_up(world, meeting, world.agencies[agency], due=due, priority=priority)
            if state != "open":
                submit(world, row, LIAISON[agency], link=LINK)
            if state == "done":
                verify(world, row)
            done, high = state == "done", priority == Priority.HIGH
            facts = (not done, state == "open" and days < 0, not done and high, done, done and days >= 0)
            sums = expected.setdefault(agency, [0] * 5)
            expected[agency] = [a + b for a, b in zip(sums, facts, strict=True)]
        assert counted(world) == expected
        transaction.set_rollback(True)


def counted(world: World) -> dict[str, list[int]]:
    with acting(world, "sekda") as now:
        found = counts_by_agency(now.user)
    assert [each.late for each in found] == sorted((each.late for each in found), reverse=True)
    return {each.agency: [each.open, each.late, each.high, each.done, each.on_time] for each in found}


def test_who_also_works_for_the_doing_agency_does_not_close(world: World) -> None:
    row = submit(world, make_follow_up(world, make_meeting(world)))
    world.appoint(world.people["sekretariat2"], Role.LIAISON, world.agencies["Dinas Sosial"])
    with pytest.raises(Denied, match="di luar instansi itu"):
        verify(world, row, "sekretariat2")
