"""What beat has to freeze now: before coordination meetings, after closed periods, once a week."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Exists, OuterRef

from gugus.dashboard.enums import Occasion
from gugus.dashboard.models import DashboardRules, Snapshot
from gugus.dashboard.selectors.settings import rules_for_system
from gugus.notices.selectors import wants_weekly
from meetings.enums import MeetingStatus
from meetings.models import Meeting
from members.models import TaskForce
from members.selectors.posts import posts_for_system
from rad.enums import PeriodStatus
from rad.models import ReportingPeriod

HOUR = timedelta(hours=1)
FURTHEST = timedelta(days=15)
"""One day more than `brief_days` may be."""
CLOSED_WITHIN = timedelta(days=366)
"""Periods due longer ago are history: figures of today would say nothing about their closing."""
CATCH_UP = timedelta(days=2)
"""How late a weekly letter may still go out after an outage; a portal just set up sends none mid-week."""


@dataclass(frozen=True)
class Due:
    """One snapshot to take. It is there already when one of the same kind was taken at or after `since`."""

    task_force: TaskForce
    occasion: Occasion
    since: datetime
    meeting: Meeting | None = None
    period: ReportingPeriod | None = None


def due_list(now: datetime) -> list[Due]:
    """Everything whose time has come and that is not taken yet, over all task forces."""
    rules = rules_for_system()
    meetings = [each for each in _meetings(rules, now) if not is_taken(each)]
    return [*meetings, *_periods(rules, now), *_weeks(rules, now)]


def is_taken(due: Due) -> bool:
    """Whether the snapshot is there. Asked again under the task force's lock, so two beats make one."""
    rows = Snapshot.objects.filter(task_force=due.task_force, occasion=due.occasion, as_of__gte=due.since)
    return rows.filter(meeting=due.meeting, period=due.period).exists()


Rules = dict[UUID, tuple[TaskForce, DashboardRules]]


def _meetings(rules: Rules, now: datetime) -> Iterator[Due]:
    """Called coordination meetings from so many days before, at the hour; one that moves away is due anew."""
    rows = Meeting.objects.filter(
        status=MeetingStatus.INVITED, starts_at__gt=now, starts_at__lte=now + FURTHEST
    )
    for meeting in rows.select_related("type", "task_force__region").order_by("starts_at"):
        task_force, own = rules[meeting.task_force_id]
        start: datetime = meeting.starts_at  # type: ignore[assignment]
        since = at_hour(meeting.local(start), own) - timedelta(days=own.brief_days)
        since = min(since, start - HOUR)
        if meeting.type.code in own.brief_types and since <= now:
            yield Due(task_force, Occasion.MEETING, since, meeting=meeting)


def _periods(rules: Rules, now: datetime) -> Iterator[Due]:
    taken = Exists(Snapshot.objects.filter(period=OuterRef("pk")))
    rows = ReportingPeriod.objects.filter(
        ~taken, status=PeriodStatus.CLOSED, deadline__gte=(now - CLOSED_WITHIN).date()
    )
    begin = datetime.fromtimestamp(0, tz=now.tzinfo)
    for period in rows.select_related("plan").order_by("year", "ordinal"):
        yield Due(rules[period.plan.task_force_id][0], Occasion.PERIOD, begin, period=period)


def _weeks(rules: Rules, now: datetime) -> Iterator[Due]:
    """Where a leader takes the weekly letter, from its day and hour."""
    since = {key: week_start(*both, now) for key, both in rules.items()}
    rows = Snapshot.objects.filter(occasion=Occasion.WEEK, as_of__gte=now - CATCH_UP)
    last = dict(rows.order_by("as_of").values_list("task_force_id", "as_of"))
    due = [
        key
        for key, start in since.items()
        if now - start < CATCH_UP and (key not in last or last[key] < start)
    ]
    leaders = weekly_readers(due)
    for key in due:
        if leaders[key]:
            yield Due(rules[key][0], Occasion.WEEK, since[key])


def weekly_readers(task_forces: list[UUID]) -> dict[UUID, set[UUID]]:
    """Who gets the weekly letter today: leaders with an account who did not turn it off."""
    leaders = posts_for_system(task_forces).leaders
    wanted = wants_weekly({person for people in leaders.values() for person in people})
    return {key: leaders.get(key, set()) & wanted for key in task_forces}


def week_start(task_force: TaskForce, rules: DashboardRules, now: datetime) -> datetime:
    """The last moment at or before `now` that is the weekly day and hour on the region's clock."""
    local = at_hour(now.astimezone(ZoneInfo(task_force.region.timezone)), rules)
    start = local - timedelta(days=(local.weekday() - rules.weekday) % 7)
    return start if start <= now else start - timedelta(days=7)


def at_hour(local: datetime, rules: DashboardRules) -> datetime:
    """That day at the hour of the rules, on the same clock."""
    return local.replace(hour=rules.hour, minute=0, second=0, microsecond=0)
