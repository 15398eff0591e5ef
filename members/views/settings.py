"""Settings of the task force: names, sub-gugus tugas, positions; regions to look up."""

from typing import Any

from django import forms
from django.urls import reverse, reverse_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gugus.core.permissions import allowed
from gugus.core.views import CreatePage, ListPage, PlainForm, TransitionPage, UpdatePage
from members import rules, selectors, services
from members.filters import RegionFilter
from members.forms import PositionForm, SubTaskForceForm, TaskForceForm
from members.tables import PositionTable, RegionTable, SubTaskForceTable
from members.views.agencies import PLACE, button

LETTERHEAD = ("government", "office", "address", "contact")


class TaskForceSettingsPage(UpdatePage):
    title = gettext_lazy("Pengaturan gugus tugas")
    selector = selectors.task_force_list
    form_class = TaskForceForm
    rule = rules.check_task_force_edit
    submit_label = gettext_lazy("Simpan pengaturan")
    success_message = gettext_lazy("Pengaturan disimpan. Naskah SK berikutnya memakainya.")
    success_url = reverse_lazy("members:settings")
    cancel_url = reverse_lazy("members:agency-list")

    def setup_objects(self) -> None:
        rules.check_secretariat(self.request.user)
        self.kwargs["pk"] = self.request.user.authority.task_force_id
        super().setup_objects()

    def get_initial(self) -> dict[str, Any]:
        initial = super().get_initial() | {name: self.object.letterhead.get(name, "") for name in LETTERHEAD}
        initial.pop("emblem", None)
        return initial

    def perform(self, form: forms.Form) -> Any:
        values = dict(form.cleaned_data)
        values["letterhead"] = {name: values.pop(name) for name in LETTERHEAD}
        if not values["emblem"]:
            values.pop("emblem")
        return services.task_force_update(task_force=self.object, by=self.request.user, **values)


class SettingListPage(ListPage):
    """A short list whose rows open their own form."""

    create_name = ""
    create_label: Any = ""
    lead: Any = ""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user = self.request.user
        keeps = allowed(rules.check_secretariat, user)
        add = button(user, self.create_label, self.create_name, kind="primary") if keeps else None
        crumbs = [{"label": PLACE, "url": reverse("members:agency-list")}]
        more = {"lead": self.lead, "button": add, "crumbs": crumbs}
        return super().get_context_data(**kwargs) | more


class SubTaskForceListPage(SettingListPage):
    title = gettext_lazy("Sub-gugus tugas")
    selector = selectors.sub_task_force_list
    table_class = SubTaskForceTable
    template_name = "members/list_in_place.html"
    create_name, create_label = "sub-create", gettext_lazy("Tambah sub-gugus tugas")
    lead = gettext_lazy("Nama dan nomornya milik daerah; enam nama lazim sudah terisi.")
    export_name = "sub-gugus-tugas"


class PositionListPage(SettingListPage):
    title = gettext_lazy("Kedudukan dalam tim")
    selector = selectors.position_list
    table_class = PositionTable
    template_name = "members/list_in_place.html"
    create_name, create_label = "position-create", gettext_lazy("Tambah kedudukan")
    lead = gettext_lazy("Urutannya menentukan susunan lampiran SK.")
    export_name = "kedudukan"


class RegionListPage(ListPage):
    title = gettext_lazy("Wilayah")
    selector = selectors.region_list
    table_class = RegionTable
    filterset_class = RegionFilter
    template_name = "members/list_in_place.html"
    export_name = "wilayah"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        crumbs = [{"label": PLACE, "url": reverse("members:agency-list")}]
        lead = _("Kode dan nama menurut Kementerian Dalam Negeri.")
        return super().get_context_data(**kwargs) | {"lead": lead, "crumbs": crumbs}


class SubTaskForceCreatePage(CreatePage):
    title = gettext_lazy("Tambah sub-gugus tugas")
    form_class = SubTaskForceForm
    rule = rules.check_secretariat
    service = services.sub_task_force_create
    submit_label = gettext_lazy("Simpan")
    success_message = gettext_lazy("Sub-gugus tugas disimpan.")
    success_url = cancel_url = reverse_lazy("members:sub-list")


class PositionCreatePage(CreatePage):
    title = gettext_lazy("Tambah kedudukan")
    form_class = PositionForm
    rule = rules.check_secretariat
    service = services.position_create
    submit_label = gettext_lazy("Simpan")
    success_message = gettext_lazy("Kedudukan disimpan.")
    success_url = cancel_url = reverse_lazy("members:position-list")


class DeletableUpdatePage(UpdatePage):
    """A form whose foot offers the way to remove the row."""

    template_name = "members/deletable_form.html"
    delete_name = ""
    rule = rules.check_manage
    submit_label = gettext_lazy("Simpan perubahan")
    success_message = gettext_lazy("Perubahan disimpan.")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        url = reverse(f"members:{self.delete_name}", args=[self.object.pk])
        return super().get_context_data(**kwargs) | {"delete_url": url}


class SubTaskForceUpdatePage(DeletableUpdatePage):
    title = gettext_lazy("Ubah sub-gugus tugas")
    selector = selectors.sub_task_force_list
    form_class = SubTaskForceForm
    success_url = cancel_url = reverse_lazy("members:sub-list")
    delete_name = "sub-delete"

    def perform(self, form: forms.Form) -> Any:
        return services.sub_task_force_update(
            sub_task_force=self.object, by=self.request.user, **form.cleaned_data
        )


class PositionUpdatePage(DeletableUpdatePage):
    title = gettext_lazy("Ubah kedudukan")
    selector = selectors.position_list
    form_class = PositionForm
    success_url = cancel_url = reverse_lazy("members:position-list")
    delete_name = "position-delete"

    def perform(self, form: forms.Form) -> Any:
        return services.position_update(position=self.object, by=self.request.user, **form.cleaned_data)


class SettingDeletePage(TransitionPage):
    form_class = PlainForm
    rule = rules.check_manage
    submit_label = gettext_lazy("Hapus")
    note = gettext_lazy(
        "Yang dihapus tidak dapat dikembalikan. Bila sudah dipakai kursi, penghapusan ditolak."
    )


class SubTaskForceDeletePage(SettingDeletePage):
    title = gettext_lazy("Hapus sub-gugus tugas?")
    selector = selectors.sub_task_force_list
    success_url = cancel_url = reverse_lazy("members:sub-list")
    success_message = gettext_lazy("Sub-gugus tugas dihapus.")

    def perform(self, form: forms.Form) -> None:
        services.sub_task_force_delete(sub_task_force=self.object, by=self.request.user)


class PositionDeletePage(SettingDeletePage):
    title = gettext_lazy("Hapus kedudukan?")
    selector = selectors.position_list
    success_url = cancel_url = reverse_lazy("members:position-list")
    success_message = gettext_lazy("Kedudukan dihapus.")

    def perform(self, form: forms.Form) -> None:
        services.position_delete(position=self.object, by=self.request.user)
