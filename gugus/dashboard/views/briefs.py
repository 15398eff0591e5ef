"""Lembar ringkas: asked for, watched while made, taken home."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View

from gugus.core import jobs
from gugus.core.components import Button
from gugus.core.templatetags.gugus import waktu
from gugus.core.views import DetailPage, ListPage, SelectorPage
from gugus.dashboard.models import BriefDocument
from gugus.dashboard.rules import check_brief_make
from gugus.dashboard.selectors.snapshots import brief_list
from gugus.dashboard.services.briefs import brief_make
from gugus.dashboard.tables.snapshots import BriefTable
from gugus.documents.http import pdf_response


def crumbs(*more: dict[str, str]) -> list[dict[str, str]]:
    """The way back to the board."""
    return [{"label": _("Dasbor"), "url": reverse("dashboard:dashboard")}, *more]


def make_button() -> Button:
    """Asks for a paper of the figures as they are now."""
    return Button(
        label=_("Buat lembar ringkas"), url=reverse("dashboard:brief-make"), method="post", kind="primary"
    )


class BriefList(ListPage):
    """Papers of the task force; a POST freezes the figures and makes the next."""

    selector = brief_list
    rule = check_brief_make
    table_class = BriefTable
    title = gettext_lazy("Lembar ringkas Sekda")
    template_name = "dashboard/brief_list.html"
    export_name = "lembar-ringkas"
    empty = {
        "title": gettext_lazy("Belum ada lembar ringkas"),
        "text": gettext_lazy(
            "Satu halaman A4: tujuh angka, yang perlu ditanyakan, dan capaian tiap strategi. Portal "
            "membuatnya sebelum setiap rapat koordinasi; Anda dapat meminta satu sekarang."
        ),
    }

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {
            "crumbs": crumbs(),
            "lead": _("Angka dibekukan saat lembar diminta, jadi lembar dan potretnya selalu sama."),
            "button": make_button(),
        }

    def post(self, request: HttpRequest) -> HttpResponse:
        job = brief_make(by=request.user)
        return redirect("dashboard:brief-detail", pk=job.document_id)


class BriefPage(DetailPage):
    """Progress while it is made, then the file; the component asks again by itself."""

    selector = brief_list
    template_name = "dashboard/brief_detail.html"

    def get_title(self) -> str:
        return _("Lembar ringkas, %(at)s") % {"at": waktu(self.object.snapshot.as_of)}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        paper: BriefDocument = self.object
        here = {"label": _("Lembar ringkas"), "url": reverse("dashboard:brief-make")}
        retry = reverse("dashboard:brief-retry", args=[paper.pk])
        return super().get_context_data(**kwargs) | {
            "crumbs": crumbs(here),
            "job": None if paper.file else newest_job(paper),
            "retry": Button(label=_("Coba lagi"), url=retry, method="post"),
            "facts": facts(paper),
        }


def newest_job(paper: BriefDocument) -> Any:
    return max(paper.jobs.all(), key=lambda each: each.created_at, default=None)


def facts(paper: BriefDocument) -> list[dict[str, Any]]:
    """What is known of one paper."""
    snapshot = paper.snapshot
    return [
        {"label": _("Potret angka"), "value": str(snapshot), "url": snapshot.get_absolute_url()},
        {"label": _("Keadaan per"), "value": waktu(snapshot.as_of)},
        {"label": _("Dibuat"), "value": snapshot.get_occasion_display()},
        {"label": _("Kode di kaki lembar"), "value": snapshot.code},
    ]


class BriefRetry(SelectorPage, View):
    """Coba lagi after a failed printing."""

    http_method_names = ["post", "options"]
    selector = brief_list

    def post(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        paper = get_object_or_404(self.get_queryset(), pk=pk)
        check_brief_make(request.user)
        job = newest_job(paper)
        if job is None:
            raise Http404
        jobs.retry(job)
        return redirect("dashboard:brief-detail", pk=paper.pk)


class BriefFile(SelectorPage, View):
    """The PDF of one visible paper."""

    http_method_names = ["get", "head", "options"]
    selector = brief_list

    def get(self, request: HttpRequest, pk: UUID) -> HttpResponseBase:
        paper = get_object_or_404(self.get_queryset(), pk=pk)
        if not paper.file:
            raise Http404
        name = f"lembar-ringkas-potret-{paper.snapshot.number}.pdf"
        return pdf_response(paper.file, filename=name, inline=False)
