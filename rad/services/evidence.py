"""Proof of what is reported: a picture, a PDF or a link, made harmless before it is kept."""

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from gugus.core import audit
from gugus.core.nik import check_no_nik, find_nik
from gugus.core.services import kept, locked, put
from gugus.documents.harmless import harmless_file
from rad import rules
from rad.models import ActionItem, Evidence, ProgressReport, ReportingPeriod
from rad.services.reports import report_save


@transaction.atomic
def evidence_add(
    *,
    item: ActionItem,
    period: ReportingPeriod,
    title: str,
    evidence_on: date,
    by: Any,
    upload: UploadedFile | None = None,
    link: str = "",
    shared: bool = False,
    **texts: Any,
) -> Evidence:
    """Attach a file or a link to the report of an item and period, beginning a draft when there is none.

    The file is made harmless (`harmless_file`). Raises ValidationError beside `upload`, `link`, `title` or
    `evidence_on`.
    """
    report = _report(item, period, by, texts)
    rules.check_report_edit(by, report)
    check_no_nik(title=title)
    if evidence_on > by.authority.today:
        raise ValidationError(
            {
                "evidence_on": _(
                    "Tanggal bukti tidak boleh melewati hari ini. Isi tanggal foto atau surat itu dibuat."
                )
            }
        )
    if bool(upload) == bool(link):
        raise ValidationError({"upload": _("Pilih satu: unggah berkas, atau tulis tautannya.")})
    row = Evidence(
        report=report, title=title, evidence_on=evidence_on, added_by=by, shared=shared, link=_https(link)
    )
    if upload:
        _keep_file(row, upload)
    kept(row)
    audit.record(
        by=by, action="rad.evidence_add", obj=row, label=str(report), type=row.content_type or "tautan"
    )
    return row


def _report(item: ActionItem, period: ReportingPeriod, by: Any, texts: dict[str, Any]) -> ProgressReport:
    report = ProgressReport.objects.filter(item=item, period=period).first()
    return locked(report) if report else report_save(item=item, period=period, by=by, **texts)


def _https(link: str) -> str:
    if link and not link.startswith("https://"):
        raise ValidationError(
            {"link": _("Tautan harus diawali https://, contoh https://jdih.contoh.go.id/berkas.")}
        )
    return link


def _keep_file(row: Evidence, upload: UploadedFile) -> None:
    data, row.content_type = harmless_file(upload)
    name = str(upload.name or "")
    row.file_name = "" if find_nik(name) else name[:160]
    row.file.save("bukti", ContentFile(data), save=False)


@transaction.atomic
def evidence_remove(*, evidence: Evidence, by: Any) -> None:
    """Take evidence away while its report may be edited; the file goes when the transaction holds."""
    row = locked(evidence)
    rules.check_evidence_change(by, row)
    audit.record(by=by, action="rad.evidence_remove", obj=row, label=str(row.report))
    storage, name = row.file.storage, row.file.name
    row.delete()
    if name:
        transaction.on_commit(lambda: storage.delete(name))


@transaction.atomic
def evidence_share(*, evidence: Evidence, shared: bool, by: Any) -> Evidence:
    """Show it to every reader of the plan, or only to those who verify."""
    row = locked(evidence)
    rules.check_evidence_share(by, row)
    if put(row, {"shared": shared}):
        kept(row)
        audit.record(by=by, action="rad.evidence_share", obj=row, label=str(row.report), shared=shared)
    return row
