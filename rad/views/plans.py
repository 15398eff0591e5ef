"""The plan: its list, the tree with its figures, its beginning and its adoption."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gugus.core.components import Button
from gugus.core.templatetags.gugus import tanggal
from gugus.core.views import CreatePage, DetailPage, ListPage, PlainExport, TransitionPage, UpdatePage
from rad import forms, rules, selectors, services, wording
from rad.enums import PlanStatus
from rad.tables import MatrixTable, PlanTable
from rad.views.common import act, crumbs, manages
from rad.workbook.texts import roman


class PlanList(ListPage):
    """One row per plan, with the way to its other versions."""

    selector = selectors.plan_heads
    rule = rules.check_read
    table_class = PlanTable
    title = gettext_lazy("Rencana Aksi Daerah (RAD)")
    template_name = "rad/plan_list.html"
    export_name = "rad"
    empty = {
        "title": gettext_lazy("Belum ada RAD"),
        "text": gettext_lazy(
            "RAD memuat strategi, program, kegiatan, dan indikator yang menjadi komitmen setiap instansi."
        ),
    }

    def get_table_kwargs(self) -> dict[str, Any]:
        return super().get_table_kwargs() | {"versions": selectors.versions_by_code(self.request.user)}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        extra: dict[str, Any] = {"lead": _("Komitmen setiap instansi dan sejauh mana pelaksanaannya.")}
        extra["secondary"] = [Button(label=_("Aturan pelaporan"), url=reverse("rad:settings"))]
        if manages(self.request.user):
            extra["button"] = Button(
                label=_("Impor dari Excel"), url=reverse("rad:import-create"), kind="primary"
            )
            extra["secondary"] += [Button(label=_("Buat RAD kosong"), url=reverse("rad:plan-create"))]
        return super().get_context_data(**kwargs) | extra


class PlanPage(DetailPage):
    """The tree of a plan with its figures at one point of a year, all or one agency's part."""

    selector = selectors.plan_list
    template_name = "rad/plan_detail.html"

    @cached_property
    def year(self) -> int:
        today = self.request.user.authority.today.year
        asked = self.request.GET.get("tahun", "")
        year = int(asked) if asked.isascii() and asked.isdigit() and len(asked) == 4 else today
        return min(max(year, self.object.first_year), self.object.last_year)

    @cached_property
    def agency(self) -> Any:
        asked = self.request.GET.get("instansi", "")
        return next((a for a in self.agencies if str(a.pk) == asked), None)

    @cached_property
    def agencies(self) -> list[Any]:
        """Agencies that answer for something in this plan."""
        found = {p.agency_id: p.agency for p in selectors.responsible_parties(self.object) if p.agency}
        return sorted(found.values(), key=lambda agency: agency.short_name)

    @cached_property
    def data(self) -> Any:
        return selectors.year_data(self.object, self.year, self.request.user.authority.today)

    @cached_property
    def figures(self) -> Any:
        """At the latest point of the year, as this person may read them."""
        agency = self.agency.pk if self.agency else None
        sight = selectors.sight_for(self.request.user)
        return self.data.at(self.data.latest_slot, agency_id=agency, sight=sight)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        kind = request.GET.get("_export", "")
        if kind not in ("xlsx", "csv"):
            return super().get(request, *args, **kwargs)
        self.object = self.get_object()
        table = MatrixTable(matrix_lines(self.figures))
        return PlainExport(kind, table).response(f"matriks-{self.object.code}-{self.year}.{kind}")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        plan, figures, data = self.object, self.figures, self.data
        return super().get_context_data(**kwargs) | {
            "crumbs": crumbs(),
            "place": plan_place(plan),
            "status": plan.get_status_display(),
            "tone": PLAN_TONES[plan.status],
            "versions": self.versions,
            "banner": version_banner(plan, self.versions),
            "figures": figures,
            "score": figures.score,
            "score_text": wording.score_text(figures.score),
            "grade": wording.grade_word(figures.grade),
            "grade_tone": figures.grade.tone if figures.grade else "",
            "slot": wording.slot_label(data.latest_slot),
            "bars": strategy_bars(figures),
            "sections": sections(figures),
            "year": self.year,
            "agency": self.agency,
            "agencies": self.agencies,
            "periods": [] if plan.status == PlanStatus.DRAFT else selectors.line_periods(plan),
            "rule": wording.rule_text(figures.scale),
            **self._acts(),
        }

    @cached_property
    def versions(self) -> list[Any]:
        return selectors.versions_of(self.request.user, self.object)

    def _acts(self) -> dict[str, Any]:
        plan, user = self.object, self.request.user
        if not manages(user):
            return {}
        copy = Button(label=_("Salin ke periode baru"), url=reverse("rad:plan-copy", args=[plan.pk]))
        if plan.status == PlanStatus.DRAFT:
            adopt = act(
                user, _("Tetapkan RAD"), "rad:plan-adopt", rules.check_plan_adopt, plan, kind="primary"
            )
            return {"button": adopt, "secondary": self._draft_acts(unsure=bool(adopt.reason))}
        if plan.status == PlanStatus.REVISED:
            return {"secondary": [copy]}
        return {
            "button": act(user, _("Buka periode lapor"), "rad:period-create", rules.check_period_open, plan),
            "secondary": [self._revise_act(), copy],
        }

    def _revise_act(self) -> Button:
        """The way to a new version: begun here, or the draft that was begun."""
        draft = next((row for row in self.versions if row.status == PlanStatus.DRAFT), None)
        if draft:
            words = _("Buka rancangan versi %(n)s") % {"n": draft.version}
            return Button(label=words, url=draft.get_absolute_url())
        plan = self.object
        return Button(label=_("Buat versi baru"), url=reverse("rad:plan-revise", args=[plan.pk]))

    def _draft_acts(self, *, unsure: bool) -> list[Button]:
        pages = [
            (_("Susun matriks"), "rad:plan-tree", True),
            (_("Pastikan indikator korban"), "rad:victims-confirm", unsure),
            (_("Ubah judul dan tahun"), "rad:plan-update", True),
            (_("Hapus rancangan"), "rad:plan-discard", True),
        ]
        return [
            Button(label=words, url=reverse(name, args=[self.object.pk]))
            for words, name, shown in pages
            if shown
        ]


