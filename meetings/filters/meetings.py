"""Filters of the list of meetings."""

from typing import Any

import django_filters as filters
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from meetings.enums import MeetingStatus
from meetings.models import Meeting, MeetingType
from meetings.selectors.meetings import COMING, PAST, UNDATED, years_of
from meetings.selectors.settings import types_all

TURNS = [("mendatang", _("mendatang")), ("laci", _("belum bertanggal")), ("lewat", _("sudah lewat"))]
TURN_OF = {"mendatang": COMING, "laci": UNDATED, "lewat": PAST}


def types_of(request: Any) -> QuerySet[MeetingType]:
    return types_all(request.user)


class MeetingFilter(filters.FilterSet):
    """By words of the title or place, whether it is still to come, type, status and year."""

    q = filters.CharFilter(method="by_words", label=_("Cari acara atau tempat"))
    waktu = filters.ChoiceFilter(method="by_turn", choices=TURNS, label=_("Waktu"), empty_label=_("Semua"))
    jenis = filters.ModelChoiceFilter(
        method="by_type", queryset=types_of, label=_("Jenis kegiatan"), empty_label=_("Semua jenis")
    )
    status = filters.ChoiceFilter(
        field_name="status", choices=MeetingStatus.choices, label=_("Status"), empty_label=_("Semua status")
    )
    tahun = filters.ChoiceFilter(
        field_name="starts_at", lookup_expr="year", label=_("Tahun"), empty_label=_("Semua tahun")
    )

    class Meta:
        model = Meeting
        fields: list[str] = []

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        years = years_of(self.request.user)
        self.form.fields["tahun"].choices = [("", _("Semua tahun")), *((str(y), str(y)) for y in years)]

    def by_words(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        return rows.filter(Q(title__icontains=value) | Q(place__icontains=value))

    def by_type(self, rows: QuerySet, name: str, value: MeetingType) -> QuerySet:
        """A type renamed here is one with the shipped type it came from."""
        return rows.filter(type__code=value.code)

    def by_turn(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        return rows.filter(turn=TURN_OF[value])
