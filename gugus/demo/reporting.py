"""The second half: the RAD in force, its quarters to today, and what the agencies have reported so far."""

import calendar
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from gugus.demo.acting import as_person
from gugus.demo.regions import DemoItem, DemoPlan, DemoRegion
from members.models import Agency, TaskForce
from rad import services
from rad.enums import REPORT_ITEM, Aggregation, PeriodKind, ReportStatus
from rad.models import ActionItem, ActionPlan, Indicator, Program, ProgressReport, ReportingPeriod
from rad.selectors.imports import import_preview_data
from rad.services.items import PartyGiven
from rad.wording import slot_of

# Shares of the year's target an invented quarter reaches, by the item's place in the plan.
PACE = (Decimal("0.26"), Decimal("0.22"), Decimal("0.31"), Decimal("0.12"), Decimal("0.25"))


def periods(plan: DemoPlan, today: date) -> Iterator[tuple[int, int, date]]:
    """Year, ordinal and last day of every period of a plan that has begun."""
    steps = 4 if plan.kind == PeriodKind.QUARTER else 1
    for year in range(plan.begins.year, plan.years[1] + 1):
        for ordinal in range(1, steps + 1):
            month = ordinal * 12 // steps
            ends = date(year, month, calendar.monthrange(year, month)[1])
            if ends > plan.begins and date(year, month - 12 // steps + 1, 1) <= today:
                yield year, ordinal, ends


def build(region: DemoRegion, task_force: TaskForce) -> None:
    """The plans, adopted; only called for a region that is not there yet."""
    for told in region.plans:
        _import(region, told) if told.matrix else _type_in(region, told, task_force)
        with as_person(region, "sekretariat") as by:
            plan = ActionPlan.objects.visible_to(by).get(code=told.code)
            services.plan_adopt(plan=plan, instrument=told.instrument, adopted_on=told.adopted, by=by)


def _import(region: DemoRegion, told: DemoPlan) -> None:
    """The bureau's own workbook; unsure names are answered as suggested, or kept as written."""
    matrix = told.matrix
    if matrix is None:
        return
    with as_person(region, "sekretariat") as by:
        run = services.import_preview(
            data=matrix.read_bytes(), file_name=matrix.name, plan_code=told.code, by=by
        )
        preview = import_preview_data(run)
        answers = {q.key: q.suggested or "teks" for q in preview.questions}
        services.import_commit(run=run, by=by, answers=answers, victims=preview.victims_proposed)


def _type_in(region: DemoRegion, told: DemoPlan, task_force: TaskForce) -> None:
    first, last = told.years
    title = f"Rencana Aksi Daerah Pencegahan dan Penanganan TPPO {task_force.place} {first}–{last}"
    with as_person(region, "sekretariat") as by:
        plan = services.plan_create(code=told.code, title=title, first_year=first, last_year=last, by=by)
        for name, rows in told.strategies:
            strategy = services.strategy_create(plan=plan, name=name, by=by)
            program = services.program_create(strategy=strategy, name=f"Program {name}", by=by)
            for row in rows:
                _item(program, row, plan.years, by)


def _item(program: Program, row: DemoItem, years: list[int], by: Any) -> None:
    office = Agency.objects.visible_to(by).get(short_name=row.agency)
    party = PartyGiven("instansi", row.agency, office.pk)
    budget = Decimal(row.budget) if row.budget else None
    item = services.item_create(
        program=program, name=row.name, by=by, responsible=[party], budget=budget, funding="APBD"
    )
    services.indicator_create(
        item=item,
        by=by,
        name=row.indicator,
        unit=row.unit,
        aggregation=row.aggregation,
        direction=row.direction,
        about_victims=row.about_victims,
        na_allowed=row.about_victims,
        targets={(year, None): Decimal(row.target) for year in years},
    )


def continue_to(region: DemoRegion, today: date) -> None:
    """Open the periods that have begun and let the agencies report those that have ended."""
    for told in region.plans:
        with as_person(region, "sekretariat") as by:
            plan = ActionPlan.objects.visible_to(by).get(code=told.code)
        for year, ordinal, ends in periods(told, today):
            _period(region, plan, (told.kind, year, ordinal), ends, today)


def _period(
    region: DemoRegion, plan: ActionPlan, which: tuple[str, int, int], ends: date, today: date
) -> None:
    kind, year, ordinal = which
    with as_person(region, "sekretariat") as by:
        period = plan.periods.filter(kind=kind, year=year, ordinal=ordinal).first()
        if period is None:
            period = services.period_open(
                plan=plan, kind=kind, year=year, ordinal=ordinal, deadline=ends + timedelta(days=10), by=by
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
        if ends < today - timedelta(days=200):
            _close(region, period)


def _report(region: DemoRegion, local: str, period: ReportingPeriod, *, ended: bool) -> None:
    with as_person(region, local) as by:
        items = ActionItem.objects.filter(program__strategy__plan=period.plan_id).granted(by, REPORT_ITEM)
        for place, item in enumerate(items.prefetch_related("indicators__targets")):
            if not ended and place > 1:
                continue
            report = services.report_save(
                item=item,
                period=period,
                by=by,
                values=_values(region, item, period, place),
                narrative=NARRATIVE,
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
                values=_values(region, item, period, place),
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


def _close(region: DemoRegion, period: ReportingPeriod) -> None:
    with as_person(region, "sekretariat") as by:
        services.period_close(period=period, by=by)


def _date_back(period: ReportingPeriod) -> None:
    """The demo tells the past: reports were sent before the deadline and accepted after it."""
    zone = ZoneInfo("Asia/Jakarta")
    sent = datetime.combine(period.deadline - timedelta(days=3), time(10, 15), zone)
    decided = datetime.combine(period.deadline + timedelta(days=2), time(14, 5), zone)
    rows = ProgressReport.objects.filter(period=period)
    rows.update(submitted_at=sent)
    rows.filter(decided_at__isnull=False).update(decided_at=decided)


def _values(
    region: DemoRegion, item: ActionItem, period: ReportingPeriod, place: int
) -> dict[Any, services.Given]:
    rows = item.indicators.all()
    return {
        row.pk: _about_victims(region, period)
        if row.na_allowed and row.about_victims
        else _value(row, period, place)
        for row in rows
    }


def _about_victims(region: DemoRegion, period: ReportingPeriod) -> services.Given:
    """No case means N/A; where there were some, all of the very few were served."""
    cases = period.year % 3 if region.has_cases and period.ordinal == 1 else 0
    return (
        services.Given(numerator=Decimal(cases), denominator=Decimal(cases))
        if cases
        else services.Given(not_applicable=True)
    )


def _value(indicator: Indicator, period: ReportingPeriod, place: int) -> services.Given:
    """Invented, but in the indicator's own shape: ratios have a whole, counts add up over the year."""
    target = next((t.value for t in indicator.targets.all() if t.year == period.year), Decimal(0))
    quarter = slot_of(period.kind, period.ordinal)
    share = Decimal("0.6") + Decimal("0.1") * quarter
    if indicator.is_ratio:
        part = min(
            Decimal(40),
            (target * Decimal("0.4") * (Decimal("0.8") + place % 3 * Decimal("0.1"))).quantize(Decimal(1)),
        )
        return services.Given(numerator=part, denominator=Decimal(40))
    if indicator.aggregation == Aggregation.SUM and period.kind == PeriodKind.QUARTER:
        share = PACE[place % 5]
    return services.Given(value=(target * share).quantize(Decimal(1)))
