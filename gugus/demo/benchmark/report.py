"""The printed report of a large plan, snapshot to PDF/UA, against bare WeasyPrint on the same HTML."""

from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from weasyprint import HTML

from gugus.core.context import acting_as
from gugus.demo.benchmark import Bench, Measure, imports
from gugus.documents.layouts import report_html, report_pdf
from gugus.documents.pdf import VARIANT, AllowListFetcher, allowed_resources
from rad import services
from rad.models import ActionPlan, Indicator, IndicatorValue, ProgressReport, ReportingPeriod
from rad.paper import report_content
from rad.selectors import snapshot_data
from rad.selectors.imports import import_preview_data

ROUNDS = 3
LIMIT = 1.15


def measure(bench: Bench) -> list[Measure]:
    """Both make a tagged PDF/UA; ours also reads the snapshot, fills the template and completes the tags."""
    data = frozen_period(bench)
    html = report_html(report_content(data, 1), draft=False)
    few = Bench(rows=bench.rows, rounds=min(bench.rounds, ROUNDS))
    ours, base = few.medians(lambda: printed(data), lambda: bare(html))
    note = f"potret {bench.rows} kegiatan sampai PDF/UA, terhadap WeasyPrint saja atas HTML yang sama"
    return [Measure("laporan PDF", ours, base, LIMIT, note)]


def printed(data: dict[str, Any]) -> bytes:
    return report_pdf(report_content(data, 1), draft=False)


def bare(html: str) -> bytes:
    pdf: bytes = HTML(string=html, url_fetcher=AllowListFetcher(allowed_resources({}))).write_pdf(
        pdf_variant=VARIANT
    )
    return pdf


def frozen_period(bench: Bench) -> dict[str, Any]:
    """What a snapshot of a plan of `rows` items holds, every one of them reported; nothing is kept."""
    by = bench.person()
    with acting_as(by):
        plan = _plan(by, bench.rows)
        today = by.authority.today
        period = ReportingPeriod.objects.create(
            plan=plan, kind="triwulan", year=2026, ordinal=1, deadline=today + timedelta(days=9)
        )
        _reports(period, by, bench.person("sekretariat2"))
        data = snapshot_data(period, "laporan_triwulan", today, pictures=False)
        transaction.set_rollback(True)
    return data


def _plan(by: Any, items: int) -> ActionPlan:
    run = services.import_preview(
        data=imports.matrix(items), file_name="laporan.xlsx", plan_code="UKUR-LAPORAN", by=by
    )
    answers = {each.key: each.suggested or "teks" for each in import_preview_data(run).questions}
    services.import_commit(run=run, by=by, answers=answers)
    return ActionPlan.objects.get(code__iexact="UKUR-LAPORAN")


def _reports(period: ReportingPeriod, by: Any, other: Any) -> None:
    rows = list(Indicator.objects.filter(item__program__strategy__plan=period.plan_id))
    now = timezone.now()
    items = {row.item_id for row in rows}
    reports = {
        each.item_id: each
        for each in ProgressReport.objects.bulk_create(
            ProgressReport(
                item_id=item, period=period, status="diterima", obstacles="Jadwal bergeser (contoh).",
                realised_budget=1_250_000, drafted_by=by, submitted_by=by, submitted_at=now,
                decided_by=other, decided_as="Sekretariat", decided_at=now,
            )
            for item in items
        )
    }  # fmt: skip
    IndicatorValue.objects.bulk_create(
        IndicatorValue(report=reports[row.item_id], indicator=row, value=number % 40 + 1)
        for number, row in enumerate(rows)
    )
