"""The progress report as a paper: snapshot, row and job first, the file when the worker has made it."""

from typing import Any

from django.db import transaction

from gugus.core import audit
from gugus.core.jobs import enqueue, retry
from gugus.documents.services import document_create, document_file_store
from rad import rules
from rad.models import RadJob, ReportDocument, ReportingPeriod
from rad.paper import kind_words
from rad.selectors.snapshots import last_document
from rad.services.snapshots import snapshot_make
from rad.wording import slot_of

RENDER = "rad.report_render"


@transaction.atomic
def report_document_make(
    *,
    period: ReportingPeriod,
    by: Any,
    kind: str | None = None,
    final: bool = False,
    pictures: bool = False,
) -> RadJob:
    """Freeze the period, reserve the next version of this kind of report, and ask the worker to render it.

    Earlier versions are kept with their own snapshots; an unsigned one becomes "diganti". Raises as
    `snapshot_make`.
    """
    period = (
        ReportingPeriod.objects.select_for_update(of=("self",))
        .select_related("plan__task_force")
        .get(pk=period.pk)
    )
    snapshot = snapshot_make(period=period, by=by, kind=kind, pictures=pictures)
    kind, task_force = snapshot.data["kind"], period.plan.task_force
    words = kind_words(kind, slot_of(period.kind, period.ordinal), period.year)
    document = document_create(
        model=ReportDocument,
        kind=kind,
        title=f"Laporan pelaksanaan RAD {words}",
        office=task_force.name,
        task_force=task_force,
        by=by,
        final=final,
        supersedes=last_document(period, kind),
        plan=period.plan,
        period=period,
        snapshot=snapshot,
    )
    job = RadJob(task=RENDER, requested_by=by, task_force_id=task_force.pk, document=document)
    job.full_clean()
    job.save()
    audit.record(
        by=by,
        action="rad.report_document_make",
        obj=document,
        version=document.version,
        snapshot=snapshot.number,
    )
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
