"""A second factor shown again just now, before an act that must not happen from a screen left open."""

import time

from allauth.account.internal.flows.login import get_authentication_records
from allauth.mfa.models import Authenticator
from django.http import HttpRequest
from django.urls import reverse
from django.utils.http import urlencode

from gugus.accounts.selectors import factor_types, signed_in

FRESH_SECONDS = 300


def confirmed_lately(request: HttpRequest) -> bool:
    """Whether the person confirmed themself within five minutes: by second factor if they have one, else by
    password. Signing in does not count."""
    wanted = "mfa" if factor_types(signed_in(request)) else "password"
    return any(
        each.get("reauthenticated") and each["method"] == wanted and time.time() - each["at"] < FRESH_SECONDS
        for each in get_authentication_records(request, signed_in(request))
    )


def confirm_url(request: HttpRequest) -> str:
    """Where the person confirms themself, and comes back from. The way back is the address alone: nothing
    typed is kept in the session."""
    types = factor_types(signed_in(request))
    page = "account_reauthenticate"
    if types:
        page = "mfa_reauthenticate" if Authenticator.Type.TOTP in types else "mfa_reauthenticate_webauthn"
    return f"{reverse(page)}?{urlencode({'next': request.path})}"
