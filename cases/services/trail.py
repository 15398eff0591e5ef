"""Writing the case trail: reads and acts in their own transaction, denials on a connection of their own.

A row holds codes, numbers and dates, never what anybody wrote. A read that cannot be recorded does not
happen: the row and the answer stand or fall together.
"""

from typing import Any
from uuid import UUID

from django.db import connection

from cases.models import Case, CaseTrail
from gugus.core.audit import plain
from gugus.core.context import acting, context_of, write_context


def record(*, by: Any, action: str, case: Case | None = None, label: str = "", **codes: Any) -> CaseTrail:
    """Keep that `by` did something with a case, or with cases at large (a search, a list).

    `action` is a code such as `cases.case_read` (`cases.trail_words` says it in words). Must run inside the
    transaction of the act.
    """
    row = _row(by, action, case.pk if case else None, label or (case.code if case else ""), codes)
    row.save(force_insert=True)
    return row


def denied(*, by: Any, action: str, case_id: UUID | None = None, label: str = "", **codes: Any) -> None:
    """Keep that `by` was refused, whatever becomes of the request: an answer of 404 undoes its transaction.

    `case_id` is what was asked for, whether it exists or not; nothing here depends on which. Only signed-in
    people are recorded.
    """
    row = _row(by, action, case_id, label, codes)
    row.denied = True
    fields = row._meta.concrete_fields
    columns = ", ".join(field.column for field in fields)
    marks = ", ".join(["%s"] * len(fields))
    apart = connection.copy()
    try:
        apart.ensure_connection()
        with apart.connection.transaction(), apart.cursor() as cursor:
            write_context(cursor, context_of(acting()))
            values = [field.get_db_prep_save(getattr(row, field.attname), apart) for field in fields]
            cursor.execute(f"INSERT INTO cases_casetrail ({columns}) VALUES ({marks})", values)  # noqa: S608
    finally:
        apart.close()


def _row(by: Any, action: str, case_id: UUID | None, label: str, codes: dict[str, Any]) -> CaseTrail:
    now, mine = acting(), by.authority
    agencies = sorted(mine.handler_agency_ids or mine.agency_ids)
    return CaseTrail(
        actor_id=by.pk,
        role=now.role,
        agency_id=agencies[0] if agencies else None,
        task_force_id=now.task_force_id or mine.task_force_id,
        action=action,
        case_id=case_id,
        label=label[:60],
        ip=now.ip,
        channel=now.channel,
        detail={key: plain(value) for key, value in codes.items()},
    )
