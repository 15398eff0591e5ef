"""Real servers for the suite, before Django reads its settings (loaded by `-p tests.environment`).

PostgreSQL and Valkey run from the same wheels as the demo's, in a folder of their own; the suite connects as
gugus_web, the role of production, so a forgotten grant or context fails here. Migrations run once as the
owner into a template named after their content; each session works on a copy of it.
"""

import atexit
import hashlib
import os
import subprocess
import sys
import tempfile
from pathlib import Path

import psycopg

from gugus.core import provision
from gugus.demo import servers
from gugus.operations.backup.database import named

ROOT = Path(__file__).resolve().parent.parent
DATA_DIR = Path(os.environ.get("GUGUS_TEST_DATA", ROOT / ".demo" / "test"))
ROLES = {
    "web": "DATABASE_URL",
    "worker": "DATABASE_WORKER_URL",
    "owner": "DATABASE_OWNER_URL",
    "backup": "DATABASE_BACKUP_URL",
}


def fingerprint() -> str:
    """Changes whenever a migration or the roles do."""
    files = sorted(path for path in ROOT.glob("**/migrations/*.py") if ".venv" not in path.parts)
    digest = hashlib.sha256(Path(provision.__file__).read_bytes())
    for path in files:
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def variables(urls: dict[str, str], database: str) -> dict[str, str]:
    """The environment of a process that works on `database`."""
    addresses = {variable: named(urls[role], database) for role, variable in ROLES.items()}
    return addresses | {"DJANGO_ENV": "test", "DATA_DIR": str(DATA_DIR), "EMAIL_URL": "memory://"}


def make_template(admin: psycopg.Connection, urls: dict[str, str]) -> str:
    """Migrate an empty database as the owner, unless one of the same content is there; returns its name."""
    name = f"template_{fingerprint()}"
    admin.execute("SELECT pg_advisory_lock(hashtext('gugus.tests'))")
    try:
        if admin.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone():
            return name
        draft = f"{name}_draft"
        admin.execute(f'DROP DATABASE IF EXISTS "{draft}" WITH (FORCE)')
        provision.provision(admin, database=draft, owner_may_create=True)
        env = os.environ | variables(urls, draft)
        subprocess.run([sys.executable, "manage.py", "migrate", "-v0"], cwd=ROOT, env=env, check=True)
        admin.execute(f'ALTER DATABASE "{draft}" RENAME TO "{name}"')
        return name
    finally:
        admin.execute("SELECT pg_advisory_unlock(hashtext('gugus.tests'))")


def start() -> str:
    """Start the servers, copy the template, and name the copy in the environment.

    Returns the copy's address for the administrator; no child process inherits it.
    """
    urls = servers.ensure_postgres(DATA_DIR, durable=False)
    database = f"session_{os.getpid()}"
    with psycopg.connect(urls["admin"], autocommit=True) as admin:
        template = make_template(admin, urls)
        admin.execute(f'CREATE DATABASE "{database}" TEMPLATE "{template}" OWNER {provision.OWNER}')
        for role in (provision.WEB, provision.WORKER, provision.BACKUP):
            admin.execute(f'GRANT CONNECT ON DATABASE "{database}" TO {role}')
    atexit.register(drop, urls["admin"], database, os.getpid())
    os.environ |= variables(urls, database)
    os.environ["REDIS_URL"] = servers.ensure_valkey(DATA_DIR)
    os.environ["MEDIA_ROOT"] = tempfile.mkdtemp(prefix="gugus-media-")
    os.environ["DJANGO_SETTINGS_MODULE"] = "gugus.settings"
    return named(urls["admin"], database)


def drop(admin_url: str, database: str, pid: int) -> None:
    """Remove the session's copy; forked children leave it alone."""
    if os.getpid() == pid:
        with psycopg.connect(admin_url, autocommit=True) as admin:
            admin.execute(f'DROP DATABASE IF EXISTS "{database}" WITH (FORCE)')


ADMIN_URL = start()
