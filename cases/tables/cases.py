"""Lists of cases and of services given."""

from typing import Any

import django_tables2 as tables
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from cases import wording
from cases.enums import Risk
from cases.models import Case, ServiceRecord
from cases.selectors.vocabulary import SERVICE, label_of
from gugus.core.templatetags.gugus import status_word, tanggal, waktu


class CaseTable(tables.Table):
    """Newest first and in no other order: the page follows the grants' own index (row_security.md)."""

    code = tables.Column(verbose_name=_("Kode"), linkify=True, attrs={"td": {"class": "nowrap"}})
    kind = tables.Column(verbose_name=_("Jenis"))
    about = tables.Column(verbose_name=_("Korban"), empty_values=())
    risk = tables.Column(verbose_name=_("Risiko"))
    stage = tables.Column(verbose_name=_("Tahap"))
    clock = tables.Column(verbose_name=_("Batas waktu"), empty_values=())
    referral = tables.Column(verbose_name=_("Rujukan"), empty_values=())
    status = tables.Column(verbose_name=_("Status"))

    class Meta:
        model = Case
        fields = ("code", "kind", "about", "risk", "stage", "clock", "referral", "status")
        orderable = False
        attrs = {"caption": _("Kasus, yang terbaru di atas")}

    def __init__(self, *args: Any, referrals: dict[Any, Any], **kwargs: Any) -> None:
        """`referrals`: of each case the one that matters most now (`selectors.cases.latest_referrals`)."""
        self.referrals = referrals
        super().__init__(*args, **kwargs)

    def value_about(self, record: Case) -> str:
        return wording.about(record)

    render_about = value_about

    def render_risk(self, record: Case) -> Any:
        return status_word(record.get_risk_display(), wording.RISK_TONES[Risk(record.risk)])

    def value_risk(self, record: Case) -> str:
        return record.get_risk_display()

    def render_clock(self, record: Case) -> Any:
        face = wording.next_clock(record, self.referrals.get(record.pk))
        if face is None:
            return "–"
        clock = {"remaining": face.remaining, "due": face.due, "tone": face.tone}
        return render_to_string("components/clock.html", clock)

    def value_clock(self, record: Case) -> str:
        face = wording.next_clock(record, self.referrals.get(record.pk))
        return waktu(face.due) if face else ""

    def render_referral(self, record: Case) -> Any:
        row = self.referrals.get(record.pk)
        if row is None:
            return "–"
        word = status_word(row.get_status_display(), wording.REFERRAL_TONES[row.status])
        return format_html("<div>{} {}</div>", row.receiver_agency.short_name, word)

    def value_referral(self, record: Case) -> str:
        row = self.referrals.get(record.pk)
        return f"{row.receiver_agency.short_name}: {row.get_status_display()}" if row else ""


class OwnServiceTable(tables.Table):
    """What one's agency gave; the case is a link only while it may be opened."""

    number = tables.Column(verbose_name=_("Nomor"))
    service = tables.Column(verbose_name=_("Layanan"))
    started_on = tables.Column(verbose_name=_("Mulai"))
    ended_on = tables.Column(verbose_name=_("Selesai"), empty_values=())
    result = tables.Column(verbose_name=_("Hasil"), orderable=False, default="–")

    class Meta:
        model = ServiceRecord
        fields = ("number", "service", "started_on", "ended_on", "result")
        order_by = ("-started_on",)
        attrs = {"caption": _("Layanan instansi saya")}

    def render_number(self, record: Any, value: str) -> Any:
        if not record.seen:
            return value
        return format_html('<a href="{}">{}</a>', reverse("cases:case-detail", args=[record.case_id]), value)

    def value_number(self, value: str) -> str:
        return value

    def render_service(self, value: str) -> str:
        return label_of(self.request.user, SERVICE, value)

    def render_started_on(self, value: Any) -> str:
        return tanggal(value)

    def render_ended_on(self, record: Any) -> str:
        return tanggal(record.ended_on) if record.ended_on else str(_("masih berjalan"))
