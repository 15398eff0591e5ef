"""Reading uploaded spreadsheets: what is read, and what is refused before it can do harm."""

import datetime
import io
import os
import re
import resource
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from openpyxl import Workbook as Book
from openpyxl.worksheet.formula import ArrayFormula

from gugus.core import sheets
from gugus.core.sheets import SheetRefused, column_letter, read_sheets
from gugus.core.sheets.refusals import REASONS

KEDIRI = Path(__file__).parents[1] / "data" / "rad_kediri.xlsx"


def xlsx(*rows, **titles):
    book = Book()
    for row in rows:
        book.active.append(row)
    for title in titles:
        book.create_sheet(title)
    return saved(book)


def saved(book):
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def repacked(data, *, add=None, change=None, drop=()):
    """The same package with parts added, changed by a function of their bytes, or left out."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            if name not in drop:
                new.writestr(name, (change or {}).get(name, bytes)(old.read(name)))
        for name, content in (add or {}).items():
            new.writestr(name, content)
    return out.getvalue()


def with_sheet_xml(xml):
    return repacked(xlsx(["a"]), change={"xl/worksheets/sheet1.xml": lambda _old: xml})


def sheet_xml(body, before=b""):
    space = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    return b'<?xml version="1.0"?>' + before + b'<worksheet xmlns="%s">%s</worksheet>' % (space, body)


def rows_xml(count, cell=b'<c r="A%d"><v>1</v></c>'):
    rows = (
        b'<row r="%d">' % n + (cell % n if b"%d" in cell else cell) + b"</row>" for n in range(1, count + 1)
    )
    return sheet_xml(b"<sheetData>" + b"".join(rows) + b"</sheetData>")


# What is read ---------------------------------------------------------------------------------------------


def test_reads_the_real_workbook_with_its_merged_areas_and_second_sheet():
    book = read_sheets(KEDIRI)
    matrix, notes = book.sheets
    assert (book.format, matrix.name, notes.name, matrix.hidden) == ("xlsx", "Matriks RAD", "Catatan", False)
    assert matrix.at(8, 2).value == "I. Pencegahan"
    assert matrix.at(9, 2) is None
    assert matrix.seen_at(27, 2).ref == "B8"
    assert matrix.seen_at(28, 2).ref == "B28"
    assert matrix.at(80, 11).text == "(..............................)"


def test_reads_from_path_text_bytes_and_open_file():
    with KEDIRI.open("rb") as file:
        assert read_sheets(str(KEDIRI)) == read_sheets(KEDIRI.read_bytes()) == read_sheets(file)


def test_values_keep_their_kind():
    book = Book()
    book.active.append(
        ["teks", 12, 0.125, True, datetime.date(2026, 11, 21), "=1+1", "#REF!", datetime.time(9, 30)]
    )
    book.active["C1"].number_format = "0.0%"
    book.active["A2"] = ArrayFormula("A2:A2", "=SUM(B1:C1)")
    cells = read_sheets(saved(book)).sheets[0].rows[0]
    assert [cell.value for cell in cells[:4]] == ["teks", 12, 0.125, True]
    assert cells[2].number_format == "0.0%"
    assert cells[4].text == "21/11/2026"
    assert (cells[5].value, cells[5].is_formula) == ("=1+1", True)
    assert cells[6].is_error
    assert cells[7].value == "09:30:00"
    assert read_sheets(saved(book)).sheets[0].at(2, 1).is_formula


def test_hidden_sheets_are_marked():
    book = Book()
    book.active["A1"] = "a"
    book.create_sheet("rahasia").sheet_state = "veryHidden"
    assert [sheet.hidden for sheet in read_sheets(saved(book)).sheets] == [False, True]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("sign", [",", ";", "\t"])
def test_csv_of_any_usual_encoding_and_delimiter(encoding, sign):
    text = f'nama{sign}"sel{sign} dua"\r\nDinas – Sosial{sign}"baris\nkedua"\r\n'
    book = read_sheets(text.encode(encoding))
    assert book.format == "csv"
    assert [[cell.value for cell in row] for row in book.sheets[0].rows] == [
        ["nama", f"sel{sign} dua"],
        ["Dinas – Sosial", "baris\nkedua"],
    ]


def test_a_wrong_dimension_or_a_huge_merged_area_costs_nothing():
    xml = sheet_xml(
        b'<dimension ref="A1:XFD1048576"/><sheetData><row r="1"><c r="A1"><v>1</v></c></row></sheetData>'
        b'<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>'
    )
    sheet = read_sheets(with_sheet_xml(xml)).sheets[0]
    assert len(sheet.rows) == 1
    assert sheet.merged == ()


@pytest.mark.parametrize(("number", "letter"), [(1, "A"), (26, "Z"), (27, "AA"), (702, "ZZ"), (703, "AAA")])
def test_column_letters(number, letter):
    assert column_letter(number) == letter


# What is refused ------------------------------------------------------------------------------------------


def entity_bomb():
    laughs = b"".join(b'<!ENTITY l%d "%s">' % (n, b"&l%d;" % (n - 1) * 10 if n else b"ha") for n in range(9))
    return sheet_xml(
        b'<sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>&l8;</t></is></c></row></sheetData>',
        before=b"<!DOCTYPE x [" + laughs + b"]>",
    )


def encrypted_zip():
    data = bytearray(xlsx(["a"]))
    for found in re.finditer(b"PK\x01\x02", bytes(data)):
        data[found.start() + 8] |= 1
    return bytes(data)


def macro_types(old):
    return old.replace(b"spreadsheetml.sheet.main+xml", b"x").replace(
        b"application/vnd.openxml", b"macroEnabled", 1
    )


def long_text_shared_often():
    strings = (
        b'<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><si><t>%s</t></si></sst>'
    )
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"
    override = f'<Override PartName="/xl/sharedStrings.xml" ContentType="{kind}"/></Types>'.encode()
    return repacked(
        xlsx([1]),
        change={
            "[Content_Types].xml": lambda old: old.replace(b"</Types>", override),
            "xl/worksheets/sheet1.xml": lambda _: rows_xml(5000, SHARED),
        },
        add={"xl/sharedStrings.xml": strings % (b"x" * 32_000)},
    )


def endless_row():
    cells = b"".join(b"<c><v>%d</v></c>" % (n * 7_919 % 1_000_003) for n in range(1_500_000))
    return with_sheet_xml(sheet_xml(b"<sheetData><row>" + cells + b"</row></sheetData>"))


SHARED = b'<c t="s"><v>0</v></c>'
EMPTY_PACKAGE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
OLE_ENCRYPTED = EMPTY_PACKAGE + "EncryptedPackage".encode("utf-16-le")
HOSTILE = {
    "empty": (lambda: b"", "empty"),
    "only blanks": (lambda: b" \n \n", "empty"),
    "twenty-one megabytes": (lambda: b"x" * (21 * 2**20), "bytes"),
    "picture": (lambda: b"\x89PNG\r\n\x1a\n" + bytes(900), "not_sheet"),
    "web page called Excel": (lambda: b"<html><table><tr><td>1</td></tr></table></html>", "html"),
    "spreadsheet of 2003 as XML": (lambda: b"<?xml version='1.0'?><Workbook/>", "html"),
    "PDF": (lambda: b"%PDF-1.7\n", "pdf"),
    "old xls": (lambda: EMPTY_PACKAGE, "old_xls"),
    "password": (lambda: OLE_ENCRYPTED, "encrypted"),
    "encrypted members": (encrypted_zip, "encrypted"),
    "zip that is none": (lambda: b"PK\x03\x04" + bytes(50), "corrupt"),
    "zip cut short": (lambda: xlsx(["a"])[:-200], "corrupt"),
    "zip without a workbook": (lambda: repacked(xlsx(["a"]), drop=["[Content_Types].xml"]), "not_sheet"),
    "text document": (
        lambda: repacked(
            xlsx(["a"]), change={"[Content_Types].xml": lambda o: o.replace(b"spreadsheetml", b"wordml")}
        ),
        "not_sheet",
    ),
    "OpenDocument": (
        lambda: repacked(
            xlsx(["a"]), drop=["[Content_Types].xml"], add={"mimetype": "application/vnd.oasis"}
        ),
        "ods",
    ),
    "binary workbook": (
        lambda: repacked(
            xlsx(["a"]),
            change={"[Content_Types].xml": lambda o: o.replace(b"sheet.main", b"sheet.binary.main")},
        ),
        "xlsb",
    ),
    "macro part": (lambda: repacked(xlsx(["a"]), add={"xl/vbaProject.bin": "x"}), "macro"),
    "macro type": (lambda: repacked(xlsx(["a"]), change={"[Content_Types].xml": macro_types}), "macro"),
    "old macro sheet": (lambda: repacked(xlsx(["a"]), add={"xl/macrosheets/sheet1.xml": "x"}), "macro"),
    "ActiveX": (lambda: repacked(xlsx(["a"]), add={"xl/activeX/activeX1.xml": "x"}), "macro"),
    "link to another workbook": (
        lambda: repacked(xlsx(["a"]), add={"xl/externalLinks/externalLink1.xml": "x"}),
        "external",
    ),
    "data connection": (lambda: repacked(xlsx(["a"]), add={"xl/connections.xml": "x"}), "external"),
    "document inside": (lambda: repacked(xlsx(["a"]), add={"xl/embeddings/x.docx": "x"}), "embedded"),
    "zip bomb": (lambda: repacked(xlsx(["a"]), add={"xl/media/a.bin": bytes(120 * 2**20)}), "bomb"),
    "many parts": (lambda: repacked(xlsx(["a"]), add={f"xl/{n}": "" for n in range(2100)}), "bomb"),
    "entity bomb": (lambda: with_sheet_xml(entity_bomb()), "entities"),
    "broken XML": (lambda: with_sheet_xml(b"<worksheet><sheetData>"), "corrupt"),
    "million rows": (lambda: with_sheet_xml(rows_xml(300_000)), "rows"),
    "one cell far below": (
        lambda: with_sheet_xml(
            sheet_xml(b'<sheetData><row r="900000"><c r="A900000"><v>1</v></c></row></sheetData>')
        ),
        "rows",
    ),
    "too many columns": (lambda: xlsx(["x"] * 101), "columns"),
    "one long text in thousands of cells": (long_text_shared_often, "text"),
    "cells without end in one row": (endless_row, "columns"),
    "CSV with a field of a megabyte": (lambda: b"a,b\n" + b"x" * 10**6 + b",y\n", "corrupt"),
    "CSV of a million rows": (lambda: b"a,b\n" * 10**6, "rows"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_file_is_refused_with_rule_and_cure(name):
    build, code = HOSTILE[name]
    with pytest.raises(SheetRefused) as refused:
        read_sheets(build())
    assert refused.value.code == code
    assert len(re.findall(r"[.:]( |$)", str(refused.value))) >= 3, "what, rule and cure"
    assert "%(" not in str(refused.value)


def test_a_file_that_needs_more_memory_than_allowed_is_refused():
    """Reading starts at about 50 MB of address space; twelve million letters in one cell need over 10 MB."""
    text = os.urandom(6 * 2**20).hex().encode()
    cell = b'<sheetData><row><c t="inlineStr"><is><t>%s</t></is></c></row></sheetData>' % text
    with pytest.raises(SheetRefused) as refused:
        read_sheets(with_sheet_xml(sheet_xml(cell)), memory=60 * 2**20)
    assert refused.value.code == "memory"


def test_a_file_that_takes_too_long_is_stopped():
    slow = with_sheet_xml(rows_xml(300_000, b"<c><v/></c><c><v/></c>"))
    with pytest.raises(SheetRefused) as refused:
        read_sheets(slow, cpu_seconds=1)
    assert refused.value.code == "cpu"


def test_every_refusal_of_the_child_has_words():
    child = Path(sheets.__file__).with_name("child.py").read_text()
    codes = set(re.findall(r'Refused\(\s*"(\w+)"', child)) | {
        "encrypted",
        "old_xls",
        "ods",
        "entities",
        "memory",
    }
    assert codes <= set(REASONS)


def test_the_child_runs_under_its_limits_and_without_our_environment(monkeypatch, tmp_path):
    """The child that is really started tells its limits and environment."""
    monkeypatch.setenv("SECRET_KEY", "rahasia")
    probe = tmp_path / "child.py"
    told = (
        "(*(resource.getrlimit(what)[0] for what in (resource.RLIMIT_AS, resource.RLIMIT_CPU)), "
        "[*os.environ])"
    )
    probe.write_text(
        Path(sheets.__file__)
        .with_name("child.py")
        .read_text()
        .replace(
            "    out = _Output(limits)",
            "    out = _Output(limits)\n    out.write({'format': repr(" + told + ")})",
        )
    )
    done = subprocess.run
    monkeypatch.setattr(subprocess, "run", lambda args, **kw: done([*args[:2], str(probe), *args[3:]], **kw))
    told = read_sheets(KEDIRI, memory=150 * 2**20, cpu_seconds=7).format
    assert told.startswith(f"({150 * 2**20}, 7,")
    assert "SECRET_KEY" not in told
    assert resource.getrlimit(resource.RLIMIT_AS)[0] != 150 * 2**20, "the portal itself is not limited"


def test_reads_from_a_forked_worker_that_may_have_no_children_of_multiprocessing():
    """Celery's prefork workers are daemonic; a program may still be started from them."""
    code = (
        "import multiprocessing as m, sys\n"
        "from django.conf import settings\n"
        "settings.configure()\n"
        "from gugus.core.sheets import read_sheets\n"
        "def work(): sys.exit(len(read_sheets(sys.argv[1]).sheets))\n"
        "p = m.get_context('fork').Process(target=work, daemon=True)\n"
        "p.start(); p.join(); print(p.exitcode)\n"
    )
    root = Path(__file__).parents[2]
    command = [sys.executable, "-c", code, str(KEDIRI)]
    done = subprocess.run(command, cwd=root, capture_output=True, text=True, check=False)
    assert done.stdout.strip() == "2", done.stderr
