"""Papers of a meeting: asked for, watched while made, taken home, brought back signed."""

from typing import Any
from uuid import UUID

from django import forms
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View

from gugus.core import jobs
from gugus.core.components import Button
from gugus.core.permissions import allowed
from gugus.core.templatetags.gugus import tanggal, waktu
from gugus.core.views import SelectorPage
from gugus.documents.enums import DocumentKind, DocumentStatus
from gugus.documents.http import pdf_response
from meetings.mails import paper_name
from meetings.models import MeetingDocument
from meetings.rules.papers import CHECKS, check_paper_manage, check_signed_file
from meetings.selectors.meetings import meeting_list
from meetings.selectors.papers import paper_list
from meetings.services.papers import paper_make, paper_signed_file_record
from meetings.views.frame import MeetingFormPage, MeetingPage
from members.forms import SignedUploadForm

PAPER_TONES = {
    DocumentStatus.DRAFT: "draft",
    DocumentStatus.FINAL: "note",
    DocumentStatus.SIGNED: "good",
    DocumentStatus.SUPERSEDED: "locked",
    DocumentStatus.REVOKED: "locked",
}

# Kind of paper → the page of the meeting it belongs to.
BACK: dict[str, str] = {
    DocumentKind.INVITATION: "invitation-list",
    DocumentKind.ATTENDANCE: "attendance",
    DocumentKind.MINUTES: "minutes",
}


def paper_rows(papers: Any) -> list[dict[str, Any]]:
    """Versions of a paper for `meetings/_papers.html`."""
    return [
        {
            "url": reverse("meetings:paper-detail", args=[paper.pk]),
            "label": _("Versi %(n)s, %(at)s") % {"n": paper.version, "at": waktu(paper.created_at)},
            "status": paper.get_status_display(),
            "tone": PAPER_TONES[DocumentStatus(paper.status)],
        }
        for paper in papers
    ]


class PaperCreate(SelectorPage, View):
    """Buat PDF: reserves a version and sends the person to its progress."""

    http_method_names = ["post", "options"]
    selector = meeting_list

    def post(self, request: HttpRequest, pk: UUID, kind: str) -> HttpResponse:
        meeting = get_object_or_404(self.get_queryset(), pk=pk)
        if kind not in CHECKS:
            raise Http404
        job = paper_make(meeting=meeting, kind=kind, by=request.user)
        return redirect("meetings:paper-detail", pk=job.document_id)


class PaperPage(MeetingPage):
    """Progress while it is made, then the file; the component asks again by itself."""

    selector = paper_list
    template_name = "meetings/paper_detail.html"

    def get_title(self) -> str:
        return _("%(kind)s, versi %(n)s") % {
            "kind": self.object.get_kind_display(),
            "n": self.object.version,
        }

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user, paper = self.request.user, self.object
        job = max(paper.jobs.all(), key=lambda each: each.created_at, default=None)
        retry = Button(
            label=_("Coba lagi"), url=reverse("meetings:paper-retry", args=[paper.pk]), method="post"
        )
        return super().get_context_data(**kwargs) | {
            "status": paper.get_status_display(),
            "tone": PAPER_TONES[DocumentStatus(paper.status)],
            "job": job if job and not paper.file else None,
            "retry": retry if allowed(check_paper_manage, user, paper) else None,
            "facts": paper_facts(paper),
            "may_sign": allowed(check_signed_file, user, paper),
            "back_url": back_url(paper),
        }


def back_url(paper: MeetingDocument) -> str:
    """The page of the meeting that a paper belongs to."""
    return reverse(f"meetings:{BACK.get(paper.kind, 'meeting-detail')}", args=[paper.meeting_id])


def paper_facts(paper: MeetingDocument) -> list[dict[str, Any]]:
    """What is known of one version."""
    final = paper.status != DocumentStatus.DRAFT
    rows = [
        (_("Nomor"), paper.number),
        (_("Tanggal"), tanggal(paper.dated) if paper.dated else ""),
        (_("Dibuat"), f"{waktu(paper.created_at)}, {paper.made_by}"),
        (_("Kode verifikasi"), paper.verification_code if final else ""),
        (_("Berkas bertanda tangan"), waktu(paper.signed_recorded_at) if paper.signed_recorded_at else ""),
        (_("Tanda tangan elektronik"), paper.get_signature_state_display() if paper.signed_file else ""),
    ]
    return [{"label": label, "value": value} for label, value in rows if value]


class PaperRetry(SelectorPage, View):
    """Coba lagi after a failed rendering."""

    http_method_names = ["post", "options"]
    selector = paper_list

    def post(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        paper = get_object_or_404(self.get_queryset(), pk=pk)
        check_paper_manage(request.user, paper)
        job = max(paper.jobs.all(), key=lambda each: each.created_at, default=None)
        if job is None:
            raise Http404
        jobs.retry(job)
        return redirect("meetings:paper-detail", pk=paper.pk)


class PaperFile(SelectorPage, View):
    """The PDF of one visible version: as rendered, or as it came back signed."""

    http_method_names = ["get", "head", "options"]
    selector = paper_list
    signed = False

    def get(self, request: HttpRequest, pk: UUID) -> HttpResponseBase:
        paper = get_object_or_404(self.get_queryset(), pk=pk)
        stored = paper.signed_file if self.signed else paper.file
        if not stored:
            raise Http404
        return pdf_response(stored, filename=paper_name(paper), inline=False)


class PaperUpload(MeetingFormPage):
    """The signed scan, or the PDF with an electronic signature, comes back."""

    selector = paper_list
    rule = check_signed_file
    form_class = SignedUploadForm
    title = gettext_lazy("Unggah berkas bertanda tangan")
    submit_label = gettext_lazy("Unggah dan periksa")
    success_message = gettext_lazy("Berkas disimpan. Kode verifikasinya kini dapat diperiksa publik.")

    def perform(self, form: forms.Form) -> Any:
        return paper_signed_file_record(document=self.object, by=self.request.user, **form.cleaned_data)

    def get_success_url(self) -> str:
        return reverse("meetings:paper-detail", args=[self.object.pk])
