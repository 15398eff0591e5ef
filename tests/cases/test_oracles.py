"""Twin worlds: alike save for a case somebody may not know of. Nothing they can ask tells the worlds apart.

Every address is asked in both, with the same clock: status, headers, bytes and the number of queries are
equal (assurance.md M2). The second world is the first before the case was opened.
"""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest
import time_machine
from django.db import connection, transaction
from django.test import override_settings
from django.utils import timezone

from cases.models import CaseLink, CaseNote, Identity, Incident, Shelter
from tests.access.matrix import values_for
from tests.access.routes import walk
from tests.access.test_cases_matrix import ABSENT, POLICY, ROUTES, key_of, standing, url_of
from tests.access.test_matrix import TOKEN
from tests.access.walker import Walker, address, undone
from tests.cases.builders import acting, draft_referral, give_consent, handlers_desk, move, open_case
from tests.cases.scene import OWNER, RECEIVER, STATES
from tests.factories import make_world
from tests.scene import make_scene

NONCE = re.compile(rb"nonce-[^' ]+|nonce=\"[^\"]+\"")
FORM_KEY = re.compile(rb'name="key" value="[^"]+"')
QUICK = {"case-detail", "identity", "attachment-file", "recusal-create", "referral-create"}
OUTSIDERS = ("dinkes_kasus", "dinsos", "dinkes", "sekda", "admin", "statistik", "asing")


@pytest.fixture(scope="module")
def walker(django_db_setup: None, django_db_blocker: Any) -> Iterator[Walker]:
    with (
        django_db_blocker.unblock(), transaction.atomic(), override_settings(SECOND_FACTOR_REQUIRED=False),
        time_machine.travel(timezone.now(), tick=False),
    ):  # fmt: skip
        foreigner = make_world("16.09", "OKU Selatan").people["sekretariat"]
        walker = Walker(make_scene(), foreigner)
        for client in walker.clients.values():
            client.defaults["HTTP_X_FORWARDED_FOR"] = "203.0.113.7"  # as people come: through the proxy
        yield walker
        transaction.set_rollback(True)


