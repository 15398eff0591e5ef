"""The roles and the database the portal runs on, made by a database administrator and by nobody else.

Five roles share the work, so that a fault in one of them stays small (row_security.md, assurance.md §4):

- `gugus_owner` owns the database and its tables; only migrations and test set-up use it,
- `gugus_web`, `gugus_worker` read and write rows, own nothing, and every row policy binds them,
- `gugus_kernel` cannot log in; it owns the few SECURITY DEFINER functions of the case wall,
- `gugus_backup` reads everything for a dump and writes nothing.

The same code prepares the embedded server, the test database and a production server
(`python -m gugus.core.provision`). Running it again changes nothing, and undoes a role's extra rights.
"""

import os
import sys
from collections.abc import Mapping
from typing import Any

import psycopg
from psycopg import sql

DATABASE = "gugus"
OWNER, WEB, WORKER, KERNEL, BACKUP = (
    f"gugus_{name}" for name in ("owner", "web", "worker", "kernel", "backup")
)
LOGINS = (OWNER, WEB, WORKER, BACKUP)
# What each role may be; everything not named is denied. CREATEDB comes on top for tests only.
FLAGS = {
    OWNER: "LOGIN NOBYPASSRLS",
    WEB: "LOGIN NOBYPASSRLS",
    WORKER: "LOGIN NOBYPASSRLS",
    KERNEL: "NOLOGIN NOBYPASSRLS",
    BACKUP: "LOGIN BYPASSRLS",
}
# A page that needs longer than 15 s is a fault; a document or an import may take minutes.
ROLE_SETTINGS = {
    WEB: {
        "statement_timeout": "15s",
        "lock_timeout": "5s",
        "idle_in_transaction_session_timeout": "60s",
    },
    WORKER: {
        # A killed worker's locks must go at once, even while its session waits (gugus.core.jobs).
        "client_connection_check_interval": "2s",
        "statement_timeout": "10min",
        "lock_timeout": "30s",
        "idle_in_transaction_session_timeout": "15min",
    },
    BACKUP: {"default_transaction_read_only": "on"},
}

Connection = psycopg.Connection[Any]


def provision(
    admin: Connection,
    *,
    database: str = DATABASE,
    passwords: Mapping[str, str] | None = None,
    owner_may_create: bool = False,
) -> None:
    """Make roles and `database`, or bring them back to what they must be.

    `admin` is an autocommit connection of a superuser. `passwords` maps role names to passwords; a role
    without one keeps what it has. `owner_may_create` lets the owner make test databases.
    Raises PermissionError when `admin` is no superuser.
    """
    _check_admin(admin)
    admin.execute("SELECT pg_advisory_lock(hashtext('gugus.provision'))")
    try:
        _make_roles(admin, passwords or {}, owner_may_create)
        _make_database(admin, database)
        with connect_to(admin, database) as inside:
            prepare_schema(inside)
    finally:
        admin.execute("SELECT pg_advisory_unlock(hashtext('gugus.provision'))")


def prepare_schema(inside: Connection) -> None:
    """Rights inside one database, by a superuser or its owner: what tables made later grant to whom."""
    for statement in _schema_statements():
        inside.execute(statement)


def connect_to(admin: Connection, database: str) -> Connection:
    """A second connection of the same administrator, to another database of the same server."""
    info = admin.info
    return psycopg.connect(
        host=info.host,
        port=info.port,
        user=info.user,
        password=info.password,
        dbname=database,
        autocommit=True,
    )


def _check_admin(admin: Connection) -> None:
    row = admin.execute("SELECT rolsuper FROM pg_roles WHERE rolname = current_user").fetchone()
    if not (row and row[0]):
        raise PermissionError(
            f"Role {admin.info.user} is no superuser. Provisioning needs the administrator's address: set "
            "DATABASE_ADMIN_URL, for example postgresql://postgres:PASSWORD@db:5432/postgres"
        )


