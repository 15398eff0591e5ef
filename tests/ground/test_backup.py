"""A dump by the backup role holds the rows row security hides, and comes back with owners and policies."""

import subprocess

import psycopg
import pytest

from gugus.core import provision
from gugus.demo.servers import _postgres_bin


@pytest.fixture
def walled(ground):
    """A table under forced row security whose one policy belongs to the kernel."""
    with psycopg.connect(ground["owner"], autocommit=True) as owner:
        owner.execute("CREATE TABLE ground_case (id int)")
        owner.execute("INSERT INTO ground_case VALUES (1), (2)")
        owner.execute("ALTER TABLE ground_case ENABLE ROW LEVEL SECURITY")
        owner.execute("ALTER TABLE ground_case FORCE ROW LEVEL SECURITY")
        owner.execute("CREATE POLICY p ON ground_case TO gugus_kernel USING (current_user = 'gugus_kernel')")
        owner.execute(
            "CREATE FUNCTION ground_count() RETURNS bigint LANGUAGE sql SECURITY DEFINER "
            "SET search_path = public AS 'SELECT count(*) FROM ground_case'"
        )
        owner.execute("ALTER FUNCTION ground_count() OWNER TO gugus_kernel")
        yield ground
        owner.execute("DROP FUNCTION ground_count()")
        owner.execute("DROP TABLE ground_case")


def dump(url, path):
    command = [str(_postgres_bin() / "pg_dump"), "--format=custom", f"--file={path}", url]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_dump_and_restore_keep_rows_wall_and_kernel(walled, admin, tmp_path):
    assert dump(walled["backup"], tmp_path / "gugus.dump").returncode == 0
    provision.provision(admin, database="ground_copy", owner_may_create=True)
    try:
        target = walled["admin"].replace("/postgres?", "/ground_copy?")
        command = ["pg_restore", "--exit-on-error", "--clean", "--if-exists", f"--dbname={target}"]
        subprocess.run([_postgres_bin() / command[0], *command[1:], tmp_path / "gugus.dump"], check=True)
        with psycopg.connect(walled["web"].replace("/gugus?", "/ground_copy?")) as web:
            assert web.execute("SELECT count(*) FROM ground_case").fetchone() == (0,)
            assert web.execute("SELECT ground_count()").fetchone() == (2,)
    finally:
        admin.execute("DROP DATABASE ground_copy WITH (FORCE)")


def test_a_dump_by_the_owner_fails_instead_of_losing_rows(walled, tmp_path):
    result = dump(walled["owner"], tmp_path / "gugus.dump")
    assert result.returncode
    assert "row-level security" in result.stderr
