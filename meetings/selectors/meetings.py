"""Meetings as the pages need them."""

from typing import Any

from django.db.models import Case, DateTimeField, F, Q, QuerySet, Value, When
from django.utils import timezone

from gugus.accounts.models import User
from meetings.models import Meeting
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


def host_choices(user: Any) -> QuerySet[Agency]:
    """Agencies that may host or present."""
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
