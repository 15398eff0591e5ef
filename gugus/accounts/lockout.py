"""Six failed sign-ins from one address to one account lock that pair for 30 minutes (assurance.md §3).

allauth counts the attempts before it looks at the password, one at a time (`login_failed` in
ACCOUNT_RATE_LIMITS), so parallel guesses do not slip through; here the sixth failure starts the full 30
minutes and the time left can be told. Kept in the database cache: losing Redis never loses a lock. The key
is a digest, so that the table holds no addresses. An unknown account is locked just like a known one.
"""

import hashlib
import math
import time

from django.core.cache import cache

LOCK_SECONDS = 30 * 60


def pair(ip: str, login: str) -> str:
    """The name of one address and one account, to lock and to count by."""
    return f"{ip}|{login.strip().lower()}"


def lock(name: str) -> None:
    """Start 30 minutes."""
    cache.set(_key(name), time.time() + LOCK_SECONDS, LOCK_SECONDS)


def unlock(name: str) -> None:
    cache.delete(_key(name))


def minutes_left(name: str) -> int:
    """Whole minutes until a locked pair may try again, rounded up; 0 when it is not locked."""
    until = cache.get(_key(name), 0.0)
    return max(0, math.ceil((until - time.time()) / 60))


def _key(name: str) -> str:
    return f"accounts.lock:{hashlib.sha256(name.encode()).hexdigest()}"
