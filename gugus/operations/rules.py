"""Who may read how the portal is doing."""

from ipaddress import ip_address

from django.conf import settings
from django.http import HttpRequest
from django.utils.crypto import constant_time_compare

SCHEME = "Bearer "


def may_monitor(request: HttpRequest) -> bool:
    """The machine itself, asked without a proxy between; or whoever shows MONITOR_TOKEN."""
    return _from_this_machine(request) or _shows_token(request)


def _from_this_machine(request: HttpRequest) -> bool:
    if "HTTP_X_FORWARDED_FOR" in request.META or "HTTP_FORWARDED" in request.META:
        return False
    try:
        return ip_address(request.META.get("REMOTE_ADDR", "")).is_loopback
    except ValueError:
        return False


def _shows_token(request: HttpRequest) -> bool:
    shown = request.META.get("HTTP_AUTHORIZATION", "")
    wanted = settings.ENV.monitor_token
    return bool(wanted) and constant_time_compare(shown, f"{SCHEME}{wanted}")
