"""Who is acting, where from, and what the database may show them.

The context is transaction-local (`set_config(…, true)`): when the transaction ends it is gone, and a query
without it sees no walled row. It is set in exactly two places, the middleware and the task wrapper, both
through `acting_as` (row_security.md).
"""

from collections.abc import Iterable, Iterator
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
       set_config('gugus.task_force', %s, true), set_config('gugus.roles', %s, true)
"""
READ_CONTEXT = "SELECT " + ", ".join(
    f"coalesce(current_setting('gugus.{name}', true), '')"
    for name in ("user", "groups", "task_force", "roles")
)
Context = tuple[str, str, str, str]


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
        before = _read_context()
        _write_context(context_of(now))
        token = _acting.set(now)
        try:
            yield now
        finally:
            _acting.reset(token)
            if connection.in_atomic_block and not connection.needs_rollback:
                _write_context(before)


def context_of(now: Acting) -> Context:
    """What the database is told of an act: person, groups, task force and roles of today; empty of nobody."""
    if now.user is None:
        return "", "{}", "", "{}"
    authority = now.user.authority
    roles = authority.roles | ({"koordinator"} if authority.coordinates else set())
    return str(now.user.pk), _array(authority.group_ids), str(now.task_force_id or ""), _array(roles)


def _array(values: Iterable[int | str]) -> str:
    return "{" + ",".join(sorted(map(str, values))) + "}"


def write_context(cursor: Any, context: Context) -> None:
    """Set the context of the transaction a cursor is in; it ends with the transaction."""
    cursor.execute(SET_CONTEXT, context)


def _read_context() -> Context:
    with connection.cursor() as cursor:
        cursor.execute(READ_CONTEXT)
        return cursor.fetchone()


def _write_context(context: Context) -> None:
    with connection.cursor() as cursor:
        write_context(cursor, context)
