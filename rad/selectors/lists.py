"""Rows a person may see, one selector per kind of page."""

from typing import Any

from django.db.models import Count, Q, QuerySet

from members.models import Agency, Decree, Seat, SeatHolder
from rad.enums import PartyRole, ReportStatus
from rad.models import (
    ActionItem,
    ActionPlan,
    AnswerRun,
    Evidence,
    ImportRun,
    Indicator,
    Party,
    Program,
    ProgressReport,
    RadJob,
    ReportDocument,
    ReportingPeriod,
    Strategy,
)


def plan_list(user: Any) -> QuerySet[ActionPlan]:
    """Plans with how many items they hold, newest first."""
    rows = ActionPlan.objects.visible_to(user).select_related("task_force")
    return rows.annotate(item_count=Count("strategies__programs__items", distinct=True))


def strategy_list(user: Any) -> QuerySet[Strategy]:
    return Strategy.objects.visible_to(user).select_related("plan")


def program_list(user: Any) -> QuerySet[Program]:
    return Program.objects.visible_to(user).select_related("strategy__plan")


def item_list(user: Any) -> QuerySet[ActionItem]:
    return ActionItem.objects.visible_to(user).select_related("program__strategy__plan__task_force")


def item_page_list(user: Any) -> QuerySet[ActionItem]:
    """An item with what its page shows."""
    return item_list(user).prefetch_related("parties__agency", "indicators__targets")


def indicator_list(user: Any) -> QuerySet[Indicator]:
    return Indicator.objects.visible_to(user).select_related("item__program__strategy__plan")


def period_list(user: Any) -> QuerySet[ReportingPeriod]:
    return ReportingPeriod.objects.visible_to(user).select_related("plan__task_force")


def report_list(user: Any) -> QuerySet[ProgressReport]:
    rows = ProgressReport.objects.visible_to(user)
    return rows.select_related(
        "item__program__strategy__plan", "period__plan", "drafted_by", "submitted_by", "decided_by"
    )


def report_queue(user: Any) -> QuerySet[ProgressReport]:
    """What waits for the secretariat, the longest waiting first."""
    rows = report_list(user).filter(status=ReportStatus.SUBMITTED)
    return rows.prefetch_related("item__parties", "values__indicator", "evidence").order_by(
        "submitted_at", "pk"
    )


def evidence_list(user: Any) -> QuerySet[Evidence]:
    return Evidence.objects.visible_to(user).select_related(
        "report__item__program__strategy__plan", "report__period__plan"
    )


def document_list(user: Any) -> QuerySet[ReportDocument]:
    """Papers by kind, newest version first; a snapshot's figures are read only when asked for."""
    rows = ReportDocument.objects.visible_to(user)
    return (
        rows.select_related("period", "plan", "made_by", "snapshot")
        .defer("snapshot__data")
        .order_by("kind", "-version")
    )


def job_list(user: Any) -> QuerySet[RadJob]:
    return RadJob.objects.visible_to(user)


def import_list(user: Any) -> QuerySet[ImportRun]:
    return ImportRun.objects.visible_to(user).select_related("plan", "made_by")


def agency_choices(user: Any) -> list[Agency]:
    """Agencies of the task force and their units, for the choices of a form."""
    own = Agency.objects.visible_to(user)
    rows = Agency.objects.filter(Q(pk__in=own.values("pk")) | Q(parent__in=own.values("pk")))
    return list(rows.order_by("short_name", "pk"))


def job_of(about: ReportDocument | AnswerRun) -> RadJob | None:
    """The latest job of a paper or an upload, for those who may see it."""
    name = "document" if isinstance(about, ReportDocument) else "answer_run"
    return RadJob.objects.filter(**{name: about}).order_by("-created_at").first()


def responsible_parties(plan: ActionPlan) -> list[Party]:
    """Who answers for the items of a plan the caller may see."""
    rows = Party.objects.filter(item__program__strategy__plan=plan, role=PartyRole.RESPONSIBLE)
    return list(rows.select_related("agency"))


def seat_titles(person: Any) -> list[str]:
    """The seats of the SK in force a person holds today, as the lampiran calls them.

    Only where a second person has confirmed that the account is the holder's: nobody gives themselves a seat.
    """
    here, today = person.authority.task_force_id, person.authority.today
    held = SeatHolder.objects.on(today).filter(task_force=here, user=person).exclude(confirmed_by=None)
    seats = Seat.objects.filter(decree__in=Decree.objects.filter(task_force=here).in_force_on(today))
    return list(
        seats.filter(lineage__in=held.values("lineage"))
        .order_by("title")
        .values_list("title", flat=True)
        .distinct()
    )
