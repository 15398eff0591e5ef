"""Years of a plan read from rows, and who answers for what in its versions."""

from collections import defaultdict
from collections.abc import Collection, Container, Iterable, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import FilteredRelation, Q, prefetch_related_objects

from rad.aggregation import Entry, Measure
from rad.enums import HANDED_IN, PartyRole
from rad.models import ActionItem, ActionPlan, Indicator, ProgressReport, ReportingPeriod, Target
from rad.selectors.figures import ItemFact, ReportFact, YearData
from rad.selectors.settings import scale_for
from rad.selectors.versions import of_line, year_periods
from rad.wording import slot_of


def year_data(plan: ActionPlan, year: int, today: date, *, parties: bool = True) -> YearData:
    """Read one year of a plan the caller may see: six queries at any size, five without `parties`.

    Figures run on over a revision: a value counts for the indicator of the same lineage in whatever version
    its report lies, in every period this version knows (its own and those of earlier versions).
    """
    return years_data(plan, year_periods(plan, year), [year], today, parties=parties)[year]


def years_data(
    plan: ActionPlan,
    known: Iterable[ReportingPeriod],
    years: Collection[int],
    today: date,
    *,
    parties: bool = True,
) -> dict[int, YearData]:
    """The same of several years for no more queries; `known` are periods as `line_periods` reads them."""
    periods: dict[int, dict[int, ReportingPeriod]] = {year: {} for year in years}
    for period in sorted((row for row in known if row.year in periods), key=lambda row: row.ordinal):
        periods[period.year][slot_of(period.kind, period.ordinal)] = period
    others = {period.plan_id for rows in periods.values() for period in rows.values()} - {plan.pk}
    indicators, held = _indicators(plan, others)
    if parties:
        prefetch_related_objects(indicators, "item__parties")
    targets = _targets(plan, years)
    told = _reports(plan, periods)
    scale = scale_for(plan.task_force_id)
    found = {}
    for year in years:
        entries, waiting, reports = told[year]
        measures = {
            row.pk: _measure(row, targets[year, row.pk], entries[row.lineage], waiting[row.lineage])
            for row in indicators
        }
        reported = tuple(reports.values())
        found[year] = YearData(plan, year, today, indicators, measures, periods[year], held, scale, reported)
    return found


def _targets(plan: ActionPlan, years: Collection[int]) -> dict[Any, dict[int | None, Any]]:
    """Of each year and indicator: what is promised for the year (None) and for its quarters."""
    targets: dict[Any, dict[int | None, Any]] = defaultdict(dict)
    for row in Target.objects.filter(indicator__item__program__strategy__plan=plan, year__in=years):
        targets[row.year, row.indicator_id][row.quarter] = row.value
    return targets


def _indicators(plan: ActionPlan, others: set[UUID]) -> tuple[list[Indicator], dict[UUID, set[UUID]]]:
    """The plan's own indicators, and which indicators and items (by lineage) each other version held."""
    own: list[Indicator] = []
    held: dict[UUID, set[UUID]] = {pk: set() for pk in others}
    rows = Indicator.objects.filter(item__program__strategy__plan__in={plan.pk, *others})
    for row in rows.select_related("item__program__strategy"):
        owner = row.item.program.strategy.plan_id
        if owner == plan.pk:
            own.append(row)
        else:
            held[owner] |= {row.lineage, row.item.lineage}
    return own, held


Told = tuple[dict[UUID, list[Entry]], dict[UUID, set[int]], dict[UUID, ReportFact]]


def _reports(plan: ActionPlan, slots: Mapping[int, Container[int]]) -> dict[int, Told]:
    """By year: accepted values and the slots that wait, by the lineage of their indicator; all handed in.

    `slots` are those of each year that have a period.
    """
    rows = ProgressReport.objects.filter(
        **of_line(plan, "period__plan__"), period__year__in=slots, status__in=HANDED_IN
    ).values_list(
        "period__year",
        "pk", "item__lineage", "period", "period__kind", "period__ordinal", "status", "realised_budget",
        "values__indicator__lineage", "values__value", "values__numerator", "values__denominator",
        "values__not_applicable",
    )  # fmt: skip
    found: dict[int, Told] = {year: (defaultdict(list), defaultdict(set), {}) for year in slots}
    for (
        year,
        pk,
        item,
        period,
        kind,
        ordinal,
        status,
        spent,
        lineage,
        value,
        part,
        whole,
        absent,
    ) in rows.order_by():
        if (slot := slot_of(kind, ordinal)) not in slots[year]:
            continue
        entries, waiting, reports = found[year]
        reports[pk] = fact = ReportFact(pk, item, period, slot, status, spent)
        if lineage is not None and fact.counted:
            entries[lineage].append(Entry(slot, value, part, whole, bool(absent)))
        elif lineage is not None:
            waiting[lineage].add(slot)
    return found


def item_facts(plans: Iterable[UUID]) -> list[ItemFact]:
    """Every item of some versions of a plan, with its first responsible party (one query)."""
    first = Q(parties__role=PartyRole.RESPONSIBLE, parties__order=0)
    rows = (
        ActionItem.objects.filter(program__strategy__plan__in=plans)
        .annotate(first=FilteredRelation("parties", condition=first))
        .order_by("program__strategy__number", "program__number", "number")
        .values_list(
            "program__strategy__plan", "lineage", "program__strategy", "program__strategy__number",
            "program__strategy__name", "budget", "first__agency", "first__agency__short_name", "first__label",
        )
    )  # fmt: skip
    found = {(row[0], row[1]): ItemFact(*row[:-2], row[-2] or row[-1] or "") for row in rows}
    return list(found.values())


def _measure(
    row: Indicator, targets: dict[int | None, Any], entries: list[Entry], waiting: set[int]
) -> Measure:
    return Measure(
        aggregation=row.aggregation,
        target=targets.get(None),
        entries=tuple(entries),
        direction=row.direction,
        graded=row.graded,
        weight=row.weight,
        slot_targets={quarter: value for quarter, value in targets.items() if quarter},
        cumulative=row.cumulative,
        waiting=frozenset(waiting),
    )
