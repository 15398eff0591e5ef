"""What is told of every request: one log line and the counters, from outside of everything that may fail."""

import logging
import time
from typing import Any

from django.db import connection
from django.http import HttpRequest, HttpResponse

from gugus.core.middleware import GetResponse
from gugus.operations import measures, numbers
from gugus.operations.counting import Queries

log = logging.getLogger(__name__)


class ObservedMiddleware:
    """Number a request, and tell its route, status, milliseconds and queries.

    The route is the address's name, so neither ids nor what was searched for reach a log; the person is the
    key of the account.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        number = numbers.number_of(request)
        request.number = number  # type: ignore[attr-defined]  # for gugus.core.pages, which stand below us
        queries, begun = Queries(), time.perf_counter()
        with numbers.numbered(number), connection.execute_wrapper(queries):
            response = self.get_response(request)
            seen = fields(request, response, time.perf_counter() - begun, queries.count)
            log.info("request", extra={"fields": seen})
        measures.request_count(seen)
        return response


def fields(request: HttpRequest, response: HttpResponse, seconds: float, queries: int) -> dict[str, Any]:
    """What the line says; `user` only of those signed in, `route` of an unknown address is "-"."""
    match = request.resolver_match
    user = getattr(request, "_cached_user", None)  # `request.user` might ask the database again
    told = {
        "route": match.view_name if match else "-",
        "method": request.method if request.method in measures.METHODS else "OTHER",
        "status": response.status_code,
        "ms": round(1000 * seconds),
        "queries": queries,
    }
    return told | ({"user": str(user.pk)} if user is not None and user.pk else {})
