"""What the pages of a case share: reading is recorded, and what may not be seen is not there.

A page about a case subclasses `CasePage` or `CaseFormPage`. A case that is hidden and one that never was end
in the same 404: one query that finds nothing, one row in the trail, the same bytes.
"""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _

from cases.models import Case
from cases.rules.cases import check_handler
from cases.services import trail
from gugus.core.permissions import Denied, reason_against
from gugus.core.views import DetailPage, ObjectFormPage

READ = "cases.case_read"


def crumbs(user: Any, *more: dict[str, Any]) -> list[dict[str, Any]]:
    """Where a page that is about no single case lies: Kasus / …; pengawas has no list of cases above it."""
    top = (
        []
        if reason_against(check_handler, user)
        else [{"label": _("Kasus"), "url": reverse("cases:case-list")}]
    )
    return [*top, *more]


class Recorded:
    """Keeps who read what (`reads`, a code of the trail), and who was refused it.

    `of_case` says whether the address names a case itself; else it names something of one, and a refusal is
    kept with that thing's key.
    """

    reads = READ
    of_case = True
    request: Any
    kwargs: dict[str, Any]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            response = super().dispatch(request, *args, **kwargs)  # type: ignore[misc]
        except (Http404, Denied) as refusal:
            self.refused(refusal)
            raise
        if request.method in ("GET", "HEAD") and response.status_code == 200:
            trail.record(by=request.user, action=self.reads, case=self.case)
        return response

    def refused(self, refusal: Exception) -> None:
        """One row in the trail, on a connection of its own."""
        key: UUID = self.kwargs["pk"]
        named: dict[str, Any] = {"case_id": key} if self.of_case else {"asked": key}
        if not isinstance(refusal, Http404):
            named = {"case_id": self.case.pk, "label": self.case.code}
        trail.denied(by=self.request.user, action=self.reads, **named)

    @property
    def case(self) -> Case:
        """The case the page is about; subclasses of other rows get it through their `case`."""
        obj = self.object  # type: ignore[attr-defined]
        return obj if isinstance(obj, Case) else obj.case


class CasePage(Recorded, DetailPage):
    """A page that shows a case, or something of one."""


class CaseFormPage(Recorded, ObjectFormPage):
    """A form about a case, or about something of one."""
