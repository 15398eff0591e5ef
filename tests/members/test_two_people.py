"""Nobody alone gives anybody rights over cases: the rule, each known way around it, and random walks."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from gugus.accounts import services as accounts
from gugus.accounts.enums import ResetCause
from gugus.accounts.models import User
from gugus.accounts.signals import account_reset
from gugus.core.permissions import Denied
from members import services
from members.enums import OFFICE_ROLES, AppointmentStatus, Basis, DecreeStatus, Role
from members.models import Agency, Appointment, Decree, Seat, SeatHolder
from tests.factories import World, make_world, user

pytestmark = pytest.mark.django_db

Rights = set[tuple[UUID, UUID]]


def fresh(person: User) -> User:
    """Authority is read anew, as the next request would."""
    return User.objects.get(pk=person.pk)


def case_rights(moment: Any = None) -> Rights:
    """(person, agency) pairs that may touch cases."""
    held = Appointment.objects.in_force(moment).filter(role=Role.HANDLER)
    return set(held.values_list("user_id", "agency_id"))


def head_of(world: World, short: str, name: str = "Kepala Contoh") -> User:
    """A confirmed holder of an agency's head seat, who may sign in as its liaison."""
    agency = world.agencies[short]
    person = user(name)
    seat = Seat.objects.get(decree=world.decree, agency=agency, is_head=True)
    SeatHolder.objects.create(
        task_force=world.task_force,
        lineage=seat.lineage,
        name=name,
        user=person,
        valid_from=date(2025, 1, 1),
        set_by=world.people["sekretariat"],
        confirmed_by=world.people["sekretariat2"],
        confirmed_at=timezone.now(),
    )
    world.appoint(person, Role.LIAISON, agency, seat_lineage=seat.lineage)
    return person


def propose(by: User, person: User, agency: Agency, **extra: Any) -> Appointment:
    values: dict[str, Any] = {
        "basis": Basis.LETTER,
        "letter_number": "ST/1/2026",
        "letter_on": timezone.localdate(),
        "valid_from": timezone.localdate(),
    } | extra
    return services.appointment_propose(by=fresh(by), user=person, role=Role.HANDLER, agency=agency, **values)


# --- the rule ---------------------------------------------------------------------------------------------


def test_secretariat_proposes_and_the_head_confirms(world: World) -> None:
    head, person, agency = head_of(world, "Dinas Sosial"), user("Budi Contoh"), world.agencies["Dinas Sosial"]
    row = propose(world.people["sekretariat"], person, agency)
    assert (person.pk, agency.pk) not in case_rights()
    services.appointment_confirm(appointment=row, by=fresh(head))
    assert (person.pk, agency.pk) in case_rights()


def test_an_acting_handler_proposes_and_the_secretariat_confirms(world: World) -> None:
    person, agency = user("Budi Contoh"), world.agencies["Dinas Sosial"]
    row = propose(world.people["dinsos_kasus"], person, agency)
    services.appointment_confirm(appointment=row, by=fresh(world.people["sekretariat"]))
    assert (person.pk, agency.pk) in case_rights()


def test_two_of_the_secretariat_are_not_enough(world: World) -> None:
    row = propose(world.people["sekretariat"], user("Budi Contoh"), world.agencies["Dinas Sosial"])
    with pytest.raises(Denied, match="sekretariat saja tidak cukup"):
        services.appointment_confirm(appointment=row, by=fresh(world.people["sekretariat2"]))


@pytest.mark.parametrize("key", ["admin", "sekda", "pengawas", "dinkes", "polres_ppa", "dinsos"])
def test_others_do_not_confirm(world: World, key: str) -> None:
    row = propose(world.people["dinsos_kasus"], user("Budi Contoh"), world.agencies["Dinas Sosial"])
    with pytest.raises(Denied):
        services.appointment_confirm(appointment=row, by=fresh(world.people[key]))


def test_nobody_confirms_what_they_proposed_or_themselves(world: World) -> None:
    head, agency = head_of(world, "Dinas Sosial"), world.agencies["Dinas Sosial"]
    row = propose(head, user("Budi Contoh"), agency)
    with pytest.raises(Denied, match="orang kedua"):
        services.appointment_confirm(appointment=row, by=fresh(head))
    own = propose(world.people["sekretariat"], head, agency)
    with pytest.raises(Denied, match="orang kedua"):
        services.appointment_confirm(appointment=own, by=fresh(head))
    with pytest.raises(Denied, match="diri sendiri"):
        propose(head, head, agency)


def test_a_head_of_another_agency_does_not_count(world: World) -> None:
    other = head_of(world, "Polres")
    row = propose(world.people["sekretariat"], user("Budi Contoh"), world.agencies["Dinas Sosial"])
    with pytest.raises(Denied):
        services.appointment_confirm(appointment=row, by=fresh(other))


