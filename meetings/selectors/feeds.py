"""The secret address of a person's calendar: theirs to see, and whose it is when somebody comes with it."""

from hashlib import sha256
from typing import Any

from meetings.models import CalendarFeed


def feed_of(user: Any) -> CalendarFeed | None:
    """The address that lives, in the task force one acts in; the address itself is not kept."""
    return CalendarFeed.objects.visible_to(user).filter(revoked_at=None).first()


def feed_for_guest(key: str) -> CalendarFeed | None:
    """Whose calendar a key opens; none for a revoked key, a disabled account and a key that never was."""
    rows = CalendarFeed.objects.filter(revoked_at=None, user__is_active=True)
    return rows.select_related("user").filter(key_sha256=digest(key)).first()


def digest(key: str) -> str:
    """What is kept of a key: enough to know it again, nothing to read with."""
    return sha256(key.encode()).hexdigest()
