"""The public verification page, and the secretariat's list of issuers to trust."""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods, require_safe

from gugus.core.components import Button
from gugus.core.views import CreatePage, ListPage, PlainForm, TransitionPage
from gugus.documents.enums import ComparisonResult, VerificationState
from gugus.documents.forms import AnchorForm, CodeForm, CompareForm
from gugus.documents.models import Document
from gugus.documents.rules import check_manage_anchors, check_withdraw_anchor
from gugus.documents.selectors import anchor_list, document_by_code, document_comparison, verification_state
from gugus.documents.services import anchor_add, anchor_withdraw
from gugus.documents.tables import AnchorTable
from gugus.documents.text import long_date
from gugus.documents.throttle import throttled
from gugus.documents.uploads import HashingUploadHandler

MEANING = {
    VerificationState.SIGNED: (
        "good",
        gettext_lazy("Tanda tangan elektroniknya utuh dan penerbit sertifikatnya dipercaya portal ini."),
    ),
    VerificationState.HASH_ONLY: (
        "note",
        gettext_lazy(
            "Dokumen tercatat dan arsipnya utuh, tetapi TTE-nya tidak dapat dibuktikan. Bandingkan "
            "berkas Anda di bawah."
        ),
    ),
    VerificationState.REPLACED: (
        "warn",
        gettext_lazy("Dokumen ini pernah tercatat, tetapi sudah diganti atau dicabut."),
    ),
    VerificationState.DAMAGED: (
        "bad",
        gettext_lazy(
            "Arsip portal rusak dan sedang tidak dapat membuktikan apa pun. Hubungi penerbit dokumen."
        ),
    ),
}
COMPARED = {
    ComparisonResult.SAME: "good",
    ComparisonResult.UNSIGNED: "warn",
    ComparisonResult.DIFFERENT: "bad",
}


@login_not_required
@require_safe
@throttled(limit=60, seconds=60)
def verification_start(request: HttpRequest) -> HttpResponse:
    """Ask for a code; a typed one leads to its page."""
    form = CodeForm(request.GET if "kode" in request.GET else None)
    if form.is_valid():
        return redirect("documents:verification", code=form.cleaned_data["kode"])
    status = 400 if form.is_bound else 200
    return render(request, "documents/verification_start.html", {"form": form}, status=status)


@login_not_required
@csrf_exempt
def verification(request: HttpRequest, code: str) -> HttpResponse:
    """Upload handlers must be set before CSRF reads the body, so the check itself is one step further in."""
    request.upload_handlers = [HashingUploadHandler(request)]  # type: ignore[misc]
    return _verification(request, code)


@require_http_methods(["GET", "HEAD", "POST"])
@csrf_protect
@throttled(limit=30, seconds=60)
def _verification(request: HttpRequest, code: str) -> HttpResponse:
    """Number, date, office and state. Unknown and draft codes get the same page."""
    document = document_by_code(code)
    if document is None:
        return render(request, "documents/verification_unknown.html", {"form": CodeForm()}, status=404)
    form = CompareForm(request.POST, request.FILES) if request.method == "POST" else CompareForm()
    context: dict[str, Any] = {"form": form, **_shown(document)}
    if form.is_bound and form.is_valid():
        result = document_comparison(document, form.cleaned_data["berkas"].sha256)
        context |= {"comparison": result.label, "comparison_tone": COMPARED[result]}
    status = 400 if form.is_bound and not form.is_valid() else 200
    return render(request, "documents/verification.html", context, status=status)


def _shown(document: Document) -> dict[str, Any]:
    """The few facts the public may know; never a person's data, so the model stays out of the template."""
    state = verification_state(document)
    tone, words = MEANING[state]
    rows = [
        {"label": _("Jenis"), "value": document.get_kind_display()},
        {"label": _("Nomor"), "value": document.number or "–"},
        {"label": _("Tanggal"), "value": long_date(document.dated) if document.dated else "–"},
        {"label": _("Penerbit"), "value": document.office or "–"},
        {"label": _("Tanda tangan elektronik"), "value": document.get_signature_state_display()},
        {"label": _("Keadaan"), "value": state.label},
    ]
    return {"rows": rows, "state": state.label, "tone": tone, "meaning": words}


class AnchorList(ListPage):
    """Issuers whose signatures count as TTE sah."""

    title = gettext_lazy("Penerbit tepercaya")
    selector = anchor_list
    rule = check_manage_anchors
    table_class = AnchorTable
    export_name = "penerbit-tepercaya"
    empty = {
        "title": gettext_lazy("Belum ada penerbit yang dipercaya"),
        "text": gettext_lazy(
            "Tanpa penerbit tepercaya, tanda tangan elektronik tercatat sebagai “penerbit belum dipercaya”. "
            "Tambahkan sertifikat penerbitnya, contoh BSrE."
        ),
    }

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        button = Button(label=_("Tambah penerbit"), url=reverse("documents:anchor-create"), kind="primary")
        return super().get_context_data(**kwargs) | {"button": button}


class AnchorCreate(CreatePage):
    """Trust one more issuer."""

    title = gettext_lazy("Tambah penerbit tepercaya")
    rule = check_manage_anchors
    form_class = AnchorForm
    success_url = cancel_url = "/dokumen/penerbit/"
    success_message = gettext_lazy(
        "Penerbit dipercaya. Berkas yang dicatat mulai sekarang diperiksa dengan sertifikat ini."
    )
    submit_label = gettext_lazy("Percayai penerbit")

    def perform(self, form: Form) -> Any:
        values = form.cleaned_data
        return anchor_add(name=values["name"], content=values["upload"].read(), by=self.request.user)


class AnchorWithdraw(TransitionPage):
    """Stop trusting an issuer."""

    title = gettext_lazy("Tarik kepercayaan pada penerbit")
    note = gettext_lazy(
        "Berkas yang sudah dicatat tetap memakai hasil pemeriksaan semula. Berkas berikutnya dari "
        "penerbit ini "
        "tercatat sebagai “penerbit belum dipercaya”."
    )
    selector = anchor_list
    rule = check_withdraw_anchor
    form_class = PlainForm
    success_url = cancel_url = "/dokumen/penerbit/"
    success_message = gettext_lazy("Kepercayaan pada penerbit ditarik.")
    submit_label = gettext_lazy("Tarik kepercayaan")

    def perform(self, form: Form) -> Any:
        return anchor_withdraw(anchor=self.object, by=self.request.user)
