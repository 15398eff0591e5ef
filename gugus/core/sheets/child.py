"""The child process that reads one uploaded spreadsheet and writes its cells as JSON lines.

Uploaded files are hostile until read. They are therefore opened only here: a process of its own, with its own
limits on memory, processor time and output, without the portal's environment, and run in isolated mode by its
path (see ``gugus.core.sheets``). It imports nothing of the portal. The file comes on standard input, the
limits as JSON in the first argument; what is found goes to standard output:

``{"format": "xlsx"}``, then per sheet ``{"sheet": name, "hidden": bool}``, ``{"row": n, "cells": [[column,
kind, value, number format], …]}`` and ``{"merged": [[row, column, last row, last column], …]}``, then
``{"end": true}``; or, at any moment, ``{"refused": code, …}`` as the last line.
"""

import csv
import datetime
import gc
import io
import json
import math
import os
import resource
import sys
import warnings
import zipfile
from typing import BinaryIO

MAX_ENTRIES = 2_000
MAX_UNPACKED = 150 * 2**20
MAX_RATIO = 150
RATIO_MATTERS_FROM = 5 * 2**20
MAX_MERGES = 20_000
WIDEST = 16_384  # columns a sheet of Excel can have
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
MACRO_PARTS = ("vbaproject.bin", "xl/macrosheets/", "xl/activex/", "xl/ctrlprops/")
# What a workbook of cells, styles and pictures is made of; any other part is a file smuggled in.
KNOWN_ENDINGS = (
    ".xml", ".rels", ".vml", ".json",
    ".png", ".jpg", ".jpeg", ".gif", ".bmp", ".tif", ".tiff", ".emf", ".wmf", ".svg", ".webp",
)  # fmt: skip
KNOWN_PLACES = ("xl/printersettings/", "xl/customproperty", "_xmlsignatures/")
PICTURES = "xl/media/"
OUTSIDE_PARTS = ("xl/externallinks/", "xl/connections.xml", "xl/querytables/", "xl/webextensions/")


class Refused(Exception):
    """The file is not read further; ``code`` names the rule it broke, ``facts`` the figures of this file."""

    def __init__(self, code: str, **facts: object) -> None:
        super().__init__(code)
        self.code, self.facts = code, facts


def main() -> None:
    limits = json.loads(sys.argv[1])
    _lower_limits(limits)
    warnings.simplefilter("ignore")
    gc.disable()  # a short life; collecting among a million cells would cost more than it frees
    out = _Output(limits)
    try:
        _read(sys.stdin.buffer, out, limits)
        out.write({"end": True})
    except Refused as refused:
        out.write({"refused": refused.code, **refused.facts})
    except MemoryError:
        out.write({"refused": "memory"})
    except Exception as error:  # whatever a broken file provokes in a parser is a refusal, not a crash
        out.write({"refused": _code_of(error), "error": type(error).__name__})
    out.flush()
    os._exit(0)  # what is left in memory needs no tidying up


def _code_of(error: BaseException) -> str:
    """openpyxl wraps what a parser raised; the cause tells an attack from a broken file."""
    while cause := error.__cause__ or error.__context__:
        error = cause
    if isinstance(error, MemoryError):
        return "memory"
    return "entities" if type(error).__module__.startswith("defusedxml") else "corrupt"


def _lower_limits(limits: dict) -> None:
    for what, amount in (
        (resource.RLIMIT_AS, limits["memory"]),
        (resource.RLIMIT_CPU, limits["cpu_seconds"]),
        (resource.RLIMIT_FSIZE, limits["output"]),
        (resource.RLIMIT_CORE, 0),
    ):
        try:
            resource.setrlimit(what, (amount, amount))
        except (ValueError, OSError):
            if sys.platform == "linux":  # other systems do not know every limit; Linux does
                raise


ENCODE = json.JSONEncoder(ensure_ascii=True, separators=(",", ":")).encode


class _Output:
    """JSON lines on standard output, counting what a person will have to hold in memory afterwards."""

    def __init__(self, limits: dict) -> None:
        self.file = sys.stdout
        self.limits = limits
        self.cells = self.characters = 0

    def write(self, line: dict) -> None:
        self.file.write(ENCODE(line) + "\n")

    def row(self, number: int, cells: list) -> None:
        self.cells += len(cells)
        self.characters += sum(len(cell[2]) for cell in cells if isinstance(cell[2], str))
        if self.cells > self.limits["max_cells"]:
            raise Refused("cells", limit=self.limits["max_cells"])
        if self.characters > self.limits["max_text"]:
            raise Refused("text", limit=self.limits["max_text"])
        if number > self.limits["max_rows"]:
            raise Refused("rows", limit=self.limits["max_rows"])
        if cells[-1][0] > self.limits["max_cols"]:
            raise Refused("columns", limit=self.limits["max_cols"])
        self.write({"row": number, "cells": cells})

    def flush(self) -> None:
        self.file.flush()


