"""What every rule of meetings begins with."""

from typing import Any

from django.utils.translation import gettext as _

from gugus.core.permissions import Denied
from meetings.enums import MeetingStatus
from meetings.models import Meeting
from members.enums import Role

ENDED = frozenset({MeetingStatus.CANCELLED})


def check_read(user: Any) -> None:
    """Meetings are for the people of the task force, not for accounts that only keep accounts or drafts."""
    if not user.authority.has_role(
        Role.SECRETARIAT, Role.LIAISON, Role.HANDLER, Role.LEADER, Role.SUPERVISOR
    ):
        raise Denied(_("Rapat hanya terbuka bagi anggota gugus tugas."))


def check_manage(user: Any, meeting: Meeting | None = None) -> None:
    """The secretariat manages meetings of the task force it acts in (design.md "Who may see what")."""
    if not user.authority.has_role(Role.SECRETARIAT):
        raise Denied(_("Hanya sekretariat gugus tugas yang mengelola rapat."))
    if meeting is not None and meeting.task_force_id != user.authority.task_force_id:
        raise Denied(_("Rapat ini milik gugus tugas lain. Pilih gugus tugas itu di kepala halaman."))


def check_change(user: Any, meeting: Meeting) -> None:
    """What a meeting is can be changed until it is called off."""
    check_manage(user, meeting)
    if meeting.status in ENDED:
        raise Denied(_("Rapat ini dibatalkan, jadi isinya tidak diubah lagi. Salin menjadi rapat baru."))
