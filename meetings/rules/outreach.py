"""Sosialisasi: who records whom it reached, and who reads how much of the region it covered."""

from typing import Any

from django.utils.translation import gettext as _

from gugus.core.permissions import Denied
from meetings.models import Meeting
from meetings.rules.common import check_change, check_read

check_coverage_read = check_read


def check_outreach(user: Any, meeting: Meeting) -> None:
    """Numbers are often known only afterwards, so a held one may still be filled in."""
    check_change(user, meeting)
    if not meeting.type.is_outreach:
        raise Denied(_("Data sosialisasi hanya untuk kegiatan berjenis sosialisasi."))
