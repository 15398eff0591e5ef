"""Which agencies a round of agreement asks, and what they said: facts the rules and pages share."""

from typing import Any

from django.db.models import Q, QuerySet

from meetings.models import Minutes, MinutesAnswer
from members.models import Agency


def invited_agencies(minutes: Minutes) -> QuerySet[Agency]:
    """Agencies whose invitation stands, by a seat or as such."""
    invited = minutes.meeting.invitations.filter(withdrawn_at__isnull=True)
    return Agency.objects.filter(pk__in=invited.values("agency")).order_by("short_name")


def answers_of(minutes: Minutes) -> QuerySet[MinutesAnswer]:
    """What was answered in the present round."""
    return minutes.answers.filter(round=minutes.round).select_related("agency", "by")


def answering_agency(user: Any, minutes: Minutes) -> Agency | None:
    """The invited agency a person answers for: their own, else the one their unit belongs to.

    An agency may be of several task forces; its people answer in the one they act in.
    """
    if user.authority.task_force_id != minutes.meeting.task_force_id:
        return None
    own = user.authority.agency_ids
    asked = invited_agencies(minutes).filter(Q(pk__in=own) | Q(units__in=own)).distinct()
    return min(asked, key=lambda agency: agency.pk not in own, default=None)
