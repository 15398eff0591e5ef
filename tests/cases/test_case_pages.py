"""Pages of a case as its handlers walk them: opened, screened, agreed to, served, closed; nothing lost."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from cases.models import Case, CaseTrail
from gugus.accounts.models import User
from tests.cases.builders import acting, open_case
from tests.factories import World

pytestmark = pytest.mark.django_db
Enter = Callable[[User], Client]


@pytest.fixture(autouse=True)
def _without_second_factor(settings: Any) -> None:
    settings.SECOND_FACTOR_REQUIRED = False


@pytest.fixture
def case(world: World) -> Case:
    return open_case(world, "polres_ppa", "Polres", account="Dijanjikan kerja.")


@pytest.fixture
def handler(world: World, sign_in: Enter) -> Client:
    return sign_in(world.people["polres_ppa"])


def url(name: str, obj: Any = None) -> str:
    return reverse(f"cases:{name}", args=[obj.pk] if obj is not None else [])


def text(response: Any) -> str:
    assert response.status_code == 200, response.status_code
    return re.sub(r"\s+", " ", response.content.decode())


CORE = {"kind": "tppo", "sex": "perempuan", "age_group": "25_44", "risk": "tinggi"}


def test_an_agency_without_cases_reads_what_this_place_is_for(handler: Client) -> None:
    page = text(handler.get(url("case-list")))
    assert "Belum ada kasus" in page
    assert "Tidak ada kasus adalah kabar baik" in page
    assert url("case-create") in page


def test_from_nothing_to_an_open_case(world: World, handler: Client) -> None:
    typed = CORE | {"account": "Dijanjikan kerja di luar negeri."}
    page = handler.post(url("case-create"), typed, follow=True)
    with acting(world, "polres_ppa"):
        case = Case.objects.get()
        assert case.incident.account == "Dijanjikan kerja di luar negeri."
        assert case.follow_up_due is not None
    assert page.redirect_chain == [(case.get_absolute_url(), 302)]
    said = text(page)
    assert f"RAHASIA · Kasus {case.code}" in said
    assert "sisa" in said
    assert case.code in text(handler.get(url("case-list")))
    title = re.search(r"<title>(.*?)</title>", said)
    assert title
    assert title.group(1).strip().startswith(f"Kasus {case.code}")


def test_every_page_of_a_case_opens_and_is_recorded(world: World, handler: Client, case: Case) -> None:
    names = (
        "case-detail", "case-update", "incident-update", "case-close", "screening", "consent-list",
        "consent-create", "need-create", "service-create", "note-list", "link-create", "stage", "checklist",
    )  # fmt: skip
    for name in names:
        assert case.code in text(handler.get(url(name, case))), name
    with acting(world, "polres_ppa"):
        assert CaseTrail.objects.filter(case_id=case.pk, denied=False).count() == len(names)
