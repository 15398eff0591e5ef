"""The second step: forced where a role needs it, an app's code, recovery codes once, reset by the keepers."""

import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value
from django.test import Client
from django.urls import reverse

from gugus.accounts import services
from gugus.accounts.adapter import secret_box
from gugus.accounts.enums import ResetCause
from gugus.accounts.models import User
from gugus.accounts.signals import account_reset
from gugus.core.models import AuditEvent
from gugus.core.permissions import Denied
from tests.accounts.conftest import is_signed_in
from tests.factories import PASSWORD, World

pytestmark = pytest.mark.django_db
Enter = Callable[..., Client]
NOON = datetime(2026, 11, 23, 5, 0, tzinfo=UTC)
NEEDY = ["pengawas", "admin", "dinsos_kasus", "polres_ppa"]
FREE = ["sekretariat", "sekda", "dinsos"]


def code_of(secret: str, steps: int = 0) -> str:
    """What an authenticator app shows, `steps` half minutes from now."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + steps))


def with_app(person: User) -> str:
    """Give an account an authenticator app; returns its secret."""
    secret = generate_totp_secret()
    TOTP.activate(person, secret)
    return secret


def confirm_self(client: Client) -> None:
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})


@pytest.mark.parametrize("key", NEEDY)
def test_a_role_that_needs_it_is_sent_to_set_it_up(world: World, enter: Enter, key: str) -> None:
    client = enter(world.people[key])
    for page in ("accounts:user-list", "accounts:account", "audit-list", "usersessions_list"):
        answer = client.get(reverse(page))
        assert (answer.status_code, answer.headers.get("Location")) == (302, reverse("mfa_index"))
    assert client.get(reverse("mfa_index")).status_code == 200


def test_the_keepers_pages_do_not_open_before_it_is_set_up(world: World, enter: Enter) -> None:
    """A password alone must not be enough to take another person's second step away."""
    target = world.people["dinsos"]
    with_app(target)
    answer = enter(world.people["admin"]).post(reverse("accounts:user-reset-factor", args=[target.pk]))
    assert answer.headers["Location"] == reverse("mfa_index")
    assert Authenticator.objects.filter(user=target).exists()


@pytest.mark.parametrize("key", FREE)
def test_other_roles_may_do_without(world: World, enter: Enter, key: str) -> None:
    assert is_signed_in(enter(world.people[key]))


def test_the_demo_asks_nobody(world: World, enter: Enter, settings: object) -> None:
    settings.SECOND_FACTOR_REQUIRED = False  # type: ignore[attr-defined]
    assert is_signed_in(enter(world.people["pengawas"]))


def test_an_app_is_joined_and_then_opens_the_pages(world: World, enter: Enter) -> None:
    client = enter(world.people["pengawas"])
    assert (
        client.get(reverse("mfa_activate_totp"))
        .headers["Location"]
        .startswith(reverse("account_reauthenticate"))
    )
    confirm_self(client)
    page = client.get(reverse("mfa_activate_totp"))
    secret = page.context["form"].secret
    assert secret in page.content.decode()
    wrong = client.post(reverse("mfa_activate_totp"), {"code": "000000"})
    assert "Kode tidak cocok" in wrong.content.decode()
    answer = client.post(reverse("mfa_activate_totp"), {"code": code_of(secret)})
    assert answer.headers["Location"] == reverse("mfa_view_recovery_codes")
    codes = client.get(reverse("mfa_view_recovery_codes"))
    assert codes.context["unused_codes"][0] in codes.content.decode()
    assert is_signed_in(client)
    kept = Authenticator.objects.get(user=world.people["pengawas"], type="totp")
    assert secret not in str(kept.data)
    assert secret_box().decrypt(kept.data["secret"].encode()).decode() == secret


@pytest.mark.django_db(transaction=True)
def test_a_new_factor_is_in_the_trail_and_told(world: World, enter: Enter, deliver: Callable) -> None:
    """allauth tells of it after the commit, when the request's circumstances are gone."""
    person = world.people["pengawas"]
    client = enter(person)
    confirm_self(client)
    secret = client.get(reverse("mfa_activate_totp")).context["form"].secret
    client.post(reverse("mfa_activate_totp"), {"code": code_of(secret)})
    kept = AuditEvent.objects.filter(action="accounts.factor_add", detail__type="totp").get()
    assert (kept.actor, kept.ip, kept.task_force_id) == (person, "127.0.0.1", world.task_force.pk)
    assert (kept.role, kept.channel) == ("pengawas", "halaman")
    assert any("autentikator diaktifkan" in letter.body for letter in deliver())


