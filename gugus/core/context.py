"""Who is acting, where from, and what the database may show them.

The context is transaction-local (`set_config(…, true)`): when the transaction ends it is gone, and a query
without it sees no walled row. It is set in exactly two places, the middleware and the task wrapper, both
through `acting_as` (row_security.md).
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db import connection, transaction

if TYPE_CHECKING:
    from gugus.accounts.models import User

SET_CONTEXT = """
SELECT set_config('gugus.user', %s, true), set_config('gugus.groups', %s, true),
       set_config('gugus.task_force', %s, true)
"""


@dataclass(frozen=True)
class Acting:
    """One act's circumstances, as the audit trail keeps them."""

    user: Any = None
    task_force_id: UUID | None = None
    role: str = ""
    ip: str | None = None
    channel: str = "perintah"  # halaman | tugas | perintah
    extra: dict[str, Any] = field(default_factory=dict)


NOBODY = Acting()
_acting: ContextVar[Acting | None] = ContextVar("acting", default=None)


def acting() -> Acting:
    """The circumstances of the code now running; empty outside of `acting_as`."""
    return _acting.get() or NOBODY


@contextmanager
def acting_as(
    user: "User | None",
    *,
    task_force_id: UUID | None = None,
    ip: str | None = None,
    channel: str = "perintah",
) -> Iterator[Acting]:
    """Run a transaction with the rights `user` holds today in one task force.

    `task_force_id` is the task force the person has chosen; without it, or when they hold nothing there, the
    first one they hold an appointment in. An anonymous or disabled user gets no groups and so no rows.
    Opens a transaction (a savepoint inside another), because the context lives only as long as one.
    """
    with transaction.atomic():
        authority = user.acting_in(task_force_id) if user is not None and user.is_active else None
        now = Acting(
            user=user if authority else None,
            task_force_id=authority.task_force_id if authority else None,
            role=", ".join(sorted(authority.roles)) if authority else "",
            ip=ip,
            channel=channel,
        )
        groups = "{" + ",".join(str(pk) for pk in sorted(authority.group_ids)) + "}" if authority else "{}"
        before = _read_context()
        _write_context(str(user.pk) if authority and user else "", groups, str(now.task_force_id or ""))
        token = _acting.set(now)
        try:
            yield now
        finally:
            _acting.reset(token)
            if connection.in_atomic_block and not connection.needs_rollback:
                _write_context(*before)


def _read_context() -> tuple[str, str, str]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT current_setting('gugus.user', true), current_setting('gugus.groups', true), "
            "current_setting('gugus.task_force', true)"
        )
        user, groups, task_force = cursor.fetchone()
    return user or "", groups or "", task_force or ""


def _write_context(user: str, groups: str, task_force: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(SET_CONTEXT, [user, groups, task_force])
