"""Who may do what with the document kernel's own things."""

from typing import Any

from django.utils.translation import gettext as _

from gugus.core.permissions import Denied


def check_manage_anchors(user: Any, anchor: Any = None) -> None:
    """Only the secretariat names issuers to trust: it records the signed files they vouch for."""
    if not user.authority.has_role("sekretariat"):
        raise Denied(_("Daftar penerbit tepercaya diatur oleh sekretariat."))


def check_withdraw_anchor(user: Any, anchor: Any) -> None:
    """As above, and only once."""
    check_manage_anchors(user)
    if anchor.withdrawn_at is not None:
        raise Denied(_("Penerbit ini sudah tidak dipercaya."))
