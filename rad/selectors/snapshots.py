"""What the report of a period is made from: read at one moment, frozen into a snapshot."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.utils import translation
from django.utils.timezone import localdate

from gugus.documents.enums import DocumentKind
from gugus.documents.text import long_date
from rad.enums import COUNTED
from rad.models import (
    ActionPlan,
    Evidence,
    Indicator,
    PeriodChapter,
    ProgressReport,
    ReportDocument,
    ReportingPeriod,
    Snapshot,
)
from rad.paper import (
    CASES,
    Facts,
    ItemFacts,
    differences,
    fingerprint,
    frozen,
    kind_words,
    prepared_introduction,
)
from rad.rules import report_kinds
from rad.selectors.corrections import corrections_of
from rad.selectors.reporting import HeatRow, lateness
from rad.selectors.versions import of_line
from rad.selectors.years import year_data
from rad.wording import party_text, rule_text, slot_of

LENGTH = {DocumentKind.QUARTER_REPORT: 1, DocumentKind.SEMESTER_REPORT: 2, DocumentKind.YEAR_REPORT: 4}
EVIDENCE_KINDS = {"application/pdf": "PDF", "image/jpeg": "Foto", "": "Tautan"}


def snapshot_data(period: ReportingPeriod, kind: str, today: date, *, pictures: bool) -> dict[str, Any]:
    """Figures and words of a period as they stand now, in plain Indonesian and exact text.

    `kind` says how far back obstacles and evidence reach; figures always run since January. `pictures` marks
    the shared photographs the paper shows. The caller may see the plan; a dozen queries at any size.
    """
    slot = slot_of(period.kind, period.ordinal)
    with translation.override("id"):
        data = year_data(period.plan, period.year, today)
        reports = _reports(period, slot)
        covered = [row for row in reports if _slot(row) > slot - LENGTH[DocumentKind(kind)]]
        facts = Facts(
            items=_items(reports, slot, period.plan.task_force.name),
            rule=rule_text(data.scale),
            printed={
                "words": _words(period, kind, data.indicators),
                "obstacles": _obstacles(covered, several=LENGTH[DocumentKind(kind)] > 1),
                "corrections": _corrections(period, slot),
                **_evidence(covered, pictures=pictures),
                "heat": _heat(*lateness(period.plan, period.year, today)),
            },
        )
        return frozen(period, kind, data, slot, facts)


def _slot(report: ProgressReport) -> int:
    return slot_of(report.period.kind, report.period.ordinal)


def _reports(period: ReportingPeriod, slot: int) -> list[ProgressReport]:
    """What was accepted of the year so far, in any version of the plan, in the order of time and matrix."""
    line = of_line(period.plan, "period__plan__")
    rows = ProgressReport.objects.filter(**line, period__year=period.year, status__in=COUNTED)
    found = rows.select_related("period", "item__program__strategy").prefetch_related("item__parties")
    return sorted(
        (row for row in found if _slot(row) <= slot),
        key=lambda row: (
            _slot(row),
            row.item.program.strategy.number,
            row.item.program.number,
            row.item.number,
        ),
    )


def _items(reports: Iterable[ProgressReport], slot: int, office: str) -> dict[UUID, ItemFacts]:
    """Per item (by lineage): the seat that accepted its newest report, the money spent since January."""
    spent: dict[UUID, Decimal] = defaultdict(Decimal)
    known: set[UUID] = set()
    seats: dict[UUID, str] = {}
    for row in reports:
        if row.realised_budget is not None:
            known.add(row.item.lineage)
            spent[row.item.lineage] += row.realised_budget
        seats[row.item.lineage] = _seat(row, office) + ("" if _slot(row) == slot else f" ({row.period})")
    return {key: ItemFacts(seat, spent[key] if key in known else None) for key, seat in seats.items()}


def _seat(report: ProgressReport, office: str) -> str:
    """The seat without the task force's own name, which stands on top of the paper."""
    seat = report.decided_as.removesuffix(f", {office}")
    return f"{seat}, {long_date(localdate(report.decided_at))}" if report.decided_at else seat


def _words(period: ReportingPeriod, kind: str, indicators: list[Any]) -> dict[str, Any]:
    chapter = PeriodChapter.objects.filter(period=period).first()
    written = chapter.introduction if chapter else ""
    return {
        "introduction": written or _introduction(period, kind, indicators),
        "recommendations": chapter.recommendations if chapter else "",
        "cases": list(CASES),
    }


