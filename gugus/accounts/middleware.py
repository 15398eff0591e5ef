"""Limits of a session: an absolute age, where it is used from, and a second factor for those who need one."""

import time
from collections.abc import Callable
from typing import Any

from allauth.core.internal.httpkit import HTTP_USER_AGENT_MAX_LENGTH
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib import auth, messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from gugus.accounts.rules import needs_second_factor
from gugus.accounts.selectors import has_second_factor
from gugus.core.middleware import GetResponse, client_ip

STARTED_KEY = "started_at"
SEEN_KEY = "seen_at"
SEEN_EVERY_SECONDS = 60
# Where somebody without a second factor may go: to set one up, and out.
SETTING_UP = frozenset(
    {
        "account_login",
        "account_logout",
        "account_change_password",
        "account_reauthenticate",
        "mfa_index",
        "mfa_activate_totp",
        "mfa_add_webauthn",
        "mfa_list_webauthn",
        "mfa_view_recovery_codes",
        "mfa_download_recovery_codes",
        "mfa_reauthenticate",
        "mfa_reauthenticate_webauthn",
        "set_language",
        "health",
        "operations:ready",
        "operations:metrics",
    }
)


class SessionLimitMiddleware:
    """End a session 12 hours after sign-in however busy it is (assurance.md §3, sessions).

    The idle limit of 30 minutes is the cookie's and the row's own age; a disabled account's sessions are
    deleted by the service that disables it, and Django's backend refuses inactive people at once.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated:
            started = request.session.setdefault(STARTED_KEY, time.time())
            if time.time() - started > settings.SESSION_ABSOLUTE_AGE:
                auth.logout(request)
        return self.get_response(request)


class SessionTrackMiddleware:
    """Keep the list of one's own sessions: from where and with what, at most once a minute.

    Stands for allauth's own middleware, which asks the database four times on every request.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated and request.session.session_key:
            now = time.time()
            if now - request.session.get(SEEN_KEY, 0) >= SEEN_EVERY_SECONDS:
                request.session[SEEN_KEY] = now
                self._keep(request)
        return self.get_response(request)

    def _keep(self, request: HttpRequest) -> None:
        row = UserSession(
            user=request.user,
            session_key=request.session.session_key,
            ip=client_ip(request) or "127.0.0.1",
            user_agent=request.META.get("HTTP_USER_AGENT", "")[:HTTP_USER_AGENT_MAX_LENGTH],
            last_seen_at=timezone.now(),
        )
        UserSession.objects.bulk_create(
            [row],
            update_conflicts=True,
            unique_fields=["session_key"],
            update_fields=["user", "ip", "user_agent", "last_seen_at"],
        )


class SecondFactorMiddleware:
    """Send handlers, admin and supervisors to set up a second factor before anything else."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: Any, kwargs: Any
    ) -> HttpResponseBase | None:
        """The address is resolved here, so pages are told by name and not by what their path begins with."""
        if not self._must_set_up(request):
            return None
        messages.info(
            request, _("Peran Anda memerlukan verifikasi dua langkah. Aktifkan dahulu, lalu lanjutkan.")
        )
        return redirect("mfa_index")

    def _must_set_up(self, request: HttpRequest) -> bool:
        if not settings.SECOND_FACTOR_REQUIRED or not request.user.is_authenticated:
            return False
        match = request.resolver_match
        if match is not None and match.view_name in SETTING_UP:
            return False
        return needs_second_factor(request.user) and not has_second_factor(request.user)
