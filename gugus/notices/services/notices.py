"""The rows of reminders: made at their step, closed when nothing is left to do, opened again when it is."""

from collections.abc import Container, Mapping
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction

from gugus.notices.duties import Clock, Demand
from gugus.notices.enums import ESCALATIONS, NoticeKind
from gugus.notices.models import Notice
from gugus.notices.selectors import clocks, demands

Key = tuple[UUID, str]
NEVER = date.min
NEWS_LAST = timedelta(days=30)


@transaction.atomic
def notices_refresh(*, now: datetime) -> int:
    """Make the notices that are due, close those with nothing left to do; returns how many were made.

    Only the nearest step reached is made, so a stopped clock is caught up once, and none for a step after
    which somebody asked by hand. A notice that was closed and
    is asked for again, as when a report was withdrawn, opens again.
    """
    _forget_news(now)
    open_rows = list(Notice.objects.filter(done_at=None).exclude(kind=NoticeKind.NEWS).order_by("created_at"))
    told = {(row.recipient_id, row.subject): row.told_for for row in sorted(open_rows, key=_told_for)}
    wanted, times = demands(), clocks()
    due = [row for each in wanted if (row := _notice(each, times[each.task_force_id], now))]
    missing = [row for row in due if told.get((row.recipient_id, row.subject), NEVER) < row.told_for]
    Notice.objects.bulk_create(missing, ignore_conflicts=True)
    _reopen(missing)
    living = {(each.recipient_id, each.subject): each for each in wanted}
    _close(open_rows, living, missing, now)
    _retell(open_rows, living)
    return len(missing)


def _forget_news(now: datetime) -> None:
    """Nothing closes news but its addressee, or time."""
    old = Notice.objects.filter(kind=NoticeKind.NEWS, done_at=None, created_at__lt=now - NEWS_LAST)
    old.update(done_at=now)


def _told_for(row: Notice) -> date:
    return row.told_for


def _notice(demand: Demand, clock: Clock, now: datetime) -> Notice | None:
    """The notice of a demand at the step it has reached; None before its time."""
    if demand.at:
        return notice_of(demand, step=0, urgent=True, created_at=now)
    step = clock.step(demand.due, now, demand.steps)
    if step is None or not clock.is_morning(now) or (step <= 0 and demand.kind in ESCALATIONS):
        return None
    return notice_of(demand, step=step, created_at=now)


def notice_of(demand: Demand, **fields: Any) -> Notice:
    return Notice(
        recipient_id=demand.recipient_id,
        task_force_id=demand.task_force_id,
        kind=demand.kind,
        subject=demand.subject,
        due=demand.due,
        **dict(zip(("title", "detail", "url"), words_of(demand), strict=True)),
        **fields,
    )


def words_of(demand: Demand) -> tuple[str, str, str]:
    """Title, detail and address as they are kept."""
    return demand.title[:200], demand.detail[:300], demand.url


def _reopen(missing: list[Notice]) -> None:
    """Rows that were there already, but closed."""
    keys = {(row.recipient_id, row.subject, row.step) for row in missing}
    closed = Notice.objects.filter(done_at__isnull=False, subject__in={row.subject for row in missing})
    again = [row.pk for row in closed if (row.recipient_id, row.subject, row.step) in keys]
    Notice.objects.filter(pk__in=again).update(done_at=None)


def _retell(open_rows: list[Notice], living: Mapping[Key, Demand]) -> None:
    """Words and address of what changed meanwhile: fewer reports left, a period taken over by a revision."""
    changed = []
    for row in open_rows:
        demand = living.get((row.recipient_id, row.subject))
        if demand and (row.title, row.detail, row.url) != (told := words_of(demand)):
            row.title, row.detail, row.url = told
            changed.append(row)
    Notice.objects.bulk_update(changed, ["title", "detail", "url"], batch_size=500)


def _close(open_rows: list[Notice], wanted: Container[Key], fresh: list[Notice], now: datetime) -> None:
    """What nobody asks for any more, and what a later step has replaced."""
    newest = {(row.recipient_id, row.subject): row.pk for row in open_rows}
    newest |= {(row.recipient_id, row.subject): None for row in fresh}
    over = [
        row.pk
        for row in open_rows
        if (key := (row.recipient_id, row.subject)) not in wanted or newest[key] != row.pk
    ]
    Notice.objects.filter(pk__in=over).update(done_at=now)
