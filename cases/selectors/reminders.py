"""What running clocks ask of whom now, for reminders: read for the system, by the worker alone.

Keys, numbers and moments come from the kernel (`cases_due_clocks`); nothing of a case's content is read. A
demand is there as long as its clock runs, so reminders and letters ask here again right before they go out.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, NamedTuple
from uuid import UUID

from django.db import connection
from django.urls import reverse
from django.utils import timezone, translation

from cases import clocks
from cases.enums import ClockStep
from cases.selectors.sla import SEXUAL_PURPOSES, SlaBook, books_for, warning
from gugus.core.templatetags.gugus import NBSP, waktu
from gugus.notices.duties import Demand
from gugus.notices.enums import NoticeKind
from members.models import Agency, Desk
from members.selectors.posts import Office, Posts, posts_for_system

SOON, LATE, ESCALATED = "segera", "lewat", "dieskalasi"
NO_NUMBER = "tanpa nomor"


class Row(NamedTuple):
    """A clock as the kernel gives it; `receiver` is empty where an agency answers on paper."""

    referral: UUID | None
    case: UUID
    number: str
    step: str
    urgency: str
    task_force: UUID
    began: datetime
    due: datetime | None
    sender: int | None
    receiver: int | None
    owner: int
    receiver_agency: UUID | None
    recused: list[UUID]


@dataclass(frozen=True)
class RunningClock:
    """A clock with its limit, and when it is told before and after it."""

    row: Row
    due: datetime
    warn: timedelta
    escalate: timedelta
    zone: Any

    @property
    def key(self) -> str:
        """The thing and its limit: a clock that begins anew is told anew."""
        return f"{self.row.referral or self.row.case}:{self.row.step}:{self.due:%Y%m%d%H%M%S}"

    def phase(self, now: datetime) -> str:
        """How far it is; "" while nobody needs to be told."""
        if now > self.due:
            return ESCALATED if now > self.due + self.escalate else LATE
        return SOON if self.due - now <= self.warn else ""


def running_clocks() -> list[RunningClock]:
    """Every clock that runs, in every task force. None for any role but the worker's, which alone may ask."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT has_function_privilege('cases_due_clocks(text[])', 'EXECUTE')")
        if not cursor.fetchone()[0]:
            return []
        cursor.execute("SELECT * FROM cases_due_clocks(%s)", [sorted(SEXUAL_PURPOSES)])
        rows = [Row(*each) for each in cursor.fetchall()]
    books = books_for({row.task_force for row in rows}) if rows else {}
    return [clock for row in rows if (clock := _clock(row, books[row.task_force]))]


def _clock(row: Row, book: SlaBook) -> RunningClock | None:
    due = row.due or book.due(row.step, row.urgency, row.began)
    if due is None:
        return None
    rule = book.rule_at(row.step, row.urgency, row.began)
    escalate = rule.escalate_hours * clocks.HOUR if rule else timedelta()
    return RunningClock(row, due, warning(rule), escalate, book.zone)


@dataclass(frozen=True)
class Desks:
    """Whose desk a group is, and what its agency is called."""

    offices: dict[int, Office]
    names: dict[UUID, str]
    parents: dict[UUID, UUID | None]
    posts: Posts

    def heads(self, office: Office) -> set[UUID]:
        """Who holds the agency's head seat; a unit without one is its parent's."""
        here, agency = office
        above = self.parents.get(agency)
        found = self.posts.heads.get(office)
        return found or (self.posts.heads.get((here, above), set()) if above else set())


def demands_for_system(task_forces: Collection[UUID] | None = None) -> list[Demand]:
    """Everything running clocks ask of anybody now; in some task forces or in all."""
    now, running = timezone.now(), running_clocks()
    told = [(clock, phase) for clock in running if (phase := clock.phase(now))]
    if not told:
        return []
    desks = _desks([clock for clock, _phase in told])
    found = [demand for clock, phase in told for demand in _demands(clock, phase, desks)]
    return [each for each in found if task_forces is None or each.task_force_id in task_forces]


