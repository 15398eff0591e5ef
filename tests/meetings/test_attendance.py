"""The roll: by seat present, represented, excused, absent; counted right; kept by hand; said to whom."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from gugus.core.models import AuditEvent
from gugus.core.permissions import Denied
from meetings.enums import Answer, CheckIn, InviteeKind, MeetingStatus, MinutesStatus
from meetings.models import Attendance, Invitation, Meeting, MeetingRules, Minutes, QuorumSnapshot
from meetings.selectors.attendance import (
    ABSENT,
    EXCUSED,
    EXPECTED,
    PRESENT,
    REPRESENTED,
    Quorum,
    quorum,
    roll,
)
from meetings.services.attendance import (
    attendance_record,
    attendance_remove,
    attendance_update,
    code_current,
    quorum_take,
)
from members.models import Seat
from tests.factories import World, make_world
from tests.meetings.builders import acting, invite_agency, invite_guest, invite_seat, make_meeting
from tests.rad.test_queries import FRAME

pytestmark = pytest.mark.django_db
START = datetime(2026, 11, 26, 2, tzinfo=UTC)
OVER = START + timedelta(days=1)


@pytest.fixture(autouse=True)
def _without_second_factor(settings: Any) -> None:
    settings.SECOND_FACTOR_REQUIRED = False


@pytest.fixture
def meeting(world: World) -> Meeting:
    made = make_meeting(world, starts_at=START)
    for name in ("Dinas Sosial", "Dinas Kesehatan"):
        invite_seat(made, Seat.objects.get(agency=world.agencies[name], is_head=True))
    invite_agency(made, world.agencies["Polres"])
    invite_guest(made)
    return made


def of(meeting: Meeting, office: str) -> Invitation:
    return meeting.invitations.get(office=office)


def record(world: World, meeting: Meeting, who: str = "sekretariat", **values: Any) -> Attendance:
    with acting(world, who) as now:
        return attendance_record(meeting=meeting, by=now.user, **values)


# ---- the roll and the quorum ----


def test_every_invitee_stands_on_the_roll_once(world: World, meeting: Meeting) -> None:
    Invitation.objects.filter(meeting=meeting).update(answer=Answer.COMING)
    of(meeting, "Kepala Polres").__class__.objects.filter(office="Kepala Polres").update(
        answer=Answer.UNABLE, reason="operasi"
    )
    with time_machine.travel(START, tick=False):
        record(world, meeting, invitation=of(meeting, "Kepala Dinas Sosial"), name="Rina Contoh")
        record(
            world, meeting, invitation=of(meeting, "Kepala Dinas Kesehatan"), represents=True,
            name="Dodi Contoh",
        )  # fmt: skip
        record(world, meeting, name="Tono Contoh")
        assert {row.office: row.state for row in roll(meeting)} == {
            "Kepala Dinas Sosial": PRESENT,
            "Kepala Dinas Kesehatan": REPRESENTED,
            "Kepala Polres": EXCUSED,
            "Tamu Contoh": EXPECTED,
            "–": PRESENT,
        }
    with time_machine.travel(OVER, tick=False):
        assert {row.office: row.state for row in roll(meeting)}["Tamu Contoh"] == ABSENT


def test_a_withdrawn_invitation_leaves_the_roll_and_who_came_stays(world: World, meeting: Meeting) -> None:
    row = record(world, meeting, invitation=of(meeting, "Kepala Polres"), name="Polisi Contoh")
    Invitation.objects.filter(meeting=meeting).update(withdrawn_at=START)
    assert [(each.invitation, each.attendance) for each in roll(meeting)] == [(None, row)]
    assert quorum(meeting).invited == 0


@pytest.mark.parametrize(
    ("invited", "present", "represented", "percent", "reached"),
    [
        (0, 0, 0, 50, False),
        (3, 1, 0, 50, False),
        (3, 1, 1, 50, True),
        (27, 10, 3, 50, False),
        (27, 10, 4, 50, True),
        (3, 2, 0, 67, False),
        (1, 0, 1, 100, True),
    ],
)
def test_quorum_is_reached_by_whole_places(
    invited: int, present: int, represented: int, percent: int, reached: bool
) -> None:
    assert Quorum(invited, present, represented, percent).reached is reached


class QuorumTests(TestCase):
    """Property: the roll's counts are the rows' own, and the quorum's line is exactly the rule's per cent."""

    @classmethod
    def setUpTestData(cls) -> None:
        cls.world = make_world()

    @given(
        places=st.lists(
            st.tuples(
                st.sampled_from([InviteeKind.SEAT, InviteeKind.AGENCY, InviteeKind.GUEST]),
                st.sampled_from(Answer.values),
                st.sampled_from(["hadir", "diwakili", "tidak"]),
                st.booleans(),
            ),
            max_size=12,
        ),
        walk_ins=st.integers(0, 4),
        percent=st.integers(1, 100),
    )
    def test_counts(self, places: list[tuple[str, str, str, bool]], walk_ins: int, percent: int) -> None:
        MeetingRules.objects.update_or_create(
            task_force=self.world.task_force, defaults={"quorum_percent": percent}
        )
        meeting = make_meeting(self.world, topics=0)
        for n, (kind, answer, came, withdrawn) in enumerate(places):
            self._place(meeting, n, kind, answer, came, withdrawn=withdrawn)
        for n in range(walk_ins):
            Attendance.objects.create(meeting=meeting, name=f"Tamu {n}", via=CheckIn.QR)
        counted = [p for p in places if p[0] != InviteeKind.GUEST and not p[3]]
        present, represented = (sum(p[2] == word for p in counted) for word in ("hadir", "diwakili"))
        found = quorum(meeting)
        assert (found.invited, found.present, found.represented) == (len(counted), present, represented)
        assert found.reached == (bool(counted) and (present + represented) * 100 >= percent * len(counted))
        assert 0 <= found.percent <= 100
        came_in_all = sum(p[2] != "tidak" for p in places) + walk_ins
        assert sum(row.came for row in roll(meeting)) == came_in_all == meeting.attendances.count()
        taken = quorum_take(meeting=meeting)
        assert (taken.invited, taken.percent) == (found.invited, found.percent)

    def _place(self, meeting: Meeting, n: int, kind: str, answer: str, came: str, *, withdrawn: bool) -> None:
        values: dict[str, Any] = {"answer": answer, "representative": "Wakil Contoh", "order": n}
        if kind == InviteeKind.AGENCY:
            agency = self.world.agency(f"Instansi {meeting.pk} {n}"[:60], member=False)
            row = invite_agency(meeting, agency, **values)
        elif kind == InviteeKind.SEAT:
            row = invite_seat(meeting, self.world.seat(f"Kursi {n}", None), **values)
        else:
            row = invite_guest(meeting, f"Tamu Contoh {n}", **values)
        if came != "tidak":
            Attendance.objects.create(
                meeting=meeting, invitation=row, name=f"Orang {n}", represents=came == "diwakili",
                via=CheckIn.HAND,
            )  # fmt: skip
        if withdrawn:
            Invitation.objects.filter(pk=row.pk).update(withdrawn_at=START)


def test_an_answer_alone_fills_no_place(world: World, meeting: Meeting) -> None:
    Invitation.objects.filter(meeting=meeting).update(answer=Answer.COMING)
    assert (quorum(meeting).filled, quorum(meeting).reached) == (0, False)


def test_the_snapshot_stays_when_the_roll_moves_on(world: World, meeting: Meeting) -> None:
    record(world, meeting, invitation=of(meeting, "Kepala Polres"), name="Polisi Contoh")
    quorum_take(meeting=meeting)
    record(world, meeting, invitation=of(meeting, "Kepala Dinas Sosial"), name="Rina Contoh")
    taken = QuorumSnapshot.objects.get()
    assert (taken.invited, taken.present, taken.represented, taken.percent) == (3, 1, 0, 33)
    assert quorum(meeting).percent == 66


# ---- by hand ----


def test_recorded_corrected_and_removed_by_who_may(world: World, meeting: Meeting) -> None:
    meeting.minute_taker = world.people["polres"]
    meeting.save()
    row = record(world, meeting, "polres", name="Tono Contoh")
    assert (row.via, row.recorded_by) == (CheckIn.HAND, world.people["polres"])
    with acting(world, "sekretariat") as now:
        seat = of(meeting, "Kepala Dinas Sosial")
        attendance_update(
            attendance=row, by=now.user, invitation=str(seat.pk), represents=True, name="Toni Contoh", sex="L"
        )
        row.refresh_from_db()
        assert (row.invitation, row.represents, row.name, row.sex) == (seat, True, "Toni Contoh", "L")
        attendance_update(attendance=row, by=now.user, invitation=None, represents=True, name="Toni Contoh")
        row.refresh_from_db()
        assert (row.invitation, row.represents) == (None, False), "nobody represents no office"
        attendance_remove(attendance=row, by=now.user)
    assert not Attendance.objects.exists()
    acts = list(AuditEvent.objects.filter(object_id=str(meeting.pk)).order_by("pk"))
    assert [each.action.removeprefix("meetings.attendance_") for each in acts] == [
        "add", "update", "update", "remove",
    ]  # fmt: skip
    assert "Toni" not in str([(each.detail, each.object_label) for each in acts])


@pytest.mark.parametrize("who", ["dinsos", "sekda", "pengawas", "dinsos_kasus"])
def test_others_keep_no_roll(world: World, meeting: Meeting, who: str) -> None:
    row = record(world, meeting, name="Tono Contoh")
    with acting(world, who) as now:
        with pytest.raises(Denied):
            attendance_record(meeting=meeting, by=now.user, name="Lain Contoh")
        with pytest.raises(Denied):
            attendance_update(attendance=row, by=now.user, name="Lain Contoh")
        with pytest.raises(Denied):
            attendance_remove(attendance=row, by=now.user)
    assert list(Attendance.objects.values_list("name", flat=True)) == ["Tono Contoh"]


def test_after_the_minutes_are_frozen_the_roll_is_too(world: World, meeting: Meeting) -> None:
    row = record(world, meeting, name="Tono Contoh")
    Minutes.objects.create(
        meeting=meeting, status=MinutesStatus.FROZEN, round=1, agree_until=START, frozen_at=START,
        frozen_by=world.people["sekretariat"],
    )  # fmt: skip
    with acting(world, "sekretariat") as now:
        for act in (
            lambda: attendance_record(meeting=meeting, by=now.user, name="Lain Contoh"),
            lambda: attendance_remove(attendance=row, by=now.user),
            lambda: code_current(meeting=meeting, by=now.user),
        ):
            with pytest.raises(Denied, match="disahkan"):
                act()


def test_typed_from_the_sheet_after_the_meeting_it_counts_from_its_start(
    world: World, meeting: Meeting
) -> None:
    with time_machine.travel(OVER, tick=False):
        assert record(world, meeting, name="Tono Contoh").at == START


def test_what_cannot_be_recorded_is_said(world: World, meeting: Meeting) -> None:
    seat = of(meeting, "Kepala Dinas Sosial")
    record(world, meeting, invitation=seat, name="Rina Contoh")
    other = invite_guest(make_meeting(world))
    for values, message in (
        ({"invitation": seat, "name": "Lain Contoh"}, "sudah tercatat hadir"),
        ({"invitation": other, "name": "Lain Contoh"}, "Pilih salah satu undangan"),
        ({"name": ""}, "Tuliskan nama"),
    ):
        with pytest.raises(ValidationError, match=message):
            record(world, meeting, **values)  # type: ignore[arg-type]


# ---- pages ----


def page_of(client: Client, name: str, row: Any, **query: str) -> Any:
    return client.get(reverse(f"meetings:{name}", args=[row.pk]), query)


def test_the_roll_page_counts_links_and_exports(
    world: World, meeting: Meeting, sign_in: Callable[..., Client]
) -> None:
    row = record(
        world, meeting, invitation=of(meeting, "Kepala Polres"), name="Polisi Contoh", phone="0812-0000-1111"
    )
    page = page_of(sign_in(world.people["sekretariat"]), "attendance", meeting).content.decode()
    assert "1 hadir dan 0 diwakili dari 3 kursi" in page
    assert "belum kuorum, perlu 2" in page
    assert f"/rapat/kehadiran/{row.pk}/ubah/" in page
    assert f"catat/?undangan={of(meeting, 'Kepala Dinas Sosial').pk}" in page
    assert "0812-0000-1111" not in page, "the page of a projector's room shows no phone"
    file = page_of(
        sign_in(world.people["sekretariat"]), "attendance", meeting, _export="csv"
    ).content.decode()
    assert "0812-0000-1111" in file
    assert file.count("\n") == 5


def test_phones_are_the_secretariats(world: World, meeting: Meeting, sign_in: Callable[..., Client]) -> None:
    meeting.minute_taker = world.people["polres"]
    meeting.save()
    row = record(world, meeting, name="Tono Contoh", phone="0812-0000-1111", employee_number="NIP-RAHASIA")
    asked = [("attendance", meeting, {}), ("attendance", meeting, {"_export": "csv"})]
    asked += [("attendance", meeting, {"_export": "xlsx"}), ("attendance-update", row, {})]
    for who in ("dinsos", "polres", "sekda", "pengawas"):
        client = sign_in(world.people[who])
        for name, thing, query in asked:
            body = page_of(client, name, thing, **query).content
            assert b"0812-0000-1111" not in body, (who, name)
            assert b"NIP-RAHASIA" not in body, (who, name)
    update = reverse("meetings:attendance-update", args=[row.pk])
    sign_in(world.people["polres"]).post(update, {"name": "Tono Contoh", "phone": "1", "represents": ""})
    row.refresh_from_db()
    assert (row.phone, row.employee_number) == ("0812-0000-1111", "NIP-RAHASIA"), "nor overwritten unseen"


def test_the_moving_count_is_the_pages_own(
    world: World, meeting: Meeting, sign_in: Callable[..., Client]
) -> None:
    with time_machine.travel(START, tick=False):
        client = sign_in(world.people["sekretariat"])
        for name in ("attendance", "wall"):
            url = reverse(f"meetings:{name}", args=[meeting.pk])
            part = client.get(url, headers={"HX-Request": "true"}).content.decode()
            assert "hx-get" in part
            assert "<html" not in part
            whole = client.get(url).content.decode()
            assert " ".join(part.split()) in " ".join(whole.split())


def test_the_wall_shows_a_code_and_reloads_without_javascript(
    world: World, meeting: Meeting, sign_in: Callable[..., Client]
) -> None:
    with time_machine.travel(START, tick=False):
        page = page_of(sign_in(world.people["sekretariat"]), "wall", meeting).content.decode()
        code = meeting.codes.get().code
        assert f"{code[:3]} {code[3:]}" in page
        assert f"/rapat/hadir/{code}/" in page
        assert '<noscript><meta http-equiv="refresh" content="20"></noscript>' in page
    with time_machine.travel(START - timedelta(hours=3), tick=False):
        client = sign_in(world.people["sekretariat"])
        page = page_of(client, "wall", meeting).content.decode()
    assert "Kode kehadiran ada dari 26 Nov 2026, 08.00" in page
    assert "<title>Kode QR" not in page


def test_a_code_to_print_is_made_by_post_only(
    world: World, meeting: Meeting, sign_in: Callable[..., Client]
) -> None:
    with time_machine.travel(START, tick=False):
        client, url = sign_in(world.people["sekretariat"]), reverse("meetings:code-print", args=[meeting.pk])
        client.get(url)
        assert not meeting.codes.exists()
        assert client.post(url).status_code == 302
        page = client.get(url).content.decode()
    code = meeting.codes.get()
    assert code.printed
    assert f"{code.code[:3]} {code.code[3:]}" in page
    assert "Berlaku sampai 26 Nov 2026, 12.00" in page, "with the window, before midnight"


def test_by_hand_over_the_pages(world: World, meeting: Meeting, sign_in: Callable[..., Client]) -> None:
    client, seat = sign_in(world.people["sekretariat"]), of(meeting, "Kepala Dinas Sosial")
    url = reverse("meetings:attendance-record", args=[meeting.pk])
    form = client.get(url, {"undangan": str(seat.pk)}).content.decode()
    assert f'value="{seat.pk}" selected' in form
    kept = client.post(url, {"invitation": str(seat.pk), "represents": "on", "office": "Sekretaris Dinas"})
    assert "Tuliskan nama yang hadir" in kept.content.decode()
    assert "Sekretaris Dinas" in kept.content.decode()
    client.post(url, {"invitation": str(seat.pk), "represents": "on", "name": "Rina Contoh"})
    row = Attendance.objects.get()
    assert (row.represents, row.organisation) == (True, "Dinas Sosial Contoh")
    client.post(reverse("meetings:attendance-remove", args=[row.pk]))
    assert not Attendance.objects.exists()


def test_few_queries_at_any_size(world: World, meeting: Meeting, sign_in: Callable[..., Client]) -> None:
    client = sign_in(world.people["sekretariat"])
    counts = []
    for size in (5, 60):
        Invitation.objects.bulk_create(
            Invitation(
                meeting=meeting, kind=InviteeKind.GUEST, name=f"Tamu {size} {n}", organisation="Lembaga"
            )
            for n in range(size)
        )
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert page_of(client, "attendance", meeting).status_code == 200
        counts.append([q["sql"] for q in queries if not any(word in q["sql"] for word in FRAME)])
    assert len(counts[0]) == len(counts[1]) <= 12, counts[1]


def test_a_cancelled_meeting_keeps_no_roll(world: World, meeting: Meeting) -> None:
    Meeting.objects.update(status=MeetingStatus.CANCELLED, cancel_reason="contoh")
    meeting.refresh_from_db()
    with pytest.raises(Denied, match="dibatalkan"):
        record(world, meeting, name="Tono Contoh")
