"""Refuse to work on a database role that row-level security does not bind.

A superuser, a role with BYPASSRLS and the owner of the tables read every row whatever the policies say, and
nothing on any page would show it (assurance.md §4). So every new connection of the web and worker processes
is checked before its first query; only the process of `migrate` (GUGUS_ROLE=owner) is excepted.
"""

from typing import Any

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db.backends.signals import connection_created

ROLE_QUERY = """
SELECT current_user, r.rolsuper, r.rolbypassrls,
  (SELECT count(*) FROM pg_class c WHERE c.relkind IN ('r', 'p') AND c.relnamespace = 'public'::regnamespace
     AND pg_has_role(r.oid, c.relowner, 'USAGE'))
FROM pg_roles r WHERE r.rolname = current_user
"""


class UnsafeRole(ImproperlyConfigured):
    """The database role would see through the second wall."""


def check_role(cursor: Any) -> None:
    """Raise UnsafeRole when the connected role is a superuser, has BYPASSRLS, or owns tables."""
    cursor.execute(ROLE_QUERY)
    name, is_super, bypasses, owned = cursor.fetchone()
    faults = [
        text
        for wrong, text in (
            (is_super, "is a superuser"),
            (bypasses, "has BYPASSRLS"),
            (owned, f"owns {owned} tables (or is a member of their owner)"),
        )
        if wrong
    ]
    if faults:
        raise UnsafeRole(
            f"Refusing to start: database role {name!r} {' and '.join(faults)}, so row-level security would "
            "not bind it. Use gugus_web or gugus_worker in DATABASE_URL; only migrations run as the owner."
        )


def check_wall(cursor: Any) -> None:
    """Raise UnsafeRole when a row nobody may see is seen: the proof, beside the role's flags."""
    cursor.execute("SELECT to_regclass('public.core_wallprobe') IS NOT NULL")
    if cursor.fetchone()[0]:
        cursor.execute("SELECT count(*) FROM core_wallprobe")
        if cursor.fetchone()[0]:
            raise UnsafeRole("Refusing to start: the row behind the wall of core_wallprobe is visible.")


def _on_connect(sender: Any, connection: Any, **kwargs: Any) -> None:
    if connection.vendor == "postgresql" and settings.ENV.role != "owner":
        with connection.connection.cursor() as cursor:
            check_role(cursor)
            check_wall(cursor)


def install() -> None:
    """Watch every connection this process will open."""
    connection_created.connect(_on_connect, dispatch_uid="gugus.core.guard")
