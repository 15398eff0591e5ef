"""Signing in by e-mail: nothing tells whether an account exists, six failures lock, nobody signs up."""

import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import NoReverseMatch, reverse

from gugus.accounts.models import AccountMail, User
from gugus.core.models import AuditEvent
from tests.accounts.conftest import is_signed_in
from tests.factories import PASSWORD, World

pytestmark = pytest.mark.django_db
Enter = Callable[..., Client]
NOON = datetime(2026, 11, 23, 5, 0, tzinfo=UTC)
STRANGER = "tidak.ada@contoh.example.id"


def attempt(client: Client, address: str, typed: str = "salah-salah-salah", ip: str = "10.0.0.1") -> str:
    answer = client.post(reverse("account_login"), {"login": address, "password": typed}, REMOTE_ADDR=ip)
    assert answer.status_code == 200
    return answer.content.decode()


def without_noise(html: str, address: str) -> str:
    """A page without what differs by request: the CSRF key and the address typed."""
    return re.sub(r'name="csrfmiddlewaretoken" value="\w+"|"X-CSRFToken": "\w+"', "", html).replace(
        address, ""
    )


def test_a_person_signs_in_and_out(world: World, enter: Enter) -> None:
    client = enter(world.people["dinsos"])
    assert is_signed_in(client)
    answer = client.post(reverse("account_logout"))
    assert answer.status_code == 302
    assert answer.headers["Clear-Site-Data"] == '"cache", "storage"'
    assert not is_signed_in(client)


def test_the_address_may_be_typed_in_capitals(world: World, enter: Enter) -> None:
    assert is_signed_in(enter(world.people["dinsos"].email.upper()))


def test_sign_in_and_out_are_in_the_trail_of_the_task_force(world: World, enter: Enter) -> None:
    person = world.people["dinsos"]
    enter(person).post(reverse("account_logout"))
    kept = AuditEvent.objects.filter(actor=person).order_by("id")
    assert [(e.action, e.task_force_id, e.role) for e in kept] == [
        ("accounts.login", world.task_force.pk, "penghubung"),
        ("accounts.logout", world.task_force.pk, "penghubung"),
    ]
    assert all(e.ip == "127.0.0.1" for e in kept)


def test_known_and_unknown_addresses_get_the_same_answer(world: World) -> None:
    known = world.people["dinsos"].email
    pages = [without_noise(attempt(Client(), address), address) for address in (known, STRANGER)]
    assert pages[0] == pages[1]
    assert "Alamat surel atau kata sandi tidak cocok" in pages[0]


def test_a_reset_is_answered_the_same_and_costs_the_same(world: World, deliver: Callable[[], list]) -> None:
    """Also the number of queries is the same, so time does not tell either."""
    known = world.people["dinsos"].email
    counts = []
    for address in (known, STRANGER):
        with CaptureQueriesContext(
            connection,
        ) as asked:
            answer = Client().post(reverse("account_reset_password"), {"email": address})
        counts.append(len(asked))
        assert (answer.status_code, answer.headers["Location"]) == (
            302,
            reverse("account_reset_password_done"),
        )
    assert counts[0] == counts[1]
    assert AccountMail._base_manager.count() == 2
    assert [m.to for m in deliver()] == [[known]]


def test_six_failures_lock_the_pair_for_thirty_minutes(world: World, enter: Enter) -> None:
    person = world.people["dinsos"]
    with time_machine.travel(NOON, tick=False) as clock:
        for _n in range(6):
            assert "tidak cocok" in attempt(Client(), person.email)
            clock.shift(timedelta(minutes=4))
        page = attempt(Client(), person.email, PASSWORD)
        assert "Terlalu banyak percobaan gagal. Coba lagi dalam 26 menit." in page
        clock.move_to(NOON + timedelta(minutes=49, seconds=59))
        assert "Coba lagi dalam 1 menit." in attempt(Client(), person.email, PASSWORD)
        clock.move_to(NOON + timedelta(minutes=50, seconds=1))
        assert is_signed_in(enter(person, client=Client(REMOTE_ADDR="10.0.0.1")))


