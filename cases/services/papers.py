"""Papers about a case: a row and a job first, the file when the worker has made it."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from cases.models import Case, CaseDocument, CaseExport, CaseJob, Referral
from cases.rules.papers import check_letter
from cases.selectors.papers import may_name, paper_for_job
from cases.services import trail
from cases.services.identity import ALL, identity_show
from gugus.core.jobs import enqueue
from gugus.core.permissions import Denied
from gugus.core.services import kept
from gugus.documents.enums import DocumentKind
from gugus.documents.services import document_create, document_file_store

LETTER = "cases.referral_letter"


def on_trail(*, by: Any, action: str, obj: CaseDocument, **codes: Any) -> None:
    """Keeps what happens to a paper about a case in the case's own trail."""
    name = f"cases.{action.replace('documents.', 'paper_')}"
    trail.record(by=by, action=name, case=obj.case, paper=obj.pk, kind=obj.kind, **codes)


def job_make(
    *, task: str, case: Case, by: Any, document: CaseDocument | None = None, export: CaseExport | None = None
) -> CaseJob:
    """Ask the worker for something about a case, as the person who asks."""
    job = CaseJob(
        task=task,
        requested_by=by,
        task_force_id=by.authority.task_force_id,
        case=case,
        document=document,
        export=export,
    )
    kept(job)
    enqueue(job)
    return job


def identity_taken(*, case: Case, by: Any) -> None:
    """A name that goes onto paper is an opening of the identity, on record and within the day's budget."""
    if not identity_show(case=case, field=ALL, by=by):
        raise ValidationError(
            {
                "with_identity": _(
                    "Batas harian membuka identitas sudah tercapai. Buka halaman Identitas kasus ini dan "
                    "tulis alasannya, lalu buat lagi; atau buat tanpa nama."
                )
            }
        )


@transaction.atomic
def referral_letter_make(*, referral: Referral, by: Any, with_identity: bool = False) -> CaseDocument:
    """Reserve a surat rujukan and ask the worker to render it; without `with_identity` it has the code only.

    The letter carries no QR, and the public page answers "tidak dikenal" to its code: nobody outside may
    learn that it exists. Raises Denied, and ValidationError where the name may not be given.
    """
    check_letter(by, referral)
    if with_identity:
        if not may_name(by, referral):
            raise ValidationError({"with_identity": _("Persetujuan korban tidak mencakup identitas.")})
        identity_taken(case=referral.case, by=by)
    paper = document_create(
        model=CaseDocument,
        kind=DocumentKind.REFERRAL_LETTER,
        title=f"Surat rujukan {referral.number}",
        office=referral.sender_agency.name,
        number=referral.number,
        task_force=referral.case.task_force,
        by=by,
        final=True,
        record=on_trail,
        case=referral.case,
        referral=referral,
        group_id=referral.sender_id,
        with_identity=with_identity,
    )
    job_make(task=LETTER, case=referral.case, by=by, document=paper)
    return paper


@transaction.atomic
def letter_keep(*, paper: CaseDocument, pdf: bytes, by: Any) -> None:
    """Store the rendered letter once, if all that allowed it still holds. Raises Denied."""
    found = paper_for_job(by, paper.pk)
    if found is None or found.referral is None:
        raise Denied(_("Akses Anda ke kasus ini sudah berakhir. Surat tidak dibuat."))
    check_letter(by, found.referral)
    if found.with_identity and not may_name(by, found.referral):
        raise Denied(_("Persetujuan korban sudah tidak mencakup identitas. Buat surat tanpa nama."))
    document_file_store(document=found, pdf=pdf, by=by, record=on_trail)