PLAN_TONES = {PlanStatus.DRAFT: "draft", PlanStatus.ADOPTED: "good", PlanStatus.REVISED: "locked"}


def plan_place(plan: Any) -> str:
    """`RAD-2025-2027 · 2025–2027 · versi 2`, the version from the second one on."""
    place = f"{plan.code} · {plan.first_year}–{plan.last_year}"
    return f"{place} · {_('versi %(n)s') % {'n': plan.version}}" if plan.version > 1 else place


def version_banner(plan: Any, versions: list[Any]) -> dict[str, str]:
    """What somebody must know who reads a version that is not the one in force; empty for that one."""
    force = next((row for row in versions if row.status == PlanStatus.ADOPTED), None)
    if plan.status == PlanStatus.REVISED:
        later = min((row for row in versions if row.version > plan.version), key=lambda row: row.version)
        words = {"n": later.version, "instrument": later.instrument, "day": tanggal(later.adopted_on)}
        return {
            "title": _("Versi lama."),
            "text": _("Digantikan versi %(n)s dengan %(instrument)s pada %(day)s.") % words,
            "url": force.get_absolute_url() if force else "",
            "label": _("Buka versi yang berlaku"),
        }
    if plan.status == PlanStatus.DRAFT and plan.replaces_id:
        return {
            "title": _("Rancangan versi %(n)s.") % {"n": plan.version},
            "text": _("Sampai rancangan ini ditetapkan, yang berlaku dan dilaporkan tetap versi sebelumnya."),
            "url": reverse("rad:plan-diff", args=[plan.pk]),
            "label": _("Lihat perbedaannya"),
        }
    return {}


