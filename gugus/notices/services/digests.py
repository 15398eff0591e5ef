"""The letters: a row with its Message-ID first, then sent at least once, under the same Message-ID always.

What can go wrong is left to the rows: a lost message is asked for again, a dead worker's lock is freed by the
server, and a mail server that is away is tried again with growing pauses until the letter is three days old.
"""

import logging
from collections import defaultdict
from collections.abc import Collection
from datetime import datetime
from uuid import UUID, uuid4

from django.core.mail import EmailMessage
from django.db import connection, transaction
from django.db.models import Q
from django.utils import timezone

from gugus.core.jobs import post
from gugus.core.letters import ASK_AGAIN, GIVE_UP, UNSENT, due, message_id, next_try
from gugus.core.workflow import move
from gugus.notices.duties import Demand
from gugus.notices.enums import DIGEST_TRANSITIONS, DigestStatus, DropReason
from gugus.notices.mails import digest_message
from gugus.notices.models import Digest, Notice
from gugus.notices.selectors import clocks, demands, task_forces_of, wants_mail
from gugus.notices.services.news import demand_of
from gugus.notices.services.notices import notices_refresh

log = logging.getLogger(__name__)

SEND_TASK = "notices.digest_send"
LOCK = 710_714


def remind(*, now: datetime | None = None) -> bool:
    """Bring notices and digests up to date and queue what waits; False when another run is at it.

    May be called at any time and as often as one likes: what was done is in the rows.
    """
    now = now or timezone.now()
    with transaction.atomic():
        if not _first():
            return False
        notices_refresh(now=now)
        digests_form(now=now)
        digests_queue(now=now)
    return True


def _first() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [LOCK])
        return bool(cursor.fetchone()[0])


@transaction.atomic
def digests_form(*, now: datetime, people: Collection[UUID] | None = None) -> list[Digest]:
    """One digest for each person with something not yet mailed, once it is morning wherever they serve.

    With `people`, for these only and whatever the hour: somebody asked for it. What is urgent goes in a
    letter of its own, at any hour and as often as something urgent is new.
    """
    waiting = _waiting(people)
    times, places, asked = clocks(), task_forces_of(waiting), wants_mail(waiting)
    formed: list[Digest] = []
    for person, all_of_them in waiting.items():
        where = [times[here] for here in places[person] | {row.task_force_id for row in all_of_them}]
        start = min(clock.midnight(now) for clock in where)
        if urgent := [row for row in all_of_them if row.urgent]:
            formed += _formed(person, urgent, start, now, urgent=True)
        mine = [row for row in all_of_them if not row.urgent and (row.is_escalation or asked[person])]
        if mine and (people or all(clock.is_morning(now) for clock in where)):
            formed += _formed(person, mine, start, now)
    return formed


def _waiting(people: Collection[UUID] | None) -> dict[UUID, list[Notice]]:
    """Notices not yet in a letter, by person."""
    rows = Notice.objects.filter(digest=None, done_at=None, dismissed_at=None, recipient__is_active=True)
    found: dict[UUID, list[Notice]] = defaultdict(list)
    for row in rows if people is None else rows.filter(recipient__in=people):
        found[row.recipient_id].append(row)
    return found


def _formed(
    person: UUID, rows: list[Notice], start: datetime, now: datetime, *, urgent: bool = False
) -> list[Digest]:
    """The person's digest of the day that began at `start`, with these notices.

    Empty when one of theirs still waits, or one that was not urgent went out that day: then the notices wait
    for the next.
    """
    taken = Q(status=DigestStatus.PENDING)
    if not urgent:
        taken |= Q(day__gte=start.date()) | Q(sent_at__gte=start)
    if Digest.objects.filter(taken, recipient=person, urgent=urgent).exists():
        return []
    key = uuid4()
    digest = Digest.objects.create(
        pk=key,
        recipient_id=person,
        day=start.date(),
        urgent=urgent,
        message_id=message_id("ringkasan", key),
        created_at=now,
        next_try_at=now,
    )
    Notice.objects.filter(pk__in=[row.pk for row in rows]).update(digest=digest)
    return [digest]


@transaction.atomic
def digests_queue(*, now: datetime) -> int:
    """Ask the worker, after the commit, for every digest whose time to try has come; returns how many."""
    rows = Digest.objects.filter(due(now), status=DigestStatus.PENDING)
    keys = list(rows.select_for_update(skip_locked=True, of=("self",)).values_list("pk", flat=True))
    Digest.objects.filter(pk__in=keys).update(next_try_at=now + ASK_AGAIN)
    for key in keys:
        transaction.on_commit(lambda key=key: post(SEND_TASK, queue="bulk", pk=str(key)))  # type: ignore[misc]
    return len(keys)


@transaction.atomic
def digest_send(*, pk: UUID, now: datetime | None = None) -> DigestStatus | None:
    """Send one digest with what is still to be done, or drop it with the reason.

    Its row is locked until the mail server has answered, so two workers never send it at once. Returns the
    state it ended in; None when another worker has it or it is done.
    """
    now = now or timezone.now()
    rows = Digest.objects.select_for_update(skip_locked=True, of=("self",)).select_related("recipient")
    digest = rows.filter(pk=pk, status=DigestStatus.PENDING).first()
    if digest is None:
        return None
    if not digest.recipient.is_active:
        return _drop(digest, DropReason.CLOSED)
    letters = _living(digest)
    if not letters:
        return _drop(digest, DropReason.NOTHING)
    return _deliver(digest, digest_message(digest, letters, clocks=clocks(), now=now), now)


def _living(digest: Digest) -> list[tuple[Notice, Demand]]:
    """What its notices still ask of the person; the notices whose matter is done are let go."""
    notices = list(digest.notices.select_related("task_force").order_by("created_at"))
    asked = {
        each.subject: each
        for each in demands({row.task_force_id for row in notices})
        if each.recipient_id == digest.recipient_id
    }
    mail = wants_mail([digest.recipient_id])[digest.recipient_id]
    asked |= {row.subject: demand_of(row) for row in notices if row.is_news}
    always = mail or digest.urgent
    kept = {row.subject: row for row in notices if row.subject in asked and (always or row.is_escalation)}
    digest.notices.exclude(subject__in=kept).update(digest=None)
    return [(row, asked[subject]) for subject, row in kept.items()]


def _deliver(digest: Digest, message: EmailMessage, now: datetime) -> DigestStatus:
    try:
        message.send()
    except UNSENT as error:
        log.warning("digest %s not sent: %s", digest.pk, type(error).__name__)
        return _try_later(digest, now)
    move(digest, DIGEST_TRANSITIONS, "send")
    digest.sent_at = now
    digest.save(update_fields=["status", "sent_at"])
    return DigestStatus.SENT


def _try_later(digest: Digest, now: datetime) -> DigestStatus:
    if now - digest.created_at > GIVE_UP:
        return _drop(digest, DropReason.REFUSED)
    digest.attempts += 1
    digest.next_try_at = next_try(digest.attempts, now)
    digest.save(update_fields=["attempts", "next_try_at"])
    return DigestStatus.PENDING


def _drop(digest: Digest, reason: DropReason) -> DigestStatus:
    """Not sent. Its notices go into a later digest if they are asked for again, unless the mail server
    refused them for days."""
    move(digest, DIGEST_TRANSITIONS, "drop")
    digest.reason = reason
    digest.save(update_fields=["status", "reason"])
    if reason != DropReason.REFUSED:
        digest.notices.update(digest=None)
    return DigestStatus.DROPPED
