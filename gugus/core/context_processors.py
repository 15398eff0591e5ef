"""What the base layout needs on every page."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.module_loading import import_string


def page(request: HttpRequest) -> dict[str, Any]:
    """Navigation by role, the task force one acts in, and the demo mark."""
    user: Any = getattr(request, "user", None)
    signed_in = user is not None and user.is_authenticated
    return {
        "demo": settings.DEMO,
        "version": settings.VERSION,
        "authority": user.authority if signed_in else None,
        "task_forces": user.task_force_choices if signed_in else [],
        "nav": import_string("gugus.navigation.navigation")(request) if signed_in else [],
    }
