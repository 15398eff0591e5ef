"""Bring everything sealed under the first key of IDENTITY_KEYS, so that an older key can be thrown away.

Works as the kernel role, because under forced row security the owner of a table sees no row. Each batch is a
transaction of its own and takes only what is not under the first key, so a run that was stopped goes on
where it was. A file is written anew beside the old one and then takes its name.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import connection, models, transaction
from psycopg import sql

from gugus.core.crypto import aead
from gugus.core.crypto.fields import EncryptedTextField
from gugus.core.crypto.storage import SealedStorage

UNREADABLE, ABSENT = "tidak terbaca", "berkas hilang"


@dataclass(frozen=True)
class Table:
    """A table that holds sealed columns, or names of sealed files."""

    name: str
    key: str
    columns: tuple[str, ...]
    files: tuple[tuple[str, SealedStorage], ...]


@dataclass(frozen=True)
class Elsewhere:
    """Something else that stands on the same keys: how it comes under the first, and how much did not."""

    name: str
    rotate: Callable[[], Iterator[tuple[int, int]]]
    left: Callable[[], int]


ELSEWHERE: list[Elsewhere] = []
"""Filled by the apps that keep such things (AppConfig.ready)."""


def sealed_tables() -> list[Table]:
    """Every table of the portal that holds something sealed, by name."""
    found = []
    for model in apps.get_models(include_auto_created=True):
        fields = [] if model._meta.proxy else model._meta.local_concrete_fields
        columns = tuple(str(f.column) for f in fields if isinstance(f, EncryptedTextField))
        files = tuple((str(f.column), f.storage) for f in fields if _is_sealed_file(f))  # type: ignore[attr-defined]
        if columns or files:
            found.append(Table(model._meta.db_table, str(model._meta.pk.column), columns, files))
    return sorted(found, key=lambda table: table.name)


def _is_sealed_file(field: models.Field) -> bool:
    return isinstance(field, models.FileField) and isinstance(field.storage, SealedStorage)


@contextmanager
def kernel() -> Iterator[Any]:
    """A cursor in a transaction with the kernel's rights."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL ROLE gugus_kernel")
        yield cursor


def columns_rotate(table: Table, batch: int) -> Iterator[tuple[int, int]]:
    """Re-encrypt the columns of a table; yields (rows done, rows to do) after each batch."""
    count = sql.SQL("SELECT count(*) FROM {} WHERE {}").format(sql.Identifier(table.name), _stale(table))
    with kernel() as cursor:
        cursor.execute(count)
        total = cursor.fetchone()[0]
    done, after = 0, sql.Composed([sql.SQL("true")])
    while last := _batch(table, after, batch):
        done += last[0]
        after = sql.SQL("{} > {}").format(sql.Identifier(table.key), sql.Literal(last[1]))
        yield done, total


def _stale(table: Table) -> sql.Composed:
    """The condition of a row that holds something sealed, but not under the first key."""
    head = aead.head(settings.ENV.identity_keys[0][0])
    one = sql.SQL("({0} <> '' AND substr({0}, 1, {1}) <> {2})")
    return sql.SQL("({})").format(
        sql.SQL(" OR ").join(
            one.format(sql.Identifier(column), sql.Literal(len(head)), sql.Literal(head))
            for column in table.columns
        )
    )


def _batch(table: Table, after: sql.Composable, size: int) -> tuple[int, Any] | None:
    """Re-encrypt the next rows in one transaction; returns how many and the last key."""
    names = {"table": sql.Identifier(table.name), "key": sql.Identifier(table.key)}
    columns = [sql.Identifier(column) for column in table.columns]
    read = sql.SQL("SELECT {key}, {columns} FROM {table} WHERE {stale} AND {after} ORDER BY {key}").format(
        columns=sql.SQL(", ").join(columns), stale=_stale(table), after=after, **names
    )
    write = sql.SQL("UPDATE {table} SET {sets} WHERE {key} = %s").format(
        sets=sql.SQL(", ").join(sql.SQL("{} = %s").format(column) for column in columns), **names
    )
    with kernel() as cursor:
        cursor.execute(sql.SQL("{} LIMIT {} FOR UPDATE").format(read, sql.Literal(size)))
        rows = cursor.fetchall()
        cursor.executemany(write, [(*_resealed(table, row), row[0]) for row in rows])
    return (len(rows), rows[-1][0]) if rows else None


def _resealed(table: Table, row: tuple[Any, ...]) -> Iterator[bytes]:
    for column, held in zip(table.columns, row[1:], strict=True):
        place = {"table": table.name, "column": column, "row": str(row[0])}
        try:
            yield aead.seal(aead.unseal(bytes(held), **place), **place) if held else b""
        except aead.Unreadable:  # left as it is; the count at the end says so
            yield bytes(held)


def files_rotate(table: Table) -> Iterator[tuple[int, int]]:
    """Re-encrypt the files a table names; yields (files done, files named)."""
    names = list(_file_names(table))
    for done, (storage, name) in enumerate(names, start=1):
        with suppress(aead.Unreadable, FileNotFoundError):  # counted at the end
            storage.reseal(name)
        yield done, len(names)


def counts(table: Table) -> Iterator[tuple[str, Counter[str]]]:
    """What lies under which key id, per column; what no key opens counts as such."""
    for column in table.columns:
        yield f"{table.name}.{column}", Counter(dict(_column_counts(table, column)))
    if table.files:
        found = Counter(_file_key(storage, name) for storage, name in _file_names(table))
        yield f"{table.name} (berkas)", found


def _column_counts(table: Table, column: str) -> list[tuple[str, int]]:
    query = sql.SQL(
        "SELECT encode(substr({0}, 3, get_byte({0}, 1)), 'escape') AS k, count(*) FROM {1} "
        "WHERE octet_length({0}) > 1 GROUP BY k ORDER BY k"
    ).format(sql.Identifier(column), sql.Identifier(table.name))
    with kernel() as cursor:
        cursor.execute(query)
        return cursor.fetchall()


def _file_key(storage: SealedStorage, name: str) -> str:
    try:
        return storage.key_id(name)
    except FileNotFoundError:
        return ABSENT
    except aead.Unreadable:
        return UNREADABLE


def _file_names(table: Table) -> Iterator[tuple[SealedStorage, str]]:
    query = sql.SQL("SELECT {0} FROM {1} WHERE {0} <> '' ORDER BY 1")
    for column, storage in table.files:
        with kernel() as cursor:
            cursor.execute(query.format(sql.Identifier(column), sql.Identifier(table.name)))
            rows = cursor.fetchall()
        yield from ((storage, name) for (name,) in rows)
