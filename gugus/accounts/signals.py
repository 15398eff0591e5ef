"""What happens around sign-in: session start is dated, and the trail keeps it."""

import time
from typing import Any

from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.http import HttpRequest

from gugus.accounts.middleware import STARTED_KEY
from gugus.core import audit


def _logged_in(sender: Any, request: HttpRequest, user: Any, **kwargs: Any) -> None:
    request.session[STARTED_KEY] = time.time()
    audit.record(by=user, action="accounts.login", obj=user, label=str(user.pk))


def _logged_out(sender: Any, request: HttpRequest, user: Any, **kwargs: Any) -> None:
    if user is not None:
        audit.record(by=user, action="accounts.logout", obj=user, label=str(user.pk))


def _login_failed(sender: Any, request: HttpRequest | None = None, **kwargs: Any) -> None:
    audit.record(by=None, action="accounts.login_failed")


def connect() -> None:
    """Listen once per process."""
    user_logged_in.connect(_logged_in, dispatch_uid="gugus.accounts.login")
    user_logged_out.connect(_logged_out, dispatch_uid="gugus.accounts.logout")
    user_login_failed.connect(_login_failed, dispatch_uid="gugus.accounts.login_failed")
