"""Canaries in the columns and files the scene does not fill by itself, and what all of them hold."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from uuid import uuid4

import psycopg
from django.core.files.base import ContentFile

from cases.models import OverRead
from gugus.core.crypto import seal, sealed_storage, unseal
from gugus.core.crypto.rotation import sealed_tables
from tests.cases.builders import acting
from tests.cases.scene import OWNER, word
from tests.files import one_page
from tests.scene import Scene


@contextmanager
def as_kernel() -> Iterator[psycopg.Cursor[Any]]:
    """A connection of its own with the kernel's rights: it sees the rows of all cases."""
    with psycopg.connect(os.environ["DATABASE_OWNER_URL"]) as owner, owner.cursor() as cursor:
        cursor.execute("SET ROLE gugus_kernel")
        yield cursor


def plant_rest(scene: Scene) -> None:
    """Canaries where no journey of the scene writes: the kernel's columns, a reason, a signed paper."""
    case, paper = scene.cases.cases["sendiri"], scene.extra["case_paper"]
    match, review = scene.extra["match"], scene.extra["breakglass"].pk
    seen_by = {"koordinator", "pengawas", OWNER}

    def note(name: str, readers: set[str]) -> str:
        scene.cases.words[f"{name}@sendiri"], scene.cases.readers[f"{name}@sendiri"] = word(name), readers
        return word(name)

    def sealed(table: str, column: str, row: Any, readers: set[str]) -> bytes:
        text = note(f"{table}.{column}", readers).encode()
        return seal(text, table=table, column=column, row=str(row))

    signed = one_page(note("cases_casedocument.signed_file", set()))
    with as_kernel() as cursor:
        cursor.execute(
            "INSERT INTO cases_possiblematch (id, task_force_id, first_id, second_id, first_code,"
            " second_code, status, note, found_at)"
            " VALUES (%s, %s, %s, %s, 'K-1', 'K-2', 'periksa', %s, now())",
            [
                match, case.task_force_id, case.pk, scene.cases.cases["dirujuk"].pk,
                sealed("cases_possiblematch", "note", match, {"koordinator"}),
            ],
        )  # fmt: skip
        cursor.execute(
            "UPDATE cases_breakglass SET review_note = %s WHERE id = %s",
            [sealed("cases_breakglass", "review_note", review, seen_by), review],
        )
        cursor.execute(
            "UPDATE cases_casedocument SET signed_file = %s, signed_sha256 = repeat('0', 64),"
            " signed_recorded_at = now() WHERE id = %s",
            [sealed_storage().save(f"cases/{uuid4()}.bin", ContentFile(signed)), paper.pk],
        )
    with acting(scene.world, OWNER) as now:
        OverRead(
            case=case, code=case.code, task_force=case.task_force, agency=case.lead_agency, user=now.user,
            count=9, reason=note("cases_overread.reason", seen_by),
        ).save(force_insert=True)  # fmt: skip


def planted() -> tuple[int, dict[str, set[str]]]:
    """How many task forces have cases, and what each sealed column and file holds in clear."""
    found: dict[str, set[str]] = {}
    with as_kernel() as cursor:
        cursor.execute("SELECT count(DISTINCT task_force_id) FROM cases_case")
        regions = cursor.fetchone()[0]  # type: ignore[index]
        for table in sealed_tables():
            for column in (*table.columns, *(name for name, _storage in table.files)):
                cursor.execute(
                    f'SELECT {table.key}, "{column}" FROM {table.name} WHERE length("{column}") > 0'
                )
                found[f"{table.name}.{column}"] = {_opened(table, column, *row) for row in cursor.fetchall()}
    return regions, found


def _opened(table: Any, column: str, key: Any, held: Any) -> str:
    if isinstance(held, bytes):
        return unseal(held, table=table.name, column=column, row=str(key)).decode()
    with sealed_storage().open(held) as file:
        return file.read().decode("latin-1")
