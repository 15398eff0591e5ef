"""Nobody alone gives anybody rights over cases: the rule, and each known way around it."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from gugus.accounts import services as accounts
from gugus.accounts.enums import ResetCause
from gugus.accounts.models import User
from gugus.accounts.signals import account_reset
from gugus.core.permissions import Denied
from members import services
from members.enums import AppointmentStatus, Basis, Role
from members.models import Appointment, Decree, Seat, SeatHolder
from tests.factories import World, user
from tests.members.handlers import case_rights, fresh, head_of, propose

pytestmark = pytest.mark.django_db

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
