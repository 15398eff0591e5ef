"""Surat rujukan: asked for, watched while it is made, handed to the one person it names as its reader."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View

from cases.forms.papers import LetterForm
from cases.models import CaseDocument
from cases.rules.papers import check_letter, check_paper_file
from cases.selectors.papers import job_of, letters_of, may_name, paper_list, referral_list
from cases.services.papers import referral_letter_make
from cases.views.common import CaseFormPage, CasePage, Recorded
from gugus.core.pages import job_context
from gugus.core.permissions import reason_against
from gugus.core.templatetags.gugus import waktu
from gugus.core.views import SelectorPage
from gugus.documents.http import pdf_response


class LetterCreate(CaseFormPage):
    """Make a surat rujukan of a sent referral, and see those made before."""

    of_case = False
    selector = referral_list
    rule = check_letter
    reads = "cases.letter_form_read"
    form_class = LetterForm
    template_name = "cases/paper_form.html"
    title = gettext_lazy("Surat rujukan")
    submit_label = gettext_lazy("Buat surat")

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"may_name": may_name(self.request.user, self.object)}

    def perform(self, form: Any) -> CaseDocument:
        return referral_letter_make(referral=self.object, by=self.request.user, **form.cleaned_data)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {
            "place": self.object.number,
            "papers": letters_of(self.request.user, self.object),
        }

    def get_success_url(self) -> str:
        return reverse("cases:paper-detail", args=[self.result.pk])

    def get_cancel_url(self) -> str:
        return self.object.get_absolute_url()


class PaperPage(CasePage):
    """One paper: how far the work is, then its file."""

    of_case = False
    selector = paper_list
    reads = "cases.paper_read"
    template_name = "cases/paper_detail.html"

    def get_title(self) -> str:
        return self.object.title

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        paper, user = self.object, self.request.user
        job = job_of(user, paper)
        name = _("nama, alamat, dan kontak") if paper.with_identity else _("hanya kode")
        return super().get_context_data(**kwargs) | {
            "job": job_context(job) if job and not paper.file else None,
            "refusal": reason_against(check_paper_file, user, paper),
            "file_url": reverse("cases:paper-file", args=[paper.pk]),
            "facts": [
                {"label": _("Dibuat oleh"), "value": paper.made_by},
                {"label": _("Dibuat"), "value": waktu(paper.created_at)},
                {"label": _("Menyebut korban dengan"), "value": name},
            ],
        }


class PaperFile(Recorded, SelectorPage, View):
    """The PDF itself, under a name that says its number and no more."""

    of_case = False
    selector = paper_list
    reads = "cases.paper_file_read"

    def get(self, request: HttpRequest, pk: UUID) -> HttpResponseBase:
        self.object = get_object_or_404(self.get_queryset(), pk=pk)
        check_paper_file(request.user, self.object)
        if not self.object.file:
            raise Http404
        return pdf_response(self.object.file, filename=file_name(self.object), inline=False)


def file_name(paper: CaseDocument) -> str:
    """`surat-rujukan-r-012-dinsos-xi-2026.pdf`."""
    return f"{slugify(paper.title.replace('/', '-')) or 'dokumen'}.pdf"
