"""Screening: what the rule proposes, that a person decides, and that nobody's work is lost."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from cases.enums import Indication
from cases.models import Case, Screening
from cases.rules.cases import Stale
from cases.rules.screening import propose
from cases.services.screening import screening_save, version_of
from gugus.accounts.models import User
from tests.cases.builders import acting, open_case
from tests.factories import World

SOME = st.lists(st.sampled_from(["a", "b", "c"]), max_size=3)


@given(process=SOME, means=SOME, purpose=SOME, child=st.booleans())
def test_the_rule_is_that_of_the_law(
    process: list[str], means: list[str], purpose: list[str], child: bool
) -> None:
    """UU 21/2007 Pasal 1 angka 1, and for a child without cara; never "not indicated" by rule."""
    found = propose(process=process, means=means, purpose=purpose, child=child).indication
    strong = len(process) > 0 and len(purpose) > 0 and (child or len(means) > 0)
    assert found == (Indication.STRONG if strong else Indication.DEEPEN)


ELEMENTS = {"process": ["perekrutan"], "means": ["penipuan"], "purpose": ["kerja_paksa"]}


@pytest.fixture(autouse=True)
def _without_second_factor(settings: Any) -> None:
    settings.SECOND_FACTOR_REQUIRED = False


@pytest.fixture
def case(world: World) -> Case:
    return open_case(world, "polres_ppa", "Polres")


@pytest.mark.django_db
def test_another_decision_than_proposed_is_explained(world: World, case: Case) -> None:
    with acting(world, "polres_ppa") as now:
        with pytest.raises(ValidationError, match="Tulis mengapa"):
            screening_save(case=case, indication="tidak", note=" ", by=now.user, **ELEMENTS)
        row = screening_save(case=case, indication="tidak", note="Kerja biasa.", by=now.user, **ELEMENTS)
        assert row.indication == Indication.NONE
        case.refresh_from_db()
        assert case.followed_up_at is not None, "screening is the first follow-up"


@pytest.mark.django_db
def test_the_second_to_save_is_told(world: World, case: Case) -> None:
    with acting(world, "polres_ppa") as now:
        first = screening_save(case=case, indication="kuat", note="", by=now.user, **ELEMENTS)
        read = version_of(first)
        screening_save(case=case, indication="kuat", note="x", by=now.user, version=read, **ELEMENTS)
        with pytest.raises(Stale):
            screening_save(case=case, indication="kuat", note="y", by=now.user, version=read, **ELEMENTS)


@pytest.mark.django_db
def test_the_page_proposes_without_saving(
    world: World, case: Case, sign_in: Callable[[User], Client]
) -> None:
    client, url = sign_in(world.people["polres_ppa"]), reverse("cases:screening", args=[case.pk])
    seen = re.search(r'name="seen" value="([^"]+)"', client.get(url).content.decode())
    assert seen
    typed = ELEMENTS | {"seen": seen.group(1)}
    page = client.post(url, typed | {"usulan": "1"}).content.decode()
    assert "Usulan aturan: terindikasi kuat TPPO." in page
    assert 'value="penipuan"' in page
    with acting(world, "polres_ppa"):
        assert not Screening.objects.exists()
    assert client.post(url, typed | {"indication": "kuat"}).status_code == 302
    with acting(world, "polres_ppa"):
        assert Screening.objects.get().means == ["penipuan"]
