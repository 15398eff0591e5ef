"""/kasus/: the list, finding one by its code, opening, changing, closing and reopening."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse, reverse_lazy
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_tables2.export.export import TableExport

from cases.forms.cases import (
    CaseForm,
    CaseOpenForm,
    CloseForm,
    FilterForm,
    FindForm,
    IncidentForm,
    NoFieldsForm,
)
from cases.forms.drafts import NEW_CASE
from cases.rules.cases import (
    check_case_close,
    check_case_reopen,
    check_case_update,
    check_handle,
    check_handler,
)
from cases.selectors.cases import case_list, case_page, incident_list, latest_referrals, open_referrals
from cases.services import trail
from cases.services.cases import case_close, case_open, case_reopen, case_update
from cases.services.incidents import incident_update
from cases.services.links import case_find
from cases.tables.cases import CaseTable
from cases.views.common import CaseFormPage
from cases.views.drafts import Drafted
from cases.views.merge import MergePage
from gugus.core.components import Button
from gugus.core.templatetags.gugus import angka
from gugus.core.views import CreatePage, FormPage, ListPage

MOST_EXPORTED = 1000


class CaseListPage(ListPage):
    """The newest cases one may see, 25 at a time; the page after a case, never a page number."""

    selector = case_list
    rule = check_handler
    table_class = CaseTable
    table_pagination: Any = False
    template_name = "cases/case_list.html"
    title = gettext_lazy("Kasus")
    export_name = "kasus"

    @cached_property
    def form(self) -> FilterForm:
        form = FilterForm(self.request.GET or None, user=self.request.user)
        form.is_valid()
        return form

    @cached_property
    def chosen(self) -> dict[str, str]:
        data = getattr(self.form, "cleaned_data", {})
        return {name: data.get(name, "") for name in ("status", "stage")}

    @cached_property
    def page(self) -> Any:
        exported = "_export" in self.request.GET
        size = {"size": MOST_EXPORTED} if exported else {}
        return case_page(
            self.request.user, after=as_uuid(self.request.GET.get("after")), **self.chosen, **size
        )

    def get_table_data(self) -> Any:
        return self.page.rows

    def get_table_kwargs(self) -> dict[str, Any]:
        referrals = latest_referrals(self.request.user, self.page.rows)
        return super().get_table_kwargs() | {"referrals": referrals}

    def get_table_pagination(self, table: Any) -> bool:
        return False

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = super().get(request, *args, **kwargs)
        if TableExport.is_valid_format(request.GET.get("_export", "")):
            trail.record(
                by=request.user, action="cases.case_export", cases=len(self.page.rows), **self.chosen
            )
        return response

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        total = self.page.total
        query = self.request.GET.copy()
        if self.page.after:
            query["after"] = str(self.page.after)
        return super().get_context_data(**kwargs) | {
            "lead": count_words(total) if total else "",
            "chosen": any(self.chosen.values()),
            "filter_form": self.form,
            "following": f"?{query.urlencode()}" if self.page.after else "",
            "first": "" if "after" not in self.request.GET else self._first(),
            "button": Button(label=_("Buka kasus baru"), url=reverse("cases:case-create"), kind="primary"),
            "secondary": [
                *_for_coordinators(self.request.user),
                Button(label=_("Akses darurat"), url=reverse("cases:breakglass-list")),
            ],
            "find_form": FindForm(user=self.request.user),
        }

    def _first(self) -> str:
        query = self.request.GET.copy()
        del query["after"]
        return f"{self.request.path}?{query.urlencode()}"


def _for_coordinators(user: Any) -> list[Button]:
    """What only the koordinator kasus looks after."""
    if not user.authority.coordinates:
        return []
    return [
        Button(label=_("Korban yang mungkin sama"), url=reverse("cases:match-list")),
        Button(label=_("Melebihi batas harian"), url=reverse("cases:over-read-list")),
    ]


def count_words(total: int) -> str:
    """`12 kasus`; beyond a thousand nobody counts on."""
    return _("lebih dari 1.000 kasus") if total > 1000 else _("%(n)s kasus") % {"n": angka(total)}


def as_uuid(text: str | None) -> UUID | None:
    try:
        return UUID(text or "")
    except ValueError:
        return None


class CaseFind(FormPage):
    """A typed register code opens its case. By POST: a code never stands in an address or a log."""

    rule = check_handler
    form_class = FindForm
    template_name = "cases/case_find.html"
    title = gettext_lazy("Cari kasus")
    submit_label = gettext_lazy("Buka kasus")
    cancel_url = reverse_lazy("cases:case-list")

    def perform(self, form: Any) -> Any:
        return case_find(code=form.cleaned_data["code"], by=self.request.user)

    def get_success_url(self) -> str:
        return self.result.get_absolute_url()


class CaseCreate(Drafted, CreatePage):
    """A new case; `?dari=` names one's own case of the same incident, for another victim of it."""

    draft_key = NEW_CASE
    rule = check_handler
    form_class = CaseOpenForm
    template_name = "cases/case_create.html"
    title = gettext_lazy("Buka kasus baru")
    submit_label = gettext_lazy("Buka kasus")
    cancel_url = reverse_lazy("cases:case-list")

    def draft_case(self) -> None:
        return None

    def setup_objects(self) -> None:
        key, user = self.request.GET.get("dari"), self.request.user
        self.beside = get_object_or_404(case_list(user), pk=as_uuid(key)) if key else None

    def check_rule(self) -> None:
        check_handler(self.request.user)
        if self.beside:
            check_handle(self.request.user, self.beside)

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"beside": self.beside is not None}

    def perform(self, form: Any) -> Any:
        values = form.cleaned_data
        incident = {name: values.pop(name) for name in form.INCIDENT if name in values}
        return case_open(by=self.request.user, beside=self.beside, incident=incident, **values)

    def get_success_url(self) -> str:
        return self.result.get_absolute_url()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {"beside": self.beside}


