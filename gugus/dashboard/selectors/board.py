"""The board of one task force at this moment, for one audience: rows become numbers here and nowhere else.

At most twelve queries, whatever the number of rows: six for the plan and one to find it, two for coverage,
one each for follow-ups, cases and seats.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from django.utils import timezone

from cases.selectors.punctuality import Counters, counters_for_system
from gugus.dashboard.board import Board, Figure, Row
from gugus.dashboard.enums import Audience, FigureCode, SeriesCode
from gugus.dashboard.rules import audience_of
from gugus.dashboard.selectors.budget import budget, budgets
from gugus.dashboard.selectors.coverage import areas_rows, coverage
from gugus.dashboard.selectors.decree import decree, seats
from gugus.dashboard.selectors.follow_ups import follow_ups, promises
from gugus.dashboard.selectors.plan import PlanYear, achievement, plan_facts, plan_year, strategies
from gugus.dashboard.selectors.referrals import referrals
from gugus.dashboard.selectors.reporting import agencies, parties, reporting
from meetings.selectors.follow_ups import AgencyCount, counts_by_agency_for_system
from meetings.selectors.outreach import AreaCover, cover_for_system
from members.models import TaskForce
from members.selectors import task_force_of
from members.selectors.seats import DecreeFact, decrees_for_system
from rad.guard import EVERYTHING, OUTSIDE, PUBLIC
from rad.models import ActionPlan
from rad.selectors import HeatRow, plan_in_force_for_system

SIGHTS = {Audience.LEADERS: EVERYTHING, Audience.MEMBERS: PUBLIC, Audience.OUTSIDE: OUTSIDE}


@dataclass(frozen=True)
class Sources:
    """What a board is made of, each source read once and only when asked for."""

    task_force: TaskForce
    plan: ActionPlan | None
    audience: Audience
    today: date
    year: int

    @cached_property
    def state(self) -> PlanYear | None:
        sight = SIGHTS[self.audience]
        return plan_year(self.plan, self.year, self.today, sight) if self.plan else None

    @cached_property
    def parties(self) -> list[HeatRow]:
        return parties(self.state) if self.state else []

    @cached_property
    def counts(self) -> list[AgencyCount]:
        zone = self.task_force.region.timezone
        return counts_by_agency_for_system(self.task_force.pk, self.today, zone)

    @cached_property
    def counters(self) -> Counters | None:
        """None for the outside, which is told nothing of cases here."""
        if self.audience == Audience.OUTSIDE:
            return None
        return counters_for_system(self.task_force.pk, self.year)

    @cached_property
    def cover(self) -> tuple[list[AreaCover], AreaCover]:
        return cover_for_system(self.task_force, self.year)

    @cached_property
    def decrees(self) -> list[DecreeFact]:
        return decrees_for_system(self.task_force.pk, self.today)


FIGURES: dict[FigureCode, Callable[[Sources], Figure]] = {
    FigureCode.ACHIEVEMENT: lambda sources: achievement(sources.state),
    FigureCode.REPORTING: lambda sources: reporting(sources.state, sources.parties),
    FigureCode.FOLLOW_UPS: lambda sources: follow_ups(sources.counts),
    FigureCode.REFERRALS: lambda sources: referrals(sources.counters, sources.audience),
    FigureCode.BUDGET: lambda sources: budget(sources.state),
    FigureCode.COVERAGE: lambda sources: coverage(*sources.cover, sources.task_force.region.level + 2),
    FigureCode.DECREE: lambda sources: decree(sources.decrees, sources.today),
}
IN_PLAN = {FigureCode.ACHIEVEMENT, FigureCode.REPORTING, FigureCode.BUDGET}


def board_for(user: Any, *, year: int | None = None) -> Board:
    """The board as this person may read it. Raises Denied for those who read none."""
    return board_of(sources_for(user, year=year))


def board_of_system(
    task_force: TaskForce, *, audience: Audience, today: date, year: int | None = None
) -> Board:
    """The board of a task force for work that is nobody's: snapshots, papers, provinces, open data."""
    plan = plan_in_force_for_system(task_force.pk, today)
    return board_of(Sources(task_force, plan, audience, today, year or today.year))


def sources_for(user: Any, *, year: int | None = None) -> Sources:
    """What the board of this person is made of. Raises Denied."""
    audience, mine = audience_of(user), user.authority
    plan = plan_in_force_for_system(mine.task_force_id, mine.today)
    task_force: Any = plan.task_force if plan else task_force_of(user)
    return Sources(task_force, plan, audience, mine.today, year or mine.today.year)


def board_of(sources: Sources, *codes: FigureCode) -> Board:
    """All seven numbers and the rows under them; or, without rows, the numbers asked for alone."""
    here = sources.task_force
    return Board(
        task_force=here.name,
        place=here.region.name,
        zone=here.region.timezone,
        year=sources.year,
        as_of=timezone.now(),
        figures={code: FIGURES[code](sources) for code in codes or FigureCode},
        series={} if codes else _series(sources),
        plan=plan_facts(sources.state) if not codes or IN_PLAN & set(codes) else {},
    )


def _series(sources: Sources) -> dict[SeriesCode, tuple[Row, ...]]:
    """Follow-ups by agency are for leaders (meetings.rules.follow_ups.check_count), seats for the inside."""
    state = sources.state
    found: dict[SeriesCode, tuple[Row, ...]] = {
        SeriesCode.STRATEGIES: strategies(state),
        SeriesCode.BUDGETS: budgets(state),
        SeriesCode.AGENCIES: agencies(state, sources.parties),
        SeriesCode.AREAS: areas_rows(sources.cover[0]),
    }
    if sources.audience == Audience.LEADERS:
        found[SeriesCode.FOLLOW_UPS] = promises(sources.counts)
    if sources.audience != Audience.OUTSIDE:
        found[SeriesCode.SEATS] = seats(sources.decrees)
    return found
