"""Berhenti menangani: at once, in both walls, and only a colleague lets one back in."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from django.urls import reverse

from cases.models import Case, Recusal
from cases.services.recusal import recusal_lift, recusal_record
from gugus.accounts.models import User
from gugus.core.permissions import Denied
from gugus.notices.models import Notice
from members.enums import Role
from tests.cases.builders import acting, fresh, open_case
from tests.factories import World

pytestmark = pytest.mark.django_db
REASON = "KENARIalasan kerabat terlapor"


@pytest.fixture(autouse=True)
def _without_second_factor(settings: Any) -> None:
    settings.SECOND_FACTOR_REQUIRED = False


@pytest.fixture
def case(world: World) -> Case:
    world.person("polres_dua", Role.HANDLER, world.agencies["Polres"])
    return open_case(world, "polres_ppa", "Polres")


def sees(world: World, who: str) -> bool:
    """Whether a person sees the world's case; Django and the database must agree."""
    with acting(world, who) as now, connection.cursor() as cursor:
        by_django = Case.objects.visible_to(now.user).exists()
        cursor.execute("SELECT EXISTS (SELECT 1 FROM cases_case)")
        assert cursor.fetchone()[0] == by_django
    return by_django


def stop(world: World, case: Case, who: str, by: str) -> Recusal:
    with acting(world, by) as now:
        return recusal_record(case=case, user=fresh(world.people[who]), reason=REASON, by=now.user)


def test_it_beats_the_grant_of_the_desk(world: World, case: Case) -> None:
    assert sees(world, "polres_dua")
    stop(world, case, "polres_dua", by="polres_dua")
    assert not sees(world, "polres_dua")
    assert sees(world, "polres_ppa"), "only the person, not the desk"


def test_a_colleague_may_say_so(world: World, case: Case) -> None:
    stop(world, case, "polres_dua", by="polres_ppa")
    assert not sees(world, "polres_dua")


def test_nobody_of_another_desk_and_nobody_twice(world: World, case: Case) -> None:
    with pytest.raises(ValidationError, match="instansi Anda"):
        stop(world, case, "dinsos_kasus", by="polres_ppa")
    stop(world, case, "polres_dua", by="polres_ppa")
    with pytest.raises(ValidationError, match="instansi Anda"):
        stop(world, case, "polres_dua", by="polres_ppa")


def test_lifted_by_a_second_person_only(world: World, case: Case) -> None:
    row = stop(world, case, "polres_dua", by="polres_ppa")
    with acting(world, "polres_dua") as now, pytest.raises(Denied, match="diri sendiri"):
        recusal_lift(recusal=row, by=now.user)
    with acting(world, "dinsos_kasus") as now, pytest.raises(Denied, match="instansi yang sama"):
        recusal_lift(recusal=row, by=now.user)
    with acting(world, "polres_ppa") as now:
        recusal_lift(recusal=row, by=now.user)
    assert sees(world, "polres_dua")


def test_the_database_lets_nobody_lift_their_own(world: World, case: Case) -> None:
    row = stop(world, case, "polres_dua", by="polres_ppa")
    with acting(world, "polres_dua"):
        done = Recusal.objects.filter(pk=row.pk).update(lifted_by=world.people["polres_ppa"])
    assert done == 0


def test_the_head_hears_when_nobody_is_left(world: World, case: Case) -> None:
    coordinator = world.person("koordinator", Role.HANDLER, world.agencies["DP3AP2KB"], is_coordinator=True)
    stop(world, case, "polres_dua", by="polres_dua")
    assert not Notice.objects.exists()
    stop(world, case, "polres_ppa", by="polres_ppa")
    (notice,) = Notice.objects.all()
    assert notice.recipient == coordinator
    assert case.code in notice.title
    assert "KENARI" not in notice.title + notice.detail


class TestPages:
    def enter(self, sign_in: Callable[[User], Client], world: World, who: str) -> Client:
        return sign_in(world.people[who])

    def test_one_stops_and_a_colleague_lets_back(self, world: World, case: Case, sign_in: Any) -> None:
        page = reverse("cases:recusal-create", args=[case.pk])
        client = self.enter(sign_in, world, "polres_dua")
        assert "Berhenti menangani kasus ini" in client.get(page).content.decode()
        person = world.people["polres_dua"].pk
        done = client.post(page, {"user": person, "reason": REASON}, follow=True)
        assert f"berhenti menangani kasus {case.code}" in done.content.decode()
        assert client.get(page).status_code == 404
        colleague = self.enter(sign_in, world, "polres_ppa")
        shown = colleague.get(page).content.decode()
        assert REASON in shown
        assert "Penangan terakhir." in shown
        lift = reverse("cases:recusal-lift", args=[row_of(world).pk])
        assert client.get(lift).status_code == 404, "the person does not see the case any more"
        assert colleague.get(lift).status_code == 200
        assert colleague.post(lift).status_code == 302
        assert client.get(page).status_code == 200

    def test_what_was_typed_stays_when_refused(self, world: World, case: Case, sign_in: Any) -> None:
        page = reverse("cases:recusal-create", args=[case.pk])
        answer = self.enter(sign_in, world, "polres_ppa").post(page, {"user": "x", "reason": REASON})
        assert answer.status_code == 200
        assert REASON in answer.content.decode()


def row_of(world: World) -> Recusal:
    with acting(world, "polres_ppa") as now:
        return Recusal.objects.visible_to(now.user).get()
