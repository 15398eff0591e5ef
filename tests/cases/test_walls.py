"""The second wall alone: what the database lets a person see and do, whatever Django would filter."""

from typing import Any

import pytest
from django.db import connection, transaction
from django.db.utils import ProgrammingError
from django.utils import timezone

from cases.enums import RECEIVER_MOVES, REFERRAL_TRANSITIONS, SENDER_MOVES
from cases.models import Case, CaseGrant, CaseHeader, Incident, Recusal, Referral, ReferralOffer
from gugus.accounts.models import User
from members.enums import Role
from members.models import Desk
from tests.cases.builders import acting, draft_referral, give_consent, handlers_desk, move, open_case
from tests.factories import World

pytestmark = pytest.mark.django_db


def raw(world: World, person: str | User, table: str = "cases_case", key: str = "id") -> set[Any]:
    """Keys a person sees in a table, in plain SQL."""
    with acting(world, person), connection.cursor() as cursor:
        cursor.execute(f"SELECT {key} FROM {table}")
        return {row[0] for row in cursor.fetchall()}


@pytest.fixture
def case(world: World) -> Case:
    return open_case(world, "polres_ppa", "Polres")


def test_a_case_is_its_owners_alone(world: World, case: Case) -> None:
    assert raw(world, "polres_ppa") == {case.pk}
    for other in ("polres", "dinsos_kasus", "sekretariat", "sekda", "pengawas", "admin"):
        assert raw(world, other) == set(), other
    assert raw(world, "sekretariat", "cases_caseheader", "case_id") == {case.pk}
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM cases_case")
        assert cursor.fetchone() == (0,), "nobody acting, nothing seen"


def test_the_code_is_drawn_by_the_database(world: World) -> None:
    chosen = open_case(world, "polres_ppa", "Polres", code="K26-TEBAKN")
    assert chosen.code != "K26-TEBAKN"
    assert len(chosen.code) == 10


def test_acceptance_opens_what_scope_and_service_share(world: World, case: Case) -> None:
    consent = give_consent(world, "polres_ppa", case, scope="identitas")
    referral = draft_referral(
        world, "polres_ppa", case, "Polres", "Dinas Sosial", consent=consent, services=["rumah_aman"]
    )
    assert move(world, "polres_ppa", referral, "send") == (True, "dikirim")
    assert raw(world, "dinsos_kasus") == set()
    assert raw(world, "dinsos_kasus", "cases_referraloffer", "referral_id") == {referral.pk}
    assert raw(world, "dinsos_kasus", "cases_referral") == set()
    assert move(world, "dinsos_kasus", referral, "accept") == (True, "diterima")
    assert raw(world, "dinsos_kasus") == {case.pk}
    assert raw(world, "dinsos_kasus", "cases_referraloffer", "referral_id") == set()
    with acting(world, "dinsos_kasus"):
        held = set(CaseGrant.objects.values_list("permission__codename", flat=True))
    assert held == {"view_case", "handle_case", "view_identity"}, "scope without shelter"
    assert move(world, "dinsos_kasus", referral, "finish") == (True, "selesai")
    assert raw(world, "dinsos_kasus") == set()


def test_withdrawn_consent_closes_what_it_opened(world: World, case: Case) -> None:
    consent = give_consent(world, "polres_ppa", case)
    referral = draft_referral(world, "polres_ppa", case, "Polres", "Dinas Sosial", consent=consent)
    move(world, "polres_ppa", referral, "send")
    move(world, "dinsos_kasus", referral, "accept")
    with acting(world, "polres_ppa") as now:
        consent.withdrawn_at, consent.withdrawn_by = timezone.now(), now.user
        consent.save()
    assert raw(world, "dinsos_kasus") == set()


def test_a_notice_without_consent_never_opens_the_case(world: World, case: Case) -> None:
    referral = draft_referral(world, "polres_ppa", case, "Polres", "Dinas Sosial")
    move(world, "polres_ppa", referral, "send")
    assert move(world, "dinsos_kasus", referral, "accept") == (True, "diterima")
    assert raw(world, "dinsos_kasus") == set()
    assert raw(world, "dinsos_kasus", "cases_referraloffer", "referral_id") == {referral.pk}


def test_recusal_beats_a_grant(world: World, case: Case) -> None:
    colleague = world.person("rekan", Role.HANDLER, world.agencies["Polres"])
    with acting(world, "polres_ppa") as now:
        Recusal.objects.create(
            case=case, user=now.user, group=handlers_desk(world, "Polres").group, recorded_by=now.user,
            reason="Kenal keluarganya.",
        )  # fmt: skip
    assert raw(world, "polres_ppa") == set()
    assert raw(world, colleague) == {case.pk}


