"""The number of a request: one UUID that its log lines, the tasks it asks for and its error page share.

It says nothing about who asked what; whoever reads it out on the telephone gives away nothing.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from uuid import UUID, uuid4

from django.conf import settings
from django.http import HttpRequest

HEADER = "HTTP_X_REQUEST_ID"
_number: ContextVar[str] = ContextVar("number", default="")


def number() -> str:
    """The number of the request or task now running; empty outside of one."""
    return _number.get()


@contextmanager
def numbered(value: str) -> Iterator[None]:
    """Run under a number."""
    token = _number.set(value)
    try:
        yield
    finally:
        _number.reset(token)


def take(value: str) -> None:
    """Go on under a number, until the next one: for a process that does one thing at a time."""
    _number.set(value)


def number_of(request: HttpRequest) -> str:
    """What our own proxy calls the request, if that is a UUID; else a new one. A visitor cannot choose it:
    the proxy of deploy/Caddyfile replaces the header, and without a proxy it is not read."""
    given = request.META.get(HEADER, "") if settings.TRUSTED_PROXIES else ""
    try:
        return str(UUID(given))
    except ValueError:
        return str(uuid4())
