"""All duties and reminders of a person, from every domain; and what is asked of whom, read for the system."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

import cases.selectors.duties
import cases.selectors.reminders
import gugus.publication.selectors.duties
import meetings.selectors.duties
import meetings.selectors.reminders
import members.selectors
import rad.selectors
from gugus.accounts.models import User
from gugus.notices.duties import Clock, Demand, Duty
from gugus.notices.enums import NoticeKind
from gugus.notices.models import MailChoice, Notice
from members.selectors.posts import task_forces_for_system
from rad.selectors.reminders import clocks_for_system, demands_for_system, period_key, period_left

FAR = date.max


def duties_for(user: Any) -> list[Duty]:
    """What this person must do, by due date; what has none comes last."""
    duties = [
        *members.selectors.duties_for(user),
        *rad.selectors.duties_for(user),
        *cases.selectors.duties.duties_for(user),
        *meetings.selectors.duties.duties_for(user),
        *gugus.publication.selectors.duties.duties_for(user),
    ]
    return sorted(duties, key=lambda duty: (duty.due or FAR, duty.title))


def notices_for(user: Any) -> QuerySet[Notice]:
    """A person's reminders, the newest first."""
    return Notice.objects.visible_to(user).select_related("task_force")


def notices_open(user: Any, duties: Iterable[Duty]) -> list[Notice]:
    """Reminders to show beside today's duties: not put away, and their matter not done; urgent ones always.

    A duty done a moment ago is gone from `duties` before the next run closes its reminder.
    """
    live, here = {duty.url for duty in duties}, user.authority.task_force_id
    rows = notices_for(user).filter(done_at=None, dismissed_at=None)
    return [
        row for row in rows if row.is_escalation or row.urgent or row.task_force_id != here or row.url in live
    ]


def clocks() -> dict[UUID, Clock]:
    """When each task force reminds."""
    return clocks_for_system()


def demands(task_forces: Collection[UUID] | None = None) -> list[Demand]:
    """What is asked of anybody now, from every domain."""
    return [
        *demands_for_system(task_forces),
        *meetings.selectors.reminders.demands_for_system(task_forces),
        *cases.selectors.reminders.demands_for_system(task_forces),
    ]


def demands_of_period(period: Any) -> list[Demand]:
    """Whom the secretariat may ask about one period: the people at the agencies' desks."""
    here = demands_for_system({period.plan.task_force_id})
    own = [each for each in here if each.kind == NoticeKind.REPORT]
    return [each for each in own if each.subject.startswith(about(period))]


def about(period: Any) -> str:
    """How the subjects of reminders to report a period begin."""
    return f"{NoticeKind.REPORT}:{period_key(period)}:"


def task_forces_of(people: Collection[UUID]) -> dict[UUID, set[UUID]]:
    """Where each of these people serves today."""
    return task_forces_for_system(people)


def wants_mail(people: Iterable[UUID]) -> dict[UUID, bool]:
    """Who takes the daily digest: everybody who did not turn it off."""
    off = MailChoice.objects.filter(person__in=list(people), digest=False)
    return defaultdict(lambda: True, dict.fromkeys(off.values_list("person_id", flat=True), False))


def wants_weekly(people: Iterable[UUID]) -> set[UUID]:
    """Which of these people take the weekly letter to leaders: those who did not turn it off."""
    asked = set(people)
    off = MailChoice.objects.filter(person__in=asked, weekly=False)
    return asked - set(off.values_list("person_id", flat=True))


def mail_choice_of(user: Any) -> bool:
    """Whether this person takes the daily digest."""
    return wants_mail([user.pk])[user.pk]


def weekly_choice_of(user: Any) -> bool:
    """Whether this person takes the weekly letter to leaders."""
    return user.pk in wants_weekly([user.pk])


@dataclass(frozen=True)
class Reminded:
    """How one agency stands before its people are asked by hand; without an agency, the secretariat."""

    agency: str
    left: int
    people: list[str]
    last: Notice | None


def reminded_for(period: Any) -> list[Reminded]:
    """Agencies with reports of an open period left, the most first, and when their people were last told."""
    left, offices, posts = period_left(period)
    here = period.plan.task_force_id
    split = offices.split(left)
    desks = {agency: posts.desk((here, agency)) for agency in split}
    names = _names({person for people in desks.values() for person in people})
    last = _last_told(period)
    rows = [
        Reminded(
            offices.names[agency],
            len(items),
            sorted(names[person] for person in desks[agency]),
            max((last[p] for p in desks[agency] if p in last), key=lambda n: n.created_at, default=None),
        )
        for agency, items in split.items()
    ]
    return sorted(rows, key=lambda row: (-row.left, row.agency))


def _names(people: Collection[UUID]) -> dict[UUID, str]:
    return dict(User.objects.filter(pk__in=people).values_list("pk", "full_name"))


def _last_told(period: Any) -> dict[UUID, Notice]:
    """The newest notice of each person about one period."""
    rows = Notice.objects.filter(task_force=period.plan.task_force_id, subject__startswith=about(period))
    return {row.recipient_id: row for row in rows.select_related("digest").order_by("created_at")}
