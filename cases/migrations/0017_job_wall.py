"""A job about a case is seen by its requester as long as the case is, in both walls alike."""

from importlib import import_module

from django.db import migrations

from gugus.core.walls import USER

walls = import_module("cases.migrations.0002_walls")
SELECT = "ALTER POLICY cases_casejob_select ON cases_casejob USING ({});"
MINE = f"requested_by_id = {USER}"
SEEN = f"{MINE} AND CASE WHEN case_id IS NULL THEN true ELSE {walls.view('cases_casejob')} END"


class Migration(migrations.Migration):
    dependencies = [("cases", "0016_disposal")]
    operations = [migrations.RunSQL(SELECT.format(SEEN), SELECT.format(MINE))]
