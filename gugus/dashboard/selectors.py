"""What the first page of a leader says, in few numbers, all from the domains' own selectors."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from cases.enums import Audience
from cases.selectors.figures import Figures, totals_for
from members.models import Decree
from rad.guard import Sight
from rad.models import ActionPlan, ReportingPeriod
from rad.selectors import (
    HeatRow,
    PlanFigures,
    YearData,
    heat_rows,
    plan_in_force,
    sight_for,
    year_data,
)


@dataclass(frozen=True)
class DecreeState:
    """The SK that gives authority today, and how long still; all None when there is none."""

    decree: Decree | None
    days_left: int | None


@dataclass(frozen=True)
class PlanState:
    """The plan in force in one year: its figures now, at every quarter, and who is late."""

    plan: ActionPlan
    data: YearData
    figures: PlanFigures
    periods: list[ReportingPeriod]
    rows: list[HeatRow]
    sight: Sight

    @property
    def waiting(self) -> int:
        """Reports of the year that the secretariat has not decided yet."""
        return self.data.waiting

    @property
    def late(self) -> list[HeatRow]:
        return [row for row in self.rows if row.late]

    @property
    def period(self) -> ReportingPeriod | None:
        return self.data.periods.get(self.figures.slot)


def decree_state(user: Any) -> DecreeState:
    """The decree in force with the latest end."""
    today = user.authority.today
    decree = Decree.objects.visible_to(user).in_force_on(today).order_by("-ends_on", "pk").first()
    last = decree.last_day if decree else None
    return DecreeState(decree, (last - today).days if last else None)


def plan_state(user: Any, year: int | None = None) -> PlanState | None:
    """The plan in force with its figures; None before a plan is adopted."""
    plan = plan_in_force(user)
    if plan is None:
        return None
    today: date = user.authority.today
    data = year_data(plan, min(max(year or today.year, plan.first_year), plan.last_year), today)
    periods = list(data.periods.values())
    rows = heat_rows(plan, periods, data.held, today)
    sight = sight_for(user)
    figures = data.at(data.latest_slot, sight=sight)
    return PlanState(plan, data, figures, periods, rows, sight)


def case_figures(user: Any) -> Figures:
    """Totals of cases of the newest years, as this person may know them inside the task force (one query)."""
    return totals_for(user, audience=Audience.INSIDE)
