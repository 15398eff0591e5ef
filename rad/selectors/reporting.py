"""What a reporting page needs: the grid of one's items, the history of values, who is late."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, QuerySet

from gugus.core.models import AuditEvent
from members.enums import Role
from rad.enums import HANDED_IN, REPORT_ITEM, PeriodStatus
from rad.models import (
    ActionItem,
    ActionItemGrant,
    ActionPlan,
    Indicator,
    IndicatorValue,
    ProgressReport,
    ReportDocument,
    ReportingPeriod,
    Target,
)
from rad.rules import EDITABLE, may_see_details
from rad.selectors.figures import ItemFact, YearData
from rad.selectors.versions import of_line, year_periods
from rad.selectors.years import item_facts
from rad.wording import GUARDED, cumulative_warning, slot_of, target_text, value_text


@dataclass
class GridCell:
    """One indicator in the grid: what is promised, what was said before, what is there now."""

    indicator: Indicator
    target: str
    previous: str
    value: IndicatorValue | None
    before: IndicatorValue | None = None  # the value `previous` speaks of, where it is of the same year

    @property
    def text(self) -> str:
        return value_text(self.value, ratio=self.indicator.is_ratio)

    @property
    def warning(self) -> str:
        """What looks wrong about the saved value, though it may be right; "" when nothing does."""
        if not self.indicator.cumulative or self.before is None or self.value is None:
            return ""
        pairs = [
            (self.before.value, self.value.value),
            (self.before.numerator, self.value.numerator),
            (self.before.denominator, self.value.denominator),
        ]
        return next((words for pair in pairs if (words := cumulative_warning(*pair))), "")


@dataclass
class GridItem:
    """One item of the grid, with its report if one was begun."""

    item: ActionItem
    report: ProgressReport | None
    cells: list[GridCell] = field(default_factory=list)
    evidence: int = 0

    @property
    def editable(self) -> bool:
        return self.report is None or self.report.status in EDITABLE

    @property
    def complete(self) -> bool:
        return all(cell.value is not None for cell in self.cells)


@dataclass
class Grid:
    period: ReportingPeriod
    items: list[GridItem]

    @property
    def filled(self) -> int:
        return sum(item.complete for item in self.items)

    @property
    def ready(self) -> list[GridItem]:
        """Drafts and returned reports with every value in place."""
        return [each for each in self.items if each.report and each.editable and each.complete]


def items_reported(user: Any, period: ReportingPeriod, *, behalf: bool) -> QuerySet[ActionItem]:
    """The items a person reports: those granted to their desks; with `behalf` those no desk may report."""
    of_plan = {"program__strategy__plan": period.plan_id}
    if not behalf:
        return ActionItem.objects.granted(user, REPORT_ITEM).filter(**of_plan)
    granted = ActionItemGrant.objects.filter(content_object=OuterRef("pk"))
    return ActionItem.objects.visible_to(user).filter(~Exists(granted), **of_plan)


def grid_for(user: Any, period: ReportingPeriod) -> Grid:
    """The items of a person's desks in a period; for others an empty grid."""
    return _grid(period, items_reported(user, period, behalf=False))


def orphan_grid(user: Any, period: ReportingPeriod) -> Grid:
    """Items no desk may report: the secretariat reports them "atas nama"."""
    return _grid(period, items_reported(user, period, behalf=True))


def report_form_item(period: ReportingPeriod, item: ActionItem) -> GridItem:
    """One item as the single form shows it."""
    return _grid(period, ActionItem.objects.filter(pk=item.pk)).items[0]


def _grid(period: ReportingPeriod, items: QuerySet[ActionItem]) -> Grid:
    ordered = items.order_by("program__strategy__number", "program__number", "number")
    rows = list(ordered.select_related("program__strategy").prefetch_related("parties", "indicators"))
    reports = ProgressReport.objects.filter(period=period, item__in=rows).annotate(proofs=Count("evidence"))
    by_item = {report.item_id: report for report in reports}
    values = {v.indicator_id: v for v in IndicatorValue.objects.filter(report__in=by_item.values())}
    targets = _targets(period, rows)
    before = _previous(period, rows)
    year = period.year
    return Grid(period, [_grid_item(row, by_item.get(row.pk), values, targets, before, year) for row in rows])


