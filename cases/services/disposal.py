"""Disposal of a file after its retention (domain.md §6): two people, one act, a berita acara.

The database destroys (`cases_dispose`, migration 0016) and asks every rule again itself.
"""

import json
from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.utils.translation import gettext as _

from cases.models import Case, CaseDocument, DisposalRecord
from cases.rules.disposal import (
    check_disposal_approve,
    check_disposal_paper,
    check_disposal_propose,
    check_disposal_withdraw,
)
from cases.selectors.disposal import disposal_of
from cases.selectors.papers import paper_for_job
from cases.services import trail
from cases.services.common import held
from cases.services.papers import job_make, on_trail
from gugus.core.crypto import sealed_storage
from gugus.core.permissions import Denied
from gugus.core.services import kept
from gugus.documents.enums import DocumentKind
from gugus.documents.services import document_create, document_file_store

MINUTES = "cases.disposal_minutes"


@transaction.atomic
def disposal_propose(*, case: Case, reason: str, by: Any) -> DisposalRecord:
    """Say on what ground a file is to be destroyed. Raises Denied; ValidationError without a ground."""
    row = held(case, check_disposal_propose, by)
    record = kept(DisposalRecord(case=row, reason=reason.strip(), proposed_by=by))
    trail.record(by=by, action="cases.disposal_propose", case=row)
    return record


@transaction.atomic
def disposal_withdraw(*, case: Case, by: Any) -> None:
    """Take a proposal back; either of the two may. Raises Denied."""
    row = held(case, check_disposal_withdraw, by)
    record = disposal_of(by, row)
    if record is None or not record.delete()[0]:
        raise Denied(_("Usulan ini tidak dapat dibatalkan lagi."))
    trail.record(by=by, action="cases.disposal_withdraw", case=row)


@transaction.atomic
def disposal_approve(*, case: Case, code: str, by: Any) -> DisposalRecord:
    """Destroy the file of a case, as the second person; `code` is its register code, typed once more.

    Files go when the transaction is committed; what a killed process leaves of them goes with the hourly
    sweep. Raises Denied, and ValidationError for another code.
    """
    check_disposal_approve(by, case)
    if code.strip().upper() != case.code:
        raise ValidationError(
            {"code": _("Kode tidak cocok. Ketik kode register kasus ini, contoh: %(c)s.") % {"c": case.code}}
        )
    record = disposal_of(by, case)
    done = _dispose(record)
    trail.record(by=by, action="cases.disposal_approve", case=case, rows=sum(done["rows"].values()))
    transaction.on_commit(lambda: files_delete(done["files"]))
    record.refresh_from_db()  # type: ignore[union-attr]
    return record  # type: ignore[return-value]


def _dispose(record: DisposalRecord | None) -> dict[str, Any]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT cases_dispose(%s)", [record.pk if record else None])
        (done,) = cursor.fetchone()
    if done is None:
        raise Denied(_("Berkas kasus ini tidak dapat dimusnahkan sekarang."))
    return done if isinstance(done, dict) else json.loads(done)


def files_delete(names: Iterable[str]) -> None:
    """Delete sealed files; one that is gone already is no fault."""
    storage = sealed_storage()
    for name in names:
        storage.delete(name)


@transaction.atomic
def disposed_files_purge() -> int:
    """Delete again the files of the last week's disposals, for the worker; returns how many names."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT file FROM cases_disposed_files()")
        names = [row[0] for row in cursor.fetchall()]
    files_delete(names)
    return len(names)


@transaction.atomic
def disposal_paper_make(*, case: Case, by: Any) -> CaseDocument:
    """Ask for the berita acara, for its two signatures. Raises Denied."""
    check_disposal_paper(by, case)
    record = disposal_of(by, case)
    paper = document_create(
        model=CaseDocument,
        kind=DocumentKind.DISPOSAL,
        title=f"Berita acara pemusnahan {record.number}" if record else "",
        office=case.lead_agency.name,
        number=record.number if record else "",
        task_force=case.task_force,
        by=by,
        final=True,
        record=on_trail,
        case=case,
        group_id=case.owner_id,
    )
    job_make(task=MINUTES, case=case, by=by, document=paper)
    return paper


@transaction.atomic
def disposal_paper_keep(*, paper: CaseDocument, pdf: bytes, by: Any) -> None:
    """Store the berita acara once, if its maker still sees the case. Raises Denied."""
    found = paper_for_job(by, paper.pk)
    if found is None:
        raise Denied(_("Akses Anda ke kasus ini sudah berakhir. Berita acara tidak dibuat."))
    check_disposal_paper(by, found.case)
    document_file_store(document=found, pdf=pdf, by=by, record=on_trail)
