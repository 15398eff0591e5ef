"""What a task force decided about cases, or the shipped defaults where it decided nothing."""

from typing import Any

from django.db.models import QuerySet

from cases.models import CaseSettings, Holiday


def settings_for(task_force: Any) -> CaseSettings:
    """The row of a task force, or an unsaved one with the defaults. `task_force`: the object or its key."""
    key = getattr(task_force, "pk", task_force)
    return CaseSettings.objects.filter(task_force=key).first() or CaseSettings(task_force_id=key)


def holiday_list(user: Any) -> QuerySet[Holiday]:
    """National holidays and the region's own, the earliest first."""
    return Holiday.objects.visible_to(user).order_by("day", "task_force_id")


def own_holidays(user: Any) -> QuerySet[Holiday]:
    """The region's own holidays, which its secretariat may take off."""
    return holiday_list(user).filter(task_force__isnull=False)
