"""Five roles with exactly the rights they need, however often provisioning runs."""

import psycopg
import pytest
from psycopg import errors

from gugus.core import provision


@pytest.fixture
def owner(ground):
    with psycopg.connect(ground["owner"], autocommit=True) as connection:
        connection.execute("DROP TABLE IF EXISTS ground_row CASCADE")
        connection.execute("CREATE TABLE ground_row (id serial PRIMARY KEY, word text)")
        yield connection
        connection.execute("DROP TABLE IF EXISTS ground_row CASCADE")


def flags(admin):
    rows = admin.execute(
        "SELECT rolname, rolcanlogin, rolsuper, rolbypassrls, rolcreatedb, rolcreaterole, rolreplication "
        "FROM pg_roles WHERE rolname LIKE 'gugus%' ORDER BY 1"
    )
    return {name: rights for name, *rights in rows}


EXPECTED = {
    "gugus_backup": [True, False, True, False, False, False],
    "gugus_kernel": [False, False, False, False, False, False],
    "gugus_owner": [True, False, False, False, False, False],
    "gugus_web": [True, False, False, False, False, False],
    "gugus_worker": [True, False, False, False, False, False],
}


def test_each_role_has_its_rights_and_no_more(admin):
    provision.provision(admin)
    assert flags(admin) == EXPECTED
    provision.provision(admin)
    assert flags(admin) == EXPECTED


def test_only_for_tests_the_owner_may_create_databases(admin):
    provision.provision(admin, owner_may_create=True)
    assert flags(admin)["gugus_owner"] == [True, False, False, True, False, False]
    provision.provision(admin)
    assert flags(admin) == EXPECTED


def test_extra_rights_are_taken_back(admin):
    admin.execute("ALTER ROLE gugus_web SUPERUSER BYPASSRLS CREATEDB")
    admin.execute("GRANT gugus_owner TO gugus_worker")
    provision.provision(admin)
    assert flags(admin) == EXPECTED
    members = admin.execute(
        "SELECT 1 FROM pg_auth_members m JOIN pg_roles r ON r.oid = m.member WHERE r.rolname = 'gugus_worker'"
    )
    assert members.fetchall() == []


def test_who_is_no_superuser_cannot_provision(ground):
    with (
        psycopg.connect(ground["owner"], autocommit=True) as connection,
        pytest.raises(PermissionError, match="DATABASE_ADMIN_URL"),
    ):
        provision.provision(connection)


@pytest.mark.parametrize("role", ["web", "worker"])
def test_tables_of_the_owner_are_open_for_rows_only(owner, ground, role):
    with psycopg.connect(ground[role], autocommit=True) as connection:
        connection.execute("INSERT INTO ground_row (word) VALUES ('satu')")
        assert connection.execute("SELECT word FROM ground_row").fetchone() == ("satu",)
        for statement in (
            "CREATE TABLE public.mine ()",
            "CREATE SCHEMA mine",
            "CREATE TEMP TABLE mine ()",
            "DROP TABLE ground_row",
            "TRUNCATE ground_row",
            "ALTER TABLE ground_row DISABLE ROW LEVEL SECURITY",
            "SET ROLE gugus_owner",
            "SET ROLE gugus_kernel",
            "SET SESSION AUTHORIZATION postgres",
        ):
            with pytest.raises(errors.InsufficientPrivilege):
                connection.execute(statement)


def test_forced_row_security_binds_web_and_owner_but_not_the_backup(owner, ground):
    owner.execute("INSERT INTO ground_row (word) VALUES ('rahasia')")
    owner.execute("ALTER TABLE ground_row ENABLE ROW LEVEL SECURITY")
    owner.execute("ALTER TABLE ground_row FORCE ROW LEVEL SECURITY")
    seen = {}
    for role in ("web", "worker", "owner", "backup"):
        with psycopg.connect(ground[role], autocommit=True) as connection:
            seen[role] = connection.execute("SELECT count(*) FROM ground_row").fetchone()[0]
    assert seen == {"web": 0, "worker": 0, "owner": 0, "backup": 1}


