"""The life of meetings, minutes and follow-ups, in any order of acts of anybody, against a plain model.

Nobody closes a follow-up alone, final minutes stay to the letter, and everybody knows of just what is theirs.
"""

from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.db import transaction
from django.utils import timezone
from hypothesis import strategies as st
from hypothesis.stateful import rule

from gugus.core.permissions import Denied
from meetings import enums
from meetings.models import (
    FollowUp,
    FollowUpRequest,
    Invitation,
    InvitationLetter,
    Meeting,
    MeetingJob,
    Minutes,
    MinutesAnswer,
    PartRevision,
)
from meetings.services import answers, attendance, follow_ups, invitations, letters, meetings, minutes
from meetings.services.agenda import Point, agenda_set
from members.enums import AgencyKind, Role
from tests.factories import World, make_world
from tests.meetings import promise
from tests.meetings.builders import (
    invite_agency,
    invite_guest,
    make_follow_up,
    make_letter,
    make_meeting,
    make_minutes,
    meeting_type,
)
from tests.meetings.model import DAY, GUEST, NINE, Meetings, Row
from tests.playing import Game
from tests.stage import Person, Stage, every_move, people_of, run, tables_in

WIB = ZoneInfo("Asia/Jakarta")
START = datetime(2026, 11, 20, 9, tzinfo=WIB)
FIRST, HERE = START.date(), "kota-kediri"
TABLES = tables_in(enums)
WATCHED = {
    "meetings": Meeting, "minutes": Minutes, "answers": MinutesAnswer, "follow_ups": FollowUp,
    "requests": FollowUpRequest,
}  # fmt: skip
STATES = {
    "meeting": """SELECT id, jsonb_build_array(status, (SELECT count(*) FROM meetings_invitation i
        WHERE i.meeting_id = m.id AND withdrawn_at IS NULL)) FROM meetings_meeting m""",
    "letter": "SELECT id, jsonb_build_array(status) FROM meetings_invitationletter",
    "minutes": "SELECT id, jsonb_build_array(status, round) FROM meetings_minutes",
    "answer": "SELECT id, jsonb_build_array(round, verdict, settled_note <> '') FROM meetings_minutesanswer",
    "follow_up": f"""SELECT id, jsonb_build_array(status, due - date '{FIRST}', announced_at IS NOT NULL)
        FROM meetings_followup""",
    "request": "SELECT id, jsonb_build_array(status) FROM meetings_followuprequest",
}
FROZEN = """
SELECT 'minutes ' || m.id, md5((to_jsonb(m) - 'release')::text
  || (SELECT string_agg(p::text, '|' ORDER BY p.id) FROM meetings_minutespart p WHERE p.minutes_id = m.id)
  || (SELECT coalesce(string_agg(r::text, '|' ORDER BY r.id), '') FROM meetings_partrevision r
      JOIN meetings_minutespart p ON p.id = r.part_id WHERE p.minutes_id = m.id)
  || (SELECT coalesce(string_agg(a::text, '|' ORDER BY a.id), '') FROM meetings_minutesanswer a
      WHERE a.minutes_id = m.id)) FROM meetings_minutes m WHERE m.status = 'final'
UNION ALL SELECT 'closed ' || id, md5(f::text) FROM meetings_followup f
  WHERE status IN ('selesai', 'dihentikan')
UNION ALL SELECT 'told ' || id, md5((text, agency_id, meeting_id, original_due, priority, made_by_id)::text)
  FROM meetings_followup WHERE announced_at IS NOT NULL
UNION ALL SELECT 'decided ' || id, md5(q::text) FROM meetings_followuprequest q WHERE status <> 'diminta'
"""
LIFE = (
    "submit_proof", "return", "submit_proof", "verify", "drop", "refuse", "drop", "grant", "again", "post",
    "post", "circulate", "reopen", "send", "hold", "cancel", "create", "wait", "post", "freeze", "hold",
)  # fmt: skip


