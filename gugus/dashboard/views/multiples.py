"""The small multiples under the numbers: each a chart drawn here and a table that reads without it."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gugus.core.templatetags.gugus import angka
from gugus.dashboard import wording
from gugus.dashboard.board import Board, Row
from gugus.dashboard.enums import FigureCode, SeriesCode, State
from rad.wording import rounded

SHOWN = 12


def sections(board: Board) -> dict[str, Any]:
    """What the template draws, by the name of the section; empty where there is nothing to draw."""
    return {
        "strategies": [strategy(row, board) for row in board.rows(SeriesCode.STRATEGIES)],
        "agencies": heat(board),
        "follow_ups": chart(board, SeriesCode.FOLLOW_UPS, FigureCode.FOLLOW_UPS),
        "budgets": chart(board, SeriesCode.BUDGETS, FigureCode.BUDGET),
        "areas": chart(board, SeriesCode.AREAS, FigureCode.COVERAGE),
        "seats": chart(board, SeriesCode.SEATS, FigureCode.DECREE),
    }


def strategy(row: Row, board: Board) -> dict[str, Any]:
    """One strategy: its quarters on the one scale of all, its part of the plan a click away."""
    plan = reverse("rad:plan-detail", args=[board.plan["id"]])
    return {
        "title": row.label,
        "value": wording.row_value(SeriesCode.STRATEGIES, row),
        "grade": wording.grade_text(row),
        "tone": row.tone,
        "note": wording.row_note(SeriesCode.STRATEGIES, row),
        "points": [(label, rounded(value)) for label, value in row.points],
        "url": f"{plan}?tahun={board.plan['year']}#strategi-{row.facts['number']}",
    }


def chart(board: Board, code: SeriesCode, figure: FigureCode) -> dict[str, Any]:
    """Rows of a bar table, and where all of them stand when there are too many; none without a number."""
    if board.figures[figure].state == State.MISSING:
        return {"rows": []}
    rows = ordered(code, board.rows(code))
    url = f"{reverse('dashboard:evidence', args=[figure])}?tahun={board.year}"
    return {
        "rows": [bar(code, row) for row in rows[:SHOWN]],
        "more": more_text(len(rows) - SHOWN),
        "url": url,
    }


def ordered(code: SeriesCode, rows: tuple[Row, ...]) -> list[Row]:
    """What needs a leader's eye first: places reached least; all else as the board has it."""
    if code != SeriesCode.AREAS:
        return list(rows)
    return sorted(
        (row for row in rows if row.whole), key=lambda row: wording.share(row.value, row.whole) or 0
    )


def bar(code: SeriesCode, row: Row) -> dict[str, Any]:
    """Its share of the whole, on a scale of 100."""
    return {
        "label": row.label,
        "value": rounded(wording.share(row.value, row.whole)),
        "text": wording.row_value(code, row),
        "target": None,
        "target_text": "",
        "url": "",
        "tone": "warn" if row.late else "",
        "note": wording.row_note(code, row),
    }


def heat(board: Board) -> dict[str, Any]:
    """Responsible party × period, the most late first."""
    rows = board.rows(SeriesCode.AGENCIES)
    columns = [label for label, _value in rows[0].points] if rows else []
    return {
        "columns": columns,
        "rows": [heat_row(row, columns) for row in rows[:SHOWN]],
        "more": more_text(len(rows) - SHOWN),
        "legend": [
            {"step": 0, "label": _("belum ada yang masuk")},
            {"step": 2, "label": _("sebagian masuk")},
            {"step": 4, "label": _("lengkap")},
        ],
        "url": f"{reverse('dashboard:evidence', args=[FigureCode.REPORTING])}?tahun={board.year}",
    }


def heat_row(row: Row, columns: list[str]) -> dict[str, Any]:
    values = dict(row.points)
    cells = [
        {"text": wording.cell_text(row, label), "step": wording.step_of(values.get(label))}
        for label in columns
    ]
    return {"label": row.label, "url": "", "cells": cells}


def more_text(count: int) -> str:
    if count <= 0:
        return ""
    return ngettext("dan %(n)s lainnya", "dan %(n)s lainnya", count) % {"n": angka(count)}
