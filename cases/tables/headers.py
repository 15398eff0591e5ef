"""The secretariat's list of cases."""

from datetime import timedelta
from typing import Any

import django_tables2 as tables
from django.db.models import F
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases import clocks
from cases.enums import ReferralStatus
from cases.models import CaseHeader
from gugus.core.templatetags.gugus import NOTHING, status_word, waktu

REFERRAL_TONES = {
    ReferralStatus.SENT: "note",
    ReferralStatus.ACCEPTED: "good",
    ReferralStatus.IN_SERVICE: "good",
    ReferralStatus.REFUSED: "bad",
    ReferralStatus.DONE: "locked",
    ReferralStatus.WITHDRAWN: "locked",
}


class HeaderTable(tables.Table):
    """Code, stage, state of the referral, limit; a file gets the limit as a moment and the clock's state."""

    code = tables.Column(verbose_name=_("Kasus"))
    stage = tables.Column(verbose_name=_("Tahap"))
    referral_state = tables.Column(verbose_name=_("Rujukan terakhir"), empty_values=())
    due = tables.Column(verbose_name=_("Batas terdekat"), empty_values=())

    class Meta:
        model = CaseHeader
        fields = ("code", "stage", "referral_state", "due")
        attrs = {"caption": _("Kasus aktif menurut batas waktu terdekat")}

    def __init__(self, *args: Any, warn: timedelta = timedelta(), **kwargs: Any) -> None:
        """`warn`: from when on a limit is "segera"; an export, which has no colours, does without."""
        self.warn, self.now = warn, timezone.now()
        super().__init__(*args, **kwargs)

    def order_due(self, rows: Any, is_descending: bool) -> tuple[Any, bool]:
        """What has no limit comes last either way."""
        order = F("due").desc(nulls_last=True) if is_descending else F("due").asc(nulls_last=True)
        return rows.order_by(order, "code"), True

    def value_stage(self, record: CaseHeader) -> str:
        return str(record.get_stage_display())

    render_stage = value_stage

    def render_referral_state(self, value: str) -> str:
        if not value:
            return NOTHING
        state = ReferralStatus(value)
        return status_word(state.label, REFERRAL_TONES[state])

    def value_referral_state(self, value: str) -> str:
        return str(ReferralStatus(value).label) if value else ""

    def render_due(self, value: Any) -> str:
        if value is None:
            return NOTHING
        face = clocks.face(self.now, value, self.warn)
        parts = {"remaining": face.remaining, "due": face.due, "tone": face.tone}
        return render_to_string("components/clock.html", parts)

    def value_due(self, value: Any) -> str:
        return waktu(value) if value else ""
