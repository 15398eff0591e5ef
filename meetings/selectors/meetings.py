"""Meetings as the pages need them."""

from typing import Any

from django.db.models import Case, DateTimeField, F, Q, QuerySet, Value, When
from django.utils import timezone

from gugus.accounts.models import User
from meetings.enums import MeetingStatus
from meetings.models import Invitation, Meeting, Minutes
from members.enums import Role
from members.models import Agency, Appointment, Seat
from members.selectors import seats_to_appoint

COMING, UNDATED, PAST = 0, 1, 2


def meeting_list(user: Any) -> QuerySet[Meeting]:
    """Meetings this person may know of, with what their pages read of them."""
    return Meeting.objects.visible_to(user).select_related(
        "type", "host", "task_force__region", "region", "minute_taker", "copied_from"
    )


def meetings_in_turn(user: Any) -> QuerySet[Meeting]:
    """The next meeting first, then plans without a date, then what is over, the latest first; `turn` says
    which of the three."""
    now = timezone.now()
    turn = Case(
        When(starts_at__isnull=True, then=Value(UNDATED)),
        When(Q(ends_at__gt=now) | Q(ends_at__isnull=True, starts_at__gt=now), then=Value(COMING)),
        default=Value(PAST),
    )
    coming = Case(When(turn=COMING, then=F("starts_at")), output_field=DateTimeField())
    return meeting_list(user).annotate(turn=turn).order_by("turn", coming, "-starts_at", "-created_at", "pk")


def years_of(user: Any) -> list[int]:
    """Years in which meetings this person may know of take place, the latest first."""
    moments = Meeting.objects.visible_to(user).datetimes("starts_at", "year", order="DESC")
    return [moment.year for moment in moments]


def agency_choices(user: Any) -> QuerySet[Agency]:
    """Agencies of the task force, without their units: who may host, present or be invited."""
    return Agency.objects.visible_to(user).order_by("short_name")


def chair_choices(user: Any) -> QuerySet[Seat]:
    """Seats of the SK in force, any of which may chair."""
    return seats_to_appoint(user)


def minute_taker_choices(user: Any) -> QuerySet[User]:
    """People of the task force who may be asked to write: secretariat, liaisons, handlers."""
    serving = Appointment.objects.in_force().filter(
        task_force=user.authority.task_force_id, role__in=[Role.SECRETARIAT, Role.LIAISON, Role.HANDLER]
    )
    return User.objects.filter(pk__in=serving.values("user"), is_active=True).order_by("full_name")


def last_meeting(user: Any) -> Meeting | None:
    """The one most like the next: the latest that was held, else the latest made."""
    rows = meeting_list(user).order_by("-created_at")
    return rows.filter(status=MeetingStatus.HELD).order_by("-starts_at").first() or rows.first()


def own_invitations(user: Any, meeting: Meeting) -> list[Invitation]:
    """Invitations to this person, or to the agencies they stand for."""
    mine = Q(user=user) | Q(agency__in=user.authority.agency_ids)
    rows = Invitation.objects.visible_to(user).filter(mine, meeting=meeting, withdrawn_at__isnull=True)
    return list(rows.select_related("agency", "meeting__task_force__region"))


def minutes_state(user: Any, meeting: Meeting) -> str:
    """How far the minutes are, as far as this person may know; "" where there are none."""
    rows = Minutes.objects.visible_to(user).filter(meeting=meeting)
    return rows.values_list("status", flat=True).first() or ""


def series_of(user: Any, meeting: Meeting) -> list[Meeting]:
    """The other meetings of a recurring one, in their order."""
    if meeting.series is None:
        return []
    rows = meeting_list(user).filter(series=meeting.series).exclude(pk=meeting.pk)
    return list(rows.order_by("starts_at"))