def _read(file: BinaryIO, out: _Output, limits: dict) -> None:
    head = file.read(4096)
    file.seek(0)
    if not head.strip():
        raise Refused("empty")
    if head.startswith(b"PK"):
        return _read_xlsx(file, out, limits)
    if head.startswith(OLE):
        raise Refused("encrypted" if _has_encrypted_package(file) else "old_xls")
    if head.startswith(b"%PDF"):
        raise Refused("pdf")
    return _read_csv(file.read(), out)


def _has_encrypted_package(file: BinaryIO) -> bool:
    return "EncryptedPackage".encode("utf-16-le") in file.read()


# Workbooks ------------------------------------------------------------------------------------------------


def _read_xlsx(file: BinaryIO, out: _Output, limits: dict) -> None:
    check_zip(file, pictures=limits["pictures"])
    file.seek(0)
    from openpyxl import load_workbook  # only now: the checks above need no parser
    from openpyxl.worksheet._read_only import ReadOnlyWorksheet

    ReadOnlyWorksheet._get_size = _size_unasked
    book = load_workbook(file, read_only=True, keep_links=False)
    if not book.worksheets:
        raise Refused("no_sheets")
    out.write({"format": "xlsx"})
    for sheet in book.worksheets:
        out.write({"sheet": sheet.title, "hidden": sheet.sheet_state != "visible"})
        _read_sheet(book, sheet, out)


def _size_unasked(_sheet) -> None:
    """openpyxl would read a whole sheet only to learn a size that nobody needs and the file may lie about."""


def check_zip(file: BinaryIO, *, pictures: bool = True) -> None:
    """Judge the package by its directory alone, before anything in it is unpacked.

    The zip module never unpacks more of a member than the directory says, so the sizes can be relied on.
    """
    try:
        package = zipfile.ZipFile(file)
    except zipfile.BadZipFile:
        raise Refused("corrupt", error="BadZipFile") from None
    members = package.infolist()
    unpacked, packed = (sum(m.file_size for m in members), sum(m.compress_size for m in members))
    if len(members) > MAX_ENTRIES or unpacked > MAX_UNPACKED:
        raise Refused("bomb", megabytes=round(unpacked / 2**20))
    if unpacked > RATIO_MATTERS_FROM and unpacked > packed * MAX_RATIO:
        raise Refused("bomb", megabytes=round(unpacked / 2**20))
    if packed > _size(file):
        raise Refused("bomb", megabytes=round(unpacked / 2**20))  # members that share their bytes
    _check_parts(package, members)
    if not pictures and any(member.filename.lower().startswith(PICTURES) for member in members):
        raise Refused("pictures")


def _size(file: BinaryIO) -> int:
    return file.seek(0, os.SEEK_END)


def _check_parts(package: zipfile.ZipFile, members: list) -> None:
    names = [member.filename.lower() for member in members]
    if any(_leads_out(name) for name in names):
        raise Refused("paths")
    if any(member.flag_bits & 0x1 for member in members):
        raise Refused("encrypted")
    if len(set(names)) != len(names):
        raise Refused("corrupt", error="duplicate part")
    if "[content_types].xml" not in names:
        raise Refused("ods" if "mimetype" in names else "not_sheet")
    types = package.read(next(m for m in members if m.filename.lower() == "[content_types].xml"))
    if b"macroEnabled" in types or any(part in name for name in names for part in MACRO_PARTS):
        raise Refused("macro")
    if b"sheet.binary" in types:
        raise Refused("xlsb")
    if b"spreadsheetml.sheet.main" not in types and b"spreadsheetml.template.main" not in types:
        raise Refused("not_sheet")
    if any(name.startswith(OUTSIDE_PARTS) for name in names):
        raise Refused("external")
    if any(name.startswith("xl/embeddings/") or not _is_known(name) for name in names):
        raise Refused("embedded")


def _leads_out(name: str) -> bool:
    """A name that points out of the package: nothing is unpacked to disk, yet nobody honest writes it."""
    return name.startswith("/") or "\\" in name or ":" in name or ".." in name.split("/")


def _is_known(name: str) -> bool:
    return name.endswith((*KNOWN_ENDINGS, "/")) or name.startswith(KNOWN_PLACES)


def _read_sheet(book, sheet, out: _Output) -> None:
    last_row = last_column = 0
    formats: dict = {}
    with sheet._get_source() as source:
        parser = _sheet_parser(book, sheet, source, out.limits["max_cols"])
        for number, found in parser.parse():
            cells = [cell for cell in (_cell(book, each, formats) for each in found) if cell]
            if not cells:
                continue
            cells.sort(key=lambda cell: cell[0])
            out.row(number, cells)
            last_row, last_column = (max(last_row, number), max(last_column, cells[-1][0]))
    merges = parser.merged_cells.mergeCell if parser.merged_cells else []
    out.write({"merged": list(_merges(merges, last_row, last_column))})


