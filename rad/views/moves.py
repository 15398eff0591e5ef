"""Steps in a report's life, and the secretariat's queue."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView

from gugus.core.views import Page, PlainForm, TransitionPage
from rad import forms, rules, selectors, services, wording
from rad.views.common import crumbs


class ReportMove(TransitionPage):
    """A step in a report's life."""

    selector = selectors.report_list
    form_class: type[PlainForm] = forms.ConfirmForm

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {
            "kind": "primary",
            "facts": [str(self.object), self.object.item.name],
        }


class ReportSubmit(ReportMove):
    rule = rules.check_report_submit
    title = gettext_lazy("Ajukan laporan")
    submit_label = gettext_lazy("Ajukan laporan")
    note = gettext_lazy("Laporan dikirim kepada sekretariat dan tidak dapat diubah selama diperiksa.")
    success_message = gettext_lazy("Laporan diajukan. Sekretariat akan memeriksanya.")

    def perform(self, form: Any) -> Any:
        return services.report_submit(report=self.object, by=self.request.user)


class ReportWithdraw(ReportMove):
    rule = rules.check_report_withdraw
    title = gettext_lazy("Tarik kembali laporan")
    submit_label = gettext_lazy("Tarik kembali")
    note = gettext_lazy("Laporan kembali menjadi draf dan dapat diubah, lalu perlu diajukan lagi.")
    success_message = gettext_lazy("Laporan ditarik kembali menjadi draf.")

    def perform(self, form: Any) -> Any:
        return services.report_withdraw(report=self.object, by=self.request.user)


class ReportAccept(ReportMove):
    rule = rules.check_report_accept
    title = gettext_lazy("Terima laporan")
    submit_label = gettext_lazy("Terima laporan")
    note = gettext_lazy("Angkanya mulai dihitung dalam capaian RAD.")
    success_message = gettext_lazy("Laporan diterima; angkanya sudah dihitung.")

    def perform(self, form: Any) -> Any:
        return services.report_accept(report=self.object, by=self.request.user)

    def get_success_url(self) -> str:
        return reverse("rad:report-queue")


class ReportLock(ReportMove):
    rule = rules.check_report_lock
    title = gettext_lazy("Kunci laporan")
    submit_label = gettext_lazy("Kunci laporan")
    note = gettext_lazy("Laporan yang dikunci hanya dapat dibuka lagi oleh sekretariat dengan alasan.")
    success_message = gettext_lazy("Laporan dikunci.")

    def perform(self, form: Any) -> Any:
        return services.report_lock(report=self.object, by=self.request.user)


class ReportReturn(ReportMove):
    rule = rules.check_report_return
    form_class = forms.SendBackForm
    title = gettext_lazy("Kembalikan laporan")
    submit_label = gettext_lazy("Kembalikan laporan")
    note = gettext_lazy("Pelapor melihat alasan dan batas perbaikan di Tugas saya.")
    success_message = gettext_lazy("Laporan dikembalikan kepada pelapor.")

    def perform(self, form: Any) -> Any:
        return services.report_return(report=self.object, by=self.request.user, **form.cleaned_data)

    def get_success_url(self) -> str:
        return reverse("rad:report-queue")


class ReportUnlock(ReportReturn):
    rule = rules.check_report_unlock
    title = gettext_lazy("Buka laporan untuk koreksi")
    submit_label = gettext_lazy("Buka untuk koreksi")
    note = gettext_lazy("Sampai diterima lagi, angka laporan ini tidak dihitung.")
    success_message = gettext_lazy("Laporan dibuka untuk koreksi.")

    def perform(self, form: Any) -> Any:
        return services.report_unlock(report=self.object, by=self.request.user, **form.cleaned_data)

    def get_success_url(self) -> str:
        return self.object.get_absolute_url()


class QueuePage(Page, TemplateView):
    """What waits for the secretariat: read at a glance, accept several at once."""

    template_name = "rad/report_queue.html"
    title = gettext_lazy("Periksa laporan RAD")
    SIZE = 50

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        rules.check_manage(request.user)
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        queue = selectors.report_queue(self.request.user)
        return super().get_context_data(**kwargs) | {
            "crumbs": crumbs(),
            "waiting": queue.count(),
            "rows": [self.row(report) for report in queue[: self.SIZE]],
        }

    @staticmethod
    def row(report: Any) -> dict[str, Any]:
        return {
            "report": report,
            "responsible": wording.party_text(report.item),
            "values": [
                {"name": v.indicator.name, "text": wording.value_text(v, ratio=v.indicator.is_ratio)}
                for v in report.values.all()
            ],
            "proofs": len(report.evidence.all()),
        }

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        chosen = [pk for pk in map(as_uuid, request.POST.getlist("laporan")) if pk]
        reports = selectors.report_queue(request.user).filter(pk__in=chosen)
        accepted, skipped = services.reports_accept(reports=list(reports), by=request.user)
        if accepted:
            messages.success(request, _("%(n)s laporan diterima.") % {"n": len(accepted)})
        for report, reason in skipped:
            messages.warning(request, f"{report}: {reason}")
        if not accepted and not skipped:
            messages.error(request, _("Centang sedikitnya satu laporan."))
        return redirect("rad:report-queue")


def as_uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
