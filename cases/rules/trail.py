"""Who reads the case trail (design.md "Who may see what")."""

from typing import Any

from django.utils.translation import gettext as _

from cases.models import Case
from gugus.core.permissions import Denied


def check_trail_read(user: Any) -> None:
    """Pengawas read the trail of their task force: codes, never content."""
    if not user.authority.has_role("pengawas"):
        raise Denied(_("Jejak kasus gugus tugas dibaca oleh pengawas."))


def check_case_trail_read(user: Any, case: Case) -> None:
    """The owner's handlers see who opened their case."""
    if case.owner_id not in user.authority.group_ids:
        raise Denied(_("Siapa membuka kasus ini dibaca oleh penangan dari instansi penanggung jawabnya."))


def check_access_report(user: Any, case: Case) -> None:
    """The owner answers the data subject (UU 27/2022 Pasal 32)."""
    if case.owner_id not in user.authority.group_ids:
        raise Denied(_("Laporan akses data pribadi dibuat oleh instansi penanggung jawab kasus."))
