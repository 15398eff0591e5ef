"""The yearly evaluation of cases: words are added, papers are reserved here and rendered by the worker."""

from typing import Any

from django.db import transaction

from cases.figure_words import span_text
from cases.models import CaseJob, EvaluationDocument, YearRemark
from cases.rules.evaluation import (
    check_evaluation_print,
    check_evaluation_span,
    check_no_counts,
    check_remark_write,
)
from gugus.core import audit
from gugus.core.jobs import enqueue
from gugus.core.nik import check_no_nik
from gugus.documents.enums import DocumentKind
from gugus.documents.services import document_create, document_file_store
from members.selectors.authority import task_force_of

RENDER = "cases.evaluation"


@transaction.atomic
def remark_write(*, first_year: int, last_year: int, remarks: str, conclusions: str, by: Any) -> YearRemark:
    """Keep the secretariat's words on a span of years; what stood before stays in the table.

    Raises Denied for others than the secretariat, ValidationError for a NIK or a count in a text.
    """
    check_remark_write(by)
    check_no_nik(remarks=remarks, conclusions=conclusions)
    check_no_counts(remarks=remarks, conclusions=conclusions)
    row = YearRemark(
        task_force_id=by.authority.task_force_id,
        first_year=first_year,
        last_year=last_year,
        remarks=_plain(remarks),
        conclusions=_plain(conclusions),
        written_by=by,
    )
    row.full_clean()
    row.save(force_insert=True)
    audit.record(by=by, action="cases.remark_write", obj=row, years=[first_year, last_year])
    return row


@transaction.atomic
def evaluation_print(*, first_year: int, last_year: int, by: Any) -> EvaluationDocument:
    """Reserve a paper and ask the worker for its PDF. Raises Denied, and for a year that still runs."""
    check_evaluation_print(by)
    task_force = task_force_of(by)
    if task_force is None:
        raise LookupError("nobody prints who acts in no task force")
    check_evaluation_span(
        EvaluationDocument(first_year=first_year, last_year=last_year), by.authority.today.year
    )
    job = CaseJob(task=RENDER, requested_by=by, task_force_id=by.authority.task_force_id)
    job.full_clean()
    job.save()
    paper = document_create(
        model=EvaluationDocument,
        kind=DocumentKind.EVALUATION,
        title=f"Evaluasi kasus {span_text((first_year, last_year))}",
        office=str(task_force.secretariat_agency or task_force),
        task_force=task_force,
        by=by,
        final=True,
        dated=by.authority.today,
        first_year=first_year,
        last_year=last_year,
        job=job,
    )
    audit.record(by=by, action="cases.evaluation_print", obj=paper, years=[first_year, last_year])
    enqueue(job)
    return paper


@transaction.atomic
def evaluation_keep(*, paper: EvaluationDocument, pdf: bytes, by: Any) -> None:
    """Store the file once."""
    document_file_store(document=paper, pdf=pdf, by=by)


def _plain(text: str) -> str:
    """As typed, but for the browser's line ends and the room around it."""
    return text.replace("\r\n", "\n").strip()
