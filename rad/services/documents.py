"""The progress report as a paper: its row and its job first, the file when the worker has made it."""

from typing import Any

from django.db import transaction

from gugus.core import audit
from gugus.core.jobs import enqueue, retry
from gugus.documents.enums import DocumentKind
from gugus.documents.services import document_create, document_file_store
from rad import rules
from rad.enums import PeriodKind
from rad.models import RadJob, ReportDocument, ReportingPeriod

RENDER = "rad.report_render"
KINDS = {
    PeriodKind.QUARTER: DocumentKind.QUARTER_REPORT,
    PeriodKind.SEMESTER: DocumentKind.SEMESTER_REPORT,
    PeriodKind.YEAR: DocumentKind.YEAR_REPORT,
}


@transaction.atomic
def report_document_make(*, period: ReportingPeriod, by: Any, final: bool = False) -> RadJob:
    """Reserve the next version of a period's report and ask the worker to render it.

    Earlier versions are kept; an unsigned one becomes "diganti".
    """
    period = (
        ReportingPeriod.objects.select_for_update(of=("self",))
        .select_related("plan__task_force")
        .get(pk=period.pk)
    )
    rules.check_period_manage(by, period)
    task_force = period.plan.task_force
    document = document_create(
        model=ReportDocument,
        kind=KINDS[PeriodKind(period.kind)],
        title=f"Laporan pelaksanaan RAD {period}",
        office=task_force.name,
        task_force=task_force,
        by=by,
        final=final,
        supersedes=period.documents.order_by("-version").first(),
        plan=period.plan,
        period=period,
    )
    job = RadJob(task=RENDER, requested_by=by, task_force_id=task_force.pk, document=document)
    job.full_clean()
    job.save()
    audit.record(by=by, action="rad.report_document_make", obj=document, version=document.version)
    enqueue(job)
    return job


@transaction.atomic
def report_document_retry(*, job: RadJob, by: Any) -> RadJob:
    """Ask again for a rendering that failed. Raises Denied unless it failed."""
    document = ReportDocument.objects.select_related("period__plan").get(jobs=job)
    rules.check_period_manage(by, document.period)
    retry(job)
    audit.record(by=by, action="rad.report_document_retry", obj=document)
    return job


def document_file_keep(*, document: ReportDocument, pdf: bytes, by: Any) -> ReportDocument:
    """Store the rendered file once; a job that runs twice changes nothing."""
    return document_file_store(document=document, pdf=pdf, by=by)
