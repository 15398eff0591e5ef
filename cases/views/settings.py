"""The rules of cases of a task force: read by those who work by them, changed by the secretariat."""

from typing import Any

from django.contrib import messages
from django.http import Http404
from django.urls import reverse, reverse_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import TemplateView

from cases.clocks import amount_words
from cases.enums import ClockUnit, Urgency
from cases.forms.settings import CaseSettingsForm, HolidaysForm, SlaRuleForm
from cases.rules.settings import check_settings_manage, check_settings_read
from cases.selectors import settings as selectors
from cases.selectors.sla import SlaLine, sla_line, sla_lines
from cases.selectors.vocabulary import SCOPE, label_of
from cases.services import settings as services
from cases.services import sla
from gugus.core.components import Button
from gugus.core.permissions import allowed
from gugus.core.templatetags.gugus import tanggal
from gugus.core.views import FormPage, Page, PlainForm, TransitionPage
from members.enums import Certainty

PLACE = gettext_lazy("Aturan kasus")
HOME = gettext_lazy("Tugas saya")
ALL = "semua"


def crumbs(user: Any, *more: dict[str, str]) -> list[dict[str, str]]:
    """Where a page of the rules lies, from the list this person has of cases."""
    tops = {
        "penangan": (_("Kasus"), "cases:case-list"),
        "sekretariat": (_("Ringkasan kasus"), "cases:header-list"),
    }
    label, name = next((top for role, top in tops.items() if user.authority.has_role(role)), (HOME, "home"))
    return [{"label": str(label), "url": reverse(name)}, *more]


def here() -> dict[str, str]:
    return {"label": str(PLACE), "url": reverse("cases:settings")}


class SettingsPage(Page, TemplateView):
    """Limits of time by step and urgency, thresholds, and the way to the holidays."""

    template_name = "cases/settings.html"
    title = PLACE

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        check_settings_read(request.user)
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user = self.request.user
        manages = allowed(check_settings_manage, user)
        return super().get_context_data(**kwargs) | {
            "crumbs": crumbs(user),
            "place": user.authority.task_force_name,
            "lead": _("Perubahan berlaku untuk jam yang dimulai sesudahnya; yang sudah berjalan tetap."),
            "steps": steps(sla_lines(user), manages=manages),
            "facts": facts(user),
            "manages": manages,
        }


def steps(lines: list[SlaLine], *, manages: bool) -> list[dict[str, Any]]:
    """One block a step: its limits, and the urgencies that follow the one for all."""
    found: dict[str, dict[str, Any]] = {}
    for line in lines:
        block = found.setdefault(line.step, {"label": line.step.label, "rows": [], "rest": []})
        limited = line.rule is not None and not line.inherited
        block["rows" if limited else "rest"].append(row(line, manages=manages))
    return list(found.values())


def row(line: SlaLine, *, manages: bool) -> dict[str, Any]:
    """A line of a step's table, or of those without a limit of their own."""
    known = {
        "urgency": Urgency(line.urgency).label if line.urgency else _("semua"),
        "coming": coming_words(line),
        "url": line_url("cases:sla-update", line) if manages else "",
        "name": line_name(line),
    }
    if line.rule is None or line.inherited:
        return known
    return known | {
        "limit": amount_words(line.rule.amount, line.rule.unit),
        "warn": amount_words(line.rule.warn_hours, ClockUnit.HOURS),
        "escalate": amount_words(line.rule.escalate_hours, ClockUnit.HOURS),
        "source": line.rule.source,
        "unsure": line.rule.certainty == Certainty.UNSURE,
        "own": line.own,
    }


def coming_words(line: SlaLine) -> str:
    """`mulai 1 Desember 2026: 48 jam`."""
    if line.coming is None:
        return ""
    limit = amount_words(line.coming.amount, line.coming.unit)
    return _("mulai %(day)s: %(limit)s") % {"day": tanggal(line.coming.valid_from), "limit": limit}