def _grid_item(
    item: ActionItem,
    report: Any,
    values: dict[Any, Any],
    targets: dict[Any, Any],
    before: dict[Any, IndicatorValue],
    year: int,
) -> GridItem:
    cells = [
        GridCell(
            row,
            target_text(targets.get(row.pk), ratio=row.is_ratio),
            _previous_text(before.get(row.pk)),
            values.get(row.pk),
            _of_year(before.get(row.pk), year),
        )
        for row in item.indicators.all()
    ]
    return GridItem(item, report, cells, getattr(report, "proofs", 0))


def _of_year(value: IndicatorValue | None, year: int) -> IndicatorValue | None:
    return value if value and value.report.period.year == year else None


def _previous_text(value: IndicatorValue | None) -> str:
    if value is None:
        return "–"
    return f"{value_text(value, ratio=value.indicator.is_ratio)} · {value.report.period}"


def _targets(period: ReportingPeriod, items: list[ActionItem]) -> dict[Any, Any]:
    """The period's own target where there is one, else the year's."""
    slot = slot_of(period.kind, period.ordinal)
    rows = Target.objects.filter(indicator__item__in=items, year=period.year)
    found: dict[Any, Any] = {}
    for row in rows:
        if row.quarter == slot or (row.quarter is None and row.indicator_id not in found):
            found[row.indicator_id] = row.value
    return found


def _previous(period: ReportingPeriod, items: list[ActionItem]) -> dict[Any, IndicatorValue]:
    """The last value handed in before this period, in this version of the plan or an earlier one."""
    lineages = {row.lineage: row.pk for item in items for row in item.indicators.all()}
    rows = (
        IndicatorValue.objects.filter(
            **of_line(period.plan, "report__period__plan__"),
            indicator__lineage__in=lineages,
            report__status__in=HANDED_IN,
        )
        .exclude(report__period=period)
        .select_related("report__period", "indicator")
        .order_by("report__period__year", "report__period__ordinal")
    )
    found: dict[Any, IndicatorValue] = {}
    for row in rows:
        other = row.report.period
        if (other.year, slot_of(other.kind, other.ordinal)) < (
            period.year,
            slot_of(period.kind, period.ordinal),
        ):
            found[lineages[row.indicator.lineage]] = row
    return found


@dataclass(frozen=True)
class HistoryRow:
    """A report of an item; `values` by the lineage of their indicator."""

    period: ReportingPeriod
    report: ProgressReport
    values: dict[Any, str]


def item_history(user: Any, item: ActionItem, *, own: bool) -> list[HistoryRow]:
    """An item's reports a person may see, newest first, over all versions of the plan.

    Details about victims are shown only to some.
    """
    reports = (
        ProgressReport.objects.visible_to(user)
        .filter(item__lineage=item.lineage)
        .select_related("period")
        .prefetch_related("values__indicator")
        .order_by("-period__year", "-period__ordinal")
    )
    return [
        HistoryRow(r.period, r, {v.indicator.lineage: shown(user, v, own=own) for v in r.values.all()})
        for r in reports
    ]


def shown(user: Any, value: IndicatorValue, *, own: bool) -> str:
    """A reported value as this person may read it: of victims, others see only the figures made of it."""
    if value.indicator.about_victims and not may_see_details(user, own=own):
        return str(GUARDED)
    return value_text(value, ratio=value.indicator.is_ratio)


def report_values(report: ProgressReport) -> list[IndicatorValue]:
    """The values of a report the caller may see."""
    return list(IndicatorValue.objects.filter(report=report).select_related("indicator"))