def _introduction(period: ReportingPeriod, kind: str, indicators: list[Any]) -> str:
    plan, items = period.plan, {row.item_id: row.item for row in indicators}
    return prepared_introduction(
        plan=plan.title,
        instrument=plan.instrument,
        adopted_on=plan.adopted_on,
        years=(plan.first_year, plan.last_year),
        period=kind_words(kind, slot_of(period.kind, period.ordinal), period.year),
        deadline=period.deadline,
        strategies=len({item.program.strategy_id for item in items.values()}),
        items=len(items),
        indicators=len(indicators),
    )


@dataclass(frozen=True)
class ChapterTexts:
    """What stands around the figures: as written, and the introduction as the portal prepares it."""

    introduction: str
    recommendations: str
    prepared: str


def chapter_texts(period: ReportingPeriod) -> ChapterTexts:
    """The texts of a period the caller may see; an unwritten introduction is the prepared one."""
    chapter = PeriodChapter.objects.filter(period=period).first()
    with translation.override("id"):
        indicators = list(
            Indicator.objects.filter(item__program__strategy__plan=period.plan).select_related(
                "item__program"
            )
        )
        prepared = _introduction(period, report_kinds(period)[0], indicators)
    written, recommended = (chapter.introduction, chapter.recommendations) if chapter else ("", "")
    return ChapterTexts(written or prepared, recommended, prepared)


def _obstacles(reports: Iterable[ProgressReport], *, several: bool) -> list[dict[str, str]]:
    return [
        {
            "code": row.item.code,
            "agency": party_text(row.item),
            "obstacle": row.obstacles,
            "follow_up": row.follow_up,
            "period": str(row.period) if several else "",
        }
        for row in reports
        if row.obstacles
    ]


def _corrections(period: ReportingPeriod, slot: int) -> list[dict[str, Any]]:
    return [
        {
            "period": row.period,
            "code": row.code,
            "changes": [f"{each.what}: {each.was} → {each.becomes}" for each in row.changes],
            "effects": [f"{each.what}: {each.was} → {each.becomes}" for each in row.effects],
            "reason": row.reason,
            "made_on": localdate(row.made_at).isoformat(),
        }
        for row in corrections_of(period.plan, period.year, slot)
    ]


def _evidence(reports: list[ProgressReport], *, pictures: bool) -> dict[str, Any]:
    """Titles of what its owner shares with every reader of the report, and how much there is beside."""
    by_pk = {row.pk: row for row in reports}
    rows = list(Evidence.objects.filter(report__in=by_pk).order_by("evidence_on", "added_at"))
    place = {pk: number for number, pk in enumerate(by_pk)}
    shared = sorted((row for row in rows if row.shared), key=lambda row: place[row.report_id])
    return {
        "evidence": [_proof(row, by_pk[row.report_id], pictures=pictures) for row in shared],
        "evidence_closed": len(rows) - len(shared),
    }


def _proof(row: Evidence, report: ProgressReport, *, pictures: bool) -> dict[str, Any]:
    return {
        "id": str(row.pk),
        "code": report.item.code,
        "title": row.title,
        "dated": row.evidence_on.isoformat(),
        "kind": EVIDENCE_KINDS.get(row.content_type, "Berkas"),
        "link": row.link,
        "period": str(report.period),
        "picture": pictures and row.content_type == "image/jpeg",
    }


def _heat(periods: list[ReportingPeriod], rows: list[HeatRow]) -> dict[str, Any]:
    return {
        "columns": [str(each) for each in periods],
        "rows": [
            {"label": row.label, "cells": [list(row.cells.get(each.pk, (0, 0))) for each in periods]}
            for row in sorted(rows, key=lambda row: row.label)
        ],
    }


def snapshot_faults(snapshot: Snapshot) -> list[str]:
    """Where a kept snapshot contradicts its hash or its own inputs; empty as it should always be."""
    broken = [] if fingerprint(snapshot.data) == snapshot.sha256 else ["SHA-256"]
    return broken + differences(snapshot.data)


def snapshot_pictures(data: dict[str, Any]) -> list[Evidence]:
    """The photographs a snapshot names and whose owner still shares them."""
    named = [each["id"] for each in data["evidence"] if each["picture"]]
    return list(Evidence.objects.filter(pk__in=named, shared=True, content_type="image/jpeg"))


def last_snapshot_number(plan: ActionPlan) -> int:
    """The highest number given within the plan's code, over its versions; 0 before the first."""
    rows = Snapshot.objects.filter(**of_line(plan, "period__plan__"))
    return rows.order_by("-number").values_list("number", flat=True).first() or 0


def last_document(period: ReportingPeriod, kind: str) -> ReportDocument | None:
    """The newest version of one kind of report on a period."""
    return period.documents.filter(kind=kind).order_by("-version").first()
