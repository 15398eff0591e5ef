"""allauth's pages where the portal does a little more than allauth."""

from typing import Any

from allauth.account import views as account
from allauth.usersessions.views import ListUserSessionsView
from django.http import HttpRequest, HttpResponse

from gugus.accounts.devices import device_words
from gugus.accounts.selectors import signed_in, user_sessions


class LogoutPage(account.LogoutView):
    """Also asks the browser to forget what it kept: shared office computers are common."""

    def post(self, *args: Any, **kwargs: Any) -> HttpResponse:
        response = super().post(*args, **kwargs)
        response.headers["Clear-Site-Data"] = '"cache", "storage"'
        return response


class NewPasswordPage(account.PasswordResetFromKeyView):
    """The page behind the link of an invitation or a reset; the key leaves the address at once."""

    reset_url_key = "atur"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        person = getattr(self, "reset_user", None)
        return super().get_context_data(**kwargs) | {"first": person is not None and not person.is_activated}


class SessionsPage(ListUserSessionsView):
    """One's own sessions, with the device in words; ending the others is allauth's form."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        own: HttpRequest = self.request
        sessions = [
            {
                "pk": session.pk,
                "device": device_words(session.user_agent),
                "since": session.created_at,
                "seen": session.last_seen_at,
                "ip": session.ip,
                "current": session.session_key == own.session.session_key,
            }
            for session in user_sessions(signed_in(own))
        ]
        return super().get_context_data(**kwargs) | {"sessions": sessions}