def line_name(line: SlaLine) -> str:
    """`jawaban atas rujukan, darurat`."""
    return f"{line.step.label}, {Urgency(line.urgency).label}" if line.urgency else str(line.step.label)


def line_url(name: str, line: SlaLine) -> str:
    return reverse(name, args=[line.step, line.urgency or ALL])


def facts(user: Any) -> list[dict[str, str]]:
    """Thresholds and rules in words."""
    own = selectors.settings_for(user.authority.task_force_id)
    years = ngettext("%(n)s tahun sesudah ditutup", "%(n)s tahun sesudah ditutup", own.retention_years)
    child = _("tidak: rujukan anak menunggu persetujuan wali")
    if own.child_path:
        scope = label_of(user, SCOPE, own.child_scope)
        child = _("ya, sesudah pemeriksaan keselamatan; cakupan: %(scope)s") % {"scope": scope}
    budget = _("%(n)s kasus per penangan per hari; lebih dari itu kepala instansi dan pengawas diberi tahu")
    cells = _("angka di bawah %(inside)s tidak tampil bila dirinci; di luar gugus tugas di bawah %(outside)s")
    return [
        {"label": _("Membuka identitas"), "value": budget % {"n": own.identity_budget}},
        {"label": _("Jalur anak tanpa menunggu persetujuan"), "value": child},
        {"label": _("Pola nomor surat rujukan"), "value": own.referral_pattern},
        {"label": _("Masa simpan berkas"), "value": years % {"n": own.retention_years}},
        {
            "label": _("Angka kecil"),
            "value": cells % {"inside": own.inside_cell, "outside": own.outside_cell},
        },
    ]


class SettingsForm(FormPage):
    """A form about the rules, for the secretariat."""

    rule = check_settings_manage
    success_url = reverse_lazy("cases:settings")
    submit_label = gettext_lazy("Simpan")
    template_name = "cases/settings_form.html"

    def get_cancel_url(self) -> str:
        return reverse("cases:settings")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {"crumbs": crumbs(self.request.user, here())}


class SettingsUpdate(SettingsForm):
    """Thresholds, daily budget, child path, retention."""

    form_class = CaseSettingsForm
    service = services.settings_update
    title = gettext_lazy("Ubah ambang dan aturan kasus")
    success_message = gettext_lazy("Aturan kasus disimpan.")

    def get_initial(self) -> dict[str, Any]:
        own = selectors.settings_for(self.request.user.authority.task_force_id)
        return {name: getattr(own, name) for name in CaseSettingsForm.base_fields}


class LinePage(SettingsForm):
    """About one step at one urgency, named in the address."""

    line: SlaLine

    def setup_objects(self) -> None:
        """Raises Http404 for a step or urgency that does not exist."""
        urgency = "" if self.kwargs["urgency"] == ALL else self.kwargs["urgency"]
        found = sla_line(self.request.user, self.kwargs["step"], urgency)
        if found is None:
            raise Http404
        self.line = found


class SlaUpdate(LinePage):
    """The region's own limit of a step, from a day on."""

    form_class = SlaRuleForm
    template_name = "cases/sla_form.html"
    success_message = gettext_lazy("Batas waktu disimpan.")

    def get_title(self) -> str:
        return _("Batas waktu: %(name)s") % {"name": line_name(self.line)}

    def get_initial(self) -> dict[str, Any]:
        names = ("amount", "unit", "warn_hours", "escalate_hours", "source", "certainty")
        rule = self.line.coming or self.line.rule
        known = {name: getattr(rule, name) for name in names} if rule else {}
        return known | {"valid_from": self.request.user.authority.today}

    def perform(self, form: Any) -> Any:
        step, urgency = self.line.step, self.line.urgency
        return sla.sla_rule_save(by=self.request.user, step=step, urgency=urgency, **form.cleaned_data)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        own = self.line.own or self.line.coming
        label = _("Kembali ke batas bawaan")
        reset = Button(label=label, url=line_url("cases:sla-reset", self.line)) if own else None
        return super().get_context_data(**kwargs) | {"reset": reset}


