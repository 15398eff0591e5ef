"""What a task force decided about its meetings, or the shipped defaults where it decided nothing."""

from typing import Any

from django.db.models import Q, QuerySet

from meetings.models import MeetingRules, MeetingType


def rules_for(task_force: Any) -> MeetingRules:
    """The row of a task force, or an unsaved one with the defaults. `task_force`: the object or its key."""
    key = getattr(task_force, "pk", task_force)
    return MeetingRules.objects.filter(task_force=key).first() or MeetingRules(task_force_id=key)


def types_all(user: Any) -> QuerySet[MeetingType]:
    """Every type there is here, retired ones too; one's own row stands for the shipped one of its code."""
    rows = MeetingType.objects.visible_to(user)
    own = rows.filter(task_force__isnull=False).order_by().values("code")
    return rows.exclude(task_force__isnull=True, code__in=own)


def type_list(user: Any, *, kept: Any = None) -> QuerySet[MeetingType]:
    """Types a new meeting may have; what is no longer used stays on the meetings that have it (`kept`)."""
    used = Q(pk__in=types_all(user).filter(is_active=True).order_by().values("pk"))
    return MeetingType.objects.visible_to(user).filter(used | Q(pk=kept))
