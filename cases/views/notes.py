"""Notes of a case, and the cases it belongs together with."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.forms.records import (
    LinkForm,
    NoteForm,
)
from cases.rules.cases import check_handle
from cases.rules.records import check_link_remove
from cases.selectors import records
from cases.selectors.cases import case_list, link_list
from cases.services.links import link_add, link_remove
from cases.services.notes import note_add
from cases.views.common import CaseFormPage
from cases.views.drafts import Drafted
from cases.views.frame import OfCasePage
from gugus.core.permissions import reason_against


class NoteListPage(Drafted, CaseFormPage):
    """Notes of one's desk and the shared ones of others; the form for a new one is on top."""

    draft_key = "catatan"
    selector = case_list
    reads = "cases.note_read"
    form_class = NoteForm
    template_name = "cases/note_list.html"
    title = gettext_lazy("Catatan")
    submit_label = gettext_lazy("Simpan catatan")
    success_message = gettext_lazy("Catatan disimpan.")

    def perform(self, form: Any) -> Any:
        return note_add(case=self.object, by=self.request.user, **form.cleaned_data)

    def get_success_url(self) -> str:
        return reverse("cases:note-list", args=[self.object.pk])

    def get_cancel_url(self) -> str:
        return ""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user, case = self.request.user, self.object
        reason = reason_against(check_handle, user, case)
        notes = records.notes_of(user, case)[:200]
        return super().get_context_data(**kwargs) | {"notes": notes, "reason": reason}


class LinkCreate(CaseFormPage):
    selector = case_list
    rule = check_handle
    form_class = LinkForm
    template_name = "cases/case_form.html"
    title = gettext_lazy("Kaitkan dengan kasus lain")
    submit_label = gettext_lazy("Kaitkan kasus")
    success_message = gettext_lazy("Kedua kasus dikaitkan; yang melihatnya hanya penangan keduanya.")

    def perform(self, form: Any) -> Any:
        return link_add(case=self.object, by=self.request.user, **form.cleaned_data)


class LinkRemove(OfCasePage):
    selector = link_list
    rule = check_link_remove
    title = gettext_lazy("Lepas kaitan")
    submit_label = gettext_lazy("Lepas kaitan")
    success_message = gettext_lazy("Kaitan dilepas.")

    @property
    def case(self) -> Any:
        return self.object.first

    def perform(self, form: Any) -> Any:
        return link_remove(link=self.object, by=self.request.user)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        codes = {"first": self.object.first.code, "second": self.object.second.code}
        note = _("Kasus %(first)s dan %(second)s tidak lagi dikaitkan.") % codes
        return super().get_context_data(**kwargs) | {"note": note}
