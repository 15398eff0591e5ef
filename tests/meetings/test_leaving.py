"""What leaves the portal about a meeting says only what it is for: calendars, letters, agenda, press.

Every field somebody types about a meeting holds a word of its own; each way out is searched for all of them,
in every disguise. `ALLOWED` names the few that may go, and each of these is shown to be there.
"""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from gugus.accounts.models import User
from meetings.enums import AttachmentKind, LetterPurpose, MeetingStatus, Verdict
from meetings.mails import letter_message
from meetings.models import AgendaItem, Meeting, MinutesAnswer, Outreach
from meetings.selectors.minutes import press_text
from meetings.services.attachments import attachment_add
from meetings.services.attendance import attendance_record
from meetings.services.feeds import feed_make
from meetings.services.requests import request_ask
from tests.access.canaries import Sweep
from tests.cases.scene import word
from tests.factories import World
from tests.files import one_page
from tests.meetings.builders import (
    acting,
    invite_agency,
    invite_guest,
    make_follow_up,
    make_letter,
    make_meeting,
    make_minutes,
)

pytestmark = pytest.mark.django_db
FIELDS = (
    "title", "purpose", "place", "copies", "note", "closed_point", "public_point", "discussion", "decision",
    "public_decision", "obstacles", "objection", "follow_up", "untold", "request", "reason", "guest",
    "other_guest", "scan", "came", "phone", "error", "audience", "draft",
)  # fmt: skip
WORDS = {f"{name}@": word(f"rapat.{name}") for name in FIELDS}
OF_MEETING = {"title", "place"}
ALLOWED = {
    "kalender sekretariat": OF_MEETING | {"draft"},
    "kalender sekda": OF_MEETING,
    "kalender dinsos": OF_MEETING,
    "kalender surat": OF_MEETING | {"guest"},
    "surat": OF_MEETING | {"guest"},
    "acara umum": OF_MEETING | {"public_point"},
    "pers": OF_MEETING | {"public_point", "public_decision"},
}


def told(name: str) -> str:
    return WORDS[f"{name}@"]


@pytest.fixture
def meeting(world: World) -> Meeting:
    """A rakor with a word in every field, its minutes, promises and attendance; and a draft."""
    meeting = make_meeting(
        world, topics=2, title=f"Rakor {told('title')}", purpose=told("purpose"), place=told("place"),
        copies=told("copies"),
    )  # fmt: skip
    closed, public = AgendaItem.objects.filter(meeting=meeting, order__gt=1).order_by("order")
    AgendaItem.objects.filter(pk=closed.pk).update(title=told("closed_point"), note=told("note"))
    AgendaItem.objects.filter(pk=public.pk).update(title=told("public_point"), is_public=True)
    invite_agency(meeting, world.agencies["Dinas Sosial"], answer="berhalangan", reason=told("reason"))
    invite_guest(meeting, name=told("other_guest"), email="lain@contoh.example.id")
    _minutes(world, meeting, closed, public)
    _papers(world, meeting)
    Outreach.objects.create(meeting=meeting, audience=told("audience"))
    make_meeting(world, status=MeetingStatus.DRAFT, title=told("draft"))
    return meeting


def _minutes(world: World, meeting: Meeting, closed: AgendaItem, public: AgendaItem) -> None:
    minutes = make_minutes(meeting, round=1)
    minutes.parts.filter(item=closed).update(
        discussion=told("discussion"), decision=told("decision"), obstacles=told("obstacles")
    )
    minutes.parts.filter(item=public).update(decision=told("public_decision"), decision_public=True)
    MinutesAnswer.objects.create(
        minutes=minutes, round=1, agency=world.agencies["Dinas Sosial"], by=world.people["dinsos"],
        verdict=Verdict.OBJECT, text=told("objection"),
    )  # fmt: skip
    promise = make_follow_up(world, meeting, text=told("follow_up"))
    with acting(world, "dinsos") as now:
        request_ask(follow_up=promise, by=now.user, kind="hentikan", reason=told("request"))
    make_follow_up(world, meeting, text=told("untold"), announced_at=None)


def _papers(world: World, meeting: Meeting) -> None:
    now = timezone.now() - timedelta(minutes=10)
    begun = make_meeting(world, title="Rapat lain", starts_at=now)
    with acting(world, "sekretariat") as who:
        attachment_add(
            meeting=meeting,
            by=who.user,
            upload=SimpleUploadedFile("a.pdf", one_page(told("scan")), "application/pdf"),
            title=told("scan"),
            kind=AttachmentKind.ATTENDANCE_SCAN,
        )
        attendance_record(meeting=begun, name=told("came"), phone=told("phone"), by=who.user)


def ways(world: World, meeting: Meeting) -> dict[str, bytes]:
    """Each way out with the bytes that take it."""
    guest = invite_guest(meeting, name=told("guest"))
    letter = make_letter(guest, purpose=LetterPurpose.INVITE, error=told("error"))
    message = letter_message(letter, None)
    invited = str(message.alternatives[0][0])
    found = {
        "surat": f"{message.subject}\n{message.body}\n{message.extra_headers}".encode(),
        "kalender surat": unfolded(invited.encode()),
        "acara umum": _public_agenda(world, meeting),
        "pers": press_text(meeting.minutes).encode(),
    }
    return found | {f"kalender {who}": _feed(world, who) for who in ("sekretariat", "sekda", "dinsos")}


def _feed(world: World, who: str) -> bytes:
    with acting(world, who) as now:
        key = feed_make(by=now.user)
    answer = Client().get(reverse("meetings:feed-file", args=[key]))
    assert answer.status_code == 200
    return unfolded(answer.content)


def unfolded(calendar: bytes) -> bytes:
    """Without the breaks RFC 5545 puts into long lines."""
    return calendar.replace(b"\r\n", b"\n").replace(b"\n ", b"")


def _public_agenda(world: World, meeting: Meeting) -> bytes:
    client = Client()
    person = User.objects.get(pk=world.people["dinsos"].pk)
    client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
    answer = client.get(reverse("meetings:agenda-public", args=[meeting.pk]))
    assert answer.status_code == 200
    return answer.content


def test_every_way_out_says_what_it_is_for_and_no_more(world: World, meeting: Meeting) -> None:
    for way, data in ways(world, meeting).items():
        said = {hit.place for hit in Sweep(WORDS).look(way, "", way, data)}
        assert said == ALLOWED[way], way