def _sheet_parser(book, sheet, source, limit: int):
    """openpyxl's own reader of a sheet, attending to rows and merged cells only."""
    from openpyxl.worksheet._reader import CELL_TAG, MERGE_TAG, ROW_TAG, MergeCells, WorkSheetParser
    from openpyxl.xml.functions import iterparse

    class RowsAndMerges(WorkSheetParser):
        def parse(self):
            width = 0
            for _event, element in iterparse(self.source):
                if element.tag == CELL_TAG:
                    width += 1
                    if width > WIDEST:
                        raise Refused("columns", limit=limit)
                elif element.tag == ROW_TAG:
                    yield self.parse_row(element)
                    element.clear()
                    width = 0
                elif element.tag == MERGE_TAG:
                    self.merged_cells = MergeCells.from_tree(element)

    return RowsAndMerges(
        source,
        sheet._shared_strings,
        epoch=book.epoch,
        date_formats=book._date_formats,
        timedelta_formats=book._timedelta_formats,
    )


def _merges(ranges, last_row: int, last_column: int):
    """Merged areas cut to the used part of the sheet, so that one area cannot cover a billion cells."""
    if len(ranges) > MAX_MERGES:
        raise Refused("merges", limit=MAX_MERGES)
    for each in ranges:
        area = [each.min_row, each.min_col, min(each.max_row, last_row), min(each.max_col, last_column)]
        if area[0] <= area[2] and area[1] <= area[3] and area[:2] != area[2:]:
            yield area


def _cell(book, found: dict, formats: dict) -> list | None:
    """`formats` keeps the number format of each style that was met."""
    kind, value = _kind_and_value(found["data_type"], found["value"])
    if value is None or value == "":
        return None
    style = found["style_id"]
    if style not in formats:
        formats[style] = _number_format(book, style)
    return [found["column"], kind, value, formats[style]]


def _kind_and_value(data_type: str, value: object) -> tuple[str, object]:
    if value is None:
        return "text", None
    if type(value) is str and data_type not in ("f", "e"):
        return "text", value
    if data_type == "f":
        return "formula", str(getattr(value, "text", None) or value)
    if data_type == "e":
        return "error", str(value)
    if isinstance(value, bool):
        return "bool", value
    if isinstance(value, (int, float)):
        return ("number", value) if math.isfinite(value) else ("error", str(value))
    if isinstance(value, (datetime.datetime, datetime.date)):
        return "date", value.isoformat()
    if isinstance(value, (datetime.time, datetime.timedelta)):
        return "date", str(value)
    return "text", str(value)


def _number_format(book, style_id: int) -> str:
    from openpyxl.styles.numbers import BUILTIN_FORMATS, BUILTIN_FORMATS_MAX_SIZE

    try:
        number = book._cell_styles[int(style_id)].numFmtId
        if number < BUILTIN_FORMATS_MAX_SIZE:
            return BUILTIN_FORMATS.get(number, "General")
        return book._number_formats[number - BUILTIN_FORMATS_MAX_SIZE]
    except IndexError:
        return "General"


# Text files -----------------------------------------------------------------------------------------------


def _read_csv(data: bytes, out: _Output) -> None:
    text = _decode(data)
    start = text.lstrip()[:200].lower()
    if start.startswith(("<!doctype html", "<html", "<table", "<?xml", "<head", "<body", "<meta")):
        raise Refused("html")
    out.write({"format": "csv"})
    out.write({"sheet": "CSV", "hidden": False})
    csv.field_size_limit(40_000)
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text))
    for number, fields in enumerate(rows, 1):
        cells = [
            [column, "text", value, "General"] for column, value in enumerate(fields, 1) if value.strip()
        ]
        if cells:
            out.row(number, cells)
    out.write({"merged": []})


def _decode(data: bytes) -> str:
    """Text as Excel and LibreOffice save it: UTF-8, UTF-16 with a mark, else Windows-1252."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return _printable(data.decode("utf-16", errors="replace"))
    try:
        return _printable(data.decode("utf-8-sig"))
    except UnicodeDecodeError:
        return _printable(data.decode("cp1252", errors="replace"))


def _printable(text: str) -> str:
    strange = sum(1 for character in text[:4096] if ord(character) < 32 and character not in "\t\r\n\f")
    if strange or text[:4096].count("\ufffd") > 40:
        raise Refused("not_sheet")
    return text


def _delimiter(text: str) -> str:
    """The sign that cuts the first records into the most columns, of the same number if possible."""

    def score(sign: str) -> tuple[bool, int]:
        records = csv.reader(io.StringIO(text[:50_000], newline=""), delimiter=sign)
        widths = [len(record) for record, _ in zip(records, range(20), strict=False) if record]
        return len(set(widths)) == 1 and widths[0] > 1, max(widths, default=0)

    return max(",;\t", key=score)


if __name__ == "__main__":
    main()
