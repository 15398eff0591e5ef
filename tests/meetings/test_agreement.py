"""The round of agreement: who is asked, who may answer until when, and who may make minutes final."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from gugus.core.permissions import Denied
from meetings.enums import MinutesStatus, Verdict
from meetings.models import Minutes, PartRevision
from meetings.selectors.duties import duties_for
from meetings.selectors.minutes import asked, waiting_for
from meetings.services.minutes import (
    minutes_answer,
    minutes_circulate,
    minutes_freeze,
    minutes_reopen,
    minutes_start,
    objection_settle,
    part_save,
)
from tests.factories import World
from tests.meetings.builders import acting, invite_agency, make_meeting

pytestmark = pytest.mark.django_db


@pytest.fixture
def minutes(world: World) -> Minutes:
    """Of a meeting an hour ago with Dinas Sosial and Polres, written by one of the secretariat."""
    meeting = make_meeting(world, starts_at=timezone.now() - timedelta(hours=1))
    for name in ("Dinas Sosial", "Polres"):
        invite_agency(meeting, world.agencies[name])
    with acting(world, "sekretariat") as now:
        minutes = minutes_start(meeting=meeting, by=now.user)
        part = minutes.parts.first()
        part_save(part=part, by=now.user, base_version=0, discussion="Dibahas", page="a")
        part_save(part=part, by=now.user, base_version=1, discussion="Dibahas lagi", page="a")
    return minutes


def do(world: World, who: str, service: Any, **given: Any) -> Any:
    with acting(world, who) as now:
        return service(by=now.user, **given)


def refused(world: World, who: str, service: Any, **given: Any) -> str:
    with pytest.raises(Denied) as denied, transaction.atomic():
        do(world, who, service, **given)
    return str(denied.value.reason)


def waits(world: World) -> set[str]:
    found = set()
    for who in world.people:
        with acting(world, who) as now:
            if waiting_for(now.user).exists():
                found.add(who)
    return found


def overdue() -> None:
    Minutes.objects.update(agree_until=timezone.now() - timedelta(minutes=1))


def test_circulating_asks_the_invited_until_the_end_of_the_last_day(world: World, minutes: Minutes) -> None:
    assert waits(world) == set()
    sent = do(world, "sekretariat", minutes_circulate, minutes=minutes)
    assert (sent.status, sent.round) == (MinutesStatus.AGREEMENT, 1)
    until = sent.meeting.local(sent.agree_until)
    assert until.date() == timezone.localdate(timezone=sent.meeting.zone) + timedelta(days=3)
    assert waits(world) == {"dinsos", "dinsos_kasus", "polres", "polres_ppa"}
    with acting(world, "polres") as now:
        assert [duty.url for duty in duties_for(now.user)] == [minutes.get_absolute_url()]
    do(world, "dinsos", minutes_answer, minutes=minutes, verdict=Verdict.AGREE)
    assert waits(world) == {"polres", "polres_ppa"}
    overdue()
    assert waits(world) == set()


def test_circulating_keeps_of_a_run_of_saves_the_last(world: World, minutes: Minutes) -> None:
    do(world, "sekretariat", minutes_circulate, minutes=minutes)
    assert [row.discussion for row in PartRevision.objects.all()] == ["Dibahas lagi"]


def test_minutes_with_two_texts_or_none_are_not_sent_round(world: World, minutes: Minutes) -> None:
    part = minutes.parts.first()
    do(world, "sekretariat2", part_save, part=part, base_version=1, discussion="Diubah")
    assert "dua tulisan" in refused(world, "sekretariat", minutes_circulate, minutes=minutes)
    minutes.parts.update(discussion=" ")
    assert "Isi dahulu" in refused(world, "sekretariat", minutes_circulate, minutes=minutes)


def test_while_sent_round_nobody_writes_until_it_is_taken_back(world: World, minutes: Minutes) -> None:
    do(world, "sekretariat", minutes_circulate, minutes=minutes)
    given = {"part": minutes.parts.first(), "base_version": 2, "discussion": "Diubah"}
    refused(world, "sekretariat", part_save, **given)
    do(world, "dinsos", minutes_answer, minutes=minutes, verdict=Verdict.AGREE)
    do(world, "sekretariat", minutes_reopen, minutes=minutes)
    do(world, "sekretariat", part_save, **given)
    again = do(world, "sekretariat", minutes_circulate, minutes=minutes)
    assert again.round == 2
    assert [each.answer for each in asked(again)] == [None, None]


def test_only_invited_agencies_answer_and_only_until_the_deadline(world: World, minutes: Minutes) -> None:
    do(world, "sekretariat", minutes_circulate, minutes=minutes)
    for who in ("dinkes", "sekda", "sekretariat", "pengawas"):
        refused(world, who, minutes_answer, minutes=minutes, verdict=Verdict.AGREE)
    with pytest.raises(ValidationError), transaction.atomic():
        do(world, "dinsos", minutes_answer, minutes=minutes, verdict=Verdict.OBJECT)
    do(world, "dinsos", minutes_answer, minutes=minutes, verdict=Verdict.OBJECT, text="Butir 2")
    do(world, "dinsos_kasus", minutes_answer, minutes=minutes, verdict=Verdict.AGREE)
    assert [answer.verdict for answer in minutes.answers.all()] == [Verdict.AGREE]
    overdue()
    refused(world, "dinsos", minutes_answer, minutes=minutes, verdict=Verdict.OBJECT, text="Terlambat")


def test_final_waits_for_the_deadline_or_for_all_answers(world: World, minutes: Minutes) -> None:
    do(world, "sekretariat", minutes_circulate, minutes=minutes)
    do(world, "dinsos", minutes_answer, minutes=minutes, verdict=Verdict.AGREE)
    assert "Tunggu" in refused(world, "sekretariat2", minutes_freeze, minutes=minutes)
    do(world, "polres", minutes_answer, minutes=minutes, verdict=Verdict.AGREE)
    refused(world, "dinsos", minutes_freeze, minutes=minutes)
    final = do(world, "sekretariat", minutes_freeze, minutes=minutes)
    assert (final.status, final.frozen_by) == (MinutesStatus.FROZEN, world.people["sekretariat"])


def test_an_objection_is_settled_before_the_end(world: World, minutes: Minutes) -> None:
    do(world, "sekretariat", minutes_circulate, minutes=minutes)
    objection = do(
        world, "dinsos", minutes_answer, minutes=minutes, verdict=Verdict.OBJECT, text="Butir 2 keliru"
    )
    overdue()
    assert "belum ditanggapi" in refused(world, "sekretariat2", minutes_freeze, minutes=minutes)
    refused(world, "dinsos", objection_settle, answer=objection, note="Sudah")
    do(world, "sekretariat", objection_settle, answer=objection, note="Diperbaiki")
    do(world, "sekretariat2", minutes_freeze, minutes=minutes)


def test_who_wrote_is_not_alone_in_agreeing(world: World, minutes: Minutes) -> None:
    do(world, "sekretariat", minutes_circulate, minutes=minutes)
    overdue()
    assert "ikut menulis" in refused(world, "sekretariat", minutes_freeze, minutes=minutes)
    do(world, "sekretariat2", minutes_freeze, minutes=minutes)
