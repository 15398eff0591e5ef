"""Letters to the invited: a row with its Message-ID first, then sent at least once, always under that ID.

As with digests, what can go wrong is left to the rows: a lost message is asked for again, a dead worker's
lock is freed by the server, and a mail server that is away is tried again with growing pauses for three days.
"""

import logging
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from gugus.core import audit
from gugus.core.jobs import post
from gugus.core.letters import ASK_AGAIN, GIVE_UP, UNSENT, due, message_id, next_try
from gugus.core.services import locked
from gugus.core.workflow import move
from meetings.enums import LETTER_TRANSITIONS, LetterPurpose, LetterStatus, MeetingStatus
from meetings.mails import letter_message
from meetings.models import Invitation, InvitationLetter, Meeting
from meetings.rules.invitations import check_letter_again
from meetings.selectors.invitations import contacts_for_system, living
from meetings.selectors.papers import is_in_work, letter_paper

log = logging.getLogger(__name__)

SEND_TASK, QUEUE_TASK = "meetings.letter_send", "meetings.letters_queue"
# A surat undangan still being rendered goes with the mail, so the mail waits this long and looks again.
PAPER_PAUSE = timedelta(minutes=1)


@transaction.atomic
def letters_write(
    *, meeting: Meeting, purpose: str, by: Any, invitations: Iterable[Invitation] | None = None
) -> int:
    """Write to everybody invited (or to `invitations`), one letter an address; returns how many.

    Each carries a calendar entry whose SEQUENCE is above all this invitee was sent before, so that an update
    replaces and a cancellation removes, whatever order the mails arrive in. The worker sends them after the
    commit; nobody without an address is written to.
    """
    rows = list(living(meeting) if invitations is None else invitations)
    addresses = contacts_for_system(meeting, rows)
    before = _sequences(rows)
    letters = [
        InvitationLetter(
            pk=(key := uuid4()),
            invitation=row,
            meeting=meeting,
            purpose=purpose,
            sequence=max(meeting.sequence, before.get(row.pk, -1) + 1),
            address=address,
            message_id=message_id("undangan", key),
        )
        for row in rows
        for address in addresses[row.pk]
    ]
    InvitationLetter.objects.bulk_create(letters)
    audit.record(by=by, action="meetings.letter_write", obj=meeting, purpose=purpose, count=len(letters))
    transaction.on_commit(lambda: post(QUEUE_TASK, queue="bulk"))
    return len(letters)


def _sequences(rows: list[Invitation]) -> dict[UUID, int]:
    """The highest SEQUENCE each invitee was sent."""
    sent = InvitationLetter.objects.filter(invitation__in=rows).values("invitation")
    return dict(sent.annotate(top=Max("sequence")).values_list("invitation", "top"))


@transaction.atomic
def letters_queue(*, now: datetime | None = None) -> int:
    """Ask the worker for every letter whose time to try has come; returns how many."""
    now = now or timezone.now()
    rows = InvitationLetter.objects.filter(due(now), status=LetterStatus.PENDING)
    keys = list(rows.select_for_update(skip_locked=True, of=("self",)).values_list("pk", flat=True))
    InvitationLetter.objects.filter(pk__in=keys).update(next_try_at=now + ASK_AGAIN)
    for key in keys:
        transaction.on_commit(lambda key=key: post(SEND_TASK, queue="bulk", pk=str(key)))  # type: ignore[misc]
    return len(keys)


@transaction.atomic
def letters_hasten(*, meeting_id: UUID) -> None:
    """The surat undangan they waited for is there: its letters go now and not at their next look."""
    waiting = InvitationLetter.objects.filter(meeting=meeting_id, status=LetterStatus.PENDING, attempts=0)
    waiting.update(next_try_at=timezone.now())
    transaction.on_commit(lambda: post(QUEUE_TASK, queue="bulk"))


@transaction.atomic
def letter_send(*, pk: UUID, now: datetime | None = None) -> LetterStatus | None:
    """Send one letter with what is true as it goes out, or drop it with the reason.

    Its row is locked until the mail server has answered, so two workers never send it at once. Returns the
    state it ended in; None when another worker has it or it is done.
    """
    now = now or timezone.now()
    rows = InvitationLetter.objects.select_for_update(skip_locked=True, of=("self",))
    rows = rows.select_related("invitation__agency", "meeting__task_force__region", "meeting__host")
    letter = rows.filter(pk=pk, status=LetterStatus.PENDING).first()
    if letter is None:
        return None
    if late := out_of_date(letter):
        return _drop(letter, late)
    paper = letter_paper(letter.meeting) if letter.purpose != LetterPurpose.CANCEL else None
    if paper and is_in_work(paper):
        return _pause(letter, now + PAPER_PAUSE)
    return _deliver(letter, letter_message(letter, paper), now)


def out_of_date(letter: InvitationLetter) -> str:
    """Why an invitation or change need no longer go out; a cancellation always does."""
    if letter.purpose == LetterPurpose.CANCEL:
        return ""
    if letter.meeting.status == MeetingStatus.CANCELLED:
        return "rapat dibatalkan"
    if letter.invitation.withdrawn_at is not None:
        return "undangan ditarik"
    return "rapat sudah selesai" if letter.meeting.is_over else ""


def _deliver(letter: InvitationLetter, message: EmailMessage, now: datetime) -> LetterStatus:
    try:
        message.send()
    except UNSENT as error:
        log.warning("letter %s not sent: %s", letter.pk, type(error).__name__)
        return _try_later(letter, now)
    move(letter, LETTER_TRANSITIONS, "send")
    letter.sent_at, letter.error = now, ""
    letter.save(update_fields=["status", "sent_at", "error"])
    return LetterStatus.SENT


def _try_later(letter: InvitationLetter, now: datetime) -> LetterStatus:
    if now - letter.created_at > GIVE_UP:
        return _drop(letter, "server surel menolak selama tiga hari")
    letter.attempts += 1
    letter.error = "server surel belum menerima; dicoba lagi"
    return _pause(letter, next_try(letter.attempts, now))


def _pause(letter: InvitationLetter, until: datetime) -> LetterStatus:
    letter.next_try_at = until
    letter.save(update_fields=["next_try_at", "attempts", "error"])
    return LetterStatus.PENDING


def _drop(letter: InvitationLetter, reason: str) -> LetterStatus:
    move(letter, LETTER_TRANSITIONS, "drop")
    letter.error = reason
    letter.save(update_fields=["status", "error"])
    return LetterStatus.DROPPED


@transaction.atomic
def letter_again(*, letter: InvitationLetter, by: Any) -> InvitationLetter:
    """Try once more what was given up; under the same Message-ID, for it may have arrived. Raises Denied."""
    row = locked(letter)
    check_letter_again(by, row)
    move(row, LETTER_TRANSITIONS, "again")
    row.error, row.created_at, row.next_try_at, row.attempts = "", timezone.now(), timezone.now(), 0
    row.save()
    audit.record(by=by, action="meetings.letter_retry", obj=row.meeting, purpose=row.purpose)
    transaction.on_commit(lambda: post(QUEUE_TASK, queue="bulk"))
    return row
