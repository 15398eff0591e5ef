"""The pages of cases ask the database the same few questions, however much there is."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from gugus.accounts.models import User
from tests.cases.builders import draft_referral, give_consent, move, open_case
from tests.factories import World
from tests.rad.test_queries import FRAME

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _without_second_factor(settings: Any) -> None:
    settings.SECOND_FACTOR_REQUIRED = False


def asked(client: Client, url: str) -> list[str]:
    with CaptureQueriesContext(connection) as caught:
        assert client.get(url).status_code == 200
    texts = [query["sql"] for query in caught.captured_queries]
    return [sql for sql in texts if not any(word in sql for word in FRAME)]


def refer(world: World, case: Any) -> None:
    consent = give_consent(world, "polres_ppa", case)
    referral = draft_referral(world, "polres_ppa", case, "Polres", "Dinas Sosial", consent=consent)
    move(world, "polres_ppa", referral, "send")


@pytest.mark.parametrize("query", ["", "?status=aktif", "?stage=pengaduan", "?_export=csv"])
def test_the_list_asks_no_more_with_more_cases(
    world: World, sign_in: Callable[[User], Client], query: str
) -> None:
    client, url = sign_in(world.people["polres_ppa"]), reverse("cases:case-list") + query
    refer(world, open_case(world, "polres_ppa", "Polres"))
    few = len(asked(client, url))
    for _number in range(30):
        open_case(world, "polres_ppa", "Polres")
    many = asked(client, url)
    assert len(many) <= 12, "\n".join(many)
    assert len(many) <= few + 1, "\n".join(many)


def test_one_case_asks_few_questions(world: World, sign_in: Callable[[User], Client]) -> None:
    client, case = sign_in(world.people["polres_ppa"]), open_case(world, "polres_ppa", "Polres")
    few = len(asked(client, case.get_absolute_url()))
    for _number in range(3):
        refer(world, case)
    many = asked(client, case.get_absolute_url())
    assert len(many) <= 12, "\n".join(many)
    assert len(many) <= few + 1
