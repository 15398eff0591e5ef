"""Narrowing a province's list: by name, year, and what needs its attention."""

from typing import Any

import django_filters as filters
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from gugus.dashboard.selectors.regional import late_nights, regency_years
from members.models import TaskForce

STATES = {
    "melapor": (_("sudah melapor"), lambda: Q(reported__gt=0)),
    "diam": (_("belum melapor"), lambda: Q(reported=0) | Q(as_of=None)),
    "terlambat": (_("ada instansi terlambat"), lambda: Q(late__gt=0)),
    "lewat": (_("ada tindak lanjut lewat batas"), lambda: Q(overdue__gt=0)),
    "lama": (_("angka tidak terbarui"), late_nights),
    "tanpa": (_("belum ada angka"), lambda: Q(as_of=None)),
}


class RegencyFilter(filters.FilterSet):
    q = filters.CharFilter(field_name="region__name", lookup_expr="icontains", label=_("Kabupaten atau kota"))
    tahun = filters.ChoiceFilter(method="by_year", label=_("Tahun"))
    keadaan = filters.ChoiceFilter(
        method="by_state",
        label=_("Keadaan"),
        choices=[(key, label) for key, (label, _where) in STATES.items()],
        empty_label=_("Semua keadaan"),
    )

    class Meta:
        model = TaskForce
        fields: list[str] = []

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        this, *before = regency_years(self.request.user)
        self.form.fields["tahun"].choices = [("", str(this)), *((str(y), str(y)) for y in before)]

    def by_year(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        """The page has asked for this year's figures already."""
        return rows

    def by_state(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        return rows.filter(STATES[value][1]())
