"""Who may open a case in an emergency, and who judges it afterwards."""

from typing import Any

from django.utils.translation import gettext as _

from cases.models import BreakGlass
from gugus.core.permissions import Denied


def check_breakglass(user: Any) -> None:
    """A confirmed handler of the task force; nobody else has a reason to open a victim's file."""
    if not user.authority.has_role("penangan"):
        raise Denied(_("Akses darurat hanya untuk penangan kasus yang sudah dikukuhkan."))


def check_breakglass_open(user: Any, waiting: BreakGlass | None) -> None:
    """Not before the last use was reviewed, whatever came of it."""
    check_breakglass(user)
    if waiting is not None:
        raise Denied(
            _("Akses darurat Anda yang terakhir belum ditinjau. Mintalah pengawas atau koordinator kasus.")
        )


def check_breakglass_list(user: Any) -> None:
    """Those who review, and handlers: they see their own uses and those on their desk's cases."""
    if not user.authority.has_role("pengawas", "penangan"):
        raise Denied(_("Akses darurat dibaca oleh pengawas, koordinator, dan penangan kasus."))


def check_breakglass_review(user: Any, row: BreakGlass) -> None:
    """Pengawas, koordinator kasus, or the owner's handlers; never whoever used it, and once."""
    if row.user_id == user.pk:
        raise Denied(_("Akses darurat Anda sendiri ditinjau oleh orang lain."))
    if row.reviewed_at is not None:
        raise Denied(_("Akses darurat ini sudah ditinjau."))


def check_breakglass_end(user: Any, row: BreakGlass) -> None:
    """Only whoever opened it gives it back early."""
    if row.user_id != user.pk:
        raise Denied(_("Akses darurat diakhiri oleh yang membukanya."))
    if not row.is_live:
        raise Denied(_("Akses darurat ini sudah berakhir."))
