"""Final minutes stay as they are, whoever asks the database and however."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from meetings.enums import MinutesStatus, Verdict
from meetings.models import Minutes, MinutesAnswer, PartRevision
from tests.factories import World
from tests.meetings.builders import make_meeting, make_minutes

pytestmark = pytest.mark.django_db
ACTS = [
    "UPDATE meetings_minutespart SET discussion = 'lain'",
    "UPDATE meetings_minutespart SET minutes_id = '{other}'",
    "DELETE FROM meetings_minutespart",
    "UPDATE meetings_partrevision SET discussion = 'lain'",
    "DELETE FROM meetings_partrevision",
    "UPDATE meetings_minutesanswer SET verdict = 'setuju'",
    "DELETE FROM meetings_minutesanswer",
    "UPDATE meetings_minutes SET status = 'persetujuan', frozen_at = NULL, frozen_by_id = NULL "
    "WHERE status = 'final'",
    "UPDATE meetings_minutes SET round = 9 WHERE status = 'final'",
    "DELETE FROM meetings_minutes WHERE status = 'final'",
]


@pytest.fixture
def final(world: World) -> Minutes:
    meeting, writer = make_meeting(world), world.people["sekretariat"]
    minutes = make_minutes(meeting)
    part = minutes.parts.first()
    PartRevision.objects.create(part=part, version=1, discussion="Dibahas", by=writer)
    MinutesAnswer.objects.create(
        minutes=minutes,
        round=1,
        agency=world.agencies["Polres"],
        by=writer,
        verdict=Verdict.OBJECT,
        text="Usul",
    )
    Minutes.objects.update(
        status=MinutesStatus.FROZEN, round=1, agree_until=timezone.now() - timedelta(days=1),
        frozen_at=timezone.now(), frozen_by=writer,
    )  # fmt: skip
    return minutes


@pytest.mark.parametrize("act", ACTS)
def test_the_web_role_itself_cannot_change_what_is_final(world: World, final: Minutes, act: str) -> None:
    other = make_minutes(make_meeting(world))
    other.parts.all().delete()
    with pytest.raises(IntegrityError, match="final"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(act.format(other=other.pk))


def test_nothing_is_added_to_what_is_final(final: Minutes) -> None:
    part = final.parts.first()
    with pytest.raises(IntegrityError, match="final"), transaction.atomic():
        PartRevision.objects.create(part=part, version=2, by_id=final.meeting.made_by_id)


def test_the_press_text_may_still_be_written(final: Minutes) -> None:
    assert Minutes.objects.filter(pk=final.pk).update(release="Siaran") == 1
