"""Points of a meeting's agenda: one source for the internal and the public one."""

from django.db.models import QuerySet

from meetings.models import AgendaItem, Meeting


def points_of(meeting: Meeting) -> QuerySet[AgendaItem]:
    """The points of a meeting in their order."""
    return meeting.agenda.select_related("speaker_agency")


def agenda_of(meeting: Meeting, *, public: bool = False) -> list[AgendaItem]:
    """All points, or those that may be announced, read once."""
    rows = points_of(meeting)
    return list(rows.filter(is_public=True) if public else rows)
