"""Proof of what is reported: a picture, a PDF or a link, made harmless before it is kept."""

from datetime import date
from io import BytesIO
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _
from PIL import Image, ImageOps, UnidentifiedImageError

from gugus.core import audit
from rad import rules
from rad.models import ActionItem, Evidence, ProgressReport, ReportingPeriod
from rad.services.common import kept, locked, put
from rad.services.pdfs import harmless_pdf
from rad.services.reports import report_save
from rad.workbook.texts import find_nik

MAX_BYTES = 10 * 2**20
MAX_PIXELS = 50_000_000
LONGEST_SIDE = 2400
PICTURES = ("JPEG", "PNG", "WEBP")


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

    Pictures are drawn anew (JPEG, at most 2400 px, without GPS and other data); a PDF loses whatever acts
    by itself (`harmless_pdf`); both at most 10 MB. Raises ValidationError beside `upload`, `link`, `title`
    or `evidence_on`.
    """
    report = _report(item, period, by, texts)
    rules.check_report_edit(by, report)
    rules.check_no_nik(title=title)
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
    """Judge a file by its content, never by its name."""
    data = upload.read(MAX_BYTES + 1)
    if len(data) > MAX_BYTES:
        raise ValidationError(
            {"upload": _("Berkas terlalu besar; paling besar 10 MB. Perkecil lalu unggah lagi.")}
        )
    if data.startswith(b"%PDF-"):
        data, row.content_type, kind = harmless_pdf(data), "application/pdf", "pdf"
    else:
        data, row.content_type, kind = _redrawn(data), "image/jpeg", "jpg"
    name = str(upload.name or "")
    row.file_name = "" if find_nik(name) else name[:160]
    row.file.save(f"bukti.{kind}", ContentFile(data), save=False)


def _redrawn(data: bytes) -> bytes:
    """The picture as a fresh JPEG: whatever else the file carried is gone."""
    try:
        with Image.open(BytesIO(data), formats=PICTURES) as picture:
            if picture.width * picture.height > MAX_PIXELS:
                raise ValidationError(
                    {
                        "upload": _(
                            "Gambar terlalu besar (lebih dari 50 megapiksel). Perkecil lalu unggah lagi."
                        )
                    }
                )
            upright = ImageOps.exif_transpose(picture).convert("RGB")
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise ValidationError(
            {
                "upload": _(
                    "Berkas ini bukan foto (JPG, PNG, WEBP) atau PDF yang dapat dibaca. Simpan ulang "
                    "lalu unggah lagi."
                )
            }
        ) from error
    upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    fresh = BytesIO()
    upright.save(fresh, "JPEG", quality=85, optimize=True)
    return fresh.getvalue()


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
