"""/anggota/: agencies, their import, the structure chart."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse, reverse_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView, View

from gugus.core.components import Button
from gugus.core.permissions import allowed, reason_against
from gugus.core.views import CreatePage, DetailPage, ListPage, ObjectFormPage, Page, PlainForm, UpdatePage
from members import resources, rules, selectors, services
from members.filters import AgencyFilter
from members.forms import AgencyForm, AgencyImportForm
from members.models import Agency
from members.tables import AgencyTable, appointment_state, seat_state

PLACE = gettext_lazy("Anggota")


def button(
    user: Any, label: Any, name: str, *args: Any, rule: Any = None, on: Any = None, **extra: Any
) -> Button:
    """A button greyed with the rule's own reason; without a rule it is always live."""
    targets = [on] if on is not None else []
    reason = reason_against(rule, user, *targets) if rule else ""
    return Button(label=str(label), url=reverse(f"members:{name}", args=args), reason=reason, **extra)


class AgencyListPage(ListPage):
    title = gettext_lazy("Anggota gugus tugas")
    selector = selectors.agency_list
    table_class = AgencyTable
    filterset_class = AgencyFilter
    export_name = "anggota"
    template_name = "members/agency_list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user = self.request.user
        keeps = allowed(rules.check_secretariat, user)
        more = {
            "lead": _("Instansi yang bekerja bersama dalam gugus tugas ini."),
            "button": button(user, _("Tambah instansi"), "agency-create", kind="primary") if keeps else None,
            "secondary": [button(user, _("Impor dari Excel"), "agency-import")] if keeps else [],
            "empty": {
                "title": _("Belum ada instansi"),
                "text": _("Mulai dengan mengimpor daftar instansi dari Excel, atau tambah satu per satu."),
            },
        }
        return super().get_context_data(**kwargs) | more


class AgencyDetailPage(DetailPage):
    selector = selectors.agency_list
    template_name = "members/agency_detail.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user, agency = self.request.user, self.object
        state, tone = seat_state(agency)
        keeps = allowed(rules.check_secretariat, user)
        may_name = allowed(rules.check_appointment_start, user)
        more = {
            "status": state,
            "tone": tone,
            "button": button(user, _("Ubah data"), "agency-update", agency.pk) if keeps else None,
            "appoint_url": f"{reverse('members:appointment-propose')}?agency={agency.pk}" if may_name else "",
            "facts": agency_facts(agency),
            "seats": selectors.agency_seats(user, agency),
            "people": [(row, *appointment_state(row)) for row in selectors.agency_people(user, agency)],
            "units": selectors.agency_list(user).filter(parent=agency),
            "crumbs": [{"label": PLACE, "url": reverse("members:agency-list")}],
        }
        return super().get_context_data(**kwargs) | more


def agency_facts(agency: Agency) -> list[dict[str, Any]]:
    """The agency in a summary list; what is empty is left out."""
    parent = agency.parent
    rows = [
        (_("Nama lengkap"), agency.name, ""),
        (_("Jenis"), agency.get_kind_display(), ""),
        (_("Bagian dari"), parent, parent.get_absolute_url() if parent else ""),
        (_("Induk"), agency.superior, ""),
        (_("Bidang"), agency.field, ""),
        (_("Jabatan kepala"), agency.head_office, ""),
        (_("Sub-gugus tugas lazim"), agency.usual_sub, ""),
        (_("Peran dan tugas"), agency.duties, ""),
        (_("Sebutan lain"), ", ".join(agency.aliases), ""),
    ]
    return [{"label": label, "value": value, "url": url} for label, value, url in rows if value]


class AgencyCreatePage(CreatePage):
    title = gettext_lazy("Tambah instansi")
    form_class = AgencyForm
    rule = rules.check_secretariat
    service = services.agency_create
    submit_label = gettext_lazy("Simpan instansi")
    success_message = gettext_lazy("Instansi disimpan. Berikutnya: buat kursinya dalam draf SK.")
    cancel_url = reverse_lazy("members:agency-list")

    def get_success_url(self) -> str:
        return self.result.get_absolute_url()


class AgencyUpdatePage(UpdatePage):
    title = gettext_lazy("Ubah data instansi")
    selector = selectors.agency_list
    form_class = AgencyForm
    rule = rules.check_agency_edit
    submit_label = gettext_lazy("Simpan perubahan")
    success_message = gettext_lazy("Data instansi diperbarui.")

    def perform(self, form: forms.Form) -> Agency:
        return services.agency_update(agency=self.object, by=self.request.user, **form.cleaned_data)


class AgencyImportPage(CreatePage):
    """Upload: the file is read in a child process, kept, and shown before anything is written."""

    title = gettext_lazy("Impor daftar instansi")
    form_class = AgencyImportForm
    rule = rules.check_secretariat
    template_name = "members/agency_import.html"
    submit_label = gettext_lazy("Baca berkas")
    cancel_url = reverse_lazy("members:agency-list")

    def perform(self, form: forms.Form) -> Any:
        content = form.cleaned_data["upload"].read()
        try:
            return resources.agency_import_read(content=content, by=self.request.user)
        except resources.FileRefused as refused:
            raise forms.ValidationError({"upload": str(refused)}) from refused

    def get_success_url(self) -> str:
        return reverse("members:agency-import-preview", args=[self.result.pk])


class AgencyImportPreviewPage(ObjectFormPage):
    """GET shows what would happen, POST does it."""

    title = gettext_lazy("Pratinjau impor instansi")
    selector = selectors.agency_import_list
    form_class = PlainForm
    template_name = "members/agency_import_preview.html"
    success_url = reverse_lazy("members:agency-list")
    cancel_url = reverse_lazy("members:agency-import")

    def setup_objects(self) -> None:
        rules.check_secretariat(self.request.user)
        super().setup_objects()

    def perform(self, form: forms.Form) -> Any:
        preview = resources.agency_import_write(run=self.object, by=self.request.user)
        messages.success(
            self.request,
            _("%(new)s instansi ditambahkan, %(changed)s diperbarui. Berikutnya: susun SK dan kursinya.")
            % {"new": preview.counts["baru"], "changed": preview.counts["berubah"]},
        )
        return preview

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        preview = resources.agency_import_preview(self.object)
        return super().get_context_data(**kwargs) | {"preview": preview, "done": self.object.committed_at}


class AgencyExportView(View):
    """All visible agencies in the columns an import reads."""

    def get(self, request: HttpRequest) -> HttpResponse:
        rules.check_secretariat(request.user)
        data = resources.agency_export(request.user).export("xlsx")
        kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
        response = HttpResponse(data, content_type=kind)
        response["Content-Disposition"] = 'attachment; filename="instansi.xlsx"'
        return response


class StructurePage(Page, TemplateView):
    """The chart of the SK in force, readable as nested lists and printed as such."""

    template_name = "members/structure.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        decree = selectors.decree_in_force(self.request.user)
        more = {
            "title": _("Struktur gugus tugas"),
            "structure": selectors.structure_of(self.request.user, decree),
            "task_force": selectors.task_force_of(self.request.user),
            "crumbs": [{"label": PLACE, "url": reverse("members:agency-list")}],
        }
        return super().get_context_data(**kwargs) | more