def report_timeline(report: ProgressReport) -> list[AuditEvent]:
    """Who did what to a report, newest first; saves in a row by one person count once."""
    rows = AuditEvent.objects.filter(object_type=report._meta.label_lower, object_id=str(report.pk))
    events: list[AuditEvent] = []
    for event in rows.select_related("actor").order_by("-at", "-id")[:200]:
        if (
            events
            and (events[-1].action, events[-1].actor_id) == (event.action, event.actor_id)
            and event.action.endswith("_save")
        ):
            continue
        events.append(event)
    return events


@dataclass
class HeatRow:
    """How a responsible party stands in each period of a year: (handed in, expected)."""

    label: str
    agency_id: UUID | None
    cells: dict[UUID, tuple[int, int]]
    late: int = 0


def lateness(plan: ActionPlan, year: int, today: date) -> tuple[list[ReportingPeriod], list[HeatRow]]:
    """Responsible party × period: how many items were handed in. Three queries at any size.

    In a period that stayed with an earlier version only the items are expected which that version held.
    """
    periods = year_periods(plan, year)
    items = item_facts({plan.pk, *(period.plan_id for period in periods)})
    handed: dict[UUID, set[UUID]] = defaultdict(set)
    reports = ProgressReport.objects.filter(period__in=periods, status__in=HANDED_IN)
    for item, period in reports.values_list("item__lineage", "period_id"):
        handed[period].add(item)
    return periods, heat_rows(plan, periods, items, handed, today)


def heat_of(data: YearData) -> list[HeatRow]:
    """The rows of `lateness` for a year that was read already (one query)."""
    periods = list(data.periods.values())
    items = item_facts({data.plan.pk, *(period.plan_id for period in periods)})
    return heat_rows(data.plan, periods, items, data.handed, data.today)


def heat_rows(
    plan: ActionPlan,
    periods: list[ReportingPeriod],
    items: list[ItemFact],
    handed: dict[UUID, set[UUID]],
    today: date,
) -> list[HeatRow]:
    """The rows of `lateness` for what was read already; `items` of the plan and of each period's version."""
    held: dict[UUID, set[UUID]] = defaultdict(set)
    groups: dict[tuple[Any, str], list[UUID]] = defaultdict(list)
    names: dict[Any, str] = {}
    for item in items:
        held[item.plan].add(item.lineage)
        if item.plan == plan.pk and item.party:
            key = (item.agency, "" if item.agency else item.party)
            groups[key].append(item.lineage)
            names[key] = item.party
    rows = [
        _heat_row(names[key], key[0], lineages, periods, handed, held, today)
        for key, lineages in groups.items()
    ]
    return sorted(rows, key=lambda row: (-row.late, row.label))


def _heat_row(
    label: str,
    agency: Any,
    items: list[UUID],
    periods: list[ReportingPeriod],
    handed: dict[UUID, set[UUID]],
    held: dict[UUID, set[UUID]],
    today: date,
) -> HeatRow:
    asked = {p.pk: [item for item in items if item in held[p.plan_id]] for p in periods}
    none: set[UUID] = set()
    cells = {pk: (sum(item in handed.get(pk, none) for item in due), len(due)) for pk, due in asked.items()}
    late = sum(total - done for p in periods if p.deadline < today for done, total in [cells[p.pk]])
    return HeatRow(label, agency, cells, late)


def document_for_job(job: UUID, person: Any) -> ReportDocument:
    """The version a job is about, read with the rights its requester holds now."""
    rows = ReportDocument.objects.visible_to(person)
    return rows.select_related("period__plan", "task_force", "snapshot").get(jobs=job)


def open_periods(user: Any) -> QuerySet[ReportingPeriod]:
    """Periods now open for reporting in plans in force."""
    rows = ReportingPeriod.objects.visible_to(user).select_related("plan")
    return rows.filter(status=PeriodStatus.OPEN, plan__status="ditetapkan").order_by("deadline", "pk")


def reports_for(user: Any) -> bool:
    """Whether a person reports at all: for an agency, or atas nama."""
    return bool(user.authority.agency_ids) or user.authority.has_role(Role.SECRETARIAT)
