"""Finding the list of agencies in an uploaded file: head by content, rows with the place they stand in."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gugus.core.sheets import Sheet, SheetRefused, column_letter, read_sheets

# Our column → names people write in the head; the first is the one exports use.
HEADS = {
    "instansi": ("instansi", "nama singkat", "nama instansi", "opd", "lembaga"),
    "nama_lengkap": ("nama_lengkap", "nama lengkap", "nama resmi", "nomenklatur"),
    "jenis": ("jenis", "jenis instansi", "kategori"),
    "induk": ("induk", "instansi induk", "lembaga induk"),
    "bidang": ("bidang", "bidang_disimpulkan", "bidang tugas"),
    "sub_gugus_tugas": ("sub_gugus_tugas", "sub_gugus_tugas_lazim", "sub gugus tugas", "sub-gugus tugas"),
    "peran_dan_tugas": ("peran_dan_tugas", "peran dan tugas", "tugas"),
    "jabatan_kepala": ("jabatan_kepala", "jabatan kepala"),
    "asal": ("asal", "catatan", "keterangan"),
}
REQUIRED = ("instansi", "nama_lengkap", "jenis")
EXAMPLES = {
    "instansi": "Dinas Sosial",
    "nama_lengkap": "Dinas Sosial Kota Kediri",
    "jenis": "OPD, vertikal, peradilan, atau masyarakat",
    "induk": "Pemerintah Kota Kediri",
    "bidang": "rehabilitasi sosial",
    "sub_gugus_tugas": "III. Rehabilitasi Sosial",
    "peran_dan_tugas": "rumah perlindungan; pemulangan",
    "jabatan_kepala": "Kepala Dinas Sosial Kota Kediri",
}
MAX_ROWS = 1000


class FileRefused(ValueError):
    """The file as a whole cannot be read as a list of agencies; the text says why and how to cure it."""


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


def read_rows(content: bytes) -> tuple[dict[str, str], list[dict[str, Any]]]:
    """Column letters and the filled rows under the head; raises FileRefused."""
    try:
        workbook = read_sheets(content, max_rows=MAX_ROWS + 50, max_cols=60)
    except SheetRefused as refused:
        raise FileRefused(str(refused)) from refused
    for sheet in workbook.sheets:
        head = None if sheet.hidden else _head(sheet)
        if head:
            line, columns = head
            rows = _rows(sheet, line, columns)
            if not rows:
                raise FileRefused(_("Di bawah baris judul tidak ada instansi. Isi sedikitnya satu baris."))
            return {name: column_letter(number) for name, number in columns.items()}, rows
    raise FileRefused(
        _(
            "Baris judul tidak ditemukan. Berkas harus punya kolom instansi, nama_lengkap, dan jenis; "
            "contoh judul: instansi | nama_lengkap | jenis | induk | bidang."
        )
    )


def _head(sheet: Sheet) -> tuple[int, dict[str, int]] | None:
    """The first row among the top 20 that names the required columns."""
    for row in sheet.rows:
        if row[0].row > 20:
            return None
        found: dict[str, int] = {}
        for cell in row:
            name = _our_name(cell.text)
            if name and name not in found:
                found[name] = cell.column
        if all(name in found for name in REQUIRED):
            return row[0].row, found
    return None


def _our_name(text: str) -> str:
    wanted = " ".join(text.lower().replace("_", " ").split())
    for name, words in HEADS.items():
        if wanted in {word.replace("_", " ") for word in words}:
            return name
    return ""


def _rows(sheet: Sheet, head: int, columns: dict[str, int]) -> list[dict[str, Any]]:
    rows = []
    for line in range(head + 1, sheet.last_row + 1):
        cells = {name: _text(sheet, line, number) for name, number in columns.items()}
        if any(cells[name] for name in REQUIRED):
            rows.append({"sheet": sheet.name, "line": line, "cells": cells})
    return rows


def _text(sheet: Sheet, line: int, column: int) -> str:
    cell = sheet.at(line, column)
    return " ".join(cell.text.split()) if cell else ""
