"""Long forms keep what is typed on the server: while one types, and with "Simpan draf" without a script."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from cases.forms.cases import NoFieldsForm
from cases.forms.drafts import DRAFTED, NEW_CASE, typed_in
from cases.models import Case
from cases.rules.cases import check_handle, check_handler
from cases.selectors.cases import case_list
from cases.selectors.drafts import draft_of, typed
from cases.services.drafts import case_draft_discard, case_draft_keep
from cases.views.common import CaseFormPage
from gugus.core.views import FormPage


def keep(key: str, case: Case | None, request: Any) -> list[str]:
    """Keep what a request holds of a form; returns why it may not be kept, if so."""
    fields = typed_in(DRAFTED[key], request.POST)
    try:
        case_draft_keep(case=case, key=key, fields=fields, by=request.user)
    except ValidationError as error:
        return error.messages
    return []


class Drafted:
    """A form page whose input is kept under `draft_key`; comes before the page's base."""

    draft_key = ""
    request: Any

    def draft_case(self) -> Case | None:
        return self.object  # type: ignore[attr-defined]

    @cached_property
    def draft(self) -> Any:
        return draft_of(self.request.user, self.draft_case(), self.draft_key)

    def get_initial(self) -> dict[str, Any]:
        return super().get_initial() | typed(self.draft)  # type: ignore[misc]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if "buang" in request.POST:
            self._discard()
            return redirect(request.get_full_path())
        if "draf" in request.POST:
            for refused in keep(self.draft_key, self.draft_case(), request):
                messages.error(request, refused)
            messages.success(request, _("Isian Anda disimpan sebagai draf; hanya Anda yang melihatnya."))
            return redirect(request.get_full_path())
        return super().post(request, *args, **kwargs)  # type: ignore[misc]

    def form_valid(self, form: Any) -> HttpResponse:
        response = super().form_valid(form)  # type: ignore[misc]
        if response.status_code == 302:
            self._discard()
        return response

    def form_invalid(self, form: Any) -> HttpResponse:
        keep(self.draft_key, self.draft_case(), self.request)
        return super().form_invalid(form)  # type: ignore[misc]

    def _discard(self) -> None:
        case_draft_discard(case=self.draft_case(), key=self.draft_key, by=self.request.user)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        case = self.draft_case()
        args = [case.pk, self.draft_key] if case else [self.draft_key]
        return super().get_context_data(**kwargs) | {  # type: ignore[misc]
            "draft": self.draft if self.request.method == "GET" else None,
            "draft_url": reverse("cases:draft-save" if case else "cases:draft-save-new", args=args),
        }


def said(request: HttpRequest, refused: list[str]) -> HttpResponse:
    """The moment, or what may not be kept; the header tells it from a sign-in page."""
    response = render(request, "components/draft_said.html", {"refused": refused, "now": timezone.now()})
    response["X-Draft"] = "kept"
    return response


class DraftSave(CaseFormPage):
    """Keeps the inputs of one form about a case, valid or not."""

    selector = case_list
    rule = check_handle
    form_class = NoFieldsForm
    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        key = self.kwargs["key"]
        if key not in DRAFTED or key == NEW_CASE:
            raise Http404
        return said(request, keep(key, self.object, request))


class DraftSaveNew(FormPage):
    """Keeps the inputs of a case that is not opened yet."""

    rule = check_handler
    form_class = NoFieldsForm
    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.kwargs["key"] != NEW_CASE:
            raise Http404
        return said(request, keep(NEW_CASE, None, request))
