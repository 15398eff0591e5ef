"""Who reads the board, and for whose eyes it is made. Each check raises Denied with its reason."""

from typing import Any

from django.utils.translation import gettext as _

from gugus.core.permissions import Denied
from gugus.dashboard.enums import Audience
from members.enums import Role
from members.models import TaskForce

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


def check_brief_make(user: Any) -> None:
    """Leaders and secretariat have papers made; they carry what leaders may know."""
    if not user.authority.has_role(*LEADERS):
        raise Denied(_("Lembar ringkas dan potret angka dibuat oleh pimpinan dan sekretariat."))


def check_snapshot_take(user: Any, task_force: TaskForce) -> None:
    """Of the task force one acts in."""
    check_brief_make(user)
    if task_force.pk != user.authority.task_force_id:
        raise Denied(_("Potret hanya dibuat untuk gugus tugas tempat Anda bertugas sekarang."))


def check_rules_update(user: Any) -> None:
    """The secretariat sets when figures are frozen and from where something is asked about."""
    if not user.authority.has_role(Role.SECRETARIAT):
        raise Denied(_("Aturan dasbor diatur oleh sekretariat gugus tugas."))
