"""Who holds which post today, over whole task forces: read for the system, which acts for nobody."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db.models import F

from members.enums import Role
from members.models import Appointment, Seat, SeatHolder
from members.models.appointments import local_day
from members.models.decrees import decree_in_force

Office = tuple[UUID, UUID]  # task force, agency


def _people() -> dict[Any, set[UUID]]:
    return defaultdict(set)


@dataclass
class Posts:
    """Accounts by post, by each region's own day."""

    liaisons: dict[Office, set[UUID]] = field(default_factory=_people)
    handlers: dict[Office, set[UUID]] = field(default_factory=_people)
    heads: dict[Office, set[UUID]] = field(default_factory=_people)
    secretariat: dict[UUID, set[UUID]] = field(default_factory=_people)
    leaders: dict[UUID, set[UUID]] = field(default_factory=_people)
    coordinators: dict[UUID, set[UUID]] = field(default_factory=_people)
    supervisors: dict[UUID, set[UUID]] = field(default_factory=_people)
    everybody: dict[UUID, set[UUID]] = field(default_factory=_people)

    def desk(self, office: Office) -> set[UUID]:
        """Who answers for an agency's reports: its liaisons; while it has none, its handlers, who may."""
        return self.liaisons.get(office) or self.handlers.get(office, set())

    def heads_of(self, here: UUID, agency: UUID, above: UUID | None) -> set[UUID]:
        """Who holds the agency's head seat; a unit without one is its parent's (`above`)."""
        return self.heads.get((here, agency)) or (self.heads.get((here, above), set()) if above else set())


def posts_for_system(task_forces: Collection[UUID]) -> Posts:
    """Everybody who holds something today in these task forces (three queries)."""
    posts = Posts()
    rows = Appointment.objects.in_force().filter(task_force__in=task_forces)
    names = ("user_id", "task_force_id", "agency_id", "role", "is_coordinator")
    for user, here, agency, role, coordinates in rows.values_list(*names):
        posts.everybody[here].add(user)
        if role == Role.SECRETARIAT:
            posts.secretariat[here].add(user)
        if role == Role.LEADER:
            posts.leaders[here].add(user)
        if role == Role.SUPERVISOR:
            posts.supervisors[here].add(user)
        if role == Role.HANDLER and coordinates:
            posts.coordinators[here].add(user)
        if role in (Role.LIAISON, Role.HANDLER):
            (posts.liaisons if role == Role.LIAISON else posts.handlers)[(here, agency)].add(user)
    for office, user in _heads(task_forces):
        posts.heads[office].add(user)
    return posts


def _heads(task_forces: Collection[UUID]) -> list[tuple[Office, UUID]]:
    """Accounts that hold an agency's head seat in an SK in force and were confirmed by a second person."""
    held: dict[tuple[UUID, UUID], set[UUID]] = defaultdict(set)
    holders = SeatHolder.objects.annotate(today=local_day("task_force__region__timezone")).on(F("today"))
    living = holders.filter(task_force__in=task_forces, user__is_active=True, confirmed_by__isnull=False)
    for here, lineage, user in living.values_list("task_force_id", "lineage", "user_id"):
        held[(here, lineage)].add(user)
    seats = Seat.objects.annotate(today=local_day("decree__task_force__region__timezone")).filter(
        decree_in_force(F("today"), "decree__"),
        decree__task_force__in=task_forces,
        is_head=True,
        agency__isnull=False,
    )
    rows = seats.values_list("decree__task_force_id", "agency_id", "lineage")
    return [((here, agency), user) for here, agency, lineage in rows for user in held[(here, lineage)]]


def task_forces_for_system(users: Collection[UUID]) -> dict[UUID, set[UUID]]:
    """In which task forces each of these people holds something today."""
    found: dict[UUID, set[UUID]] = defaultdict(set)
    rows = Appointment.objects.in_force().filter(user__in=users)
    for user, here in rows.values_list("user_id", "task_force_id"):
        found[user].add(here)
    return found
