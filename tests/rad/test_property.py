"""Chance at the keyboard: whatever people try in whatever order, no report is accepted by who wrote it."""

from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gugus.core.permissions import Denied
from rad import services
from rad.enums import REPORT_TRANSITIONS, ReportStatus
from rad.models import ProgressReport
from rad.services import Given
from tests.factories import World
from tests.rad.builders import Rad, make_rad

pytestmark = pytest.mark.django_db
PEOPLE = (
    "sekretariat",
    "sekretariat2",
    "dinsos",
    "dinsos_kasus",
    "dinkes",
    "sekda",
    "pengawas",
    "admin",
    "ganda",
)
OWN = {"dinsos", "dinsos_kasus", "ganda"}
SECRETARIAT = {"sekretariat", "sekretariat2", "ganda"}
ACTS = ("save", "submit", "withdraw", "return", "accept", "lock", "unlock")


@pytest.fixture
def rad(world: World) -> Rad:
    """Also somebody who is both sekretariat and liaison of Dinas Sosial: the hardest person to hold."""
    rad = make_rad(world)
    both = world.person("ganda", "sekretariat")
    world.appoint(both, "penghubung", world.agencies["Dinas Sosial"])
    both.acting_in(world.task_force.pk)
    return rad


def attempt(rad: Rad, report: ProgressReport | None, person: str, act: str) -> None:
    by = rad.world.people[person]
    if act == "save":
        rad.save("dinsos", person, Given(value=Decimal(len(person))), proof_note="Surat 1")
        return
    if report is None:
        return
    words: dict[str, Any] = {}
    if act in ("return", "unlock"):
        words = {"reason": "Periksa", "due": timezone.localdate() + timedelta(days=1)}
    getattr(services, f"report_{act}")(report=report, by=by, **words)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.sampled_from(PEOPLE), st.sampled_from(ACTS)), min_size=4, max_size=14))
def test_no_order_of_acts_lets_anybody_accept_their_own(rad: Rad, steps: list[tuple[str, str]]) -> None:
    with undone():
        typed: set[str] = set()
        for person, act in steps:
            before = ProgressReport.objects.first()
            done = tried(rad, before, person, act)
            after = ProgressReport.objects.first()
            if not done:
                assert (before and before.status) == (after and after.status)
                continue
            check(before, after, person, act, typed)


def tried(rad: Rad, report: ProgressReport | None, person: str, act: str) -> bool:
    try:
        with transaction.atomic():
            attempt(rad, report, person, act)
    except (Denied, ValidationError):
        return False
    return True


def check(
    before: ProgressReport | None, after: ProgressReport | None, person: str, act: str, typed: set[str]
) -> None:
    """What must hold after an act that was let through."""
    if after is None:
        return
    if act == "save":
        assert person in OWN | SECRETARIAT
        typed.add(person)
    elif act in ("submit", "withdraw"):
        assert person in OWN | SECRETARIAT
    else:
        assert person in SECRETARIAT
    if act == "submit":
        typed.add(person)
    if act == "accept":
        assert person not in typed
    if before and act != "save":
        assert before.status in REPORT_TRANSITIONS[act].sources
        assert after.status == REPORT_TRANSITIONS[act].target
    if after.status in (ReportStatus.ACCEPTED, ReportStatus.LOCKED):
        assert after.decided_by_id not in (after.submitted_by_id, after.drafted_by_id)


def undone() -> Any:
    from contextlib import contextmanager

    @contextmanager
    def block() -> Iterator[None]:
        with transaction.atomic():
            yield
            transaction.set_rollback(True)

    return block()


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.sampled_from(PEOPLE), st.sampled_from(["dinsos", "dinkes", "hukum"]))
def test_only_the_own_desk_or_atas_nama_writes(rad: Rad, person: str, key: str) -> None:
    own = {"dinsos": OWN, "dinkes": {"dinkes"}, "hukum": set()}[key]
    with undone():
        if person in own | SECRETARIAT:
            report = rad.save(key, person, proof_note="Surat 1")
            assert report.on_behalf == (person not in own)
        else:
            with pytest.raises(Denied):
                rad.save(key, person, proof_note="Surat 1")
            assert not ProgressReport.objects.exists()
