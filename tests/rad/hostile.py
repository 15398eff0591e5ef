"""Hostile and broken reporting workbooks, each made in memory from a real one.

`UNREADABLE` never gets past the child process (or the limits of the upload): the code of the refusal stands
beside it. What is readable and yet wrong is made in `tests/rad/spoiled.py`.
"""

import io
import os
import zipfile
from collections.abc import Callable

from openpyxl import Workbook, load_workbook

from tests.core.test_sheets import EMPTY_PACKAGE, OLE_ENCRYPTED, repacked, saved, sheet_xml

Builder = Callable[[bytes], bytes]
FIRST_SHEET = "xl/worksheets/sheet1.xml"
MACRO_TYPE = b"ms-excel.sheet.macroEnabled.main"
SPACE = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def edited(book: bytes, change: Callable[[Workbook], object]) -> bytes:
    """The same workbook after an edit with openpyxl."""
    opened = load_workbook(io.BytesIO(book))
    change(opened)
    return saved(opened)


def with_part(name: str, content: bytes = b"x") -> Builder:
    return lambda book: repacked(book, add={name: content})


def with_sheet(xml: bytes | Callable[[], bytes]) -> Builder:
    """Its first sheet replaced by hand-written XML."""

    def build(book: bytes) -> bytes:
        content = xml if isinstance(xml, bytes) else xml()
        return repacked(book, change={FIRST_SHEET: lambda _old: content})

    return build


def with_types(old: bytes, new: bytes) -> Builder:
    return lambda book: repacked(book, change={"[Content_Types].xml": lambda types: types.replace(old, new)})


def packed(parts: dict[str, bytes], *, twice: str = "") -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in parts.items():
            file.writestr(name, content)
        if twice:
            file.writestr(zipfile.ZipInfo(twice), parts[twice])
    return out.getvalue()


def million_rows() -> bytes:
    rows = b"".join(b'<row r="%d"><c r="A%d"><v>%d</v></c></row>' % (n, n, n) for n in range(1, 1_000_001))
    return sheet_xml(b"<sheetData>" + rows + b"</sheetData>")


def widest() -> bytes:
    cells = b"".join(b"<c><v>%d</v></c>" % n for n in range(16_384))
    return sheet_xml(b'<sheetData><row r="1">' + cells + b"</row></sheetData>")


def laughs() -> bytes:
    entities = b"".join(
        b'<!ENTITY l%d "%s">' % (n, b"&l%d;" % (n - 1) * 10 if n else b"ha") for n in range(9)
    )
    cell = b'<c r="A1" t="inlineStr"><is><t>&l8;</t></is></c>'
    return sheet_xml(
        b'<sheetData><row r="1">' + cell + b"</row></sheetData>", before=b"<!DOCTYPE x [" + entities + b"]>"
    )


def reads_a_file_of_the_server() -> bytes:
    cell = b'<c r="A1" t="inlineStr"><is><t>&f;</t></is></c>'
    return sheet_xml(
        b'<sheetData><row r="1">' + cell + b"</row></sheetData>",
        before=b'<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/passwd">]>',
    )


def nested_bomb(book: bytes) -> bytes:
    """A bomb inside an archive inside the workbook: small at every level that is looked at."""
    inner = packed({f"{n}.bin": bytes(2 * 2**20) for n in range(5)})
    return repacked(book, add={"xl/media/gambar.zip": packed({"a.zip": inner, "b.zip": inner})})


def shared_bytes(book: bytes) -> bytes:
    """Directory entries that all point at the same bytes (Fifield's bomb): one large part many times."""
    data = bytearray(repacked(book, add={"xl/media/a.png": os.urandom(400_000)}))
    start = data.rfind(b"PK\x01\x02")
    entry, end = bytes(data[start : data.rfind(b"PK\x05\x06")]), data.rfind(b"PK\x05\x06")
    copies = [entry.replace(b"a.png", b"%c.png" % letter) for letter in b"bcdefg"]
    tail = bytearray(data[end:])
    count = int.from_bytes(tail[8:10], "little") + len(copies)
    size = int.from_bytes(tail[12:16], "little") + sum(map(len, copies))
    tail[8:12] = count.to_bytes(2, "little") * 2
    tail[12:16] = size.to_bytes(4, "little")
    return bytes(data[:end]) + b"".join(copies) + bytes(tail)


def lies_about_a_size(book: bytes) -> bytes:
    """The directory calls a part of eighty megabytes small: what is read is cut there and does not fit."""
    data = bytearray(repacked(book, change={FIRST_SHEET: lambda old: old + b" " * (80 * 2**20)}))
    entry = data.find(FIRST_SHEET.encode(), data.find(b"PK\x01\x02")) - 46
    data[entry + 24 : entry + 28] = (4096).to_bytes(4, "little")
    return bytes(data)