@contextmanager
def counted() -> Iterator[list[str]]:
    """The statements of a stretch of code."""
    asked: list[str] = []

    def note(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        asked.append(sql)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        yield asked


def said(walker: Walker, role: str, url: str) -> tuple[int, bytes, bytes, int]:
    """Everything a person can tell of an answer, and how many queries it took."""
    with undone(), counted() as asked:
        response = walker.ask(role, "GET", url)
        body = b"".join(response.streaming_content) if response.streaming else response.content
    if body.startswith(b"PK"):  # a workbook's envelope carries the time of the disk
        with ZipFile(BytesIO(body)) as parts:
            body = b"".join(name.encode() + parts.read(name) for name in sorted(parts.namelist()))
    headers = repr(sorted(response.headers.items())).encode()
    clean = [FORM_KEY.sub(b"", NONCE.sub(b"", TOKEN.sub(b"", part))) for part in (body, headers)]
    return response.status_code, *clean, len(asked)


def addresses(walker: Walker, state: str) -> list[str]:
    """Every address with parameters of the case in a state where it is about one, and lists as exported."""
    found = []
    for route in walk():
        name = route.name.removeprefix("cases:")
        if name in POLICY and name in ROUTES:
            key = key_of(walker.scene, POLICY[name].thing, state)
            found += [url_of(walker.scene, route, key)] if key else []
        elif "logout" not in route.name:
            found.append(address(route, values_for(walker.scene, route)))
    lists = [address(route, {}) for route in walk() if route.name.endswith("-list") and not route.parameters]
    return found + [f"{url}?_export={kind}" for url in lists for kind in ("csv", "xlsx")]


def world_of(walker: Walker, role: str, urls: list[str]) -> dict[str, tuple]:
    return {url: said(walker, role, url) for url in urls}


def differences(
    walker: Walker, roles: tuple[str, ...], urls: list[str], more: Callable[[], None]
) -> list[str]:
    """Addresses that answer differently once `more` has happened."""
    before = {role: world_of(walker, role, urls) for role in roles}
    with undone():
        more()
        after = {role: world_of(walker, role, urls) for role in roles}
    return [f"{role} {url}" for role in roles for url in urls if before[role][url] != after[role][url]]


def another_victim(walker: Walker) -> None:
    """A second victim of the referred incident, known to the owner alone, with a life of their own."""
    world, scene = walker.scene.world, walker.scene.cases
    first = scene.cases["dirujuk"]
    with acting(world, OWNER):
        incident = Incident.objects.get(pk=first.incident_id)
    second = open_case(world, OWNER, "Dinas Sosial", incident, age_group="13_17")
    with acting(world, OWNER) as now:
        desk, agency = handlers_desk(world, "Dinas Sosial").group, world.agencies["Dinas Sosial"]
        Identity.objects.create(case=second, name="Korban Kedua Contoh", updated_by=now.user)
        Shelter.objects.create(
            case=second, name="Rumah Contoh", since=timezone.localdate(), recorded_by=now.user
        )
        CaseNote.objects.create(
            case=second, body="Contoh.", shared=True, group=desk, agency=agency, written_by=now.user
        )
        low, high = sorted((first.pk, second.pk))
        CaseLink.objects.create(first_id=low, second_id=high, note="Contoh.", made_by=now.user)
    consent = give_consent(world, OWNER, second)
    referral = draft_referral(world, OWNER, second, "Dinas Sosial", "Dinas Kesehatan", consent=consent)
    assert move(world, OWNER, referral, "send") == (True, "dikirim")


def test_of_two_victims_the_receiver_knows_one(walker: Walker) -> None:
    urls = addresses(walker, "dirujuk")
    assert len(urls) > 150
    assert differences(walker, (RECEIVER,), urls, lambda: another_victim(walker)) == []


def test_the_owner_does_see_the_difference(walker: Walker) -> None:
    """The twin worlds do differ: whoever may know is told."""
    pk = walker.scene.cases.cases["dirujuk"].pk
    assert differences(walker, (OWNER,), ["/kasus/", f"/kasus/{pk}/"], lambda: another_victim(walker))


def a_case_of_another_desk(walker: Walker) -> None:
    case = open_case(walker.scene.world, RECEIVER, "Polres")
    draft_referral(walker.scene.world, RECEIVER, case, "Polres", "Dinas Sosial")


@pytest.mark.panjang
@pytest.mark.parametrize("role", OUTSIDERS)
def test_a_case_of_others_changes_nothing(walker: Walker, role: str) -> None:
    urls = addresses(walker, "sendiri")
    assert differences(walker, (role,), urls, lambda: a_case_of_another_desk(walker)) == []


@pytest.mark.parametrize(
    "name",
    [
        pytest.param(name, marks=() if name in QUICK else pytest.mark.panjang)
        for name in sorted(POLICY.keys() & ROUTES.keys())
    ],
)
def test_hidden_costs_what_absent_costs(walker: Walker, name: str) -> None:
    """As many queries for a hidden case as for one that never was, in each state."""
    policy, route = POLICY[name], ROUTES[name]
    for role in (OWNER, RECEIVER):
        absent = said(walker, role, url_of(walker.scene, route, ABSENT))[3]
        for state in STATES:
            key = key_of(walker.scene, policy.thing, state)
            if key and not policy.seen <= standing(role, state):
                assert said(walker, role, url_of(walker.scene, route, key))[3] == absent, f"{role} {state}"


def test_a_typed_code_that_is_hidden_is_one_that_is_not(walker: Walker) -> None:
    cases, answers = walker.scene.cases.cases, set()
    url = address(ROUTES["link-create"], {"pk": cases["dirujuk"].pk})
    for code in (cases["sendiri"].code, "K26-ZZZZZZ"):
        with undone(), counted() as asked:
            response = walker.clients[RECEIVER].post(url, {"code": code, "note": ""})
        told = NONCE.sub(b"", TOKEN.sub(b"", response.content)).replace(code.encode(), b"")
        answers.add((response.status_code, told, len(asked)))
    assert len(answers) == 1
    assert b"K26-ZZZZZZ" in response.content, "the form keeps what was typed"
