"""Cases whose retention is over, as a list."""

from typing import Any

import django_tables2 as tables
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.enums import CaseStatus
from cases.models import Case
from gugus.core.templatetags.gugus import status_word, tanggal


class DisposalTable(tables.Table):
    code = tables.Column(verbose_name=gettext_lazy("Kasus"))
    closed_at = tables.Column(verbose_name=gettext_lazy("Ditutup"))
    kept_until = tables.Column(verbose_name=gettext_lazy("Disimpan sampai"))
    state = tables.Column(verbose_name=gettext_lazy("Keadaan"), empty_values=(), orderable=False)

    class Meta:
        model = Case
        fields = ("code", "closed_at", "kept_until", "state")
        attrs = {"caption": gettext_lazy("Kasus yang masa simpannya sudah lewat")}

    def render_code(self, record: Case) -> Any:
        url = reverse("cases:case-detail", args=[record.pk])
        return format_html('<a href="{}">{}</a>', url, record.code)

    def value_code(self, record: Case) -> str:
        return record.code

    def render_closed_at(self, value: Any) -> str:
        return tanggal(value)

    def render_kept_until(self, value: Any) -> str:
        return tanggal(value)

    def render_state(self, record: Case) -> Any:
        return status_word(*state_of(record))

    def value_state(self, record: Case) -> str:
        return state_of(record)[0]


def state_of(case: Case) -> tuple[str, str]:
    """In words and tone: what waits for whom."""
    record = getattr(case, "disposal", None)
    if record is None:
        return _("boleh dimusnahkan"), "draft"
    if case.status == CaseStatus.DISPOSED:
        return _("dimusnahkan %(day)s") % {"day": tanggal(record.disposed_at)}, "locked"
    return _("diusulkan %(name)s, menunggu orang kedua") % {"name": record.proposed_by}, "warn"
