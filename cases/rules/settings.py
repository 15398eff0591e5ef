"""Who reads and who changes what a task force decided about cases, and who reads the list of headers."""

from typing import Any

from django.utils.translation import gettext as _

from gugus.core.permissions import Denied
from members.enums import Role

READERS = (Role.HANDLER, Role.SECRETARIAT, Role.SUPERVISOR)


def check_settings_read(user: Any) -> None:
    """Handlers work by these rules, the secretariat keeps them, pengawas watch both."""
    if not user.authority.has_role(*READERS):
        raise Denied(_("Aturan kasus dibaca oleh penangan, sekretariat, dan pengawas."))


def check_settings_manage(user: Any) -> None:
    """Rules are the secretariat's; those who work by them do not set them."""
    if not user.authority.has_role(Role.SECRETARIAT):
        raise Denied(_("Aturan kasus diubah oleh sekretariat."))


def check_headers_read(user: Any) -> None:
    """Codes, stages and clocks, without anything of the victim, are the secretariat's to follow."""
    if not user.authority.has_role(Role.SECRETARIAT):
        raise Denied(_("Ringkasan kasus dibaca oleh sekretariat."))


def check_punctuality_read(user: Any) -> None:
    """The counter of referrals answered in time is exact: for leaders and secretariat of the task force."""
    if not user.authority.has_role(Role.LEADER, Role.SECRETARIAT):
        raise Denied(_("Angka ini dibaca oleh pimpinan dan sekretariat."))
