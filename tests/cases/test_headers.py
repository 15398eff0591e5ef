"""The secretariat's list: codes, stages and clocks, nothing of the victim; what web may not ask."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import ProgrammingError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from cases.models import Case
from cases.selectors.reminders import demands_for_system, running_clocks
from gugus.accounts.models import User
from tests.cases.builders import acting, open_case
from tests.cases.clockwork import SECRET, running
from tests.factories import World, make_world

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], Client]
HOUR = timedelta(hours=1)


@pytest.fixture(autouse=True)
def _without_second_factor(settings: Any) -> None:
    settings.SECOND_FACTOR_REQUIRED = False


@pytest.fixture
def secretary(world: World, sign_in: SignIn) -> Client:
    return sign_in(world.people["sekretariat"])


def cases_of(world: World) -> dict[str, Case]:
    """One late, one soon, one with days left, one without a limit; and one closed."""
    now = timezone.now()
    dues = {"lewat": now - 3 * HOUR, "segera": now + 3 * HOUR, "berjalan": now + 90 * HOUR, "tanpa": None}
    found = {
        key: open_case(world, "polres_ppa", "Polres", follow_up_due=due, account=SECRET)
        for key, due in dues.items()
    }
    closed = open_case(world, "polres_ppa", "Polres", follow_up_due=now)
    with acting(world, "polres_ppa"):
        Case.objects.filter(pk=closed.pk).update(status="ditutup", closed_at=now, closure="pulih")
    return found | {"ditutup": closed}


def page(client: Client, **query: str) -> str:
    return client.get(reverse("cases:header-list"), query).content.decode()


def test_open_cases_by_their_nearest_limit(world: World, secretary: Client) -> None:
    found, text = cases_of(world), page(secretary)
    places = [text.index(found[key].code) for key in ("lewat", "segera", "berjalan", "tanpa")]
    assert places == sorted(places)
    assert found["ditutup"].code not in text
    assert "1 kasus melewati batas waktu" in text
    for words in ("lewat 3 jam", "sisa 2 jam", "sisa 3 hari"):
        assert words in text, words
    for secret in (SECRET, "perempuan", "25–44 tahun", "indikasi TPPO", str(found["lewat"].pk)):
        assert secret not in text, secret


@pytest.mark.parametrize("state", ["lewat", "segera", "berjalan", "tanpa"])
def test_filtered_by_clock(world: World, secretary: Client, state: str) -> None:
    found, text = cases_of(world), page(secretary, batas=state)
    assert {key for key, case in found.items() if case.code in text} == {state}


def test_filtered_by_code_stage_and_referral(world: World, secretary: Client) -> None:
    clock = running(world, timezone.now() + HOUR)
    other = open_case(world, "polres_ppa", "Polres")
    assert other.code not in page(secretary, kode=clock.case.code.lower())
    assert clock.case.code in page(secretary, kode=clock.case.code.lower())
    assert clock.case.code in page(secretary, rujukan="dikirim", tahap="pengaduan")
    assert other.code not in page(secretary, rujukan="dikirim")
    assert clock.case.code not in page(secretary, tahap="hukum")


def test_sorted_and_exported_as_shown(world: World, secretary: Client) -> None:
    found = cases_of(world)
    text = page(secretary, sort="-due")
    assert text.index(found["berjalan"].code) < text.index(found["segera"].code)
    assert text.index(found["lewat"].code) < text.index(found["tanpa"].code), "without a limit: last"
    book = page(secretary, _export="csv", batas="lewat").splitlines()
    assert book[0] == "Kasus,Tahap,Rujukan terakhir,Batas terdekat"
    assert len(book) == 2
    assert book[1].startswith(f"{found['lewat'].code},Pengaduan dan identifikasi,,")


def test_another_task_forces_cases_are_not_there(world: World, sign_in: SignIn) -> None:
    other = make_world("35.73", "Kota Malang")
    case = open_case(other, "polres_ppa", "Polres", follow_up_due=timezone.now())
    assert case.code not in page(sign_in(world.people["sekretariat"]))
    assert case.code in page(sign_in(other.people["sekretariat"]))


def test_without_cases_the_page_says_what_it_is_for(secretary: Client) -> None:
    assert "Belum ada kasus aktif" in page(secretary)


def test_few_queries_at_any_size(world: World, secretary: Client) -> None:
    numbers = []
    for size in (3, 40):
        for _n in range(size):
            open_case(world, "polres_ppa", "Polres", follow_up_due=timezone.now())
        page(secretary)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            page(secretary)
        numbers.append(len(queries))
    assert numbers[0] == numbers[1]
    assert numbers[0] <= 24, "twelve of the page's own, and what every request pays"


def test_the_web_role_may_not_ask_for_clocks(world: World) -> None:
    open_case(world, "polres_ppa", "Polres", follow_up_due=timezone.now() - HOUR)
    assert running_clocks() == []
    assert demands_for_system() == []
    for call in (
        "cases_due_clocks(ARRAY[]::text[])",
        "cases_clock_counts()",
        "cases_clock_escalate(gen_random_uuid())",
    ):
        with pytest.raises(ProgrammingError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"SELECT * FROM {call}")
