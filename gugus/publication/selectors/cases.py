"""Figures of cases that left the task force (cases.selectors.released): complete years, for good."""

from cases.figure_words import DIMENSIONS, MEASURES, span_text
from cases.figures import TOTAL, At, Span
from cases.selectors.figures import labels
from cases.selectors.released import outside_tables_for_system
from cases.suppression import HIDDEN
from cases.suppression import Cell as Count
from gugus.publication.enums import CellState, ColumnKind
from gugus.publication.open_data import Cell, Column, Table
from gugus.publication.selectors.now import Now

VERSION = "1"
Words = dict[str, dict[str, str]]


def case_tables(now: Now) -> list[Table]:
    """Totals, then one table per breakdown, a column per year or block; none before any year left."""
    found = outside_tables_for_system(now.task_force.pk, last_year=now.today.year - 1)
    if not found:
        return []
    words = {
        name: {key: str(label) for key, label in each.items()} for name, each in labels(now.user).items()
    }
    kinds = dict.fromkeys((at.measure, at.dimension) for at in sorted(found) if at.dimension != TOTAL)
    totals = {at: cell for at, cell in found.items() if at.dimension == TOTAL}
    return [
        _table("kasus", "Kasus, korban, dan rujukan per tahun", totals, words, Column("ukuran", "Ukuran")),
        *(
            _table(
                f"kasus-{measure}-{dimension}".replace("_", "-"),
                f"{MEASURES[measure]} menurut {DIMENSIONS[dimension]}",
                {at: cell for at, cell in found.items() if at[:2] == (measure, dimension)},
                words,
                Column("kategori", "Kategori"),
            )
            for measure, dimension in kinds
        ),
    ]


def _table(code: str, title: str, cells: dict[At, Count], words: Words, first: Column) -> Table:
    spans = sorted({at.span for at in cells}, key=lambda span: (span[1] - span[0], span))
    lines = dict.fromkeys((at.measure, at.dimension, at.key, at.other) for at in sorted(cells))
    return Table(
        code=code,
        title=title,
        source="Kasus yang dicatat gugus tugas, dihitung oleh portal; hanya tahun yang sudah lewat.",
        definition="Kasus dihitung menurut peristiwa, korban menurut berkas; tahun adalah tahun kalender "
        "saat kasus dibuka atau rujukan dikirim. Angka kecil, dan angka lain yang dapat dipakai "
        "menghitungnya kembali, disembunyikan.",
        version=VERSION,
        columns=(first, *(Column(_code(span), span_text(span), ColumnKind.COUNT) for span in spans)),
        rows=tuple(
            (_label(line, words), *(_cell(cells.get(At(*line, span))) for span in spans)) for line in lines
        ),
    )


def _code(span: Span) -> str:
    return f"tahun_{span[0]}" if span[0] == span[1] else f"tahun_{span[0]}_{span[1]}"


def _label(line: tuple[str, str, str, str], words: Words) -> str:
    measure, dimension, key, other = line
    if dimension == TOTAL:
        return str(MEASURES[measure])
    names = words["kelamin" if dimension == "kelamin_usia" else dimension]
    return ", ".join(filter(None, [names.get(key, key), words["usia"].get(other, other)]))


def _cell(count: Count | None) -> Cell:
    if count is None:
        return CellState.NOT_APPLICABLE
    return CellState.HIDDEN if count is HIDDEN else count
