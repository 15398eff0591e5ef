"""Finding a list in an uploaded file: its head by content, its rows with the place they stand in."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gugus.core.sheets import Sheet, SheetRefused, column_letter, read_sheets

HEAD_ROWS = 20


class FileRefused(ValueError):
    """The file as a whole cannot be read as the list it should be; the text says why and how to cure it."""


@dataclass(frozen=True)
class Fault:
    """One cell that breaks a rule, named as the person sees it in Excel."""

    sheet: str
    cell: str
    column: str
    value: str
    rule: str
    example: str

    def __str__(self) -> str:
        shown = self.value or str(gettext_lazy("(kosong)"))
        place = f"{self.sheet} {self.cell}" if self.sheet != "CSV" else self.cell
        return _("%(place)s, kolom “%(column)s”, isi “%(value)s”: %(rule)s Contoh: %(example)s.") % {
            "place": place,
            "column": self.column,
            "value": shown[:80],
            "rule": self.rule,
            "example": self.example,
        }


@dataclass(frozen=True)
class ListShape:
    """What a list looks like: our column → names people write in its head, the first one ours; which columns
    must be there; what is said of a file without head or without rows."""

    heads: Mapping[str, tuple[str, ...]]
    required: Sequence[str]
    no_head: Any
    no_rows: Any
    max_rows: int = 1_000

    def column_of(self, text: str) -> str:
        wanted = " ".join(text.lower().replace("_", " ").split())
        for name, words in self.heads.items():
            if wanted in {word.replace("_", " ") for word in words}:
                return name
        return ""


def read_rows(content: bytes, shape: ListShape) -> tuple[dict[str, str], list[dict[str, Any]]]:
    """Column letters, and the filled rows under the head as `{"sheet", "line", "cells": {column: text}}`.

    Raises FileRefused.
    """
    try:
        workbook = read_sheets(content, max_rows=shape.max_rows + 50, max_cols=60)
    except SheetRefused as refused:
        raise FileRefused(str(refused)) from refused
    for sheet in workbook.sheets:
        head = None if sheet.hidden else _head(sheet, shape)
        if head:
            line, columns = head
            rows = _rows(sheet, line, columns, shape)
            if not rows:
                raise FileRefused(str(shape.no_rows))
            return {name: column_letter(number) for name, number in columns.items()}, rows
    raise FileRefused(str(shape.no_head))


def _head(sheet: Sheet, shape: ListShape) -> tuple[int, dict[str, int]] | None:
    """The first row near the top that names the required columns."""
    for row in sheet.rows:
        if row[0].row > HEAD_ROWS:
            return None
        found: dict[str, int] = {}
        for cell in row:
            name = shape.column_of(cell.text)
            if name and name not in found:
                found[name] = cell.column
        if all(name in found for name in shape.required):
            return row[0].row, found
    return None


def _rows(sheet: Sheet, head: int, columns: dict[str, int], shape: ListShape) -> list[dict[str, Any]]:
    rows = []
    for line in range(head + 1, sheet.last_row + 1):
        cells = {name: _text(sheet, line, number) for name, number in columns.items()}
        if any(cells[name] for name in shape.required):
            rows.append({"sheet": sheet.name, "line": line, "cells": cells})
    return rows


def _text(sheet: Sheet, line: int, column: int) -> str:
    cell = sheet.at(line, column)
    return " ".join(cell.text.split()) if cell else ""