def test_a_proposer_who_no_longer_stands_for_the_agency_does_not_count(world: World) -> None:
    row = propose(world.people["dinsos_kasus"], user("Budi Contoh"), world.agencies["Dinas Sosial"])
    Appointment.objects.filter(user=world.people["dinsos_kasus"]).update(status=AppointmentStatus.ENDED)
    with pytest.raises(Denied):
        services.appointment_confirm(appointment=row, by=fresh(world.people["sekretariat"]))


# --- ways around it ---------------------------------------------------------------------------------------


def test_an_accomplice_named_as_head_waits_for_a_second_person(world: World) -> None:
    keeper, accomplice = world.people["sekretariat"], user("Rekan Contoh")
    agency = world.agencies["Dinas Sosial"]
    seat = Seat.objects.get(decree=world.decree, agency=agency, is_head=True)
    holder = services.seat_holder_set(
        seat=seat, by=fresh(keeper), name="Rekan Contoh", valid_from=timezone.localdate(), user=accomplice
    )
    world.appoint(accomplice, Role.LIAISON, agency, seat_lineage=seat.lineage)
    row = propose(keeper, user("Budi Contoh"), agency)
    with pytest.raises(Denied):
        services.appointment_confirm(appointment=row, by=fresh(accomplice))
    with pytest.raises(Denied, match="orang kedua"):
        services.seat_holder_confirm(holder=holder, by=fresh(keeper))
    with pytest.raises(Denied):
        services.seat_holder_confirm(holder=holder, by=fresh(accomplice))
    services.seat_holder_confirm(holder=holder, by=fresh(world.people["admin"]))
    services.appointment_confirm(appointment=row, by=fresh(accomplice))


def test_a_second_secretary_is_not_made_by_one_person(world: World) -> None:
    row = services.appointment_propose(
        by=fresh(world.people["sekretariat"]),
        user=user("Rekan Contoh"),
        role=Role.SECRETARIAT,
        basis=Basis.OFFICE,
        valid_from=timezone.localdate(),
    )
    assert row.status == AppointmentStatus.PROPOSED


def test_ending_the_others_does_not_make_one_alone(world: World) -> None:
    keeper = world.people["sekretariat"]
    for key in ("sekretariat2", "admin"):
        row = Appointment.objects.get(user=world.people[key])
        services.appointment_end(appointment=row, by=fresh(keeper), reason="contoh")
    row = services.appointment_propose(
        by=fresh(keeper),
        user=user("Rekan Contoh"),
        role=Role.ADMIN,
        basis=Basis.OFFICE,
        valid_from=timezone.localdate(),
    )
    assert row.status == AppointmentStatus.PROPOSED


def test_the_founder_names_the_first_secretary_alone() -> None:
    founder, first = user("Admin Contoh"), user("Sekretaris Contoh")
    services.task_force_start(region="35.71", admin=founder)
    office = {"role": Role.SECRETARIAT, "basis": Basis.OFFICE, "valid_from": timezone.localdate()}
    row = services.appointment_propose(by=fresh(founder), user=first, **office)
    assert row.status == AppointmentStatus.CONFIRMED
    second = services.appointment_propose(by=fresh(founder), user=user("Kedua Contoh"), **office)
    assert second.status == AppointmentStatus.PROPOSED
    services.appointment_confirm(appointment=second, by=fresh(first))


def test_a_new_parent_suspends_handlers_by_letter(world: World) -> None:
    """A unit whose parent lost its seat: choosing a seated parent would bring its handlers back."""
    unit = world.agency("UPTD PPA", member=False)
    handler = world.person(
        "uptd",
        Role.HANDLER,
        unit,
        basis=Basis.LETTER,
        letter_number="ST/2/2026",
        letter_on=timezone.localdate(),
    )
    assert (handler.pk, unit.pk) not in case_rights()
    services.agency_update(
        agency=unit, by=fresh(world.people["sekretariat"]), parent=world.agencies["Polres"]
    )
    assert (handler.pk, unit.pk) not in case_rights()
    assert Appointment.objects.get(user=handler).status == AppointmentStatus.SUSPENDED


def enact(world: World, decree: Decree, number: str, start: date | None = None) -> Decree:
    """Walk a draft to its entry into force, as one secretary may do alone."""
    by = fresh(world.people["sekretariat"])
    today = timezone.localdate()
    services.decree_submit(decree=decree, by=by)
    services.decree_review_record(
        decree=decree, by=by, officer="Budi Contoh", reviewed_on=today, approved=True
    )
    services.decree_sign(
        decree=decree,
        by=by,
        number=number,
        signed_on=today,
        valid_from=start or today,
        valid_until=None,
        signer_office="Wali Kota Kediri",
        signer_name="BUDI CONTOH",
    )
    return services.decree_enforce(decree=decree, by=by)


def test_a_new_decree_does_not_revive_lapsed_handlers_but_keeps_serving_ones(world: World) -> None:
    unseated = world.agency("Dinas Pendidikan", member=False)
    lapsed = world.person(
        "disdik",
        Role.HANDLER,
        unseated,
        basis=Basis.LETTER,
        letter_number="ST/3/2026",
        letter_on=timezone.localdate(),
    )
    before = case_rights()
    draft = services.decree_amend(decree=world.decree, by=fresh(world.people["sekretariat"]))
    services.seats_create_for_agencies(decree=draft, by=fresh(world.people["sekretariat"]))
    enact(world, draft, "188.45/2/2026")
    assert case_rights() == before
    assert Appointment.objects.get(user=lapsed).status == AppointmentStatus.SUSPENDED


