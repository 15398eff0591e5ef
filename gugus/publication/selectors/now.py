"""What a release is made of, each source read once: as of now, and as nobody in particular sees it."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any
from uuid import UUID

from gugus.dashboard.board import Board
from gugus.dashboard.enums import Audience
from gugus.dashboard.selectors.board import board_of_system
from members.models import Agency, TaskForce
from members.selectors import task_force_of
from rad.figures import PlanFigures
from rad.guard import OUTSIDE
from rad.selectors import plan_in_force, year_data


@dataclass(frozen=True)
class Now:
    """The task force a person acts in, today, through the gates of its sources."""

    user: Any

    @cached_property
    def task_force(self) -> TaskForce:
        """Raises LookupError for who acts in none."""
        found = task_force_of(self.user)
        if found is None:
            raise LookupError("nobody publishes without a task force")
        return found

    @property
    def today(self) -> date:
        return self.user.authority.today

    @cached_property
    def board(self) -> Board:
        """What the dashboard tells the outside."""
        return board_of_system(self.task_force, audience=Audience.OUTSIDE, today=self.today)

    @cached_property
    def figures(self) -> PlanFigures | None:
        """The plan in force at the newest slot that says something (rad.guard OUTSIDE)."""
        plan = plan_in_force(self.user)
        if plan is None:
            return None
        data = year_data(plan, min(max(self.today.year, plan.first_year), plan.last_year), self.today)
        return data.at(data.latest_slot, sight=OUTSIDE)

    @cached_property
    def agencies(self) -> dict[UUID, str]:
        """Short names of the agencies the plan names."""
        items = [item for each in self.figures.strategies for item in each.items] if self.figures else []
        keys = {party.agency_id for row in items for party in row.item.parties.all() if party.agency_id}
        return dict(Agency.objects.filter(pk__in=keys).values_list("pk", "short_name"))
