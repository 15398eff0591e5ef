"""A region of the demo in the form the worlds by chance have, to be held against the same reference."""

from datetime import date
from types import SimpleNamespace
from typing import Any

from gugus.dashboard.selectors.regional import task_force_for_system
from gugus.demo.acting import person
from gugus.demo.regions import REGIONS
from members.models import TaskForce


class Told:
    """Its task force, its people by the local part of their address, and its calendar day."""

    def __init__(self, key: str) -> None:
        region = REGIONS[key]
        self.task_force: TaskForce
        self.today: date
        pk = TaskForce.objects.get(region=region.code).pk
        self.task_force, self.today = task_force_for_system(pk)
        locals_ = {"sekretariat", *(account.local for account in region.accounts)}
        people = {local: person(region, local) for local in locals_}
        self.world: Any = SimpleNamespace(task_force=self.task_force, people=people)

    def one_of(self, *names: str) -> str:
        return next(name for name in names if name in self.world.people)
