"""Opening a case in an emergency (buka darurat). The database decides and keeps it (migration 0002)."""

import uuid
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.enums import ReviewOutcome
from cases.models import BreakGlass, Case
from cases.rules.breakglass import check_breakglass_end, check_breakglass_open, check_breakglass_review
from cases.selectors.breakglass import breakglass_waiting, owner_people, people_to_tell
from cases.services import trail
from gugus.core.crypto import sealed_value
from gugus.core.permissions import Denied
from gugus.core.templatetags.gugus import jam
from gugus.notices.services.news import news_tell


@dataclass(frozen=True)
class Opened:
    """What came of it: `case` is None when the code was unknown. `until` is the clock in both."""

    case: Case | None
    until: Any


@transaction.atomic
def breakglass_open(*, code: str, reason: str, hours: int, by: Any) -> Opened:
    """Open the case of a typed register code for `by` alone, for `hours` (1–4).

    A wrong code is kept, told to the same people and counts like a right one; only the owner's handlers are
    told more. Raises Denied for whoever may not, or whose last use waits for its review.
    """
    check_breakglass_open(by, breakglass_waiting(by))
    row = BreakGlass(pk=uuid.uuid4(), reason=reason)
    outcome, case_id, owner = _ask(
        "SELECT * FROM cases_break_glass(%s, %s, %s, %s)", row.pk, code, sealed_value(row, "reason"), hours
    )
    if outcome not in ("terbuka", "tidak_ada"):
        raise Denied(_("Akses darurat tidak dapat dibuka sekarang."))
    case = Case.objects.filter(pk=case_id).first() if case_id else None
    until = timezone.now() + timedelta(hours=hours)
    trail.record(by=by, action="cases.breakglass_open", case=case, use=row.pk, hours=hours)
    _tell(by, row.pk, until, code=case.code if case else "", owner=owner)
    return Opened(case, until)


def _tell(by: Any, use: UUID, until: Any, *, code: str, owner: int | None) -> None:
    """At once: who supervises hears the clock, the owner's handlers also which case."""
    here = by.authority.task_force_id
    clock = f"berakhir {jam(until)}"
    news_tell(
        people=people_to_tell(here) - {by.pk},
        task_force=here,
        subject=f"darurat:{use}",
        title=f"Akses darurat dipakai, {clock}",
        detail="Tinjau pemakaiannya: wajar atau tidak wajar.",
        url=reverse("cases:breakglass-list"),
    )
    if owner is not None:
        news_tell(
            people=owner_people(owner) - {by.pk},
            task_force=here,
            subject=f"darurat-kasus:{use}",
            title=f"Akses darurat ke kasus {code}, {clock}",
            detail="Lihat siapa membukanya di jejak kasus.",
            url=reverse("cases:breakglass-list"),
        )


@transaction.atomic
def breakglass_review(*, row: BreakGlass, outcome: str, note: str, by: Any) -> None:
    """Judge a use: proper or not, with a note; an improper one ends at once. Raises Denied."""
    check_breakglass_review(by, row)
    blob = sealed_value(BreakGlass(pk=row.pk, review_note=note), "review_note")
    _review(row, ReviewOutcome(outcome).value, blob)
    trail.record(by=by, action="cases.breakglass_review", use=row.pk, outcome=outcome)


@transaction.atomic
def breakglass_end(*, row: BreakGlass, by: Any) -> None:
    """Give the access back before its time. Raises Denied."""
    check_breakglass_end(by, row)
    trail.record(by=by, action="cases.breakglass_end", use=row.pk)
    _review(row, "", b"")


def _review(row: BreakGlass, outcome: str, note: bytes) -> None:
    (done,) = _ask("SELECT cases_break_glass_review(%s, %s, %s)", row.pk, outcome, note)
    if not done:
        raise Denied(_("Akses darurat ini tidak dapat Anda tinjau, atau sudah ditinjau orang lain."))


def _ask(sql: str, *values: Any) -> tuple:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchone()
