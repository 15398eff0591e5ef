"""The Excel round trip as it stands now: the portal's side of a merge, and the rows of a new workbook."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from gugus.core.models import AuditEvent
from gugus.core.permissions import reason_against
from members.models import Agency
from rad import rules
from rad.answers import (
    FIGURES,
    ITEM_WORDS,
    NA,
    Conflict,
    Merged,
    Reading,
    Standing,
    merge,
    number_value,
    reading_from,
    text_value,
)
from rad.models import (
    ActionItem,
    AnswerRun,
    Indicator,
    IndicatorValue,
    ProgressReport,
    ReportingPeriod,
)
from rad.selectors.reporting import Grid, grid_for, items_reported, orphan_grid


def answer_list(user: Any) -> QuerySet[AnswerRun]:
    """Uploads of the person's own, newest first."""
    rows = AnswerRun.objects.visible_to(user)
    return rows.select_related("period__plan__task_force", "made_by").order_by("-created_at")


def answer_for_job(job: UUID) -> AnswerRun:
    """The upload a job reads, for the system: who asked may have lost their desk since, and is told so."""
    return AnswerRun.objects.select_related("period__plan").get(jobs=job)


@dataclass
class AnswerPreview(Merged):
    """What saving an upload would do at this moment; two people may be at work at once.

    `touched` are the reports and indicators the merge looked at, for the service that writes.
    """

    reports: dict[UUID, ProgressReport] = field(default_factory=dict)
    indicators: dict[str, Indicator] = field(default_factory=dict)
    movers: dict[str, tuple[str, datetime]] = field(default_factory=dict)

    def moved(self, conflict: Conflict) -> tuple[str, datetime] | None:
        """Who changed the portal's side of a conflict last, and when; None when it is not known."""
        return self.movers.get(conflict.item)


def answer_preview(user: Any, run: AnswerRun, choices: Mapping[str, str] | None = None) -> AnswerPreview:
    """Merge an upload with the database as it is now: nine queries at any number of cells.

    `choices` are decisions on conflicts, by key; without it those kept with the run. Raises
    `rad.answers.Refused` when the run was read by an older version of the portal.
    """
    reading = reading_from(run.rows, run.faults)
    decided = run.choices if choices is None else choices
    indicators = _indicators(run.period, reading)
    items = {row.item_id for row in indicators.values()}
    reports = {row.item_id: row for row in _reports(run.period, items)}
    standings = _standings(user, run, indicators, reports)
    merged = merge(reading, standings, decided, _gone)
    movers = _movers(merged.conflicts, reports)
    return AnswerPreview(**vars(merged), reports=reports, indicators=indicators, movers=movers)


def _gone() -> str:
    return _("kegiatan ini tidak lagi dilaporkan oleh Anda. Unduh berkas baru.")


def _indicators(period: ReportingPeriod, reading: Reading) -> dict[str, Indicator]:
    """All rows of the items a file touches, by id as the file writes it."""
    touched = {*reading.edits, *(fault.row for fault in reading.faults if fault.row)}
    items = ActionItem.objects.filter(indicators__in=[UUID(key) for key in touched]).values("pk")
    rows = Indicator.objects.filter(item__in=items, item__program__strategy__plan=period.plan_id)
    needed = ("name", "unit", "aggregation", "na_allowed", "item__code")
    return {row.pk.hex: row for row in rows.select_related("item").only(*needed)}


def _reports(period: ReportingPeriod, items: Iterable[UUID]) -> QuerySet[ProgressReport]:
    rows = ProgressReport.objects.filter(period=period, item__in=list(items))
    return rows.prefetch_related("values")


def _standings(
    user: Any, run: AnswerRun, indicators: Mapping[str, Indicator], reports: Mapping[UUID, ProgressReport]
) -> dict[str, Standing]:
    """The portal's side of every row the person may still report."""
    mine = set(items_reported(user, run.period, behalf=run.behalf).values_list("pk", flat=True))
    blocked = {
        item: _blocked(run.period, reports.get(item), own=not run.behalf)
        for item in {row.item_id for row in indicators.values()} & mine
    }
    standings = {}
    for key, row in indicators.items():
        if row.item_id in mine:
            report = reports.get(row.item_id)
            standings[key] = Standing(
                row=key,
                item=row.item_id.hex,
                code=row.item.code,
                indicator=row.name,
                ratio=row.is_ratio,
                na_allowed=row.na_allowed,
                unit=row.unit,
                whole=rules.counts_whole(row),
                values=values_now(row, report, value_of(row, report)),
                blocked=blocked[row.item_id],
                behalf=run.behalf,
                proof=report.proof_note if report else "",
            )
    return standings


def _blocked(period: ReportingPeriod, report: ProgressReport | None, *, own: bool) -> str:
    """Why an item's report cannot be written now, or nothing."""
    if report is None:
        return reason_against(rules.check_period_is_open, period)
    report.period = period
    return reason_against(rules.check_report_state, report, own=own)


def values_now(
    indicator: Indicator, report: ProgressReport | None, value: IndicatorValue | None
) -> dict[str, str]:
    """A row as the portal has it, in plain values; only what is filled."""
    if report is None:
        return {}
    words = {name: text_value(getattr(report, name)) for name in ITEM_WORDS if name != "realised_budget"}
    plain = words | {"realised_budget": number_value(report.realised_budget)}
    return {name: text for name, text in plain.items() if text} | figures_of(value, indicator)


def value_of(indicator: Indicator, report: ProgressReport | None) -> IndicatorValue | None:
    """What a report, read with its values, says of an indicator."""
    rows = report.values.all() if report else ()
    return next((row for row in rows if row.indicator_id == indicator.pk), None)


def figures_of(value: IndicatorValue | None, indicator: Indicator) -> dict[str, str]:
    """A reported value as its cells say it; N/A stands where its first number would."""
    if value is None:
        return {}
    if value.not_applicable:
        return {"numerator" if indicator.is_ratio else "value": NA}
    plain = {name: number_value(getattr(value, name)) for name in FIGURES}
    return {name: text for name, text in plain.items() if text}


def _movers(
    conflicts: Iterable[Conflict], reports: Mapping[UUID, ProgressReport]
) -> dict[str, tuple[str, datetime]]:
    """Who saved each report in conflict last."""
    items = {UUID(each.item) for each in conflicts}
    by_report = {str(reports[item].pk): item.hex for item in items if item in reports}
    if not by_report:
        return {}
    alone = Q(object_type="rad.progressreport", object_id__in=list(by_report), action=rules.SAVED)
    by_file = Q(action=rules.ANSWERED, detail__reports__has_any_keys=list(by_report))
    events = AuditEvent.objects.filter(alone | by_file).order_by("at", "pk").select_related("actor")
    return {
        by_report[report]: (str(event.actor), event.at)
        for event in events
        for report in (event.detail.get("reports") or [event.object_id])
        if report in by_report
    }


def answer_grid(user: Any, period: ReportingPeriod, *, behalf: bool) -> Grid:
    """The items of a workbook, as the reporting page shows them."""
    return orphan_grid(user, period) if behalf else grid_for(user, period)


def agency_names(user: Any) -> list[str]:
    """The agencies a person reports for, by their full names."""
    rows = Agency.objects.filter(pk__in=user.authority.agency_ids)
    return list(rows.order_by("name").values_list("name", flat=True))
