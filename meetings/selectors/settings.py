"""What a task force decided about its meetings, or the shipped defaults where it decided nothing."""

from typing import Any

from django.db.models import QuerySet

from meetings.models import MeetingRules, MeetingType


def rules_for(task_force: Any) -> MeetingRules:
    """The row of a task force, or an unsaved one with the defaults. `task_force`: the object or its key."""
    key = getattr(task_force, "pk", task_force)
    return MeetingRules.objects.filter(task_force=key).first() or MeetingRules(task_force_id=key)


def type_list(user: Any) -> QuerySet[MeetingType]:
    """Types a new meeting may have; what is no longer used stays on the meetings that have it."""
    return MeetingType.objects.visible_to(user).filter(is_active=True)
