"""Words for the codes of the case trail (`gugus.core.trail_words`): `cases.case_read` is "membaca kasus"."""

from typing import Any

from django.utils.translation import gettext_lazy as _

ACTIONS: dict[str, Any] = {
    "cases.access_report_make": _("meminta laporan akses data pribadi"),
    "cases.access_report_open": _("membaca daftar laporan akses data pribadi"),
    "cases.attachment_add": _("menambah lampiran"),
    "cases.attachment_form_read": _("membuka formulir lampiran"),
    "cases.attachment_list_read": _("membaca daftar lampiran"),
    "cases.attachment_read": _("mengunduh lampiran"),
    "cases.attachment_remove": _("menghapus lampiran"),
    "cases.attachment_remove_read": _("membuka formulir hapus lampiran"),
    "cases.attachment_share": _("mengatur siapa membaca lampiran"),
    "cases.attachment_share_read": _("membuka formulir bagikan lampiran"),
    "cases.breakglass_end": _("mengakhiri akses darurat"),
    "cases.breakglass_open": _("membuka akses darurat"),
    "cases.breakglass_review": _("meninjau akses darurat"),
    "cases.budget_exceeded": _("melampaui batas harian membuka identitas"),
    "cases.case_read": _("membaca kasus"),
    "cases.clock_escalate": _("mencatat rujukan yang dinaikkan karena lewat batas"),
    "cases.identity_form_read": _("membuka formulir identitas"),
    "cases.identity_notice_confirm": _("menyatakan mengerti kewajiban merahasiakan identitas"),
    "cases.identity_notice_read": _("membaca peringatan Pasal 24"),
    "cases.identity_read": _("membuka halaman identitas, tertutup"),
    "cases.identity_save": _("mengisi identitas"),
    "cases.identity_show": _("menampilkan identitas"),
    "cases.match_decide": _("memeriksa kemungkinan korban yang sama"),
    "cases.offer_read": _("membaca tawaran rujukan"),
    "cases.paper_file_read": _("mengunduh dokumen kasus"),
    "cases.recusal_lift": _("memulihkan penangan yang berhenti menangani"),
    "cases.recusal_read": _("membaca siapa berhenti menangani"),
    "cases.recusal_record": _("mencatat berhenti menangani"),
    "cases.referral_accept": _("menerima rujukan"),
    "cases.referral_draft": _("menyiapkan rujukan"),
    "cases.referral_draft_delete": _("menghapus draf rujukan"),
    "cases.referral_finish": _("menyelesaikan rujukan"),
    "cases.referral_forward": _("meneruskan rujukan"),
    "cases.referral_read": _("membaca rujukan"),
    "cases.referral_refuse": _("menolak rujukan"),
    "cases.referral_send": _("mengirim rujukan"),
    "cases.referral_start": _("memulai layanan rujukan"),
    "cases.referral_withdraw": _("menarik rujukan"),
    "cases.shelter_add": _("menambah tempat aman"),
    "cases.shelter_form_read": _("membuka formulir tempat aman"),
    "cases.shelter_read": _("membuka halaman tempat aman, tertutup"),
    "cases.shelter_save": _("mengubah tempat aman"),
    "cases.shelter_show": _("menampilkan tempat aman"),
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
