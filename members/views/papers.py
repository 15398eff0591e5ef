"""The SK on paper: asking for a version, watching it being made, taking it home, bringing it back signed."""

from typing import Any

from django import forms
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import View

from gugus.core import jobs
from gugus.core.components import Button
from gugus.core.permissions import Denied, allowed
from gugus.core.templatetags.gugus import tanggal, waktu
from gugus.core.views import DetailPage, ObjectFormPage
from gugus.documents.enums import DocumentStatus
from gugus.documents.http import pdf_response
from members import documents, rules, selectors, services
from members.enums import DecreeStatus
from members.forms import SignedUploadForm
from members.models import DecreeDocument
from members.views.seats import DecreePostView

DOCUMENT_TONES = {
    DocumentStatus.DRAFT: "draft",
    DocumentStatus.FINAL: "note",
    DocumentStatus.SIGNED: "good",
    DocumentStatus.SUPERSEDED: "locked",
    DocumentStatus.REVOKED: "locked",
}


class DocumentCreateView(DecreePostView):
    """Buat PDF: reserves a version and sends the person to its progress."""

    def post(self, request: HttpRequest, pk: Any) -> HttpResponse:
        decree = self.decree(request, pk)
        if decree.status not in (DecreeStatus.DRAFT, DecreeStatus.REVIEW):
            gaps = documents.decree_gaps(decree)
            if gaps:
                raise Denied(_("PDF final belum dapat dibuat. ") + " ".join(gaps))
        job = services.decree_render(decree=decree, by=request.user)  # type: ignore[arg-type]
        return redirect("members:document-detail", pk=job.document_id)


class DocumentDetailPage(DetailPage):
    """Progress while it is made, then the file; the component asks again by itself."""

    selector = selectors.decree_document_list
    template_name = "members/document_detail.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user, document = self.request.user, self.object
        job = document.jobs.order_by("-created_at").first()
        keeps = allowed(rules.check_signed_file, user, document)
        retry = reverse("members:document-retry", args=[document.pk])
        more = {
            "title": _("%(kind)s, versi %(n)s")
            % {"kind": document.get_kind_display(), "n": document.version},
            "place": document.title,
            "status": document.get_status_display(),
            "tone": DOCUMENT_TONES[DocumentStatus(document.status)],
            "decree": document.decree,
            "job": job if job and not document.file else None,
            "retry": Button(label=_("Coba lagi"), url=retry, method="post") if keeps else None,
            "facts": document_facts(document),
            "may_sign": keeps and document.status == DocumentStatus.FINAL and bool(document.file),
            "crumbs": [
                {"label": _("SK"), "url": reverse("members:decree-list")},
                {"label": str(document.decree), "url": document.decree.get_absolute_url()},
            ],
        }
        return super().get_context_data(**kwargs) | more


def document_facts(document: DecreeDocument) -> list[dict[str, Any]]:
    """What is known of one version."""
    final = document.status != DocumentStatus.DRAFT
    rows = [
        (_("Nomor"), document.number),
        (_("Tanggal"), tanggal(document.dated) if document.dated else ""),
        (_("Dibuat"), f"{waktu(document.created_at)}, {document.made_by}"),
        (_("Kode verifikasi"), document.verification_code if final and document.number else ""),
        (
            _("Berkas bertanda tangan"),
            waktu(document.signed_recorded_at) if document.signed_recorded_at else "",
        ),
        (
            _("Tanda tangan elektronik"),
            document.get_signature_state_display() if document.signed_file else "",
        ),
    ]
    return [{"label": label, "value": value} for label, value in rows if value]


class DocumentRetryView(View):
    """Coba lagi after a failed rendering; one's own job only."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: Any) -> HttpResponse:
        document = get_object_or_404(selectors.decree_document_list(request.user), pk=pk)  # type: ignore[arg-type]
        rules.check_signed_file(request.user, document)  # type: ignore[arg-type]
        job = max(document.jobs.all(), key=lambda each: each.created_at, default=None)
        if job is None:
            raise Http404
        jobs.retry(job)
        return redirect("members:document-detail", pk=document.pk)


class DocumentFileView(View):
    """The PDF of one visible version: as rendered, or as it came back signed."""

    signed = False

    def get(self, request: HttpRequest, pk: Any) -> FileResponse:
        document = get_object_or_404(selectors.decree_document_list(request.user), pk=pk)  # type: ignore[arg-type]
        stored = document.signed_file if self.signed else document.file
        if not stored:
            raise Http404
        kind = "bertanda-tangan" if self.signed else document.get_status_display().split(",")[0]
        return pdf_response(stored, filename=f"sk-v{document.version}-{kind}.pdf", inline=False)


class ReviewScanView(View):
    """The scan of a review, for the secretariat and Bagian Hukum."""

    def get(self, request: HttpRequest, pk: Any) -> HttpResponse:
        review = get_object_or_404(selectors.review_list(request.user), pk=pk)  # type: ignore[arg-type]
        if not review.scan:
            raise Http404
        response = FileResponse(review.scan.open("rb"), as_attachment=True, filename="telaah")
        response["Content-Security-Policy"] = "sandbox; default-src 'none'"
        response["X-Content-Type-Options"] = "nosniff"
        return response


class SignedUploadPage(ObjectFormPage):
    title = gettext_lazy("Unggah berkas bertanda tangan")
    selector = selectors.decree_document_list
    form_class = SignedUploadForm
    rule = rules.check_signed_file
    submit_label = gettext_lazy("Unggah dan periksa")
    success_message = gettext_lazy("Berkas disimpan. Kode verifikasinya kini dapat diperiksa publik.")

    def perform(self, form: forms.Form) -> Any:
        return services.decree_signed_file_record(
            document=self.object, by=self.request.user, **form.cleaned_data
        )

    def get_success_url(self) -> str:
        return reverse("members:document-detail", args=[self.object.pk])

    get_cancel_url = get_success_url
