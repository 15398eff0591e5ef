"""Pairs of cases that may be one person: seen and settled by the koordinator kasus alone."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy

from cases.forms.matches import MatchForm
from cases.models import PossibleMatch
from cases.rules import identity as rules
from cases.selectors import matches as selectors
from cases.services import matches as services
from cases.services import trail
from cases.tables.matches import MatchTable
from gugus.core.views import ListPage, UpdatePage


class MatchList(ListPage):
    """Reading it is recorded without a case: the trail's readers are not told which belong together."""

    selector = selectors.match_list
    rule = rules.check_matches_read
    table_class = MatchTable
    title = gettext_lazy("Kemungkinan korban yang sama")
    export_name = "kemungkinan-korban-sama"
    empty = {
        "title": gettext_lazy("Tidak ada pasangan yang perlu diperiksa"),
        "text": gettext_lazy(
            "Bila NIK yang sama tercatat pada dua kasus, pasangannya muncul di sini. Hanya koordinator "
            "kasus yang mengetahuinya."
        ),
    }

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        trail.record(by=request.user, action="cases.match_list_read", exported="_export" in request.GET)
        return super().get(request, *args, **kwargs)


class MatchUpdate(UpdatePage):
    selector = selectors.match_list
    rule = rules.check_match_decide
    form_class = MatchForm
    title = gettext_lazy("Periksa kemungkinan korban yang sama")
    template_name = "cases/match_form.html"
    submit_label = gettext_lazy("Simpan hasil")
    success_message = gettext_lazy("Hasil pemeriksaan disimpan.")

    def perform(self, form: Any) -> PossibleMatch:
        return services.match_decide(match=self.object, by=self.request.user, **form.cleaned_data)

    def get_success_url(self) -> str:
        return reverse("cases:match-list")

    get_cancel_url = get_success_url

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        match = self.object
        seen = selectors.cases_seen(self.request.user, match)
        pairs = ((match.first_id, match.first_code), (match.second_id, match.second_code))
        cases = [
            {"code": code, "url": seen[key].get_absolute_url() if key in seen else ""} for key, code in pairs
        ]
        return super().get_context_data(**kwargs) | {"pair": cases}
