"""Where the victim is kept safe: closed until asked for, each opening on record."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.forms.identity import ReasonForm, ShelterForm
from cases.models import Case, Shelter
from cases.rules import identity as rules
from cases.selectors import identity as selectors
from cases.selectors.cases import case_list
from cases.services import identity as services
from cases.views.common import CaseFormPage
from cases.views.identity import ASKED, Opening
from gugus.core.components import Button
from gugus.core.permissions import reason_against


def shelter_url(case: Case, asked: Any = "") -> str:
    here = reverse("cases:shelter-list", args=[case.pk])
    return f"{here}?{ASKED}={asked}" if asked else here


class ShelterList(Opening):
    """All placements, newest first; only their dates show."""

    reads = "cases.shelter_read"
    selector = case_list
    rule = rules.check_shelter_read
    title = gettext_lazy("Tempat aman")
    template_name = "cases/shelter_list.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.object = self.get_object()
        extra = {"form": ReasonForm(user=request.user)} if request.GET.get(ASKED) else {}
        return self.render_to_response(self.get_context_data(**extra))

    def open(self, asked: str, reason: str) -> bool:
        rows = selectors.shelter_list(self.request.user).filter(case=self.object)
        row = get_object_or_404(rows, pk=_key(asked))
        return services.shelter_show(shelter=row, by=self.request.user, reason=reason)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user, case = self.request.user, self.case
        reason = reason_against(rules.check_shelter_edit, user, case)
        opened = kwargs.get("opened", "")
        add = Button(
            label=_("Tambah tempat aman"), url=reverse("cases:shelter-add", args=[case.pk]), reason=reason
        )
        return super().get_context_data(**kwargs) | {
            "shelters": [_entry(row, opened, reason) for row in selectors.shelters_of(user, case)],
            "secondary": [add],
        }


def _key(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _entry(row: Shelter, opened: str, reason: str) -> dict[str, Any]:
    show = opened == str(row.pk)
    values = [
        {"label": str(Shelter._meta.get_field(name).verbose_name).capitalize(), "value": getattr(row, name)}
        for name in selectors.SHELTER_FIELDS
        if show
    ]
    change = reverse("cases:shelter-update", args=[row.pk]) if show and not reason else ""
    return {"row": row, "values": values, "reveal_url": shelter_url(row.case, row.pk), "change_url": change}


class ShelterAdd(CaseFormPage):
    reads = "cases.shelter_form_read"
    selector = case_list
    rule = rules.check_shelter_edit
    form_class = ShelterForm
    title = gettext_lazy("Tambah tempat aman")
    template_name = "cases/shelter_form.html"
    submit_label = gettext_lazy("Simpan tempat aman")
    success_message = gettext_lazy("Tempat aman disimpan terenkripsi.")

    def perform(self, form: Any) -> Shelter:
        return services.shelter_save(case=self.case, by=self.request.user, **form.cleaned_data)

    def get_success_url(self) -> str:
        return shelter_url(self.case)

    get_cancel_url = get_success_url


class ShelterUpdate(ShelterAdd):
    """Filled from what is there, which counts as opening it."""

    of_case = False
    selector = selectors.shelter_list
    title = gettext_lazy("Ubah tempat aman")

    def check_rule(self) -> None:
        rules.check_shelter_edit(self.request.user, self.case)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not services.shelter_show(shelter=self.object, by=request.user):
            return redirect(shelter_url(self.case, self.object.pk))
        return super().get(request, *args, **kwargs)

    def get_initial(self) -> dict[str, Any]:
        if self.request.method == "POST":
            return {}
        return {name: getattr(self.object, name) for name in (*selectors.SHELTER_FIELDS, "since", "until")}

    def perform(self, form: Any) -> Shelter:
        return services.shelter_save(
            case=self.case, shelter=self.object, by=self.request.user, **form.cleaned_data
        )
