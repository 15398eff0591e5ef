"""What the RAD's pages share: the way back, and a button with the reason why it is off."""

from collections.abc import Callable
from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from gugus.core.components import Button
from gugus.core.permissions import reason_against
from rad.models import ActionPlan, ReportingPeriod
from rad.selectors.tree import plan_of

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def book_response(content: bytes, name: str) -> HttpResponse:
    """A workbook to keep: an attachment called `name`.xlsx, never guessed at, never cached."""
    response = HttpResponse(content, content_type=XLSX)
    response["Content-Disposition"] = f'attachment; filename="{name}.xlsx"'
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response


def crumbs(
    plan: ActionPlan | None = None, period: ReportingPeriod | None = None, *more: Any
) -> list[dict[str, Any]]:
    """Where a page lies: RAD / plan / period / …"""
    found = [{"label": _("RAD"), "url": reverse("rad:plan-list")}]
    if plan is not None:
        found.append({"label": plan.code, "url": plan.get_absolute_url()})
    if period is not None:
        found.append({"label": str(period), "url": reverse("rad:period-detail", args=[period.pk])})
    return [*found, *more]


def act(
    user: Any,
    label: Any,
    name: str,
    check: Callable[..., None],
    obj: Any,
    *,
    kind: str = "secondary",
    args: list[Any] | None = None,
) -> Button:
    """A link to an act; greyed with the reason the rule gives when it may not be done now."""
    url = reverse(name, args=args if args is not None else [obj.pk])
    return Button(label=str(label), url=url, kind=kind, reason=reason_against(check, user, obj))  # type: ignore[arg-type]


def tree_url(row: Any) -> str:
    """The tree editor with the focus on a row of the matrix; for a plan, at its beginning."""
    plan = plan_of(row)
    here = reverse("rad:plan-tree", args=[plan.pk])
    return here if row == plan else f"{here}?fokus={row.pk}"


def manages(user: Any) -> bool:
    """Whether acts of the secretariat are shown at all: others need no greyed buttons."""
    return user.authority.has_role("sekretariat")


def standing(done: int, total: int, *, late: bool) -> tuple[str, str]:
    """How far somebody is with what is due, as word and tone."""
    if done == total:
        return _("lengkap"), "good"
    if done:
        return (_("sebagian, terlambat"), "bad") if late else (_("sebagian"), "note")
    return (_("terlambat"), "bad") if late else (_("belum"), "draft")
