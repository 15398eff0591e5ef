"""Whether two cases may be one person: found by the kernel, told to the koordinator kasus alone."""

from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.urls import reverse
from django.utils import timezone

from cases.enums import MatchStatus
from cases.models import PossibleMatch
from cases.rules import identity as rules
from cases.services import trail
from gugus.core.services import locked
from gugus.notices.services.news import news_tell
from members.selectors.posts import posts_for_system


@transaction.atomic
def matches_find(*, case_id: UUID) -> None:
    """Compare the blind index of a case's NIK with its task force's other cases (`cases_nik_match`).

    The asker learns nothing, here or elsewhere. Runs in the worker, as the person who saved the identity.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM cases_nik_match(%s)", [case_id])
        found = cursor.fetchall()
    for match, task_force in found:
        news_tell(
            people=posts_for_system([task_force]).coordinators[task_force],
            task_force=task_force,
            subject=f"kemungkinan_sama:{match}",
            title="Ada kemungkinan korban yang sama",
            detail="Satu pasangan kasus menunggu pemeriksaan Anda.",
            url=reverse("cases:match-list"),
        )


@transaction.atomic
def match_decide(*, match: PossibleMatch, status: str, by: Any, note: str = "") -> PossibleMatch:
    """Keep what the koordinator found out about a pair; an answer may be changed later.

    The trail names neither case: its readers are not all told that the two belong together.
    """
    row = locked(match)
    rules.check_match_decide(by, row)
    rules.check_match_status(status)
    row.status, row.note = status, note
    decided = status != MatchStatus.OPEN
    row.decided_by, row.decided_at = (by, timezone.now()) if decided else (None, None)
    row.full_clean(exclude=["first", "second"])  # the koordinator need not see either case
    row.save()
    trail.record(case=None, action="cases.match_decide", by=by, object=row.pk, status=status)
    return row
