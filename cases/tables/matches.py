"""Pairs of cases that may be one person."""

from typing import Any

import django_tables2 as tables
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy

from cases.enums import MatchStatus
from cases.models import PossibleMatch
from gugus.core.templatetags.gugus import status_word, waktu

TONES = {MatchStatus.OPEN: "warn", MatchStatus.SAME: "good", MatchStatus.DIFFERENT: "locked"}


class MatchTable(tables.Table):
    first_code = tables.Column(verbose_name=gettext_lazy("Pasangan"), orderable=False)
    status = tables.Column(verbose_name=gettext_lazy("Hasil"))
    found_at = tables.Column(verbose_name=gettext_lazy("Ditemukan"))

    class Meta:
        model = PossibleMatch
        fields = ("first_code", "status", "found_at")
        attrs = {"caption": gettext_lazy("Pasangan kasus dengan NIK yang sama")}

    def render_first_code(self, record: PossibleMatch) -> SafeString:
        url = reverse("cases:match-update", args=[record.pk])
        return format_html('<a href="{}">{}</a>', url, record)

    def value_first_code(self, record: PossibleMatch) -> str:
        return str(record)

    def render_status(self, value: Any, record: PossibleMatch) -> SafeString:
        return status_word(MatchStatus(record.status).label, TONES[MatchStatus(record.status)])

    def value_status(self, record: PossibleMatch) -> str:
        return str(MatchStatus(record.status).label)

    def render_found_at(self, value: Any) -> str:
        return waktu(value)
