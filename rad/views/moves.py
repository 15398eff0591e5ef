"""Steps in a report's life, and the secretariat's queue."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from gugus.core.views import ListPage, PlainForm, TransitionPage
from rad import forms, rules, selectors, services
from rad.enums import ReportStatus
from rad.filters import QueueFilter
from rad.tables import QueueTable
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


class PeriodLock(TransitionPage):
    """Lock all accepted reports of a closed period at once."""

    selector = selectors.period_list
    rule = rules.check_period_lock
    form_class: type[PlainForm] = forms.ConfirmForm
    title = gettext_lazy("Kunci semua yang diterima")
    submit_label = gettext_lazy("Kunci semua yang diterima")
    note = gettext_lazy(
        "Laporan yang dikunci hanya dapat dibuka lagi oleh sekretariat dengan alasan. Yang belum diterima "
        "tidak ikut terkunci."
    )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        waiting = selectors.report_list(self.request.user).filter(period=self.object)
        count = waiting.filter(status=ReportStatus.ACCEPTED).count()
        words = ngettext("%(n)s laporan akan dikunci", "%(n)s laporan akan dikunci", count) % {"n": count}
        return super().get_context_data(**kwargs) | {
            "crumbs": crumbs(self.object.plan, self.object),
            "kind": "primary",
            "facts": [str(self.object), words],
        }

    def perform(self, form: Any) -> Any:
        done = services.reports_lock(period=self.object, by=self.request.user)
        words = ngettext("%(n)s laporan dikunci.", "%(n)s laporan dikunci.", len(done))
        messages.success(
            self.request, words % {"n": len(done)} if done else _("Tidak ada yang perlu dikunci.")
        )

    def get_success_url(self) -> str:
        return reverse("rad:period-detail", args=[self.object.pk])

    get_cancel_url = get_success_url


class QueuePage(ListPage):
    """What waits for the secretariat: read at a glance, filtered, several accepted at once."""

    selector = selectors.report_queue
    rule = rules.check_manage
    table_class = QueueTable
    filterset_class = QueueFilter
    template_name = "rad/report_queue.html"
    title = gettext_lazy("Periksa laporan RAD")
    export_name = "laporan-menunggu"
    empty = {
        "title": gettext_lazy("Tidak ada laporan yang menunggu"),
        "text": gettext_lazy(
            "Laporan yang diajukan penghubung tampil di sini untuk diterima atau dikembalikan."
        ),
    }

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {"crumbs": crumbs()}

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        chosen = [pk for pk in map(as_uuid, request.POST.getlist("laporan")) if pk]
        reports = selectors.report_queue(request.user).filter(pk__in=chosen)
        accepted, skipped = services.reports_accept(reports=list(reports), by=request.user)
        words = ngettext("%(n)s laporan diterima.", "%(n)s laporan diterima.", len(accepted))
        if accepted:
            messages.success(request, words % {"n": len(accepted)})
        for report, reason in skipped:
            messages.warning(request, _("%(report)s dilewati: %(why)s") % {"report": report, "why": reason})
        gone = len(set(chosen)) - len(accepted) - len(skipped)
        if gone:
            words = ngettext(
                "%(n)s laporan dilewati karena sudah diputuskan atau ditarik sementara itu.",
                "%(n)s laporan dilewati karena sudah diputuskan atau ditarik sementara itu.",
                gone,
            )
            messages.warning(request, words % {"n": gone})
        if not chosen:
            messages.error(request, _("Centang sedikitnya satu laporan."))
        return redirect(request.get_full_path())


def as_uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
