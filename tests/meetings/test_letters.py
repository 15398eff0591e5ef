"""The letters: what they say and carry, and what becomes of one that cannot be sent."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from icalendar import Calendar

from gugus.core.letters import GIVE_UP
from gugus.core.permissions import Denied
from meetings.enums import LetterPurpose, LetterStatus, MeetingStatus
from meetings.links import answer_url
from meetings.models import InvitationLetter, Meeting, MeetingJob
from meetings.services.letters import letter_again, letter_send, letters_queue
from tests.factories import World
from tests.mailbox import Mailbox
from tests.meetings.builders import acting, invite_guest, make_letter, make_meeting, make_paper

pytestmark = pytest.mark.django_db


@pytest.fixture
def mailbox(settings: Any) -> Iterator[Mailbox]:
    with Mailbox() as mailbox:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = mailbox.server_address
        yield mailbox


@pytest.fixture
def letter(world: World) -> InvitationLetter:
    return make_letter(
        invite_guest(make_meeting(world, number="400.2/7/GT-TPPO/2026", title="Rapat, contoh"))
    )


def parts(mailbox: Mailbox) -> dict[str, Any]:
    [sent] = mailbox.received
    return {part.get_content_type(): part for part in sent.message.walk()}


def test_it_says_what_when_where_and_how_to_answer(letter: InvitationLetter, mailbox: Mailbox) -> None:
    assert letter_send(pk=letter.pk) == LetterStatus.SENT
    found = parts(mailbox)
    text = found["text/plain"].get_content()
    for words in (
        "Rapat, contoh",
        "Aula Contoh",
        "WIB",
        "400.2/7/GT-TPPO/2026",
        answer_url(letter.invitation),
    ):
        assert words in text, words
    [sent] = mailbox.received
    assert (sent.to, sent.message_id) == (letter.address, letter.message_id)
    assert sent.message["Subject"] == "Undangan: Rapat, contoh"
    entry = found["text/calendar"]
    assert entry.get_param("method") == Calendar.from_ical(entry.get_content())["METHOD"] == "REQUEST"
    assert "application/pdf" not in found, "no surat undangan was made"


def test_nothing_of_the_agenda_leaves_by_mail(letter: InvitationLetter, mailbox: Mailbox) -> None:
    letter_send(pk=letter.pk)
    assert b"Bahasan contoh" not in mailbox.received[0].message.as_bytes()


def test_the_surat_undangan_goes_with_it(letter: InvitationLetter, mailbox: Mailbox) -> None:
    paper = make_paper(letter.meeting, number="400.2/7/GT-TPPO/2026")
    letter_send(pk=letter.pk)
    attached = parts(mailbox)["application/pdf"]
    assert attached.get_content() == paper.file.read()
    assert attached.get_filename() == "surat-undangan-400-2-7-gt-tppo-2026.pdf"


def test_it_waits_for_a_surat_undangan_in_the_making(letter: InvitationLetter, mailbox: Mailbox) -> None:
    paper = make_paper(letter.meeting)
    type(paper).objects.filter(pk=paper.pk).update(file="", sha256="")
    job = MeetingJob.objects.create(
        task="meetings.paper_render",
        requested_by=paper.made_by,
        meeting=letter.meeting,
        document=paper,
        task_force_id=letter.meeting.task_force_id,
    )
    assert letter_send(pk=letter.pk) == LetterStatus.PENDING
    assert not mailbox.received
    letter.refresh_from_db()
    assert letter.next_try_at > timezone.now()
    assert letter.attempts == 0
    MeetingJob.objects.filter(pk=job.pk).update(status="failed", finished_at=timezone.now())
    assert letter_send(pk=letter.pk) == LetterStatus.SENT, "a paper that cannot be made holds nothing up"


def test_a_mail_server_that_is_away_is_asked_again_with_growing_pauses(
    letter: InvitationLetter, mailbox: Mailbox
) -> None:
    mailbox.away = True
    pauses, now = [], timezone.now()
    for _n in range(8):
        assert letter_send(pk=letter.pk, now=now) == LetterStatus.PENDING
        letter.refresh_from_db()
        pauses.append(letter.next_try_at - now)
    assert pauses == sorted(pauses)
    assert pauses[0] < pauses[-1] <= timedelta(hours=1)
    assert letter.attempts == 8, "it does not give up after five starts"
    mailbox.away = False
    assert letter_send(pk=letter.pk) == LetterStatus.SENT
    assert [each.message_id for each in mailbox.received] == [letter.message_id]


def test_after_three_days_somebody_is_shown_and_may_try_again(
    world: World, letter: InvitationLetter, mailbox: Mailbox
) -> None:
    mailbox.away = True
    Meeting.objects.update(
        starts_at=timezone.now() + timedelta(days=9), ends_at=timezone.now() + timedelta(days=10)
    )
    late = timezone.now() + GIVE_UP + timedelta(minutes=1)
    assert letter_send(pk=letter.pk, now=late) == LetterStatus.DROPPED
    letter.refresh_from_db()
    assert "tiga hari" in letter.error
    with acting(world, "dinsos") as now, pytest.raises(Denied):
        letter_again(letter=letter, by=now.user)
    mailbox.away = False
    with acting(world, "sekretariat") as now:
        letter_again(letter=letter, by=now.user)
        with pytest.raises(Denied, match="tidak terkirim"):
            letter_again(letter=letter, by=now.user)
    assert letter_send(pk=letter.pk) == LetterStatus.SENT
    assert mailbox.received[0].message_id == letter.message_id


@pytest.mark.parametrize("purpose", LetterPurpose.values)
def test_what_is_out_of_date_is_not_sent(letter: InvitationLetter, mailbox: Mailbox, purpose: str) -> None:
    InvitationLetter.objects.update(purpose=purpose)
    Meeting.objects.update(status=MeetingStatus.CANCELLED, cancel_reason="Contoh")
    sent = letter_send(pk=letter.pk) == LetterStatus.SENT
    assert sent == (purpose == LetterPurpose.CANCEL) == bool(mailbox.received)


def test_a_sent_letter_is_not_sent_twice(letter: InvitationLetter, mailbox: Mailbox) -> None:
    assert letter_send(pk=letter.pk) == LetterStatus.SENT
    assert letter_send(pk=letter.pk) is None
    assert len(mailbox.received) == 1


def test_what_was_asked_for_is_asked_again_only_after_a_pause(letter: InvitationLetter) -> None:
    now = timezone.now()
    assert letters_queue(now=now) == 1
    assert letters_queue(now=now + timedelta(minutes=4)) == 0
    assert letters_queue(now=now + timedelta(minutes=6)) == 1
