"""Invitations and resets by letter: the link expires, works once, and says nothing it need not say."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from gugus.accounts import services
from gugus.accounts.enums import MailKind, ResetCause, UserState
from gugus.accounts.mails import mail_context
from gugus.accounts.models import AccountMail, User
from gugus.accounts.signals import account_reset
from gugus.core.enums import JobStatus
from gugus.core.models import AuditEvent
from gugus.core.permissions import Denied
from tests.accounts.conftest import is_signed_in, link_in
from tests.factories import PASSWORD, World

pytestmark = pytest.mark.django_db
Enter = Callable[..., Client]
Deliver = Callable[[], list[Any]]
NOON = datetime(2026, 11, 23, 5, 0, tzinfo=UTC)
NEW = "kuda-biru-minum-teh"
ADDRESS = "siti.contoh@contoh.example.id"


def invite(world: World, address: str = ADDRESS) -> User:
    return services.user_invite(by=world.people["sekretariat"], email=address, full_name="Siti Contoh")


def open_link(path: str, password: str = NEW) -> Any:
    """Follow a link as a browser does and send the form; the last answer."""
    client = Client()
    page = client.get(path)
    if page.status_code != 302:
        return page
    return client.post(page.headers["Location"], {"password1": password, "password2": password})


@pytest.fixture
def resets() -> Any:
    """What `account_reset` told, as (user, by, what)."""
    told: list[tuple[User, User, str]] = []

    def listen(sender: Any, user: User, by: User, what: str, **kwargs: Any) -> None:
        told.append((user, by, what))

    account_reset.connect(listen)
    yield told
    account_reset.disconnect(listen)


def test_an_invitation_leads_to_a_password_and_in(
    world: World, deliver: Deliver, enter: Enter, resets: list
) -> None:
    person = invite(world)
    assert person.state == UserState.INVITED
    (letter,) = deliver()
    assert letter.to == [ADDRESS]
    assert open_link(link_in(letter)).status_code == 302
    person = User.objects.get(pk=person.pk)
    assert person.state == UserState.ACTIVE
    assert is_signed_in(enter(person, NEW))
    assert resets == []
    actions = set(AuditEvent.objects.values_list("action", flat=True))
    assert {"accounts.user_invite", "accounts.invitation_accept", "accounts.login"} <= actions


@pytest.mark.parametrize(("hours", "works"), [(71, True), (73, False)])
def test_an_invitation_lives_three_days(world: World, deliver: Deliver, hours: int, works: bool) -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        person = invite(world)
        link = link_in(deliver()[0])
        clock.shift(timedelta(hours=hours))
        answer = open_link(link)
        assert (answer.status_code == 302) is works
        if not works:
            assert "Tautan ini tidak berlaku" in answer.content.decode()
            assert User.objects.get(pk=person.pk).state == UserState.EXPIRED


def test_an_invitation_works_once(world: World, deliver: Deliver, enter: Enter) -> None:
    person = invite(world)
    link = link_in(deliver()[0])
    open_link(link)
    assert "Tautan ini tidak berlaku" in open_link(link, "lain-sekali-sandinya").content.decode()
    assert User.objects.get(pk=person.pk).check_password(NEW)


def test_a_second_invitation_ends_the_first_link(world: World, deliver: Deliver) -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        person = invite(world)
        first = link_in(deliver()[0])
        clock.shift(timedelta(hours=1))
        services.user_invite_again(by=world.people["admin"], person=person)
        second = link_in(deliver()[0])
        assert "Tautan ini tidak berlaku" in open_link(first).content.decode()
        assert open_link(second).status_code == 302


def test_an_accepted_invitation_is_not_sent_again(world: World) -> None:
    with pytest.raises(Denied, match="sudah diterima"):
        services.user_invite_again(by=world.people["sekretariat"], person=world.people["dinsos"])


def test_a_disabled_account_gets_no_link_and_its_link_is_dead(world: World, deliver: Deliver) -> None:
    person = invite(world)
    link = link_in(deliver()[0])
    services.user_disable(by=world.people["sekretariat"], person=person)
    assert "Tautan ini tidak berlaku" in open_link(link).content.decode()
    services.mail_queue(kind=MailKind.INVITATION, recipient=person)
    assert deliver() == []


@pytest.mark.parametrize("address", ["dinsos@kota-kediri.example.id", "DINSOS@kota-kediri.example.id"])
def test_an_address_is_used_once(world: World, address: str) -> None:
    with pytest.raises(ValidationError, match="sudah"):
        invite(world, address)


def test_only_sekretariat_and_admin_invite(world: World) -> None:
    for key, person in world.people.items():
        if key in ("sekretariat", "sekretariat2", "admin"):
            continue
        with pytest.raises(Denied):
            services.user_invite(by=person, email=f"{key}.baru@contoh.example.id", full_name="Siti Contoh")
    assert not User.objects.filter(full_name="Siti Contoh").exists()


def test_a_reset_by_letter(world: World, deliver: Deliver, enter: Enter, resets: list) -> None:
    person = world.people["dinsos_kasus"]
    elsewhere = enter(person)
    Client().post(reverse("account_reset_password"), {"email": person.email})
    assert open_link(link_in(deliver()[0])).status_code == 302
    assert not is_signed_in(elsewhere)
    assert User.objects.get(pk=person.pk).check_password(NEW)
    assert resets == [(person, person, ResetCause.PASSWORD)]
    (notice,) = deliver()
    assert "diganti lewat tautan surel" in notice.body


@pytest.mark.parametrize(("minutes", "works"), [(59, True), (61, False)])
def test_a_reset_lives_one_hour(world: World, deliver: Deliver, minutes: int, works: bool) -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        Client().post(reverse("account_reset_password"), {"email": world.people["dinsos"].email})
        link = link_in(deliver()[0])
        clock.shift(timedelta(minutes=minutes))
        assert (open_link(link).status_code == 302) is works


def test_who_never_took_up_the_invitation_gets_no_reset(world: World, deliver: Deliver) -> None:
    """Else asking for a reset would make an expired invitation live for ever."""
    invite(world)
    deliver()
    Client().post(reverse("account_reset_password"), {"email": ADDRESS})
    assert deliver() == []


def test_a_reset_ends_a_lock_of_ones_own_making(world: World, deliver: Deliver, enter: Enter) -> None:
    person = world.people["dinsos"]
    for _n in range(7):
        enter(person, "salah-salah-salah")
    assert not is_signed_in(enter(person))
    Client().post(reverse("account_reset_password"), {"email": person.email})
    open_link(link_in(deliver()[0]))
    assert is_signed_in(enter(person, NEW))


def test_a_changed_address_is_a_reset_and_both_addresses_are_told(
    world: World, deliver: Deliver, enter: Enter, resets: list
) -> None:
    person, by = world.people["dinsos_kasus"], world.people["sekretariat"]
    former, client = person.email, enter(person)
    services.user_update(by=by, person=person, email="Baru@Contoh.example.id", full_name=person.full_name)
    assert not is_signed_in(client)
    assert resets == [(person, by, ResetCause.EMAIL)]
    assert sorted(m.to[0] for m in deliver()) == sorted([former, "baru@contoh.example.id"])


def test_a_changed_name_is_no_reset(world: World, deliver: Deliver, resets: list) -> None:
    person = world.people["dinsos_kasus"]
    services.user_update(
        by=world.people["sekretariat"], person=person, email=person.email.upper(), full_name="Dewi Contoh"
    )
    assert (resets, deliver()) == ([], [])
    assert User.objects.get(pk=person.pk).full_name == "Dewi Contoh"


def test_a_reset_that_is_refused_by_a_listener_leaves_nothing(world: World) -> None:
    """The signal is part of the transaction: what must follow a reset follows, or there is none."""

    def refuse(sender: Any, **kwargs: Any) -> None:
        raise Denied("tidak bisa")

    account_reset.connect(refuse)
    try:
        with pytest.raises(Denied):
            services.user_reset_second_factor(by=world.people["admin"], person=world.people["dinsos_kasus"])
    finally:
        account_reset.disconnect(refuse)
    assert not AuditEvent.objects.filter(action="accounts.user_reset_second_factor").exists()
    assert not AccountMail._base_manager.exists()


@pytest.mark.parametrize(("key", "told"), [("dinsos_kasus", True), ("dinsos", False)])
def test_the_other_handlers_of_the_agency_are_told_without_details(
    world: World, deliver: Deliver, key: str, told: bool
) -> None:
    colleague = world.person("rekan", "penangan", world.agencies["Dinas Sosial"])
    person = world.people[key]
    services.user_reset_second_factor(by=world.people["admin"], person=person)
    letters = {message.to[0]: message for message in deliver()}
    assert set(letters) == {person.email} | ({colleague.email} if told else set())
    if told:
        assert person.full_name not in letters[colleague.email].body


@pytest.mark.parametrize("kind", MailKind)
def test_every_letter_is_plain_indonesian_about_nobody_else(
    world: World, deliver: Deliver, kind: MailKind
) -> None:
    person = invite(world) if kind == MailKind.INVITATION else world.people["dinsos"]
    AccountMail._base_manager.all().delete()
    services.mail_queue(kind=kind, recipient=person)
    (letter,) = deliver()
    assert letter.subject == f"[Portal Gugus Tugas TPPO] {kind.label}"
    assert letter.content_subtype == "plain"
    assert letter.body.startswith(f"Yth. {person.full_name},\n\n")
    assert person.email not in letter.body
    assert "{" not in letter.body
    assert "\n\n\n" not in letter.body
    assert ("/akun/sandi/baru/" in letter.body) is ("link" in mail_context(kind, person))


def test_a_letter_is_sent_once_however_often_its_message_comes(world: World, deliver: Deliver) -> None:
    from django.core import mail

    from gugus.accounts.tasks import mail_send

    row = services.mail_queue(kind=MailKind.TOTP_ACTIVATED, recipient=world.people["dinsos"])
    mail.outbox.clear()
    for _n in range(5):
        mail_send(model=row._meta.label_lower, pk=str(row.pk))
    assert len(mail.outbox) == 1
    assert AccountMail._base_manager.get().status == JobStatus.DONE


def test_no_key_is_kept_in_tables_or_messages(world: World, deliver: Deliver) -> None:
    invite(world)
    row = AccountMail._base_manager.values().get()
    key = link_in(deliver()[0]).rstrip("/").rpartition("-")[2]
    assert key
    assert not [value for value in row.values() if key in str(value)]
    assert PASSWORD
