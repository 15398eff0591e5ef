"""Search and filters of the structure's lists."""

from typing import Any

import django_filters as filters
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from members import selectors
from members.enums import AgencyKind, AppointmentStatus, Certainty, DecreeStatus, LawLevel, Role
from members.models import Agency, Appointment, Decree, LegalBasis, Region, SubTaskForce

SEATS = [
    ("kosong", _("ada kursi kosong")),
    ("terisi", _("semua kursi terisi")),
    ("tanpa", _("belum ada kursi")),
]


def subs_of(request: Any) -> QuerySet[SubTaskForce]:
    """The choices come from what the person may see."""
    return selectors.sub_task_force_list(request.user)


def agencies_of(request: Any) -> QuerySet[Agency]:
    return Agency.objects.visible_to(request.user)


class AgencyFilter(filters.FilterSet):
    q = filters.CharFilter(method="search", label=_("Cari instansi"))
    kind = filters.ChoiceFilter(label=_("Jenis"), choices=AgencyKind.choices, empty_label=_("Semua jenis"))
    sub = filters.ModelChoiceFilter(
        method="in_sub", label=_("Sub-gugus tugas"), queryset=subs_of, empty_label=_("Semua")
    )
    seat = filters.ChoiceFilter(method="by_seat", label=_("Kursi SK"), choices=SEATS, empty_label=_("Semua"))

    class Meta:
        model = Agency
        fields: list[str] = []

    def search(self, rows: QuerySet[Agency], name: str, value: str) -> QuerySet[Agency]:
        return rows.filter(
            Q(short_name__icontains=value) | Q(name__icontains=value) | Q(aliases__icontains=value)
        )

    def in_sub(self, rows: QuerySet[Agency], name: str, value: SubTaskForce) -> QuerySet[Agency]:
        return rows.filter(sub_number=value.number)

    def by_seat(self, rows: QuerySet[Agency], name: str, value: str) -> QuerySet[Agency]:
        if value == "tanpa":
            return rows.filter(in_sk=False)
        return rows.filter(in_sk=True, vacant=value == "kosong")


class AppointmentFilter(filters.FilterSet):
    q = filters.CharFilter(method="search", label=_("Cari nama atau instansi"))
    role = filters.ChoiceFilter(label=_("Peran"), choices=Role.choices, empty_label=_("Semua peran"))
    status = filters.ChoiceFilter(
        label=_("Status"), choices=AppointmentStatus.choices, empty_label=_("Semua status")
    )
    agency = filters.ModelChoiceFilter(label=_("Instansi"), queryset=agencies_of, empty_label=_("Semua"))

    class Meta:
        model = Appointment
        fields: list[str] = []

    def search(self, rows: QuerySet[Appointment], name: str, value: str) -> QuerySet[Appointment]:
        return rows.filter(Q(user__full_name__icontains=value) | Q(agency__short_name__icontains=value))


class DecreeFilter(filters.FilterSet):
    q = filters.CharFilter(method="search", label=_("Cari nomor atau judul SK"))
    status = filters.ChoiceFilter(
        label=_("Status"), choices=DecreeStatus.choices, empty_label=_("Semua status")
    )

    class Meta:
        model = Decree
        fields: list[str] = []

    def search(self, rows: QuerySet[Decree], name: str, value: str) -> QuerySet[Decree]:
        return rows.filter(Q(number__icontains=value) | Q(title__icontains=value))


class LegalBasisFilter(filters.FilterSet):
    q = filters.CharFilter(method="search", label=_("Cari dasar hukum"))
    level = filters.ChoiceFilter(label=_("Jenjang"), choices=LawLevel.choices, empty_label=_("Semua"))
    certainty = filters.ChoiceFilter(label=_("Kepastian"), choices=Certainty.choices, empty_label=_("Semua"))

    class Meta:
        model = LegalBasis
        fields: list[str] = []

    def search(self, rows: QuerySet[LegalBasis], name: str, value: str) -> QuerySet[LegalBasis]:
        return rows.filter(Q(title__icontains=value) | Q(number__icontains=value) | Q(kind__icontains=value))


class RegionFilter(filters.FilterSet):
    q = filters.CharFilter(method="search", label=_("Cari wilayah"))
    level = filters.ChoiceFilter(
        label=_("Tingkat"),
        choices=[(2, _("kabupaten atau kota")), (3, _("kecamatan")), (4, _("desa atau kelurahan"))],
        empty_label=_("Semua"),
    )

    class Meta:
        model = Region
        fields: list[str] = []

    def search(self, rows: QuerySet[Region], name: str, value: str) -> QuerySet[Region]:
        return rows.filter(Q(name__icontains=value) | Q(code__startswith=value))
