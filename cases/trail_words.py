"""Words for the codes of the case trail (`gugus.core.trail_words`): `cases.case_read` is "membaca kasus"."""

from typing import Any

from django.utils.translation import gettext_lazy as _

ACTIONS: dict[str, Any] = {
    "cases.access_report_make": _("meminta laporan akses data pribadi"),
    "cases.access_report_open": _("membaca daftar laporan akses data pribadi"),
    "cases.breakglass_end": _("mengakhiri akses darurat"),
    "cases.breakglass_open": _("membuka akses darurat"),
    "cases.breakglass_review": _("meninjau akses darurat"),
    "cases.clock_escalate": _("mencatat rujukan yang dinaikkan karena lewat batas"),
    "cases.case_read": _("membaca kasus"),
    "cases.paper_file_read": _("mengunduh dokumen kasus"),
    "cases.recusal_lift": _("memulihkan penangan yang berhenti menangani"),
    "cases.recusal_read": _("membaca siapa berhenti menangani"),
    "cases.recusal_record": _("mencatat berhenti menangani"),
    "cases.trail_export": _("mengunduh jejak kasus"),
    "cases.trail_read": _("membaca siapa membuka kasus"),
}

# Why it was done, for the person whose data it is; by how the code begins, the first that fits.
PURPOSES = (
    ("cases.access_report", "menjawab hak Anda atas data pribadi"),
    ("cases.attachment", "menyimpan surat dan bukti"),
    ("cases.breakglass", "menolong Anda dalam keadaan darurat"),
    ("cases.consent", "mencatat persetujuan Anda"),
    ("cases.export", "menyerahkan berkas"),
    ("cases.identity", "mengenali dan menghubungi Anda"),
    ("cases.recusal", "mencegah benturan kepentingan"),
    ("cases.referral", "merujuk Anda ke layanan yang Anda butuhkan"),
    ("cases.shelter", "menjaga keselamatan Anda"),
    ("cases.trail", "mengawasi siapa membuka data Anda"),
)


def purpose(action: str) -> str:
    """Plain Indonesian, for paper; whatever has no purpose of its own serves the case."""
    return next((words for start, words in PURPOSES if action.startswith(start)), "menangani kasus Anda")
