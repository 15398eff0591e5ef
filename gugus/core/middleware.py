"""The request's frame: language, and one transaction with the person's context."""

import logging
from collections.abc import Callable
from uuid import UUID

from django.conf import settings
from django.db import DataError
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.utils import timezone, translation
from django.utils.cache import patch_cache_control
from django.views import defaults
from psycopg.errors import NumericValueOutOfRange

from gugus.core import audit
from gugus.core.context import acting_as

logger = logging.getLogger(__name__)
GetResponse = Callable[[HttpRequest], HttpResponse]
TASK_FORCE_KEY = "task_force"


class MethodMiddleware:
    """The portal's pages speak these four methods; Django's form views would take PUT as POST."""

    SPOKEN = ("GET", "HEAD", "OPTIONS", "POST")

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method not in self.SPOKEN:
            return HttpResponseNotAllowed(self.SPOKEN)
        return self.get_response(request)


class BrowserWallMiddleware:
    """Headers of every answer, static files and errors too, unless the answer says otherwise.

    Other sites may not embed it, it asks nothing of the device, and what names no age is not kept: pages of
    visitors hold reset keys and answers to invitations.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        for name, value in settings.BROWSER_WALL.items():
            response.headers.setdefault(name, value)
        return response


class UnfitValueMiddleware:
    """A value no column can hold (NUL, a number beyond them all) is a bad request, not a fault of ours.

    Forms refuse such values in words; this is for what a page reads beside its form.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        beyond = isinstance(exception.__cause__, NumericValueOutOfRange)
        if not isinstance(exception, DataError) or not (beyond or "NUL" in str(exception)):
            return None
        page = request.resolver_match.view_name if request.resolver_match else ""
        logger.warning("A value no column holds was sent to %s", page)
        return defaults.bad_request(request, exception)


class LanguageMiddleware:
    """Indonesian unless the person chose English here.

    A browser's Accept-Language is not asked: most office browsers in Indonesia are set to English.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME)
        known = dict(settings.LANGUAGES)
        with translation.override(chosen if chosen in known else settings.LANGUAGE_CODE):
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", chosen if chosen in known else settings.LANGUAGE_CODE)
        return response


class ActingMiddleware:
    """Wrap the whole request, template rendering included, in one transaction with the person's context.

    Together with ATOMIC_REQUESTS: a view that raises loses its own writes (inner savepoint), while the
    denial it ended in is still recorded (outer transaction), as assurance.md T9 asks.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        user = request.user if request.user.is_authenticated else None
        with acting_as(user, task_force_id=_chosen(request), ip=client_ip(request), channel="halaman"):
            with timezone.override(user.timezone if user else None):
                response = self.get_response(request)
            if user and response.status_code == 403:
                audit.denied(by=user, path=request.path, method=request.method or "")
        if user:
            patch_cache_control(response, no_store=True, private=True)
        return response


def _chosen(request: HttpRequest) -> UUID | None:
    value = request.session.get(TASK_FORCE_KEY)
    return UUID(value) if value else None


def client_ip(request: HttpRequest) -> str | None:
    """The visitor's address: what our own proxy appended to X-Forwarded-For; without one, the peer."""
    hops = [hop.strip() for hop in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")]
    proxies = settings.TRUSTED_PROXIES
    if proxies and len(hops) >= proxies and hops[-proxies]:
        return hops[-proxies]
    return request.META.get("REMOTE_ADDR") or None
