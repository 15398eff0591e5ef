"""Telling people at once that something happened. Imports no domain, so any domain's services may call it."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from gugus.core.jobs import post
from gugus.notices.duties import Demand
from gugus.notices.enums import NoticeKind
from gugus.notices.models import Notice

REMIND_TASK = "notices.remind"


@transaction.atomic
def news_tell(
    *, people: Collection[UUID], task_force: Any, subject: str, title: str, detail: str, url: str
) -> int:
    """Tell each of these accounts once, in "Tugas saya" and in a letter sent right after the commit.

    `subject` names the event for ever (as `darurat:<uuid>`): a second call with it tells nobody again.
    `task_force` is the object or its key. `title` and `detail` are kept and mailed, so they are plain
    Indonesian of numbers and clocks, never content. Returns how many people it is told to; must run in the
    transaction of the act.
    """
    key = getattr(task_force, "pk", task_force)
    rows = [
        Notice(
            recipient_id=person,
            task_force_id=key,
            kind=NoticeKind.NEWS,
            subject=subject,
            due=timezone.localdate(),
            step=0,
            title=title[:200],
            detail=detail[:300],
            url=url,
            urgent=True,
        )
        for person in people
    ]
    Notice.objects.bulk_create(rows, ignore_conflicts=True)
    transaction.on_commit(lambda: post(REMIND_TASK, queue="urgent"))
    return len(rows)


def demand_of(news: Notice) -> Demand:
    """News as a letter carries it: as it was told."""
    return Demand(
        recipient_id=news.recipient_id,
        task_force_id=news.task_force_id,
        kind=news.kind,
        subject=news.subject,
        due=news.due,
        title=news.title,
        detail=news.detail,
        url=news.url,
        count=1,
    )
