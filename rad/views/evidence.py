"""Proof: added to a report, shared, taken away, and handed out only after the permission check."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View

from gugus.core.views import SelectorPage, TransitionPage
from gugus.documents.http import file_response
from rad import forms, rules, selectors, services
from rad.views.common import crumbs
from rad.views.reports import ItemReportPage


class EvidenceCreate(ItemReportPage):
    """Attach a photo, a PDF or a link to the report of one item; begins the draft when there is none."""

    form_class = forms.EvidenceForm
    template_name = "rad/evidence_form.html"
    submit_label = gettext_lazy("Lampirkan bukti")
    saved_words = gettext_lazy("Bukti dilampirkan. Laporan masih draf sampai Anda mengajukannya.")

    def get_title(self) -> str:
        return _("Bukti untuk %(code)s, %(period)s") % {"code": self.item.code, "period": self.period}

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"behalf": self.behalf and self.row.report is None}

    def perform(self, form: Any) -> Any:
        return services.evidence_add(
            item=self.item, period=self.period, by=self.request.user, **form.cleaned_data
        )

    def get_success_url(self) -> str:
        return self.result.report.get_absolute_url()


class EvidenceMove(TransitionPage):
    """A step about one piece of evidence; leads back to its report."""

    selector = selectors.evidence_list
    form_class = forms.ConfirmForm

    def get_success_url(self) -> str:
        return self.object.report.get_absolute_url()

    get_cancel_url = get_success_url

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {
            "crumbs": crumbs(self.object.report.period.plan, self.object.report.period),
            "facts": [self.object.title],
        }


class EvidenceRemove(EvidenceMove):
    rule = rules.check_evidence_change
    title = gettext_lazy("Hapus bukti")
    submit_label = gettext_lazy("Hapus bukti")
    note = gettext_lazy("Berkasnya dihapus dan tidak dapat dikembalikan.")
    success_message = gettext_lazy("Bukti dihapus.")

    def perform(self, form: Any) -> Any:
        return services.evidence_remove(evidence=self.object, by=self.request.user)


class EvidenceShare(EvidenceMove):
    rule = rules.check_evidence_share

    def get_title(self) -> str:
        return _("Berhenti membagikan bukti") if self.object.shared else _("Bagikan bukti")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        shared = self.object.shared
        note = _("Setelah ini hanya instansi Anda, sekretariat, pimpinan, dan pengawas yang melihatnya.")
        return super().get_context_data(**kwargs) | {
            "kind": "primary",
            "submit_label": self.get_title(),
            "note": note if shared else _("Setelah ini semua anggota gugus tugas dapat membukanya."),
        }

    def perform(self, form: Any) -> Any:
        return services.evidence_share(
            evidence=self.object, shared=not self.object.shared, by=self.request.user
        )


class EvidenceFile(SelectorPage, View):
    """The stored file itself: as an attachment, sandboxed, never guessed at, never cached."""

    selector = selectors.evidence_list

    def get(self, request: HttpRequest, pk: UUID) -> HttpResponseBase:
        row = get_object_or_404(self.get_queryset(), pk=pk)
        if not row.file:
            raise Http404
        return file_response(row.file, name="bukti", content_type=row.content_type)
