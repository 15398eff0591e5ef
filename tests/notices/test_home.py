"""Home: every duty once, by due date, one click from done; nothing for those with nothing to do."""

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from gugus.notices.selectors import duties_for
from gugus.notices.views import NO_ROLE
from rad import services
from tests.factories import World
from tests.rad.builders import Rad, make_rad

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _without_second_factor(settings: Any) -> None:
    settings.SECOND_FACTOR_REQUIRED = False


@pytest.fixture
def rad(world: World) -> Rad:
    return make_rad(world)


def of_rad(person: Any) -> list[Any]:
    return [duty for duty in duties_for(person) if "/rad/" in duty.url]


def test_a_liaison_is_asked_for_their_items(rad: Rad) -> None:
    duties = of_rad(rad.world.people["dinsos"])
    assert [(duty.title, duty.note, duty.due) for duty in duties] == [
        (f"Lapor RAD {rad.period}", "1 kegiatan belum diajukan", rad.period.deadline)
    ]
    assert duties[0].url == reverse("rad:report-grid", args=[rad.period.pk])


def test_a_submitted_report_is_no_duty_any_more(rad: Rad) -> None:
    rad.save("dinsos", "dinsos")
    assert len(of_rad(rad.world.people["dinsos"])) == 1
    rad.submit("dinsos", "dinsos")
    assert of_rad(rad.world.people["dinsos"]) == []


def test_overdue_says_so(world: World) -> None:
    rad = make_rad(world, deadline=timezone.localdate() - timedelta(days=2))
    assert [(duty.status, duty.tone) for duty in of_rad(rad.world.people["dinsos"])] == [("terlambat", "bad")]


def test_the_secretariat_verifies_and_reports_for_those_without_a_desk(rad: Rad) -> None:
    rad.submit("dinsos", "dinsos")
    titles = [duty.title for duty in of_rad(rad.world.people["sekretariat"])]
    assert titles == [f"Lapor RAD atas nama, {rad.period}", "Periksa 1 laporan RAD"]


def test_a_returned_report_is_one_duty_with_its_own_date(rad: Rad) -> None:
    report = rad.submit("dinsos", "dinsos")
    due = timezone.localdate() + timedelta(days=1)
    services.report_return(report=report, reason="Periksa angka", due=due, by=rad.secretariat)
    duties = of_rad(rad.world.people["dinsos"])
    assert [(duty.title, duty.due, duty.note) for duty in duties] == [
        (f"Perbaiki laporan I.1.1, {rad.period}", due, "Periksa angka")
    ]


def test_duties_come_by_due_date(rad: Rad) -> None:
    days = [duty.due for duty in duties_for(rad.secretariat)]
    known = [day for day in days if day]
    assert known == sorted(known)
    assert days == known + [None] * (len(days) - len(known))


@pytest.mark.parametrize("person", ["sekda", "pengawas", "admin", "polres"])
def test_those_without_items_have_no_rad_duty(rad: Rad, person: str) -> None:
    assert of_rad(rad.world.people[person]) == []


def test_home_has_words_for_an_empty_day_and_for_no_role(rad: Rad, sign_in: Any) -> None:
    from tests.factories import user

    page = sign_in(rad.world.people["polres"]).get(reverse("home")).content.decode()
    assert "Tidak ada yang menunggu Anda" in page
    page = sign_in(user("Orang Baru Contoh")).get(reverse("home")).content.decode()
    assert str(NO_ROLE) in page


def test_every_duty_opens(rad: Rad, sign_in: Any) -> None:
    rad.submit("dinsos", "dinsos")
    for person in ("sekretariat", "dinkes"):
        client = sign_in(rad.world.people[person])
        for duty in duties_for(rad.world.people[person]):
            assert client.get(duty.url).status_code == 200, duty
