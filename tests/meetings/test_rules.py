"""Rules of meetings where one clause alone decides: moments, other meetings' rows, who is at which desk."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.utils import timezone

from gugus.core.permissions import allowed, reason_against
from gugus.documents.enums import DocumentKind
from meetings.enums import (
    FollowUpStatus,
    MeetingStatus,
    MinutesStatus,
    NoteAct,
    Priority,
    RequestKind,
    RequestStatus,
    Verdict,
)
from meetings.models import (
    FollowUp,
    FollowUpNote,
    FollowUpRequest,
    Invitation,
    Meeting,
    MeetingDocument,
    Minutes,
    MinutesAnswer,
    PartRevision,
)
from meetings.rules import agenda, answers, attendance, follow_ups, invitations, meetings, minutes, requests
from meetings.rules.rounds import invited_agencies
from meetings.services.follow_ups import follow_up_submit, follow_up_verify
from members.enums import Role
from tests.factories import World, somebody
from tests.meetings.builders import (
    acting,
    invite_agency,
    make_follow_up,
    make_meeting,
    make_minutes,
    make_paper,
)

pytestmark = pytest.mark.django_db
NOW = timezone.now()
SECOND = timedelta(seconds=1)
MOMENTS = ((-SECOND, "before"), (0 * SECOND, "then"), (SECOND, "after"))


@pytest.fixture
def meeting(world: World) -> Meeting:
    """Begun two hours ago, over in this moment."""
    return make_meeting(world, starts_at=NOW - timedelta(hours=2))


@pytest.fixture
def clerk(world: World) -> Any:
    return somebody(Role.SECRETARIAT, task_force_id=world.task_force.pk)


def round_of(meeting: Meeting, **values: Any) -> Minutes:
    return make_minutes(meeting, status=MinutesStatus.AGREEMENT, round=1, **values)


def at(moment: Any, check: Any, *given: Any) -> bool:
    with time_machine.travel(moment, tick=False):
        return allowed(check, *given)


def test_a_meeting_is_held_and_its_minutes_sent_round_from_its_first_moment(clerk: Any, world: World) -> None:
    meeting = make_meeting(world, starts_at=NOW)
    written = make_minutes(meeting)
    written.parts.update(decision="Disepakati")
    for check, about in ((meetings.check_hold, meeting), (minutes.check_circulate, written)):
        assert [at(NOW + step, check, clerk, about) for step, _ in MOMENTS] == [False, True, True], check


def test_a_point_is_discussed_or_decided(clerk: Any, meeting: Meeting) -> None:
    written = make_minutes(meeting)
    for words, may in ((("", ""), False), (("Dibahas", ""), True), (("", "Diputuskan"), True)):
        written.parts.update(discussion=words[0], decision=words[1])
        assert allowed(minutes.check_circulate, clerk, written) == may, words


def test_final_minutes_say_that_they_are(clerk: Any, meeting: Meeting) -> None:
    for status, word in ((MinutesStatus.FROZEN, "final"), (MinutesStatus.AGREEMENT, "diedarkan")):
        assert word in reason_against(minutes.check_write, clerk, Minutes(meeting=meeting, status=status))


def test_an_answer_counts_until_the_last_moment(world: World, meeting: Meeting) -> None:
    invite_agency(meeting, world.agencies["Dinas Sosial"])
    asked = round_of(meeting, agree_until=NOW)
    desk = somebody(
        Role.LIAISON,
        task_force_id=world.task_force.pk,
        agency_ids=frozenset({world.agencies["Dinas Sosial"].pk}),
    )
    assert [at(NOW + step, minutes.check_answer, desk, asked) for step, _ in MOMENTS] == [True, True, False]
    other = somebody(Role.LIAISON, task_force_id=world.task_force.pk)
    assert not at(NOW, minutes.check_answer, other, asked)


def test_only_agencies_whose_invitation_stands_are_asked(world: World, meeting: Meeting) -> None:
    stands = world.agencies["Dinas Sosial"]
    invite_agency(meeting, stands)
    invite_agency(meeting, world.agencies["Polres"], withdrawn_at=NOW)
    Invitation.objects.create(meeting=meeting, kind="tamu", office="Tamu", name="Tamu Contoh")
    invite_agency(make_meeting(world), world.agencies["Dinas Kesehatan"])
    assert list(invited_agencies(Minutes(meeting=meeting))) == [stands]


def test_minutes_are_final_when_the_time_is_up(world: World, clerk: Any, meeting: Meeting) -> None:
    invite_agency(meeting, world.agencies["Dinas Sosial"])
    asked = round_of(meeting, agree_until=NOW)
    assert [at(NOW + step, minutes.check_freeze, clerk, asked) for step, _ in MOMENTS] == [False, True, True]


def test_who_wrote_needs_another_agencys_yes(world: World, meeting: Meeting) -> None:
    asked = round_of(meeting, agree_until=NOW - SECOND)
    other = round_of(make_meeting(world, starts_at=NOW - timedelta(hours=2)), agree_until=NOW - SECOND)
    dinsos, polres = (world.agencies[name] for name in ("Dinas Sosial", "Polres"))
    with acting(world, "sekretariat") as now:
        PartRevision.objects.create(part=asked.parts.first(), by=now.user, discussion="Dibahas", version=1)
        now.user.__dict__["authority"] = somebody(
            Role.SECRETARIAT, task_force_id=world.task_force.pk, agency_ids=frozenset({polres.pk})
        ).authority
        assert not allowed(minutes.check_freeze, now.user, asked)
        assert allowed(minutes.check_freeze, now.user, other)
        answer = MinutesAnswer.objects.create(
            minutes=asked, agency=polres, by=now.user, verdict=Verdict.AGREE, round=1
        )
        assert not allowed(minutes.check_freeze, now.user, asked), "one's own agency"
        answer.agency, answer.verdict, answer.text = dinsos, Verdict.OBJECT, "Butir 2"
        answer.settled_note, answer.settled_by, answer.settled_at = "Diubah", now.user, NOW
        answer.save()
        assert not allowed(minutes.check_freeze, now.user, asked), "an objection is no agreement"
        answer.verdict, answer.text = Verdict.AGREE, ""
        answer.settled_note, answer.settled_by, answer.settled_at = "", None, None
        answer.save()
        assert allowed(minutes.check_freeze, now.user, asked)


def test_only_this_meetings_minutes_close_its_agenda_and_roll(
    world: World, clerk: Any, meeting: Meeting
) -> None:
    make_minutes(make_meeting(world), status=MinutesStatus.AGREEMENT, round=1, agree_until=NOW)
    final = {"frozen_at": NOW, "frozen_by": world.people["sekretariat"], "round": 1, "agree_until": NOW}
    Minutes.objects.create(meeting=make_meeting(world), status=MinutesStatus.FROZEN, **final)
    assert allowed(agenda.check_agenda, clerk, meeting)
    assert allowed(attendance.check_roll_open, meeting)
    assert not minutes.is_final_minutes(meeting)


def test_one_may_check_in_while_a_dated_meeting_is_near(meeting: Meeting) -> None:
    assert attendance.window_open(meeting, NOW)
    for field, value in (("status", MeetingStatus.CANCELLED), ("starts_at", None), ("ends_at", None)):
        before = getattr(meeting, field)
        setattr(meeting, field, value)
        assert not attendance.window_open(meeting, NOW), field
        setattr(meeting, field, before)


@pytest.mark.parametrize("field", ["starts_at", "ends_at"])
def test_an_undated_meeting_has_no_hours_to_check_in(meeting: Meeting, field: str) -> None:
    setattr(meeting, field, None)
    with pytest.raises(ValueError, match="undated"):
        attendance.window(meeting)


def test_who_answers_an_invitation(world: World) -> None:
    agency, here = world.agencies["Dinas Sosial"], world.task_force.pk
    own = frozenset({agency.pk})
    invitation = invite_agency(make_meeting(world), agency)
    for role, may in ((Role.LIAISON, True), (Role.HANDLER, True), (Role.SUPERVISOR, False)):
        person = somebody(role, task_force_id=here, agency_ids=own)
        assert allowed(answers.check_answer, person, invitation) == may, role
    named = somebody(Role.LEADER, task_force_id=here)
    assert not allowed(answers.check_answer, named, invitation)
    invitation.user_id = named.pk
    assert allowed(answers.check_answer, named, invitation)


def test_nobody_is_invited_to_what_is_over(world: World, clerk: Any, meeting: Meeting) -> None:
    results = [at(NOW + step, invitations.check_invitees, clerk, meeting) for step, _ in MOMENTS]
    assert results == [True, False, False]


def test_a_draft_with_a_paper_is_kept(world: World, clerk: Any) -> None:
    bare, printed = (make_meeting(world, status=MeetingStatus.DRAFT) for _ in range(2))
    make_paper(printed)
    assert allowed(meetings.check_discard, clerk, bare)
    assert not allowed(meetings.check_discard, clerk, printed)


@pytest.fixture
def promise(world: World, meeting: Meeting) -> FollowUp:
    return make_follow_up(world, meeting, world.agencies["Dinas Sosial"], announced_at=NOW)


def test_the_desk_is_the_agency_and_its_units(world: World, promise: FollowUp) -> None:
    unit = world.agency("UPTD Contoh", member=False, parent=promise.agency)
    for agency, is_there in ((promise.agency, True), (unit, True), (world.agencies["Polres"], False)):
        assert follow_ups.at_desk(somebody(agency_ids=frozenset({agency.pk})), promise) == is_there


def test_the_doing_agencys_people_decide_nothing(world: World, promise: FollowUp) -> None:
    values = {"task_force_id": world.task_force.pk}
    assert allowed(follow_ups.check_closer, somebody(Role.LEADER, **values), promise)
    own = somebody(Role.LEADER, agency_ids=frozenset({promise.agency_id}), **values)
    assert not allowed(follow_ups.check_closer, own, promise)


def test_what_has_to_be_shown_is_said(world: World, promise: FollowUp) -> None:
    desk = somebody(agency_ids=frozenset({promise.agency_id}))
    follow_ups.check_proof(desk, promise)
    with pytest.raises(ValidationError, match="atas nama"):
        follow_ups.check_proof(somebody(), promise)
    promise.priority = Priority.HIGH
    with pytest.raises(ValidationError, match="prioritas tinggi"):
        follow_ups.check_proof(desk, promise)


def test_who_did_it_does_not_judge_it(world: World, meeting: Meeting, promise: FollowUp) -> None:
    other = make_follow_up(world, meeting, promise.agency, announced_at=NOW)
    with acting(world, "sekretariat") as now:
        for row, act in ((other, NoteAct.NEWS), (promise, NoteAct.RETURN)):
            FollowUpNote.objects.create(follow_up=row, by=now.user, act=act, text="Contoh")
        promise.status = other.status = FollowUpStatus.SUBMITTED
        assert allowed(follow_ups.check_return, now.user, promise)
        assert not allowed(follow_ups.check_return, now.user, other)


def test_one_request_at_a_time(world: World, meeting: Meeting, promise: FollowUp) -> None:
    other = make_follow_up(world, meeting, promise.agency, announced_at=NOW)
    desk = somebody(
        Role.LIAISON, task_force_id=world.task_force.pk, agency_ids=frozenset({promise.agency_id})
    )
    with acting(world, "dinsos") as now:
        given = {"kind": RequestKind.DROP, "reason": "Contoh", "asked_by": now.user}
        FollowUpRequest.objects.create(follow_up=other, **given)
        refused = FollowUpRequest.objects.create(follow_up=promise, **given)
    with acting(world, "sekda") as now:
        refused.status, refused.decided_by, refused.decided_at = RequestStatus.REFUSED, now.user, NOW
        refused.save()
    assert allowed(requests.check_ask, desk, promise)
    assert not allowed(requests.check_ask, desk, other)
    leader = somebody(Role.LEADER, task_force_id=world.task_force.pk)
    for row, may in ((promise, True), (other, False)):
        row.status = FollowUpStatus.SUBMITTED
        assert allowed(follow_ups.check_verify, leader, row) == may


def test_more_time_ends_neither_before_now_nor_before_what_holds(world: World, promise: FollowUp) -> None:
    today = timezone.localdate()
    clerk = somebody(task_force_id=world.task_force.pk)
    promise.due = today - timedelta(days=9)
    for days, may in ((-1, False), (0, True), (1, True)):
        try:
            requests.check_until(clerk, promise, RequestKind.EXTEND, today + timedelta(days=days))
        except ValidationError:
            assert not may, days
        else:
            assert may, days


def test_what_agencies_know_of_meetings(world: World, meeting: Meeting, promise: FollowUp) -> None:
    """By an invitation that stands, or a promise they were told of; supervisors know all but drafts."""
    far, named = make_meeting(world), make_meeting(world, minute_taker=world.people["admin"])
    unit = world.agency("UPTD Contoh", member=False, parent=world.agencies["Polres"])
    world.person("uptd", Role.LIAISON, unit)
    invite_agency(far, world.agencies["Polres"], withdrawn_at=NOW)
    gone = {"user": world.people["dinkes"], "withdrawn_at": NOW}
    invite_agency(named, world.agencies["Dinas Kesehatan"], **gone)
    invite_agency(named, world.agencies["Dinas Sosial"])
    make_follow_up(world, far, world.agencies["Polres"], announced_at=None)
    known: dict[str, set[Meeting]] = {"dinsos": {meeting, named}, "pengawas": {meeting, far, named}}
    for name in ("dinsos", "polres", "uptd", "dinkes", "pengawas", "admin"):
        with acting(world, name) as now:
            assert set(Meeting.objects.visible_to(now.user)) == known.get(name, set()), name
            told = set(FollowUp.objects.visible_to(now.user))
            assert told == ({promise} if name in known else set()), name


def test_the_roll_on_paper_is_the_secretariats(world: World, meeting: Meeting) -> None:
    invite_agency(meeting, world.agencies["Dinas Sosial"])
    round_of(meeting, agree_until=NOW)
    kinds = (DocumentKind.INVITATION, DocumentKind.ATTENDANCE, DocumentKind.MINUTES)
    calls, roll, notes = (make_paper(meeting, kind) for kind in kinds)
    for name, papers in (
        ("sekretariat", {calls, roll, notes}),
        ("dinsos", {calls, notes}),
        ("polres", set()),
    ):
        with acting(world, name) as now:
            assert set(MeetingDocument.objects.visible_to(now.user)) == papers, name


def test_what_is_closed_is_not_unfinished(world: World, meeting: Meeting, promise: FollowUp) -> None:
    waits, done = (make_follow_up(world, meeting, promise.agency) for _ in range(2))
    with acting(world, "dinsos") as now:
        for row in (waits, done):
            follow_up_submit(follow_up=row, by=now.user, action_taken="Selesai")
    with acting(world, "sekda") as now:
        follow_up_verify(follow_up=done, by=now.user)
    assert set(FollowUp.objects.unfinished()) == {promise, waits}
