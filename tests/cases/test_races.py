"""Two people at the same time, each on a connection of their own: exactly one wins, the other reads why."""

import os
import threading
from collections import Counter
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import psycopg
import pytest
from django.db import connection
from django.utils import timezone

from cases.models import Case, CaseGrant, Consent, Referral, ReferralEvent
from cases.selectors import referrals as selectors
from cases.services import referrals as services
from gugus.core.context import context_of, write_context
from gugus.core.permissions import Denied
from members.enums import Role
from tests.cases.builders import acting, draft_referral, give_consent, handlers_desk, move, open_case
from tests.cases.test_referrals import to
from tests.factories import World, make_world

pytestmark = pytest.mark.django_db(transaction=True)
Act = Callable[[Any, Any], None]
WON = "menang"
ROUNDS = 5


@pytest.fixture
def case() -> tuple[World, Case]:
    world = make_world()
    world.person("rekan_dinsos", Role.HANDLER, world.agencies["Dinas Sosial"])
    world.person("rekan_polres", Role.HANDLER, world.agencies["Polres"])
    for agency in ("Dinas Kesehatan", "DP3AP2KB"):
        world.person(f"kasus_{agency}", Role.HANDLER, world.agencies[agency])
    return world, open_case(world, "polres_ppa", "Polres")


def waiting(world: World, case: Case, **extra: Any) -> Referral:
    row = draft_referral(world, "polres_ppa", case, "Polres", "Dinas Sosial", **extra)
    assert move(world, "polres_ppa", row, "send") == (True, "dikirim")
    return row


def race(world: World, rows: list[Any], *sides: tuple[str, Act]) -> list[list[str]]:
    """Both sides do their act on each row at the same moment; what came of it, row by row.

    Everybody has read the row before anybody acts, as two people with the same page open have.
    """
    gate = threading.Barrier(len(sides), timeout=60)
    told: list[list[str]] = [[""] * len(sides) for _row in rows]

    def run(place: int, who: str, act: Act) -> None:
        try:
            for turn, row in enumerate(rows):
                with acting(world, who) as now:
                    thing = selectors.standing(now.user, row.pk)
                gate.wait()
                told[turn][place] = one(world, who, act, thing)
                gate.wait()
        except BaseException:
            gate.abort()
            raise
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(place, *side)) for place, side in enumerate(sides)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return told


def one(world: World, who: str, act: Act, thing: Any) -> str:
    try:
        with acting(world, who) as now:
            act(thing, now.user)
    except Denied as denied:
        return str(denied.reason)
    return WON


def accept(thing: Any, by: Any) -> None:
    services.referral_accept(thing=thing, by=by)


def withdraw(thing: Any, by: Any) -> None:
    services.referral_withdraw(thing=thing, reason="Keliru.", by=by)


def states(world: World, rows: list[Any]) -> list[str]:
    with acting(world, "polres_ppa"):
        found = dict(Referral.objects.values_list("pk", "status"))
    return [found[row.pk] for row in rows]


def events(world: World, name: str) -> Counter[Any]:
    with acting(world, "polres_ppa"):
        return Counter(ReferralEvent.objects.filter(move=name).values_list("referral_id", flat=True))


