"""Who may say that somebody stops handling a case, and who may take it back."""

from typing import Any

from django.utils.translation import gettext as _

from cases.models import Case, Recusal
from gugus.core.permissions import Denied


def check_recusal_record(user: Any, case: Case) -> None:
    """A handler, for themself or a colleague of the same desk; the case is one they see."""
    if not user.authority.has_role("penangan"):
        raise Denied(_("Berhenti menangani kasus dicatat oleh penangan kasus."))


def check_recusal_lift(user: Any, recusal: Recusal) -> None:
    """A second person of the same desk, never the one who stopped."""
    if recusal.user_id == user.pk:
        raise Denied(_("Anda tidak dapat memulihkan diri sendiri. Mintalah rekan satu meja melakukannya."))
    if recusal.group_id not in user.authority.group_ids:
        raise Denied(_("Yang memulihkan adalah penangan dari instansi yang sama."))
    if recusal.lifted_at is not None:
        raise Denied(_("Penangan ini sudah dipulihkan."))