def strategy_bars(figures: Any) -> list[dict[str, Any]]:
    """Rows of the bar table: each strategy's mean against 100."""
    return [
        {
            "label": f"{roman(each.strategy.number)}. {each.strategy.name}",
            "value": wording.rounded(each.score.value),
            "text": wording.score_text(each.score),
            "target": 100,
            "target_text": "100 %",
            "url": f"#strategi-{each.strategy.number}",
            "tone": "",
            "note": wording.reported_text(each.score),
        }
        for each in figures.strategies
    ]


def sections(figures: Any) -> list[dict[str, Any]]:
    """Strategies with programmes and items, each item with its bar and words."""
    return [
        {
            "strategy": each.strategy,
            "numeral": roman(each.strategy.number),
            "text": wording.score_text(each.score),
            "grade": wording.grade_word(each.grade),
            "tone": each.grade.tone if each.grade else "",
            "reported": wording.reported_text(each.score),
            "programs": [
                {"program": program.program, "items": [item_row(item) for item in program.items]}
                for program in each.programs
            ],
        }
        for each in figures.strategies
    ]


def matrix_lines(figures: Any) -> list[dict[str, Any]]:
    """The items of `sections` one after the other, each beside its strategy and programme."""
    return [
        row
        | {
            "strategy": f"{section['numeral']}. {section['strategy'].name}",
            "program": part["program"].name,
            "words": row["grade"] or row["state"],
        }
        for section in sections(figures)
        for part in section["programs"]
        for row in part["items"]
    ]


def item_row(item: Any) -> dict[str, Any]:
    """One item of the tree."""
    score = item.score
    states = [wording.state_text(each.figure) for each in item.indicators]
    return {
        "item": item.item,
        "responsible": wording.party_text(item.item),
        "value": wording.rounded(score.value),
        "text": wording.score_text(score),
        "grade": wording.grade_word(item.grade),
        "tone": item.grade.tone if item.grade else "",
        "reported": wording.reported_text(score),
        "state": wording.score_text(score, "") or next(filter(None, states), ""),
    }


class PlanCreate(CreatePage):
    rule = rules.check_manage
    form_class = forms.PlanForm
    service = services.plan_create
    title = gettext_lazy("Buat RAD")
    submit_label = gettext_lazy("Buat draf RAD")
    success_message = gettext_lazy("Draf RAD dibuat. Tambahkan strategi, program, dan kegiatannya.")

    def get_cancel_url(self) -> str:
        return reverse("rad:plan-list")

    def get_success_url(self) -> str:
        return self.result.get_absolute_url()


class PlanUpdate(UpdatePage):
    selector = selectors.plan_list
    rule = rules.check_plan_edit
    form_class = forms.PlanEditForm
    title = gettext_lazy("Ubah judul dan tahun RAD")
    submit_label = gettext_lazy("Simpan")
    success_message = gettext_lazy("Perubahan disimpan.")

    def perform(self, form: Any) -> Any:
        return services.plan_update(plan=self.object, by=self.request.user, **form.cleaned_data)


class PlanAdopt(TransitionPage):
    selector = selectors.plan_list
    rule = rules.check_plan_adopt
    form_class = forms.PlanAdoptForm
    title = gettext_lazy("Tetapkan RAD")
    submit_label = gettext_lazy("Tetapkan RAD")
    note = gettext_lazy(
        "Setelah ditetapkan, matriks terkunci dan dapat dibaca semua anggota. Penghubung setiap instansi "
        "mulai melapor "
        "begitu periode lapor dibuka."
    )
    success_message = gettext_lazy("RAD ditetapkan. Buka periode lapor pertama agar instansi dapat melapor.")

    def perform(self, form: Any) -> Any:
        return services.plan_adopt(plan=self.object, by=self.request.user, **form.cleaned_data)
