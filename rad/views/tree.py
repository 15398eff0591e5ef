"""The tree of a draft: rows moved, placed elsewhere, taken out and put back; by buttons, so by keyboard."""

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext_lazy

from gugus.core.components import Button
from gugus.core.views import DetailPage, ObjectFormPage, TransitionPage
from rad import forms, rules, selectors, services
from rad.selectors.tree import label_of, plan_of
from rad.services.tree import NOUN
from rad.views.common import crumbs, tree_url

ROWS = {
    "strategy": selectors.strategy_list,
    "program": selectors.program_list,
    "item": selectors.item_list,
    "indicator": selectors.indicator_list,
}
BELOW = {
    "strategy": ("programs", "rad:program-create", gettext_lazy("Tambah program")),
    "program": ("items", "rad:item-create", gettext_lazy("Tambah kegiatan")),
    "item": ("indicators", "rad:indicator-create", gettext_lazy("Tambah indikator")),
}

PARTS = {
    "program": ngettext_lazy("%(n)s program", "%(n)s program", "n"),
    "item": ngettext_lazy("%(n)s kegiatan", "%(n)s kegiatan", "n"),
    "indicator": ngettext_lazy("%(n)s indikator dengan targetnya", "%(n)s indikator dengan targetnya", "n"),
}


@dataclass
class Branch:
    """One row of the tree with its acts; `focus` names the control that takes the focus."""

    row: Any
    kind: str
    label: str
    first: bool
    last: bool
    focus: str = ""
    opened: bool = True
    below: list["Branch"] = field(default_factory=list)

    @property
    def key(self) -> str:
        return f"{self.kind}:{self.row.pk}"

    @property
    def acts(self) -> list[tuple[str, Any, str]]:
        """(name, words, address) of what leads to a page of its own."""
        found = [("ubah", _("Ubah"), self._url("update"))]
        if self.kind in ("program", "item"):
            found.append(("pindah", _("Pindahkan"), self._url("place")))
        found.append(("hapus", _("Hapus"), self._url("remove")))
        if self.kind in BELOW:
            _rows, name, words = BELOW[self.kind]
            found.append(("tambah", words, reverse(name, args=[self.row.pk])))
        return found

    def _url(self, act: str) -> str:
        return reverse(f"rad:{self.kind}-{act}", args=[self.row.pk])


class TreePage(DetailPage):
    """GET shows the tree; POST moves a row or puts a removed part back, and gives the focus to that row.

    Answers htmx with the tree alone, everybody else with the page.
    """

    http_method_names = ["get", "post", "head", "options"]
    selector = selectors.plan_list
    rule = rules.check_plan_edit
    template_name = "rad/tree.html"
    title = gettext_lazy("Susun matriks")

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.object = self.get_object()
        try:
            row, act = self._perform(request.POST)
        except ValidationError as error:
            messages.error(request, "; ".join(error.messages))
            return redirect("rad:plan-tree", self.object.pk)
        if not request.headers.get("HX-Request"):
            return redirect(f"{tree_url(row)}&tombol={act}")
        return render(request, "rad/tree.html#tree", self.get_context_data(focus=row.pk, act=act))

    def _perform(self, data: QueryDict) -> tuple[Any, str]:
        user = self.request.user
        if "pulihkan" in data:
            parts = selectors.removed_list(user).filter(plan=self.object)
            part = get_object_or_404(parts, pk=_key(data["pulihkan"]))
            return services.row_restore(part=part, by=user), "ubah"
        act = "naik" if "naik" in data else "turun"
        kind, _colon, key = data.get(act, "").partition(":")
        if kind not in ROWS:
            raise Http404
        row = get_object_or_404(ROWS[kind](user), pk=_key(key))
        if plan_of(row) != self.object:
            raise Http404
        return services.row_move(row=row, up=act == "naik", by=user), act

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        plan, asked = self.object, self.request.GET
        focus = kwargs.pop("focus", None) or _key(asked.get("fokus", ""), missing=True)
        act = kwargs.pop("act", None) or asked.get("tombol", "ubah")
        opened = _key(asked.get("strategi", ""), missing=True)
        return super().get_context_data(**kwargs) | {
            "crumbs": crumbs(plan),
            "place": f"{plan.code} · {plan.first_year}–{plan.last_year}",
            "branches": self._branches(focus, act, opened),
            "removed": selectors.removed_lately(self.request.user, plan),
            "button": Button(
                label=_("Tambah strategi"), url=reverse("rad:strategy-create", args=[plan.pk]), kind="primary"
            ),
            "secondary": [Button(label=_("Lihat RAD"), url=plan.get_absolute_url())],
        }

    def _branches(self, focus: UUID | None, act: str, opened: UUID | None) -> list[Branch]:
        """A small plan all open; of a large one the strategy with the focus, or the first."""
        heads = selectors.tree_strategies(self.object)
        if sum(row.item_count for row in heads) <= selectors.ALL_OPEN:
            shown = heads
        else:
            key = opened or (selectors.strategy_holding(self.object, focus) if focus else None)
            shown = [row for row in heads if row.pk == key] or heads[:1]
        filled = {row.pk: row for row in selectors.tree_fill(shown)}
        rows = [filled.get(row.pk, row) for row in heads]
        branches = branches_of("strategy", rows, "", focus, act)
        for branch in branches:
            branch.opened = branch.row.pk in filled
            if branch.opened:
                _fill(branch, focus, act)
        return branches