def _make_roles(admin: Connection, passwords: Mapping[str, str], owner_may_create: bool) -> None:
    for role, flags in FLAGS.items():
        if not admin.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role]).fetchone():
            admin.execute(sql.SQL("CREATE ROLE {}").format(sql.Identifier(role)))
        creates = "CREATEDB" if role == OWNER and owner_may_create else "NOCREATEDB"
        always = f"NOSUPERUSER NOCREATEROLE NOREPLICATION {creates} INHERIT {flags}"
        admin.execute(sql.SQL("ALTER ROLE {} {}").format(sql.Identifier(role), sql.SQL(always)))
        if password := passwords.get(role):
            admin.execute(sql.SQL("ALTER ROLE {} PASSWORD {}").format(sql.Identifier(role), password))
        for name, value in ROLE_SETTINGS.get(role, {}).items():
            admin.execute(
                sql.SQL("ALTER ROLE {} SET {} = {}").format(*map(sql.Identifier, (role, name)), value)
            )
    _revoke_memberships(admin)
    admin.execute(f"GRANT {KERNEL} TO {OWNER} WITH INHERIT FALSE, SET TRUE")
    admin.execute(f"GRANT pg_read_all_data TO {BACKUP}")


def _revoke_memberships(admin: Connection) -> None:
    """Web, worker and kernel belong to no other role: a membership would lend them that role's rights."""
    rows = admin.execute(
        "SELECT r.rolname, m.rolname FROM pg_auth_members a JOIN pg_roles r ON r.oid = a.roleid "
        "JOIN pg_roles m ON m.oid = a.member WHERE m.rolname = ANY(%s)",
        [[WEB, WORKER, KERNEL]],
    ).fetchall()
    for group, member in rows:
        admin.execute(sql.SQL("REVOKE {} FROM {}").format(sql.Identifier(group), sql.Identifier(member)))


def _make_database(admin: Connection, database: str) -> None:
    name, owner = sql.Identifier(database), sql.Identifier(OWNER)
    if not admin.execute("SELECT 1 FROM pg_database WHERE datname = %s", [database]).fetchone():
        admin.execute(
            sql.SQL("CREATE DATABASE {} OWNER {} ENCODING 'UTF8' TEMPLATE template0").format(name, owner)
        )
    admin.execute(sql.SQL("ALTER DATABASE {} OWNER TO {}").format(name, owner))
    admin.execute(sql.SQL("REVOKE ALL ON DATABASE {} FROM PUBLIC").format(name))
    for role in (WEB, WORKER, BACKUP):
        admin.execute(sql.SQL("GRANT CONNECT ON DATABASE {} TO {}").format(name, sql.Identifier(role)))


def _schema_statements() -> list[str]:
    users = f"{WEB}, {WORKER}, {KERNEL}"
    default = f"ALTER DEFAULT PRIVILEGES FOR ROLE {OWNER}"
    return [
        "REVOKE ALL ON SCHEMA public FROM PUBLIC",
        f"REVOKE CREATE ON SCHEMA public FROM {WEB}, {WORKER}, {BACKUP}",
        f"GRANT USAGE ON SCHEMA public TO {users}, {BACKUP}",
        f"GRANT CREATE ON SCHEMA public TO {KERNEL}",  # PostgreSQL asks it of a function's new owner
        f"{default} IN SCHEMA public GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO {users}",
        f"{default} IN SCHEMA public GRANT USAGE, SELECT ON SEQUENCES TO {users}",
        f"{default} IN SCHEMA public GRANT EXECUTE ON FUNCTIONS TO {users}",
        f"{default} REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC",
    ]


def main() -> int:
    """Compose's one-shot: DATABASE_ADMIN_URL makes the roles, with the passwords of the other addresses."""
    from gugus import env

    read = env.Reader(os.environ)
    urls = {f"gugus_{role}": read(name) for role, name in env.DATABASE_VARIABLES.items() if read(name)}
    targets = {role: env.parse_database_url(url) for role, url in urls.items()}
    for role, target in targets.items():
        if target["USER"] != role:
            raise env.EnvError(f"The address for {role} signs in as {target['USER']}; it must be {role}.")
    admin_url = read.required("DATABASE_ADMIN_URL", "postgresql://postgres:PASSWORD@db:5432/postgres")
    names = {target["NAME"] for target in targets.values()} or {DATABASE}
    if len(names) > 1:
        raise env.EnvError(f"The addresses name different databases: {', '.join(sorted(names))}.")
    with psycopg.connect(admin_url, autocommit=True) as admin:
        passwords = {role: target["PASSWORD"] for role, target in targets.items() if target["PASSWORD"]}
        provision(admin, database=names.pop(), passwords=passwords)
    print("Roles and database are ready.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