class SlaReset(LinePage):
    """Back to the shipped limit."""

    form_class = PlainForm
    template_name = "components/confirm_page.html"
    submit_label = gettext_lazy("Pakai batas bawaan")
    success_message = gettext_lazy("Batas bawaan dipakai lagi.")

    def get_title(self) -> str:
        return _("Kembali ke batas bawaan: %(name)s") % {"name": line_name(self.line)}

    def perform(self, form: Any) -> Any:
        sla.sla_rule_reset(by=self.request.user, step=self.line.step, urgency=self.line.urgency)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        note = _("Berlaku mulai hari ini. Jam yang sudah berjalan tetap memakai batasnya.")
        return super().get_context_data(**kwargs) | {"note": note}


class HolidayPage(Page, TemplateView):
    """Days that do not count where a rule says working days, by year."""

    template_name = "cases/holiday_list.html"
    title = gettext_lazy("Hari libur")

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        check_settings_read(request.user)
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user = self.request.user
        year, years = self.chosen_year()
        manages = allowed(check_settings_manage, user)
        add = Button(label=_("Tambah hari libur"), url=reverse("cases:holiday-add"), kind="primary")
        rows = selectors.holiday_list(user).filter(day__year=year)
        return super().get_context_data(**kwargs) | {
            "crumbs": crumbs(user, here()),
            "lead": _("Dilewati bila aturannya menghitung hari kerja, seperti juga Sabtu dan Minggu."),
            "button": add if manages else None,
            "manages": manages,
            "year": year,
            "years": years,
            "rows": rows,
            "only_fixed": not any(row.task_force_id for row in rows),
        }

    def chosen_year(self) -> tuple[int, list[int]]:
        """The year asked for, among the last, this and the two to come."""
        today = self.request.user.authority.today
        years = [today.year + step for step in (-1, 0, 1, 2)]
        asked = self.request.GET.get("tahun", "")
        return next((year for year in years if str(year) == asked), today.year), years


class HolidayAdd(SettingsForm):
    """A pasted list, one day a line."""

    form_class = HolidaysForm
    title = gettext_lazy("Tambah hari libur")
    submit_label = gettext_lazy("Simpan hari libur")
    success_url = reverse_lazy("cases:holiday-list")

    def get_cancel_url(self) -> str:
        return reverse("cases:holiday-list")

    def perform(self, form: Any) -> Any:
        added = services.holidays_add(rows=form.cleaned_data["rows"], by=self.request.user)
        made = ngettext("%(n)s hari libur ditambahkan.", "%(n)s hari libur ditambahkan.", added.made)
        messages.success(self.request, made % {"n": added.made})
        if added.known:
            known = ngettext("%(n)s sudah ada di daftar.", "%(n)s sudah ada di daftar.", added.known)
            messages.info(self.request, known % {"n": added.known})

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        days = {"label": _("Hari libur"), "url": reverse("cases:holiday-list")}
        return super().get_context_data(**kwargs) | {"crumbs": crumbs(self.request.user, here(), days)}


class HolidayRemove(TransitionPage):
    """Takes one of the region's own days off the list."""

    selector = selectors.own_holidays
    rule = check_settings_manage
    form_class = PlainForm
    submit_label = gettext_lazy("Hapus dari daftar")
    success_message = gettext_lazy("Hari libur dihapus dari daftar.")
    note = gettext_lazy("Jam yang sudah berjalan tetap memakai batasnya.")

    def check_rule(self) -> None:
        check_settings_manage(self.request.user)

    def get_title(self) -> str:
        return _("Hapus %(name)s, %(day)s") % {"name": self.object.name, "day": tanggal(self.object.day)}

    def perform(self, form: Any) -> Any:
        services.holiday_remove(holiday=self.object, by=self.request.user)

    def get_success_url(self) -> str:
        return reverse("cases:holiday-list")

    def get_cancel_url(self) -> str:
        return reverse("cases:holiday-list")