def test_a_gap_between_two_decrees_ends_handlers_at_the_gap(world: World) -> None:
    today = timezone.localdate()
    world.decree.valid_until = today + timedelta(days=5)
    world.decree.save()
    draft = services.period_copy_forward(decree=world.decree, by=fresh(world.people["sekretariat"]))
    before = case_rights()
    start = today + timedelta(days=20)
    enact(world, draft, "188.45/2/2026", start=start)
    assert case_rights() == before != set()
    assert case_rights(timezone.now() + timedelta(days=21)) == set()


def test_a_carried_seat_that_changes_agency_leaves_its_head_behind(world: World) -> None:
    head = head_of(world, "Dinas Sosial")
    keeper = fresh(world.people["sekretariat"])
    draft = services.decree_amend(decree=world.decree, by=keeper)
    seat = draft.seats.get(agency=world.agencies["Dinas Sosial"], is_head=True)
    draft.seats.filter(agency=world.agencies["Polres"]).delete()
    services.seat_update(seat=seat, by=keeper, agency=world.agencies["Polres"])
    enact(world, draft, "188.45/2/2026")
    world.appoint(
        head,
        Role.LIAISON,
        world.agencies["Polres"],
        basis=Basis.INTERIM,
        reason="contoh",
        valid_from=timezone.localdate(),
        valid_until=timezone.localdate() + timedelta(days=9),
    )
    row = propose(world.people["sekretariat"], user("Budi Contoh"), world.agencies["Polres"])
    with pytest.raises(Denied):
        services.appointment_confirm(appointment=row, by=fresh(head))


def test_a_holder_recorded_again_does_not_come_back_alone(world: World) -> None:
    keeper, agency = world.people["sekretariat"], world.agencies["Dinas Sosial"]
    seat = Seat.objects.get(decree=world.decree, agency=agency, is_head=True)
    person = user("Budi Contoh")
    today = timezone.localdate()
    SeatHolder.objects.create(
        task_force=world.task_force,
        lineage=seat.lineage,
        name="Budi Contoh",
        user=person,
        valid_from=today - timedelta(days=60),
        valid_until=today - timedelta(days=1),
    )
    world.appoint(person, Role.HANDLER, agency, seat_lineage=seat.lineage)
    assert (person.pk, agency.pk) not in case_rights()
    services.seat_holder_set(seat=seat, by=fresh(keeper), name="Budi Contoh", valid_from=today, user=person)
    assert (person.pk, agency.pk) not in case_rights()


@pytest.mark.parametrize("cause", list(ResetCause))
def test_a_reset_suspends_until_two_people_say_so(world: World, cause: ResetCause) -> None:
    head, handler = head_of(world, "Dinas Sosial"), world.people["dinsos_kasus"]
    account_reset.send(sender=User, user=handler, by=world.people["admin"], what=cause)
    row = Appointment.objects.get(user=handler)
    assert row.status == AppointmentStatus.SUSPENDED
    with pytest.raises(Denied):
        services.appointment_confirm(appointment=row, by=fresh(head))
    services.appointment_restore(appointment=row, by=fresh(world.people["sekretariat"]))
    with pytest.raises(Denied, match="orang kedua"):
        services.appointment_confirm(appointment=row, by=fresh(world.people["sekretariat"]))
    services.appointment_confirm(appointment=row, by=fresh(head))
    assert (handler.pk, world.agencies["Dinas Sosial"].pk) in case_rights()


def test_moving_somebodys_address_does_not_hand_over_their_word(world: World) -> None:
    head, keeper = head_of(world, "Dinas Sosial"), world.people["sekretariat"]
    second = world.people["sekretariat2"]
    for person in (head, second):
        account_reset.send(sender=User, user=person, by=keeper, what=ResetCause.EMAIL)
    row = propose(keeper, user("Budi Contoh"), world.agencies["Dinas Sosial"])
    with pytest.raises(Denied):
        services.appointment_confirm(appointment=row, by=fresh(head))
    holder = SeatHolder.objects.get(user=head)
    with pytest.raises(Denied):
        services.seat_holder_confirm(holder=holder, by=fresh(keeper))
    with pytest.raises(Denied):
        services.seat_holder_confirm(holder=holder, by=fresh(second))


def test_an_account_enabled_again_waits(world: World) -> None:
    handler, keeper = world.people["dinsos_kasus"], world.people["admin"]
    accounts.user_disable(by=fresh(keeper), person=handler)
    accounts.user_enable(by=fresh(keeper), person=fresh(handler))
    assert (handler.pk, world.agencies["Dinas Sosial"].pk) not in case_rights()


# --- random walks -----------------------------------------------------------------------------------------


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
