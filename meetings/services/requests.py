"""More time or an end for a follow-up: asked with a reason by one person, decided by another."""

from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from gugus.core import audit
from gugus.core.nik import check_no_nik
from gugus.core.services import kept, locked
from gugus.core.workflow import move
from meetings.enums import REQUEST_TRANSITIONS, RequestKind
from meetings.models import FollowUp, FollowUpRequest
from meetings.rules import requests as rules
from meetings.rules.follow_ups import on_behalf
from meetings.services.follow_ups import follow_up_drop


@transaction.atomic
def request_ask(
    *, follow_up: FollowUp, by: Any, kind: str, reason: str, until: date | None = None
) -> FollowUpRequest:
    """Ask for a later day (`until`) or for an end. Raises Denied, ValidationError."""
    row = locked(follow_up)
    rules.check_ask(by, row)
    rules.check_until(by, row, kind, until)
    check_no_nik(reason=reason)
    request = FollowUpRequest(
        follow_up=row, kind=kind, until=until, reason=reason, asked_by=by, on_behalf=on_behalf(by, row)
    )
    kept(request)
    audit.record(by=by, action="meetings.request_ask", obj=row, kind=kind, until=until)
    return request


@transaction.atomic
def request_decide(*, request: FollowUpRequest, by: Any, grant: bool, note: str = "") -> FollowUpRequest:
    """Grant or refuse. Granted, the due day moves, or the follow-up ends. Raises Denied, ValidationError."""
    follow_up = locked(request.follow_up)
    row = locked(request)
    row.follow_up = follow_up
    (rules.check_grant if grant else rules.check_decide)(by, row)
    check_no_nik(note=note)
    row.decided_by, row.decided_at, row.decision_note = by, timezone.now(), note
    move(row, REQUEST_TRANSITIONS, "grant" if grant else "refuse")
    kept(row)
    audit.record(by=by, action="meetings.request_decide", obj=follow_up, kind=row.kind, granted=grant)
    if grant and row.kind == RequestKind.DROP:
        follow_up_drop(follow_up=follow_up, by=by)
    elif grant and row.until:
        follow_up.due = row.until
        kept(follow_up)
    return row
