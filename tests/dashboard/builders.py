"""A board made by hand, every state of every number reachable by a change; names are invented and look it."""

from dataclasses import replace
from datetime import UTC, datetime
from fractions import Fraction
from typing import Any

from gugus.dashboard.board import Board, Figure, Row
from gugus.dashboard.enums import FigureCode, SeriesCode, State

FIGURES = (
    Figure(
        FigureCode.ACHIEVEMENT,
        State.KNOWN,
        value=Fraction(235, 3),
        grade="Tinggi",
        tone="good",
        facts={"slot": 3, "reported": 12, "total": 17, "waiting": 2, "final": True},
        trend=(
            ("TW I", Fraction(40)),
            ("TW II", Fraction(61, 2)),
            ("TW III", Fraction(235, 3)),
            ("TW IV", None),
        ),
    ),
    Figure(FigureCode.REPORTING, State.KNOWN, value=3, whole=9, facts={"silent": 1}),
    Figure(FigureCode.FOLLOW_UPS, State.KNOWN, value=4, whole=11, facts={"high": 2}),
    Figure(FigureCode.REFERRALS, State.KNOWN, value=9, whole=10, facts={"cases": "ada"}),
    Figure(
        FigureCode.BUDGET,
        State.KNOWN,
        value=Fraction(322_500_000),
        whole=Fraction(900_000_000),
        facts={"slot": 3, "told": 5},
    ),
    Figure(
        FigureCode.COVERAGE,
        State.KNOWN,
        value=30,
        whole=46,
        facts={
            "areas_reached": 2,
            "areas": 3,
            "planned": 4,
            "people": 1250,
            "events": 31,
            "level": 4,
        },
    ),
    Figure(
        FigureCode.DECREE,
        State.KNOWN,
        value=45,
        facts={"number": "188.45/1/2025", "ends_on": "2027-01-05", "seats": 25, "empty": 2},
    ),
)
SERIES = {
    SeriesCode.STRATEGIES: (
        Row(
            "s1",
            "I. Pencegahan",
            value=Fraction(235, 3),
            grade="Tinggi",
            tone="good",
            facts={"number": 1, "reported": 12, "total": 17},
            points=(
                ("TW I", Fraction(40)),
                ("TW II", Fraction(61, 2)),
                ("TW III", Fraction(235, 3)),
                ("TW IV", None),
            ),
        ),
        Row("s2", "II. Penindakan", State.MISSING, facts={"number": 2, "reported": 0, "total": 3}),
    ),
    SeriesCode.BUDGETS: (
        Row("s1", "I. Pencegahan", value=Fraction(322_500_000), whole=Fraction(700_000_000)),
        Row("s2", "II. Penindakan", value=Fraction(0), whole=Fraction(200_000_000)),
    ),
    SeriesCode.AGENCIES: (
        Row(
            "a1",
            "Dinas Contoh",
            value=2,
            whole=6,
            late=True,
            facts={
                "late": 3,
                "silent": False,
                "TW I": "2/2",
                "TW II": "0/3",
                "TW II lewat": True,
                "TW III": "0/1",
            },
            points=(("TW I", Fraction(1)), ("TW II", Fraction(0)), ("TW III", Fraction(0))),
        ),
    ),
    SeriesCode.FOLLOW_UPS: (
        Row("a1", "Dinas Contoh", value=4, whole=11, late=True, facts={"high": 2, "done": 6, "on_time": 5}),
    ),
    SeriesCode.AREAS: (
        Row(
            "35.71.01",
            "Kecamatan Contoh",
            value=10,
            whole=14,
            facts={"people": 900, "planned": 1, "events": 11},
        ),
    ),
    SeriesCode.SEATS: (
        Row(
            "k1",
            "Kepala Dinas Contoh",
            State.KNOWN,
            late=True,
            facts={"agency": "Dinas Contoh", "since": "2026-05-01"},
        ),
    ),
}
PLAN = {
    "id": "00000000-0000-0000-0000-000000000001",
    "code": "RAD-2025-2027",
    "title": "RAD Contoh",
    "version": 1,
    "first_year": 2025,
    "last_year": 2027,
    "year": 2026,
    "slot": 3,
}


def make_board(**changes: Any) -> Board:
    """A full board for leaders. `figures` are Figures that replace those of their code; `series` likewise by
    code; everything else names a field of Board."""
    figures = {each.code: each for each in (*FIGURES, *changes.pop("figures", ()))}
    series = SERIES | changes.pop("series", {})
    board = Board(
        task_force="Gugus Tugas Contoh",
        place="Kota Contoh",
        zone="Asia/Jakarta",
        year=2026,
        as_of=datetime(2026, 11, 21, 3, 30, tzinfo=UTC),
        figures=figures,
        series=series,
        plan=PLAN,
    )
    return replace(board, **changes)
