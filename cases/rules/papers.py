"""Who makes papers about a case, who takes a copy of it out of the portal, and who is handed the file."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from cases.enums import HANDLE, ReferralStatus
from cases.models import Case, CaseDocument, CaseExport, Referral
from gugus.core.permissions import Denied


def handles(user: Any, case: Case) -> bool:
    """Whether the person handles the case now; recusal and ended grants count."""
    return Case.objects.allowed_to(user, HANDLE).filter(pk=case.pk).exists()


def check_letter(user: Any, referral: Referral) -> None:
    """The letter goes with a referral that was sent, and is the sending desk's."""
    if referral.sender_id not in user.authority.group_ids or not handles(user, referral.case):
        raise Denied(_("Surat rujukan dibuat oleh penangan dari instansi pengirim."))
    if referral.status == ReferralStatus.DRAFT:
        raise Denied(_("Kirim dahulu rujukannya. Surat rujukan memakai nomor yang diberikan saat dikirim."))


def check_paper_file(user: Any, paper: CaseDocument) -> None:
    """The file names its reader on each page: a colleague makes their own."""
    if paper.made_by_id != user.pk:
        raise Denied(_("Dokumen ini memuat nama pembacanya. Buatlah dokumen atas nama Anda sendiri."))


def check_export(user: Any, case: Case) -> None:
    """A copy of a case leaves the portal only through the agency that is responsible for it."""
    if case.owner_id not in user.authority.group_ids or not handles(user, case):
        raise Denied(_("Kasus hanya diekspor oleh penangan dari instansi penanggung jawabnya."))


def check_export_file(user: Any, export: CaseExport) -> None:
    """Whoever asked for it, until it expires, and only while they may still export the case."""
    check_export(user, export.case)
    if export.expires_at <= timezone.now():
        raise Denied(_("Ekspor ini sudah kedaluwarsa dan berkasnya dihapus. Buat ekspor baru."))
