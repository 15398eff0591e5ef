"""The rules of meetings of a task force: read by everybody in it, changed by the secretariat."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse, reverse_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import TemplateView

from gugus.core.views import FormPage, ObjectFormPage, Page
from meetings.forms.settings import RulesForm, TypeAddForm, TypeUpdateForm
from meetings.rules.common import check_manage, check_read
from meetings.selectors.settings import rules_for, types_all
from meetings.services import settings as services
from meetings.views.frame import crumbs, manages

PLACE = gettext_lazy("Aturan rapat")
NAMES = ("quorum_percent", "code_minutes", "agreement_days", "number_unit", "number_pattern")


class SettingsPage(Page, TemplateView):
    """Quorum, codes, days, numbers of letters, and the types of gatherings."""

    template_name = "meetings/settings.html"
    title = PLACE

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        check_read(request.user)
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user = self.request.user
        return super().get_context_data(**kwargs) | {
            "crumbs": crumbs(),
            "place": user.authority.task_force_name,
            "facts": facts(rules_for(user.authority.task_force_id)),
            "types": types_all(user),
            "manages": manages(user),
        }


def facts(row: Any) -> list[dict[str, Any]]:
    """The rules in words."""
    days = [day_words(day) for day in sorted(row.follow_up_days)]
    quorum = _("%(n)s %% kursi yang diundang hadir atau diwakili") % {"n": row.quorum_percent}
    code = ngettext("berganti tiap %(n)s menit", "berganti tiap %(n)s menit", row.code_minutes)
    agreement = ngettext("%(n)s hari sejak diedarkan", "%(n)s hari sejak diedarkan", row.agreement_days)
    return [
        {"label": _("Kuorum"), "value": quorum},
        {"label": _("Kode kehadiran"), "value": code % {"n": row.code_minutes}},
        {"label": _("Persetujuan notula"), "value": agreement % {"n": row.agreement_days}},
        {"label": _("Pengingat tindak lanjut"), "value": "; ".join(days) or _("tidak ada")},
        {"label": _("Nomor surat"), "value": f"{row.number_pattern} ({row.number_unit})"},
    ]


def day_words(day: int) -> str:
    if day == 0:
        return _("pada hari batas")
    if day < 0:
        return ngettext("%(n)s hari sebelum batas", "%(n)s hari sebelum batas", -day) % {"n": -day}
    return ngettext("%(n)s hari sesudah batas", "%(n)s hari sesudah batas", day) % {"n": day}


class SettingsForm(FormPage):
    """A form about the rules, for the secretariat."""

    rule = check_manage
    template_name = "meetings/settings_form.html"
    success_url = reverse_lazy("meetings:settings")

    def get_cancel_url(self) -> str:
        return reverse("meetings:settings")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        here = {"label": PLACE, "url": reverse("meetings:settings")}
        return super().get_context_data(**kwargs) | {"crumbs": crumbs(here)}


class RulesUpdate(SettingsForm):
    form_class = RulesForm
    title = gettext_lazy("Ubah aturan rapat")
    submit_label = gettext_lazy("Simpan aturan")
    success_message = gettext_lazy("Aturan rapat disimpan.")

    def get_initial(self) -> dict[str, Any]:
        row = rules_for(self.request.user.authority.task_force_id)
        return {name: getattr(row, name) for name in NAMES} | {
            "before": sorted((-day for day in row.follow_up_days if day <= 0), reverse=True),
            "after": sorted(day for day in row.follow_up_days if day > 0),
        }

    def perform(self, form: Any) -> Any:
        given = dict(form.cleaned_data)
        days = [*(-day for day in given.pop("before")), *given.pop("after")]
        return services.rules_update(by=self.request.user, follow_up_days=days, **given)


class TypeAdd(SettingsForm):
    form_class = TypeAddForm
    service = services.type_add
    title = gettext_lazy("Tambah jenis kegiatan")
    submit_label = gettext_lazy("Tambah jenis kegiatan")
    success_message = gettext_lazy("Jenis kegiatan ditambahkan.")


class TypeUpdate(SettingsForm, ObjectFormPage):
    selector = types_all
    form_class = TypeUpdateForm
    title = gettext_lazy("Ubah jenis kegiatan")
    submit_label = gettext_lazy("Simpan jenis kegiatan")
    success_message = gettext_lazy("Jenis kegiatan disimpan.")

    def check_rule(self) -> None:
        check_manage(self.request.user)

    def get_initial(self) -> dict[str, Any]:
        return {"name": self.object.name, "is_active": self.object.is_active}

    def perform(self, form: Any) -> Any:
        return services.type_update(type=self.object, by=self.request.user, **form.cleaned_data)
