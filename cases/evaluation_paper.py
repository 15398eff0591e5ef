"""From figures that have left to the chapter of the yearly evaluation. Plain Indonesian: it is printed."""

from decimal import Decimal
from typing import Any

from django.utils import translation

from cases.evaluation import TABLES, Line, lines_of
from cases.figure_words import count_text, span_text
from cases.figures import Span
from cases.models import EvaluationDocument, YearRemark
from cases.paper import letterhead_of
from cases.selectors.figures import Figures
from cases.suppression import HIDDEN, Cell
from gugus.documents.content.common import PageSetup
from gugus.documents.content.evaluation import Counted, EvaluationChapter, EvaluationContent, Grid

METHOD = (
    "Kasus adalah peristiwa, korban adalah berkas satu orang. Tahun adalah tahun kalender kasus dibuka; "
    "rujukan dihitung pada tahun dikirim. Angka dipetik satu kali ketika tahunnya selesai dan tidak berubah "
    "lagi setelah itu; kasus yang dicatat belakangan tidak mengubahnya.",
    "Angka kecil yang dapat menunjuk seseorang diganti tanda “*” (disembunyikan), begitu pula angka lain "
    "yang akan membocorkannya lewat pengurangan. Tanda itu bukan nol.",
)
NONE = "Belum ada kasus yang tercatat pada {period}. Pencegahan berjalan, dan alur rujukan siap bila perlu."
STAR = "*"
SMALL = "Jumlahnya terlalu kecil untuk dirinci."


def evaluation_chapter(
    figures: Figures, labels: dict[str, dict[str, Any]], remark: YearRemark | None
) -> EvaluationChapter:
    """The chapter about `figures.span`, from figures read for outside and nothing else.

    `labels` are the words of the categories (`cases.selectors.figures.labels`).
    """
    with translation.override("id"):
        span = figures.span
        return EvaluationChapter(
            period=f"tahun {span_text(span)}",
            summary=tuple(_summary(figures)),
            years=tuple(_years(figures)),
            grids=tuple(_grid(figures, labels, *each) for each in TABLES),
            remarks=_paragraphs(remark.remarks if remark else ""),
            conclusions=_paragraphs(remark.conclusions if remark else ""),
            method=METHOD,
        )


def evaluation_content(
    paper: EvaluationDocument,
    figures: Figures,
    labels: dict[str, dict[str, Any]],
    remark: YearRemark | None,
) -> EvaluationContent:
    """The paper: the chapter, under the head of the task force's letters."""
    task_force = paper.task_force
    return EvaluationContent(
        letterhead=letterhead_of(task_force, paper.office),
        task_force=task_force.name,
        chapter=evaluation_chapter(figures, labels, remark),
        place=task_force.place,
        dated=paper.dated or paper.created_at.date(),
        signer_office=f"Sekretariat {task_force.short_name}",
        page=PageSetup(width=Decimal(task_force.paper_width), height=Decimal(task_force.paper_height)),
    )


def _summary(figures: Figures) -> list[str]:
    span, period = figures.span, f"tahun {span_text(figures.span)}"
    found = {measure: figures.total(measure) for measure in ("kasus", "korban", "rujukan")}
    if found["korban"] == 0:
        return [NONE.format(period=period)]
    counted = (
        f"Pada {period} tercatat {count_text(found['kasus'])} kasus dengan {count_text(found['korban'])} "
        f"korban, dan {count_text(found['rujukan'])} rujukan dikirim."
    )
    before = figures.total("korban", (span[0] - 1, span[0] - 1))
    if span[0] != span[1] or before is None:
        return [counted]
    return [counted, f"Tahun sebelumnya tercatat {count_text(before)} korban."]


def _years(figures: Figures) -> list[Counted]:
    first, last = figures.span
    start = first if first != last else first - 1
    years = [(year, figures.total("korban", (year, year))) for year in range(start, last + 1)]
    return [
        Counted(str(year), _decimal(value), count_text(value)) for year, value in years if value is not None
    ]


def _decimal(value: Cell) -> Decimal | None:
    return None if value is HIDDEN else Decimal(int(value))


def _grid(
    figures: Figures, labels: dict[str, dict[str, Any]], title: Any, measure: str, dimension: str
) -> Grid:
    spans = _columns(figures.span)
    lines = lines_of(figures, measure, dimension, spans, labels[dimension])
    heading, head = str(title), ("Rincian", *(_head(span) for span in spans))
    if lines and all(line.withheld for line in lines):
        return Grid(heading, head, (), SMALL)
    zeros = [str(line.label) for line in lines if line.empty]
    rows = tuple(_row(line) for line in lines if not line.empty)
    marked = any(STAR in row for row in rows)
    notes = [f"{STAR} disembunyikan." if marked else "", f"0 di: {', '.join(zeros)}." if zeros else ""]
    return Grid(heading, head, rows, " ".join(filter(None, notes)))


def _columns(span: Span) -> list[Span]:
    """The years and the block, or the year with the one before."""
    first, last = span
    if first == last:
        return [(first - 1, first - 1), span]
    return [*((year, year) for year in range(first, last + 1)), span]


def _head(span: Span) -> str:
    return str(span[0]) if span[0] == span[1] else "Jumlah"


def _row(line: Line) -> tuple[str, ...]:
    """Cells are narrow: what is hidden is the mark alone, and the note under the table says so."""
    return (str(line.label), *(STAR if value is HIDDEN else count_text(value) for value in line.values))


def _paragraphs(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split("\n\n") if part.strip())
