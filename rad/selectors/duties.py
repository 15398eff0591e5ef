"""What the RAD asks of a person today, for "Tugas saya"."""

from collections import defaultdict
from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gugus.core.permissions import grants_of
from gugus.notices.duties import Duty
from members.enums import Role
from rad.enums import HANDED_IN, REPORT_ITEM, PlanStatus, ReportStatus
from rad.models import ActionItem, ActionItemGrant, ActionPlan, ProgressReport, ReportingPeriod
from rad.selectors.reporting import open_periods, reports_for


def duties_for(user: Any) -> list[Duty]:
    """Reports to write, to mend and to verify; drafts of plans to fix. Unordered; at most six queries."""
    if not reports_for(user):
        return []
    duties = [*_to_mend(user), *_to_report(user)]
    if user.authority.has_role(Role.SECRETARIAT):
        duties += [*_to_verify(user), *_to_adopt(user)]
    return duties


def _to_report(user: Any) -> list[Duty]:
    """One duty per open period for the items of one's desks, one more for those without a desk."""
    periods = list(open_periods(user))
    if not periods:
        return []
    own, orphans = _items_by_plan(user, periods)
    begun: dict[Any, set[Any]] = defaultdict(set)
    # What was returned is a duty of its own (`_to_mend`), so it counts as begun here.
    states = {*HANDED_IN, ReportStatus.RETURNED}
    rows = ProgressReport.objects.filter(period__in=periods, status__in=states)
    for period_id, item_id in rows.values_list("period_id", "item_id"):
        begun[period_id].add(item_id)
    duties = []
    for period in periods:
        for items, behalf in ((own[period.plan_id], False), (orphans[period.plan_id], True)):
            left = len(items - begun[period.pk])
            if left:
                duties.append(_report_duty(user, period, left, behalf=behalf))
    return duties


def _items_by_plan(user: Any, periods: list[ReportingPeriod]) -> tuple[dict[Any, set], dict[Any, set]]:
    """Items of one's desks, and for the secretariat those of no desk; one query for both."""
    granted = ActionItemGrant.objects.filter(content_object=OuterRef("pk"))
    mine = grants_of(ActionItem, REPORT_ITEM, user.groups).filter(content_object=OuterRef("pk"))
    rows = ActionItem.objects.filter(program__strategy__plan__in={period.plan_id for period in periods})
    rows = rows.annotate(own=Exists(mine)).order_by()
    behalf = user.authority.has_role(Role.SECRETARIAT)
    asked = Q(own=True) | Q(~Exists(granted)) if behalf else Q(own=True)
    own: dict[Any, set[Any]] = defaultdict(set)
    orphans: dict[Any, set[Any]] = defaultdict(set)
    for plan, item, is_own in rows.filter(asked).values_list("program__strategy__plan_id", "pk", "own"):
        (own if is_own else orphans)[plan].add(item)
    return own, orphans


def _report_duty(user: Any, period: ReportingPeriod, left: int, *, behalf: bool) -> Duty:
    late = period.deadline < user.authority.today
    what = ngettext("%(n)s kegiatan belum diajukan", "%(n)s kegiatan belum diajukan", left) % {"n": left}
    url = reverse("rad:report-grid", args=[period.pk])
    title = _("Lapor RAD atas nama, %(period)s") if behalf else _("Lapor RAD %(period)s")
    return Duty(
        title=title % {"period": period},
        url=f"{url}?atas_nama=1" if behalf else url,
        due=period.deadline,
        status=_("terlambat") if late else _("perlu diisi"),
        tone="bad" if late else "draft",
        note=what,
    )


def _to_mend(user: Any) -> list[Duty]:
    rows = ProgressReport.objects.visible_to(user).filter(status=ReportStatus.RETURNED)
    own = rows.filter(item__in=ActionItem.objects.granted(user, REPORT_ITEM))
    if user.authority.has_role(Role.SECRETARIAT):
        own = own | rows.filter(on_behalf=True)
    return [
        Duty(
            title=_("Perbaiki laporan %(code)s, %(period)s")
            % {"code": report.item.code, "period": report.period},
            url=reverse("rad:report-form", args=[report.period_id, report.item_id]),
            due=report.return_due,
            status=_("dikembalikan"),
            tone="bad" if report.return_due and report.return_due < user.authority.today else "warn",
            note=report.return_reason,
        )
        for report in own.select_related("item", "period").distinct()
    ]


def _to_verify(user: Any) -> list[Duty]:
    waiting = ProgressReport.objects.visible_to(user).filter(status=ReportStatus.SUBMITTED).count()
    if not waiting:
        return []
    title = ngettext("Periksa %(n)s laporan RAD", "Periksa %(n)s laporan RAD", waiting) % {"n": waiting}
    return [Duty(title, reverse("rad:report-queue"), None, _("diajukan"), "note")]


def _to_adopt(user: Any) -> list[Duty]:
    drafts = ActionPlan.objects.visible_to(user).filter(status=PlanStatus.DRAFT)
    return [
        Duty(
            _("Lengkapi dan tetapkan %(title)s") % {"title": plan.title},
            plan.get_absolute_url(),
            None,
            _("draf"),
            "draft",
        )
        for plan in drafts[:5]
    ]
