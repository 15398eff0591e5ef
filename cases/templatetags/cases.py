"""The frame of every page about a case: the band that says so, and the way to its other pages."""

from typing import Any

from django import template
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cases.enums import IDENTITY, SHELTER, VIEW, CaseStatus
from cases.models import Case
from cases.selectors.cases import rights_of

register = template.Library()

OWNER = "owner"  # no right of its own: one of one's desks leads the case
# (label, url name, right that opens it). A tab somebody may not open is not there.
TABS: list[tuple[Any, str, str]] = [
    (_("Ringkasan"), "cases:case-detail", VIEW),
    (_("Identitas"), "cases:identity", IDENTITY),
    (_("Tempat aman"), "cases:shelter-list", SHELTER),
    (_("Catatan"), "cases:note-list", VIEW),
    (_("Lampiran"), "cases:attachment-list", VIEW),
    (_("Persetujuan"), "cases:consent-list", VIEW),
    (_("Siapa membuka"), "cases:case-trail", OWNER),
    (_("Ekspor"), "cases:export-create", OWNER),
]
KEPT = {"cases:case-detail", "cases:case-trail"}  # what is left of a case whose file was destroyed


@register.simple_tag(takes_context=True)
def case_of(context: template.Context) -> Case:
    """The case a page is about: what the view gave as `case`, else the view's own."""
    return context.get("case") or context["view"].case


@register.simple_tag(takes_context=True)
def case_tabs(context: template.Context, case: Case) -> list[dict[str, Any]]:
    """The pages of a case, the one shown marked; `context` is a page's, with its request."""
    request = context["request"]
    held = rights_of(request.user, case)
    if case.owner_id in request.user.authority.group_ids:
        held |= {OWNER}
    tabs = [
        {"label": label, "url": reverse(name, args=[case.pk])}
        for label, name, right in TABS
        if right in held and (case.status != CaseStatus.DISPOSED or name in KEPT)
    ]
    here = max((tab["url"] for tab in tabs if request.path.startswith(tab["url"])), key=len, default="")
    return [tab | {"current": tab["url"] == here} for tab in tabs]
