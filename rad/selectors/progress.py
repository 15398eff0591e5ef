"""How far reporting is: drafts being typed, remarks, and the items behind a cell of the heat table."""

from typing import Any

from django.db.models import Case, Count, Exists, F, OuterRef, Q, QuerySet, Subquery, Value, When

from members.models import Agency
from rad.enums import PartyRole, ReportStatus
from rad.models import (
    ActionItem,
    Evidence,
    ItemComment,
    Party,
    ProgressReport,
    ReportDraft,
    ReportingPeriod,
    Strategy,
)

NOT_BEGUN = "belum"


def drafts_of(user: Any, period: ReportingPeriod) -> dict[Any, ReportDraft]:
    """What a person has typed for a period and not saved, by item."""
    return {row.item_id: row for row in ReportDraft.objects.visible_to(user).filter(period=period)}


def comment_list(user: Any) -> QuerySet[ItemComment]:
    return ItemComment.objects.visible_to(user).select_related(
        "item__program__strategy__plan", "period", "author"
    )


def comments_on(user: Any, item: ActionItem, period: ReportingPeriod | None = None) -> list[ItemComment]:
    """The remarks on an item over all versions of its plan, oldest first; with `period` only those on it."""
    rows = comment_list(user).filter(item__lineage=item.lineage)
    if period is not None:
        rows = rows.filter(period=period)
    return list(rows)


def period_item_list(user: Any, period: ReportingPeriod) -> QuerySet[ActionItem]:
    """The items of a period the person may see, each with how its report stands.

    `state` is the report's status, or "belum" where nothing was handed in that this person may see;
    `report_pk`, `handed_at`, `accepted_as` and `proofs` are of that report.
    """
    reports = ProgressReport.objects.visible_to(user).filter(period=period, item=OuterRef("pk"))
    proofs = (
        Evidence.objects.visible_to(user)
        .filter(report__period=period, report__item=OuterRef("pk"))
        .order_by()
        .values("report__item")
        .annotate(n=Count("pk"))
        .values("n")
    )
    decided = Case(
        When(status__in=[ReportStatus.ACCEPTED, ReportStatus.LOCKED], then=F("decided_as")), default=Value("")
    )
    rows = ActionItem.objects.visible_to(user).filter(program__strategy__plan=period.plan_id)
    return (
        rows.select_related("program__strategy")
        .prefetch_related("parties")
        .annotate(
            report_pk=Subquery(reports.values("pk")),
            report_state=Subquery(reports.values("status")),
            handed_at=Subquery(reports.values("submitted_at")),
            accepted_as=Subquery(reports.annotate(seat=decided).values("seat")),
            proofs=Subquery(proofs),
        )
        .annotate(state=Case(When(report_state=None, then=Value(NOT_BEGUN)), default=F("report_state")))
    )


def answered_by(agency: Agency | None, label: str = "", *, item: str = "pk") -> Exists:
    """Of items one party answers for first: an agency, or without one the name the matrix uses.

    `item` is the path from the filtered rows to their item.
    """
    first = Party.objects.filter(item=OuterRef(item), role=PartyRole.RESPONSIBLE, order=0)
    return Exists(first.filter(agency=agency) if agency else first.filter(agency=None, label=label))


def responsible_agencies(user: Any) -> QuerySet[Agency]:
    """Agencies that answer for an item of a plan the person may see."""
    items = ActionItem.objects.visible_to(user)
    parties = Party.objects.filter(role=PartyRole.RESPONSIBLE, item__in=items).exclude(agency=None)
    return Agency.objects.filter(pk__in=parties.values("agency")).order_by("short_name")


def strategies_of(user: Any, plan: Any = None) -> QuerySet[Strategy]:
    """Strategies for the choices of a filter: of one plan, or of all plans in force."""
    rows = Strategy.objects.visible_to(user)
    chosen = Q(plan=plan) if plan else Q(plan__status="ditetapkan")
    return rows.filter(chosen).order_by("plan__code", "number")
