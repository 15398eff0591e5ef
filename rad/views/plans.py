"""The plan: its list, the tree with its figures, its beginning and its adoption."""

from typing import Any

from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gugus.core.components import Button
from gugus.core.views import CreatePage, DetailPage, ListPage, TransitionPage, UpdatePage
from rad import forms, rules, selectors, services, wording
from rad.enums import PlanStatus
from rad.tables import PlanTable
from rad.views.common import act, crumbs, manages
from rad.workbook.texts import roman


class PlanList(ListPage):
    selector = selectors.plan_list
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

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        plan, user = self.object, self.request.user
        data = selectors.year_data(plan, self.year, user.authority.today)
        figures = data.at(
            data.latest_slot,
            agency_id=self.agency.pk if self.agency else None,
            sight=selectors.sight_for(user),
        )
        periods = selectors.period_list(user).filter(plan=plan)
        return super().get_context_data(**kwargs) | {
            "crumbs": crumbs(),
            "place": f"{plan.code} · {plan.first_year}–{plan.last_year}",
            "status": plan.get_status_display(),
            "tone": "good" if plan.status == PlanStatus.ADOPTED else "draft",
            "figures": figures,
            "score": figures.score,
            "score_text": wording.score_text(figures.score),
            "bare": selectors.bare_strategies(plan)
            if manages(user) and plan.status == PlanStatus.DRAFT
            else [],
            "grade": wording.grade_word(figures.grade),
            "grade_tone": figures.grade.tone if figures.grade else "",
            "slot": wording.slot_label(data.latest_slot),
            "bars": strategy_bars(figures),
            "sections": sections(figures),
            "year": self.year,
            "agency": self.agency,
            "agencies": self.agencies,
            "periods": periods,
            "editable": manages(user) and plan.status == PlanStatus.DRAFT,
            "rule": wording.rule_text(figures.scale),
            **self._acts(),
        }

    def _acts(self) -> dict[str, Any]:
        plan, user = self.object, self.request.user
        if not manages(user):
            return {}
        if plan.status == PlanStatus.DRAFT:
            return {
                "button": act(
                    user, _("Tetapkan RAD"), "rad:plan-adopt", rules.check_plan_adopt, plan, kind="primary"
                ),
                "secondary": [
                    Button(label=_("Ubah judul dan tahun"), url=reverse("rad:plan-update", args=[plan.pk])),
                    Button(label=_("Tambah strategi"), url=reverse("rad:strategy-create", args=[plan.pk])),
                ],
            }
        return {
            "button": act(user, _("Buka periode lapor"), "rad:period-create", rules.check_period_open, plan)
        }


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
