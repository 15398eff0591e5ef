"""Every page of sign-in, in every state, speaks Indonesian: allauth's own English must not show through."""

import re
from collections.abc import Callable, Iterator
from html.parser import HTMLParser
from typing import Any

import pytest
from allauth.account.adapter import get_adapter
from allauth.mfa.adapter import get_adapter as get_mfa_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.test import Client
from django.urls import reverse
from django.utils import translation

from gugus.accounts import services
from gugus.accounts.models import User
from gugus.accounts.urls import second_factor, sign_in
from tests.accounts.conftest import link_in
from tests.factories import PASSWORD, World

pytestmark = pytest.mark.django_db
# Words that English sentences cannot do without, and allauth's nouns; none of them is Indonesian.
ENGLISH = frozenset(
    """
    the a an your you my is are was be been to of for from with without this that it in on and or not no do
    does did please sign signed signup login logout log out password email e-mail code codes security key
    keys account session sessions enter add added remove removed change changed confirm cancel back continue
    use used using have has will can cannot must should may if when then try again later failed invalid
    incorrect required authenticator authentication two-factor recovery browser current new old reset forgot
    set address unused available generate download view manage activate deactivate active inactive master
    backup name passwordless phone number field value successfully
    """.split()  # noqa: SIM905
)
# Names of products, and words that Indonesian shares.
ALLOWED = {"authenticator"}
SKIPPED = {"script", "style", "code", "svg"}


class Words(HTMLParser):
    """The text a person reads or hears: no scripts, nothing marked as another language."""

    def __init__(self) -> None:
        super().__init__()
        self.depth, self.parts = 0, []
        self.stack: list[bool] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        self.parts += [
            str(found[name]) for name in ("alt", "aria-label", "placeholder", "title") if found.get(name)
        ]
        if tag in ("meta", "link", "input", "img", "br", "hr", "path", "circle"):
            return
        self.stack.append(tag in SKIPPED or (tag != "html" and found.get("lang") == "en"))

    def handle_endtag(self, tag: str) -> None:
        if self.stack and tag not in ("path", "circle"):
            self.stack.pop()

    def handle_data(self, data: str) -> None:
        if not any(self.stack):
            self.parts.append(data)


def english_in(html: str) -> set[str]:
    reader = Words()
    reader.feed(html)
    text = " ".join(reader.parts).replace("Google Authenticator", "")
    return {
        word
        for word in re.findall(r"(?<![\w/-])[a-z][a-z-]*(?![\w/-])", text.lower())
        if word in ENGLISH - ALLOWED
    }


def test_the_check_sees_english() -> None:
    assert english_in('<p>Enter your code</p><input placeholder="Password">') == {
        "enter",
        "your",
        "code",
        "password",
    }
    assert english_in('<button lang="en">Sign in</button><script>if (a) the()</script>') == set()


def visitor_pages(world: World, deliver: Callable[[], list]) -> Iterator[tuple[str, Any]]:
    """What somebody not signed in meets."""
    client, person = Client(), world.people["dinsos"]
    yield "login", client.get(reverse("account_login"))
    yield "login empty", client.post(reverse("account_login"), {})
    yield "login malformed", client.post(reverse("account_login"), {"login": "x", "password": "y"})
    yield "login wrong", client.post(reverse("account_login"), {"login": person.email, "password": "y"})
    for _n in range(6):
        locked = client.post(reverse("account_login"), {"login": person.email, "password": "y"})
    yield "login locked", locked
    yield "reset", client.get(reverse("account_reset_password"))
    yield "reset malformed", client.post(reverse("account_reset_password"), {"email": "x"})
    yield "reset asked", client.post(reverse("account_reset_password"), {"email": person.email}, follow=True)
    link = link_in(deliver()[0])
    form = client.get(link).headers["Location"]
    yield "new password", client.get(form)
    yield "new password weak", client.post(form, {"password1": "abc", "password2": "abd"})
    yield "new password common", client.post(form, {"password1": "password1234", "password2": "password1234"})
    yield "new password empty", client.post(form, {})
    good = {"password1": "kuda-biru-minum-teh", "password2": "kuda-biru-minum-teh"}
    yield "new password done", client.post(form, good, follow=True)
    yield "dead link", client.get(link)
    User.objects.filter(pk=person.pk).update(is_active=False)
    other = {"login": person.email, "password": "kuda-biru-minum-teh"}
    yield "inactive", Client(REMOTE_ADDR="10.9.9.9").post(reverse("account_login"), other, follow=True)
    for n in range(40):
        stopped = client.post(reverse("account_login"), {"login": f"x{n}@contoh.example.id", "password": "y"})
    yield "too many", stopped


