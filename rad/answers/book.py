"""The workbook a person fills: instructions, one row per indicator, and a hidden sheet with the stamp.

What may not be changed is locked without a password: the lock keeps slips away and stops nobody; what counts
is the stamp. Text is plain Indonesian, as on paper.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Border, Font, NamedStyle, PatternFill, Protection, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from rad.answers.stamp import MAGIC, SHEET, Stamp, sealed
from rad.answers.table import FIGURES, FILLED, HEADS, NUMBERS, AnswerRow, AnswerTable
from rad.answers.values import NA, for_xml

GUIDE, TABLE = "Petunjuk", "Laporan"
WIDTHS = {
    "row": 8, "code": 9, "activity": 34, "indicator": 34, "unit": 11, "target": 11, "previous": 17,
    "status": 16, "note": 24, "value": 13, "numerator": 13, "denominator": 13, "narrative": 44,
    "obstacles": 36, "follow_up": 36, "realised_budget": 20, "proof_note": 34,
}  # fmt: skip
FROZEN = "E2"
FOLIO = "14"
INK, LINE = "1F2933", "B8C0CC"
STYLES = {
    "kepala": ("E4E9F0", True, True),
    "terkunci": ("F3F4F6", True, False),
    "isian": ("FFFFFF", False, False),
    "bukan isian": ("D5D9DF", True, False),
    "salah": ("FBD5D5", False, False),
}


@dataclass(frozen=True)
class BookFacts:
    """What the first sheet tells: label and text, line by line, and whether it is filled "atas nama"."""

    title: str
    lines: Sequence[tuple[str, str]]
    behalf: bool


@dataclass(frozen=True)
class Remark:
    """A cell to be marked red: what it holds as typed, and what is wrong with it."""

    value: str
    words: str


def write_book(
    rows: Sequence[AnswerRow],
    stamp: Stamp,
    facts: BookFacts,
    remarks: Mapping[tuple[str, str], Remark] | None = None,
) -> bytes:
    """The file's bytes. `remarks` by row and column mark what has to be mended."""
    book = Workbook()
    for name, (colour, locked, bold) in STYLES.items():
        book.add_named_style(_style(name, colour, locked=locked, bold=bold))
    _guide(book.active, facts, mending=bool(remarks))
    _table(book.create_sheet(TABLE), rows, facts, remarks or {})
    _hidden(book.create_sheet(SHEET), stamp)
    book.active = 1
    book.properties.creator, book.properties.title = "Portal Gugus Tugas", facts.title
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def _style(name: str, colour: str, *, locked: bool, bold: bool) -> NamedStyle:
    side = Side(style="thin", color=LINE)
    return NamedStyle(
        name=name,
        font=Font(name="Calibri", size=10, bold=bold, color=INK),
        fill=PatternFill("solid", start_color=colour),
        border=Border(side, side, side, side),
        alignment=Alignment(vertical="top", wrap_text=True),
        protection=Protection(locked=locked),
    )


def _guide(sheet: Worksheet, facts: BookFacts, *, mending: bool) -> None:
    sheet.title = GUIDE
    sheet.sheet_view.showGridLines = False
    sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width = 24, 92
    _put(sheet.cell(1, 1), facts.title, Font(name="Calibri", size=14, bold=True, color=INK))
    line = 3
    for label, text in facts.lines:
        _put(sheet.cell(line, 1), label, Font(name="Calibri", size=11, color=INK))
        _put(sheet.cell(line, 2), text, Font(name="Calibri", size=11, bold=True, color=INK))
        line += 1
    for number, step in enumerate(_steps(facts, mending=mending), 1):
        line += 1
        _put(sheet.cell(line, 1), f"{number}. {step[0]}", Font(name="Calibri", size=11, bold=True, color=INK))
        _put(sheet.cell(line, 2), step[1], Font(name="Calibri", size=11, color=INK))
    sheet.protection.sheet = True
    _paper(sheet, landscape=False)


def _put(cell: Cell, text: str, font: Font) -> None:
    _write(cell, text)
    cell.font, cell.alignment = font, Alignment(vertical="top", wrap_text=True)


def _steps(facts: BookFacts, *, mending: bool) -> list[tuple[str, str]]:
    mend = (
        "Perbaiki yang merah",
        "Sel merah belum dapat disimpan. Arahkan penunjuk ke sel itu untuk membaca sebabnya, lalu perbaiki. "
        "Isian lain masih seperti yang Anda unggah.",
    )
    behalf = (
        "Sebut dasarnya",
        "Laporan atas nama memerlukan dasar, sekali per kegiatan. Contoh: surat Bagian Hukum 100.3/12/2026 "
        "tanggal 3 Oktober 2026.",
    )
    steps = [
        ("Isi sel putih", "Di lembar Laporan, isi sel putih saja. Sel abu-abu muda untuk dibaca; sel abu-abu "
         "tua tidak dipakai di baris itu."),
        ("Angka", "Isi realisasi periode ini. Titik untuk ribuan, koma untuk desimal: 1.250 atau 20,5. "
         "Indikator rasio diisi di Pembilang dan Penyebut, misalnya 3 dan 4; persennya dihitung portal."),
        ("Tidak ada kasus", "Bila memang tidak ada kasus, pilih N/A dari daftar di sel, bila daftar itu ada. "
         "N/A bukan 0 dan tidak menurunkan capaian. Untuk rasio, pilih N/A di Pembilang."),
        ("Uraian", "Uraian, kendala, tindak lanjut, dan realisasi anggaran diisi sekali per kegiatan, di "
         "baris pertamanya. Jangan menulis nama atau NIK; sebut jumlahnya, misalnya dua anak perempuan."),
        ("Boleh", "Mengurutkan, menyaring, melebarkan kolom, menyembunyikan baris, mengganti nama berkas, "
         "menyimpan dari LibreOffice. Mengosongkan sel berarti mengosongkan isian di portal."),
        ("Jangan", "Menghapus kolom, mengganti judul kolom, menggabungkan sel, atau memakai rumus. Menghapus "
         "baris tidak menghapus apa pun di portal."),
        ("Unggah", "Simpan sebagai .xlsx, lalu unggah di halaman lapor periode ini. Portal memperlihatkan "
         "perubahan sebelum menyimpannya. Sesudah itu periksa, lalu ajukan di portal."),
    ]  # fmt: skip
    return [*([mend] if mending else []), *steps[:4], *([behalf] if facts.behalf else []), *steps[4:]]


