"""Many cases and the grants of many kinds of people, for lists under both walls: plans and speed.

Written by the server's administrator with triggers off, since only the shape of the rows matters.
"""

import psycopg

EVERY = {"5 kasus": 20_000, "0,2 %": 500, "10 %": 10, "semua": 1}  # one case in so many
OLD, NONE, MANY = 5, 6, range(100, 150)
OWN, NEWEST_OLD = 999, 200
GROUPS: dict[str, list[int]] = {name: [number] for number, name in enumerate(EVERY, start=1)} | {
    "200 terlama": [OLD],
    "tidak satu pun": [NONE],
    "10 % lewat 50 kelompok": list(MANY),
}
USER = "11111111-1111-4111-8111-111111111111"
FILL = """
SET session_replication_role = replica;
INSERT INTO cases_case (id, code, task_force_id, owner_id, lead_agency_id, incident_id, kind, sex, age_group,
    risk, foreign_citizen, language, accessibility, source, simfoni_number, status, stage, closure,
    closure_note, closed_at, opened_by_id, created_at, version)
  SELECT gen_random_uuid(), 'X' || n, '{user}', {own}, '{user}', '{user}', 'tppo', 'perempuan', '25_44',
    'sedang', false, '', '', '', '', CASE WHEN n % 50 = 0 THEN 'ditutup' ELSE 'aktif' END, 'pengaduan',
    CASE WHEN n % 50 = 0 THEN 'pulih' ELSE '' END, '', CASE WHEN n % 50 = 0 THEN now() END, '{user}',
    now() - n * interval '1 minute', 1
  FROM generate_series(1, {cases}) n;
CREATE TEMP TABLE numbered AS
  SELECT id, created_at, status, substr(code, 2)::int AS n FROM cases_case WHERE owner_id = {own};
INSERT INTO cases_casegrant (id, content_object_id, permission_id, group_id, created_at, status)
  SELECT gen_random_uuid(), x.id, cases_permission('view_case'), g.id, x.created_at, x.status
  FROM numbered x JOIN (VALUES (1, 20000), (2, 500), (3, 10), (4, 1)) g (id, every) ON x.n % g.every = 0
  UNION ALL
  SELECT gen_random_uuid(), x.id, cases_permission('view_case'), {old}, x.created_at, x.status
  FROM numbered x WHERE x.n > {cases} - {oldest}
  UNION ALL
  SELECT gen_random_uuid(), x.id, cases_permission('view_case'), {many} + x.n % 50, x.created_at, x.status
  FROM numbered x WHERE x.n % 10 = 3;
"""


def fill(admin_url: str, cases: int) -> None:
    """Put `cases` cases and their grants into a database that is thrown away afterwards."""
    shape = {"user": USER, "own": OWN, "old": OLD, "oldest": NEWEST_OLD, "many": MANY[0], "cases": cases}
    with psycopg.connect(admin_url, autocommit=True) as admin:
        admin.execute(FILL.format(**shape))  # type: ignore[arg-type]


def analyse(admin_url: str) -> None:
    with psycopg.connect(admin_url, autocommit=True) as admin:
        admin.execute("ANALYZE cases_case, cases_casegrant, cases_recusal")


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
