"""Services a victim needs, services an agency gave, and what an agency gave in all its cases."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy
from django_tables2.export.export import TableExport

from cases.forms.records import (
    NeedForm,
    ServiceForm,
)
from cases.rules.cases import check_handle, check_handler
from cases.rules.records import check_need_change, check_record_change
from cases.selectors import records
from cases.selectors.cases import case_list
from cases.selectors.vocabulary import SERVICE, label_of
from cases.services import trail
from cases.services.needs import need_add, need_met, need_remove
from cases.services.records import service_record_save
from cases.tables.cases import OwnServiceTable
from cases.views.common import CaseFormPage
from cases.views.drafts import Drafted
from cases.views.frame import OfCasePage
from gugus.core.views import ListPage


class NeedCreate(CaseFormPage):
    selector = case_list
    rule = check_handle
    form_class = NeedForm
    template_name = "cases/case_form.html"
    title = gettext_lazy("Tambah kebutuhan layanan")
    submit_label = gettext_lazy("Tambah kebutuhan")
    success_message = gettext_lazy("Kebutuhan dicatat.")

    def perform(self, form: Any) -> Any:
        return need_add(case=self.object, by=self.request.user, **form.cleaned_data)


class NeedMet(OfCasePage):
    selector = records.need_list
    rule = check_need_change
    title = gettext_lazy("Kebutuhan terpenuhi")
    submit_label = gettext_lazy("Tandai terpenuhi")
    kind = "primary"
    success_message = gettext_lazy("Kebutuhan ditandai terpenuhi.")

    def perform(self, form: Any) -> Any:
        return need_met(need=self.object, by=self.request.user)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        note = label_of(self.request.user, SERVICE, self.object.service)
        return super().get_context_data(**kwargs) | {"note": note}


class NeedRemove(NeedMet):
    title = gettext_lazy("Hapus kebutuhan")
    submit_label = gettext_lazy("Hapus kebutuhan")
    kind = "danger"
    success_message = gettext_lazy("Kebutuhan dihapus.")

    def perform(self, form: Any) -> Any:
        return need_remove(need=self.object, by=self.request.user)


class ServiceCreate(Drafted, CaseFormPage):
    draft_key = "layanan"
    selector = case_list
    rule = check_handle
    form_class = ServiceForm
    template_name = "cases/case_form.html"
    title = gettext_lazy("Catat layanan")
    submit_label = gettext_lazy("Simpan layanan")
    success_message = gettext_lazy("Layanan dicatat.")

    def get_initial(self) -> dict[str, Any]:
        return {"started_on": self.request.user.authority.today} | super().get_initial()

    def perform(self, form: Any) -> Any:
        return service_record_save(case=self.object, by=self.request.user, **form.cleaned_data)


class ServiceUpdate(OfCasePage):
    selector = records.record_list
    rule = check_record_change
    form_class = ServiceForm
    template_name = "cases/case_form.html"
    title = gettext_lazy("Ubah layanan")
    submit_label = gettext_lazy("Simpan perubahan")
    success_message = gettext_lazy("Layanan disimpan.")
    kind = "primary"

    def get_initial(self) -> dict[str, Any]:
        return {name: getattr(self.object, name) for name in ServiceForm.base_fields}

    def perform(self, form: Any) -> Any:
        row = self.object
        return service_record_save(case=row.case, record=row, by=self.request.user, **form.cleaned_data)


class OwnServicesPage(ListPage):
    """What one's agency gave, also where the case itself may not be opened any more."""

    selector = records.own_records
    rule = check_handler
    table_class = OwnServiceTable
    template_name = "cases/service_own_list.html"
    title = gettext_lazy("Layanan instansi saya")
    export_name = "layanan-instansi"
    empty = {
        "title": gettext_lazy("Belum ada layanan"),
        "text": gettext_lazy(
            "Layanan yang dicatat instansi Anda pada sebuah kasus tetap terbaca di sini, juga setelah akses "
            "ke kasusnya berakhir."
        ),
    }

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = super().get(request, *args, **kwargs)
        taken = TableExport.is_valid_format(request.GET.get("_export", ""))
        trail.record(by=request.user, action=f"cases.service_{'export' if taken else 'read'}")
        return response
