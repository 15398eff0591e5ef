"""Referrals whose clock runs, people above the desk, and the worker's right to ask for clocks."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import psycopg
from django.utils import timezone

from cases.models import Case, Referral
from gugus.accounts.models import User
from members.enums import Role
from members.models import Seat, SeatHolder
from tests.cases.builders import acting, draft_referral, give_consent, move, open_case
from tests.factories import World, user

FUNCTIONS = (
    "cases_due_clocks(text[])",
    "cases_clock_escalate(uuid)",
    "cases_clock_counts()",
    "cases_grants_expire()",
)
SECRET = "KENARIringkas4Q"


@contextmanager
def asking_as_worker() -> Iterator[None]:
    """Lend the test's role what only the worker may call; the test of a real worker needs no loan."""
    _as_kernel("GRANT EXECUTE ON FUNCTION {} TO gugus_web")
    try:
        yield
    finally:
        _as_kernel("REVOKE EXECUTE ON FUNCTION {} FROM gugus_web")


def _as_kernel(statement: str) -> None:
    with psycopg.connect(os.environ["DATABASE_OWNER_URL"], autocommit=True) as owner:
        owner.execute("SET ROLE gugus_kernel")
        owner.execute(statement.format(", ".join(FUNCTIONS)))


def head_of(world: World, agency: str) -> User:
    """The agency's head, with an account a second person confirmed."""
    person = user(f"Kepala {agency} Contoh")
    seat = Seat.objects.get(agency=world.agencies[agency], is_head=True)
    SeatHolder.objects.create(
        task_force=world.task_force,
        lineage=seat.lineage,
        name=person.full_name,
        user=person,
        valid_from=timezone.localdate() - timedelta(days=9),
        set_by=world.people["sekretariat"],
        confirmed_by=world.people["sekretariat2"],
        confirmed_at=timezone.now(),
    )
    return person


def coordinator_of(world: World) -> User:
    """A koordinator kasus at an agency that has no part in the case."""
    agency = world.agency("UPTD PPA")
    return world.person("koordinator", Role.HANDLER, agency, is_coordinator=True)


@dataclass
class Running:
    """A referral from Polres to Dinas Sosial, sent and not answered."""

    world: World
    case: Case
    referral: Referral
    due: datetime
    head: User
    coordinator: User

    def move(self, by: str, name: str, **extra: Any) -> tuple[bool, str | None]:
        return move(self.world, by, self.referral, name, **extra)


def running(world: World, due: datetime, *, on_paper: bool = False, **extra: Any) -> Running:
    """`extra`: fields of the referral; an urgency of "darurat" warns 6 hours before, escalates 3 after."""
    case = open_case(world, "polres_ppa", "Polres")
    consent = give_consent(world, "polres_ppa", case)
    values: dict[str, Any] = {"urgency": "darurat", "number": "R-7/CONTOH", "summary": SECRET} | extra
    referral = draft_referral(world, "polres_ppa", case, "Polres", "Dinas Sosial", consent=consent, **values)
    if on_paper:
        with acting(world, "polres_ppa"):
            Referral.objects.filter(pk=referral.pk).update(receiver=None)
    assert move(world, "polres_ppa", referral, "send", due=due) == (True, "dikirim")
    return Running(world, case, referral, due, head_of(world, "Dinas Sosial"), coordinator_of(world))
