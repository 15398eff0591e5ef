"""What a release would change for the public, against the one before. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from gugus.publication.open_data import Table
from gugus.publication.wording import cell_text


@dataclass(frozen=True, slots=True)
class Change:
    """One cell, row or table: empty `was` means it is new, empty `becomes` that it goes."""

    table: str
    row: str = ""
    column: str = ""
    was: str = ""
    becomes: str = ""


def changes(before: Sequence[Table], after: Sequence[Table]) -> list[Change]:
    """From the tables of one release to those of the next, in the order they are shown."""
    old, new = ({table.code: table for table in tables} for tables in (before, after))
    found = [Change(table.title, was=_size(table)) for code, table in old.items() if code not in new]
    for code, table in new.items():
        found += _in_table(old[code], table) if code in old else [Change(table.title, becomes=_size(table))]
    return found


def _size(table: Table) -> str:
    return f"{len(table.rows)} baris"


def _in_table(old: Table, new: Table) -> list[Change]:
    was, becomes = _texts(old), _texts(new)
    found = [
        Change(new.title, key, was=" · ".join(row.values())) for key, row in was.items() if key not in becomes
    ]
    for key, row in becomes.items():
        if key not in was:
            found.append(Change(new.title, key, becomes=" · ".join(row.values())))
            continue
        for column in [*row, *(name for name in was[key] if name not in row)]:
            before, after = was[key].get(column, ""), row.get(column, "")
            if before != after:
                found.append(Change(new.title, key, column, before, after))
    return found


def _texts(table: Table) -> dict[str, dict[str, str]]:
    """Key of each row → label of each other column → text."""
    rows: dict[str, dict[str, str]] = {}
    for row in table.rows:
        texts = [cell_text(column, cell) for column, cell in zip(table.columns, row, strict=True)]
        key = " · ".join(texts[: table.keys])
        while key in rows:
            key += " "
        rows[key] = {
            column.label: text
            for column, text in zip(table.columns[table.keys :], texts[table.keys :], strict=True)
        }
    return rows
