"""What makes a site the same site: every row, the heads of the sealed trails, every document still whole."""

import hashlib
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, cast

from django.core.files.storage import FileSystemStorage
from django.db import models
from psycopg import sql

from gugus.core.crypto import Unreadable
from gugus.core.crypto.rotation import sealed_tables
from gugus.core.seal import NEWEST, Fault
from gugus.documents.selectors import document_models
from gugus.operations.backup.database import Connection

TABLES = """
SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' ORDER BY relname
"""
# Sums of both halves of each row's MD5: equal for equal rows in whatever order they come. It finds what
# differs; that nobody forged the dump is what its SHA-256 and the manifest's MAC say.
CONTENT = """
SELECT count(*), coalesce(sum(('x' || left(h, 16))::bit(64)::bigint::numeric), 0)::text || ':' ||
  coalesce(sum(('x' || right(h, 16))::bit(64)::bigint::numeric), 0)::text
FROM (SELECT md5(t::text) AS h FROM {} t) hashed
"""
# Who owns what and may do what, which policies and triggers stand: names and rights, not the texts, which
# PostgreSQL writes a little differently each time it reads them.
RIGHTS = """
WITH line AS (
  SELECT concat_ws(' ', c.relname, c.relowner::regrole, c.relrowsecurity, c.relforcerowsecurity,
                   a.grantee::regrole, a.privilege_type) AS l
  FROM pg_class c, aclexplode(coalesce(c.relacl, acldefault(
    CASE c.relkind WHEN 'S' THEN 's'::"char" ELSE 'r'::"char" END, c.relowner))) a
  WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'S')
  UNION ALL
  SELECT concat_ws(' ', p.oid::regprocedure, p.proowner::regrole, p.prosecdef, p.proconfig, md5(p.prosrc),
                   a.grantee::regrole, a.privilege_type)
  FROM pg_proc p, aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) a
  WHERE p.pronamespace = 'public'::regnamespace
  UNION ALL
  SELECT concat_ws(' ', a.attrelid::regclass, a.attname, x.grantee::regrole, x.privilege_type)
  FROM pg_attribute a, aclexplode(a.attacl) x
  WHERE NOT a.attisdropped AND a.attrelid::regclass::text NOT LIKE 'pg\\_%'
  UNION ALL
  SELECT concat_ws(' ', tablename, policyname, permissive, roles, cmd) FROM pg_policies
  WHERE schemaname = 'public'
  UNION ALL
  SELECT concat_ws(' ', t.tgrelid::regclass, t.tgname, t.tgenabled) FROM pg_trigger t WHERE NOT t.tgisinternal
  UNION ALL
  SELECT concat_ws(' ', d.defaclrole::regrole, d.defaclobjtype, a.grantee::regrole, a.privilege_type)
  FROM pg_default_acl d, aclexplode(d.defaclacl) a
) SELECT count(*), md5(string_agg(l, E'\\n' ORDER BY l)) FROM line
"""
PAIRS = (("file", "sha256"), ("signed_file", "signed_sha256"))


@dataclass(frozen=True)
class Facts:
    """Table → (rows, hash); rights → (number, hash); trail → head and faults; documents → (named, whole)."""

    tables: dict[str, list[Any]]
    rights: list[Any]
    trails: dict[str, str]
    documents: dict[str, list[int]]

    def as_dict(self) -> dict[str, Any]:
        return asdict(self)


def site_facts(reader: Connection, media: Path) -> Facts:
    """All of them, as the backup role reads them."""
    return Facts(tables(reader), rights(reader), trails(reader), documents(reader, media))


def tables(reader: Connection) -> dict[str, list[Any]]:
    """Rows and content of every table."""
    names = [name for (name,) in reader.execute(TABLES).fetchall()]
    return {
        name: list(reader.execute(sql.SQL(CONTENT).format(sql.Identifier(name))).fetchone() or ())
        for name in names
    }


def rights(reader: Connection) -> list[Any]:
    """How many rights, owners, policies and triggers there are, and a hash of them."""
    return list(reader.execute(RIGHTS).fetchone() or ())


def trails(reader: Connection) -> dict[str, str]:
    """Head and state of each sealed trail. Rows that wait for their seal are no fault: the worker does it."""
    found = {}
    for (name,) in reader.execute("SELECT * FROM core_seal_trails()").fetchall():
        head = reader.execute("SELECT number, hash FROM core_seal_head(%s, %s)", [name, NEWEST]).fetchone()
        rows = reader.execute("SELECT * FROM core_seal_check(%s)", [name]).fetchall()
        faults = [str(Fault(*row)) for row in rows if row[0] != "row_unsealed"]
        number, digest = head or (0, "–")
        found[name] = f"{number}:{digest} " + (f"rusak ({len(faults)}): {faults[0]}" if faults else "utuh")
    return found


def documents(reader: Connection, media: Path) -> dict[str, list[int]]:
    """Of the files each table of documents names: how many, and how many still have their recorded hash."""
    found = {}
    for model in document_models():
        table = str(model._meta.db_table)
        if reader.execute("SELECT to_regclass(%s)", [f"public.{table}"]).fetchone() != (None,):
            states = [
                _whole(model, column, name, digest, media)
                for column, sha in PAIRS
                for name, digest in _named(reader, table, column, sha)
            ]
            found[table] = [len(states), sum(states)]
    return found


def _named(reader: Connection, table: str, column: str, sha: str) -> list[tuple[str, str]]:
    query = sql.SQL("SELECT {0}, {1} FROM {2} WHERE {0} <> ''")
    return reader.execute(query.format(*map(sql.Identifier, (column, sha, table)))).fetchall()


def _whole(model: type[models.Model], column: str, name: str, digest: str, media: Path) -> bool:
    """Read through the storage of that column, sealed or not, standing on another folder."""
    field = cast(models.FileField, model._meta.get_field(column))
    storage = type(cast(FileSystemStorage, field.storage))(location=media)
    try:
        with storage.open(name) as stored:
            return hashlib.file_digest(stored, "sha256").hexdigest() == digest
    except (OSError, Unreadable):
        return False


def key_ids(reader: Connection) -> set[str]:
    """The ids of the keys without which something in the tables stays unreadable."""
    query = sql.SQL(
        "SELECT DISTINCT encode(substr({0}, 3, get_byte({0}, 1)), 'escape') FROM {1} "
        "WHERE octet_length({0}) > 2"
    )
    return {
        name
        for table in sealed_tables()
        for column in table.columns
        for (name,) in reader.execute(query.format(*map(sql.Identifier, (column, table.name)))).fetchall()
    }