def _fill(branch: Branch, focus: UUID | None, act: str) -> None:
    if branch.kind in BELOW:
        rows = list(getattr(branch.row, BELOW[branch.kind][0]).all())
        kind = {"strategy": "program", "program": "item", "item": "indicator"}[branch.kind]
        branch.below = branches_of(kind, rows, branch.label, focus, act)
        for each in branch.below:
            _fill(each, focus, act)


def branches_of(kind: str, rows: list[Any], above: str, focus: UUID | None, act: str) -> list[Branch]:
    found = []
    for number, row in enumerate(rows):
        first, last = number == 0, number == len(rows) - 1
        if kind in ("strategy", "item"):
            label = label_of(row)
        else:
            label = f"{above}.{row.number}" if kind == "program" else ""
        here = _control(act, first=first, last=last) if row.pk == focus else ""
        found.append(Branch(row, kind, label, first, last, here))
    return found


def _control(act: str, *, first: bool, last: bool) -> str:
    """The control to give the focus: the one used, unless it is off now."""
    if act == "naik" and first:
        act = "turun"
    elif act == "turun" and last:
        act = "naik"
    return "ubah" if (first and last) or act not in ("naik", "turun") else act


def _key(text: str, *, missing: bool = False) -> Any:
    """A row's id out of an address or form. Raises Http404 for anything else, unless it may be missing."""
    try:
        return UUID(text)
    except ValueError:
        if missing:
            return None
        raise Http404 from None


class RowPage(ObjectFormPage):
    """A page about one row of a draft; leads back to it in the tree."""

    object: Any

    def check_rule(self) -> None:
        rules.check_plan_edit(self.request.user, plan_of(self.object))

    rule = rules.check_plan_edit

    def get_cancel_url(self) -> str:
        return tree_url(self.object)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {
            "crumbs": crumbs(plan_of(self.object)),
            "place": f"{label_of(self.object)} {self.object.name}",
        }


class RowPlace(RowPage):
    template_name = "rad/plan_form.html"
    form_class = forms.PlaceForm
    submit_label = gettext_lazy("Pindahkan")
    success_message = gettext_lazy("Dipindahkan. Nomor dan kode sudah menyesuaikan.")

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"choices": selectors.places_for(self.object)}

    def perform(self, form: Any) -> Any:
        kind = "strategy" if NOUN[type(self.object)] == "program" else "program"
        parent = get_object_or_404(ROWS[kind](self.request.user), pk=form.cleaned_data["parent"])
        return services.row_place(row=self.object, parent=parent, by=self.request.user)

    def get_success_url(self) -> str:
        return tree_url(self.result)


class ProgramPlace(RowPlace):
    selector = selectors.program_list
    title = gettext_lazy("Pindahkan program ke strategi lain")


class ItemPlace(RowPlace):
    selector = selectors.item_list
    title = gettext_lazy("Pindahkan kegiatan ke program lain")


class RowRemove(RowPage, TransitionPage):
    """Asks once, naming what goes with it; the tree then offers to put it back."""

    form_class = forms.ConfirmForm
    submit_label = gettext_lazy("Hapus")
    note = gettext_lazy("Sesudahnya penghapusan masih dapat dibatalkan di halaman susunan.")

    def perform(self, form: Any) -> Any:
        return services.row_remove(row=self.object, by=self.request.user)

    def get_success_url(self) -> str:
        words = _("%(code)s dihapus. Nomor di bawahnya sudah menyesuaikan.") % {"code": self.result.label}
        messages.success(self.request, words)
        return reverse("rad:plan-tree", args=[self.result.plan_id])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        name = f"{label_of(self.object)} {self.object.name}"
        return super().get_context_data(**kwargs) | {"facts": [name, *goes_with(self.object)]}


def goes_with(row: Any) -> list[str]:
    """A sentence for what is removed along with a row."""
    parts = [str(PARTS[key] % {"n": n}) for key, n in selectors.parts_below(row).items() if n]
    return [_("Ikut terhapus: %(parts)s.") % {"parts": ", ".join(parts)}] if parts else []


class StrategyRemove(RowRemove):
    selector = selectors.strategy_list
    title = gettext_lazy("Hapus strategi")


class ProgramRemove(RowRemove):
    selector = selectors.program_list
    title = gettext_lazy("Hapus program")


class ItemRemove(RowRemove):
    selector = selectors.item_list
    title = gettext_lazy("Hapus kegiatan")


class IndicatorRemove(RowRemove):
    selector = selectors.indicator_list
    title = gettext_lazy("Hapus indikator")
