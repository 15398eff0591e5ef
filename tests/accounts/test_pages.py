"""The keepers' pages: who sees whom, what a page does, and what it refuses with a reason."""

from collections.abc import Callable

import pytest
from allauth.mfa.models import Authenticator
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from hypothesis import HealthCheck, given
from hypothesis import settings as limits
from hypothesis import strategies as st

from gugus.accounts import services
from gugus.accounts.filters import UserFilter
from gugus.accounts.models import User
from gugus.core.permissions import Denied
from tests.factories import World, make_world, user

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], Client]
ACTS = ["user-update", "user-disable", "user-reset-factor", "user-invite-again", "user-enable"]


@pytest.fixture(autouse=True)
def _without_second_step(settings: object) -> None:
    """These tests are about rights; the second step has its own."""
    settings.SECOND_FACTOR_REQUIRED = False  # type: ignore[attr-defined]


@pytest.mark.parametrize("key", ["sekretariat", "admin"])
def test_keepers_see_the_accounts_of_their_task_force_only(world: World, sign_in: SignIn, key: str) -> None:
    other = make_world("16.09", "OKU Selatan")
    page = sign_in(world.people[key]).get(reverse("accounts:user-list"))
    shown = {row.record.pk for row in page.context["table"].rows}
    assert shown == {person.pk for name, person in world.people.items() if person.appointments.exists()}
    hidden = other.people["dinsos"]
    client = sign_in(world.people[key])
    for name in ("user-detail", *ACTS):
        assert client.get(reverse(f"accounts:{name}", args=[hidden.pk])).status_code == 404


@pytest.mark.parametrize("key", ["sekda", "pengawas", "dinsos", "dinsos_kasus"])
def test_others_are_refused_with_a_reason(world: World, sign_in: SignIn, key: str) -> None:
    client = sign_in(world.people[key])
    for name in ("user-list", "user-invite"):
        page = client.get(reverse(f"accounts:{name}"))
        assert page.status_code == 403
        assert "sekretariat dan admin sistem" in page.content.decode()
    assert client.get(reverse("accounts:user-detail", args=[world.people["dinkes"].pk])).status_code == 404


def test_every_page_asks_a_visitor_to_sign_in(world: World) -> None:
    pages = [reverse(f"accounts:{name}") for name in ("account", "user-list", "user-invite")]
    pages += [
        reverse(f"accounts:{name}", args=[world.people["dinsos"].pk]) for name in ("user-detail", *ACTS)
    ]
    pages += [reverse(name) for name in ("usersessions_list", "mfa_index", "mfa_activate_totp", "audit-list")]
    for page in pages:
        answer = Client().get(page)
        assert answer.status_code == 302
        assert answer.headers["Location"].startswith(reverse("account_login"))


def test_an_invitation_by_the_page(world: World, sign_in: SignIn) -> None:
    client = sign_in(world.people["sekretariat"])
    data = {"full_name": " Siti   Contoh ", "email": "Siti@Contoh.example.id", "phone": "0812 3456 7890"}
    answer = client.post(reverse("accounts:user-invite"), data)
    person = User.objects.get(email="siti@contoh.example.id")
    assert answer.headers["Location"] == reverse("accounts:user-detail", args=[person.pk])
    page = client.get(answer.headers["Location"]).content.decode()
    assert "Undangan dikirim" in page
    assert "diundang" in page
    assert person.full_name == "Siti Contoh"
    assert person.mails.get().kind == "invitation"


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("email", "bukan-surel", "Tulis alamat surel yang lengkap"),
        ("email", "DINSOS@kota-kediri.example.id", "sudah punya akun"),
        ("phone", "telepon saya", "Tulis nomor telepon dengan angka saja"),
        ("full_name", "", "Isi “Nama lengkap”"),
    ],
)
def test_a_wrong_invitation_says_what_to_mend_and_keeps_the_rest(
    world: World, sign_in: SignIn, field: str, value: str, words: str
) -> None:
    data = {"full_name": "Siti Contoh", "email": "siti@contoh.example.id", "phone": "081234567"} | {
        field: value
    }
    page = sign_in(world.people["sekretariat"]).post(reverse("accounts:user-invite"), data)
    html = page.content.decode()
    assert page.status_code == 200
    assert words in html
    assert all(typed in html for typed in data.values() if typed)
    assert not User.objects.filter(full_name="Siti Contoh").exists()


def test_the_page_of_an_account_says_why_an_act_is_not_possible(world: World, sign_in: SignIn) -> None:
    own = world.people["sekretariat"]
    page = sign_in(own).get(reverse("accounts:user-detail", args=[own.pk])).content.decode()
    assert "Akun sendiri tidak dapat dinonaktifkan" in page
    answer = sign_in(own).post(reverse("accounts:user-disable", args=[own.pk]))
    assert answer.status_code == 403
    assert User.objects.get(pk=own.pk).is_active