def test_two_officers_accept_one_referral_200_times(case: tuple[World, Case]) -> None:
    """On two bare connections of the web role, so that nothing but the database decides."""
    world, file = case
    rows = [row.pk for row in many_waiting(world, file, 200)]
    people = [world.people[name] for name in ("dinsos_kasus", "rekan_dinsos")]
    contexts = [context_for(world, person) for person in people]
    gate = threading.Barrier(2, timeout=60)
    told: list[list[Any]] = [[None, None] for _row in rows]

    def run(place: int) -> None:
        with psycopg.connect(os.environ["DATABASE_URL"]) as link:
            for turn, key in enumerate(rows):
                with link.transaction(), link.cursor() as cursor:
                    write_context(cursor, contexts[place])
                    gate.wait()
                    told[turn][place] = accept_bare(cursor, key)

    threads = [threading.Thread(target=run, args=(place,)) for place in (0, 1)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for answers in told:
        winners = [place for place, (moved, _state, _who) in enumerate(answers) if moved]
        assert len(winners) == 1, answers
        assert answers[1 - winners[0]] == (False, "diterima", people[winners[0]].pk), "the other reads who"
    with acting(world, "polres_ppa"):
        assert Counter(Referral.objects.values_list("status", flat=True)) == {"diterima": len(rows)}
    assert events(world, "accept") == Counter(rows)
    assert len({answers[0][0] for answers in told}) == 2, "now this one wins, now that one"


def many_waiting(world: World, case: Case, count: int) -> list[Referral]:
    """Sent notices, made in one transaction."""
    ends = {
        "case": case,
        "sender": handlers_desk(world, "Polres").group,
        "sender_agency": world.agencies["Polres"],
        "receiver": handlers_desk(world, "Dinas Sosial").group,
        "receiver_agency": world.agencies["Dinas Sosial"],
        "created_by": world.people["polres_ppa"],
        "services": ["visum"],
        "basis": "tanpa",
    }
    with acting(world, "polres_ppa"), connection.cursor() as cursor:
        rows = Referral.objects.bulk_create(Referral(**ends) for _turn in range(count))
        for row in rows:
            cursor.execute(MOVE, [row.pk, "send", uuid4()])
    return rows


def context_for(world: World, person: Any) -> Any:
    with acting(world, person) as now:
        return context_of(now)


MOVE = "SELECT moved, state FROM cases_referral_move(%s, %s, %s, NULL, '', NULL, NULL)"


def accept_bare(cursor: Any, key: Any) -> tuple[bool, str, Any]:
    """Moved, the state it is in now, and whose last move one may know."""
    moved, state = cursor.execute(MOVE, [key, "accept", uuid4()]).fetchone()
    answer = cursor.execute("SELECT who FROM cases_referral_answer(%s)", [key]).fetchone()
    return moved, state, answer and answer[0]


def test_the_slower_one_reads_who_was_faster(case: tuple[World, Case]) -> None:
    world, file = case
    rows = [waiting(world, file) for _turn in range(ROUNDS)]
    names = ("Dinsos_Kasus", "Rekan_Dinsos")
    for answers in race(world, rows, ("dinsos_kasus", accept), ("rekan_dinsos", accept)):
        assert answers.count(WON) == 1, answers
        winner = names[answers.index(WON)]
        (why,) = (answer for answer in answers if answer != WON)
        assert why.startswith(f"Rujukan ini sudah diterima oleh {winner} Contoh pukul "), why


def test_accept_against_refuse(case: tuple[World, Case]) -> None:
    world, file = case
    rows = [waiting(world, file) for _turn in range(ROUNDS)]

    def refuse(thing: Any, by: Any) -> None:
        services.referral_refuse(thing=thing, refusal="penuh", reason="Penuh.", by=by)

    told = race(world, rows, ("dinsos_kasus", accept), ("rekan_dinsos", refuse))
    for answers, state in zip(told, states(world, rows), strict=True):
        assert answers.count(WON) == 1, answers
        assert state == ("diterima" if answers[0] == WON else "ditolak")


def test_accept_against_withdraw(case: tuple[World, Case]) -> None:
    """Whoever comes first, the sender's word is the last, and nothing stays open."""
    world, file = case
    consent = give_consent(world, "polres_ppa", file)
    rows = [waiting(world, file, consent=consent) for _turn in range(ROUNDS)]
    told = race(world, rows, ("dinsos_kasus", accept), ("polres_ppa", withdraw))
    for answers in told:
        assert answers[1] == WON
        assert answers[0] in (WON, "Rujukan ini sudah tidak menunggu jawaban."), answers
    assert states(world, rows) == ["ditarik"] * len(rows)
    assert sum(events(world, "accept").values()) == sum(answers[0] == WON for answers in told)
    with acting(world, "dinsos_kasus"):
        assert not CaseGrant.objects.exists()


def test_accept_against_a_consent_withdrawn(case: tuple[World, Case]) -> None:
    world, file = case
    rows, consents = [], {}
    for _turn in range(ROUNDS):
        consent = give_consent(world, "polres_ppa", file)
        rows.append(waiting(world, file, consent=consent))
        consents[rows[-1].pk] = consent.pk

    def take_back(thing: Any, by: Any) -> None:
        row = Consent.objects.get(pk=consents[thing.pk])
        row.withdrawn_at, row.withdrawn_by = timezone.now(), by
        row.save()

    told = race(world, rows, ("dinsos_kasus", accept), ("polres_ppa", take_back))
    assert [answers[1] for answers in told] == [WON] * len(rows)
    for answers, state in zip(told, states(world, rows), strict=True):
        assert state == ("diterima" if answers[0] == WON else "dikirim"), answers
    with acting(world, "dinsos_kasus") as now:
        assert not CaseGrant.objects.exists(), "no order of the two leaves the case open"
        assert not Case.objects.visible_to(now.user).exists()


def test_two_forwards(case: tuple[World, Case]) -> None:
    world, file = case
    rows = [waiting(world, file) for _turn in range(ROUNDS)]
    goals = ("Dinas Kesehatan", "DP3AP2KB")

    def forward(agency: str) -> Act:
        def act(thing: Any, by: Any) -> None:
            services.referral_forward(thing=thing, receiver=to(world, agency), reason="Tugasnya.", by=by)

        return act

    told = race(world, rows, ("dinsos_kasus", forward(goals[0])), ("rekan_dinsos", forward(goals[1])))
    with acting(world, "polres_ppa"):
        now_at = dict(Referral.objects.values_list("pk", "receiver_agency__short_name"))
    for answers, row in zip(told, rows, strict=True):
        assert answers.count(WON) == 1, answers
        assert now_at[row.pk] == goals[answers.index(WON)]
        assert any("sudah diteruskan oleh" in answer for answer in answers), answers
    assert set(events(world, "forward").values()) == {1}


def test_two_colleagues_send_one_draft(case: tuple[World, Case]) -> None:
    """One letter, one number."""
    world, file = case
    rows = [draft_referral(world, "polres_ppa", file, "Polres", "Dinas Sosial") for _turn in range(ROUNDS)]

    def send(thing: Any, by: Any) -> None:
        services.referral_send(referral=thing, by=by)

    told = race(world, rows, ("polres_ppa", send), ("rekan_polres", send))
    for answers in told:
        assert answers.count(WON) == 1, answers
        assert any("sudah dikirim oleh" in answer for answer in answers), answers
    with acting(world, "polres_ppa"):
        numbers = list(Referral.objects.values_list("number", flat=True))
    assert len(set(numbers)) == len(rows)
    assert set(events(world, "send").values()) == {1}
