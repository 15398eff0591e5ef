"""Files of a case: listed, added, shared, taken away, and handed out one by one on record."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View
from django.views.decorators.csrf import csrf_exempt, csrf_protect

from cases.forms.attachments import AttachmentForm
from cases.models import Attachment
from cases.rules import identity as rules
from cases.rules.cases import check_handle
from cases.selectors import attachments as selectors
from cases.selectors.cases import case_list
from cases.services import attachments as services
from cases.views.common import CaseFormPage, CasePage, Recorded
from gugus.core.components import Button
from gugus.core.permissions import reason_against
from gugus.core.views import PlainForm, SelectorPage
from gugus.documents.uploads import InMemoryUpload

ENDINGS = {"application/pdf": "pdf", "image/jpeg": "jpg"}


def attachments_url(case: Any) -> str:
    return reverse("cases:attachment-list", args=[case.pk])


class AttachmentList(CasePage):
    """Titles, kinds and dates; a click opens one."""

    reads = "cases.attachment_list_read"
    selector = case_list
    title = gettext_lazy("Lampiran")
    template_name = "cases/attachment_list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user, case = self.request.user, self.case
        add = Button(
            label=_("Tambah lampiran"),
            url=reverse("cases:attachment-add", args=[case.pk]),
            kind="primary",
            reason=reason_against(check_handle, user, case),
        )
        mine = user.authority.group_ids
        rows = selectors.attachments_of(user, case)
        return super().get_context_data(**kwargs) | {
            "case": case,
            "place": case.code,
            "button": add,
            "attachments": [{"row": row, "changes": row.group_id in mine and not add.reason} for row in rows],
        }


@method_decorator(csrf_exempt, name="dispatch")
class AttachmentAdd(CaseFormPage):
    """The upload stays in memory: a temporary file would lie on the disk in clear."""

    reads = "cases.attachment_form_read"
    selector = case_list
    rule = check_handle
    form_class = AttachmentForm
    title = gettext_lazy("Tambah lampiran")
    template_name = "cases/attachment_form.html"
    submit_label = gettext_lazy("Simpan lampiran")
    success_message = gettext_lazy("Lampiran disimpan terenkripsi.")

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """The handler must be set before CSRF reads the body, so the check itself is one step further in."""
        request.upload_handlers = [InMemoryUpload(request)]
        return self.checked(request, *args, **kwargs)

    @method_decorator(csrf_protect)
    def checked(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return super().dispatch(request, *args, **kwargs)

    def perform(self, form: Any) -> Attachment:
        return services.attachment_add(case=self.case, by=self.request.user, **form.cleaned_data)

    def get_success_url(self) -> str:
        return attachments_url(self.case)

    get_cancel_url = get_success_url


class AttachmentMove(CaseFormPage):
    """A step about one file; leads back to the list."""

    of_case = False
    selector = selectors.attachment_list
    rule = rules.check_attachment_change
    form_class = PlainForm
    template_name = "cases/attachment_move.html"

    def get_success_url(self) -> str:
        return attachments_url(self.case)

    get_cancel_url = get_success_url


class AttachmentRemove(AttachmentMove):
    reads = "cases.attachment_remove_read"
    title = gettext_lazy("Hapus lampiran")
    submit_label = gettext_lazy("Hapus lampiran")
    success_message = gettext_lazy("Lampiran dihapus.")
    extra_context = {"note": gettext_lazy("Berkasnya dihapus dan tidak dapat dikembalikan.")}

    def perform(self, form: Any) -> None:
        services.attachment_remove(attachment=self.object, by=self.request.user)


class AttachmentShare(AttachmentMove):
    reads = "cases.attachment_share_read"

    def get_title(self) -> str:
        return _("Berhenti membagikan lampiran") if self.object.shared else _("Bagikan lampiran")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        closing = _("Setelah ini hanya penangan di instansi Anda yang dapat membukanya.")
        opening = _("Setelah ini semua instansi yang menangani kasus ini dapat membukanya.")
        return super().get_context_data(**kwargs) | {
            "kind": "primary",
            "submit_label": self.get_title(),
            "note": closing if self.object.shared else opening,
        }

    def perform(self, form: Any) -> Attachment:
        return services.attachment_share(
            attachment=self.object, shared=not self.object.shared, by=self.request.user
        )


class AttachmentFile(Recorded, SelectorPage, View):
    """The content itself: under a neutral name, sandboxed, never guessed at, never cached."""

    reads = "cases.attachment_read"
    of_case = False
    selector = selectors.attachment_list

    def get(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        self.object = get_object_or_404(self.get_queryset(), pk=pk)
        kind = self.object.content_type
        response = HttpResponse(services.attachment_content(attachment=self.object), content_type=kind)
        response["Content-Disposition"] = f'attachment; filename="lampiran.{ENDINGS[kind]}"'
        response["Content-Security-Policy"] = "sandbox; default-src 'none'"
        response["X-Content-Type-Options"] = "nosniff"
        response["Cache-Control"] = "private, no-store"
        return response
