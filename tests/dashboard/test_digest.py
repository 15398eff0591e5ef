"""The weekly letter: on its day, to leaders who want it, from one frozen board, the same if sent twice."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse
from django.utils import timezone, translation

from gugus.core.letters import GIVE_UP
from gugus.dashboard import wording
from gugus.dashboard.enums import Audience, Occasion
from gugus.dashboard.models import Snapshot, WeeklyLetter
from gugus.dashboard.selectors.snapshots import snapshot_board
from gugus.dashboard.services.due import due_take
from gugus.dashboard.services.letters import letter_send, letters_queue, letters_write
from gugus.notices.enums import DigestStatus, DropReason
from gugus.notices.services import mail_choice_set
from tests.factories import World, make_world
from tests.mailbox import Mailbox
from tests.meetings.builders import acting
from tests.rad.builders import make_rad

pytestmark = pytest.mark.django_db
MONDAY = datetime(2026, 11, 23, 7, tzinfo=ZoneInfo("Asia/Jakarta"))


@pytest.fixture
def mailbox(settings: Any) -> Iterator[Mailbox]:
    with Mailbox() as mailbox:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = mailbox.server_address
        yield mailbox


@pytest.fixture
def letter(world: World) -> WeeklyLetter:
    make_rad(world)
    assert due_take(now=MONDAY) == 1
    return WeeklyLetter.objects.get()


def test_it_goes_out_once_on_its_day_and_hour(world: World) -> None:
    minute = timedelta(minutes=1)
    assert due_take(now=MONDAY - minute) == 0
    assert [due_take(now=MONDAY), due_take(now=MONDAY + minute)] == [1, 0]
    assert Snapshot.objects.get().occasion == Occasion.WEEK
    assert WeeklyLetter.objects.get().recipient == world.people["sekda"]


def test_it_is_caught_up_after_an_outage_but_not_in_the_middle_of_a_week(world: World) -> None:
    assert due_take(now=MONDAY + timedelta(days=2)) == 0
    assert due_take(now=MONDAY + timedelta(days=1, hours=23)) == 1


def test_each_region_has_its_own_monday(world: World) -> None:
    make_world("94.71", "Kota Jayapura", "Asia/Jayapura")
    assert due_take(now=MONDAY - timedelta(hours=2)) == 1
    assert due_take(now=MONDAY) == 1


def test_it_says_what_the_board_says(letter: WeeklyLetter, mailbox: Mailbox) -> None:
    assert letter_send(pk=letter.pk) == DigestStatus.SENT
    [sent] = mailbox.received
    assert (sent.to, sent.message_id) == (letter.recipient.email, letter.message_id)
    words = " ".join(sent.text.split())
    board = snapshot_board(letter.snapshot, Audience.LEADERS)
    with translation.override("id"):
        for figure in board.figures.values():
            for text in (wording.label_text(figure, board), wording.value_text(figure)):
                assert " ".join(text.split()) in words, text
    assert "Yang perlu ditanyakan" in words
    assert letter.snapshot.code in words
    assert letter.snapshot.get_absolute_url() in words
    assert reverse("notices:mail-choice") in words


def test_sent_twice_it_is_the_same_letter(letter: WeeklyLetter, mailbox: Mailbox) -> None:
    """A worker died after the mail server took it: the row still waits, the letter goes again."""
    assert letter_send(pk=letter.pk) == DigestStatus.SENT
    assert letter_send(pk=letter.pk) is None
    WeeklyLetter.objects.update(status=DigestStatus.PENDING, sent_at=None)
    assert letter_send(pk=letter.pk, now=timezone.now() + timedelta(hours=1)) == DigestStatus.SENT
    first, second = mailbox.received
    assert first.message_id == second.message_id
    assert first.text == second.text
    assert len(mailbox.unique) == 1


def test_a_mail_server_that_is_away_is_asked_again_for_three_days(
    letter: WeeklyLetter, mailbox: Mailbox
) -> None:
    mailbox.away, now = True, timezone.now()
    assert letter_send(pk=letter.pk, now=now) == DigestStatus.PENDING
    letter.refresh_from_db()
    assert letter.next_try_at > now
    assert letter_send(pk=letter.pk, now=now + GIVE_UP + timedelta(minutes=1)) == DigestStatus.DROPPED
    letter.refresh_from_db()
    assert letter.reason == DropReason.REFUSED


def test_what_was_asked_for_is_asked_again_only_after_a_pause(letter: WeeklyLetter) -> None:
    now = timezone.now()
    assert letters_queue(now=now) == 1
    assert letters_queue(now=now + timedelta(minutes=4)) == 0
    assert letters_queue(now=now + timedelta(minutes=6)) == 1
    assert letters_write(snapshot=letter.snapshot) == 1
    assert WeeklyLetter.objects.count() == 1, "written twice, there is one"


def test_who_turned_it_off_gets_none(world: World, mailbox: Mailbox) -> None:
    with acting(world, "sekda") as now:
        mail_choice_set(digest=True, weekly=False, by=now.user)
    assert due_take(now=MONDAY) == 0
    assert not Snapshot.objects.exists()


def test_who_turned_it_off_or_left_meanwhile_gets_none(letter: WeeklyLetter, mailbox: Mailbox) -> None:
    mail_choice_set(digest=True, weekly=False, by=letter.recipient)
    assert letter_send(pk=letter.pk) == DigestStatus.DROPPED
    WeeklyLetter.objects.update(status=DigestStatus.PENDING, reason="")
    letter.recipient.is_active = False
    letter.recipient.save()
    assert letter_send(pk=letter.pk) == DigestStatus.DROPPED
    letter.refresh_from_db()
    assert letter.reason == DropReason.CLOSED
    assert not mailbox.received


def test_leaders_choose_on_the_page_of_mails(world: World, sign_in: Any, settings: Any) -> None:
    settings.SECOND_FACTOR_REQUIRED = False
    url = reverse("notices:mail-choice")
    client = sign_in(world.people["sekda"])
    assert "Ringkasan mingguan" in client.get(url).content.decode()
    assert client.post(url, {"digest": "True", "weekly": "False"}).status_code == 302
    assert due_take(now=MONDAY) == 0
    other = sign_in(world.people["dinsos"])
    assert "Ringkasan mingguan" not in other.get(url).content.decode()
    assert other.post(url, {"digest": "True"}).status_code == 302