def own_pages(world: World, client: Client) -> Iterator[tuple[str, Any]]:
    """What somebody signed in without a second factor meets on the way to one."""
    yield "account", client.get(reverse("accounts:account"))
    yield "logout", client.get(reverse("account_logout"))
    yield "sessions", client.get(reverse("usersessions_list"))
    yield "sessions ended", client.post(reverse("usersessions_list"), follow=True)
    yield "password", client.get(reverse("account_change_password"))
    yield (
        "password wrong",
        client.post(
            reverse("account_change_password"),
            {"oldpassword": "x", "password1": "dinsos contoh", "password2": "b"},
        ),
    )
    yield "factors", client.get(reverse("mfa_index"))
    yield "keys none", client.get(reverse("mfa_list_webauthn"))
    yield "confirm", client.get(reverse("mfa_activate_totp"), follow=True)
    yield "confirm wrong", client.post(reverse("account_reauthenticate"), {"password": "x"})
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    yield "app", client.get(reverse("mfa_activate_totp"))
    yield "app wrong", client.post(reverse("mfa_activate_totp"), {"code": "1"})
    yield "key", client.get(reverse("mfa_add_webauthn"))
    yield "key wrong", client.post(reverse("mfa_add_webauthn"), {"name": "", "credential": "{}"})
    yield "key empty", client.post(reverse("mfa_add_webauthn"), {})
    yield "codes without factor", client.post(reverse("mfa_generate_recovery_codes"), {})


def factor_pages(world: World, client: Client) -> Iterator[tuple[str, Any]]:
    """The same person with an app, a passkey and recovery codes."""
    person = world.people["dinsos"]
    key = Authenticator.objects.create(
        user=person, type="webauthn", data={"name": "Kunci kantor", "credential": {}}
    )
    TOTP.activate(person, generate_totp_secret())
    RecoveryCodes.activate(person)
    yield "factors", client.get(reverse("mfa_index"))
    yield "leave app", client.get(reverse("mfa_deactivate_totp"))
    yield "codes", client.get(reverse("mfa_view_recovery_codes"))
    yield "codes anew", client.get(reverse("mfa_generate_recovery_codes"))
    yield "codes made", client.post(reverse("mfa_generate_recovery_codes"), follow=True)
    yield "codes file", client.get(reverse("mfa_download_recovery_codes"))
    yield "keys", client.get(reverse("mfa_list_webauthn"))
    yield "rename", client.get(reverse("mfa_edit_webauthn", args=[key.pk]))
    yield "rename empty", client.post(reverse("mfa_edit_webauthn", args=[key.pk]), {"name": ""})
    yield "remove", client.get(reverse("mfa_remove_webauthn", args=[key.pk]))
    yield "confirm by code", client.get(reverse("mfa_reauthenticate"))
    yield "confirm by code wrong", client.post(reverse("mfa_reauthenticate"), {"code": "1"})
    yield "removed", client.post(reverse("mfa_remove_webauthn", args=[key.pk]), follow=True)
    yield "app left", client.post(reverse("mfa_deactivate_totp"), follow=True)


def second_step_pages(world: World) -> Iterator[tuple[str, Any]]:
    """Signing in with an app."""
    person, client = world.people["dinkes"], Client()
    TOTP.activate(person, generate_totp_secret())
    given = {"login": person.email, "password": PASSWORD}
    yield "second step", client.post(reverse("account_login"), given, follow=True)
    yield "second step empty", client.post(reverse("mfa_authenticate"), {"code": ""})
    for _n in range(7):
        answer = client.post(reverse("mfa_authenticate"), {"code": "1"})
    yield "second step locked", answer
    yield "passkey wrong", Client().post(reverse("mfa_login_webauthn"), {"credential": "{}"}, follow=True)
    yield "passkey empty", Client().post(reverse("mfa_login_webauthn"), {}, follow=True)


