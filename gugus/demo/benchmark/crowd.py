"""Many cases and the grants of many kinds of people, for lists under both walls: plans and speed.

Written by the server's administrator with triggers off, since only the shape of the rows matters.
"""

from collections.abc import Callable
from dataclasses import dataclass

import psycopg
from psycopg import ClientCursor

OWN = 999
USER = "11111111-1111-4111-8111-111111111111"
CHUNK = 100_000
CLOSED_EVERY = 49  # shares no factor with the groups' steps, so every group has its part of closed cases


@dataclass(frozen=True)
class Kind:
    """People who see one case in `every`, through `groups`; with `oldest` all of theirs are at the end."""

    groups: range
    share: int = 1
    few: int = 0
    oldest: bool = False

    def seen(self, cases: int) -> int:
        """How many of `cases` they see."""
        return self.few if self.few else cases // self.share if self.share else 0

    def every(self, cases: int) -> int:
        return 1 if self.oldest else max(cases // max(self.seen(cases), 1), 1)

    def first(self, cases: int) -> int:
        """The age, counted from the newest, after which theirs begin."""
        return cases - self.seen(cases) if self.oldest else 0


KINDS = {
    "5 kasus": Kind(range(1, 2), few=5),
    "5 kasus terlama": Kind(range(2, 3), few=5, oldest=True),
    "0,2 %": Kind(range(3, 4), share=500),
    "0,2 % terlama": Kind(range(4, 5), share=500, oldest=True),
    "10 %": Kind(range(5, 6), share=10),
    "10 % terlama": Kind(range(6, 7), share=10, oldest=True),
    "semua": Kind(range(7, 8)),
    "tidak satu pun": Kind(range(8, 9), share=0),
    "10 % lewat 50 kelompok": Kind(range(100, 150), share=10),
    "10 % terlama lewat 50 kelompok": Kind(range(200, 250), share=10, oldest=True),
}
GROUPS = {name: list(kind.groups) for name, kind in KINDS.items()}
CASES = """
INSERT INTO cases_case (id, code, task_force_id, owner_id, lead_agency_id, incident_id, kind, sex, age_group,
    risk, foreign_citizen, language, accessibility, source, simfoni_number, status, stage, closure,
    closure_note, closed_at, opened_by_id, created_at, version)
  SELECT gen_random_uuid(), 'X' || n, %(user)s, %(own)s, %(user)s, %(user)s, 'tppo', 'perempuan', '25_44',
    'sedang', false, '', '', '', '', CASE WHEN closed THEN 'ditutup' ELSE 'aktif' END, 'pengaduan',
    CASE WHEN closed THEN 'pulih' ELSE '' END, '', CASE WHEN closed THEN now() END, %(user)s,
    now() - n * interval '1 minute', 1
  FROM (SELECT n, n %% %(closed)s = 0 AS closed FROM generate_series(%(first)s, %(last)s) n) x
"""
NUMBERED = """
CREATE TEMP TABLE numbered AS
  SELECT id, created_at, status, substr(code, 2)::int AS n FROM cases_case WHERE owner_id = %s
"""
GRANTS = """
INSERT INTO cases_casegrant (id, content_object_id, permission_id, group_id, created_at, status)
  SELECT gen_random_uuid(), x.id, cases_permission('view_case'), %s + (x.n / %s) %% %s, x.created_at, x.status
  FROM numbered x WHERE x.n %% %s = 0 AND x.n > %s ORDER BY x.n
"""


def fill(admin_url: str, cases: int, said: Callable[[str], None] = lambda _line: None) -> None:
    """Have `cases` cases and their grants in a database that is thrown away afterwards.

    What an earlier call put there stays and is completed; the grants are drawn anew, as shares of the whole.
    `said` hears how far it is.
    """
    same = {"user": USER, "own": OWN, "closed": CLOSED_EVERY}
    with psycopg.connect(admin_url, cursor_factory=ClientCursor) as admin:
        admin.execute("SET session_replication_role = replica")
        admin.execute("TRUNCATE cases_casegrant")
        have = admin.execute("SELECT count(*) FROM cases_case WHERE owner_id = %s", [OWN]).fetchone()
        for first in range(have[0] + 1 if have else 1, cases + 1, CHUNK):
            last = min(first + CHUNK - 1, cases)
            admin.execute(CASES, {**same, "first": first, "last": last})
            said(f"{last} dari {cases} kasus")
        admin.execute(NUMBERED, [OWN])
        for name, kind in KINDS.items():
            if kind.seen(cases):
                every, many = kind.every(cases), len(kind.groups)
                admin.execute(GRANTS, [kind.groups[0], every, many, every, kind.first(cases)])
                said(f"hak melihat {name}")


def analyse(admin_url: str) -> None:
    with psycopg.connect(admin_url, autocommit=True) as admin:
        admin.execute("VACUUM ANALYZE cases_case, cases_casegrant, cases_recusal")


def context(web: psycopg.Connection, groups: list[int]) -> None:
    """What a request tells the database of somebody with these groups."""
    array = "{" + ",".join(map(str, groups)) + "}"
    web.execute(
        "SELECT set_config('gugus.groups', %s, true), set_config('gugus.user', %s, true), "
        "set_config('gugus.roles', '{penangan}', true)",
        [array, USER],
    )


def values(groups: list[int], **extra: object) -> dict[str, object]:
    """Parameters of a page's statement."""
    return {"groups": groups, "user": USER, "status": "ditutup", "size": 25} | extra
