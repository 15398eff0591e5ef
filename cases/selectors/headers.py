"""The secretariat's list: codes, stages and clocks, without anything of the victim."""

from datetime import timedelta
from typing import Any

from django.db.models import F, Q, QuerySet
from django.utils import timezone

from cases import clocks
from cases.enums import CaseStatus, ClockStep
from cases.models import CaseHeader
from cases.selectors.sla import book_for, warning

LATE, SOON, RUNNING, NONE = "lewat", "segera", "berjalan", "tanpa"


def header_list(user: Any) -> QuerySet[CaseHeader]:
    """Headers of open cases, the nearest limit first."""
    rows = CaseHeader.objects.visible_to(user).filter(status=CaseStatus.OPEN)
    return rows.order_by(F("due").asc(nulls_last=True), "code")


def header_warning(user: Any) -> timedelta:
    """From when on a limit is "segera" on the list: as for an answer that is not urgent."""
    book = book_for(user.authority.task_force_id)
    return warning(book.rule(ClockStep.ANSWER, "", user.authority.today))


def by_clock(rows: QuerySet[CaseHeader], state: str, warn: timedelta) -> QuerySet[CaseHeader]:
    """Rows whose nearest limit is past, soon, far, or not there."""
    moment = timezone.now()
    edge = moment + warn
    ranges = {
        LATE: Q(due__lt=moment),
        SOON: Q(due__gte=moment, due__lte=edge),
        RUNNING: Q(due__gt=edge),
        NONE: Q(due__isnull=True),
    }
    return rows.filter(ranges[state])


def overdue_count(user: Any) -> int:
    """How many open cases have a limit that is past, for those who read the list."""
    return by_clock(header_list(user), LATE, clocks.HOUR).count()
