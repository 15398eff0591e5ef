"""Uses of emergency access as a list."""

from datetime import datetime
from typing import Any

import django_tables2 as tables
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.enums import ReviewOutcome
from cases.models import BreakGlass
from cases.rules.breakglass import check_breakglass_end, check_breakglass_review
from gugus.core.permissions import allowed
from gugus.core.templatetags.gugus import status_word, waktu


class BreakGlassTable(tables.Table):
    opened_at = tables.Column(verbose_name=gettext_lazy("Dibuka"))
    case = tables.Column(verbose_name=gettext_lazy("Kasus"), empty_values=(), orderable=False)
    user = tables.Column(verbose_name=gettext_lazy("Pengguna"), orderable=False)
    expires_at = tables.Column(verbose_name=gettext_lazy("Berakhir"))
    outcome = tables.Column(verbose_name=gettext_lazy("Tinjauan"), empty_values=(), orderable=False)
    act = tables.Column(
        verbose_name=gettext_lazy("Langkah"), empty_values=(), orderable=False, exclude_from_export=True
    )

    class Meta:
        model = BreakGlass
        fields = ("opened_at", "case", "user", "expires_at", "outcome")
        order_by = "-opened_at"
        attrs = {"caption": gettext_lazy("Akses darurat")}

    def __init__(self, *args: Any, user: Any, codes: dict[str, str], **kwargs: Any) -> None:
        self.reader, self.codes = user, codes
        super().__init__(*args, **kwargs)

    def render_opened_at(self, value: datetime) -> str:
        return waktu(value)

    def render_case(self, record: BreakGlass) -> str:
        """The code as the trail keeps it: a wrong one was never a code."""
        return self.codes.get(str(record.pk)) or _("kode tidak dikenal")

    value_case = render_case

    def render_expires_at(self, record: BreakGlass) -> str:
        return waktu(record.ended_at or record.expires_at)

    def render_outcome(self, record: BreakGlass) -> Any:
        """The judgement, and why, for those who judge: whoever was judged reads the word alone."""
        if not record.outcome:
            return status_word(_("belum ditinjau"), "warn")
        tone = "good" if record.outcome == ReviewOutcome.PROPER else "bad"
        word = status_word(record.get_outcome_display(), tone)
        if record.user_id == self.reader.pk or not record.review_note:
            return word
        return format_html('<div>{}<br><span class="muted">{}</span></div>', word, record.review_note)

    def value_outcome(self, record: BreakGlass) -> str:
        return record.get_outcome_display() or _("belum ditinjau")

    def render_act(self, record: BreakGlass) -> Any:
        for label, name, check in (
            (_("Tinjau"), "cases:breakglass-review", check_breakglass_review),
            (_("Akhiri sekarang"), "cases:breakglass-end", check_breakglass_end),
        ):
            if allowed(check, self.reader, record):
                return format_html('<a href="{}">{}</a>', reverse(name, args=[record.pk]), label)
        return "–"
