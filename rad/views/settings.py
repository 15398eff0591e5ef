"""The rules of reporting of a task force: read by everybody, changed by the secretariat."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse, reverse_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import TemplateView

from gugus.core.components import Button
from gugus.core.views import FormPage, Page
from rad import forms, rules, selectors, services, wording
from rad.aggregation import GRADES
from rad.views.common import crumbs, manages

SHOWN = 40
PLACE = gettext_lazy("Aturan pelaporan")


class SettingsPage(Page, TemplateView):
    """The scale, the threshold and the reminders in use, with the rule they make together."""

    template_name = "rad/settings.html"
    title = PLACE

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        rules.check_read(request.user)
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user = self.request.user
        scale = selectors.scale_for(user.authority.task_force_id)
        return super().get_context_data(**kwargs) | {
            "crumbs": crumbs(),
            "place": user.authority.task_force_name,
            "lead": _("Berlaku untuk semua RAD gugus tugas ini, di layar, PDF, dan Excel."),
            "bands": bands(scale.grades),
            "own": scale.grades != GRADES,
            "facts": facts(selectors.rules_for(user.authority.task_force_id)),
            "rule": wording.rule_text(scale),
            "manages": manages(user),
        }


def bands(grades: Any) -> list[dict[str, Any]]:
    """From where to where each predikat goes; the next one begins where it ends."""
    upper = [None, *(grade.floor for grade in grades)]
    return [
        {
            "name": wording.grade_word(grade),
            "tone": grade.tone,
            "floor": wording.number_text(grade.floor),
            "below": wording.number_text(top) if top is not None else "",
        }
        for grade, top in zip(grades, upper, strict=False)
    ]


def facts(row: Any) -> list[dict[str, Any]]:
    """Threshold and reminders in words."""
    days = [day_words(day) for day in sorted(row.remind_days)]
    small = _("di bawah %(n)s hanya tampak bagi instansi pelapor, sekretariat, dan pimpinan")
    return [
        {"label": _("Angka tentang korban"), "value": small % {"n": row.small_cell}},
        {"label": _("Pengingat"), "value": "; ".join(days) or _("tidak ada")},
        {"label": _("Jam surel pengingat"), "value": f"{row.remind_hour:02}.00"},
    ]


def day_words(day: int) -> str:
    if day == 0:
        return _("pada hari batas lapor")
    if day < 0:
        return ngettext("%(n)s hari sebelum batas", "%(n)s hari sebelum batas", -day) % {"n": -day}
    return ngettext("%(n)s hari sesudah batas", "%(n)s hari sesudah batas", day) % {"n": day}


class SettingsForm(FormPage):
    """A form about the rules, for the secretariat."""

    rule = rules.check_manage
    success_url = reverse_lazy("rad:settings")

    def get_cancel_url(self) -> str:
        return reverse("rad:settings")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        here = {"label": PLACE, "url": reverse("rad:settings")}
        return super().get_context_data(**kwargs) | {"crumbs": [*crumbs(), here]}


class GradesUpdate(SettingsForm):
    """The scale; what it would change is shown before it is kept, and only what was shown is kept."""

    form_class = forms.GradesForm
    template_name = "rad/settings_grades.html"
    title = gettext_lazy("Ubah skala predikat")
    success_message = gettext_lazy("Skala predikat disimpan dan langsung dipakai.")

    def get_form_kwargs(self) -> dict[str, Any]:
        scale = selectors.scale_for(self.request.user.authority.task_force_id)
        return super().get_form_kwargs() | {"grades": scale.grades}

    def form_valid(self, form: Any) -> HttpResponse:
        grades = form.cleaned_data["grades"]
        if self.request.POST.get("dilihat") == seal(grades):
            return super().form_valid(form)
        return self.render_to_response(self.get_context_data(form=form, **impact(self.request.user, grades)))

    def perform(self, form: Any) -> Any:
        return services.grades_update(grades=form.cleaned_data["grades"], by=self.request.user)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        reset = Button(label=_("Kembali ke skala bawaan"), url=reverse("rad:grades-reset"))
        return super().get_context_data(**kwargs) | {"reset": reset}


def seal(grades: Any) -> str:
    """What was shown, to be sent back with the wish to keep it."""
    return ";".join(f"{grade.floor.normalize():f}={grade.name}={grade.tone}" for grade in grades)


def impact(user: Any, grades: Any) -> dict[str, Any]:
    """What a scale would change."""
    found = selectors.grade_impact(user, grades)
    return {
        "impact": found,
        "changes": found.changes[:SHOWN],
        "more": found.changed - SHOWN,
        "seal": seal(grades),
    }


class GradesReset(SettingsForm):
    """Back to the shipped scale, with what that changes."""

    form_class = forms.ConfirmForm
    template_name = "rad/settings_reset.html"
    title = gettext_lazy("Kembali ke skala bawaan")
    submit_label = gettext_lazy("Pakai skala bawaan")

    def perform(self, form: Any) -> Any:
        services.grades_reset(by=self.request.user)
        messages.success(self.request, _("Skala bawaan dipakai lagi."))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return (
            super().get_context_data(**kwargs) | impact(self.request.user, GRADES) | {"bands": bands(GRADES)}
        )


class RulesUpdate(SettingsForm):
    """Threshold and reminders."""

    form_class = forms.RulesForm
    title = gettext_lazy("Ubah ambang dan pengingat")
    submit_label = gettext_lazy("Simpan aturan")
    success_message = gettext_lazy("Aturan pelaporan disimpan.")

    def get_initial(self) -> dict[str, Any]:
        row = selectors.rules_for(self.request.user.authority.task_force_id)
        return {
            "small_cell": row.small_cell,
            "before": sorted((-day for day in row.remind_days if day <= 0), reverse=True),
            "after": sorted(day for day in row.remind_days if day > 0),
            "remind_hour": row.remind_hour,
        }

    def perform(self, form: Any) -> Any:
        given = form.cleaned_data
        return services.rules_update(
            small_cell=given["small_cell"],
            remind_days=[*(-day for day in given["before"]), *given["after"]],
            remind_hour=given["remind_hour"],
            by=self.request.user,
        )
