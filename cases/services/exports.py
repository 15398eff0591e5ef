"""A copy of a case that leaves the portal: asked for with a purpose, encrypted, gone after a week."""

import secrets
from datetime import timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.enums import TermKind
from cases.models import Case, CaseExport
from cases.rules.papers import check_export, check_export_file
from cases.selectors.papers import export_for_job, may_open
from cases.selectors.vocabulary import terms
from cases.services import trail
from cases.services.papers import identity_taken, job_make
from gugus.core.crypto import sealed_storage
from gugus.core.permissions import Denied
from gugus.core.services import kept, locked

EXPORT = "cases.export"
LIFE = timedelta(days=7)
# 80 bits: WinZip's key derivation is weak, so the password has to be strong by itself. No look-alikes.
LETTERS, GROUPS, GROUP = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789", 4, 4


def password_make() -> str:
    """`K7PM-2QXA-9RTB-HW4D`: read out over the phone without mistakes."""
    return "-".join("".join(secrets.choice(LETTERS) for _n in range(GROUP)) for _n in range(GROUPS))


@transaction.atomic
def case_export(*, case: Case, purpose: str, by: Any, with_identity: bool = False) -> tuple[CaseExport, str]:
    """Ask for an encrypted copy of a case; returns its row and the password, which is shown once.

    The password waits sealed in the row until the worker has used it. Raises Denied, ValidationError.
    """
    check_export(by, case)
    if purpose not in {term.code for term in terms(by, TermKind.EXPORT)}:
        raise ValidationError({"purpose": _("Pilih keperluan dari daftar.")})
    if with_identity:
        if not may_open(by, case):
            raise ValidationError(
                {"with_identity": _("Baca dahulu peringatan Pasal 24 pada halaman Identitas kasus ini.")}
            )
        identity_taken(case=case, by=by)
    password = password_make()
    export = CaseExport(
        case=case,
        group_id=case.owner_id,
        requested_by=by,
        purpose=purpose,
        with_identity=with_identity,
        password=password,
        expires_at=timezone.now() + LIFE,
    )
    kept(export)
    trail.record(by=by, action="cases.export_make", case=case, purpose=purpose, identity=with_identity)
    job_make(task=EXPORT, case=case, by=by, export=export)
    return export, password


@transaction.atomic
def export_keep(*, export: CaseExport, data: bytes, by: Any) -> None:
    """Store the file and forget its password, if the person may still export the case. Raises Denied."""
    row = export_for_job(by, export.pk)
    if row is None:
        raise Denied(_("Akses Anda ke kasus ini sudah berakhir. Ekspor tidak dibuat."))
    check_export_file(by, row)
    if row.with_identity and not may_open(by, row.case):
        raise Denied(_("Identitas korban tidak lagi terbuka untuk Anda. Ekspor tidak dibuat."))
    row = locked(row)
    if not row.file:
        row.file.save("ekspor.zip", ContentFile(data), save=False)
        row.password = ""
        row.save(update_fields=["file", "password"])
        trail.record(by=by, action="cases.export_ready", case=row.case, export=row.pk)


@transaction.atomic
def export_taken(*, export: CaseExport, by: Any) -> bytes:
    """The encrypted file for whoever asked for it; the first time is kept. Raises Denied."""
    check_export_file(by, export)
    row = locked(export)
    if row.downloaded_at is None:
        row.downloaded_at = timezone.now()
        row.save(update_fields=["downloaded_at"])
    with row.file.open("rb") as stored:
        return stored.read()


@transaction.atomic
def exports_purge() -> int:
    """Delete the files of expired exports, and passwords nobody used; returns how many rows.

    The files go before the rows say so: a worker killed in between finds them again next time.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT file FROM cases_exports_purge()")
        names = [row[0] for row in cursor.fetchall()]
    storage = sealed_storage()
    for name in filter(None, names):
        storage.delete(name)
    return len(names)