@pytest.fixture(scope="module")
def everybody(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """One world for all runs; each run is undone."""
    with django_db_blocker.unblock(), transaction.atomic():
        with time_machine.travel(START, tick=False):
            here, there = peopled()
            abroad = people_of(there, only=("sekretariat", "rangkap", "berdua"), prefix="oku ")
            Life.base = begun(here)
            Life.guest, Life.agencies = here.people["rangkap"], here.agencies
            Life.stage = Stage(
                people_of(here) + abroad, watched=WATCHED, states=STATES, frozen=FROZEN, labels=["meetings"]
            )
        yield
        transaction.set_rollback(True)


def peopled() -> tuple[World, World]:
    """`ganda` is of the secretariat and of Dinas Sosial, `unit` of its UPTD; `rangkap` serves here and there;
    `berdua` is of a Polres both task forces have."""
    here, there = make_world(), make_world("16.09", "OKU Selatan")
    social = here.agencies["Dinas Sosial"]
    here.person("ganda", Role.SECRETARIAT)
    here.appoint(here.people["ganda"], Role.LIAISON, social)
    here.person("unit", Role.LIAISON, here.agency("UPTD PPA", AgencyKind.OPD, parent=social))
    here.person("rangkap", Role.LIAISON, here.agencies["Dinas Kesehatan"])
    there.people["rangkap"] = here.people["rangkap"]
    there.appoint(here.people["rangkap"], Role.SECRETARIAT)
    shared = here.agencies["Polres"]
    shared.task_forces.add(there.task_force)
    there.seat("Kepala Polres", shared)
    there.person("berdua", Role.LIAISON, shared)
    return here, there


def begun(world: World) -> list[Any]:
    """What every run begins with: a draft, a meeting now with its minutes begun and two letters, and one of
    yesterday whose minutes go round."""
    soon = START - timedelta(minutes=10)
    draft = make_meeting(world, starts_at=soon, status=enums.MeetingStatus.DRAFT)
    invite_agency(draft, world.agencies["Dinas Sosial"])
    now = make_meeting(world, starts_at=START - timedelta(minutes=30), minute_taker=world.people["dinkes"])
    old = make_meeting(world, starts_at=START - timedelta(days=1), status=enums.MeetingStatus.HELD)
    for meeting, names in ((now, ("Dinas Sosial", "Polres")), (old, ("Dinas Sosial", "Dinas Kesehatan"))):
        for name in names:
            make_letter(invite_agency(meeting, world.agencies[name]), status=enums.LetterStatus.SENT,
                        sent_at=START)  # fmt: skip
    invite_guest(now, user=world.people["rangkap"])
    waiting, lost = InvitationLetter.objects.filter(meeting=now)
    InvitationLetter.objects.filter(pk=waiting.pk).update(status="menunggu", sent_at=None)
    InvitationLetter.objects.filter(pk=lost.pk).update(status="gagal", sent_at=None)
    write(make_minutes(now), world.people["dinkes"])
    end = datetime.combine(FIRST + timedelta(days=3), datetime.max.time().replace(microsecond=0), WIB)
    rounds = make_minutes(old, status=enums.MinutesStatus.AGREEMENT, round=1, agree_until=end)
    write(rounds, world.people["sekretariat"])
    MinutesAnswer.objects.create(
        minutes=rounds, round=1, agency=world.agencies["Dinas Sosial"], by=world.people["dinsos"],
        verdict=enums.Verdict.OBJECT, text="Perbaiki", settled_note="Sudah.",
    )  # fmt: skip
    for name in ("Dinas Sosial", "UPTD PPA", "Polres"):
        make_follow_up(world, old, world.agencies[name], priority="tinggi" if name == "UPTD PPA" else "biasa")
    return [draft, now, old]


def write(notula: Minutes, by: Any) -> None:
    part = notula.parts.first()
    notula.parts.filter(pk=part.pk).update(version=1, discussion="Dibahas")
    PartRevision.objects.create(part=part, version=1, discussion="Dibahas", by=by)


def as_model(meeting: Meeting) -> Row:
    """A meeting of the beginning in the model's words."""
    row = Row(
        key=str(meeting.pk), force=HERE, status=meeting.status, starts=minutes_of(meeting.starts_at),
        ends=minutes_of(meeting.ends_at), taker=meeting.minute_taker, notula=None,
        invited={str(each.agency or GUEST): True for each in meeting.invitations.all()},
    )  # fmt: skip
    row.promises = [
        Row(key=str(each.pk), meeting=row, agency=str(each.agency), told=True, requests=[],
            promise=promise.Promise(high=each.priority == "tinggi"))
        for each in meeting.follow_ups.order_by("agency__short_name")
    ]  # fmt: skip
    for notula in Minutes.objects.filter(meeting=meeting):
        row.notula = Row(
            key=str(notula.pk), meeting=row, status=notula.status, round=notula.round, past=[],
            until=4 * DAY - NINE, text=True,
            authors={each.by for each in PartRevision.objects.filter(part__minutes=notula)},
            answers={str(each.agency): Row(key=str(each.pk), verdict=each.verdict, settled=True, round=1)
                     for each in notula.answers.all()},
        )  # fmt: skip
    return row


def minutes_of(moment: datetime | None) -> int | None:
    return moment and int((moment - START).total_seconds() // 60)


class Life(Game):
    base: list[Meeting]
    guest: Any
    agencies: dict[str, Any]
    played: set = set()
    tries: Counter = Counter()

    def begin(self) -> Meetings:
        self.travel = time_machine.travel(START, tick=False)
        self.clock = self.travel.start()
        model = Meetings(
            self.stage.people, agencies={HERE: {*self.agencies}, "oku-selatan": {"Polres"}},
            units={"UPTD PPA": "Dinas Sosial"}, guest=self.guest,
        )  # fmt: skip
        model.meetings = [as_model(meeting) for meeting in self.base]
        of = {m.key: m for m in model.meetings}
        model.letters = [Row(key=key, meeting=of[meeting], to=to, purpose=purpose, status=status)
                         for key, to, purpose, meeting, status in self.letters_of()]  # fmt: skip
        return model

    def teardown(self) -> None:
        super().teardown()
        self.travel.stop()

    def pass_minutes(self, count: int) -> None:
        self.model.clock += count
        self.clock.shift(timedelta(minutes=count))

    @rule(hours=st.sampled_from([1, 2, 24, 96]))
    def time_passes(self, hours: int) -> None:
        self.pass_minutes(60 * hours)

    def step(self, act: str) -> None:
        if act == "wait":
            self.pass_minutes(4 * DAY)
        else:
            super().step(act)

    def play(self, p: Person, act: str, row: Any, seed: int) -> None:
        self.pass_minutes(1)
        super().play(p, act, row, seed)

    def letters_of(self) -> list[tuple]:
        rows = InvitationLetter.objects.order_by("meeting__starts_at", "created_at", "address")
        names = ("pk", "invitation__agency__short_name", "purpose", "meeting_id", "status")
        return [
            (str(key), to or GUEST, purpose, str(meeting), status)
            for key, to, purpose, meeting, status in rows.values_list(*names)
        ]

    def do(self, act: str, by: Any, row: Any, given: dict[str, Any]) -> Any:
        """What the service returned, and the letters it wrote."""
        if act in promise.ACTS:
            until = FIRST + timedelta(days=given.get("until", 0))
            return promise.do(FollowUp.objects.get(pk=row.key), by, act, until), []
        made = getattr(self, f"do_{act}")(by, row, given)
        known = {letter.key for letter in self.model.letters}
        return made, [each[:4] for each in self.letters_of() if each[0] not in known]

    def meeting(self, row: Row) -> Meeting:
        return Meeting.objects.get(pk=row.key)

    def notula(self, row: Row) -> Minutes:
        return Minutes.objects.select_related("meeting").get(pk=row.key)

    def invitation(self, row: Row, whom: str | None) -> Invitation:
        if whom is None:
            raise Denied("nobody is invited")
        here = Invitation.objects.filter(meeting=row.key)
        return here.get(agency=None) if whom == GUEST else here.get(agency__short_name=whom)

    def do_create(self, by: Any, _row: None, given: dict) -> Any:
        start = timezone.now() + timedelta(days=1)
        return meetings.meeting_create(
            by=by, type=meeting_type(), title="Rapat contoh", place="Aula Contoh", starts_at=start,
            ends_at=start + timedelta(hours=2),
        )  # fmt: skip

    def do_send(self, by: Any, row: Row, given: dict) -> None:
        """No worker makes the letter's paper here: it could not be made."""
        invitations.meeting_invite(meeting=self.meeting(row), by=by)
        MeetingJob.objects.update(status="failed", finished_at=timezone.now())

    def do_hold(self, by: Any, row: Row, given: dict) -> Any:
        return meetings.meeting_hold(meeting=self.meeting(row), by=by)

    def do_cancel(self, by: Any, row: Row, given: dict) -> Any:
        return meetings.meeting_cancel(meeting=self.meeting(row), by=by, reason="Batal")

    def do_change(self, by: Any, row: Row, given: dict) -> Any:
        title = f"Rapat contoh {self.model.clock}"
        return meetings.meeting_update(meeting=self.meeting(row), by=by, title=title)

    def do_discard(self, by: Any, row: Row, given: dict) -> None:
        meetings.meeting_discard(meeting=self.meeting(row), by=by)

    def do_copy(self, by: Any, row: Row, given: dict) -> Any:
        return meetings.meeting_copy(meeting=self.meeting(row), by=by)

    def do_agenda(self, by: Any, row: Row, given: dict) -> Any:
        meeting = self.meeting(row)
        points = [Point(pk=item.pk, title=item.title) for item in meeting.agenda.all()]
        return agenda_set(meeting=meeting, by=by, items=[*points, Point(title="Bahasan baru")])

    def do_invite(self, by: Any, row: Row, given: dict) -> Any:
        agency = self.agencies[given["agency"]]
        return invitations.invitation_add_agencies(meeting=self.meeting(row), by=by, agencies=[agency])

    def do_withdraw(self, by: Any, row: Row, given: dict) -> None:
        invitations.invitation_withdraw(invitation=self.invitation(row, given["whom"]), by=by)

    def do_answer(self, by: Any, row: Row, given: dict) -> Any:
        return answers.answer_record(invitation=self.invitation(row, given["whom"]), answer="hadir", by=by)

    def do_attend(self, by: Any, row: Row, given: dict) -> Any:
        name = f"Tamu Contoh {self.model.clock}"
        return attendance.attendance_record(meeting=self.meeting(row), by=by, name=name)

    def do_begin(self, by: Any, row: Row, given: dict) -> Any:
        return minutes.minutes_start(meeting=self.meeting(row), by=by)

    def do_write(self, by: Any, row: Row, given: dict) -> Any:
        part = self.notula(row).parts.first()
        text = f"Dibahas {self.model.clock}"
        return minutes.part_save(part=part, by=by, base_version=part.version, discussion=text)

    def do_circulate(self, by: Any, row: Row, given: dict) -> Any:
        return minutes.minutes_circulate(minutes=self.notula(row), by=by)

    def do_reply(self, by: Any, row: Row, given: dict) -> Any:
        text = "Perbaiki" if given["verdict"] == "keberatan" else ""
        return minutes.minutes_answer(minutes=self.notula(row), by=by, verdict=given["verdict"], text=text)

    def do_settle(self, by: Any, row: Row, given: dict) -> Any:
        if given["agency"] is None:
            raise Denied("nobody objects")
        answer = MinutesAnswer.objects.get(pk=row.answers[given["agency"]].key)
        return minutes.objection_settle(answer=answer, by=by, note="Sudah diperbaiki.")

    def do_reopen(self, by: Any, row: Row, given: dict) -> Any:
        return minutes.minutes_reopen(minutes=self.notula(row), by=by)

    def do_freeze(self, by: Any, row: Row, given: dict) -> Any:
        return minutes.minutes_freeze(minutes=self.notula(row), by=by)

    def do_press(self, by: Any, row: Row, given: dict) -> Any:
        return minutes.release_set(minutes=self.notula(row), by=by, release=f"Siaran {self.model.clock}")

    def do_add(self, by: Any, row: Row, given: dict) -> Any:
        agency = self.agencies[given["agency"]]
        return follow_ups.follow_up_add(
            meeting=self.meeting(row), by=by, text="Menyusun SOP contoh", agency=agency,
            due=FIRST + timedelta(days=self.model.today + 7),
            priority="tinggi" if given["seed"] % 4 == 3 else "biasa",
        )  # fmt: skip

    def do_announce(self, by: Any, row: Row, given: dict) -> Any:
        return follow_ups.follow_ups_announce(meeting=self.meeting(row), by=by)

    def do_edit(self, by: Any, row: Row, given: dict) -> Any:
        text = f"Menyusun SOP {self.model.clock}"
        return follow_ups.follow_up_update(follow_up=FollowUp.objects.get(pk=row.key), by=by, text=text)

    def do_remove(self, by: Any, row: Row, given: dict) -> None:
        follow_ups.follow_up_remove(follow_up=FollowUp.objects.get(pk=row.key), by=by)

    def do_post(self, _by: None, row: Row, given: dict) -> None:
        letters.letter_send(pk=UUID(row.key))

    def do_again(self, by: Any, row: Row, given: dict) -> Any:
        return letters.letter_again(letter=InvitationLetter.objects.get(pk=row.key), by=by)

    def keep(self, p: Person | None, act: str, named: list[str]) -> None:
        super().keep(p, act, named)
        for row in FollowUp.objects.filter(status__in=["selesai", "dihentikan"]):
            hands = next(each.promise.hands for each in self.model.told if each.key == str(row.pk))
            assert len(hands) == 2
            assert row.closed_by in hands


def test_the_life_of_meetings(everybody: None) -> None:
    run(Life, 18, 15)
    Life.walk(LIFE)
    assert every_move(TABLES) == Life.played


@pytest.mark.panjang
def test_the_life_of_meetings_for_long(everybody: None) -> None:
    run(Life, 200, 40, by_chance=True)
    Life.walk(LIFE)
    assert every_move(TABLES) == Life.played
