"""The newest cases one person may see, driven by the grants: the measured shape (row_security.md).

Row security alone would walk every case until 25 are found; starting from the grants, each group's newest
are one index range. The plain filter (`Case.objects.visible_to`) gives the same set.
"""

from typing import Any
from uuid import UUID

from django.db import connection

# One range per group; expired grants and recused cases are left out, as in the row policy. The recused cases
# are read once and looked up in memory: a probe for each row was half the time through fifty groups.
RANGE = """
SELECT p.created_at, p.content_object_id FROM cases_casegrant p
 WHERE p.group_id = g.id AND p.permission_id = (SELECT cases_permission('view_case')) {narrow}
   AND (p.expires_at IS NULL OR p.expires_at > now())
   AND p.content_object_id NOT IN (SELECT r.case_id FROM cases_recusal r
                                    WHERE r.user_id = %(user)s AND r.lifted_at IS NULL)
 ORDER BY p.created_at DESC, p.content_object_id DESC LIMIT %(size)s
"""
PAGE = """
SELECT content_object_id FROM (
  SELECT DISTINCT x.created_at, x.content_object_id
    FROM unnest(%(groups)s::int[]) g(id) CROSS JOIN LATERAL ({range}) x
   ORDER BY x.created_at DESC, x.content_object_id DESC LIMIT %(size)s) y
"""
COUNT = """
SELECT count(DISTINCT x.content_object_id)
  FROM unnest(%(groups)s::int[]) g(id) CROSS JOIN LATERAL ({range}) x
"""

FEW_GROUPS = 4


def page_sql(*, status: bool = False, after: bool = False) -> str:
    """The statement of a page; `tests/cases/test_plans.py` explains it."""
    return PAGE.format(range=_range(status=status, after=after))


def newest_page(user: Any, *, after: Any = None, status: str = "", size: int = 25) -> list[UUID]:
    """Keys of the newest visible cases after one (a case, or None for the first page)."""
    values = _values(user, status=status, size=size)
    if after is not None:
        values |= {"after_at": after.created_at, "after_id": after.pk}
    with connection.cursor() as cursor:
        cursor.execute(page_sql(status=bool(status), after=after is not None), values)
        return [row[0] for row in cursor.fetchall()]


def visible_count(user: Any, *, status: str = "", cap: int = 1000) -> int:
    """How many cases are visible, at most `cap` + 1 and never more work than that per group.

    Through many groups a small part of each is mostly over `cap` already, and then nothing more is read.
    """
    values = _values(user, status=status, size=cap + 1)
    sizes = [cap + 1]
    if len(values["groups"]) > FEW_GROUPS:
        sizes.insert(0, 2 * sizes[0] // len(values["groups"]) + 1)
    with connection.cursor() as cursor:
        for size in sizes:
            cursor.execute(COUNT.format(range=_range(status=bool(status))), values | {"size": size})
            found = cursor.fetchone()[0]
            if found > cap:
                return cap + 1
    return found


def _range(*, status: bool = False, after: bool = False) -> str:
    narrow = "AND p.status = %(status)s " if status else ""
    if after:
        narrow += "AND (p.created_at, p.content_object_id) < (%(after_at)s, %(after_id)s)"
    return RANGE.format(narrow=narrow)


def _values(user: Any, *, status: str, size: int) -> dict[str, Any]:
    groups = sorted(user.authority.group_ids) if user.is_active else []
    return {"groups": groups, "user": user.pk, "status": status, "size": size}
