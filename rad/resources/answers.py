"""Workbooks made from what a person reports: one row per indicator of their items, in the matrix's order."""

from collections.abc import Mapping
from typing import Any

from django.utils import timezone, translation

from gugus.core.permissions import reason_against
from gugus.documents.text import long_date
from rad import rules
from rad.answers import (
    FILLED,
    ITEM_WORDS,
    AnswerRow,
    BookFacts,
    Remark,
    Stamp,
    StampRow,
    mark_of,
    reading_from,
    write_book,
)
from rad.enums import ReportStatus
from rad.models import AnswerRun, ProgressReport, ReportingPeriod
from rad.selectors.answers import agency_names, answer_grid, answer_preview, values_now
from rad.selectors.reporting import GridCell, GridItem


def answer_workbook(user: Any, period: ReportingPeriod, *, behalf: bool = False) -> bytes:
    """The reporting workbook of one period with what a person reports. Raises Denied for those who do not."""
    rules.check_answer(user, period, behalf=behalf)
    rows = _rows(user, period, behalf=behalf)
    stamped = {row.row: _stamped(row) for row in rows}
    return write_book(rows, _stamp(user, period, stamped, behalf=behalf), _facts(user, period, behalf=behalf))


def error_workbook(run: AnswerRun) -> bytes:
    """The upload once more, with what cannot be saved marked red and explained; it is uploaded again."""
    user = run.made_by
    user.acting_in(run.task_force_id)
    rules.check_answer_own(user, run)
    reading = reading_from(run.rows, run.faults)
    rows = [row for row in _rows(user, run.period, behalf=run.behalf) if row.row in reading.stamp.rows]
    with translation.override("id"):
        faults = answer_preview(user, run).faults
    typed = {(each.row, each.column): each.value for each in reading.faults if each.column in FILLED}
    marks = {
        (each.row, "code" if each.field == "row" else each.field): Remark(
            f"{each.rule} {each.example}", typed.get((each.row, each.field), "")
        )
        for each in faults
    }
    for row in rows:
        stamped = reading.stamp.rows[row.row]
        row.columns = stamped.columns
        row.saying(stamped.base | reading.edits.get(row.row, {}))
    return write_book(rows, reading.stamp, _facts(user, run.period, behalf=run.behalf), marks)


def _stamp(user: Any, period: ReportingPeriod, rows: Mapping[str, StampRow], *, behalf: bool) -> Stamp:
    agencies = () if behalf else tuple(sorted(str(key) for key in user.authority.agency_ids))
    return Stamp(
        plan=str(period.plan_id),
        version=period.plan.version,
        period=str(period.pk),
        task_force=str(period.plan.task_force_id),
        agencies=agencies,
        behalf=behalf,
        made_at=timezone.now().isoformat(timespec="seconds"),
        rows=dict(rows),
    )


def _stamped(row: AnswerRow) -> StampRow:
    base = {name: text for name in row.columns if (text := getattr(row, name))}
    return StampRow(mark_of(row.code, row.indicator), row.columns, base)


def _rows(user: Any, period: ReportingPeriod, *, behalf: bool) -> list[AnswerRow]:
    """All rows of the grid; those whose report cannot be written now are shown locked."""
    rows = []
    with translation.override("id"):  # a file is read offline, by whoever gets it
        closed = bool(reason_against(rules.check_period_is_open, period))
        for each in answer_grid(user, period, behalf=behalf).items:
            rows += _item_rows(each, period, closed=closed, behalf=behalf)
    return rows


def _item_rows(each: GridItem, period: ReportingPeriod, *, closed: bool, behalf: bool) -> list[AnswerRow]:
    report, locked = each.report, closed
    if report:
        report.period = period
        locked = bool(reason_against(rules.check_report_state, report, own=not behalf))
        if report.status == ReportStatus.DRAFT and locked and behalf:
            report = None  # an agency's unfinished words are its own
    status = str(report.get_status_display()) if report else "belum diisi"
    return [
        _row(each, cell, report, first=not number, behalf=behalf, status=status, locked=locked)
        for number, cell in enumerate(each.cells)
    ]


def _row(
    each: GridItem,
    cell: GridCell,
    report: ProgressReport | None,
    *,
    first: bool,
    behalf: bool,
    status: str,
    locked: bool,
) -> AnswerRow:
    row = cell.indicator
    words = tuple(name for name in ITEM_WORDS if behalf or name != "proof_note") if first else ()
    figures = ("numerator", "denominator") if row.is_ratio else ("value",)
    now = values_now(row, report, cell.value if report else None)
    return AnswerRow(
        row=row.pk.hex,
        code=each.item.code,
        activity=each.item.name,
        indicator=row.name,
        unit=row.unit,
        target=cell.target,
        previous=cell.previous,
        status=status,
        note=row.note,
        columns=figures + words,
        locked=locked,
        na=row.na_allowed,
    ).saying(now)


def _facts(user: Any, period: ReportingPeriod, *, behalf: bool) -> BookFacts:
    who = "sekretariat, atas nama" if behalf else "; ".join(agency_names(user))
    lines = [
        ("RAD", period.plan.title),
        ("Periode", str(period)),
        ("Dilaporkan oleh", who),
        ("Batas lapor", long_date(period.deadline)),
        ("Berkas dibuat", long_date(user.authority.today)),
    ]
    return BookFacts(f"Laporan RAD {period}", lines, behalf)