@pytest.mark.parametrize(("steps", "right"), [(0, True), (-1, True), (1, True), (-3, False), (3, False)])
def test_signing_in_takes_the_code_of_now(world: World, enter: Enter, steps: int, right: bool) -> None:
    with time_machine.travel(NOON, tick=False):
        secret = with_app(world.people["pengawas"])
        client = enter(world.people["pengawas"])
        assert not is_signed_in(client)
        answer = client.post(reverse("mfa_authenticate"), {"code": code_of(secret, steps)})
        assert (answer.status_code == 302) is right
        assert is_signed_in(client) is right


def test_a_code_signs_in_once(world: World, enter: Enter) -> None:
    """Also after its half minute, while the clock's tolerance still takes it."""
    with time_machine.travel(NOON, tick=False) as clock:
        secret = with_app(world.people["pengawas"])
        code = code_of(secret)
        first, second = enter(world.people["pengawas"]), enter(world.people["pengawas"])
        first.post(reverse("mfa_authenticate"), {"code": code})
        assert is_signed_in(first)
        clock.shift(timedelta(seconds=45))
        answer = second.post(reverse("mfa_authenticate"), {"code": code})
        assert "Kode tidak cocok" in answer.content.decode()
        assert not is_signed_in(second)


def test_six_wrong_codes_lock_the_second_step(world: World, enter: Enter) -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        secret = with_app(world.people["pengawas"])
        client = enter(world.people["pengawas"])
        for _n in range(6):
            client.post(reverse("mfa_authenticate"), {"code": "000000"})
        answer = client.post(reverse("mfa_authenticate"), {"code": code_of(secret)})
        assert "Tunggu 30 menit" in answer.content.decode()
        clock.shift(timedelta(minutes=31))
        client = enter(world.people["pengawas"])
        client.post(reverse("mfa_authenticate"), {"code": code_of(secret)})
        assert is_signed_in(client)


def test_a_recovery_code_works_once(world: World, enter: Enter) -> None:
    person = world.people["pengawas"]
    with_app(person)
    code = RecoveryCodes.activate(person).get_unused_codes()[0]
    first, second = enter(person), enter(person)
    first.post(reverse("mfa_authenticate"), {"code": code})
    assert is_signed_in(first)
    answer = second.post(reverse("mfa_authenticate"), {"code": code})
    assert "Kode tidak cocok" in answer.content.decode()
    assert not is_signed_in(second)


def test_the_last_factor_of_a_role_that_needs_it_stays(world: World, enter: Enter) -> None:
    person = world.people["pengawas"]
    secret = with_app(person)
    client = enter(person)
    client.post(reverse("mfa_authenticate"), {"code": code_of(secret)})
    confirm_self(client)
    page = client.post(reverse("mfa_deactivate_totp"))
    assert "Peran Anda memerlukan verifikasi dua langkah" in page.content.decode()
    assert Authenticator.objects.filter(user=person, type="totp").exists()


def test_who_need_not_may_leave_it(world: World, enter: Enter) -> None:
    person = world.people["dinsos"]
    secret = with_app(person)
    client = enter(person)
    client.post(reverse("mfa_authenticate"), {"code": code_of(secret)})
    confirm_self(client)
    client.post(reverse("mfa_deactivate_totp"))
    assert not Authenticator.objects.filter(user=person).exists()
    assert AuditEvent.objects.filter(action="accounts.factor_remove", actor=person).exists()


@pytest.mark.parametrize("by", ["admin", "sekretariat"])
def test_a_lost_factor_is_reset_and_told(world: World, enter: Enter, by: str) -> None:
    person, keeper = world.people["dinsos_kasus"], world.people[by]
    told: list[tuple] = []

    def listen(sender: object, user: User, by: User, what: str, **kwargs: object) -> None:
        told.append((user, by, what))

    secret = with_app(person)
    client = enter(person)
    client.post(reverse("mfa_authenticate"), {"code": code_of(secret)})
    assert is_signed_in(client)
    account_reset.connect(listen)
    try:
        services.user_reset_second_factor(by=keeper, person=person)
    finally:
        account_reset.disconnect(listen)
    assert told == [(person, keeper, ResetCause.SECOND_FACTOR)]
    assert not Authenticator.objects.filter(user=person).exists()
    assert not is_signed_in(client)
    kept = AuditEvent.objects.get(action="accounts.user_reset_second_factor")
    assert (kept.actor, kept.object_id) == (keeper, str(person.pk))


@pytest.mark.parametrize("key", ["pengawas", "sekda", "dinsos", "dinsos_kasus", "polres_ppa"])
def test_nobody_else_resets_a_factor(world: World, key: str) -> None:
    with pytest.raises(Denied):
        services.user_reset_second_factor(by=world.people[key], person=world.people["dinkes"])


@pytest.mark.parametrize("key", ["admin", "sekretariat"])
def test_nobody_resets_their_own(world: World, key: str) -> None:
    with pytest.raises(Denied, match="Anda sendiri"):
        services.user_reset_second_factor(by=world.people[key], person=world.people[key])
