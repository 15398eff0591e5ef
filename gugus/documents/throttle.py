"""A brake on guessing verification codes, kept in the cache."""

import time
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.crypto import salted_hmac

from gugus.core.middleware import client_ip

View = Callable[..., HttpResponse]


def throttled(*, limit: int, seconds: int) -> Callable[[View], View]:
    """At most `limit` requests per address in each window of `seconds`; above it a 429 page.

    The address is kept only as a keyed hash and only for one window.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if _count(view.__name__, request, seconds) > limit:
                response = render(request, "documents/throttled.html", {"seconds": seconds}, status=429)
                response["Retry-After"] = str(seconds)
                return response
            return view(request, *args, **kwargs)

        return guarded

    return decorate


def _count(name: str, request: HttpRequest, seconds: int) -> int:
    window = int(time.time()) // seconds
    who = salted_hmac("documents.throttle", client_ip(request) or "").hexdigest()[:20]
    key = f"throttle:{name}:{who}:{window}"
    return 1 if cache.add(key, 1, timeout=2 * seconds) else cache.incr(key)
