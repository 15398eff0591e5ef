"""Files of a meeting: listed by point of the agenda, added, taken away, handed out after the check."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View

from gugus.core.permissions import allowed
from gugus.core.views import PlainForm, SelectorPage
from gugus.documents.http import file_response
from meetings.enums import AttachmentKind
from meetings.forms.attachments import AttachmentForm
from meetings.rules.attachments import check_attachment_change
from meetings.rules.common import check_change
from meetings.selectors.attachments import attachment_list, attachments_of
from meetings.services import attachments as services
from meetings.views.frame import MeetingFormPage, MeetingMove, MeetingPage, act, manages


class AttachmentList(MeetingPage):
    template_name = "meetings/attachment_list.html"
    title = gettext_lazy("Berkas rapat")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user, meeting = self.request.user, self.meeting
        add = act(user, _("Tambah berkas"), "attachment-add", check_change, meeting, kind="primary")
        return super().get_context_data(**kwargs) | {
            "rows": attachment_rows(user, meeting),
            "button": add if manages(user) else None,
        }


def attachment_rows(user: Any, meeting: Any) -> list[dict[str, Any]]:
    """Files with what the list says of each; `remove_url` where this person may take it away."""
    changes = allowed(check_change, user, meeting)
    return [
        {
            "row": row,
            "type": _("PDF") if row.content_type == "application/pdf" else _("foto"),
            "remove_url": reverse("meetings:attachment-remove", args=[row.pk]) if changes else "",
        }
        for row in attachments_of(user, meeting)
    ]


class AttachmentAdd(MeetingFormPage):
    rule = check_change
    form_class = AttachmentForm
    title = gettext_lazy("Tambah berkas rapat")
    submit_label = gettext_lazy("Simpan berkas")
    success_message = gettext_lazy("Berkas disimpan.")

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"meeting": self.meeting}

    def get_initial(self) -> dict[str, Any]:
        asked = self.request.GET.get("jenis", "")
        return {"kind": asked} if asked in AttachmentKind else {}

    def perform(self, form: Any) -> Any:
        return services.attachment_add(meeting=self.meeting, by=self.request.user, **form.cleaned_data)

    def get_success_url(self) -> str:
        return reverse("meetings:attachment-list", args=[self.meeting.pk])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        note = _("Jangan unggah foto atau surat yang memperlihatkan identitas korban.")
        return super().get_context_data(**kwargs) | {"note": note}


class AttachmentRemove(MeetingMove):
    selector = attachment_list
    rule = check_attachment_change
    form_class = PlainForm
    title = gettext_lazy("Hapus berkas")
    submit_label = gettext_lazy("Hapus berkas")
    note = gettext_lazy("Berkasnya dihapus dan tidak dapat dikembalikan.")
    success_message = gettext_lazy("Berkas dihapus.")

    def perform(self, form: Any) -> None:
        services.attachment_remove(attachment=self.object, by=self.request.user)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {"facts": [self.object.title]}

    def get_success_url(self) -> str:
        return reverse("meetings:attachment-list", args=[self.meeting.pk])

    get_cancel_url = get_success_url


class AttachmentFile(SelectorPage, View):
    """The stored file itself: as an attachment, for who may know the meeting."""

    selector = attachment_list

    def get(self, request: HttpRequest, pk: UUID) -> HttpResponseBase:
        row = get_object_or_404(self.get_queryset(), pk=pk)
        return file_response(row.file, name="berkas-rapat", content_type=row.content_type)
