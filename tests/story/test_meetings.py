"""The five articles' meetings, each held at its time by the people of its region, and read back.

What the article says stands in the data, on pages and on papers; `tests/story/articles.py` has the facts.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from gugus.demo import reporting, structure
from gugus.demo.acting import as_person, person
from gugus.demo.meetings import telling
from gugus.demo.meetings.data import GATHERINGS
from gugus.demo.meetings.shapes import ZONE
from gugus.demo.regions import REGIONS, DemoRegion
from gugus.documents.content import Verification
from gugus.documents.enums import DocumentKind
from meetings.documents.papers import PAPERS
from meetings.enums import MeetingStatus, MinutesStatus
from meetings.models import FollowUp, Meeting
from meetings.selectors.minutes import press_text
from tests.documents.reading import words_of
from tests.story.articles import ARTICLES, Article
from tests.story.hands import enter, words

QUICK = ("kediri", "bintan")
TODAY = datetime(2026, 11, 20, 9, 0, tzinfo=ZONE)
PROOF = Verification("CONTOH", "https://contoh.example.id/verifikasi/CONTOH/")
pytestmark = pytest.mark.django_db


@dataclass(frozen=True)
class Told:
    region: DemoRegion
    article: Article
    meeting: Meeting

    def enter(self, local: str) -> Client:
        return enter(person(self.region, local))

    def paper(self, kind: str) -> str:
        with as_person(self.region, "sekretariat"):
            maker = PAPERS[kind]
            return words_of(maker.layout(maker.content(self.meeting), draft=False, verification=PROOF))

    def page(self, client: Client, name: str) -> str:
        return read(client, name, self.meeting.pk)


def read(client: Client, name: str, *args: Any) -> str:
    answer = client.get(reverse(f"meetings:{name}", args=args))
    assert answer.status_code == 200, (name, answer.status_code)
    return words(answer.content)


def then(moment: datetime) -> time_machine.travel:
    return time_machine.travel(moment, tick=True)


@pytest.fixture(
    params=[key if key in QUICK else pytest.param(key, marks=pytest.mark.panjang) for key in ARTICLES]
)
def told(request: pytest.FixtureRequest, settings: Any) -> Iterator[Told]:
    settings.SECOND_FACTOR_REQUIRED = False
    region = REGIONS[request.param]
    with then(TODAY):
        reporting.build(region, structure.build(region))
        telling.tell(region, GATHERINGS[request.param].told, then)
        with as_person(region, "sekretariat"):
            meeting = Meeting.objects.select_related("task_force__region", "host").get(
                task_force__region=region.code
            )
        yield Told(region, ARTICLES[request.param], meeting)


def missing(text: str, wanted: tuple[str, ...]) -> list[str]:
    """What of the article is not there; a paper may break lines, hyphenate and capitalise as it likes."""
    return [words for words in wanted if letters(words) not in letters(text)]


def letters(text: str) -> str:
    return "".join(text.replace("-", "").replace("\u00ad", "").split()).casefold()


def test_the_meeting_is_in_the_data_and_on_pages_and_papers(told: Told) -> None:
    in_the_data(told)
    letter = told.paper(DocumentKind.INVITATION)
    assert not missing(letter, told.article.call), letter
    roll = told.paper(DocumentKind.ATTENDANCE)
    assert not missing(roll, told.article.room), roll
    minutes = told.paper(DocumentKind.MINUTES)
    assert not missing(minutes, told.article.said), minutes
    assert not missing(minutes, tuple(text for _, text in told.article.vowed)), minutes
    assert not missing(minutes, (told.article.chair,)), minutes
    on_the_pages(told)
    to_nobody(told, letter, roll, minutes)


def in_the_data(told: Told) -> None:
    """Host, co-host, chair, opener and speakers apart; a numbered letter; a roll; final minutes."""
    meeting, article = told.meeting, told.article
    assert article.title in meeting.title
    assert meeting.host is not None
    roles = (meeting.host.short_name, meeting.co_host, meeting.chair, meeting.opener)
    assert roles == (article.host, article.co_host, article.chair, article.opener)
    assert set(article.speakers) <= set(meeting.agenda.values_list("speaker", flat=True))
    assert meeting.status == MeetingStatus.HELD
    assert meeting.number
    assert meeting.letter_on is not None
    assert meeting.letter_on < meeting.local(meeting.starts_at).date()
    assert meeting.minutes.status == MinutesStatus.FROZEN
    told_of = {each.office for each in GATHERINGS[told.region.key].told.invited if each.came}
    assert meeting.attendances.count() == len(told_of)
    vows = [(row.agency.short_name, row.text) for row in meeting.follow_ups.select_related("agency")]
    for agency, text in article.vowed:
        assert [1 for who, what in vows if who == agency and text in what], (agency, text, vows)
    done = meeting.follow_ups.filter(status="selesai")
    assert all(row.closed_by_id not in (None, row.submitted_by_id) for row in done)


def on_the_pages(told: Told) -> None:
    """Sekretariat and Sekda read all of it; an invited agency's liaison too, and only it of the invited."""
    article = told.article
    for local in ("sekretariat", "sekda", "polres"):
        client = told.enter(local)
        detail = told.page(client, "meeting-detail")
        facts = (article.title, told.meeting.place, article.chair, article.co_host, *article.speakers)
        assert not missing(detail, facts), (local, detail)
        roll = told.page(client, "attendance")
        assert not missing(roll, article.room), (local, roll)
        minutes = told.page(client, "minutes")
        assert not missing(minutes, article.said), (local, minutes)
        shown = read(client, "follow-up-list")
        for row in FollowUp.objects.filter(meeting=told.meeting, status__in=("berjalan", "diajukan")):
            assert not missing(shown, (row.text,)), (local, shown)


def to_nobody(told: Told, *papers: str) -> None:
    """What may not be told stands nowhere: of Jakarta Barat's one case neither place nor number.

    The kecamatan itself is one of eight invited alike.
    """
    minutes = told.meeting.minutes
    public = [item.title for item in told.meeting.agenda.filter(is_public=True)]
    release = "\n".join([minutes.release, press_text(minutes), *public])
    assert not missing(minutes.release, (told.meeting.place, told.article.title))
    for secret in told.article.silent:
        assert secret not in release, secret
        for paper in papers:
            assert secret not in paper.replace(f"Kecamatan {secret}", "").replace(f"Camat {secret}", "")
