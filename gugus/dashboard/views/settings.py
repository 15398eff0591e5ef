"""The rules of the dashboard: when figures are frozen, and from where something is asked about."""

from typing import Any

from django.urls import reverse, reverse_lazy
from django.utils.translation import gettext_lazy

from gugus.core.views import FormPage
from gugus.dashboard.forms.settings import RulesForm
from gugus.dashboard.rules import check_rules_update
from gugus.dashboard.selectors.settings import rules_for
from gugus.dashboard.services.settings import rules_update
from gugus.dashboard.views.briefs import crumbs


class RulesUpdate(FormPage):
    rule = check_rules_update
    form_class = RulesForm
    service = rules_update
    template_name = "dashboard/rules_form.html"
    title = gettext_lazy("Aturan dasbor")
    submit_label = gettext_lazy("Simpan aturan")
    success_message = gettext_lazy("Aturan dasbor disimpan.")
    success_url = reverse_lazy("dashboard:rules")

    def get_initial(self) -> dict[str, Any]:
        row = rules_for(self.request.user.authority.task_force_id)
        return {name: getattr(row, name) for name in self.form_class.base_fields}

    def get_cancel_url(self) -> str:
        return reverse("dashboard:dashboard")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {"crumbs": crumbs()}
