"""Limits of a session: an absolute age, and a second factor for those who need one."""

import time

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import auth, messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from gugus.core.middleware import GetResponse

STARTED_KEY = "started_at"


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


class SecondFactorMiddleware:
    """Send handlers, admin and supervisors to set up a second factor before anything else."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if self._must_set_up(request):
            messages.info(
                request, _("Peran Anda memerlukan verifikasi dua langkah. Aktifkan dahulu, lalu lanjutkan.")
            )
            return redirect("mfa_index")
        return self.get_response(request)

    def _must_set_up(self, request: HttpRequest) -> bool:
        if not settings.SECOND_FACTOR_REQUIRED or not request.user.is_authenticated:
            return False
        if request.path.startswith(("/akun/", settings.STATIC_URL, reverse("set_language"))):
            return False
        needs = request.user.authority.has_role("penangan", "admin", "pengawas")  # type: ignore[union-attr]
        return needs and not is_mfa_enabled(request.user)
