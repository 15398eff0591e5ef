"""The policies themselves, linted from outside; and no table with case content without a forced one."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from io import StringIO
from pathlib import Path

import psycopg
import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import connection

from gugus.core.walls_check import OPEN, faults, walled_tables
from gugus.demo import servers
from gugus.operations.backup.database import named
from tests.environment import DATA_DIR

PGRLS = Path(sys.executable).parent / "pgrls"

# Every way of taking a stone out of the wall, and a word of the complaint.
BREAKS = {
    "ALTER TABLE cases_identity DISABLE ROW LEVEL SECURITY": "cases_identity: dinding",
    "ALTER TABLE cases_casenote NO FORCE ROW LEVEL SECURITY": "cases_casenote: dinding",
    "DROP POLICY cases_shelter_select ON cases_shelter": "cases_shelter: tidak ada kebijakan membaca",
    "DROP POLICY cases_shelter_insert ON cases_shelter": "cases_shelter: gugus_web boleh INSERT",
    "DROP POLICY cases_shelter_update ON cases_shelter": "cases_shelter: gugus_worker boleh UPDATE",
    "GRANT DELETE ON cases_consent TO gugus_worker": "cases_consent: gugus_worker boleh DELETE",
    "GRANT UPDATE (status) ON cases_casegrant TO gugus_web": "cases_casegrant: gugus_web boleh UPDATE",
    "GRANT TRUNCATE ON cases_case TO gugus_web": "cases_case: gugus_web boleh TRUNCATE",
    "CREATE POLICY open ON cases_case TO PUBLIC USING (gugus_user() IS NULL)": "berlaku bagi PUBLIC",
    "ALTER POLICY cases_case_select ON cases_case USING (true)": "cases_case_select tidak menanyakan",
    "ALTER POLICY cases_case_insert ON cases_case WITH CHECK (1 = 1)": "cases_case_insert tidak menanyakan",
    "ALTER POLICY cases_screening_update ON cases_screening WITH CHECK (true)": "screening_update tidak",
    "ALTER POLICY cases_case_kernel ON cases_case USING (true)": "cases_case_kernel memberi peran kernel",
    "DROP POLICY cases_casenote_kernel ON cases_casenote": "cases_casenote: peran kernel",
    "CREATE TABLE cases_case_tags (id uuid, label text)": "cases_case_tags: dinding",
    "CREATE TABLE rad_history (id uuid, case_id uuid)": "rad_history: dinding",
    "CREATE TABLE rad_copy (id uuid, of uuid REFERENCES cases_identity (id))": "rad_copy: dinding",
    "ALTER TABLE cases_casenote ADD COLUMN number serial": "cases_casenote: urutan nomornya",
    "GRANT SELECT ON SEQUENCE core_seal_id_seq TO gugus_web": "core_seal: urutan",
    "DROP POLICY cases_servicerecord_insert_keys ON cases_servicerecord": "servicerecord.referral_id",
    "DROP TRIGGER cases_servicerecord_keys_1 ON cases_servicerecord": "servicerecord.referral_id",
    "ALTER TABLE cases_casenote ADD COLUMN other_id uuid REFERENCES cases_case (id)": "casenote.other_id",
    "ALTER TABLE cases_identity ADD UNIQUE (nik_index)": "cases_identity: kunci unik",
    "CREATE FUNCTION spy() RETURNS int LANGUAGE sql SECURITY DEFINER AS 'SELECT 1'": "spy(): fungsi",
    "CREATE VIEW spy AS SELECT * FROM cases_case": "spy: tampilan",
    "CREATE MATERIALIZED VIEW spy AS SELECT 1": "spy: tampilan",
    "DROP TABLE cases_holiday": "cases_holiday: disebut terbuka",
}
KERNEL_BREAKS = {
    "ALTER FUNCTION cases_grants_derive(uuid) RESET search_path": "tanpa search_path",
    'ALTER FUNCTION cases_grants_derive(uuid) SET search_path = "$user", public': "tanpa search_path",
    "GRANT EXECUTE ON FUNCTION cases_grants_derive(uuid) TO PUBLIC": "boleh dijalankan oleh PUBLIC",
}
ADMIN_BREAKS = {
    "ALTER ROLE gugus_kernel LOGIN": "gugus_kernel: peran ini",
    "ALTER ROLE gugus_kernel BYPASSRLS": "gugus_kernel: peran ini",
    "ALTER ROLE gugus_web BYPASSRLS": "gugus_web: peran ini",
    "GRANT gugus_kernel TO gugus_web": "gugus_web: peran ini menjadi anggota gugus_kernel",
    "ALTER TABLE cases_case OWNER TO gugus_worker": "cases_case: dimiliki oleh gugus_worker",
    "ALTER FUNCTION cases_grants_derive(uuid) OWNER TO gugus_owner": "harus milik gugus_kernel",
    "GRANT CREATE ON SCHEMA public TO gugus_web": "boleh membuat benda",
}


@pytest.fixture(scope="module")
def owner() -> Iterator[psycopg.Connection]:
    with psycopg.connect(os.environ["DATABASE_OWNER_URL"]) as connection:
        yield connection


@pytest.fixture(scope="module")
def admin(owner: psycopg.Connection) -> Iterator[psycopg.Connection]:
    urls = servers.ensure_postgres(DATA_DIR, durable=False)
    with psycopg.connect(named(urls["admin"], owner.info.dbname)) as connection:
        yield connection


def complaints(connection: psycopg.Connection, *statements: str) -> list[str]:
    """What the check says of the database after some statements, which are then undone."""
    try:
        with connection.cursor() as cursor:
            for statement in statements:
                cursor.execute(statement)
            return faults(cursor)
    finally:
        connection.rollback()


@pytest.mark.django_db
def test_the_wall_stands_around_every_table() -> None:
    said = StringIO()
    call_command("check_walls", stdout=said)
    with connection.cursor() as cursor:
        tables = set(walled_tables(cursor))
    mine = {row._meta.db_table for row in apps.get_app_config("cases").get_models(include_auto_created=True)}
    assert mine - set(OPEN) <= tables
    assert f"di {len(tables)} tabel" in said.getvalue()


@pytest.mark.django_db
def test_the_command_fails_when_a_stone_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(OPEN, "cases_no_such", "")
    with pytest.raises(CommandError, match="cases_no_such"):
        call_command("check_walls")


@pytest.mark.parametrize(("statement", "word"), BREAKS.items())
def test_a_missing_stone_is_named(owner: psycopg.Connection, statement: str, word: str) -> None:
    found = complaints(owner, statement)
    assert any(word in line for line in found), found


@pytest.mark.parametrize(("statement", "word"), KERNEL_BREAKS.items())
def test_a_loose_kernel_function_is_named(owner: psycopg.Connection, statement: str, word: str) -> None:
    found = complaints(owner, "SET LOCAL ROLE gugus_kernel", statement, "RESET ROLE")
    assert any(word in line for line in found), found


@pytest.mark.parametrize(("statement", "word"), ADMIN_BREAKS.items())
def test_a_role_that_grew_is_named(admin: psycopg.Connection, statement: str, word: str) -> None:
    found = complaints(admin, statement)
    assert any(word in line for line in found), found


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
