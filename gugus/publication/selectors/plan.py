"""The RAD in force as anybody may see it: its matrix, and what its indicators reached (rad.guard OUTSIDE)."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from gugus.core.templatetags.gugus import tanggal
from gugus.publication.enums import CellState, ColumnKind
from gugus.publication.open_data import Cell, Column, Table
from gugus.publication.selectors.now import Now
from rad.aggregation import RULE_VERSION, State, rounded
from rad.enums import PartyKind, PartyRole
from rad.figures import IndicatorFigure, PlanFigures
from rad.models import ActionItem, ActionPlan
from rad.wording import rule_text, slot_label

OTHERS = "pihak lain yang disebut dalam RAD"
"""Stands for a party that is only a text: somebody may have written a name there."""
WITHHELD = "Indikator tentang korban tidak ditampilkan, berapa pun angkanya."
REASONS = {
    State.HIDDEN: CellState.HIDDEN,
    State.NOT_APPLICABLE: CellState.NOT_APPLICABLE,
    State.NO_DUTY: CellState.NOT_APPLICABLE,
}


def plan_tables(now: Now) -> list[Table]:
    """The matrix, one row per activity."""
    return [_matrix(now.figures, now.agencies)] if now.figures else []


def budget_tables(now: Now) -> list[Table]:
    """What the matrix states for each activity."""
    return [_budgets(now.figures)] if now.figures else []


def indicator_tables(now: Now) -> list[Table]:
    """What each indicator reached up to the newest slot that says something."""
    return [_indicators(now.figures)] if now.figures else []


def _source(plan: ActionPlan) -> str:
    day = f", ditetapkan {tanggal(plan.adopted_on)}" if plan.adopted_on else ""
    return f"{plan.title} ({plan.first_year}–{plan.last_year}), {plan.instrument}{day}, versi {plan.version}."


def _items(figures: PlanFigures) -> Iterable[tuple[str, str, ActionItem]]:
    for strategy in figures.strategies:
        for program in strategy.programs:
            for each in program.items:
                yield strategy.strategy.name, program.program.name, each.item


def _matrix(figures: PlanFigures, names: dict[UUID, str]) -> Table:
    return Table(
        code="rad",
        title="Rencana aksi daerah: strategi, program, dan kegiatan",
        source=_source(figures.plan),
        definition="Matriks RAD yang berlaku, satu baris tiap kegiatan. Penanggung jawab dan instansi "
        "terkait adalah instansi atau jabatan; pihak yang hanya disebut dengan tulisan tidak dinamai.",
        version="1",
        columns=(
            Column("kode", "Kode"),
            Column("strategi", "Strategi"),
            Column("program", "Program"),
            Column("kegiatan", "Kegiatan"),
            Column("penanggung_jawab", "Penanggung jawab"),
            Column("instansi_terkait", "Instansi terkait"),
        ),
        rows=tuple(
            (
                item.code,
                strategy,
                program,
                item.name,
                _parties(item, PartyRole.RESPONSIBLE, names),
                _parties(item, PartyRole.SUPPORTING, names),
            )
            for strategy, program, item in _items(figures)
        ),
    )


def _budgets(figures: PlanFigures) -> Table:
    """Whole rupiah; cents are rounded, half up."""
    return Table(
        code="pagu",
        title="Pagu anggaran kegiatan RAD",
        source=_source(figures.plan),
        definition="Pagu dalam matriks RAD yang berlaku, satu angka tiap kegiatan, tidak dibagi per tahun.",
        version="1",
        columns=(
            Column("kode", "Kode"),
            Column("kegiatan", "Kegiatan"),
            Column("pagu", "Pagu", ColumnKind.RUPIAH),
        ),
        rows=tuple(
            (item.code, item.name, why_not(rounded(item.budget, 0), CellState.MISSING))
            for _strategy, _program, item in _items(figures)
        ),
        bar="pagu",
        keys=2,
    )


def _parties(item: ActionItem, role: str, names: dict[UUID, str]) -> Cell:
    told = {
        PartyKind.AGENCY: lambda party: names[party.agency_id],
        PartyKind.POST: lambda party: party.label,
        PartyKind.ALL: lambda party: "seluruh anggota gugus tugas",
        PartyKind.TEXT: lambda party: OTHERS,
    }
    parties = [told[PartyKind(party.kind)](party) for party in item.parties.all() if party.role == role]
    return "; ".join(dict.fromkeys(parties)) or "tidak ada"


def _indicators(figures: PlanFigures) -> Table:
    return Table(
        code="indikator",
        title=f"Capaian indikator RAD tahun {figures.year} sampai {slot_label(figures.slot)}",
        source=f"{_source(figures.plan)} Laporan instansi yang sudah diterima sekretariat.",
        definition=f"{rule_text(figures.scale)} {WITHHELD}",
        version=str(RULE_VERSION),
        columns=(
            Column("kode", "Kode"),
            Column("indikator", "Indikator"),
            Column("satuan", "Satuan"),
            Column("target", "Target", ColumnKind.DECIMAL),
            Column("realisasi", "Realisasi", ColumnKind.DECIMAL),
            Column("capaian", "Capaian", ColumnKind.PERCENT),
        ),
        rows=tuple(_indicator(row) for row in figures.indicators),
        bar="capaian",
        keys=2,
    )


def _indicator(row: IndicatorFigure) -> tuple[Cell, ...]:
    """An indicator's line; its achievement as it counts in the mean, at most 100."""
    figure = row.figure
    why = REASONS.get(figure.state, CellState.MISSING)
    return (
        row.indicator.item.code,
        row.indicator.name,
        row.indicator.unit,
        why_not(rounded(figure.target, 2), CellState.NOT_APPLICABLE),
        why_not(rounded(figure.realisation, 2), why),
        why_not(rounded(figure.counted, 1), why),
    )


def why_not(value: Any, why: CellState) -> Cell:
    """The number, or the reason where there is none."""
    return why if value is None else value
