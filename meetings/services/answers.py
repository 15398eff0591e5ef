"""Whether an invitee comes, as said by the link in the letter, by account, or to the secretariat."""

from typing import Any

from django.db import transaction
from django.utils import timezone

from gugus.core import audit
from gugus.core.services import kept, locked
from meetings.enums import Answer
from meetings.models import Invitation
from meetings.rules.answers import check_answer, check_open


@transaction.atomic
def answer_record(
    *, invitation: Invitation, answer: str, representative: str = "", reason: str = "", by: Any = None
) -> Invitation:
    """Keep an answer; a later one replaces it until the meeting ends. `by` is None for the link's holder.

    Raises Denied when answers are closed, ValidationError for "diwakili" without by whom.
    """
    row = locked(invitation)
    if by is None:
        check_open(row)
    else:
        check_answer(by, row)
    row.answer = answer
    row.representative = representative if answer == Answer.REPRESENTED else ""
    row.reason = reason if answer == Answer.UNABLE else ""
    row.answered_at, row.answered_by = timezone.now(), by
    kept(row)
    audit.record(by=by, action="meetings.answer_record", obj=row.meeting, answer=row.answer, link=by is None)
    return row
