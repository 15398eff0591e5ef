"""The progress report as a workbook: the same content as the PDF, its figures as numbers to go on with.

Texts are written as texts, so that a name beginning like a formula never runs; a figure that is kept back is
its word, never an empty cell or a zero.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from io import BytesIO
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from gugus.documents.content import BudgetRow, ReportContent

PERCENT, NUMBER, RUPIAH, DAY, TEXT = '0.0" %"', "#,##0.##", '"Rp"#,##0', "dd/mm/yyyy", "@"
WHOLE = "#,##0"
HEAD = PatternFill("solid", fgColor="EEF4F3")
RULE = Border(bottom=Side("thin", color="16242B"))
EXACT_DIGITS = 15
"""What a workbook's number can hold; a longer one is written as text rather than changed."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its head, its width in characters, and how its numbers are shown."""

    head: str
    width: int
    shown: str = TEXT


def report_book(content: ReportContent) -> bytes:
    """The workbook of one version of a report, made from its frozen content alone."""
    book = Workbook()
    sheets = (_summary, _strategies, _indicators, _money, _obstacles, _corrections, _evidence, _heat, _rule)
    for place, fill in enumerate(sheets):
        sheet = book.active if place == 0 else book.create_sheet()
        fill(sheet, content)
    book.properties.title = _clean(f"{content.title} – {content.period}")
    book.properties.creator = _clean(content.task_force)
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def _summary(sheet: Worksheet, content: ReportContent) -> None:
    sheet.title = "Ringkasan"
    spent = content.money
    pairs: list[tuple[str, Any, str]] = [
        ("Laporan", content.title, TEXT),
        ("Gugus tugas", content.task_force, TEXT),
        ("Periode", content.period, TEXT),
        ("Potret angka", content.frozen_text, TEXT),
        ("Keadaan per", content.as_of, DAY),
        ("Capaian RAD (%)", _or(content.score, "belum ada"), PERCENT),
        ("Predikat", content.grade or "predikat pada akhir tahun", TEXT),
        ("Indikator dilaporkan", content.reported, WHOLE),
        ("Jumlah indikator", content.total, WHOLE),
        ("Indikator menunggu pemeriksaan", content.waiting, WHOLE),
        ("Pagu (Rp)", _or(spent.ceiling, "tidak dicantumkan"), RUPIAH),
        ("Realisasi anggaran (Rp)", _or(spent.spent, "belum ada"), RUPIAH),
    ]
    pairs += [
        (f"Capaian sampai {each.label} (%)", _or(each.value, each.shown), PERCENT) for each in content.trend
    ]
    sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width = 34, 70
    for row, (label, value, shown) in enumerate(pairs, start=1):
        _write(sheet.cell(row, 1), label, TEXT).font = Font(bold=True)
        _write(sheet.cell(row, 2), value, shown).alignment = Alignment(
            horizontal="left", vertical="top", wrap_text=True
        )


def _strategies(sheet: Worksheet, content: ReportContent) -> None:
    columns = (
        Column("Strategi", 48), Column("Indikator dilaporkan", 14, WHOLE),
        Column("Jumlah indikator", 12, WHOLE), Column("Capaian (%)", 12, PERCENT), Column("Predikat", 18),
        Column("Pagu (Rp)", 20, RUPIAH), Column("Realisasi anggaran (Rp)", 20, RUPIAH),
    )  # fmt: skip
    rows = [
        [
            each.name, each.reported, len(each.rows), _or(each.achievement, each.achievement_text),
            each.grade, each.money.ceiling, each.money.spent,
        ]
        for each in content.strategies
    ]  # fmt: skip
    whole = content.money
    score = _or(content.score, "belum ada")
    rows.append(
        ["Seluruh RAD", content.reported, content.total, score, content.grade, whole.ceiling, whole.spent]
    )
    _table(sheet, "Per strategi", columns, rows, last_is_total=True)


def _indicators(sheet: Worksheet, content: ReportContent) -> None:
    columns = (
        Column("Strategi", 30), Column("Kode", 9), Column("Kegiatan", 46), Column("Indikator", 46),
        Column("Satuan", 14), Column("Cara menghitung", 16), Column("Bobot", 8, NUMBER),
        Column("Target", 14, NUMBER), Column("Realisasi", 14, NUMBER), Column("Capaian (%)", 13, PERCENT),
        Column("Predikat atau keadaan", 24), Column("Penanggung jawab", 28), Column("Diterima oleh", 40),
    )  # fmt: skip
    rows = [
        [
            section.name, row.code, row.activity, row.indicator, "%" if row.ratio else row.unit, row.method,
            row.weight, _or(row.target, row.target_text), _or(row.realisation, row.realisation_text),
            _or(row.achievement, row.achievement_text), row.grade, row.responsible, row.approver or "–",
        ]
        for section in content.strategies
        for row in section.rows
    ]  # fmt: skip
    _table(sheet, "Indikator", columns, rows)


