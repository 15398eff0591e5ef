"""What a lembar ringkas says: the board of a snapshot in the words of the pages, for one sheet of paper."""

from datetime import datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.urls import reverse
from django.utils import timezone, translation

from gugus.core.templatetags.gugus import NBSP, angka, tanggal, waktu
from gugus.dashboard import definitions, wording
from gugus.dashboard.board import Board, Figure, Number, Row
from gugus.dashboard.enums import FigureCode, Occasion, SeriesCode, State
from gugus.dashboard.models import Snapshot
from gugus.dashboard.points import NOTHING_TO_ASK, Point
from gugus.documents.content import (
    BriefContent,
    BriefFigure,
    BriefList,
    BriefQuestion,
    BriefStrategy,
)
from gugus.documents.images import Image
from gugus.documents.layouts import brief_pdf as layout
from rad.aggregation import rounded
from rad.wording import slot_label


def brief_pdf(board: Board, points: list[Point], snapshot: Snapshot, *, emblem: Image | None = None) -> bytes:
    """The sheet as bytes: one A4 page, PDF/UA-1."""
    return layout(brief_content(board, points, snapshot, emblem=emblem))


def brief_content(
    board: Board, points: list[Point], snapshot: Snapshot, *, emblem: Image | None = None
) -> BriefContent:
    """What the sheet says. Plain Indonesian, whoever asked for it, in the region's own clock."""
    with translation.override("id"), timezone.override(ZoneInfo(board.zone)):
        return BriefContent(
            task_force=board.task_force,
            occasion=occasion_text(snapshot),
            as_of=waktu(board.as_of).replace(NBSP, " "),
            number=snapshot.number,
            code=snapshot.code,
            address=code_address(snapshot),
            site=f"{settings.SITE_URL.rstrip('/')}{reverse('dashboard:snapshot-code')}",
            figures=tuple(_figure(each, board) for each in board.figures.values()),
            questions=tuple(BriefQuestion(_capital(each.whom), each.text) for each in points),
            nothing=NOTHING_TO_ASK,
            strategies=_strategies(board),
            lists=(_agencies(board), _promises(board), _areas(board)),
            version=definitions_version(),
            slot=slot_label(int(board.plan["slot"] or 4)) if board.plan.get("slot") else "",
            emblem=emblem,
        )


def occasion_text(snapshot: Snapshot) -> str:
    """Why the figures were frozen: `menjelang Rapat koordinasi TW IV, 3 Desember 2026`."""
    if snapshot.meeting and snapshot.meeting.starts_at:
        return f"menjelang {snapshot.meeting.title}, {_day(snapshot.meeting.starts_at)}"
    if snapshot.period:
        return f"penutupan {snapshot.period}"
    return {Occasion.WEEK: "ringkasan mingguan"}.get(Occasion(snapshot.occasion), "atas permintaan")


def _day(moment: datetime) -> str:
    return str(tanggal(moment))


def code_address(snapshot: Snapshot) -> str:
    """What the QR says: the page for codes with this one filled in."""
    path = reverse("dashboard:snapshot-code")
    return f"{settings.SITE_URL.rstrip('/')}{path}?kode={snapshot.code}"


def definitions_version() -> str:
    """Of the numbers, as printed beside them."""
    return definitions.definition(FigureCode.ACHIEVEMENT).version


def _capital(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}"


def _figure(figure: Figure, board: Board) -> BriefFigure:
    return BriefFigure(
        label=wording.label_text(figure, board),
        value=wording.value_text(figure),
        note=wording.note_text(figure, board),
        tone=wording.tone_of(figure),
        word=wording.mark_text(figure),
        course=tuple((label, _percent(value), _short(value)) for label, value in figure.trend),
    )


def _percent(value: Number | None) -> Decimal | None:
    return None if value is None else rounded(Fraction(value), 1)


def _short(value: Number | None) -> str:
    """Whole per cent, as small as a column is; a dash where that quarter says nothing yet."""
    return wording.NOTHING if value is None else angka(rounded(Fraction(value), 0))


def _strategies(board: Board) -> tuple[BriefStrategy, ...]:
    money = {row.key: row for row in board.rows(SeriesCode.BUDGETS)}
    return tuple(_strategy(row, money.get(row.key)) for row in board.rows(SeriesCode.STRATEGIES))


def _strategy(row: Row, money: Row | None) -> BriefStrategy:
    known = row.state == State.KNOWN
    spent = wording.row_note(SeriesCode.BUDGETS, money) if money and money.whole else ""
    return BriefStrategy(
        name=row.label,
        share=_percent(row.value) if known else None,
        value=wording.row_value(SeriesCode.STRATEGIES, row),
        grade=wording.grade_text(row),
        tone=row.tone,
        money=spent,
    )


def _agencies(board: Board) -> BriefList:
    rows = [row for row in board.rows(SeriesCode.AGENCIES) if row.late]
    values = tuple((row.label, wording.row_note(SeriesCode.AGENCIES, row)) for row in rows)
    figure = board.figures[FigureCode.REPORTING]
    return BriefList("Terlambat melapor", values, _none(figure, board))


def _promises(board: Board) -> BriefList:
    rows = [row for row in board.rows(SeriesCode.FOLLOW_UPS) if row.value]
    values = tuple((row.label, wording.row_value(SeriesCode.FOLLOW_UPS, row)) for row in rows)
    return BriefList("Tindak lanjut lewat batas", values, _none(board.figures[FigureCode.FOLLOW_UPS], board))


def _areas(board: Board) -> BriefList:
    """Areas least reached first; those reached as a whole are no news."""
    rows = [row for row in board.rows(SeriesCode.AREAS) if row.whole and (row.value or 0) < row.whole]
    rows.sort(key=lambda row: (Fraction(row.value or 0) / Fraction(row.whole or 1), row.label))
    values = tuple((row.label, wording.row_value(SeriesCode.AREAS, row)) for row in rows)
    figure = board.figures[FigureCode.COVERAGE]
    done = "semua wilayah sudah terjangkau" if figure.state == State.KNOWN else _none(figure, board)
    return BriefList("Sosialisasi belum menjangkau", values, done)


def _none(figure: Figure, board: Board) -> Any:
    """What an empty list says: why there is nothing."""
    return wording.note_text(figure, board) or wording.value_text(figure)
