"""A plan's versions: a new one begun, a plan copied to other years, a draft thrown away, two compared."""

import re
from collections import Counter
from typing import Any

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gugus.core.components import Button
from gugus.core.views import ListPage, ObjectFormPage, TransitionPage
from rad import forms, rules, selectors, services
from rad.enums import DiffKind
from rad.tables import DifferenceTable
from rad.views.common import crumbs


class PlanRevise(TransitionPage):
    selector = selectors.plan_list
    rule = rules.check_plan_revise
    form_class = forms.ConfirmForm
    title = gettext_lazy("Buat versi baru RAD")
    submit_label = gettext_lazy("Buat versi baru")
    note = gettext_lazy(
        "Seluruh matriks disalin menjadi rancangan. RAD yang berlaku tetap dilaporkan seperti biasa "
        "sampai rancangan itu ditetapkan; sesudahnya laporan pada periode yang masih dibuka ikut pindah "
        "ke versi baru."
    )
    success_message = gettext_lazy("Rancangan versi baru dibuat. Ubah matriksnya, lalu tetapkan.")

    def perform(self, form: Any) -> Any:
        return services.plan_revise(plan=self.object, by=self.request.user)

    def get_success_url(self) -> str:
        return reverse("rad:plan-tree", args=[self.result.pk])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {"kind": "primary", "facts": [str(self.object)]}


class PlanDiscard(TransitionPage):
    selector = selectors.plan_list
    rule = rules.check_plan_discard
    form_class = forms.ConfirmForm
    title = gettext_lazy("Hapus rancangan RAD")
    submit_label = gettext_lazy("Hapus rancangan")
    note = gettext_lazy(
        "Rancangan ini dihapus dengan seluruh isinya. Penghapusan ini tidak dapat dibatalkan."
    )
    success_message = gettext_lazy("Rancangan dihapus.")

    def perform(self, form: Any) -> Any:
        return services.plan_discard(plan=self.object, by=self.request.user)

    def get_success_url(self) -> str:
        return self.object.replaces.get_absolute_url() if self.object.replaces else reverse("rad:plan-list")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        plan = self.object
        facts = [
            _("%(title)s, versi %(version)s") % {"title": plan.title, "version": plan.version},
            _("Kegiatan di dalamnya: %(n)s") % {"n": plan.item_count},
        ]
        return super().get_context_data(**kwargs) | {"facts": facts}


class PlanCopy(ObjectFormPage):
    """The plan of the years to come, made from this one's matrix."""

    selector = selectors.plan_list
    template_name = "rad/plan_form.html"
    rule = rules.check_manage_plan
    form_class = forms.PlanForm
    title = gettext_lazy("Salin ke periode baru")
    submit_label = gettext_lazy("Salin menjadi draf RAD baru")
    success_message = gettext_lazy(
        "RAD disalin menjadi draf. Perbarui data dasar dan target, lalu tetapkan dengan dasar hukumnya."
    )

    def get_initial(self) -> dict[str, Any]:
        plan = self.object
        first = plan.last_year + 1
        last = first + plan.last_year - plan.first_year
        return {
            "code": next_code(plan.code, first - plan.first_year),
            "title": next_code(plan.title, first - plan.first_year),
            "first_year": first,
            "last_year": last,
        }

    def perform(self, form: Any) -> Any:
        return services.plan_copy(plan=self.object, by=self.request.user, **form.cleaned_data)

    def get_success_url(self) -> str:
        return self.result.get_absolute_url()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {
            "crumbs": crumbs(self.object),
            "place": self.object.title,
            "intro": _(
                "Strategi, program, kegiatan, penanggung jawab, dan indikator disalin. Target bergeser "
                "bersama tahunnya; data dasar tetap dan perlu diperbarui. Laporan lama tidak ikut."
            ),
        }


def next_code(text: str, shift: int) -> str:
    """The same words with their years moved on: RAD-2024-2026 becomes RAD-2027-2029."""
    return re.sub(r"\b20\d\d\b", lambda found: str(int(found[0]) + shift), text)


class PlanDiff(ListPage):
    """What a version changed, against the one it replaces or another chosen one; exported as shown."""

    selector = selectors.plan_list
    rule = None
    table_class = DifferenceTable
    template_name = "rad/plan_diff.html"
    title = gettext_lazy("Perbedaan antarversi")
    export_name = "perbedaan-rad"

    @cached_property
    def plan(self) -> Any:
        return get_object_or_404(self.get_queryset(), pk=self.kwargs["pk"])

    @cached_property
    def others(self) -> list[Any]:
        return [row for row in selectors.versions_of(self.request.user, self.plan) if row.pk != self.plan.pk]

    @cached_property
    def other(self) -> Any:
        """The version chosen, else the one replaced, else the next older one."""
        asked = self.request.GET.get("terhadap", "") or str(self.plan.replaces_id)
        older = [row for row in self.others if row.version < self.plan.version]
        return next((row for row in self.others if str(row.pk) == asked), next(iter(older), None))

    @cached_property
    def differences(self) -> list[Any]:
        if self.other is None:
            return []
        old, new = sorted((self.other, self.plan), key=lambda row: row.version)
        return selectors.plan_differences(old, new)

    def get_table_data(self) -> list[Any]:
        kind = self.request.GET.get("jenis", "")
        return [row for row in self.differences if kind in ("", row.kind.value)]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        counts = Counter(row.kind for row in self.differences)
        return super().get_context_data(**kwargs) | {
            "crumbs": crumbs(self.plan),
            "place": self.plan.title,
            "plan": self.plan,
            "other": self.other,
            "others": self.others,
            "kind": self.request.GET.get("jenis", ""),
            "kinds": [(kind.value, kind.label, counts[kind]) for kind in DiffKind if counts[kind]],
            "secondary": [Button(label=_("Lihat RAD"), url=self.plan.get_absolute_url())],
        }
