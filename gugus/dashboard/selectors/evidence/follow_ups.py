"""The follow-ups that are told and unfinished, as far as one person may know them."""

from typing import Any

from django.db.models import QuerySet

from gugus.dashboard.selectors.board import Sources
from meetings.models import FollowUp
from meetings.selectors.follow_ups import follow_up_list


def follow_up_rows(user: Any, _sources: Sources) -> QuerySet[FollowUp]:
    """The late ones first, then the nearest due day."""
    rows: Any = follow_up_list(user)
    return (
        rows.filter(announced_at__isnull=False).unfinished().order_by("-is_late", "due", "created_at", "pk")
    )
