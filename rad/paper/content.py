"""From a snapshot to what the paper says. Nothing here reads the database: a snapshot is all there is."""

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from gugus.core.templatetags.gugus import rupiah
from gugus.documents import text
from gugus.documents.content import (
    BudgetRow,
    CorrectionNote,
    Figure,
    HeatCell,
    HeatRow,
    Letterhead,
    Obstacle,
    PageSetup,
    Proof,
    ReportContent,
    ReportRow,
    StrategySection,
    TrendPoint,
)
from gugus.documents.content.report import NOTHING
from gugus.documents.images import Image
from rad.aggregation import State, rounded
from rad.paper.codec import indicators, money, number
from rad.paper.words import TITLE, kind_words, paragraphs

HIDDEN = "*"
NOT_APPLICABLE = "N/A"
MARGIN = Decimal(18)


def report_content(
    data: Mapping[str, Any],
    number_: int,
    *,
    emblem: Image | None = None,
    pictures: Mapping[str, Image] | None = None,
) -> ReportContent:
    """The content of one version. `pictures` by the evidence's id: what may still be shown of it."""
    office, score = data["office"], data["score"]
    height, width = map(Decimal, office["paper"])
    return ReportContent(
        title=TITLE,
        task_force=office["name"],
        period=kind_words(data["kind"], data["slot"], data["year"]),
        slot=data["period"],
        snapshot=f"Potret angka nomor {number_}",
        as_of=date.fromisoformat(data["as_of"]),
        letterhead=Letterhead(tuple(office["lines"]), tuple(office["address"]), emblem),
        figures=summary(data),
        strategies=tuple(_section(each) for each in data["strategies"]),
        reported=score["reported"],
        total=score["total"],
        waiting=data["waiting"],
        score=_mean(data),
        grade="" if data["hidden"] else data["grade"],
        rule=data["rule"],
        introduction=paragraphs(data["words"]["introduction"]),
        trend=_trend(data["trend"]),
        cases=tuple(data["words"]["cases"]),
        obstacles=tuple(Obstacle(**each) for each in data["obstacles"]),
        recommendations=paragraphs(data["words"]["recommendations"]),
        corrections=tuple(_correction(each) for each in data["corrections"]),
        evidence=tuple(_proof(each, pictures or {}) for each in data["evidence"]),
        evidence_closed=data["evidence_closed"],
        heat_columns=tuple(data["heat"]["columns"]),
        heat=tuple(_heat_row(each) for each in data["heat"]["rows"]),
        place=office["place"],
        signer_office=f"Sekretariat {office['short_name']}",
        page=PageSetup(height, width, MARGIN, MARGIN, MARGIN, MARGIN),
    )


def summary(data: Mapping[str, Any]) -> tuple[Figure, ...]:
    """The numbers on top: the plan's achievement, what it stands on, what is late or without a case."""
    score = data["score"]
    states = [each["figure"]["state"] for _item, each in indicators(data)]
    value = text.percent(_mean(data), places=1, missing=HIDDEN if data["hidden"] else "belum ada")
    grade = "angka kecil tentang korban" if data["hidden"] else data["grade"] or "predikat pada akhir tahun"
    waiting = f"{text.number(data['waiting'])} menunggu pemeriksaan" if data["waiting"] else ""
    return (
        Figure("Capaian RAD", value, grade),
        Figure("Indikator dilaporkan", f"{score['reported']} dari {score['total']}", waiting),
        Figure("Tanpa laporan setahun ini", str(states.count(State.OVERDUE)), "lewat batas, dihitung 0"),
        Figure(
            "N/A, tidak ada kasus", str(states.count(State.NOT_APPLICABLE)), "tidak dihitung dalam rata-rata"
        ),
        _spent(data),
    )


def _mean(data: Mapping[str, Any]) -> Decimal | None:
    """The mean of a plan or strategy, unless it would tell a figure that is kept back."""
    return None if data["hidden"] else rounded(number(data["score"]["value"]))