def keepers_pages(world: World, client: Client) -> Iterator[tuple[str, Any]]:
    """The pages of the secretariat."""
    person = world.people["dinkes"]
    waiting = services.user_invite(
        by=world.people["admin"], email="baru@contoh.example.id", full_name="Baru Contoh"
    )
    yield "list", client.get(reverse("accounts:user-list"))
    yield "list none", client.get(reverse("accounts:user-list"), {"q": "zzz"})
    yield "list wrong", client.get(reverse("accounts:user-list"), {"state": "zzz"})
    yield "invite", client.get(reverse("accounts:user-invite"))
    yield "invite empty", client.post(reverse("accounts:user-invite"), {})
    long = {"full_name": "x" * 200, "email": "x" * 300 + "@y.id", "phone": "x" * 40}
    yield "invite long", client.post(reverse("accounts:user-invite"), long)
    for row in (person, waiting):
        yield "detail", client.get(reverse("accounts:user-detail", args=[row.pk]))
    for name in ("user-update", "user-disable", "user-reset-factor", "user-enable", "user-invite-again"):
        for row in (person, waiting):
            yield name, client.get(reverse(f"accounts:{name}", args=[row.pk]))
    yield "trail", client.get(reverse("audit-list"))
    yield (
        "trail none",
        client.get(reverse("audit-list"), {"since_day": "1", "since_month": "1", "since_year": "2090"}),
    )
    yield (
        "trail wrong",
        client.get(reverse("audit-list"), {"since": "31-31-2026", "actor": "x", "action": "y"}),
    )


def check(pages: Iterator[tuple[str, Any]], statuses: tuple[int, ...] = (200, 403, 429)) -> list[str]:
    seen = []
    for name, page in pages:
        assert page.status_code in statuses, f"{name}: {page.status_code}"
        html = page.content.decode()
        assert english_in(html) == set(), name
        assert "style=" not in html, name
        assert not re.search(r"<script(?![^>]*(src=|application/json))", html), name
        seen.append(name)
    return seen


def test_pages_of_visitors(world: World, deliver: Callable[[], list]) -> None:
    assert len(check(visitor_pages(world, deliver))) == 16


def test_pages_about_oneself(world: World, enter: Callable[..., Client]) -> None:
    client = enter(world.people["dinsos"])
    assert len(check(own_pages(world, client))) == 16


def test_pages_about_factors(world: World, enter: Callable[..., Client]) -> None:
    client = enter(world.people["dinsos"])
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    assert len(check(factor_pages(world, client))) == 14


def test_pages_of_the_second_step(world: World) -> None:
    assert len(check(second_step_pages(world))) == 5


def test_pages_of_the_keepers(world: World, sign_in: Callable[[User], Client]) -> None:
    assert len(check(keepers_pages(world, sign_in(world.people["sekretariat"])))) == 21


def test_no_message_of_allauth_stays_english() -> None:
    """The messages our pages do not reach come from allauth's own Indonesian catalogue."""
    with translation.override("id"):
        for adapter in (get_adapter(), get_mfa_adapter()):
            for code, message in adapter.error_messages.items():
                if code.startswith(("username", "phone", "unknown_phone")):
                    continue  # there are neither here
                text = str(message).replace("e-mail", "").replace("email", "")
                assert english_in(f"<p>{text}</p>") <= {"login"}, code


def test_every_page_of_allauth_that_has_an_address_was_looked_at() -> None:
    """A page added to the addresses must be added to the walks above."""
    names = {pattern.name for pattern in (*sign_in, *second_factor)}
    assert names == {
        "account_login",
        "account_logout",
        "account_inactive",
        "account_reauthenticate",
        "account_change_password",
        "account_reset_password",
        "account_reset_password_done",
        "account_reset_password_from_key_done",
        "account_reset_password_from_key",
        "usersessions_list",
        "mfa_index",
        "mfa_authenticate",
        "mfa_reauthenticate",
        "mfa_activate_totp",
        "mfa_deactivate_totp",
        "mfa_view_recovery_codes",
        "mfa_generate_recovery_codes",
        "mfa_download_recovery_codes",
        "mfa_list_webauthn",
        "mfa_add_webauthn",
        "mfa_reauthenticate_webauthn",
        "mfa_login_webauthn",
        "mfa_edit_webauthn",
        "mfa_remove_webauthn",
    }
