"""Sessions, passwords and letters under attack."""

import time
from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value
from django.contrib.auth.hashers import ScryptPasswordHasher
from django.contrib.auth.password_validation import validate_password
from django.contrib.sessions.models import Session
from django.core import mail
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from gugus.accounts.models import AccountMail, User
from gugus.accounts.passwords import LOCAL_WORDS, LocalWordsValidator
from gugus.accounts.tasks import mail_send
from tests.accounts.conftest import _empty_cache, is_signed_in, link_in
from tests.factories import PASSWORD, World

__all__ = ["_empty_cache"]
pytestmark = pytest.mark.django_db
PLANTED = "a" * 32


def sign_in(client: Client, person: User, **more: str) -> None:
    client.post(reverse("account_login"), {"login": person.email, "password": PASSWORD}, **more)


def test_a_planted_session_is_not_taken_over(world: World) -> None:
    """Neither a key the attacker made up nor one the portal gave before signing in."""
    client = Client()
    client.cookies["sessionid"] = PLANTED
    sign_in(client, world.people["dinsos"])
    assert is_signed_in(client)
    assert client.cookies["sessionid"].value != PLANTED
    assert not Session.objects.filter(pk=PLANTED).exists()


def test_the_key_changes_at_each_step_of_signing_in(world: World) -> None:
    person, secret, client = world.people["dinsos"], generate_totp_secret(), Client()
    TOTP.activate(person, secret)
    sign_in(client, person)
    waiting = client.cookies["sessionid"].value
    assert not is_signed_in(client)
    client.post(
        reverse("mfa_authenticate"), {"code": format_hotp_value(hotp_value(secret, int(time.time()) // 30))}
    )
    assert is_signed_in(client)
    assert client.cookies["sessionid"].value != waiting
    thief = Client()
    thief.cookies["sessionid"] = waiting
    assert not is_signed_in(thief)


def test_a_key_is_dead_after_signing_out(world: World) -> None:
    client, thief = Client(), Client()
    sign_in(client, world.people["dinsos"])
    thief.cookies["sessionid"] = client.cookies["sessionid"].value
    assert is_signed_in(thief)
    client.post(reverse("account_logout"))
    assert not is_signed_in(thief)


def test_keys_are_long_and_never_the_same(world: World) -> None:
    keys = set()
    for _n in range(3):
        client = Client()
        sign_in(client, world.people["dinsos"])
        keys.add(client.cookies["sessionid"].value)
    assert len(keys) == 3
    assert all(len(key) == 32 and key.isalnum() for key in keys)  # 36 ** 32, more than 160 bits


@pytest.mark.parametrize(
    "name", ["mfa_activate_totp", "mfa_generate_recovery_codes", "mfa_add_webauthn", "usersessions_list"]
)
def test_what_guards_the_account_asks_again_who_one_is(world: World, name: str) -> None:
    """Fifteen minutes after signing in the factors are shut until the password is typed again."""
    client = Client()
    sign_in(client, world.people["dinsos"])
    with time_machine.travel(time.time() + timedelta(minutes=16).total_seconds(), tick=False):
        answer = client.get(reverse(name))
    if name == "usersessions_list":
        assert answer.status_code == 200  # looking on and ending only takes away
    else:
        assert answer.status_code == 302
        assert answer.headers["Location"].startswith(reverse("account_reauthenticate"))


def test_known_and_unknown_addresses_cost_one_hash_each(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The clock tells nothing: the slow part is done for an address that is nobody's, and for a locked door."""
    done: list[str] = []
    whole = ScryptPasswordHasher.encode
    monkeypatch.setattr(ScryptPasswordHasher, "encode", lambda *a, **k: done.append("") or whole(*a, **k))
    counts = []
    for address in (world.people["dinsos"].email, "tidak.ada@contoh.example.id"):
        done.clear()
        Client().post(reverse("account_login"), {"login": address, "password": "salah-salah-salah"})
        counts.append(len(done))
    assert counts[0] == counts[1] == 1


def test_a_letter_leads_to_the_portal_whatever_host_was_asked(world: World) -> None:
    """A forged Host must not put its own address under a reset link."""
    forged = {"HTTP_X_FORWARDED_HOST": "jahat.example", "HTTP_HOST": "127.0.0.1:8000"}
    Client().post(reverse("account_reset_password"), {"email": world.people["dinsos"].email}, **forged)
    for row in AccountMail._base_manager.all():
        mail_send(model=row._meta.label_lower, pk=str(row.pk))
    assert len(mail.outbox) == 1
    assert link_in(mail.outbox[0])
    assert "jahat" not in mail.outbox[0].body
    assert "http://localhost:8000/" in mail.outbox[0].body


@pytest.mark.parametrize(
    "address", ["a@contoh.id\nBcc: x@jahat.example", "a@contoh.id\r\nSubject: x", "a@contoh.id%0aBcc:x"]
)
def test_an_address_carries_no_header_line(world: World, address: str) -> None:
    answer = Client().post(reverse("account_reset_password"), {"email": address})
    assert answer.status_code == 200
    assert AccountMail._base_manager.count() == 0


@pytest.mark.parametrize(
    "word", ["GugusTugas2026!", "sekretariat1234", "Polres--Kediri--2026", "password2026!!", "tppo-tppo-tppo"]
)
def test_passwords_of_the_offices_words_are_refused(word: str) -> None:
    with pytest.raises(ValidationError) as refused:
        validate_password(word)
    assert "password_local_words" in {error.code for error in refused.value.error_list}


@pytest.mark.parametrize(
    "word",
    [
        "payung kopi lereng biru",
        "8f#2k!9d0%x7",
        "kopi di kantor sekretariat tiap hujan",
        "940182736455",
        "é" * 12,
        "x y" * 30,
    ],
)
def test_other_passwords_pass_whatever_they_are_made_of(word: str) -> None:
    validate_password(word)


@given(
    st.lists(st.sampled_from(LOCAL_WORDS), min_size=1, max_size=4),
    st.integers(0, 99999),
    st.sampled_from("!-_. "),
)
def test_no_mixture_of_them_passes(words: list[str], number: int, sign: str) -> None:
    with pytest.raises(ValidationError):
        LocalWordsValidator().validate(sign.join(word.title() for word in words) + str(number))


def test_a_password_is_taken_as_it_is_typed(world: World, enter_with: Callable[[str], bool]) -> None:
    """Not cut, not trimmed, not folded: 200 characters with spaces and capitals count to the last."""
    long = " Payung " + "kopi LERENG " * 16
    person = world.people["dinsos"]
    person.set_password(long)
    person.save(update_fields=["password"])
    assert enter_with(long)
    assert not enter_with(long[:-1])
    assert not enter_with(long.strip())
    assert not enter_with(long.lower())


@pytest.fixture
def enter_with(world: World) -> Callable[[str], bool]:
    def enter(typed: str) -> bool:
        client = Client()
        client.post(reverse("account_login"), {"login": world.people["dinsos"].email, "password": typed})
        return is_signed_in(client)

    return enter


def test_a_new_password_does_not_pass_the_second_step(world: World) -> None:
    """Whoever reads somebody's mail and resets the password still stands before the second factor."""
    person, client = world.people["dinsos"], Client()
    TOTP.activate(person, generate_totp_secret())
    client.post(reverse("account_reset_password"), {"email": person.email})
    for row in AccountMail._base_manager.all():
        mail_send(model=row._meta.label_lower, pk=str(row.pk))
    form = client.get(link_in(mail.outbox[-1])).headers["Location"]
    client.post(form, {"password1": "payung kopi lereng", "password2": "payung kopi lereng"})
    assert not is_signed_in(client)
    answer = client.post(reverse("account_login"), {"login": person.email, "password": "payung kopi lereng"})
    assert answer.headers["Location"].startswith(reverse("mfa_authenticate"))
    assert not is_signed_in(client)


def test_factors_lie_encrypted(world: World) -> None:
    """Neither the secret of an app nor the seed of recovery codes can be read from the table."""
    person, secret = world.people["dinsos"], generate_totp_secret()
    TOTP.activate(person, secret)
    codes = RecoveryCodes.activate(person).get_unused_codes()
    with connection.cursor() as cursor:
        cursor.execute("SELECT string_agg(data::text, ' ') FROM mfa_authenticator")
        kept = cursor.fetchone()[0]
    assert "secret" in kept
    assert not [word for word in (secret, *codes) if word in kept]


def test_no_account_is_there_from_the_start() -> None:
    assert not User.objects.exists()


def test_boxes_for_passwords_are_masked_and_may_be_pasted_into(world: World) -> None:
    page = Client().get(reverse("account_login")).content.decode()
    box = page[page.index('name="password"') - 80 : page.index('name="password"') + 200]
    assert 'type="password"' in box
    assert 'autocomplete="current-password"' in box
    assert "onpaste" not in page
