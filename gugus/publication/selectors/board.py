"""Figures of the board for outside, laid out as tables: nothing is reckoned here, only rounded."""

from typing import Any

from gugus.dashboard.board import Board, Figure, Row
from gugus.dashboard.definitions import definition
from gugus.dashboard.enums import FigureCode, SeriesCode, State
from gugus.dashboard.wording import UNITS
from gugus.publication.enums import CellState, ColumnKind
from gugus.publication.open_data import Cell, Column, Table
from gugus.publication.selectors.now import Now
from rad.aggregation import rounded
from rad.wording import slot_label

WHOLE_PLAN, WHOLE_REGION = "RAD seluruhnya", "Seluruh daerah"


def achievement_tables(now: Now) -> list[Table]:
    """The plan's mean and its strategies'; none while there is no plan."""
    board = now.board
    if not board.plan:
        return []
    rows = [(WHOLE_PLAN, board.figures[FigureCode.ACHIEVEMENT]), *_rows(board, SeriesCode.STRATEGIES)]
    slot = slot_label(int(board.plan["slot"] or 4))
    return [
        _table(
            FigureCode.ACHIEVEMENT,
            f"Capaian RAD tahun {board.plan['year']} sampai {slot}, seluruhnya dan per strategi",
            (
                Column("bagian", "Bagian"),
                Column("capaian", "Capaian", ColumnKind.PERCENT),
                Column("predikat", "Predikat"),
                Column("dilaporkan", "Indikator dilaporkan", ColumnKind.COUNT),
                Column("indikator", "Indikator", ColumnKind.COUNT),
            ),
            [
                (
                    label,
                    number(each.value, each, 1),
                    each.grade or why(each),
                    number(each.facts.get("reported")),
                    number(each.facts.get("total")),
                )
                for label, each in rows
            ],
            bar="capaian",
        )
    ]


def spending_tables(now: Now) -> list[Table]:
    """Spent and stated, in whole rupiah; none while the matrix states no pagu."""
    board = now.board
    if board.figures[FigureCode.BUDGET].state != State.KNOWN:
        return []
    rows = [(WHOLE_PLAN, board.figures[FigureCode.BUDGET]), *_rows(board, SeriesCode.BUDGETS)]
    return [
        _table(
            FigureCode.BUDGET,
            f"Realisasi anggaran RAD tahun {board.plan['year']}",
            (
                Column("bagian", "Bagian"),
                Column("realisasi", "Realisasi", ColumnKind.RUPIAH),
                Column("pagu", "Pagu dalam matriks", ColumnKind.RUPIAH),
            ),
            [(label, number(each.value, each), number(each.whole, each)) for label, each in rows],
            bar="realisasi",
        )
    ]


def coverage_tables(now: Now) -> list[Table]:
    """Where sosialisasi was held this year, by area; none while the region's areas are not known."""
    board = now.board
    if board.figures[FigureCode.COVERAGE].state != State.KNOWN:
        return []
    whole = board.figures[FigureCode.COVERAGE]
    units = UNITS[int(whole.facts["level"] or 4)]
    rows = [(WHOLE_REGION, whole), *_rows(board, SeriesCode.AREAS)]
    return [
        _table(
            FigureCode.COVERAGE,
            f"Cakupan sosialisasi tahun {board.year}",
            (
                Column("wilayah", "Wilayah"),
                Column("terjangkau", f"Terjangkau ({units})", ColumnKind.COUNT),
                Column("semua", f"Semua {units}", ColumnKind.COUNT),
                Column("kegiatan", "Kegiatan", ColumnKind.COUNT),
                Column("peserta", "Peserta", ColumnKind.COUNT),
            ),
            [
                (
                    label,
                    number(each.value, each),
                    number(each.whole, each),
                    number(each.facts.get("events")),
                    number(each.facts.get("people")),
                )
                for label, each in rows
            ],
        )
    ]


def _rows(board: Board, code: SeriesCode) -> list[tuple[str, Figure | Row]]:
    return [(row.label, row) for row in board.rows(code)]


def number(value: Any, of: Figure | Row | None = None, places: int = 0) -> Cell:
    """A figure's number, rounded half up as everywhere, or why there is none."""
    if value is None:
        return why(of) if of is not None else CellState.MISSING
    found = rounded(value, places)
    return int(found) if places == 0 else found  # type: ignore[arg-type,return-value]


def why(of: Figure | Row) -> CellState:
    return CellState.HIDDEN if of.state == State.HIDDEN else CellState.MISSING


def _table(
    code: FigureCode, title: str, columns: tuple[Column, ...], rows: list[tuple[Cell, ...]], bar: str = ""
) -> Table:
    means = definition(code)
    return Table(
        code=str(code),
        title=title,
        source=str(means.source),
        definition=f"{means.says} {means.formula}",
        version=means.version,
        columns=columns,
        rows=tuple(rows),
        bar=bar,
    )
