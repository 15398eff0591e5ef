"""Filters of the secretariat's list of cases."""

import django_filters as filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from cases.enums import ReferralStatus, Stage
from cases.models import CaseHeader
from cases.selectors import headers

STATES = [(each.value, each.label) for each in ReferralStatus if each != ReferralStatus.DRAFT]
CLOCKS = [
    (headers.LATE, _("lewat batas")),
    (headers.SOON, _("segera")),
    (headers.RUNNING, _("masih lama")),
    (headers.NONE, _("tanpa batas")),
]


class HeaderFilter(filters.FilterSet):
    """By code, how the nearest limit stands, stage, and state of the last referral."""

    kode = filters.CharFilter(field_name="code", lookup_expr="istartswith", label=_("Kode kasus"))
    batas = filters.ChoiceFilter(method="by_clock", choices=CLOCKS, label=_("Batas"), empty_label=_("Semua"))
    tahap = filters.ChoiceFilter(
        field_name="stage", choices=Stage.choices, label=_("Tahap"), empty_label=_("Semua")
    )
    rujukan = filters.ChoiceFilter(
        field_name="referral_state", choices=STATES, label=_("Rujukan terakhir"), empty_label=_("Semua")
    )

    class Meta:
        model = CaseHeader
        fields: list[str] = []

    def by_clock(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        return headers.by_clock(rows, value, headers.header_warning(self.request.user))
