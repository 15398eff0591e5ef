"""The newest 25 cases under both walls against the same list without any permission (design.md "Speed")."""

import psycopg
from django.conf import settings
from psycopg import ClientCursor

from cases.models.visible import page_sql
from gugus.demo import servers
from gugus.demo.benchmark import Bench, Measure, crowd

PER_ROW = 10  # cases per row of the other measures: 100,000 at the default size
LIMIT, LIMIT_OF_MANY = 2.5, 3.5
TIMES = 20
WHOLE = "SELECT * FROM cases_case WHERE id = ANY(%s) ORDER BY created_at DESC, id DESC"
BARE = """SELECT * FROM cases_case WHERE task_force_id = %(user)s {narrow}
ORDER BY created_at DESC LIMIT %(size)s"""


def measure(bench: Bench) -> list[Measure]:
    """By how many one may see, newest and by status; the bare list is read by the administrator."""
    urls = servers.ensure_postgres(settings.ENV.data_dir)
    crowd.fill(urls["admin"], bench.rows * PER_ROW)
    crowd.analyse(urls["admin"])
    with (
        psycopg.connect(urls["web"], cursor_factory=ClientCursor) as web,
        psycopg.connect(urls["admin"], cursor_factory=ClientCursor) as admin,
    ):
        return [
            _compared(bench, web, admin, name, groups, status=status)
            for status in (False, True)
            for name, groups in crowd.GROUPS.items()
        ]


def _compared(
    bench: Bench,
    web: psycopg.Connection,
    admin: psycopg.Connection,
    name: str,
    groups: list[int],
    *,
    status: bool,
) -> Measure:
    ours, base = bench.medians(
        lambda: _walled(web, groups, status=status), lambda: _bare(admin, groups, status=status)
    )
    label = "menurut status" if status else "terbaru"
    limit = LIMIT_OF_MANY if len(groups) > 1 else LIMIT
    return Measure(f"25 kasus {label}, melihat {name}", ours / TIMES, base / TIMES, limit)


def _walled(web: psycopg.Connection, groups: list[int], *, status: bool) -> None:
    for _time in range(TIMES):
        crowd.context(web, groups)
        keys = web.execute(page_sql(status=status), crowd.values(groups)).fetchall()
        web.execute(WHOLE, [[row[0] for row in keys]]).fetchall()
        web.commit()


def _bare(admin: psycopg.Connection, groups: list[int], *, status: bool) -> None:
    sql = BARE.format(narrow="AND status = %(status)s" if status else "")
    for _time in range(TIMES):
        admin.execute(sql, crowd.values(groups)).fetchall()  # type: ignore[arg-type]
        admin.commit()
