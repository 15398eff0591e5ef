"""Who reads the figures about cases, and who asks for them to be counted again."""

from typing import Any

from django.utils.translation import gettext as _

from cases.models import CaseFigure
from gugus.core.permissions import Denied
from members.enums import Role

READERS = CaseFigure.CaseFigureQuerySet.READERS


def check_figures_read(user: Any) -> None:
    """Everybody of the task force but its system admin and reviewers of drafts (design.md)."""
    if not user.authority.has_role(*READERS):
        raise Denied(_("Angka kasus dibaca oleh anggota gugus tugas dan pengolah data statistik."))


def check_figures_refresh(user: Any) -> None:
    if not user.authority.has_role(Role.SECRETARIAT, Role.STATISTICS):
        raise Denied(_("Angka kasus dihitung ulang oleh sekretariat atau pengolah data statistik."))
