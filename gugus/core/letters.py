"""What all letters share that are rows before they are sent: identity, when to try, when to give up.

A letter is committed with its Message-ID before anything is sent and is sent at least once, always under that
ID (ADR 0012). A mail server may be away for days and a clock may be set right, so times are only a hint of
when to look again.
"""

import smtplib
from datetime import datetime, timedelta
from email.utils import parseaddr
from uuid import UUID

from celery.exceptions import SoftTimeLimitExceeded
from django.conf import settings
from django.db.models import Q

SEND_SECONDS = 60
"""The longest a mail server may take for one letter, whatever it does in between."""
UNSENT = (smtplib.SMTPException, OSError, SoftTimeLimitExceeded)
"""What a mail server that is away, refuses, breaks off or hangs ends in."""
# A message may be on its way or its worker dead; after this long another is sent.
ASK_AGAIN = timedelta(minutes=5)
LONGEST_PAUSE = timedelta(hours=1)
GIVE_UP = timedelta(days=3)


def message_id(kind: str, key: UUID) -> str:
    """One for ever, known before anything is sent."""
    domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2] or "localhost"
    return f"<{kind}.{key}@{domain}>"


def due(now: datetime) -> Q:
    """Letters whose time has come. None is put off for longer than the longest pause: a later time was
    written by a clock that has been set back since."""
    return Q(next_try_at__lte=now) | Q(next_try_at__gt=now + LONGEST_PAUSE)


def next_try(attempts: int, now: datetime) -> datetime:
    """After so many failures: two minutes, four, eight, at most an hour."""
    return now + min(timedelta(minutes=2 ** min(attempts, 10)), LONGEST_PAUSE)
