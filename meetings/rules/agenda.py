"""The agenda: who may write it, until when, and who reads its internal notes."""

from typing import Any

from django.utils.translation import gettext as _

from gugus.core.permissions import Denied
from meetings.enums import MinutesStatus
from meetings.models import Meeting, Minutes
from meetings.rules.common import check_change
from members.enums import Role


def check_agenda(user: Any, meeting: Meeting) -> None:
    """Until the minutes that follow its points go round for agreement."""
    check_change(user, meeting)
    minutes = Minutes.objects.filter(meeting=meeting).first()
    if minutes is not None and minutes.status != MinutesStatus.WRITING:
        raise Denied(_("Notula rapat ini sudah diedarkan, jadi susunan acaranya tidak diubah lagi."))


def reads_notes(user: Any) -> bool:
    """Internal notes are between the secretariat and the leaders."""
    return user.authority.has_role(Role.SECRETARIAT, Role.LEADER)
