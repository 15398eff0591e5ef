"""200 invitations, a mail server that fails twice, a worker killed in between: every one arrives, once.

Real worker, Valkey, PostgreSQL and SMTP. The server has taken a letter and holds its answer back when the
worker gets SIGKILL: the worst moment, after which nobody can know but by the Message-ID.
"""

from collections.abc import Callable, Iterator

import pytest
from django.utils import timezone

from gugus.celery import app
from meetings.enums import InviteeKind, LetterStatus, MeetingStatus
from meetings.models import Invitation, InvitationLetter, Meeting, MeetingDocument
from meetings.services.invitations import meeting_invite
from meetings.services.letters import QUEUE_TASK
from tests.factories import World
from tests.mailbox import Mailbox
from tests.meetings.builders import acting, make_meeting
from tests.workers import Worker, owner

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def mailbox() -> Iterator[Mailbox]:
    with Mailbox() as mailbox:
        yield mailbox


def invite_many(world: World, many: int) -> Meeting:
    meeting = make_meeting(world, status=MeetingStatus.DRAFT)
    Invitation.objects.bulk_create(
        Invitation(
            meeting=meeting,
            kind=InviteeKind.GUEST,
            name=f"Tamu Contoh {n}",
            email=f"tamu{n}@contoh.example.id",
        )
        for n in range(many)
    )
    return meeting


def waiting() -> int:
    return InvitationLetter.objects.filter(status=LetterStatus.PENDING).count()


def beat() -> None:
    """What beat asks for every minute, when the pauses have passed."""
    InvitationLetter.objects.filter(status=LetterStatus.PENDING).update(next_try_at=timezone.now())
    app.send_task(QUEUE_TASK, queue="bulk")


def tried(times: int) -> int:
    return InvitationLetter.objects.filter(status=LetterStatus.PENDING, attempts__gte=times).count()


def steadily(worker: Worker, count: Callable[[], int], goal: int, what: str) -> None:
    """Wait as long as it goes on: how fast a machine mails is its own affair."""
    for stage in range(0, goal, 10):
        worker.wait_for(lambda: count() > stage, f"{what}, {stage} of {goal}")  # noqa: B023
    worker.wait_for(lambda: count() >= goal, what)


def committed(message_id: str) -> str:
    """A letter's state as another connection sees it, while its sender holds the row."""
    with owner() as other:
        row = other.execute(
            "SELECT status FROM meetings_invitationletter WHERE message_id = %s", [message_id]
        ).fetchone()
    return str(row[0]) if row else ""


@pytest.mark.parametrize("many", [30, pytest.param(200, marks=pytest.mark.panjang)])
def test_every_invitation_arrives_once(world: World, mailbox: Mailbox, many: int) -> None:
    meeting = invite_many(world, many)
    mailbox.hold_at = many // 5
    worker = Worker(EMAIL_URL=mailbox.url)
    try:
        with acting(world, "sekretariat") as now:
            meeting_invite(meeting=meeting, by=now.user)
        steadily(worker, lambda: len(mailbox.received), many // 5, "the letter whose answer is held")
        held = mailbox.received[-1]
        assert committed(held.message_id) == "menunggu", "the Message-ID stands before anything is sent"
        worker.kill()
        mailbox.away = True
        mailbox.go_on.set()
        left = waiting()
        worker = Worker(EMAIL_URL=mailbox.url)
        beat()
        steadily(worker, lambda: tried(1), left, "the first failure of each")
        mailbox.away = False
        beat()
        steadily(worker, lambda: len(mailbox.received), many // 2, "half of them")
        mailbox.away = True
        worker.wait_for(lambda: tried(2), "the second failure")
        mailbox.away = False
        beat()
        steadily(worker, lambda: many - waiting(), many, "the rest")
    finally:
        worker.stop()
    check(mailbox, held.message_id, many)


def check(mailbox: Mailbox, held: str, many: int) -> None:
    letters = mailbox.unique
    assert sorted(letter.to for letter in letters.values()) == sorted(
        f"tamu{n}@contoh.example.id" for n in range(many)
    )
    assert set(letters) == set(InvitationLetter.objects.values_list("message_id", flat=True))
    assert set(InvitationLetter.objects.values_list("status", flat=True)) == {LetterStatus.SENT}
    repeats = [letter.message_id for letter in mailbox.received]
    assert repeats.count(held) == 2, "sent again, known again"
    assert len(repeats) == many + 1
    assert MeetingDocument.objects.get().file, "the surat undangan was made beside them"
    kinds = {part.get_content_type() for part in letters[held].message.walk()}
    assert {"text/plain", "text/calendar", "application/pdf"} <= kinds
