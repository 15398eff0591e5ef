"""Files of meetings as far as a person may know of them."""

from typing import Any

from django.db.models import QuerySet

from meetings.models import Attachment, Meeting


def attachment_list(user: Any) -> QuerySet[Attachment]:
    return Attachment.objects.visible_to(user).select_related(
        "meeting__task_force__region", "meeting__type", "agenda_item", "added_by"
    )


def attachments_of(user: Any, meeting: Meeting) -> list[Attachment]:
    """Files of one meeting in the order of its agenda, those of the whole meeting first."""
    rows = attachment_list(user).filter(meeting=meeting)
    return sorted(rows, key=lambda row: (row.agenda_item.order if row.agenda_item else 0, row.added_at))
