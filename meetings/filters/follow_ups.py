"""Filters of the list of follow-ups. Choices come from what the person may see."""

from typing import Any

import django_filters as filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from meetings.enums import FollowUpStatus, Priority, RequestStatus
from meetings.models import FollowUp, Meeting
from meetings.selectors.follow_ups import agencies_of, late_on, meetings_of
from members.models import Agency

LATE = "terlambat"
ASKED = "diminta"
STATES = [
    ("belum", _("belum selesai")),
    (LATE, _("terlambat")),
    (ASKED, _("ada permintaan menunggu")),
    *FollowUpStatus.choices,
]


def agencies(request: Any) -> QuerySet[Agency]:
    return agencies_of(request.user)


def meetings(request: Any) -> QuerySet[Meeting]:
    return meetings_of(request.user)


class FollowUpFilter(filters.FilterSet):
    """By words, agency, how it stands, priority, and meeting."""

    q = filters.CharFilter(field_name="text", lookup_expr="icontains", label=_("Cari tindak lanjut"))
    keadaan = filters.ChoiceFilter(
        method="by_state", label=_("Keadaan"), choices=STATES, empty_label=_("Semua keadaan")
    )
    instansi = filters.ModelChoiceFilter(
        field_name="agency", label=_("Penanggung jawab"), queryset=agencies, empty_label=_("Semua instansi")
    )
    prioritas = filters.ChoiceFilter(
        field_name="priority", label=_("Prioritas"), choices=Priority.choices, empty_label=_("Semua")
    )
    rapat = filters.ModelChoiceFilter(
        field_name="meeting", label=_("Rapat"), queryset=meetings, empty_label=_("Semua rapat")
    )

    class Meta:
        model = FollowUp
        fields: list[str] = []

    def by_state(self, rows: QuerySet[FollowUp], name: str, value: str) -> QuerySet[FollowUp]:
        if value == LATE:
            return rows.filter(late_on(self.request.user.authority.today))
        if value == ASKED:
            return rows.filter(requests__status=RequestStatus.ASKED)
        if value == "belum":
            return rows.filter(status__in=[FollowUpStatus.OPEN, FollowUpStatus.SUBMITTED])
        return rows.filter(status=value)