def _table(
    sheet: Worksheet,
    rows: Sequence[AnswerRow],
    facts: BookFacts,
    remarks: Mapping[tuple[str, str], Remark],
) -> None:
    names = [name for name in HEADS if facts.behalf or name != "proof_note"]
    data = AnswerTable().export(rows, export_fields=names)
    for column, name in enumerate(names, 1):
        _write(sheet.cell(1, column), HEADS[name]).style = "kepala"
        sheet.column_dimensions[get_column_letter(column)].width = WIDTHS[name]
    for line, (row, values) in enumerate(zip(rows, data, strict=True), 2):
        for column, (name, value) in enumerate(zip(names, values, strict=True), 1):
            _fill(sheet.cell(line, column), row, name, value, remarks.get((row.row, name)))
    _rules(sheet, rows, names)
    _dress(sheet, len(names), len(rows) + 1)


def _fill(cell: Cell, row: AnswerRow, name: str, value: Any, remark: Remark | None) -> None:
    if remark:
        _write(cell, remark.value if isinstance(value, str) or remark.value else value)
        cell.style = "salah"
        cell.comment = Comment(remark.words, "Portal", height=140, width=320)
    else:
        _write(cell, value)
        cell.style = _look(row, name)
    if name not in NUMBERS:
        cell.number_format = "@"
    elif name == "realised_budget":
        cell.number_format = "#,##0"


def _write(cell: Cell, value: Any) -> Cell:
    """Text is always text: what begins with = + - @ is no formula here."""
    if value == "":
        return cell
    cell.value = for_xml(value) if isinstance(value, str) else value
    if isinstance(value, str):
        cell.data_type = "s"
    return cell


def _look(row: AnswerRow, name: str) -> str:
    if name not in FILLED or row.locked:
        return "terkunci" if name not in FILLED or name in row.columns else "bukan isian"
    return "isian" if name in row.columns else "bukan isian"


def _rules(sheet: Worksheet, rows: Sequence[AnswerRow], names: Sequence[str]) -> None:
    """N/A to pick where it may be, and a warning at once for what is no number."""
    pick = DataValidation("list", formula1=f'"{NA}"', allow_blank=True, showErrorMessage=False)
    pick.promptTitle, pick.prompt, pick.showInputMessage = (
        NA,
        "Isi angka, atau pilih N/A bila tidak ada kasus.",
        True,
    )
    number = DataValidation(
        "decimal", "greaterThanOrEqual", "0", allow_blank=True, showErrorMessage=True,
        errorTitle="Angka", error="Isi satu angka, 0 atau lebih, contoh 1250 atau 20,5.",
        errorStyle="warning",
    )  # fmt: skip
    for rule in (pick, number):
        sheet.add_data_validation(rule)
    for line, row in enumerate(rows, 2):
        for name in NUMBERS:
            if name in row.columns and name in names:
                with_na = row.na and name in FIGURES and name != "denominator"
                (pick if with_na else number).add(f"{get_column_letter(names.index(name) + 1)}{line}")


def _dress(sheet: Worksheet, width: int, height: int) -> None:
    """How the table opens, prints and is locked; sorting, filtering and column widths stay free."""
    sheet.column_dimensions["A"].hidden = True
    sheet.freeze_panes = FROZEN
    sheet.auto_filter.ref = f"A1:{get_column_letter(width)}{max(height, 2)}"
    lock = sheet.protection
    lock.sheet = True
    for freedom in ("sort", "autoFilter", "formatColumns", "formatRows", "formatCells"):
        setattr(lock, freedom, False)
    _paper(sheet, landscape=True)
    sheet.print_title_rows = "1:1"


def _paper(sheet: Worksheet, *, landscape: bool) -> None:
    sheet.page_setup.paperSize = FOLIO
    sheet.page_setup.orientation = "landscape" if landscape else "portrait"
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.oddFooter.center.text = "&A, halaman &P dari &N"


def _hidden(sheet: Worksheet, stamp: Stamp) -> None:
    sheet.sheet_state = "veryHidden"
    for line, piece in enumerate([MAGIC, *sealed(stamp)], 1):
        _write(sheet.cell(line, 1), piece)
