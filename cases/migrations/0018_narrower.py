"""Two acts the database allowed and the pages do not.

- A further case on an incident is opened by who handles a case of it. Seeing one was enough: whoever had
  opened a case in an emergency could hang a case of their own desk on its incident, and so go on reading and
  changing what happened after the hours were over.
- What is written to the trail stands in the task force one acts in, or in none: its pengawas reads it.
"""

from importlib import import_module

from django.db import migrations

from gugus.core.walls import HERE, USER

walls = import_module("cases.migrations.0002_walls")
guards = import_module("cases.migrations.0009_guards")

INSERT = next(
    line for line in walls.CONTENT["cases_case"].splitlines() if line.startswith("CREATE POLICY cases_case_insert ")
)
HANDLED = guards.changed(walls.INCIDENT_OPEN, ("cases_permission('view_case')", "cases_permission('handle_case')"))
DROP = """
DROP POLICY cases_case_insert ON cases_case;
SET LOCAL ROLE gugus_kernel;
DROP FUNCTION cases_incident_open(uuid);
RESET ROLE;
"""
TRAIL = "ALTER POLICY cases_casetrail_insert ON cases_casetrail WITH CHECK ({});"
MINE = f"actor_id = {USER}"
PLACED = f"{MINE} AND coalesce(task_force_id = {HERE}, task_force_id IS NULL AND {HERE} IS NULL)"


class Migration(migrations.Migration):
    dependencies = [("cases", "0017_job_wall")]
    operations = [
        migrations.RunSQL("\n".join([DROP, HANDLED, INSERT]), "\n".join([DROP, walls.INCIDENT_OPEN, INSERT])),
        migrations.RunSQL(TRAIL.format(PLACED), TRAIL.format(MINE)),
    ]