def _spent(data: Mapping[str, Any]) -> Figure:
    items = [item for strategy in data["strategies"] for item in strategy["items"]]
    spent = [Decimal(item["spent"]) for item in items if item["spent"] is not None]
    told = f"dari {len(spent)} kegiatan yang mengisinya"
    return Figure("Realisasi anggaran", rupiah(sum(spent, Decimal(0))) if spent else "belum ada", told)


def _section(data: Mapping[str, Any]) -> StrategySection:
    return StrategySection(
        name=data["name"],
        achievement=_mean(data),
        grade="" if data["hidden"] else data["grade"],
        rows=tuple(_row(item, each) for item in data["items"] for each in item["indicators"]),
        budgets=tuple(_budgets(data["items"])),
        reported=data["score"]["reported"],
        waiting=data["score"]["waiting"],
        note=HIDDEN if data["hidden"] else NOT_APPLICABLE if _no_case(data) else "",
    )


def _no_case(strategy: Mapping[str, Any]) -> bool:
    """Whether a strategy is without a mean because nothing happened that it could be measured by."""
    states = {each["figure"]["state"] for item in strategy["items"] for each in item["indicators"]}
    return strategy["score"]["value"] is None and State.NOT_APPLICABLE in states


def _budgets(items: Iterable[Mapping[str, Any]]) -> Iterable[BudgetRow]:
    for item in items:
        if item["budget"] is not None or item["spent"] is not None:
            yield BudgetRow(
                item["code"], item["name"], item["funding"], money(item["budget"]), money(item["spent"])
            )


def _row(item: Mapping[str, Any], data: Mapping[str, Any]) -> ReportRow:
    figure, hide = data["figure"], data["hidden"]
    absent = figure["state"] == State.NOT_APPLICABLE
    shown = data["counts"] and not hide
    return ReportRow(
        code=item["code"],
        activity=item["name"],
        indicator=data["name"],
        unit=data["unit"],
        target=rounded(number(figure["target"]), 2),
        realisation=None if hide else rounded(number(figure["realisation"]), 2),
        achievement=rounded(number(figure["raw"])) if shown else None,
        grade=NOTHING if hide else (data["grade"] if data["counts"] else data["state"]) or NOTHING,
        responsible=item["responsible"],
        note=HIDDEN if hide else NOT_APPLICABLE if absent else "",
        ratio=data["ratio"],
        method=data["method"],
        weight=Decimal(data["measure"]["weight"]),
        approver=item["approver"] if data["measure"]["entries"] else "",
    )


def _trend(points: list[Mapping[str, Any]]) -> tuple[TrendPoint, ...]:
    """The course over the quarters, where there is more than one that says something."""
    found = tuple(_point(each) for each in points)
    return found if sum(each.value is not None for each in found) > 1 else ()


def _point(data: Mapping[str, Any]) -> TrendPoint:
    score = data["score"] or {"value": None, "reported": 0, "total": 0, "hidden": False}
    missing = HIDDEN if score["hidden"] else "belum ada"
    value = rounded(number(score["value"]))
    return TrendPoint(data["label"], value, score["reported"], score["total"], missing)


def _correction(data: Mapping[str, Any]) -> CorrectionNote:
    return CorrectionNote(
        period=data["period"],
        code=data["code"],
        changes=tuple(data["changes"]),
        effects=tuple(data["effects"]),
        reason=data["reason"],
        made_on=date.fromisoformat(data["made_on"]),
    )


def _proof(data: Mapping[str, Any], pictures: Mapping[str, Image]) -> Proof:
    return Proof(
        code=data["code"],
        title=data["title"],
        dated=date.fromisoformat(data["dated"]),
        kind=data["kind"],
        period=data["period"],
        link=data["link"],
        picture=pictures.get(data["id"]),
    )


def _heat_row(data: Mapping[str, Any]) -> HeatRow:
    return HeatRow(data["label"], tuple(_cell(*each) for each in data["cells"]))


def _cell(done: int, expected: int) -> HeatCell:
    """Shade 1 for the first item handed in, 5 for all; a dash where nothing was asked."""
    step = -(-done * 5 // expected) if expected else 0
    return HeatCell(f"{done} dari {expected}" if expected else NOTHING, step)
