"""Narrowing the case trail."""

from datetime import date, timedelta
from typing import Any

import django_filters as filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from cases.models import CaseTrail
from gugus.core.trail import DayFilter, midnight
from gugus.core.trail_words import action_words


class CaseTrailFilter(filters.FilterSet):
    action = filters.ChoiceFilter(label=_("Tindakan"), empty_label=_("Semua tindakan"))
    denied = filters.ChoiceFilter(
        label=_("Hasil"), empty_label=_("Semua"), choices=[("1", _("ditolak")), ("0", _("berhasil"))]
    )
    since = DayFilter(method="not_before", label=_("Sejak tanggal"))
    until = DayFilter(method="not_after", label=_("Sampai tanggal"))

    class Meta:
        model = CaseTrail
        fields: list[str] = []

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        found = self.queryset.order_by().values_list("action", flat=True).distinct()
        self.filters["action"].extra["choices"] = sorted(
            ((code, action_words(code)) for code in found), key=lambda choice: choice[1]
        )

    def not_before(self, rows: QuerySet, name: str, value: date) -> QuerySet:
        return rows.filter(at__gte=midnight(value))

    def not_after(self, rows: QuerySet, name: str, value: date) -> QuerySet:
        """The day itself is still in."""
        return rows.filter(at__lt=midnight(value + timedelta(days=1)))