def test_five_failures_do_not_lock(world: World, enter: Enter) -> None:
    person = world.people["dinsos"]
    for _n in range(5):
        attempt(Client(), person.email)
    assert is_signed_in(enter(person, client=Client(REMOTE_ADDR="10.0.0.1")))


def test_an_unknown_address_is_locked_just_the_same() -> None:
    for _n in range(6):
        attempt(Client(), STRANGER)
    assert "Coba lagi dalam 30 menit" in attempt(Client(), STRANGER)


def test_a_lock_holds_neither_other_people_nor_other_addresses(world: World, enter: Enter) -> None:
    victim, other = world.people["dinsos"], world.people["dinkes"]
    for _n in range(7):
        attempt(Client(), victim.email)
    assert is_signed_in(enter(victim, client=Client(REMOTE_ADDR="10.0.0.2")))
    assert is_signed_in(enter(other, client=Client(REMOTE_ADDR="10.0.0.1")))


@pytest.mark.django_db(transaction=True)
def test_guesses_at_the_same_moment_do_not_slip_through(world: World) -> None:
    """Each attempt is counted before its password is looked at, also when twelve come at once."""
    address = world.people["dinsos"].email

    def guess(number: int) -> None:
        try:
            attempt(Client(), address, f"tebakan-nomor-{number}")
        finally:
            connection.close()

    with ThreadPoolExecutor(max_workers=6) as crowd:
        list(crowd.map(guess, range(12)))
    assert AuditEvent.objects.filter(action="accounts.login_failed").count() == 6


def test_many_names_from_one_address_are_stopped_too(world: World) -> None:
    pages = [attempt(Client(), f"orang{n}@contoh.example.id") for n in range(30)]
    assert all("tidak cocok" in page for page in pages)
    answer = Client().post(
        reverse("account_login"), {"login": STRANGER, "password": "x"}, REMOTE_ADDR="10.0.0.1"
    )
    assert answer.status_code == 429
    assert "Terlalu banyak percobaan" in answer.content.decode()


@pytest.mark.parametrize("path", ["/akun/signup/", "/akun/daftar/", "/akun/email/", "/accounts/signup/"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_nobody_signs_up(path: str, method: str) -> None:
    data = {"email": STRANGER, "password1": PASSWORD, "password2": PASSWORD}
    assert getattr(Client(), method)(path, data).status_code == 404
    assert not User.objects.filter(email=STRANGER).exists()


@pytest.mark.parametrize("name", ["account_signup", "account_email", "mfa_signup_webauthn"])
def test_pages_that_are_not_used_have_no_address(name: str) -> None:
    with pytest.raises(NoReverseMatch):
        reverse(name)


@pytest.mark.parametrize("target", ["https://evil.example.com/", "//evil.example.com", "javascript:alert(1)"])
@pytest.mark.parametrize("page", ["account_login", "account_logout"])
def test_redirects_stay_in_the_portal(world: World, target: str, page: str) -> None:
    client = Client()
    if page == "account_logout":
        client.force_login(world.people["dinsos"])
    data = {"login": world.people["dinsos"].email, "password": PASSWORD, "next": target}
    for answer in (client.post(reverse(page), data), client.post(f"{reverse(page)}?next={target}", data)):
        assert answer.status_code in (200, 302)
        assert answer.headers.get("Location", "/").startswith("/")
        assert "evil" not in answer.headers.get("Location", "")


def test_a_visitor_comes_back_to_the_page_asked_for(world: World) -> None:
    client = Client()
    asked = client.get(reverse("usersessions_list"))
    assert asked.status_code == 302
    answer = client.post(
        asked.headers["Location"], {"login": world.people["dinsos"].email, "password": PASSWORD}
    )
    assert answer.headers["Location"] == reverse("usersessions_list")


def test_a_disabled_account_does_not_get_in(world: World, enter: Enter) -> None:
    person = world.people["dinsos"]
    User.objects.filter(pk=person.pk).update(is_active=False)
    client = Client()
    answer = client.post(reverse("account_login"), {"login": person.email, "password": PASSWORD})
    assert answer.headers["Location"] == reverse("account_inactive")
    assert not is_signed_in(client)
    assert Session.objects.filter(pk=client.cookies["sessionid"].value).count() <= 1
