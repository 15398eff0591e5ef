"""Who stopped handling a case does not judge, for its owner, who opened it in an emergency.

The pages never showed them the emergency; the database asked for the owner's desk alone. Pengawas and
koordinator kasus judge by their office, as before.
"""

from importlib import import_module

from django.db import migrations

walls = import_module("cases.migrations.0002_walls")
guards = import_module("cases.migrations.0009_guards")

OWNER = "coalesce(owner = ANY(gugus_groups()), false)"
REVIEW = guards.changed(walls.BREAK_GLASS_END, (OWNER, f"({OWNER} AND NOT cases_recused(b.case_id))"))
DROP = """
SET LOCAL ROLE gugus_kernel;
DROP FUNCTION cases_break_glass_review(uuid, text, bytea);
RESET ROLE;
"""


class Migration(migrations.Migration):
    dependencies = [("cases", "0018_narrower")]
    operations = [migrations.RunSQL(DROP + REVIEW, DROP + walls.BREAK_GLASS_END)]
