"""Lists around identity: who opened more than the day's budget."""

from typing import Any

import django_tables2 as tables
from django.utils.translation import gettext_lazy as _

from cases.models import OverRead
from gugus.core.templatetags.gugus import waktu


class OverReadTable(tables.Table):
    created_at = tables.Column(verbose_name=_("Waktu"))
    user = tables.Column(verbose_name=_("Penangan"), order_by="user__full_name")
    agency = tables.Column(verbose_name=_("Instansi"), accessor="agency__short_name", default="–")
    code = tables.Column(verbose_name=_("Kasus"))
    count = tables.Column(verbose_name=_("Kasus ke- hari itu"))
    reason = tables.Column(verbose_name=_("Alasan"), orderable=False)

    class Meta:
        model = OverRead
        fields = ("created_at", "user", "agency", "code", "count", "reason")
        attrs = {"caption": _("Pembukaan identitas melebihi batas harian")}

    def render_created_at(self, value: Any) -> str:
        return waktu(value)
