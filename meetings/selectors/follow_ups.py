"""Follow-ups as people see them, what the next meeting carries over, and how each agency stands."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Case, Count, F, Q, QuerySet, Value, When
from django.db.models.functions import TruncDate

from meetings.enums import FollowUpStatus, Priority, RequestStatus
from meetings.models import FollowUp, FollowUpNote, FollowUpRequest, Meeting
from members.models import Agency, Seat
from members.models.decrees import decree_in_force
from rad.enums import PlanStatus
from rad.models import ActionItem
from rad.selectors import item_list


def late_on(today: Any) -> Q:
    """Late is what still runs after its due day; what was submitted waits for others."""
    return Q(status=FollowUpStatus.OPEN, due__lt=today)


def follow_up_list(user: Any) -> QuerySet[FollowUp]:
    """Everything this person may know of, the nearest due day first, with `is_late` today."""
    late = Case(When(late_on(user.authority.today), then=Value(True)), default=Value(False))
    rows = FollowUp.objects.visible_to(user).annotate(is_late=late)
    return rows.select_related(
        "meeting__task_force__region", "meeting__type", "agency", "task_force__region", "action_item",
        "submitted_by", "closed_by", "made_by",
    )  # fmt: skip


def of_meeting(user: Any, meeting: Meeting) -> QuerySet[FollowUp]:
    """What one meeting decided, as far as this person may know it."""
    return follow_up_list(user).filter(meeting=meeting)


def carried(meeting: Meeting) -> QuerySet[FollowUp]:
    """What earlier meetings of the task force left unfinished and told: the first item of this one.

    A meeting without a date carries what every other meeting left. For a page, narrow it by `visible_to`.
    """
    rows = FollowUp.objects.filter(task_force=meeting.task_force_id, announced_at__isnull=False)
    rows = rows.unfinished().exclude(meeting=meeting)
    if meeting.starts_at:
        rows = rows.filter(Q(meeting__starts_at__lt=meeting.starts_at) | Q(meeting__starts_at=None))
    return rows.select_related("meeting__task_force__region", "agency")


def note_list(user: Any) -> QuerySet[FollowUpNote]:
    return FollowUpNote.objects.visible_to(user).select_related("follow_up", "by")


def request_list(user: Any) -> QuerySet[FollowUpRequest]:
    return FollowUpRequest.objects.visible_to(user).select_related(
        "follow_up__meeting__task_force__region", "follow_up__meeting__type", "follow_up__agency",
        "asked_by", "decided_by",
    )  # fmt: skip


def request_waiting(user: Any, follow_up: FollowUp) -> FollowUpRequest | None:
    """The request about one follow-up that waits for its decision."""
    return request_list(user).filter(follow_up=follow_up, status=RequestStatus.ASKED).first()


def story(user: Any, follow_up: FollowUp) -> Sequence[tuple[datetime, FollowUpNote | FollowUpRequest]]:
    """Notes, and requests as they were asked and decided, the newest first."""
    steps: list[tuple[datetime, FollowUpNote | FollowUpRequest]] = [
        (note.at, note) for note in note_list(user).filter(follow_up=follow_up)
    ]
    for request in request_list(user).filter(follow_up=follow_up):
        steps.append((request.asked_at, request))
        if request.decided_at:
            steps.append((request.decided_at, request))
    return sorted(steps, key=lambda step: step[0], reverse=True)


def agencies_and_units(user: Any) -> QuerySet[Agency]:
    """Who may promise something: agencies of the task force and their units."""
    own = Agency.objects.visible_to(user)
    return Agency.objects.filter(Q(pk__in=own.values("pk")) | Q(parent__in=own.values("pk")))


def seat_choices(user: Any) -> QuerySet[Seat]:
    """Seats of the SK in force that belong to an agency."""
    rows = Seat.objects.visible_to(user).filter(
        decree_in_force(user.authority.today, "decree__"), agency__isnull=False
    )
    return rows.select_related("agency").order_by("agency__short_name", "title", "pk")


def item_choices(user: Any) -> QuerySet[ActionItem]:
    """Activities of the RAD in force that this person reads."""
    rows = item_list(user).filter(program__strategy__plan__status=PlanStatus.ADOPTED)
    return rows.order_by("program__strategy__number", "program__number", "number")


def agencies_of(user: Any) -> QuerySet[Agency]:
    """Agencies with a follow-up this person may know of."""
    return Agency.objects.filter(pk__in=FollowUp.objects.visible_to(user).order_by().values("agency"))


def meetings_of(user: Any) -> QuerySet[Meeting]:
    """Meetings with a follow-up this person may know of."""
    return Meeting.objects.visible_to(user).filter(
        pk__in=FollowUp.objects.visible_to(user).order_by().values("meeting")
    )


@dataclass(frozen=True)
class AgencyCount:
    """How one agency stands: unfinished, of these late and of high priority; finished, of these on time."""

    agency_id: UUID
    agency: str
    open: int
    late: int
    high: int
    done: int
    on_time: int


def counts_by_agency(user: Any) -> list[AgencyCount]:
    """Per agency what this person may know of, the most late first, then the most open (one query)."""
    known = FollowUp.objects.filter(pk__in=FollowUp.objects.visible_to(user).order_by().values("pk"))
    return _counts(known, user.authority.today, user.authority.timezone)


def counts_by_agency_for_system(task_force_id: UUID, today: date, zone: str) -> list[AgencyCount]:
    """The same of a whole task force (one query)."""
    return _counts(FollowUp.objects.filter(task_force=task_force_id), today, zone)


def _counts(rows: QuerySet[FollowUp], today: date, zone: str) -> list[AgencyCount]:
    """Of what was told; `on_time` counts the day it was submitted."""
    unfinished = Q(status__in=[FollowUpStatus.OPEN, FollowUpStatus.SUBMITTED])
    done = Q(status=FollowUpStatus.DONE)
    found = (
        rows.filter(announced_at__isnull=False)
        .order_by()
        .annotate(handed=TruncDate("submitted_at", tzinfo=ZoneInfo(zone)))
        .values("agency")
        .annotate(
            open_count=Count("pk", filter=unfinished),
            late_count=Count("pk", filter=late_on(today)),
            high_count=Count("pk", filter=unfinished & Q(priority=Priority.HIGH)),
            done_count=Count("pk", filter=done),
            on_time_count=Count("pk", filter=done & Q(handed__lte=F("due"))),
        )
        .values_list(
            "agency", "agency__short_name", "open_count", "late_count", "high_count", "done_count",
            "on_time_count",
        )
    )  # fmt: skip
    counts = [AgencyCount(*row) for row in found]
    return sorted(counts, key=lambda each: (-each.late, -each.open, each.agency))
