"""A copy of a case in an encrypted ZIP: asked for, its password shown once, taken, gone after a week."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View

from cases.enums import TermKind
from cases.forms.papers import ExportForm
from cases.rules.papers import check_export, check_export_file
from cases.selectors.cases import case_list
from cases.selectors.papers import export_list, exports_of, job_of, may_open
from cases.selectors.vocabulary import choices, label_of, terms
from cases.services.exports import case_export, export_taken
from cases.views.common import CaseFormPage, CasePage, Recorded
from gugus.core.pages import job_context
from gugus.core.permissions import reason_against
from gugus.core.templatetags.gugus import waktu
from gugus.core.views import SelectorPage


class ExportCreate(CaseFormPage):
    """Ask for a copy. The answer to the POST is the one page that shows its password."""

    selector = case_list
    rule = check_export
    reads = "cases.export_form_read"
    form_class = ExportForm
    template_name = "cases/export_form.html"
    title = gettext_lazy("Ekspor kasus")
    submit_label = gettext_lazy("Buat ekspor")

    def get_form_kwargs(self) -> dict[str, Any]:
        user = self.request.user
        purposes = choices(terms(user, TermKind.EXPORT))
        return super().get_form_kwargs() | {"purposes": purposes, "may_open": may_open(user, self.object)}

    def perform(self, form: Any) -> Any:
        return case_export(case=self.object, by=self.request.user, **form.cleaned_data)

    def form_valid(self, form: Any) -> HttpResponse:
        done = super().form_valid(form)
        if not hasattr(self, "result"):
            return done
        export, password = self.result
        self.template_name = "cases/export_made.html"
        return self.render_to_response(
            self.get_context_data(
                form=form, password=password, export_url=reverse("cases:export-detail", args=[export.pk])
            )
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user = self.request.user
        exports = [
            {"row": row, "purpose": label_of(user, TermKind.EXPORT, row.purpose)}
            for row in exports_of(user, self.object)
        ]
        return super().get_context_data(**kwargs) | {"place": self.object.code, "exports": exports}


class ExportPage(CasePage):
    """One's own export: how far it is, until when it can be taken."""

    of_case = False
    selector = export_list
    reads = "cases.export_read"
    template_name = "cases/export_detail.html"
    title = gettext_lazy("Ekspor kasus")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        export, user = self.object, self.request.user
        job = job_of(user, export)
        return super().get_context_data(**kwargs) | {
            "job": job_context(job) if job and not export.file else None,
            "refusal": reason_against(check_export_file, user, export),
            "file_url": reverse("cases:export-file", args=[export.pk]),
            "facts": [
                {"label": _("Keperluan"), "value": label_of(user, TermKind.EXPORT, export.purpose)},
                {
                    "label": _("Identitas korban"),
                    "value": _("disertakan") if export.with_identity else _("tidak"),
                },
                {"label": _("Diminta"), "value": waktu(export.created_at)},
                {"label": _("Dapat diunduh sampai"), "value": waktu(export.expires_at)},
            ],
        }


class ExportFile(Recorded, SelectorPage, View):
    """The ZIP itself; who takes it is recorded each time."""

    of_case = False
    selector = export_list
    reads = "cases.export_file_read"

    def get(self, request: HttpRequest, pk: UUID) -> HttpResponseBase:
        self.object = get_object_or_404(self.get_queryset(), pk=pk)
        check_export_file(request.user, self.object)
        if not self.object.file:
            raise Http404
        data = export_taken(export=self.object, by=request.user)
        response = HttpResponse(data, content_type="application/zip")
        response["Content-Disposition"] = 'attachment; filename="ekspor-kasus.zip"'
        response["Content-Security-Policy"] = "sandbox; default-src 'none'"
        response["X-Content-Type-Options"] = "nosniff"
        response["Cache-Control"] = "private, no-store"
        return response
