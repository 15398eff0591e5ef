"""The second half: the RAD in force, its quarters to today, and what the agencies have reported so far."""

import calendar
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from gugus.demo.acting import as_person
from gugus.demo.regions import DemoRegion
from members.models import Agency, TaskForce
from rad import services
from rad.enums import REPORT_ITEM, Aggregation, ReportStatus
from rad.models import ActionItem, ActionPlan, Indicator, ProgressReport, ReportingPeriod
from rad.selectors.imports import import_preview_data
from rad.services.items import PartyGiven

# Shares of the year's target an invented quarter reaches, by the item's place in the plan.
PACE = (Decimal("0.26"), Decimal("0.22"), Decimal("0.31"), Decimal("0.12"), Decimal("0.25"))


def quarters(first: date, today: date) -> Iterator[tuple[int, int]]:
    """Year and quarter from that of `first` to that of `today`."""
    year, quarter = first.year, (first.month + 2) // 3
    while (year, quarter) <= (today.year, (today.month + 2) // 3):
        yield year, quarter
        year, quarter = (year + 1, 1) if quarter == 4 else (year, quarter + 1)


def quarter_end(year: int, quarter: int) -> date:
    month = quarter * 3
    return date(year, month, calendar.monthrange(year, month)[1])


def build(region: DemoRegion, task_force: TaskForce) -> None:
    """The plan, adopted, and every quarter since; only called for a region that is not there yet."""
    _import(region) if region.matrix else _type_in(region, task_force)
    with as_person(region, "sekretariat") as by:
        plan = ActionPlan.objects.visible_to(by).get(code=region.plan_code)
        services.plan_adopt(
            plan=plan, instrument=region.plan_instrument, adopted_on=region.plan_adopted, by=by
        )


def _import(region: DemoRegion) -> None:
    """The bureau's own workbook; unsure names are answered as suggested, or kept as written."""
    matrix = region.matrix
    if matrix is None:
        return
    with as_person(region, "sekretariat") as by:
        run = services.import_preview(
            data=matrix.read_bytes(), file_name=matrix.name, plan_code=region.plan_code, by=by
        )
        answers = {q.key: q.suggested or "teks" for q in import_preview_data(run).questions}
        services.import_commit(run=run, by=by, answers=answers)


def _type_in(region: DemoRegion, task_force: TaskForce) -> None:
    first, last = region.plan_years
    title = f"Rencana Aksi Daerah Pencegahan dan Penanganan TPPO {task_force.place} {first}–{last}"
    with as_person(region, "sekretariat") as by:
        plan = services.plan_create(
            code=region.plan_code, title=title, first_year=first, last_year=last, by=by
        )
        for name, rows in region.strategies:
            strategy = services.strategy_create(plan=plan, name=name, by=by)
            program = services.program_create(strategy=strategy, name=f"Program {name}", by=by)
            for activity, indicator, unit, target, agency in rows:
                office = Agency.objects.visible_to(by).get(short_name=agency)
                party = PartyGiven("instansi", agency, office.pk)
                item = services.item_create(program=program, name=activity, by=by, responsible=[party])
                services.indicator_create(
                    item=item,
                    by=by,
                    name=indicator,
                    unit=unit,
                    aggregation=Aggregation.SUM,
                    targets={(year, None): Decimal(target) for year in plan.years},
                )


def continue_to(region: DemoRegion, today: date) -> None:
    """Open the quarters that have begun and let the agencies report those that have ended."""
    with as_person(region, "sekretariat") as by:
        plan = ActionPlan.objects.visible_to(by).get(code=region.plan_code)
    for year, quarter in quarters(date(2026, 1, 1), min(today, date(plan.last_year, 12, 31))):
        _quarter(region, plan, year, quarter, today)


def _quarter(region: DemoRegion, plan: ActionPlan, year: int, quarter: int, today: date) -> None:
    ends = quarter_end(year, quarter)
    with as_person(region, "sekretariat") as by:
        period = plan.periods.filter(kind="triwulan", year=year, ordinal=quarter).first()
        if period is None:
            deadline = ends + timedelta(days=10)
            period = services.period_open(
                plan=plan, kind="triwulan", year=year, ordinal=quarter, deadline=deadline, by=by
            )
    reports = ProgressReport.objects.filter(period=period)
    if reports.exclude(status=ReportStatus.DRAFT).exists() or (ends >= today and reports.exists()):
        return
    reporters = [
        a.local for a in region.accounts if a.role == "penghubung" and not a.local.startswith("kepala.")
    ]
    for number, local in enumerate(reporters):
        # In the running quarter only one agency has begun, so that there is something to do.
        if ends < today or number == 0:
            _report(region, local, period, ended=ends < today)
    if ends < today:
        _on_behalf(region, period)
        _decide(region, period, newest=ends > today - timedelta(days=100))


def _report(region: DemoRegion, local: str, period: ReportingPeriod, *, ended: bool) -> None:
    with as_person(region, local) as by:
        items = ActionItem.objects.filter(program__strategy__plan=period.plan_id).granted(by, REPORT_ITEM)
        for place, item in enumerate(items.prefetch_related("indicators__targets")):
            if not ended and place > 1:
                continue
            report = services.report_save(
                item=item, period=period, by=by, values=_values(item, period, place), narrative=NARRATIVE
            )
            if ended:
                services.report_submit(report=report, by=by)


NARRATIVE = "Kegiatan dilaksanakan sesuai rencana triwulan ini (contoh)."


def _on_behalf(region: DemoRegion, period: ReportingPeriod) -> None:
    """The secretariat's own items and, by letter, those of parties without an account; some stay missing."""
    with as_person(region, "sekretariat") as by:
        done = ProgressReport.objects.filter(period=period).values("item")
        items = ActionItem.objects.filter(program__strategy__plan=period.plan_id).exclude(pk__in=done)
        for place, item in enumerate(items.prefetch_related("indicators__targets")):
            if place % 4 == 3:
                continue
            report = services.report_save(
                item=item,
                period=period,
                by=by,
                values=_values(item, period, place),
                narrative=NARRATIVE,
                proof_note=f"Surat contoh {period.ordinal}/{period.year}",
            )
            services.report_submit(report=report, by=by)


def _decide(region: DemoRegion, period: ReportingPeriod, *, newest: bool) -> None:
    """The second secretary accepts, and sends one of the newest back; whoever typed a report never does."""
    with as_person(region, "sekretariat2") as by:
        rows = ProgressReport.objects.filter(period=period, status=ReportStatus.SUBMITTED)
        for place, report in enumerate(rows.select_related("item", "period").order_by("item__code")):
            if newest and place == 7:
                services.report_return(
                    report=report,
                    reason="Lampirkan daftar hadir.",
                    due=by.authority.today + timedelta(days=7),
                    by=by,
                )
            else:
                services.report_accept(report=report, by=by)
        services.report_document_make(period=period, by=by)
    _date_back(period)


def _date_back(period: ReportingPeriod) -> None:
    """The demo tells the past: reports were sent before the deadline and accepted after it."""
    zone = ZoneInfo("Asia/Jakarta")
    sent = datetime.combine(period.deadline - timedelta(days=3), time(10, 15), zone)
    decided = datetime.combine(period.deadline + timedelta(days=2), time(14, 5), zone)
    rows = ProgressReport.objects.filter(period=period)
    rows.update(submitted_at=sent)
    rows.filter(decided_at__isnull=False).update(decided_at=decided)


def _values(item: ActionItem, period: ReportingPeriod, place: int) -> dict[Any, services.Given]:
    return {indicator.pk: _value(indicator, period, place) for indicator in item.indicators.all()}


def _value(indicator: Indicator, period: ReportingPeriod, place: int) -> services.Given:
    """Invented, but in the indicator's own shape: no case means N/A, ratios have a whole, counts add up."""
    target = next((t.value for t in indicator.targets.all() if t.year == period.year), Decimal(0))
    if indicator.na_allowed and indicator.about_victims:
        return services.Given(not_applicable=True)
    if indicator.is_ratio:
        part = min(
            Decimal(40),
            (target * Decimal("0.4") * (Decimal("0.8") + place % 3 * Decimal("0.1"))).quantize(Decimal(1)),
        )
        return services.Given(numerator=part, denominator=Decimal(40))
    if indicator.aggregation == Aggregation.SUM:
        return services.Given(value=(target * PACE[place % 5]).quantize(Decimal(1)))
    reached = target * (Decimal("0.6") + Decimal("0.1") * period.ordinal)
    return services.Given(value=reached.quantize(Decimal(1)))
