"""The notula as paper: all of domain.md §5, a draft until it is final, readable aloud."""

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from gugus.documents.layouts import minutes_pdf
from meetings.documents.minutes import minutes_content
from meetings.enums import Answer, CheckIn, MeetingStatus
from meetings.models import Attendance, Meeting
from tests.documents.reading import findings, words_of
from tests.factories import World
from tests.meetings.builders import invite_agency, make_follow_up, make_meeting, make_minutes

pytestmark = pytest.mark.django_db
START = datetime(2025, 11, 13, 9, tzinfo=ZoneInfo("Asia/Jakarta"))


@pytest.fixture
def meeting(world: World) -> Meeting:
    """Held, with one present, one excused, an old and a new commitment, and minutes with words."""
    before = make_meeting(world, starts_at=START - timedelta(days=30), status=MeetingStatus.HELD)
    make_follow_up(world, before, text="Menyusun SOP rujukan", due=(START + timedelta(days=7)).date())
    meeting = make_meeting(
        world, starts_at=START, status=MeetingStatus.HELD, title="Rakor pembentukan contoh",
        minute_taker=world.people["dinsos"],
    )  # fmt: skip
    came = invite_agency(meeting, world.agencies["Dinas Sosial"])
    Attendance.objects.create(
        meeting=meeting, invitation=came, represents=True, name="Ani Contoh", via=CheckIn.HAND, at=START
    )
    invite_agency(meeting, world.agencies["Polres"], answer=Answer.UNABLE, reason="dinas luar")
    make_follow_up(
        world, meeting, world.agencies["Polres"], text="Mengirim data kerawanan", office="Kabag Ops",
        due=(START + timedelta(days=20)).date(), announced_at=None,
    )  # fmt: skip
    part = make_minutes(meeting).parts.get(item__order=2)
    part.discussion, part.decision, part.obstacles = (
        "Dibahas <panjang> & lebar",
        "Disepakati SK",
        "Dana terbatas",
    )
    part.save()
    return meeting


def test_the_notula_says_what_a_notula_says(meeting: Meeting) -> None:
    pdf = minutes_pdf(minutes_content(meeting), draft=True)
    words = words_of(pdf)
    for said in (
        "NOTULA RAPAT", "Rakor pembentukan contoh", "Kamis, 13 November 2025", "09.00–11.00 WIB",
        "Aula Contoh", "Sekretaris Daerah", "Dinsos Contoh", "Tindak lanjut rapat lalu",
        "Menyusun SOP rujukan", "Hadir atau diwakili 1 dari 2", "diwakili: Ani Contoh",
        "berhalangan: dinas luar",
        "Dibahas <panjang> & lebar", "Disepakati SK", "Dana terbatas", "Penutup", "Mengirim data kerawanan",
        "Polres (Kabag Ops)", "3 Desember 2025", "Notulis,", "Pimpinan rapat,", "DRAF",
    ):  # fmt: skip
        assert said in words, said
    assert findings(pdf) == []


def test_a_final_notula_is_no_draft(meeting: Meeting, settings: Any) -> None:
    pdf = minutes_pdf(minutes_content(meeting), draft=False)
    assert "DRAF" not in words_of(pdf)
    assert findings(pdf) == []
