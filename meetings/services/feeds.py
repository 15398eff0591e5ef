"""Making and ending the secret address of a calendar."""

from datetime import timedelta
from secrets import token_urlsafe
from typing import Any

from django.db import transaction
from django.utils import timezone

from gugus.core import audit
from gugus.core.services import kept
from meetings.models import CalendarFeed
from meetings.rules.feeds import check_feed
from meetings.selectors.feeds import digest, feed_of

LABEL = "Alamat kalender"
USE_NOTED = timedelta(hours=1)


@transaction.atomic
def feed_make(*, by: Any) -> str:
    """A new secret key for one's calendar in the task force one acts in; the one before ends at once.

    The key is returned this one time and not kept. Raises Denied.
    """
    check_feed(by)
    _end(by)
    key = token_urlsafe(32)
    feed = kept(CalendarFeed(user=by, task_force_id=by.authority.task_force_id, key_sha256=digest(key)))
    audit.record(by=by, action="meetings.feed_make", obj=feed, label=LABEL)
    return key


@transaction.atomic
def feed_revoke(*, by: Any) -> None:
    """End one's address; nothing happens where none lives. Raises Denied."""
    check_feed(by)
    feed = _end(by)
    if feed is not None:
        audit.record(by=by, action="meetings.feed_revoke", obj=feed, label=LABEL)


def _end(by: Any) -> CalendarFeed | None:
    feed = feed_of(by)
    if feed is not None:
        feed.revoked_at = timezone.now()
        feed.save(update_fields=["revoked_at"])
    return feed


def feed_used(*, feed: CalendarFeed) -> None:
    """Note that somebody read it, for its owner to see; at most once an hour."""
    now = timezone.now()
    if feed.used_at is None or feed.used_at < now - USE_NOTED:
        CalendarFeed.objects.filter(pk=feed.pk).update(used_at=now)
