"""The data subject's report: reserved at once, made by the worker, kept encrypted."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from cases.models import AccessReport, Case, CaseDocument, CaseJob
from cases.rules.trail import check_access_report
from cases.selectors.access_report import access_report_for_job
from cases.services import trail
from cases.services.papers import on_trail
from gugus.core.jobs import enqueue
from gugus.core.permissions import Denied
from gugus.documents.enums import DocumentKind
from gugus.documents.services import document_create, document_file_store

RENDER = "cases.access_report"


@transaction.atomic
def access_report_make(
    *, case: Case, withheld: Collection[UUID], withheld_reason: str, by: Any
) -> AccessReport:
    """Ask for the report of everything done with a case so far (UU 27/2022 Pasal 31 and 32).

    Entries of the people in `withheld` are left out because naming them would endanger somebody (Pasal 33);
    that needs a reason. Raises Denied, and ValidationError without it.
    """
    check_access_report(by, case)
    if withheld and not withheld_reason.strip():
        raise ValidationError({"withheld_reason": _("Tulis mengapa menyebut orang itu membahayakan.")})
    document = document_create(
        model=CaseDocument,
        kind=DocumentKind.ACCESS_REPORT,
        title="Laporan akses data pribadi",
        office=case.lead_agency.name,
        task_force=case.task_force,
        by=by,
        final=False,
        record=_kept_with_the_report,
        case=case,
        group_id=case.owner_id,
    )
    report = AccessReport(
        case=case, document=document, withheld=list(withheld), withheld_reason=withheld_reason
    )
    report.full_clean()
    report.save()
    job = CaseJob(
        task=RENDER, requested_by=by, task_force_id=by.authority.task_force_id, case=case, document=document
    )
    job.full_clean()
    job.save()
    trail.record(by=by, action="cases.access_report_make", case=case, withheld=len(withheld))
    enqueue(job)
    return report


def _kept_with_the_report(**_codes: Any) -> None:
    """The document's row is no act of its own: `access_report_make` is on the trail."""


@transaction.atomic
def access_report_keep(*, job: CaseJob, pdf: bytes, by: Any) -> None:
    """Store the file once, if the requester still sees the case. Raises Denied."""
    report = access_report_for_job(job.pk, by)
    if report is None:
        raise Denied(_("Anda tidak lagi melihat kasus ini, jadi laporannya tidak dibuat."))
    document_file_store(document=report.document, pdf=pdf, by=by, record=on_trail)
