"""Siapa membuka kasus ini: for the owner's handlers, and for pengawas over the task force."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.filters.trail import CaseTrailFilter
from cases.rules.trail import check_case_trail_read, check_trail_read
from cases.selectors.cases import case_list
from cases.selectors.trail import case_trail, task_force_trail
from cases.services import trail
from cases.tables.trail import CaseTrailTable, TaskForceTrailTable
from cases.views.common import Recorded
from gugus.core import seal
from gugus.core.components import Button
from gugus.core.views import ListPage

TRAIL = "cases_casetrail"
EMPTY = {
    "title": gettext_lazy("Belum ada kejadian"),
    "text": gettext_lazy("Setiap orang yang membuka, mencari, atau ditolak membuka kasus tercatat di sini."),
}


class TrailPage(ListPage):
    """The trail of the task force, for pengawas: codes, never content."""

    selector = task_force_trail
    rule = check_trail_read
    table_class = TaskForceTrailTable
    filterset_class = CaseTrailFilter
    template_name = "cases/trail.html"
    title = gettext_lazy("Jejak kasus")
    export_name = "jejak-kasus"
    empty = EMPTY

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        trail.record(by=request.user, action=action_of(request))
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        lead = _("Kode kasus dan siapa membukanya, tanpa isi kasus. Catatan ini tidak dapat diubah.")
        return super().get_context_data(**kwargs) | {
            "secondary": [
                Button(label=_("Melebihi batas harian"), url=reverse("cases:over-read-list")),
                Button(label=_("Akses darurat"), url=reverse("cases:breakglass-list")),
            ],
            "lead": lead,
            "seal": seal.state(TRAIL),
        }


class CaseTrailPage(Recorded, ListPage):
    """Who opened one case, in what role and for which agency, denials included."""

    reads = "cases.trail_read"
    selector = case_list
    table_class = CaseTrailTable
    filterset_class = CaseTrailFilter
    template_name = "cases/case_trail.html"
    title = gettext_lazy("Siapa membuka kasus ini")
    export_name = "jejak-kasus"
    empty = EMPTY
    object: Any

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.reads = action_of(request)
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.object = get_object_or_404(case_list(request.user), pk=self.kwargs["pk"])
        check_case_trail_read(request.user, self.object)
        return super().get(request, *args, **kwargs)

    def get_queryset(self) -> Any:
        return case_trail(self.request.user, self.object)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        lead = _("Tercatat sejak kasus dibuka, termasuk yang ditolak. Catatan ini tidak dapat diubah.")
        report = reverse("cases:access-report", args=[self.object.pk])
        return super().get_context_data(**kwargs) | {
            "lead": lead,
            "case": self.object,
            "secondary": [Button(label=_("Laporan akses data pribadi"), url=report)],
        }


def action_of(request: HttpRequest) -> str:
    """Reading the list, or taking it away as a file."""
    return "cases.trail_export" if request.GET.get("_export") else "cases.trail_read"