def test_the_other_victim_of_an_incident_stays_unknown(world: World, case: Case) -> None:
    with acting(world, "polres_ppa"):
        incident = Incident.objects.get(pk=case.incident_id)
    second = open_case(world, "polres_ppa", "Polres", incident=incident)
    consent = give_consent(world, "polres_ppa", case)
    referral = draft_referral(world, "polres_ppa", case, "Polres", "Dinas Sosial", consent=consent)
    move(world, "polres_ppa", referral, "send")
    move(world, "dinsos_kasus", referral, "accept")
    assert raw(world, "dinsos_kasus") == {case.pk}
    assert raw(world, "dinsos_kasus", "cases_incident") == {incident.pk}
    assert raw(world, "polres_ppa") == {case.pk, second.pk}


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE cases_casegrant SET expires_at = NULL",
        "DELETE FROM cases_casegrant",
        "UPDATE cases_caseheader SET due = NULL",
        "INSERT INTO cases_referralevent (id) VALUES (gen_random_uuid())",
        "UPDATE cases_breakglass SET outcome = 'wajar'",
        "DELETE FROM cases_case",
        "UPDATE cases_casetrail SET action = ''",
        "SELECT cases_grants_derive(gen_random_uuid())",
        "SELECT * FROM cases_grantreason",
        "UPDATE cases_case SET owner_id = owner_id + 0, code = 'K26-AAAAAA'",
    ],
)
def test_what_only_the_kernel_writes(world: World, case: Case, statement: str) -> None:
    refused = pytest.raises(ProgrammingError)
    with acting(world, "polres_ppa"), refused, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_the_moves_are_the_same_in_python_and_in_the_database() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT move, source, target, side FROM cases_referral_moves()")
        told = set(cursor.fetchall())
    expected = {
        (name, str(source), str(step.target), "sender" if name in SENDER_MOVES else "receiver")
        for name, step in REFERRAL_TRANSITIONS.items()
        for source in step.sources
    }
    assert told == expected
    assert set(REFERRAL_TRANSITIONS) == SENDER_MOVES | RECEIVER_MOVES


def test_transfer_of_the_lead(world: World, case: Case) -> None:
    consent = give_consent(world, "polres_ppa", case, scope="penuh")
    referral = draft_referral(
        world, "polres_ppa", case, "Polres", "Dinas Sosial", consent=consent, kind="alih", services=[]
    )
    move(world, "polres_ppa", referral, "send")
    assert move(world, "dinsos_kasus", referral, "accept") == (True, "selesai")
    assert raw(world, "dinsos_kasus") == {case.pk}
    assert raw(world, "polres_ppa") == set()


def test_both_walls_agree(world: World, case: Case) -> None:
    for person in world.people.values():
        with acting(world, person) as now:
            if now.user:
                assert set(Case.objects.visible_to(now.user)) == set(Case.objects.all())
                assert Case.objects.newest_page(now.user) == list(Case.objects.visible_to(now.user))
                assert Case.objects.capped_count(now.user) == Case.objects.count()
                assert set(CaseHeader.objects.visible_to(now.user)) == set(CaseHeader.objects.all())
                assert set(Referral.objects.visible_to(now.user)) == set(Referral.objects.all())
                assert set(ReferralOffer.objects.visible_to(now.user)) == set(ReferralOffer.objects.all())


def test_nobody_passes_on_more_than_their_own_desk_may_do(world: World, case: Case) -> None:
    """A receiver without identity cannot give it to a third by recording a wider consent."""
    world.person("dinkes_kasus", Role.HANDLER, world.agencies["Dinas Kesehatan"])
    narrow = give_consent(world, "polres_ppa", case, scope="layanan")
    first = draft_referral(world, "polres_ppa", case, "Polres", "Dinas Sosial", consent=narrow)
    move(world, "polres_ppa", first, "send")
    move(world, "dinsos_kasus", first, "accept")
    wide = give_consent(world, "dinsos_kasus", case, scope="penuh")
    onward = draft_referral(world, "dinsos_kasus", case, "Dinas Sosial", "Dinas Kesehatan", consent=wide)
    assert move(world, "dinsos_kasus", onward, "send") == (False, "draf")
    with acting(world, "dinsos_kasus"):
        Referral.objects.filter(pk=onward.pk).update(consent=narrow)
    assert move(world, "dinsos_kasus", onward, "send") == (True, "dikirim")


def test_only_handlers_desks_send_and_receive(world: World, case: Case) -> None:
    """A referral to the secretariat's desk would open the case to it."""
    consent = give_consent(world, "polres_ppa", case)
    referral = draft_referral(world, "polres_ppa", case, "Polres", "Dinas Sosial", consent=consent)
    with acting(world, "polres_ppa"):
        office = Desk.objects.get(task_force=world.task_force, role=Role.SECRETARIAT)
        Referral.objects.filter(pk=referral.pk).update(receiver=office.group_id)
    assert move(world, "polres_ppa", referral, "send") == (False, "draf")


def test_a_case_opens_only_on_an_incident_one_knows(world: World, case: Case) -> None:
    with acting(world, "polres_ppa"):
        hidden = Incident.objects.get(pk=case.incident_id)
    with pytest.raises(ProgrammingError), transaction.atomic():
        open_case(world, "dinsos_kasus", "Dinas Sosial", incident=hidden)
