"""The rules of time in use, and the clocks that run by them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.utils import timezone
from django.utils.translation import gettext as _

from cases import clocks
from cases.enums import CaseStatus, ClockStep, ReferralStatus, Stage, StageStatus, Urgency
from cases.models import Case, Holiday, Referral, Screening, SlaRule
from members.models import TaskForce

SEXUAL_PURPOSES = frozenset({"pelacuran", "pemanfaatan_seksual"})
"""Codes of `Term` whose cases must be reported to the police (UU 12/2022 Ps 41)."""


@dataclass(frozen=True)
class SlaBook:
    """The rules, holidays and time zone of one task force, read once for any number of clocks."""

    zone: ZoneInfo
    rows: tuple[SlaRule, ...]
    holidays: frozenset[date]

    def rule(self, step: str, urgency: str, day: date) -> SlaRule | None:
        """The rule in force on a day: one made for this urgency before one for all, the region's own before
        the shipped one, the latest before an older."""
        found = [row for row in self.rows if row.step == step and row.urgency in ("", urgency)]
        return max((row for row in found if _holds(row, day)), key=_rank, default=None)

    def rule_at(self, step: str, urgency: str, moment: datetime) -> SlaRule | None:
        """The rule in force on the region's day of a moment."""
        return self.rule(step, urgency, moment.astimezone(self.zone).date())

    def due(self, step: str, urgency: str, start: datetime) -> datetime | None:
        """When a step begun at `start` ("diajukan") must be done; None where no rule says so."""
        rule = self.rule_at(step, urgency, start)
        if rule is None:
            return None
        return clocks.due(start, rule.amount, rule.unit, zone=self.zone, holidays=self.holidays)


def _holds(row: SlaRule, day: date) -> bool:
    return (row.valid_from or date.min) <= day <= (row.valid_until or date.max)


def _rank(row: SlaRule) -> tuple[bool, bool, date]:
    return bool(row.urgency), row.task_force_id is not None, row.valid_from or date.min


def book_for(task_force: Any) -> SlaBook:
    """The book of one task force, given as an object or its key. Three queries."""
    key = getattr(task_force, "pk", task_force)
    return books_for([key])[key]


def own_book(user: Any) -> SlaBook:
    """The book of the task force a person acts in; two queries, once per request."""
    kept = user.__dict__.setdefault("_sla_books", {})
    here = user.authority.task_force_id
    if here not in kept:
        rules = tuple(SlaRule.objects.visible_to(user).order_by("step", "urgency", "valid_from", "pk"))
        days = frozenset(Holiday.objects.visible_to(user).values_list("day", flat=True))
        kept[here] = SlaBook(ZoneInfo(user.authority.timezone), rules, days)
    return kept[here]


def books_for(task_forces: Iterable[UUID]) -> dict[UUID, SlaBook]:
    """The books of several task forces, in three queries."""
    keys = set(task_forces)
    zones = TaskForce.objects.filter(pk__in=keys).values_list("pk", "region__timezone")
    rules = list(SlaRule.objects.order_by("step", "urgency", "valid_from", "pk"))
    days = list(Holiday.objects.values_list("task_force_id", "day"))
    return {
        key: SlaBook(
            ZoneInfo(zone),
            tuple(row for row in rules if row.task_force_id in (None, key)),
            frozenset(day for here, day in days if here in (None, key)),
        )
        for key, zone in zones
    }


def due_for(step: str, urgency: str, start: datetime, task_force: Any) -> datetime | None:
    """When a step begun at `start` must be done by the rules of a task force; None where none says so."""
    return book_for(task_force).due(step, urgency, start)


REFERRAL_STEPS = {ReferralStatus.SENT: ClockStep.ANSWER, ReferralStatus.ACCEPTED: ClockStep.SERVICE}
NO_WARNING = timedelta()


def referral_due(
    referral: Referral, *, book: SlaBook | None = None, now: datetime | None = None
) -> clocks.Face | None:
    """The clock of a referral that runs now: until it is answered, then until the service begins.

    None for drafts, for what has ended, and where no rule gives a limit. A list reads `book` once.
    """
    step = REFERRAL_STEPS.get(ReferralStatus(referral.status))
    due = referral.answer_due if step == ClockStep.ANSWER else referral.service_due
    if step is None or due is None:
        return None
    rules = book or book_for(referral.case.task_force_id)
    rule = rules.rule_at(step, referral.urgency, _began(referral, step))
    return clocks.face(now or timezone.now(), due, warning(rule), escalated_at=_escalated(referral, due))


