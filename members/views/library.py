"""/pustaka/: legal instruments and SOPs; a correction is a new version."""

from typing import Any

from django import forms
from django.urls import reverse, reverse_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gugus.core.permissions import allowed
from gugus.core.templatetags.gugus import tanggal
from gugus.core.views import CreatePage, DetailPage, ListPage, UpdatePage
from members import rules, selectors, services
from members.enums import Certainty
from members.filters import LegalBasisFilter
from members.forms import LegalBasisForm, SopForm
from members.tables import LegalBasisTable, SopTable
from members.views.agencies import button

PLACE = gettext_lazy("Pustaka")


class LegalBasisListPage(ListPage):
    title = gettext_lazy("Dasar hukum")
    selector = selectors.legal_basis_list
    table_class = LegalBasisTable
    filterset_class = LegalBasisFilter
    export_name = "dasar-hukum"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user = self.request.user
        keeps = allowed(rules.check_secretariat, user)
        more = {
            "place": PLACE,
            "lead": _("Dasar hukum bertanda “perlu diperiksa” tidak dapat dicetak pada naskah final."),
            "button": button(user, _("Tambah dasar hukum"), "legal-basis-create", kind="primary")
            if keeps
            else None,
            "secondary": [button(user, _("SOP"), "sop-list")],
        }
        return super().get_context_data(**kwargs) | more


class SopListPage(ListPage):
    title = gettext_lazy("Prosedur kerja (SOP)")
    selector = selectors.sop_list
    table_class = SopTable
    export_name = "sop"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user = self.request.user
        keeps = allowed(rules.check_secretariat, user)
        more = {
            "place": PLACE,
            "lead": _("Naskah awal untuk dilengkapi daerah."),
            "button": button(user, _("Tambah SOP"), "sop-create", kind="primary") if keeps else None,
            "secondary": [button(user, _("Dasar hukum"), "legal-basis-list")],
        }
        return super().get_context_data(**kwargs) | more


class EntryPage(DetailPage):
    """One entry with the versions before it."""

    template_name = "members/library_entry.html"
    update_name = ""
    list_name = ""

    def facts(self) -> list[tuple[Any, Any]]:
        raise NotImplementedError

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user, entry = self.request.user, self.object
        keeps = allowed(rules.check_secretariat, user)
        newer = entry.newer.filter(pk__in=type(entry).objects.visible_to(user)).first()
        change = button(
            user, _("Buat versi baru"), self.update_name, entry.pk, rule=rules.check_library_edit, on=entry
        )
        more = {
            "place": _("Pustaka · versi %(n)s") % {"n": entry.version},
            "facts": [{"label": label, "value": value} for label, value in self.facts() if value],
            "versions": selectors.versions_of(entry)[1:],
            "newer": newer,
            "detail_name": self.update_name.replace("-update", "-detail"),
            "button": change if keeps else None,
            "crumbs": [{"label": PLACE, "url": reverse(f"members:{self.list_name}")}],
        }
        return super().get_context_data(**kwargs) | more


class LegalBasisPage(EntryPage):
    selector = selectors.legal_basis_all
    update_name, list_name = "legal-basis-update", "legal-basis-list"

    def facts(self) -> list[tuple[Any, Any]]:
        law = self.object
        return [
            (_("Kutipan"), law.citation),
            (_("Jenjang"), law.get_level_display()),
            (_("Kepastian"), law.get_certainty_display()),
            (_("Catatan"), law.note),
            (_("Berlaku sejak"), tanggal(law.valid_from) if law.valid_from else ""),
            (_("Berlaku sampai"), tanggal(law.valid_until) if law.valid_until else ""),
        ]


class SopPage(EntryPage):
    selector = selectors.sop_all
    update_name, list_name = "sop-update", "sop-list"

    def facts(self) -> list[tuple[Any, Any]]:
        sop = self.object
        return [
            (_("Kode"), sop.code),
            (_("Ringkasan"), sop.summary),
            (_("Langkah"), sop.steps),
            (_("Tahap penanganan kasus"), sop.get_stage_display()),
            (_("Berlaku sejak"), tanggal(sop.in_force_from) if sop.in_force_from else ""),
        ]


class LegalBasisCreatePage(CreatePage):
    title = gettext_lazy("Tambah dasar hukum")
    form_class = LegalBasisForm
    rule = rules.check_secretariat
    service = services.legal_basis_save
    submit_label = gettext_lazy("Simpan dasar hukum")
    success_message = gettext_lazy("Dasar hukum disimpan dan dapat dipilih dalam draf SK.")
    cancel_url = reverse_lazy("members:legal-basis-list")

    def get_initial(self) -> dict[str, Any]:
        return {"certainty": Certainty.UNSURE}

    def get_success_url(self) -> str:
        return reverse("members:legal-basis-detail", args=[self.result.pk])


class SopCreatePage(CreatePage):
    title = gettext_lazy("Tambah SOP")
    form_class = SopForm
    rule = rules.check_secretariat
    service = services.sop_save
    submit_label = gettext_lazy("Simpan SOP")
    success_message = gettext_lazy("SOP disimpan.")
    cancel_url = reverse_lazy("members:sop-list")

    def get_success_url(self) -> str:
        return reverse("members:sop-detail", args=[self.result.pk])


class VersionPage(UpdatePage):
    """Saving writes the next version; the former stays readable."""

    rule = rules.check_library_edit
    submit_label = gettext_lazy("Simpan versi baru")
    success_message = gettext_lazy("Versi baru disimpan; versi lama tetap dapat dibaca.")
    detail_name = ""
    act: Any = None

    def perform(self, form: forms.Form) -> Any:
        return type(self).act(follows=self.object, by=self.request.user, **form.cleaned_data)

    def get_success_url(self) -> str:
        return reverse(f"members:{self.detail_name}", args=[self.result.pk])

    def get_cancel_url(self) -> str:
        return reverse(f"members:{self.detail_name}", args=[self.object.pk])


class LegalBasisUpdatePage(VersionPage):
    title = gettext_lazy("Versi baru dasar hukum")
    selector = selectors.legal_basis_all
    form_class = LegalBasisForm
    act = services.legal_basis_save
    detail_name = "legal-basis-detail"


class SopUpdatePage(VersionPage):
    title = gettext_lazy("Versi baru SOP")
    selector = selectors.sop_all
    form_class = SopForm
    act = services.sop_save
    detail_name = "sop-detail"