class CaseUpdate(Drafted, MergePage):
    draft_key = "kasus"
    selector = case_list
    rule = check_case_update
    form_class = CaseForm
    title = gettext_lazy("Ubah data kasus")
    submit_label = gettext_lazy("Simpan perubahan")
    success_message = gettext_lazy("Perubahan disimpan.")

    def save(self, form: Any, version: Any) -> Any:
        return case_update(case=self.object, version=version, by=self.request.user, **form.cleaned_data)


class IncidentUpdate(Drafted, MergePage):
    """What happened, for all cases of the incident that one owns."""

    draft_key = "peristiwa"
    selector = case_list
    rule = check_case_update
    form_class = IncidentForm
    title = gettext_lazy("Ubah peristiwa")
    submit_label = gettext_lazy("Simpan peristiwa")
    success_message = gettext_lazy("Peristiwa disimpan.")

    def row(self) -> Any:
        return incident_list(self.request.user).get(pk=self.object.incident_id)

    def save(self, form: Any, version: Any) -> Any:
        return incident_update(case=self.object, version=version, by=self.request.user, **form.cleaned_data)


class CaseClose(CaseFormPage):
    """Terminasi: the reason, and what still runs."""

    selector = case_list
    rule = check_case_close
    form_class = CloseForm
    template_name = "cases/case_close.html"
    title = gettext_lazy("Tutup kasus (terminasi)")
    submit_label = gettext_lazy("Tutup kasus")
    success_message = gettext_lazy("Kasus ditutup. Isinya tetap dapat dibaca.")

    def get_form_kwargs(self) -> dict[str, Any]:
        running = open_referrals(self.request.user, self.object)
        return super().get_form_kwargs() | {"running": running}

    def perform(self, form: Any) -> Any:
        return case_close(case=self.object, by=self.request.user, **form.cleaned_data)


class CaseReopen(CaseFormPage):
    selector = case_list
    rule = check_case_reopen
    form_class = NoFieldsForm
    template_name = "cases/case_confirm.html"
    title = gettext_lazy("Buka kembali kasus")
    submit_label = gettext_lazy("Buka kembali")
    success_message = gettext_lazy("Kasus dibuka kembali.")
    note = gettext_lazy("Kasus menjadi aktif lagi. Alasan terminasi sebelumnya tetap ada di jejak kasus.")

    def perform(self, form: Any) -> Any:
        return case_reopen(case=self.object, by=self.request.user)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {"note": self.note, "kind": "primary"}
