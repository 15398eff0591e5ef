"""Pages of a case as its handlers walk them: opened, screened, agreed to, served, closed; nothing lost."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from cases.models import Case, CaseDraft, CaseNote, CaseTrail
from gugus.accounts.models import User
from members.enums import Role
from tests.cases.builders import acting, open_case
from tests.cases.test_cases import refer
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


def test_two_editors_of_a_case_both_keep_their_work(world: World, handler: Client, case: Case) -> None:
    """The second sees what the first saved; what only the first changed is taken over."""
    page = handler.get(url("case-update", case)).content.decode()
    found = re.search(r'name="seen" value="([^"]+)"', page)
    assert found
    base = CORE | {"risk": "sedang", "seen": found.group(1)}
    assert handler.post(url("case-update", case), base | {"language": "Madura"}).status_code == 302
    answer = handler.post(url("case-update", case), base | {"simfoni_number": "S-12"})
    assert answer.status_code == 409
    shown = re.sub(r"\s+", " ", answer.content.decode())
    assert "Belum disimpan: orang lain mengubahnya" in shown
    assert 'value="Madura"' in shown
    assert 'value="S-12"' in shown
    again = re.search(r'name="seen" value="([^"]+)"', shown)
    assert again
    merged = base | {"seen": again.group(1), "language": "Madura", "simfoni_number": "S-12"}
    assert handler.post(url("case-update", case), merged).status_code == 302
    with acting(world, "polres_ppa"):
        row = Case.objects.get(pk=case.pk)
        assert (row.language, row.simfoni_number, row.version) == ("Madura", "S-12", 3)


def test_what_is_typed_is_kept_encrypted_and_ones_own(
    world: World, handler: Client, case: Case, sign_in: Enter
) -> None:
    typed = {"body": "Sedang diketik."}
    answer = handler.post(reverse("cases:draft-save", args=[case.pk, "catatan"]), typed)
    assert answer["X-Draft"] == "kept"
    assert "tersimpan" in answer.content.decode()
    page = text(handler.get(url("note-list", case)))
    assert "Sedang diketik." in page
    assert "Buang isian ini" in page
    colleague = world.person("rekan", Role.HANDLER, world.agencies["Polres"])
    assert "Sedang diketik." not in text(sign_in(colleague).get(url("note-list", case)))
    handler.post(url("note-list", case), typed | {"shared": "on"})
    with acting(world, "polres_ppa"):
        assert CaseNote.objects.get().shared
        assert not CaseDraft.objects.exists()


def test_the_code_opens_the_case_and_never_stands_in_an_address(
    world: World, handler: Client, case: Case
) -> None:
    hidden = open_case(world, "dinsos_kasus", "Dinas Sosial")
    found = handler.post(url("case-find"), {"code": case.code.lower()})
    assert found.url == case.get_absolute_url()
    said = [
        text(handler.post(url("case-find"), {"code": code})).replace(code, "")
        for code in (hidden.code, "K26-ZZZZZZ")
    ]
    strip = re.compile(r'value="[A-Za-z0-9]{64}"|"X-CSRFToken": "[A-Za-z0-9]{64}"')
    assert strip.sub("", said[0]) == strip.sub("", said[1])
    assert "Tidak ada kasus dengan kode ini" in said[0]


def test_a_list_taken_away_is_recorded(world: World, handler: Client, case: Case) -> None:
    answer = handler.get(url("case-list") + "?_export=csv")
    assert case.code in answer.content.decode()
    with acting(world, "polres_ppa"):
        kept = CaseTrail.objects.get(action="cases.case_export")
    assert kept.detail["cases"] == 1


def test_a_reader_without_the_right_to_handle_is_told_so(world: World, case: Case, sign_in: Enter) -> None:
    refer(world, case)
    client = sign_in(world.people["dinsos_kasus"])
    assert case.code in text(client.get(case.get_absolute_url()))
    assert client.get(url("note-list", case)).status_code == 200
    assert client.get(url("case-update", case)).status_code == 403
    assert client.get(url("case-close", case)).status_code == 403