def test_the_backup_writes_nothing(owner, ground):
    with psycopg.connect(ground["backup"], autocommit=True) as connection:
        with pytest.raises(errors.ReadOnlySqlTransaction):
            connection.execute("INSERT INTO ground_row (word) VALUES ('x')")
        connection.execute("SET default_transaction_read_only = off")
        with pytest.raises(errors.InsufficientPrivilege):
            connection.execute("INSERT INTO ground_row (word) VALUES ('x')")


def test_the_owner_hands_functions_to_the_kernel_that_cannot_log_in(owner, ground):
    owner.execute(
        "CREATE FUNCTION ground_f() RETURNS name LANGUAGE sql SECURITY DEFINER AS 'SELECT current_user'"
    )
    try:
        owner.execute("ALTER FUNCTION ground_f() OWNER TO gugus_kernel")
        with psycopg.connect(ground["web"], autocommit=True) as connection:
            assert connection.execute("SELECT ground_f()").fetchone() == ("gugus_kernel",)
    finally:
        owner.execute("DROP FUNCTION ground_f()")
    with pytest.raises(psycopg.OperationalError, match="not permitted to log in"):
        psycopg.connect(ground["web"].replace("gugus_web", "gugus_kernel"))


def test_functions_are_closed_to_roles_of_others(admin, owner):
    owner.execute("CREATE FUNCTION ground_f() RETURNS int LANGUAGE sql AS 'SELECT 1'")
    admin.execute("CREATE ROLE ground_stranger")
    try:
        asked = (
            "SELECT has_function_privilege('ground_stranger', oid, 'EXECUTE') FROM pg_proc WHERE proname = %s"
        )
        with provision.connect_to(admin, provision.DATABASE) as inside:
            assert inside.execute(asked, ["ground_f"]).fetchone() == (False,)
    finally:
        owner.execute("DROP FUNCTION ground_f()")
        admin.execute("DROP ROLE ground_stranger")


def test_a_page_may_not_run_for_minutes(ground):
    with psycopg.connect(ground["web"]) as connection:
        assert connection.execute("SHOW statement_timeout").fetchone() == ("15s",)


def test_another_database_gets_the_same_rights(admin, ground):
    provision.provision(admin, database="ground_other", owner_may_create=True)
    try:
        url = ground["owner"].replace("/gugus?", "/ground_other?")
        with psycopg.connect(url, autocommit=True) as connection:
            connection.execute("CREATE TABLE t (id int)")
        with psycopg.connect(url.replace("gugus_owner", "gugus_web"), autocommit=True) as connection:
            connection.execute("INSERT INTO t VALUES (1)")
    finally:
        admin.execute("DROP DATABASE ground_other")


def test_the_command_sets_the_passwords_of_the_addresses(admin, ground, monkeypatch, capsys):
    host = ground["admin"].partition("?")[2]
    monkeypatch.setenv("DATABASE_ADMIN_URL", ground["admin"])
    for name in ("DATABASE_URL", "DATABASE_WORKER_URL", "DATABASE_OWNER_URL", "DATABASE_BACKUP_URL"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("DATABASE_URL", f"postgresql://gugus_web:kata@/gugus?{host}")
    assert provision.main() == 0
    secrets = admin.execute(
        "SELECT rolname FROM pg_authid WHERE rolpassword LIKE 'SCRAM-SHA-256$%'"
    ).fetchall()
    assert secrets == [("gugus_web",)]
    admin.execute("ALTER ROLE gugus_web PASSWORD NULL")


def test_the_command_refuses_an_address_of_the_wrong_role(ground, monkeypatch):
    monkeypatch.setenv("DATABASE_ADMIN_URL", ground["admin"])
    monkeypatch.setenv("DATABASE_URL", "postgresql://postgres:x@db/gugus")
    with pytest.raises(RuntimeError, match="gugus_web"):
        provision.main()
