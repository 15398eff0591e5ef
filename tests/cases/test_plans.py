"""The newest cases of 100,000 under both walls: one plan, driven by the grants' index, for every user.

The rows are written by the server's administrator with triggers off, in a database of their own; questions
are asked as gugus_web with the context of one request.
"""

import json
import os
from collections.abc import Iterator
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import psycopg
import pytest
from django.db import connection, connections, transaction
from django.utils import timezone
from psycopg import ClientCursor

from cases.models.visible import page_sql, visible_count
from gugus.core.context import write_context
from gugus.demo import servers
from gugus.demo.benchmark import crowd
from gugus.operations.backup.database import named
from tests import environment

CASES = 100_000
MIDDLE = timezone.now() - timedelta(minutes=CASES // 2)


@pytest.fixture(scope="module")
def database(django_db_setup: None) -> Iterator[str]:
    """The address of the database for gugus_web."""
    urls = servers.ensure_postgres(environment.DATA_DIR, durable=False)
    name = f"crowd_{os.getpid()}"
    with psycopg.connect(urls["admin"], autocommit=True) as admin:
        template = environment.make_template(admin, urls)
        admin.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}" OWNER gugus_owner')
        admin.execute(f'GRANT CONNECT ON DATABASE "{name}" TO gugus_web')
        try:
            inside = named(urls["admin"], name)
            crowd.fill(inside, CASES)
            yield named(urls["web"], name)
        finally:
            admin.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


@pytest.fixture(params=["fresh", "analysed"])
def web(request: pytest.FixtureRequest, database: str) -> Iterator[psycopg.Connection]:
    """A request's transaction, before the statistics know the rows and after."""
    if request.param == "analysed":
        urls = servers.ensure_postgres(environment.DATA_DIR, durable=False)
        inside = named(urls["admin"], database.rsplit("/", 1)[1].split("?")[0])
        crowd.analyse(inside)
    with psycopg.connect(database, cursor_factory=ClientCursor) as connection:
        yield connection


def nodes(plan: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield plan
    for child in plan.get("Plans", []):
        yield from nodes(child)


def touched(web: psycopg.Connection, sql: str, parameters: Any) -> list[tuple[str, str, str]]:
    """How a statement reads cases and grants: node, table, index; in the plan's order."""
    found = web.execute(f"EXPLAIN (FORMAT JSON) {sql}", parameters).fetchone()
    plan = found[0] if isinstance(found[0], list) else json.loads(found[0])
    return [
        (node["Node Type"], node["Relation Name"], node.get("Index Name", ""))
        for node in nodes(plan[0]["Plan"])
        if node.get("Relation Name") in ("cases_case", "cases_casegrant")
    ]


LISTS = {
    "newest": ({}, "case_grant_new"),
    "by status": ({"status": True}, "case_grant_status"),
    "next page": ({"after": True}, "case_grant_new"),
    "next by status": ({"status": True, "after": True}, "case_grant_status"),
}


@pytest.mark.parametrize("name", LISTS)
def test_every_user_has_the_same_plan_driven_by_the_grants(
    web: psycopg.Connection, name: str, request: pytest.FixtureRequest
) -> None:
    options, index = LISTS[name]
    # Without statistics the planner may walk a group by time and drop the other status on the way.
    unknowing = {"case_grant_new"} if "fresh" in request.node.name else set()
    extra = {"after_at": MIDDLE, "after_id": crowd.USER} if "after" in options else {}
    seen = {}
    for who, groups in crowd.GROUPS.items():
        crowd.context(web, groups)
        seen[who] = touched(web, page_sql(**options), crowd.values(groups, **extra))
    assert all(
        plan and all(node.startswith("Index") and used in {index} | unknowing for node, _table, used in plan)
        for plan in seen.values()
    ), seen
    assert len({tuple(plan) for plan in seen.values()}) == 1, seen


def test_the_page_itself_is_fetched_by_key(web: psycopg.Connection) -> None:
    for who, groups in crowd.GROUPS.items():
        crowd.context(web, groups)
        keys = [row[0] for row in web.execute(page_sql(), crowd.values(groups)).fetchall()]
        assert len(keys) == min(crowd.KINDS[who].seen(CASES), 25)
        sql = "SELECT * FROM cases_case WHERE id = ANY(%s) ORDER BY created_at DESC, id DESC"
        assert all(node.startswith("Index") for node, *_ in touched(web, sql, [keys])), who
        assert len(web.execute(sql, [keys]).fetchall()) == len(keys), "the row policy agrees"


@pytest.fixture
def django_there(database: str, django_db_blocker: Any) -> Iterator[None]:
    """Django's own connection, to that database."""
    kept = connections["default"]
    there = kept.copy()
    there.settings_dict["NAME"] = database.rsplit("/", 1)[1].split("?")[0]
    connections["default"] = there
    with django_db_blocker.unblock():
        yield
        there.close()
    connections["default"] = kept


def counted(groups: list[int], **options: Any) -> int:
    """How many the page says there are, in a request of somebody with these groups."""
    reader = SimpleNamespace(pk=crowd.USER, is_active=True, authority=SimpleNamespace(group_ids=groups))
    array = "{" + ",".join(map(str, groups)) + "}"
    with transaction.atomic(), connection.cursor() as cursor:
        write_context(cursor, (crowd.USER, array, "", "{penangan}"))
        return visible_count(reader, **options)


def test_the_count_is_exact_up_to_its_cap_through_any_number_of_groups(django_there: None) -> None:
    for who, groups in crowd.GROUPS.items():
        seen = crowd.KINDS[who].seen(CASES)
        assert counted(groups) == min(seen, 1001), who
        assert counted(groups, cap=20_000) == min(seen, 20_001), who
        assert counted(groups, status="ditutup") <= min(seen, 1001), who
    uneven = [*crowd.GROUPS["10 % lewat 50 kelompok"], *crowd.GROUPS["10 % terlama"]]
    assert counted(uneven, cap=20_000) == 2 * CASES // 10 - CASES // 100, (
        "one group is large, the others small"
    )
    assert counted(crowd.GROUPS["semua"], status="ditutup", cap=CASES) == CASES // crowd.CLOSED_EVERY


def test_both_walls_count_alike(web: psycopg.Connection) -> None:
    """The policy alone, asked without the list's help, gives the same rows."""
    for name, groups in crowd.GROUPS.items():
        if crowd.KINDS[name].seen(CASES) > 1000:
            continue
        crowd.context(web, groups)
        direct = {row[0] for row in web.execute("SELECT id FROM cases_case").fetchall()}
        listed = {row[0] for row in web.execute(page_sql(), crowd.values(groups, size=1000)).fetchall()}
        assert direct == listed
        assert len(direct) == crowd.KINDS[name].seen(CASES), "the crowd is what it is said to be"
