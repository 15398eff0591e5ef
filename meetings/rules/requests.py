"""More time, or an end: asked by one person, decided by another."""

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from gugus.core.permissions import Denied
from gugus.core.templatetags.gugus import tanggal
from gugus.core.workflow import check_transition
from meetings.enums import FOLLOW_UP_TRANSITIONS, REQUEST_TRANSITIONS, RequestKind
from meetings.models import FollowUp, FollowUpRequest
from meetings.rules.follow_ups import check_closer, check_work, waiting


def check_ask(user: Any, follow_up: FollowUp) -> None:
    """Who may work on it may ask, one thing at a time."""
    check_work(user, follow_up)
    if waiting(follow_up):
        raise Denied(_("Masih ada permintaan yang menunggu keputusan."))


def check_until(user: Any, follow_up: FollowUp, kind: str, until: date | None) -> None:
    """An extension ends later than what holds now, and not in the past. Raises ValidationError."""
    if kind != RequestKind.EXTEND:
        return
    if until is None or until <= follow_up.due:
        raise ValidationError(
            {
                "until": _("Batas baru harus sesudah batas sekarang, %(due)s.")
                % {"due": tanggal(follow_up.due)}
            }
        )
    if until < user.authority.today:
        raise ValidationError({"until": _("Batas baru sudah lewat. Isi hari ini atau sesudahnya.")})


def check_decide(user: Any, request: FollowUpRequest) -> None:
    """Another person than who asked, and not of the doing agency."""
    check_closer(user, request.follow_up)
    check_transition(request, REQUEST_TRANSITIONS, "refuse")
    if request.asked_by_id == user.pk:
        raise Denied(_("Anda yang meminta; keputusannya harus oleh orang lain."))


def check_grant(user: Any, request: FollowUpRequest) -> None:
    """What was submitted meanwhile is judged, not extended or ended."""
    check_decide(user, request)
    check_transition(request.follow_up, FOLLOW_UP_TRANSITIONS, "drop")
