"""The request's frame: language, and one transaction with the person's context."""

from collections.abc import Callable
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.utils import timezone, translation
from django.utils.cache import patch_cache_control

from gugus.core import audit
from gugus.core.context import acting_as

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