def _escalated(referral: Referral, due: datetime) -> datetime | None:
    """When this clock was told upwards; an escalation of the answer says nothing of the service."""
    told = referral.escalated_at
    return told if told and told > due else None


def _began(referral: Referral, step: str) -> datetime:
    return (referral.answered_at if step == ClockStep.SERVICE else referral.sent_at) or referral.created_at


def warning(rule: SlaRule | None) -> timedelta:
    """How long before the limit a clock turns "segera"."""
    return rule.warn_hours * clocks.HOUR if rule else NO_WARNING


@dataclass(frozen=True)
class CaseClock:
    """One clock of a case itself: what must be done, and how it stands."""

    step: str
    label: str
    face: clocks.Face


def case_due(case: Case, *, book: SlaBook | None = None, now: datetime | None = None) -> list[CaseClock]:
    """The clocks of an open case: first follow-up, and the report to the police where it is sexual."""
    if case.status != CaseStatus.OPEN:
        return []
    rules, moment = book or book_for(case.task_force_id), now or timezone.now()
    return [clock for clock in (_follow_up(case, rules, moment), _police(case, rules, moment)) if clock]


def _follow_up(case: Case, book: SlaBook, now: datetime) -> CaseClock | None:
    if case.follow_up_due is None:
        return None
    warn = warning(book.rule_at(ClockStep.FOLLOW_UP, "", case.created_at))
    found = clocks.face(now, case.follow_up_due, warn, met_at=case.followed_up_at)
    return CaseClock(ClockStep.FOLLOW_UP, _("Tindak lanjut pertama"), found)


def _police(case: Case, book: SlaBook, now: datetime) -> CaseClock | None:
    """Service bodies report sexual exploitation to the police (UU 12/2022 Ps 41); done when the legal stage
    has begun."""
    screening: Screening | None = getattr(case, "screening", None)
    due = book.due(ClockStep.POLICE, "", case.created_at)
    if due is None or screening is None or SEXUAL_PURPOSES.isdisjoint(screening.purpose):
        return None
    begun = [row for row in case.stagestates.all() if row.stage == Stage.LEGAL and row.status in BEGUN]
    met = begun[0] if begun else None
    warn = warning(book.rule_at(ClockStep.POLICE, "", case.created_at))
    found = clocks.face(now, due, warn, met_at=met.changed_at if met else None)
    return CaseClock(ClockStep.POLICE, _("Laporan ke kepolisian"), found)


BEGUN = (StageStatus.RUNNING, StageStatus.DONE)


@dataclass(frozen=True)
class SlaLine:
    """A step at one urgency as the page of rules shows it: the rule in use, or the general one it follows."""

    step: ClockStep
    urgency: str
    rule: SlaRule | None
    inherited: bool
    coming: SlaRule | None

    @property
    def own(self) -> bool:
        """Whether the rule in use is the region's own."""
        return self.rule is not None and self.rule.task_force_id is not None and not self.inherited


def sla_lines(user: Any) -> list[SlaLine]:
    """Every step at every urgency, with the rule of today and the region's next one."""
    book, today = book_for(user.authority.task_force_id), user.authority.today
    return [_line(book, step, urgency, today) for step in ClockStep for urgency in ("", *Urgency.values)]


def sla_line(user: Any, step: str, urgency: str) -> SlaLine | None:
    """One line of the page; None for a step or urgency that does not exist."""
    known = step in ClockStep.values and urgency in ("", *Urgency.values)
    if not known or user.authority.task_force_id is None:
        return None
    return _line(book_for(user.authority.task_force_id), ClockStep(step), urgency, user.authority.today)


def _line(book: SlaBook, step: ClockStep, urgency: str, today: date) -> SlaLine:
    rule = book.rule(step, urgency, today)
    mine = [
        row
        for row in book.rows
        if row.task_force_id
        and (row.step, row.urgency) == (step, urgency)
        and (row.valid_from or today) > today
    ]
    coming = min(mine, key=lambda row: row.valid_from or today, default=None)
    return SlaLine(step, urgency, rule, rule is not None and rule.urgency != urgency, coming)
