"""What pages about something of a case share: the way back, a plain question, buttons with their reasons."""

from typing import Any

from django.urls import reverse

from cases.forms.cases import NoFieldsForm
from cases.views.common import CaseFormPage
from gugus.core.components import Button
from gugus.core.permissions import reason_against


class OfCasePage(CaseFormPage):
    """A form about something of a case; afterwards the case's own page, or the one that lists such things."""

    of_case = False
    form_class: Any = NoFieldsForm
    template_name = "cases/case_confirm.html"
    back = "cases:case-detail"
    note: Any = ""
    kind = "danger"

    def get_success_url(self) -> str:
        return reverse(self.back, args=[self.case.pk])

    get_cancel_url = get_success_url

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {"note": self.note, "kind": self.kind}


def act(user: Any, label: str, name: str, check: Any, case: Any, *, kind: str = "secondary") -> Button:
    """A link to an act on a case, greyed with the rule's reason when it may not be done now."""
    url = reverse(f"cases:{name}", args=[case.pk])
    return Button(label=label, url=url, kind=kind, reason=reason_against(check, user, case))  # type: ignore[arg-type]
