"""Nobody alone gives anybody rights over cases: random walks of one person and every account they made."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from gugus.accounts import services as accounts
from gugus.accounts.models import User
from gugus.core.permissions import Denied
from members import services
from members.enums import OFFICE_ROLES, AppointmentStatus, Basis, DecreeStatus, Role
from members.models import Agency, Appointment, Decree, Seat, SeatHolder
from tests.factories import World, make_world, user
from tests.members.handlers import case_rights, fresh, head_of

pytestmark = pytest.mark.django_db


@dataclass
class Plot:
    """One person, and every account that person has made: they act as all of them, and as nobody else."""

    world: World
    hands: list[User]
    found: dict[str, list[Any]] = field(default_factory=dict)
    number: int = 100

    def by(self, pick: int) -> User:
        return fresh(self.hands[pick % len(self.hands)])

    def anybody(self, pick: int) -> User:
        people = [*self.hands, *self.world.people.values()]
        return people[pick % len(people)]

    def agency(self, pick: int) -> Agency:
        return list(self.world.agencies.values())[pick % len(self.world.agencies)]

    def one(self, rows: Any, pick: int) -> Any:
        rows = list(rows)
        if not rows:
            raise Denied("nothing there")
        return rows[pick % len(rows)]

    def draft(self, pick: int) -> Decree:
        return self.one(Decree.objects.filter(status=DecreeStatus.DRAFT).order_by("created_at"), pick)

    def seat(self, pick: int) -> Seat:
        return self.one(Seat.objects.order_by("decree__created_at", "title", "pk"), pick)


Act = Callable[[Plot, int, int, int], Any]


def _invite(plot: Plot, a: int, b: int, c: int) -> None:
    plot.number += 1
    plot.hands.append(
        accounts.user_invite(
            by=plot.by(a), email=f"siluman{plot.number}@contoh.example.id", full_name="X Contoh"
        )
    )


def _propose(plot: Plot, a: int, b: int, c: int) -> None:
    bases: list[dict[str, Any]] = [
        {"basis": Basis.LETTER, "letter_number": "ST/9", "letter_on": timezone.localdate()},
        {"basis": Basis.SEAT, "seat": plot.seat(c)},
        {
            "basis": Basis.INTERIM,
            "reason": "contoh",
            "valid_until": timezone.localdate() + timedelta(days=30),
        },
    ]
    services.appointment_propose(
        by=plot.by(a),
        user=plot.anybody(b),
        role=Role.HANDLER,
        agency=plot.agency(c),
        valid_from=timezone.localdate(),
        **bases[(a + b + c) % 3],
    )


def _appoint_other(plot: Plot, a: int, b: int, c: int) -> None:
    roles = [*sorted(OFFICE_ROLES), Role.LEADER, Role.LIAISON, Role.SUPERVISOR]
    role = roles[c % len(roles)]
    office = role in OFFICE_ROLES
    interim = {"reason": "contoh", "valid_until": timezone.localdate() + timedelta(days=30)}
    services.appointment_propose(
        by=plot.by(a),
        user=plot.anybody(b),
        role=role,
        agency=plot.agency(c) if role == Role.LIAISON else None,
        basis=Basis.OFFICE if office else Basis.INTERIM,
        valid_from=timezone.localdate(),
        **({} if office else interim),
    )


def _answer(service: Callable[..., Any], *states: AppointmentStatus, **extra: Any) -> Act:
    def act(plot: Plot, a: int, b: int, c: int) -> None:
        rows = Appointment.objects.filter(status__in=states).order_by("-proposed_at", "pk")
        service(appointment=plot.one(rows, b), by=plot.by(a), **extra)

    act.__name__ = service.__name__
    return act


def _hold(plot: Plot, a: int, b: int, c: int) -> None:
    day = timezone.localdate() + timedelta(days=c % 3 - 1)
    services.seat_holder_set(
        seat=plot.seat(c), by=plot.by(a), name="X Contoh", valid_from=day, user=plot.anybody(b)
    )


def _confirm_holder(plot: Plot, a: int, b: int, c: int) -> None:
    services.seat_holder_confirm(
        holder=plot.one(SeatHolder.objects.filter(confirmed_by=None).order_by("pk"), b), by=plot.by(a)
    )


def _draft(plot: Plot, a: int, b: int, c: int) -> None:
    start = services.decree_amend if b % 2 else services.period_copy_forward
    draft = start(decree=plot.one(Decree.objects.order_by("created_at"), c), by=plot.by(a))
    services.seats_create_for_agencies(decree=draft, by=plot.by(a))


def _reseat(plot: Plot, a: int, b: int, c: int) -> None:
    seat = plot.one(Seat.objects.filter(decree__status="draf").order_by("title", "pk"), b)
    services.seat_update(seat=seat, by=plot.by(a), agency=plot.agency(c), is_head=bool(c % 2))


def _enact(plot: Plot, a: int, b: int, c: int) -> None:
    plot.number += 1
    if not Decree.objects.filter(status=DecreeStatus.DRAFT).exists():
        _draft(plot, a, b, 0)
    decree, by, today = plot.draft(c), plot.by(a), timezone.localdate()
    services.decree_submit(decree=decree, by=by)
    services.decree_review_record(decree=decree, by=by, officer="X Contoh", reviewed_on=today, approved=True)
    services.decree_sign(
        decree=decree,
        by=by,
        number=f"9/{plot.number}",
        signed_on=today,
        valid_from=today + timedelta(days=b % 3 - 1),
        valid_until=None,
        signer_office="Wali Kota",
        signer_name="X",
    )
    services.decree_enforce(decree=decree, by=by)


def _revoke(plot: Plot, a: int, b: int, c: int) -> None:
    row = plot.one(Decree.objects.order_by("created_at"), b)
    services.decree_revoke(decree=row, by=plot.by(a), revoked_on=timezone.localdate(), reason="contoh")


def _parent(plot: Plot, a: int, b: int, c: int) -> None:
    services.agency_update(agency=plot.agency(b), by=plot.by(a), parent=plot.agency(c) if c % 4 else None)


def _disable(plot: Plot, a: int, b: int, c: int) -> None:
    accounts.user_disable(by=plot.by(a), person=plot.anybody(b))


def _enable(plot: Plot, a: int, b: int, c: int) -> None:
    closed = User.objects.filter(is_active=False).order_by("email")
    accounts.user_enable(by=plot.by(a), person=plot.one(closed, b))


def _reset(plot: Plot, a: int, b: int, c: int) -> None:
    accounts.user_reset_second_factor(by=plot.by(a), person=fresh(plot.anybody(b)))


def _move_address(plot: Plot, a: int, b: int, c: int) -> None:
    """A keeper who moves an address controls the account from then on."""
    plot.number += 1
    person = fresh(plot.anybody(b))
    accounts.user_update(
        by=plot.by(a), person=person, email=f"rebut{plot.number}@contoh.example.id", full_name="X Contoh"
    )
    plot.hands.append(person)


ACTS: tuple[Act, ...] = (
    _invite,
    _propose,
    _appoint_other,
    _answer(services.appointment_confirm, AppointmentStatus.PROPOSED, AppointmentStatus.SUSPENDED),
    _answer(services.appointment_restore, AppointmentStatus.SUSPENDED),
    _answer(services.appointment_suspend, AppointmentStatus.CONFIRMED, reason="contoh"),
    _answer(services.appointment_end, AppointmentStatus.CONFIRMED, reason="contoh"),
    _hold,
    _confirm_holder,
    _draft,
    _reseat,
    _enact,
    _revoke,
    _parent,
    _disable,
    _enable,
    _reset,
    _move_address,
)
# Acts that move rights come up more often than those that only undo them.
OFTEN = [*range(len(ACTS)), 1, 3, 3, 4, 7, 8, 11, 13, 14, 15, 17]
STEP = st.tuples(st.sampled_from(OFTEN), *(st.integers(0, 23) for _ in range(3)))


def walk(plot: Plot, steps: list[tuple[int, int, int, int]]) -> list[str]:
    """Act after act; a refusal costs nothing. Returns the names of the acts that went through."""
    done = []
    for index, a, b, c in steps:
        try:
            with transaction.atomic():
                ACTS[index](plot, a, b, c)
        except (Denied, ValidationError):
            continue
        done.append(ACTS[index].__name__)
    return done


def stage() -> World:
    """A world with everything that could come back to life: lapsed, suspended and left-behind handlers."""
    world = make_world()
    world.people["kepala"] = head_of(world, "Polres")
    letter = {"basis": Basis.LETTER, "letter_number": "ST/3", "letter_on": timezone.localdate()}
    world.person("tanpa_kursi", Role.HANDLER, world.agency("Dinas Pendidikan", member=False), **letter)
    world.person("unit", Role.HANDLER, world.agency("UPTD PPA", member=False), **letter)
    world.person(
        "ditangguhkan",
        Role.HANDLER,
        world.agencies["Dinas Kesehatan"],
        status=AppointmentStatus.SUSPENDED,
        **letter,
    )
    gone = world.person("nonaktif", Role.HANDLER, world.agencies["Dinas Sosial"], **letter)
    gone.is_active = False
    gone.save()
    # People who are both: secretary and lapsed handler, admin and lapsed handler.
    for key in ("sekretariat", "admin"):
        world.appoint(world.people[key], Role.HANDLER, world.agencies["UPTD PPA"], **letter)
    return world


@pytest.fixture
def staged() -> World:
    return stage()


ROLES = pytest.mark.parametrize("who", ["sekretariat", "admin", "dinsos_kasus", "kepala"])
# Each walk is a story already; shrinking one takes minutes.
WALK = {"deadline": None, "phases": [Phase.reuse, Phase.generate], "suppress_health_check": list(HealthCheck)}
STEPS = st.lists(STEP, min_size=12, max_size=15)


def check_walk(staged: World, who: str, steps: list[tuple[int, int, int, int]]) -> None:
    later = timezone.now() + timedelta(days=3)
    before, before_later = case_rights(), case_rights(later)
    with transaction.atomic():
        plot = Plot(staged, [staged.people[who]])
        done = walk(plot, steps)
        after, after_later = case_rights(), case_rights(later)
        transaction.set_rollback(True)
    assert after <= before, done
    assert after_later <= before_later, done


@ROLES
@settings(max_examples=15, **WALK)
@given(steps=STEPS)
def test_no_single_person_ends_with_more_case_rights(staged: World, who: str, steps: Any) -> None:
    check_walk(staged, who, steps)


@pytest.mark.panjang
@ROLES
@settings(max_examples=400, **WALK)
@given(steps=STEPS)
def test_no_single_person_ends_with_more_case_rights_in_long(staged: World, who: str, steps: Any) -> None:
    check_walk(staged, who, steps)


def test_the_walk_can_fail(world: World) -> None:
    """With a second honest person among the hands, the same acts do give rights: the walk is no empty one."""
    head = head_of(world, "Dinas Sosial")
    plot = Plot(world, [world.people["sekretariat"], head])
    outsider = user("Luar Contoh")
    world.people["luar"] = outsider
    index = {act: place for place, act in enumerate(ACTS)}
    person = [*plot.hands, *world.people.values()].index(outsider)
    agency = list(world.agencies).index("Dinas Sosial")
    before = case_rights()
    propose_step = next(
        (index[_propose], 0, person, c)
        for c in range(60)
        if c % len(world.agencies) == agency and (person + c) % 3 == 0
    )
    assert len(walk(plot, [propose_step, (3, 1, 0, 0)])) == 2
    assert case_rights() - before == {(outsider.pk, world.agencies["Dinas Sosial"].pk)}
