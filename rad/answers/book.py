"""The workbook a person fills: instructions, one row per indicator, and a hidden sheet with the stamp.

What may not be changed is locked without a password: the lock keeps slips away and stops nobody; what counts
is the stamp. Text is plain Indonesian, as on paper.
"""

from collections.abc import Mapping, Sequence
from copy import copy
from dataclasses import dataclass
from io import BytesIO
from itertools import groupby
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
    "row": 8, "code": 8, "activity": 28, "indicator": 30, "unit": 10, "target": 9, "previous": 15,
    "value": 12, "numerator": 12, "denominator": 12, "narrative": 40, "obstacles": 30, "follow_up": 30,
    "realised_budget": 17, "proof_note": 30, "status": 13, "note": 22,
}  # fmt: skip
LINE_POINTS, TALLEST = 13.5, 400.0
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
    """A cell to be marked red, and what is wrong with it; `typed` where it holds what cannot be read."""

    words: str
    typed: str = ""


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
    sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width = 26, 88
    _write(sheet.cell(1, 1), facts.title).font = Font(name="Calibri", size=14, bold=True, color=INK)
    line = 3
    for label, text in facts.lines:
        _put(sheet.cell(line, 1), label, Font(name="Calibri", size=11, color=INK))
        _put(sheet.cell(line, 2), text, Font(name="Calibri", size=11, bold=True, color=INK))
        line += 1
    for number, step in enumerate(_steps(facts, mending=mending), 1):
        line += 1
        _put(sheet.cell(line, 1), f"{number}. {step[0]}", Font(name="Calibri", size=11, bold=True, color=INK))
        _put(sheet.cell(line, 2), step[1], Font(name="Calibri", size=11, color=INK))
        sheet.row_dimensions[line].height = _height([(step[1], 90)]) + 8
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
    brush = _Brush(sheet)
    for column, name in enumerate(names, 1):
        brush.paint(_write(sheet.cell(1, column), HEADS[name]), "kepala")
        sheet.column_dimensions[get_column_letter(column)].width = WIDTHS[name]
    sheet.row_dimensions[1].height = 2 * LINE_POINTS + 3
    for line, (row, values) in enumerate(zip(rows, data, strict=True), 2):
        for column, (name, value) in enumerate(zip(names, values, strict=True), 1):
            cell, remark = sheet.cell(line, column), remarks.get((row.row, name))
            _fill(cell, value, remark)
            brush.paint(cell, "salah" if remark else _look(row, name), _format(name))
        sheet.row_dimensions[line].height = _height(
            [(str(value), WIDTHS[name]) for name, value in zip(names, values, strict=True) if name != "row"]
        )
    _rules(sheet, rows, names)
    _dress(sheet, len(names), len(rows) + 1)


class _Brush:
    """Gives cells their look; each look is made once, because openpyxl searches for a style by name."""

    def __init__(self, sheet: Worksheet) -> None:
        self.sheet = sheet
        self.known: dict[tuple[str, str], Any] = {}

    def paint(self, cell: Cell, look: str, number_format: str = "General") -> None:
        kept = self.known.get((look, number_format))
        if kept is None:
            cell.style, cell.number_format = look, number_format
            self.known[(look, number_format)] = cell._style
        else:
            cell._style = copy(kept)


def _format(name: str) -> str:
    """Text cells stay text whatever is typed into them."""
    return "@" if name not in NUMBERS else "#,##0" if name == "realised_budget" else "General"


def _fill(cell: Cell, value: Any, remark: Remark | None) -> None:
    _write(cell, remark.typed if remark and remark.typed else value)
    if remark:
        cell.comment = Comment(remark.words, "Portal", height=140, width=320)


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


def _height(texts: Sequence[tuple[str, int]]) -> float:
    """Points a row needs for wrapped texts in columns of so many letters; no program measures it for us."""
    lines = [sum(1 + len(part) // width for part in text.split("\n")) for text, width in texts]
    return min(max(lines, default=1) * LINE_POINTS + 3, TALLEST)


def _rules(sheet: Worksheet, rows: Sequence[AnswerRow], names: Sequence[str]) -> None:
    """N/A to pick where it may be, and a warning at once for what is no number."""
    picks: list[str] = []
    numbers: list[str] = []
    for name in NUMBERS:
        if name in names:
            letter = get_column_letter(names.index(name) + 1)
            may = [row.na and name in FIGURES and name != "denominator" for row in rows]
            used = [name in row.columns for row in rows]
            picks += _ranges(letter, [u and m for u, m in zip(used, may, strict=True)])
            numbers += _ranges(letter, [u and not m for u, m in zip(used, may, strict=True)])
    if picks:
        pick = DataValidation("list", formula1=f'"{NA}"', sqref=" ".join(picks), showErrorMessage=False)
        pick.promptTitle, pick.prompt = NA, "Isi angka, atau pilih N/A bila tidak ada kasus."
        pick.showInputMessage = True
        sheet.add_data_validation(pick)
    if numbers:
        number = DataValidation("decimal", "greaterThanOrEqual", "0", sqref=" ".join(numbers))
        number.errorTitle, number.error = "Angka", "Isi satu angka, 0 atau lebih, contoh 1250 atau 20,5."
        number.errorStyle, number.showErrorMessage = "warning", True
        sheet.add_data_validation(number)


def _ranges(letter: str, wanted: Sequence[bool]) -> list[str]:
    """`J2:J5 J9:J9`: neighbouring rows as one range each."""
    ranges = []
    for yes, group in groupby(enumerate(wanted, 2), key=lambda each: each[1]):
        lines = [line for line, _wanted in group]
        if yes:
            ranges.append(f"{letter}{lines[0]}:{letter}{lines[-1]}")
    return ranges


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
    sheet.page_setup.fitToWidth = 2
    sheet.print_title_rows, sheet.print_title_cols = "1:1", "B:D"


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