def _money(sheet: Worksheet, content: ReportContent) -> None:
    columns = (
        Column("Strategi", 30), Column("Kode", 9), Column("Kegiatan", 56), Column("Sumber dana", 22),
        Column("Pagu (Rp)", 20, RUPIAH), Column("Realisasi (Rp)", 20, RUPIAH),
    )  # fmt: skip
    rows = [[section.name, *_money_row(row)] for section in content.strategies for row in section.budgets]
    if rows:
        rows.append(["Seluruh RAD", *_money_row(content.money)])
    _table(sheet, "Anggaran", columns, rows, last_is_total=bool(rows))


def _money_row(row: BudgetRow) -> list[Any]:
    return [row.code, row.activity, row.funding or "–", row.ceiling, row.spent]


def _obstacles(sheet: Worksheet, content: ReportContent) -> None:
    columns = (
        Column("Kode", 9), Column("Instansi", 28), Column("Periode", 14), Column("Kendala", 60),
        Column("Tindak lanjut", 60),
    )  # fmt: skip
    rows = [
        [row.code, row.agency, row.period or content.period, row.obstacle, row.follow_up or "belum ada"]
        for row in content.obstacles
    ]
    _table(sheet, "Kendala", columns, rows)


def _corrections(sheet: Worksheet, content: ReportContent) -> None:
    columns = (
        Column("Periode", 14), Column("Kode", 9), Column("Angka yang berubah", 60),
        Column("Akibatnya pada capaian RAD", 40), Column("Alasan", 50), Column("Tanggal", 13, DAY),
    )  # fmt: skip
    rows = [
        [row.period, row.code, "\n".join(row.changes), "\n".join(row.effects) or "tidak berubah", row.reason,
         row.made_on]
        for row in content.corrections
    ]  # fmt: skip
    _table(sheet, "Koreksi", columns, rows)


def _evidence(sheet: Worksheet, content: ReportContent) -> None:
    columns = (
        Column("Kode", 9), Column("Bukti", 60), Column("Tanggal", 13, DAY), Column("Jenis", 10),
        Column("Periode", 14), Column("Tautan", 60),
    )  # fmt: skip
    rows = [
        [row.code, row.title, row.dated, row.kind, row.period, row.link or "–"] for row in content.evidence
    ]
    _table(sheet, "Bukti", columns, rows)


def _heat(sheet: Worksheet, content: ReportContent) -> None:
    columns = (Column("Penanggung jawab", 34), *(Column(each, 16) for each in content.heat_columns))
    rows = [[row.label, *(cell.text for cell in row.cells)] for row in content.heat]
    _table(sheet, "Pelaporan", columns, rows)


def _rule(sheet: Worksheet, content: ReportContent) -> None:
    columns = (Column("Aturan menghitung yang dipakai", 110),)
    _table(sheet, "Aturan hitung", columns, [[content.rule], [content.frozen_text]])


def _table(
    sheet: Worksheet,
    title: str,
    columns: Sequence[Column],
    rows: Iterable[Sequence[Any]],
    *,
    last_is_total: bool = False,
) -> None:
    """A plain table: head frozen and filterable, one line a row, ready to print across the page."""
    sheet.title = title
    for place, column in enumerate(columns, start=1):
        sheet.column_dimensions[get_column_letter(place)].width = column.width
        head = _write(sheet.cell(1, place), column.head, TEXT)
        head.font, head.fill, head.border = Font(bold=True), HEAD, RULE
        head.alignment = Alignment(vertical="bottom", wrap_text=True)
    last = 1
    for last, row in enumerate(rows, start=2):
        for place, (column, value) in enumerate(zip(columns, row, strict=True), start=1):
            _write(sheet.cell(last, place), value, column.shown)
    if last_is_total:
        for cell in sheet[last]:
            cell.font = Font(bold=True)
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(columns))}{last}"
    sheet.page_setup.orientation, sheet.page_setup.fitToHeight = "landscape", 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.print_title_rows = "1:1"


def _or(value: Decimal | None, words: str) -> Any:
    """The number, or the word that stands on the paper in its place."""
    return words if value is None else value


def _write(cell: Cell, value: Any, shown: str) -> Cell:
    """A number or a day in its format; everything else is text, whatever it begins with."""
    if isinstance(value, Decimal) and len(value.as_tuple().digits) > EXACT_DIGITS:
        value = f"{value:f}"
    if isinstance(value, int | Decimal | date):
        cell.value, cell.number_format = value, shown
        cell.alignment = Alignment(vertical="top")
    elif value is not None:
        cell.value, cell.number_format = _clean(str(value)), TEXT
        cell.data_type = "s"
        cell.alignment = Alignment(vertical="top", wrap_text=True)
    return cell


def _clean(text: str) -> str:
    """Without the control signs a workbook cannot hold."""
    return ILLEGAL_CHARACTERS_RE.sub(" ", text)
