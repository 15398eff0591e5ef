"""The people of the pages, in one scene and in a task force that stands beside it."""

from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from typing import Any

from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.utils import timezone

from gugus.accounts.models import User
from gugus.core.context import acting_as
from gugus.dashboard.models import DashboardRules, RegionalFigures, Snapshot, WeeklyLetter
from gugus.notices.models import MailChoice
from meetings.models import CalendarFeed, LetterCounter, MeetingRules
from members import services as members
from members.enums import Role
from members.models import Agency, Seat
from rad.models import ActionPlan, GradeBand, RemovedPart, ReportingRules
from tests.factories import World, make_world, user
from tests.rules.otherwise import forget
from tests.scene import make_scene

PEOPLE = (
    "sekretariat", "sekretariat2", "sekda", "pengawas", "admin", "dinsos", "dinkes", "polres", "dinsos_kasus",
    "kepala", "hukum", "statistik", "nonaktif", "asing", "asing_dinsos",
)  # fmt: skip
INVITED = "undangan@kota-kediri.example.id"
"""Somebody who has not come yet: no password, no role."""


@contextmanager
def standing() -> Iterator[list[User]]:
    """PEOPLE, while the scene stands; it is undone at the end."""
    forget()
    with transaction.atomic():
        other = make_world("16.09", "OKU Selatan")
        for agency in other.agencies.values():
            Agency.objects.filter(pk=agency.pk).update(name=f"{agency.name} OKU Selatan")
        world = make_scene().world
        known = {**world.people, "asing": other.people["sekretariat"], "asing_dinsos": other.people["dinsos"]}
        known["nonaktif"] = left(world)
        known["kepala"] = head(world)
        User.objects.create(full_name="Undangan Contoh", email=INVITED, password=make_password(None))
        found = [known[name] for name in PEOPLE]
        with acting_as(User.objects.get(pk=found[0].pk)):
            for here in (world, other):
                settle(here)
            yield found
        transaction.set_rollback(True)


def left(world: World) -> User:
    """Once of the secretariat; the account is disabled."""
    person = user("Mantan Contoh")
    world.appoint(person, Role.SECRETARIAT)
    User.objects.filter(pk=person.pk).update(is_active=False)
    return person


def head(world: World) -> User:
    """A liaison of Dinas Kesehatan who sits in its head seat, confirmed by a second person."""
    person, by = user("Kepala Contoh", "kepala@kota-kediri.example.id"), world.people["sekretariat"]
    seat = Seat.objects.get(decree=world.decree, agency=world.agencies["Dinas Kesehatan"], is_head=True)
    holder = members.seat_holder_set(
        seat=seat, by=by, name="Kepala Contoh", valid_from=timezone.localdate(), user=person
    )
    world.appoint(person, Role.LIAISON, world.agencies["Dinas Kesehatan"])
    members.seat_holder_confirm(holder=holder, by=world.people["sekretariat2"])
    return person


def settle(world: World) -> None:
    """What one task force decided for itself, and what two of its people have of their own."""
    here: dict[str, Any] = {"task_force": world.task_force}
    for settings in (DashboardRules, MeetingRules, ReportingRules):
        settings.objects.create(**here)
    GradeBand.objects.create(**here, floor=0, name="Contoh")
    LetterCounter.objects.create(**here, year=2026)
    RegionalFigures.objects.create(**here, year=2026, as_of=timezone.now())
    for plan in ActionPlan.objects.filter(**here, status="draf"):
        take_away(plan, world.people["sekretariat"])
    for name in ("sekretariat", "dinsos"):
        own = world.people[name]
        CalendarFeed.objects.create(**here, user=own, key_sha256=sha256(own.email.encode()).hexdigest())
        MailChoice.objects.create(person=own)
        for snapshot in Snapshot.objects.filter(**here)[:1]:
            WeeklyLetter.objects.create(recipient=own, snapshot=snapshot, message_id=own.email)


def take_away(plan: ActionPlan, by: User) -> None:
    row = {"kind": "program", "label": "I.1", "name": "Contoh", "number": 1, "data": [], "parent": plan.pk}
    RemovedPart.objects.create(plan=plan, removed_by=by, **row)