def _desks(running: list[RunningClock]) -> Desks:
    groups = {_group(clock.row) for clock in running}
    rows = Desk.objects.filter(group__in=groups, agency__isnull=False).select_related("agency")
    offices: dict[int, Office] = {}
    names, parents = {}, {}
    for desk in rows:
        if desk.agency is not None:
            offices[desk.group_id] = (desk.task_force_id, desk.agency.pk)
            names[desk.agency.pk], parents[desk.agency.pk] = desk.agency.short_name, desk.agency.parent_id
    on_paper = {row.receiver_agency for row in (clock.row for clock in running) if row.receiver_agency}
    names |= dict(Agency.objects.filter(pk__in=on_paper - set(names)).values_list("pk", "short_name"))
    places = {here for here, _agency in offices.values()} | {clock.row.task_force for clock in running}
    return Desks(offices, names, parents, posts_for_system(places))


def _group(row: Row) -> int:
    """The desk that must act: the receiver's; the sender's for an answer on paper; the owner's for a case."""
    if row.referral is None:
        return row.owner
    return row.receiver or row.sender or row.owner


def _demands(clock: RunningClock, phase: str, desks: Desks) -> Iterator[Demand]:
    """Handlers before the limit and after it, heads after it, coordinators when it stays late."""
    row, office = clock.row, desks.offices.get(_group(clock.row))
    mine = LATE if phase == ESCALATED else phase
    base = _base(clock, office, mine)
    if office is not None:
        for person in desks.posts.handlers[office] - set(row.recused):
            yield replace(base, recipient_id=person)
        if phase in (LATE, ESCALATED):
            above = _above(base, clock, NoticeKind.CASE_HEAD, desks)
            for person in desks.heads(office) - set(row.recused):
                yield replace(above, recipient_id=person)
    if phase == ESCALATED:
        above = replace(_above(base, clock, NoticeKind.CASE_COORDINATOR, desks), task_force_id=row.task_force)
        for person in desks.posts.coordinators[row.task_force] - set(row.recused):
            yield replace(above, recipient_id=person)


NOBODY = UUID(int=0)
TITLES = {
    (ClockStep.ANSWER, SOON): "Rujukan {number} segera lewat batas jawaban",
    (ClockStep.ANSWER, LATE): "Rujukan {number} lewat batas jawaban",
    (ClockStep.SERVICE, SOON): "Rujukan {number} segera lewat batas mulai layanan",
    (ClockStep.SERVICE, LATE): "Rujukan {number} lewat batas mulai layanan",
    (ClockStep.FOLLOW_UP, SOON): "Kasus {number} segera lewat batas tindak lanjut",
    (ClockStep.FOLLOW_UP, LATE): "Kasus {number} lewat batas tindak lanjut",
    (ClockStep.POLICE, SOON): "Kasus {number} segera lewat batas laporan ke kepolisian",
    (ClockStep.POLICE, LATE): "Kasus {number} lewat batas laporan ke kepolisian",
}


def _base(clock: RunningClock, office: Office | None, phase: str) -> Demand:
    """What those at the desk are asked."""
    row = clock.row
    kind = NoticeKind.REFERRAL if row.referral else NoticeKind.CASE
    return Demand(
        recipient_id=NOBODY,
        task_force_id=office[0] if office else row.task_force,
        kind=kind,
        subject=f"{kind}:{clock.key}:{phase}",
        due=clock.due.astimezone(clock.zone).date(),
        title=TITLES[(ClockStep(row.step), phase)].format(number=row.number or NO_NUMBER),
        detail=_limit(clock),
        url=_address(row),
        count=1,
        at=clock.due,
    )


def _above(base: Demand, clock: RunningClock, kind: NoticeKind, desks: Desks) -> Demand:
    """What those above are told: the same clock, and whose it is. The case itself is not theirs to open."""
    office = desks.offices.get(_group(clock.row))
    agency = desks.names.get(clock.row.receiver_agency or (office[1] if office else NOBODY), "")
    title = f"{base.title}, {agency}" if agency else base.title
    return replace(base, kind=kind, subject=f"{kind}:{clock.key}", title=title, url=reverse("home"))


def _limit(clock: RunningClock) -> str:
    """`Batas 22 Nov 2026, 14.30 WIB`, in the case's region."""
    with translation.override("id"), timezone.override(clock.zone):
        return f"Batas {waktu(clock.due)}".replace(NBSP, " ")


def _address(row: Row) -> str:
    """Where the clock is stopped: the referral (to its receiver, the preview) or the case."""
    if row.referral is None:
        return reverse("cases:case-detail", args=[row.case])
    return reverse("cases:referral-detail", args=[row.referral])
