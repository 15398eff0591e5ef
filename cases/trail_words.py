"""Words for the codes of the case trail (`gugus.core.trail_words`): `cases.case_read` is "membaca kasus"."""

from typing import Any

from django.utils.translation import gettext_lazy as _

ACTIONS: dict[str, Any] = {
    "cases.access_report_make": _("meminta laporan akses data pribadi"),
    "cases.access_report_read": _("mengunduh laporan akses data pribadi"),
    "cases.breakglass_end": _("mengakhiri akses darurat"),
    "cases.breakglass_open": _("membuka akses darurat"),
    "cases.breakglass_review": _("meninjau akses darurat"),
    "cases.clock_escalate": _("mencatat rujukan yang dinaikkan karena lewat batas"),
    "cases.case_read": _("membaca kasus"),
    "cases.recusal_lift": _("memulihkan penangan yang berhenti menangani"),
    "cases.recusal_read": _("membaca siapa berhenti menangani"),
    "cases.recusal_record": _("mencatat berhenti menangani"),
    "cases.trail_export": _("mengunduh jejak kasus"),
    "cases.trail_read": _("membaca siapa membuka kasus"),
    "cases.trail_withhold": _("menahan baris jejak dari laporan akses"),
}

# Why somebody processes personal data, for the person whose data it is (UU 27/2022 Pasal 31 and 32).
PURPOSES: dict[str, Any] = {}
