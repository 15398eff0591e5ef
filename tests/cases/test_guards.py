"""Keys that may not be probed, moved or used twice: what a hostile statement of the web role runs into."""

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import connection, transaction
from django.db.utils import ProgrammingError
from django.utils import timezone

from cases.models import Case, Consent, Recusal
from gugus.accounts.models import User
from members.enums import Role
from tests.cases.builders import acting, draft_referral, give_consent, handlers_desk, move, open_case
from tests.factories import World

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(world: World) -> Case:
    return open_case(world, "polres_ppa", "Polres")


def refusal(world: World, person: str | User, statement: str, *values: Any) -> str:
    """How the database refuses a statement of somebody; fails when it does not."""
    refused = pytest.raises(ProgrammingError)
    with acting(world, person), refused as said, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, values)
    return str(said.value)


def lent(world: World, case: Case, scope: str = "layanan") -> tuple[Consent, Any]:
    """The case at Dinas Sosial's handlers too, by consent."""
    consent = give_consent(world, "polres_ppa", case, scope=scope)
    referral = draft_referral(world, "polres_ppa", case, "Polres", "Dinas Sosial", consent=consent)
    move(world, "polres_ppa", referral, "send")
    assert move(world, "dinsos_kasus", referral, "accept") == (True, "diterima")
    return consent, referral


JOB = """
INSERT INTO cases_casejob (id, task, status, progress, message, error, attempts, queued_at, created_at,
  requested_by_id, task_force_id, case_id)
VALUES (gen_random_uuid(), 't', 'menunggu', 0, '', '', 0, now(), now(), gugus_user(), gugus_task_force(), %s)
"""
RECORD = """
INSERT INTO cases_servicerecord (id, case_id, created_at, service, stage, agency_id, group_id, referral_id,
  started_on, result, recorded_by_id)
SELECT gen_random_uuid(), %s, now(), 'konseling', 'kesehatan', lead_agency_id, owner_id, %s, current_date, '',
  gugus_user() FROM cases_case LIMIT 1
"""
DRAFT = """
INSERT INTO cases_referral (id, case_id, kind, number, sender_id, sender_agency_id, receiver_agency_id,
  services, urgency, risk, summary, safety_note, basis, consent_id, scope, safeguard_note, status, refusal,
  created_by_id, created_at)
SELECT gen_random_uuid(), id, 'rujukan', '', owner_id, lead_agency_id, lead_agency_id, '{konseling}', 'biasa',
  'sedang', '', '', 'persetujuan', %s, '', '', 'draf', '', gugus_user(), now() FROM cases_case LIMIT 1
"""


def test_a_key_of_another_desk_answers_like_one_that_never_was(world: World, case: Case) -> None:
    consent, referral = lent(world, case)
    own = open_case(
        world,
        world.person("dinkes_kasus", Role.HANDLER, world.agencies["Dinas Kesehatan"]),
        "Dinas Kesehatan",
    )
    for statement, before, hidden in (
        (JOB, (), case.pk),
        (RECORD, (own.pk,), referral.pk),
        (DRAFT, (), consent.pk),
    ):
        answers = {refusal(world, "dinkes_kasus", statement, *before, key) for key in (hidden, uuid4())}
        assert len(answers) == 1, statement


def test_rows_stay_with_their_case(world: World, case: Case) -> None:
    other = open_case(world, "polres_ppa", "Polres")
    consent = give_consent(world, "polres_ppa", case)
    for column, value in (("case_id", other.pk), ("scope", "penuh"), ("kind", "layanan"), ("given", False)):
        said = refusal(
            world, "polres_ppa", f"UPDATE cases_consent SET {column} = %s WHERE id = %s", value, consent.pk
        )
        assert f"{column} of cases_consent" in said


def test_a_withdrawn_consent_stays_withdrawn(world: World, case: Case) -> None:
    consent, _referral = lent(world, case)
    with acting(world, "polres_ppa") as now:
        consent.withdrawn_at, consent.withdrawn_by = timezone.now(), now.user
        consent.save()
    said = refusal(
        world, "polres_ppa", "UPDATE cases_consent SET withdrawn_at = NULL WHERE id = %s", consent.pk
    )
    assert "stays withdrawn" in said


def recuse(world: World, by: str | User, who: User, case_id: UUID, agency: str) -> Recusal:
    with acting(world, by) as now:
        return Recusal.objects.create(
            case_id=case_id,
            user=who,
            group=handlers_desk(world, agency).group,
            recorded_by=now.user,
            reason="Contoh.",
        )


def test_a_receiver_cannot_lock_out_the_owner(world: World, case: Case) -> None:
    lent(world, case)
    with pytest.raises(ProgrammingError), transaction.atomic():
        recuse(world, "dinsos_kasus", world.people["polres_ppa"], case.pk, "Dinas Sosial")


def test_two_who_stopped_do_not_let_each_other_back(world: World, case: Case) -> None:
    first, second = (world.person(key, Role.HANDLER, world.agencies["Polres"]) for key in ("satu", "dua"))
    rows = [recuse(world, "polres_ppa", person, case.pk, "Polres") for person in (first, second)]
    lift = "UPDATE cases_recusal SET lifted_at = now(), lifted_by_id = gugus_user() WHERE id = %s"
    assert "row-level security" in refusal(world, second, lift, rows[0].pk)
    with pytest.raises(ProgrammingError), transaction.atomic():
        recuse(world, first, world.people["polres_ppa"], case.pk, "Polres")
    with acting(world, "polres_ppa"), connection.cursor() as cursor:
        cursor.execute(lift, [rows[0].pk])
        assert cursor.rowcount == 1


def test_a_transfer_is_the_present_owners(world: World, case: Case) -> None:
    """Two transfers on their way: when one was accepted, the other came from who leads no more."""
    health = world.person("dinkes_kasus", Role.HANDLER, world.agencies["Dinas Kesehatan"])
    consent = give_consent(world, "polres_ppa", case, scope="penuh")
    offers = [
        draft_referral(world, "polres_ppa", case, "Polres", agency, consent=consent, kind="alih", services=[])
        for agency in ("Dinas Sosial", "Dinas Kesehatan")
    ]
    for offer in offers:
        assert move(world, "polres_ppa", offer, "send") == (True, "dikirim")
    assert move(world, "dinsos_kasus", offers[0], "accept") == (True, "selesai")
    assert move(world, health, offers[1], "accept") == (False, "dikirim")
    with acting(world, "dinsos_kasus"):
        assert Case.objects.get().owner_id == handlers_desk(world, "Dinas Sosial").group_id


@pytest.mark.parametrize("kind", ["rujukan", "alih"])
def test_nothing_is_accepted_on_a_consent_that_ended(world: World, case: Case, kind: str) -> None:
    consent = give_consent(world, "polres_ppa", case, scope="penuh")
    services = [] if kind == "alih" else ["konseling"]
    offer = draft_referral(
        world, "polres_ppa", case, "Polres", "Dinas Sosial", consent=consent, kind=kind, services=services
    )
    move(world, "polres_ppa", offer, "send")
    with acting(world, "polres_ppa") as now:
        Consent.objects.filter(pk=consent.pk).update(
            withdrawn_at=timezone.now() - timedelta(hours=1), withdrawn_by=now.user
        )
    assert move(world, "dinsos_kasus", offer, "accept") == (False, "dikirim")
    with acting(world, "dinsos_kasus"):
        assert not Case.objects.exists()
