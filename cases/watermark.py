"""Who read it, when, and of which case: on everything about a case that can leave the screen."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.utils import timezone

from gugus.core.templatetags.gugus import zone_name
from gugus.documents.text import long_date


def watermark(user: Any, code: str, at: datetime | None = None) -> str:
    """`Dibaca oleh Siti Contoh · 22 November 2026 09.10 WIB · K26-7QX4M2`, by the region's clock.

    Plain Indonesian: it is printed on paper. `at` is now unless given.
    """
    moment = (at or timezone.now()).astimezone(ZoneInfo(user.authority.timezone))
    when = f"{long_date(moment.date())} {moment:%H.%M} {zone_name(moment)}"
    return f"Dibaca oleh {user.full_name} · {when} · {code}"