def huge_shared_strings(book: bytes) -> bytes:
    """One text of the shared strings, shown by tens of thousands of cells."""
    text = os.urandom(8_000).hex().encode()
    strings = b'<?xml version="1.0"?><sst xmlns="%s"><si><t>%s</t></si></sst>' % (SPACE, text)
    cells = b"".join(b'<row r="%d"><c t="s"><v>0</v></c></row>' % n for n in range(1, 10_001))
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"
    override = f'<Override PartName="/xl/sharedStrings.xml" ContentType="{kind}"/></Types>'.encode()
    change: dict[str, Callable[[bytes], bytes]] = {
        FIRST_SHEET: lambda _old: sheet_xml(b"<sheetData>" + cells + b"</sheetData>")
    }
    if "xl/sharedStrings.xml" not in zipfile.ZipFile(io.BytesIO(book)).namelist():
        change["[Content_Types].xml"] = lambda old: old.replace(b"</Types>", override)
    return repacked(book, change=change, drop=["xl/sharedStrings.xml"], add={"xl/sharedStrings.xml": strings})


def text_document(_book: bytes) -> bytes:
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    types = f'<Types><Override PartName="/word/document.xml" ContentType="{kind}"/></Types>'
    return packed({"[Content_Types].xml": types.encode(), "word/document.xml": b"<document/>"})


def open_document(_book: bytes) -> bytes:
    kind = b"application/vnd.oasis.opendocument.spreadsheet"
    return packed({"mimetype": kind, "content.xml": b"<office:document-content/>"})


def no_sheets(book: bytes) -> bytes:
    def without(xml: bytes) -> bytes:
        start, end = xml.find(b"<sheets>"), xml.find(b"</sheets>")
        return xml[:start] + b"<sheets>" + xml[end:]

    return repacked(book, change={"xl/workbook.xml": without})


def part_twice(book: bytes) -> bytes:
    with zipfile.ZipFile(io.BytesIO(book)) as file:
        parts = {name: file.read(name) for name in file.namelist()}
    parts["xl/worksheets/SHEET1.xml"] = parts[FIRST_SHEET]  # one file where capitals do not count
    return packed(parts)


def control_character(_book: bytes) -> bytes:
    return sheet_xml(b'<sheetData><row r="1"><c t="inlineStr"><is><t>a&#1;b</t></is></c></row></sheetData>')


UNREADABLE: dict[str, tuple[Builder, str]] = {
    "only blanks": (lambda _book: b" \n \n", "empty"),
    "twenty-one megabytes": (lambda _book: b"x" * (21 * 2**20), "bytes"),
    "a picture called Excel": (lambda _book: b"\x89PNG\r\n\x1a\n" + bytes(900), "not_sheet"),
    "a web page called Excel": (lambda _book: b"<html><table><tr><td>1</td></tr></table>", "html"),
    "a PDF called Excel": (lambda _book: b"%PDF-1.7\n", "pdf"),
    "Excel of 2003": (lambda _book: EMPTY_PACKAGE, "old_xls"),
    "a password": (lambda _book: OLE_ENCRYPTED, "encrypted"),
    "OpenDocument": (open_document, "ods"),
    "a text document": (text_document, "not_sheet"),
    "a binary workbook": (with_types(b"sheet.main", b"sheet.binary.main"), "xlsb"),
    "macros": (with_part("xl/vbaProject.bin"), "macro"),
    "a type with macros": (
        with_types(
            b"openxmlformats-officedocument.spreadsheetml.sheet.main", b"ms-excel.sheet.macroEnabled.main"
        ),
        "macro",
    ),
    "a link to another workbook": (with_part("xl/externalLinks/externalLink1.xml"), "external"),
    "a data connection": (with_part("xl/connections.xml"), "external"),
    "a document inside": (with_part("xl/embeddings/oleObject1.bin", EMPTY_PACKAGE), "embedded"),
    "a program inside": (with_part("xl/media/pasang.exe", b"MZ"), "embedded"),
    "a photo inside": (with_part("xl/media/image1.png", b"\x89PNG\r\n\x1a\n"), "pictures"),
    "a bomb": (with_part("xl/media/a.png", bytes(120 * 2**20)), "bomb"),
    "a bomb in a bomb": (nested_bomb, "embedded"),
    "parts that share their bytes": (shared_bytes, "bomb"),
    "thousands of parts": (
        lambda book: repacked(book, add={f"xl/x{n}.xml": b"" for n in range(2_100)}),
        "bomb",
    ),
    "a part larger than it says": (lies_about_a_size, "corrupt"),
    "a text shown ten thousand times": (huge_shared_strings, "text"),
    "a laugh a billion times": (with_sheet(laughs), "entities"),
    "a file of the server": (with_sheet(reads_a_file_of_the_server), "entities"),
    "a million rows": (with_sheet(million_rows), "rows"),
    "every column of Excel": (with_sheet(widest), "columns"),
    "a path out of the package": (with_part("../../etc/cron.d/jahat.xml"), "paths"),
    "an absolute path": (with_part("/tmp/jahat.xml"), "paths"),  # noqa: S108 - the file's claim, not ours
    "the same part twice": (part_twice, "corrupt"),
    "cut short": (lambda book: book[:-300], "corrupt"),
    "broken XML": (with_sheet(b"<worksheet><sheetData>"), "corrupt"),
    "a control character": (lambda book: with_sheet(control_character(book))(book), "corrupt"),
    "no sheets": (no_sheets, "no_sheets"),
}
