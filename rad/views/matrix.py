"""Forms of a draft's matrix: strategies, programmes, items, indicators."""

from typing import Any

from django.utils.translation import gettext_lazy

from gugus.core.views import ObjectFormPage, UpdatePage
from rad import forms, rules, selectors, services
from rad.models import ActionItem
from rad.services.items import PartyGiven
from rad.views.common import crumbs, tree_url


class MatrixForm(ObjectFormPage):
    """A form about a row of a draft matrix; leads back to that row in the tree."""

    template_name = "rad/plan_form.html"
    rule = rules.check_plan_edit
    submit_label = gettext_lazy("Simpan")
    success_message = gettext_lazy("Perubahan matriks disimpan.")

    def plan(self) -> Any:
        return self.object

    def check_rule(self) -> None:
        rules.check_plan_edit(self.request.user, self.plan())

    def get_success_url(self) -> str:
        return tree_url(self.result)

    def get_cancel_url(self) -> str:
        return tree_url(self.object)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {"crumbs": crumbs(self.plan())}


class StrategyCreate(MatrixForm):
    selector = selectors.plan_list
    form_class = forms.NameForm
    title = gettext_lazy("Tambah strategi")

    def perform(self, form: Any) -> Any:
        return services.strategy_create(plan=self.object, by=self.request.user, **form.cleaned_data)


class StrategyUpdate(MatrixForm, UpdatePage):
    selector = selectors.strategy_list
    form_class = forms.NameForm
    title = gettext_lazy("Ubah strategi")

    def plan(self) -> Any:
        return self.object.plan

    def perform(self, form: Any) -> Any:
        return services.strategy_update(strategy=self.object, by=self.request.user, **form.cleaned_data)


class ProgramCreate(MatrixForm):
    selector = selectors.strategy_list
    form_class = forms.NameForm
    title = gettext_lazy("Tambah program")

    def plan(self) -> Any:
        return self.object.plan

    def perform(self, form: Any) -> Any:
        return services.program_create(strategy=self.object, by=self.request.user, **form.cleaned_data)


class ProgramUpdate(MatrixForm, UpdatePage):
    selector = selectors.program_list
    form_class = forms.NameForm
    title = gettext_lazy("Ubah program")

    def plan(self) -> Any:
        return self.object.strategy.plan

    def perform(self, form: Any) -> Any:
        return services.program_update(program=self.object, by=self.request.user, **form.cleaned_data)


def item_values(form: forms.ItemForm) -> dict[str, Any]:
    """A filled item form as the service takes it."""
    names = ("name", "funding", "budget", "sipd_code", "places")
    return {name: form.cleaned_data[name] for name in names} | {
        "responsible": [PartyGiven(*each) for each in form.responsible],
        "supporting": [PartyGiven(*each) for each in form.supporting],
    }


class ItemCreate(MatrixForm):
    selector = selectors.program_list
    form_class = forms.ItemForm
    title = gettext_lazy("Tambah kegiatan")

    def plan(self) -> Any:
        return self.object.strategy.plan

    def perform(self, form: Any) -> Any:
        return services.item_create(program=self.object, by=self.request.user, **item_values(form))


class OfItemForm(MatrixForm):
    """A form about an item or its indicator."""

    def item(self) -> ActionItem:
        return self.object

    def plan(self) -> Any:
        return self.item().program.strategy.plan


class ItemUpdate(OfItemForm):
    selector = selectors.item_page_list
    form_class = forms.ItemForm
    title = gettext_lazy("Ubah kegiatan")

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"item": self.object}

    def perform(self, form: Any) -> Any:
        return services.item_update(item=self.object, by=self.request.user, **item_values(form))


class IndicatorCreate(OfItemForm):
    selector = selectors.item_list
    form_class = forms.IndicatorForm
    title = gettext_lazy("Tambah indikator")

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"plan": self.plan()}

    def perform(self, form: Any) -> Any:
        return services.indicator_create(item=self.object, by=self.request.user, **form.values)


class IndicatorUpdate(OfItemForm):
    selector = selectors.indicator_list
    form_class = forms.IndicatorForm
    title = gettext_lazy("Ubah indikator")

    def item(self) -> ActionItem:
        return self.object.item

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"plan": self.plan(), "indicator": self.object}

    def perform(self, form: Any) -> Any:
        return services.indicator_update(indicator=self.object, by=self.request.user, **form.values)
