"""The policies themselves, linted from outside; and no table with case content without a forced one."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.db import connection

PGRLS = Path(sys.executable).parent / "pgrls"

WALLS = """
SELECT c.relname, c.relrowsecurity AND c.relforcerowsecurity
FROM pg_class c
WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p')
  AND (c.relname LIKE 'cases\\_%' OR c.relname = 'core_wallprobe' OR EXISTS (
    SELECT 1 FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attname = 'case_id' AND NOT a.attisdropped))
"""


@pytest.mark.django_db
def test_every_case_table_is_walled_and_forced() -> None:
    with connection.cursor() as cursor:
        cursor.execute(WALLS)
        walls = dict(cursor.fetchall())
    assert "core_wallprobe" in walls
    assert all(walls.values()), [name for name, walled in walls.items() if not walled]


def test_the_policies_pass_the_linter() -> None:
    """No error but "no policy" (SEC001), which the test above holds to the tables that need one."""
    command = [str(PGRLS), "lint", "--format", "json", "--schemas", "public"]
    run = subprocess.run(
        [*command, "--database-url", os.environ["DATABASE_OWNER_URL"]], capture_output=True, text=True
    )
    found = json.loads(run.stdout)
    rows = found["violations"] if isinstance(found, dict) else found
    errors = [row for row in rows if row["severity"].lower() == "error" and row["rule_id"] != "SEC001"]
    assert errors == []
    assert rows, "the linter read nothing"
    assert not [row for row in rows if row["rule_id"] == "SEC001" and "wallprobe" in json.dumps(row)]
