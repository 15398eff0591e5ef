"""What a task force decided about being public."""

from typing import Any

from gugus.publication.models import PublicationSettings
from members.selectors import task_force_of


def settings_for(user: Any) -> PublicationSettings:
    """The row of the task force the user acts in, or an unsaved one: off, with a proposed address."""
    row = PublicationSettings.objects.visible_to(user).first()
    if row is not None:
        return row
    here = task_force_of(user)
    return PublicationSettings(task_force=here, address=here.slug if here else "")
