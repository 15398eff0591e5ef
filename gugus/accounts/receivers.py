"""What happens around sign-in: session start is dated, the trail keeps it, a new password ends sessions."""

import time
from collections.abc import Callable
from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.signals import password_changed, password_reset
from allauth.mfa.signals import authenticator_added, authenticator_removed, authenticator_reset
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.http import HttpRequest

from gugus.accounts import services
from gugus.accounts.middleware import STARTED_KEY
from gugus.core import audit
from gugus.core.middleware import client_ip


def _logged_in(sender: Any, request: HttpRequest, user: Any, **kwargs: Any) -> None:
    request.session[STARTED_KEY] = time.time()
    services.own_act_record(person=user, action="accounts.login")


def _logged_out(sender: Any, request: HttpRequest, user: Any, **kwargs: Any) -> None:
    if user is not None:
        services.own_act_record(person=user, action="accounts.logout", ip=client_ip(request))


def _login_failed(sender: Any, request: HttpRequest | None = None, **kwargs: Any) -> None:
    audit.record(by=None, action="accounts.login_failed")


def _password_changed(sender: Any, request: HttpRequest, user: Any, **kwargs: Any) -> None:
    ended = services.user_sessions_end(person=user, keep=request.session.session_key)
    services.own_act_record(person=user, action="accounts.password_change", sessions=ended)


def _password_reset(sender: Any, request: HttpRequest, user: Any, **kwargs: Any) -> None:
    services.user_password_reset_done(person=user)
    get_adapter()._delete_login_attempts_cached_email(request, email=user.email)


def _factor(action: str) -> Callable[..., None]:
    def receive(sender: Any, request: HttpRequest, user: Any, authenticator: Any, **kwargs: Any) -> None:
        ip = client_ip(request)
        services.own_act_record(person=user, action=action, ip=ip, type=str(authenticator.type))

    return receive


RECEIVERS = {
    "login": (user_logged_in, _logged_in),
    "logout": (user_logged_out, _logged_out),
    "login_failed": (user_login_failed, _login_failed),
    "password_changed": (password_changed, _password_changed),
    "password_reset": (password_reset, _password_reset),
    "factor_added": (authenticator_added, _factor("accounts.factor_add")),
    "factor_removed": (authenticator_removed, _factor("accounts.factor_remove")),
    "factor_reset": (authenticator_reset, _factor("accounts.recovery_codes_renew")),
}


def connect() -> None:
    """Listen once per process; RECEIVERS keeps the functions alive, signals hold them weakly."""
    for name, (signal, receiver) in RECEIVERS.items():
        signal.connect(receiver, dispatch_uid=f"gugus.accounts.{name}")
