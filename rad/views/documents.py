"""Reports made of a period: progress while one is rendered, then PDF and workbook of the same snapshot."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views import View

from gugus.core.components import Button
from gugus.core.permissions import reason_against
from gugus.core.templatetags.gugus import tanggal
from gugus.core.views import DetailPage, SelectorPage
from gugus.documents.http import pdf_response
from rad import rules, selectors, services, wording
from rad.documents import document_content
from rad.paper import file_word
from rad.resources.report_book import report_book
from rad.views.common import book_response, crumbs


class DocumentPage(DetailPage):
    """A paper: progress while it is made, then its files, its snapshot and the other versions."""

    selector = selectors.document_list
    template_name = "rad/document_detail.html"

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        document: Any = self.get_object()
        rules.check_period_manage(request.user, document.period)
        job = selectors.job_of(document)
        if job is None:
            raise Http404
        services.report_document_retry(job=job, by=request.user)
        return redirect("rad:document-detail", document.pk)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        document, user = self.object, self.request.user
        here = reverse("rad:document-detail", args=[document.pk])
        may = not reason_against(rules.check_period_manage, user, document.period)
        return super().get_context_data(**kwargs) | {
            "title": document.title,
            "crumbs": crumbs(document.plan, document.period),
            "job": selectors.job_of(document),
            "here": here,
            "retry": Button(label=_("Coba lagi"), url=here, method="post") if may else None,
            "result_url": reverse("rad:document-file", args=[document.pk]),
            "facts": snapshot_facts(document.snapshot),
            "versions": selectors.document_list(user).filter(period=document.period),
        }


def snapshot_facts(snapshot: Any) -> list[dict[str, Any]]:
    """What the page says of the frozen figures behind a paper, its proof included."""
    if snapshot is None:
        return []
    wrong = selectors.snapshot_faults(snapshot)
    proof = (
        _("Tidak cocok: %(codes)s. Hubungi admin sistem.") % {"codes": ", ".join(wrong)}
        if wrong
        else _("cocok")
    )
    return [
        {"label": _("Potret angka"), "value": _("Nomor %(n)s") % {"n": snapshot.number}},
        {"label": _("Keadaan per"), "value": tanggal(snapshot.as_of)},
        {"label": _("Dihitung ulang dari potret"), "value": proof},
        {"label": _("Sidik jari (SHA-256)"), "value": in_groups(snapshot.sha256)},
    ]


def in_groups(fingerprint: str) -> str:
    """Eight signs at a time, so that two people can compare it by phone."""
    return " ".join(fingerprint[at : at + 8] for at in range(0, len(fingerprint), 8))


class DocumentFile(SelectorPage, View):
    """The PDF itself, of a paper the person may see."""

    selector = selectors.document_list

    def get(self, request: HttpRequest, pk: UUID) -> HttpResponseBase:
        document = get_object_or_404(self.get_queryset(), pk=pk)
        if not document.file:
            raise Http404
        return pdf_response(document.file, filename=f"{file_name(document)}.pdf", inline=False)


class DocumentBook(SelectorPage, View):
    """The workbook of the same snapshot, made as it is asked for."""

    selector = selectors.document_list

    def get(self, request: HttpRequest, pk: UUID) -> HttpResponseBase:
        document = get_object_or_404(self.get_queryset(), pk=pk)
        if document.snapshot is None:
            raise Http404
        return book_response(report_book(document_content(document)), file_name(document))


def file_name(document: Any) -> str:
    """`laporan-rad-tw-iii-2026-v2`."""
    period = document.period
    words = file_word(document.kind, wording.slot_of(period.kind, period.ordinal), period.year)
    return f"laporan-rad-{words}-v{document.version}"
