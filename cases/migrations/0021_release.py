"""What leaves once stays as it left (ADR 0024): released cells and frozen years take rows and never change.

- Both are written by the worker alone. Raw counts are read by nobody else; what left is read in the task
  force and by its province, which no longer reads the figures of the night.
- Remarks of the yearly evaluation are only added to; its papers belong to whoever made them.
"""

from importlib import import_module

from django.db import migrations

from gugus.core.walls import HERE, ROLES, USER, kernel_trigger, unwall, wall

READERS = import_module("cases.migrations.0011_figures").READERS
OWN = f"task_force_id = {HERE}"
READ = f"(SELECT {READERS}) AND {OWN}"
LEADERS = f"('sekretariat' = {ROLES} OR 'pimpinan' = {ROLES})"
BELOW = f"task_force_id = ANY((SELECT array_agg(t.id) FROM members_taskforce t WHERE t.parent_id = {HERE})::uuid[])"

WORKER = """
GRANT INSERT ON {table} TO gugus_worker;
CREATE POLICY {table}_worker_reads ON {table} FOR SELECT TO gugus_worker USING (current_user = 'gugus_worker');
CREATE POLICY {table}_worker_adds ON {table} FOR INSERT TO gugus_worker WITH CHECK (current_user = 'gugus_worker');
"""
WORKER_BACK = """
DROP POLICY {table}_worker_reads ON {table};
DROP POLICY {table}_worker_adds ON {table};
"""
STAYS = kernel_trigger(
    "cases_released_stays",
    "BEGIN RAISE EXCEPTION '% stays as it left', TG_TABLE_NAME USING ERRCODE = 'check_violation'; END",
    "BEFORE UPDATE OR DELETE ON cases_frozenyear",
    "BEFORE UPDATE OR DELETE ON cases_releasedcell",
)
STAYS_BACK = """
SET LOCAL ROLE gugus_kernel;
DROP FUNCTION cases_released_stays() CASCADE;
RESET ROLE;
"""
MADE = (
    f"made_by_id = {USER} AND {OWN} AND {LEADERS} AND supersedes_id IS NULL AND (job_id IS NULL OR "
    "(SELECT true FROM cases_casejob j WHERE j.id = cases_evaluationdocument.job_id LIMIT 1))"
)
WALLS = {
    "cases_frozenyear": wall("cases_frozenyear", select="false"),
    "cases_releasedcell": wall("cases_releasedcell", select=f"(SELECT {READERS}) AND ({OWN} OR {BELOW})"),
    "cases_yearremark": wall(
        "cases_yearremark",
        select=READ,
        insert=f"written_by_id = {USER} AND {OWN} AND 'sekretariat' = {ROLES}",
    ),
    "cases_evaluationdocument": wall("cases_evaluationdocument", select=READ, insert=MADE, update=MADE),
}
FIGURES = "ALTER POLICY cases_casefigure_select ON cases_casefigure USING ({});"
INSIDE = f"{READ} AND (audience <> 'pimpinan' OR {LEADERS})"
BEFORE = (
    f"(SELECT {READERS}) AND (({OWN} AND (audience <> 'pimpinan' OR {LEADERS})) "
    f"OR (audience = 'keluar' AND {BELOW}))"
)
KEPT = ("cases_frozenyear", "cases_releasedcell")


class Migration(migrations.Migration):
    dependencies = [("cases", "0020_evaluation")]
    operations = [
        *(migrations.RunSQL(sql, unwall(table)) for table, sql in WALLS.items()),
        *(migrations.RunSQL(WORKER.format(table=table), WORKER_BACK.format(table=table)) for table in KEPT),
        migrations.RunSQL(STAYS, STAYS_BACK),
        migrations.RunSQL(FIGURES.format(INSIDE), FIGURES.format(BEFORE)),
    ]
