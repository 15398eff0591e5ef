"""The weekly letter to leaders: a row with its Message-ID first, then sent at least once under that ID.

The same frame as the daily digest (gugus.notices.services.digests), whose pauses and states it uses; its text
comes from a frozen snapshot, so a letter that goes out twice says the same.
"""

import logging
from datetime import datetime
from uuid import UUID, uuid4

from django.db import transaction
from django.utils import timezone

from gugus.core.jobs import post
from gugus.core.letters import ASK_AGAIN, GIVE_UP, UNSENT, due, message_id, next_try
from gugus.core.workflow import move
from gugus.dashboard.mails import weekly_message
from gugus.dashboard.models import Snapshot, WeeklyLetter
from gugus.dashboard.selectors.due import weekly_readers
from gugus.notices.enums import DIGEST_TRANSITIONS, DigestStatus, DropReason

log = logging.getLogger(__name__)

SEND_TASK = "dashboard.letter_send"


@transaction.atomic
def letters_write(*, snapshot: Snapshot) -> int:
    """A letter to each leader who takes it; returns how many. A second call writes none twice."""
    people = weekly_readers([snapshot.task_force_id])[snapshot.task_force_id]
    keys = {person: uuid4() for person in people}
    rows = [
        WeeklyLetter(pk=key, recipient_id=person, snapshot=snapshot, message_id=message_id("mingguan", key))
        for person, key in keys.items()
    ]
    WeeklyLetter.objects.bulk_create(rows, ignore_conflicts=True)
    return len(rows)


@transaction.atomic
def letters_queue(*, now: datetime | None = None) -> int:
    """Ask the worker, after the commit, for every letter whose time to try has come; returns how many."""
    now = now or timezone.now()
    rows = WeeklyLetter.objects.filter(due(now), status=DigestStatus.PENDING)
    keys = list(rows.select_for_update(skip_locked=True, of=("self",)).values_list("pk", flat=True))
    WeeklyLetter.objects.filter(pk__in=keys).update(next_try_at=now + ASK_AGAIN)
    for key in keys:
        transaction.on_commit(lambda key=key: post(SEND_TASK, queue="bulk", pk=str(key)))  # type: ignore[misc]
    return len(keys)


@transaction.atomic
def letter_send(*, pk: UUID, now: datetime | None = None) -> DigestStatus | None:
    """Send one letter, or drop it where its addressee leads no more or turned it off.

    Its row is locked until the mail server has answered, so two workers never send it at once. Returns the
    state it ended in; None when another worker has it or it is done.
    """
    now = now or timezone.now()
    rows = WeeklyLetter.objects.select_for_update(skip_locked=True, of=("self",))
    rows = rows.select_related("recipient", "snapshot__task_force")
    letter = rows.filter(pk=pk, status=DigestStatus.PENDING).first()
    if letter is None:
        return None
    here = letter.snapshot.task_force_id
    if not letter.recipient.is_active:
        return _drop(letter, DropReason.CLOSED)
    if letter.recipient_id not in weekly_readers([here])[here]:
        return _drop(letter, DropReason.NOTHING)
    try:
        weekly_message(letter).send()
    except UNSENT as error:
        log.warning("weekly letter %s not sent: %s", letter.pk, type(error).__name__)
        return _try_later(letter, now)
    move(letter, DIGEST_TRANSITIONS, "send")
    letter.sent_at = now
    letter.save(update_fields=["status", "sent_at"])
    return DigestStatus.SENT


def _try_later(letter: WeeklyLetter, now: datetime) -> DigestStatus:
    if now - letter.created_at > GIVE_UP:
        return _drop(letter, DropReason.REFUSED)
    letter.attempts += 1
    letter.next_try_at = next_try(letter.attempts, now)
    letter.save(update_fields=["attempts", "next_try_at"])
    return DigestStatus.PENDING


def _drop(letter: WeeklyLetter, reason: DropReason) -> DigestStatus:
    move(letter, DIGEST_TRANSITIONS, "drop")
    letter.reason = reason
    letter.save(update_fields=["status", "reason"])
    return DigestStatus.DROPPED
