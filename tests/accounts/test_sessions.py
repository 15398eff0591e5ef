"""Sessions end: by rest, by age, with the account, with the password, and by their owner's hand."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse

from gugus.accounts import services
from gugus.accounts.devices import device_words
from gugus.accounts.models import User
from tests.accounts.conftest import is_signed_in
from tests.factories import PASSWORD, World

pytestmark = pytest.mark.django_db
Enter = Callable[..., Client]
MORNING = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
PHONE = (
    "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0 Mobile Safari/537.36"
)
DESK = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:128.0) Gecko/20100101 Firefox/128.0"


def browser(agent: str) -> Client:
    return Client(HTTP_USER_AGENT=agent)


@pytest.mark.parametrize(("minutes", "alive"), [(29, True), (31, False)])
def test_half_an_hour_of_rest_ends_a_session(world: World, enter: Enter, minutes: int, alive: bool) -> None:
    with time_machine.travel(MORNING, tick=False) as clock:
        client = enter(world.people["dinsos"])
        clock.shift(timedelta(minutes=20))
        assert is_signed_in(client)  # use begins the half hour anew
        clock.shift(timedelta(minutes=minutes))
        assert is_signed_in(client) is alive


def test_twelve_hours_end_a_session_however_busy(world: World, enter: Enter) -> None:
    with time_machine.travel(MORNING, tick=False) as clock:
        client = enter(world.people["dinsos"])
        while clock_is_before(MORNING + timedelta(hours=12)):
            assert is_signed_in(client)
            clock.shift(timedelta(minutes=25))
        assert not is_signed_in(client)


def clock_is_before(moment: datetime) -> bool:
    return datetime.now(UTC) <= moment


def test_disabling_ends_every_session_at_once(world: World, enter: Enter) -> None:
    person = world.people["dinsos"]
    clients = [enter(person, client=browser(agent)) for agent in (PHONE, DESK)]
    assert all(is_signed_in(client) for client in clients)
    services.user_disable(by=world.people["sekretariat"], person=person)
    assert not UserSession.objects.filter(user=person).exists()
    assert not Session.objects.exists()
    assert not any(is_signed_in(client) for client in clients)
    assert person.appointments.get().status == "dikukuhkan"


def test_a_new_password_ends_the_other_sessions_only(world: World, enter: Enter) -> None:
    person = world.people["dinsos"]
    here, elsewhere = enter(person), enter(person)
    new = "kuda-biru-minum-teh"
    answer = here.post(
        reverse("account_change_password"), {"oldpassword": PASSWORD, "password1": new, "password2": new}
    )
    assert answer.headers["Location"] == reverse("accounts:account")
    assert is_signed_in(here)
    assert not is_signed_in(elsewhere)
    assert UserSession.objects.filter(user=person).count() == 1
    assert is_signed_in(enter(person, new))


@pytest.mark.parametrize(
    ("new", "again", "words"),
    [
        ("pendek", "pendek", "setidaknya 12 karakter"),
        ("password1234", "password1234", "terlalu umum"),
        ("kuda-biru-minum-teh", "kuda-biru-minum-kopi", "Kedua kata sandi baru tidak sama"),
    ],
)
def test_a_weak_password_is_refused_and_nothing_changes(
    world: World, enter: Enter, new: str, again: str, words: str
) -> None:
    client = enter(world.people["dinsos"])
    data = {"oldpassword": PASSWORD, "password1": new, "password2": again}
    page = client.post(reverse("account_change_password"), data).content.decode()
    assert words in page
    assert User.objects.get(pk=world.people["dinsos"].pk).check_password(PASSWORD)


def test_no_composition_is_asked(world: World, enter: Enter) -> None:
    client = enter(world.people["dinsos"])
    new = "empat kata tanpa angka"
    client.post(
        reverse("account_change_password"), {"oldpassword": PASSWORD, "password1": new, "password2": new}
    )
    assert User.objects.get(pk=world.people["dinsos"].pk).check_password(new)


def test_the_list_shows_ones_own_sessions_in_words(world: World, enter: Enter) -> None:
    person = world.people["dinsos"]
    here = enter(person, client=browser(DESK))
    enter(person, client=browser(PHONE)).get(reverse("accounts:account"))
    enter(world.people["dinkes"], client=browser("Mozilla/5.0 (iPad) Safari/600")).get(
        reverse("accounts:account")
    )
    page = here.get(reverse("usersessions_list")).content.decode()
    assert "Firefox di Windows" in page
    assert "Chrome di Android" in page
    assert "iPad" not in page
    assert page.count("sesi ini") == 1


def test_one_session_is_ended(world: World, enter: Enter) -> None:
    person = world.people["dinsos"]
    here, lost = enter(person), enter(person, client=browser(PHONE))
    assert is_signed_in(lost)
    row = UserSession.objects.get(user=person, user_agent=PHONE)
    assert here.post(reverse("accounts:session-end", args=[row.pk])).status_code == 302
    assert not is_signed_in(lost)
    assert is_signed_in(here)


def test_the_session_of_somebody_else_does_not_exist(world: World, enter: Enter) -> None:
    other = enter(world.people["dinkes"])
    assert is_signed_in(other)
    row = UserSession.objects.get(user=world.people["dinkes"])
    assert (
        enter(world.people["dinsos"]).post(reverse("accounts:session-end", args=[row.pk])).status_code == 404
    )
    assert is_signed_in(other)
    with pytest.raises(ValueError, match="own account"):
        services.user_session_end(by=world.people["dinsos"], session=row)


def test_all_other_sessions_are_ended(world: World, enter: Enter) -> None:
    person = world.people["dinsos"]
    here, others = enter(person), [enter(person), enter(person, client=browser(PHONE))]
    assert all(is_signed_in(client) for client in (here, *others))
    here.post(reverse("usersessions_list"))
    assert [is_signed_in(client) for client in (here, *others)] == [True, False, False]


def test_an_expired_session_is_not_listed(world: World, enter: Enter) -> None:
    with time_machine.travel(MORNING, tick=False) as clock:
        enter(world.people["dinsos"], client=browser(PHONE)).get(reverse("accounts:account"))
        clock.shift(timedelta(hours=2))
        page = enter(world.people["dinsos"], client=browser(DESK)).get(reverse("usersessions_list"))
    assert "Android" not in page.content.decode()


def test_being_seen_costs_a_query_once_a_minute(world: World, enter: Enter) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client = enter(world.people["dinsos"])
    client.get(reverse("accounts:account"))
    with CaptureQueriesContext(connection) as asked:
        client.get(reverse("accounts:account"))
    assert not [
        q for q in asked if q["sql"].startswith(('INSERT INTO "usersessions', 'UPDATE "usersessions'))
    ]


@pytest.mark.parametrize(
    ("agent", "words"),
    [
        (PHONE, "Chrome di Android"),
        (DESK, "Firefox di Windows"),
        ("Mozilla/5.0 (Windows NT 10.0) Chrome/126 Safari/537 Edg/126", "Edge di Windows"),
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) Version/17.5 Safari/604",
            "Safari di iPhone",
        ),
        ("<script>alert(1)</script>", "peramban tidak dikenal di perangkat tidak dikenal"),
        ("", "peramban tidak dikenal di perangkat tidak dikenal"),
    ],
)
def test_devices_in_words(agent: str, words: str) -> None:
    assert device_words(agent) == words


def test_pages_of_signed_in_people_are_not_kept_by_the_browser(world: World, enter: Enter) -> None:
    answer = enter(world.people["dinsos"]).get(reverse("accounts:account"))
    assert "no-store" in answer.headers["Cache-Control"]
