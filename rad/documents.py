"""What the progress report says: the same figures as the screen, as plain content for the layout."""

from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from gugus.documents.content import (
    Figure,
    Letterhead,
    Obstacle,
    PageSetup,
    ReportContent,
    ReportRow,
    StrategySection,
    Verification,
)
from gugus.documents.images import Image, read_image
from rad.aggregation import State, grade_of, rounded
from rad.models import ReportDocument, ReportingPeriod
from rad.selectors import report_obstacles, report_small_cells, year_data
from rad.selectors.figures import IndicatorFigure, ItemFigure, PlanFigures, StrategyFigure
from rad.wording import GUARDED, RULE, grade_word, party_text, percent_text, slot_of, state_text
from rad.workbook.texts import roman


def report_content(document: ReportDocument, today: Any) -> ReportContent:
    """The content of one version, from the figures as they stand when it is rendered."""
    period = document.period
    slot = slot_of(period.kind, period.ordinal)
    figures = year_data(period.plan, period.year, today).at(slot)
    small = report_small_cells(period.plan, period.year)
    task_force = document.task_force
    return ReportContent(
        title=_("Laporan Pelaksanaan Rencana Aksi Daerah Pencegahan dan Penanganan TPPO"),
        task_force=task_force.name,
        period=period_words(period),
        as_of=today,
        letterhead=letterhead(task_force),
        figures=summary(figures),
        strategies=tuple(_section(each, small) for each in figures.strategies),
        reported=figures.score.reported,
        total=figures.score.total,
        rule=str(RULE),
        obstacles=tuple(
            Obstacle(r.item.code, party_text(r.item), r.obstacles, r.follow_up)
            for r in report_obstacles(period)
        ),
        place=task_force.place,
        signer_office=_("Sekretariat %(name)s") % {"name": task_force.short_name},
        page=PageSetup(
            Decimal(task_force.paper_height), Decimal(task_force.paper_width), *map(Decimal, (18, 18, 18, 18))
        ),
    )


def period_words(period: ReportingPeriod) -> str:
    """`Triwulan III Tahun 2026`."""
    roman = ("", "I", "II", "III", "IV")[period.ordinal]
    words = {"triwulan": f"Triwulan {roman} Tahun", "semester": f"Semester {roman} Tahun", "tahun": "Tahun"}
    return f"{words[period.kind]} {period.year}"


def letterhead(task_force: Any) -> Letterhead:
    """The office's kop from its settings; the task force's own name while nothing is set."""
    kept = task_force.letterhead or {}
    lines = tuple(str(kept[key]) for key in ("government", "office") if kept.get(key)) or (
        task_force.name.upper(),
    )
    address = tuple(str(kept[key]) for key in ("address", "contact") if kept.get(key))
    return Letterhead(lines=lines, address=address, emblem=_emblem(task_force))


def _emblem(task_force: Any) -> Image | None:
    if not task_force.emblem:
        return None
    try:
        with task_force.emblem.open("rb") as stored:
            return read_image(stored.read(), alt=_("Lambang daerah"))
    except (OSError, ValueError):
        return None


def summary(figures: PlanFigures) -> tuple[Figure, ...]:
    """The numbers on top: the plan's achievement, what it stands on, what is late or without a case."""
    every = [each.figure for s in figures.strategies for item in s.items for each in item.indicators]
    never = sum(each.state == State.OVERDUE for each in every)
    absent = sum(each.state == State.NOT_APPLICABLE for each in every)
    score = figures.score
    grade = grade_word(figures.grade) or _("predikat pada akhir tahun")
    return (
        Figure(_("Capaian RAD"), percent_text(score.value, _("belum ada")), grade),
        Figure(_("Indikator dilaporkan"), f"{score.reported} dari {score.total}"),
        Figure(_("Tanpa laporan setahun ini"), str(never), _("lewat batas, dihitung 0")),
        Figure(_("N/A, tidak ada kasus"), str(absent), _("tidak dihitung dalam rata-rata")),
    )


def _section(strategy: StrategyFigure, small: set[Any]) -> StrategySection:
    number = strategy.strategy.number
    return StrategySection(
        name=f"{roman(number)}. {strategy.strategy.name}",
        achievement=rounded(strategy.score.value),
        grade=grade_word(strategy.grade),
        rows=tuple(
            _row(item, each, hide=each.indicator.pk in small)
            for item in strategy.items
            for each in item.indicators
        ),
    )


def _row(item: ItemFigure, row: IndicatorFigure, *, hide: bool) -> ReportRow:
    figure = row.figure
    counts = figure.counted is not None
    return ReportRow(
        code=item.item.code,
        activity=item.item.name,
        indicator=row.indicator.name,
        unit=row.indicator.unit,
        target=figure.target,
        realisation=None if hide else rounded(figure.realisation, 2),
        achievement=rounded(figure.raw) if counts else None,
        grade=grade_word(grade_of(figure.counted, final=figure.final)) if counts else state_text(figure),
        responsible=party_text(item.item),
        note=str(GUARDED) if hide else "N/A" if figure.state == State.NOT_APPLICABLE else "",
    )


def verification_of(document: ReportDocument, site_url: str) -> Verification:
    """What a final version prints to be checked by."""
    code = document.verification_code
    return Verification(code=code, url=f"{site_url}/verifikasi/{code}/")
