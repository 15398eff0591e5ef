"""The newest 25 cases under both walls against the same list without any permission (design.md "Speed").

As row_security.md counts: in Python, with Django and 25 instances on both sides, and with BEGIN, context and
COMMIT on ours. Beside it the page `/kasus/` as it asks (`case_page`: the list and how many there are, to
1,001) and, held to nothing, the statements alone. The bare side is a role of its own whose only policy is
"everything"; it has an index for its status too, so that it is not slow for want of one.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from types import SimpleNamespace
from typing import Any

import psycopg
from django.conf import settings
from django.db import connection, connections, transaction
from django.db.models import QuerySet
from psycopg import ClientCursor
from psycopg.conninfo import make_conninfo

from cases.models import Case
from cases.models.visible import page_sql
from cases.selectors.cases import PAGE_SIZE, case_page
from gugus.core.context import write_context
from gugus.demo.benchmark import Bench, Measure, crowd, shown

LIMIT, LIMIT_OF_MANY = 2.5, 3.5
TIMES = 20
CAP = 1001
CLOSED = "ditutup"
BARE_ROLE = """
CREATE ROLE bare LOGIN;
GRANT CONNECT ON DATABASE {database} TO bare;
GRANT USAGE ON SCHEMA public TO bare;
GRANT SELECT ON cases_case, core_wallprobe TO bare;
CREATE POLICY bare ON cases_case FOR SELECT TO bare USING (true);
CREATE INDEX bare_status ON cases_case (task_force_id, status, created_at DESC)
"""
WHOLE = "SELECT * FROM cases_case WHERE id = ANY(%s) ORDER BY created_at DESC, id DESC"
BARE = """SELECT * FROM cases_case WHERE task_force_id = %(user)s {narrow}
ORDER BY created_at DESC LIMIT %(size)s"""


@dataclass(frozen=True)
class Sides:
    """Connections of a request and of the bare side, which also is Django's database `bare`."""

    web: psycopg.Connection
    bare: psycopg.Connection


def measure(bench: Bench) -> list[Measure]:
    """By how many one may see, newest and by status."""
    inside = bench.administrator()
    if "bare" not in bench.extra:
        _bare_role(inside)
        bench.extra["bare"] = make_conninfo(inside, user="bare")
    crowd.fill(inside, bench.rows, lambda line: print(f"  {line}", flush=True))
    crowd.analyse(inside)
    with (
        psycopg.connect(settings.ENV.database_url("web"), cursor_factory=ClientCursor) as web,
        psycopg.connect(bench.extra["bare"], cursor_factory=ClientCursor) as bare,
    ):
        return list(_all(bench, Sides(web, bare)))


def _bare_role(inside: str) -> None:
    given = connections["default"].settings_dict
    connections.databases["bare"] = given | {"USER": "bare", "ATOMIC_REQUESTS": False}
    with psycopg.connect(inside, autocommit=True) as admin:
        admin.execute(BARE_ROLE.format(database=given["NAME"]))  # type: ignore[arg-type]


def _all(bench: Bench, sides: Sides) -> Iterator[Measure]:
    for status in ("", CLOSED):
        label = "menurut status" if status else "terbaru"
        for name, groups in crowd.GROUPS.items():
            limit = LIMIT_OF_MANY if len(groups) > 1 else LIMIT
            note = f"melihat {shown(crowd.KINDS[name].seen(bench.rows))} dari {shown(bench.rows)}"
            for kind, most, ours, base in (
                ("25 kasus", limit, partial(_list, groups, status), partial(_bare_list, status)),
                ("halaman kasus", limit, partial(_page, groups, status), partial(_bare_page, status)),
                ("pernyataan kasus", None, partial(_walled, sides.web, groups, status),
                 partial(_bare, sides.bare, status)),
            ):  # fmt: skip
                taken, bare = bench.medians(ours, base)
                yield Measure(f"{kind} {label}, {name}", taken / TIMES, bare / TIMES, most, note)


def _walled(web: psycopg.Connection, groups: list[int], status: str) -> None:
    for _time in range(TIMES):
        crowd.context(web, groups)
        keys = web.execute(page_sql(status=bool(status)), crowd.values(groups)).fetchall()
        web.execute(WHOLE, [[row[0] for row in keys]]).fetchall()
        web.commit()


def _bare(bare: psycopg.Connection, status: str) -> None:
    sql = BARE.format(narrow="AND status = %(status)s" if status else "")
    for _time in range(TIMES):
        bare.execute(sql, crowd.values([])).fetchall()  # type: ignore[arg-type]
        bare.commit()


def _reader(groups: list[int]) -> Any:
    return SimpleNamespace(
        pk=crowd.USER, is_active=True, authority=SimpleNamespace(group_ids=frozenset(groups))
    )


@contextmanager
def _request(groups: list[int]) -> Iterator[Any]:
    """The walls take the person from the transaction's context and from `authority`, as in a request."""
    context = crowd.USER, "{" + ",".join(map(str, groups)) + "}", "", "{penangan}"
    with transaction.atomic(), connection.cursor() as cursor:
        write_context(cursor, context)
        yield _reader(groups)


def _list(groups: list[int], status: str) -> None:
    for _time in range(TIMES):
        with _request(groups) as reader:
            Case.objects.newest_page(reader, status=status)


def _page(groups: list[int], status: str) -> None:
    for _time in range(TIMES):
        with _request(groups) as reader:
            case_page(reader, status=status)


def _open(status: str) -> QuerySet[Case]:
    rows = Case.objects.using("bare").filter(task_force=crowd.USER)
    return rows.filter(status=status) if status else rows


def _bare_list(status: str) -> None:
    for _time in range(TIMES):
        with transaction.atomic(using="bare"):
            list(_open(status).order_by("-created_at", "-pk")[:PAGE_SIZE])


def _bare_page(status: str) -> None:
    for _time in range(TIMES):
        with transaction.atomic(using="bare"):
            list(_open(status).order_by("-created_at", "-pk")[: PAGE_SIZE + 1])
            _open(status)[:CAP].count()
