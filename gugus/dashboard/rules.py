"""Who reads the board, and for whose eyes it is made. Each check raises Denied with its reason."""

from typing import Any

from django.utils.translation import gettext as _

from gugus.core.permissions import Denied
from gugus.dashboard.enums import Audience
from members.enums import Role

LEADERS = (Role.LEADER, Role.SECRETARIAT)
MEMBERS = (Role.SUPERVISOR, Role.LIAISON, Role.HANDLER)


def check_board_read(user: Any) -> None:
    """Everybody of the task force who reads its RAD; neither its system admin nor who only counts."""
    if not user.authority.has_role(*LEADERS, *MEMBERS):
        raise Denied(_("Dasbor hanya dapat dibaca oleh pimpinan, sekretariat, dan anggota gugus tugas."))


def audience_of(user: Any) -> Audience:
    """Which board a person reads. Raises Denied for those who read none."""
    check_board_read(user)
    return Audience.LEADERS if user.authority.has_role(*LEADERS) else Audience.MEMBERS
