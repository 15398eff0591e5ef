"""Laporan akses data pribadi: one click, and the reports made so far."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.forms.access_report import AccessReportForm
from cases.rules.trail import check_access_report
from cases.selectors.access_report import access_people, access_report_list
from cases.selectors.cases import case_list
from cases.services.access_report import access_report_make
from cases.views.common import CaseFormPage
from gugus.core.pages import job_context
from gugus.core.templatetags.gugus import angka, waktu


class AccessReportCreate(CaseFormPage):
    """Made with one click; whoever must not be named is ticked first."""

    selector = case_list
    rule = check_access_report
    reads = "cases.access_report_open"
    form_class = AccessReportForm
    template_name = "cases/access_report.html"
    title = gettext_lazy("Laporan akses data pribadi")
    submit_label = gettext_lazy("Buat laporan")
    success_message = gettext_lazy("Laporan sedang dibuat.")

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"people": access_people(self.request.user, self.object)}

    def perform(self, form: Any) -> Any:
        return access_report_make(case=self.object, by=self.request.user, **form.cleaned_data)

    def get_success_url(self) -> str:
        return reverse("cases:access-report", args=[self.object.pk])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        reports = access_report_list(self.request.user, self.object)
        return super().get_context_data(**kwargs) | {
            "lead": _("Jawaban atas permintaan korban atau walinya, paling lambat 3×24 jam setelah diminta."),
            "reports": [report_row(row) for row in reports],
        }


def report_row(row: Any) -> dict[str, Any]:
    """One report as the page lists it: progress while it is made, else its file."""
    return {
        "row": row,
        "made": _("Dibuat %(at)s oleh %(who)s") % {"at": waktu(row.created_at), "who": row.document.made_by},
        "withheld": _("%(n)s orang ditahan") % {"n": angka(len(row.withheld))} if row.withheld else "",
        "job": job_context(row.job) if row.job and not row.document.file else None,
    }