def test_disable_and_enable_by_the_page(world: World, sign_in: SignIn) -> None:
    person, client = world.people["dinsos"], sign_in(world.people["admin"])
    asked = client.get(reverse("accounts:user-disable", args=[person.pk]))
    assert "Semua sesinya berakhir" in asked.content.decode()
    assert User.objects.get(pk=person.pk).is_active
    client.post(reverse("accounts:user-disable", args=[person.pk]))
    assert not User.objects.get(pk=person.pk).is_active
    assert client.post(reverse("accounts:user-disable", args=[person.pk])).status_code == 403
    client.post(reverse("accounts:user-enable", args=[person.pk]))
    assert User.objects.get(pk=person.pk).is_active
    assert sign_in(person).get(reverse("accounts:account")).status_code == 200


def test_the_own_page_shows_roles_with_basis_and_end(world: World, sign_in: SignIn) -> None:
    page = sign_in(world.people["dinsos"]).get(reverse("accounts:account")).content.decode()
    assert "penghubung" in page
    assert "Dinas Sosial" in page
    assert "kedudukan dalam SK yang berlaku" in page
    assert "berlaku hari ini" in page


def test_a_suspended_handler_sees_that_and_a_keeper_of_another_place_does_not(
    world: World, sign_in: SignIn
) -> None:
    handler = world.people["dinsos_kasus"]
    handler.appointments.update(status="ditangguhkan")
    assert "ditangguhkan" in sign_in(handler).get(reverse("accounts:account")).content.decode()
    other = make_world("16.09", "OKU Selatan")
    other.appoint(handler, "sekretariat")
    page = sign_in(other.people["admin"]).get(reverse("accounts:user-detail", args=[handler.pk]))
    assert "Dinas Sosial" not in page.content.decode()


def test_lists_ask_the_same_number_of_queries_at_any_size(world: World, sign_in: SignIn) -> None:
    counts = []
    for extra in (0, 60):
        for _n in range(extra):
            User.objects.create(
                full_name="Rina Contoh",
                email=user("Rina Contoh").email.replace("@", "+@"),
                invited_in=world.task_force.pk,
            )
        client = sign_in(world.people["sekretariat"])
        client.get(reverse("accounts:user-list"))
        with CaptureQueriesContext(connection) as asked:
            assert client.get(reverse("accounts:user-list")).status_code == 200
        counts.append(len([q for q in asked if "SAVEPOINT" not in q["sql"]]))
    assert counts[0] == counts[1]
    assert counts[0] <= 12


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_the_list_is_exported_as_shown(world: World, sign_in: SignIn, kind: str) -> None:
    client = sign_in(world.people["sekretariat"])
    answer = client.get(reverse("accounts:user-list"), {"q": "dinsos@", "_export": kind})
    assert answer.headers["Content-Disposition"] == f'attachment; filename="akun.{kind}"'
    if kind == "csv":
        lines = answer.content.decode("utf-8-sig").split()
        assert lines[0].startswith("Nama")
        assert "dinsos@kota-kediri.example.id" in answer.content.decode()
        assert "dinkes@" not in answer.content.decode()


def test_the_filter_of_states_agrees_with_the_word_shown(world: World) -> None:
    services.user_invite(by=world.people["admin"], email="baru@contoh.example.id", full_name="Baru Contoh")
    old = services.user_invite(
        by=world.people["admin"], email="lama@contoh.example.id", full_name="Lama Contoh"
    )
    User.objects.filter(pk=old.pk).update(invited_at="2020-01-01T00:00Z")
    services.user_disable(by=world.people["admin"], person=world.people["dinkes"])
    everyone = User.objects.all()
    for person in everyone:
        found = UserFilter({"state": person.state.value}, everyone).qs
        assert person in found
        assert {row.state for row in found} == {person.state}


DEEDS = {
    "disable": services.user_disable,
    "enable": services.user_enable,
    "reset": services.user_reset_second_factor,
    "again": services.user_invite_again,
}


@limits(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    moves=st.lists(
        st.tuples(
            st.sampled_from(["sekretariat", "admin", "pengawas", "dinsos", "dinsos_kasus"]),
            st.sampled_from(sorted(DEEDS)),
            st.sampled_from(["sekretariat", "admin", "pengawas", "dinsos", "dinsos_kasus"]),
        ),
        max_size=6,
    )
)
def test_no_order_of_acts_on_accounts_gives_anybody_more(
    world: World, moves: list[tuple[str, str, str]]
) -> None:
    """Keeping accounts moves doors, never rights: nobody's groups grow, and never by one's own hand."""
    cache.clear()
    User.objects.update(is_active=True)
    before = {key: _groups(person) for key, person in world.people.items()}
    for by, deed, target in moves:
        actor = User.objects.get(pk=world.people[by].pk)
        if not actor.is_active:
            continue
        allowed = by in ("sekretariat", "admin") and (by != target or deed == "enable")
        try:
            DEEDS[deed](by=actor, person=world.people[target])
        except Denied:
            continue
        assert allowed
    for key, person in world.people.items():
        assert _groups(person) <= before[key]
    assert not Authenticator.objects.filter(user=world.people["dinsos_kasus"]).exists()


def _groups(person: User) -> frozenset[int]:
    return User.objects.get(pk=person.pk).authority.group_ids
