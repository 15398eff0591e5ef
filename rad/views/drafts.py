"""What is being typed, kept as one types."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from rad import forms, services
from rad.views.reports import ItemReportPage, keep_typed, prefix_of


class DraftSave(ItemReportPage):
    """Keeps the inputs of one item, valid or not; answers with the moment, or with what may not be kept."""

    http_method_names = ["post"]
    form_class = forms.ReportForm

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        prefix: str | None = prefix_of(self.item)
        if not any(name.startswith(f"{prefix}-") for name in request.POST):
            prefix = None  # the page of one item has no prefix
        form = forms.report_form(
            self.row, data=request.POST, user=request.user, behalf=self.behalf, prefix=prefix
        )
        fields = form.typed(request.POST)
        refused: list[str] = []
        if fields and form.has_changed():
            refused = keep_typed(request.user, self.item, self.period, fields)
        elif fields:
            services.draft_discard(item=self.item, period=self.period, by=request.user)
        said = {"refused": refused, "now": timezone.now()}
        response = render(request, "components/draft_said.html", said)
        response["X-Draft"] = "kept"  # tells it from the sign-in page a lost session answers with
        return response
