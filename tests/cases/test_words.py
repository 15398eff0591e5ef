"""Vocabularies: a region's own terms beside the shipped ones."""

from collections.abc import Callable

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from cases.enums import TermKind
from cases.models import Term
from cases.selectors.vocabulary import label_of, terms
from cases.services import words
from gugus.core.permissions import Denied
from tests.cases.builders import acting, fresh
from tests.factories import World, make_world

pytestmark = pytest.mark.django_db


def add(world: World, label: str, by: str = "sekretariat") -> Term:
    with acting(world, by) as now:
        return words.term_add(kind=TermKind.SOURCE, label=label, by=now.user)


def labels(world: World, person: str = "dinsos_kasus") -> list[str]:
    with acting(world, person):
        return [term.label for term in terms(fresh(world.people[person]), TermKind.SOURCE)]


def test_an_own_term_is_offered_here_alone(world: World) -> None:
    add(world, "Diantar pendamping desa")
    assert "Diantar pendamping desa" in labels(world)
    other = make_world("16.09", "OKU Selatan")
    assert "Diantar pendamping desa" not in labels(other)


def test_an_ended_term_stays_readable(world: World) -> None:
    term = add(world, "Diantar pendamping desa")
    with acting(world, "sekretariat") as now:
        words.term_end(term=term, by=now.user)
    with acting(world, "dinsos_kasus"):
        assert label_of(fresh(world.people["dinsos_kasus"]), TermKind.SOURCE, term.code) == term.label


def test_no_word_twice_and_nothing_shipped_is_ended(world: World) -> None:
    with pytest.raises(ValidationError):
        add(world, "sapa 129")
    with acting(world, "sekretariat") as now, pytest.raises(ValidationError):
        words.term_end(term=Term.objects.filter(task_force__isnull=True).first(), by=now.user)
    with pytest.raises(Denied):
        add(world, "Dari penangan", by="dinsos_kasus")


def test_the_page_says_what_each_service_opens(world: World, sign_in: Callable[..., Client]) -> None:
    client = sign_in(world.people["sekretariat"])
    client.post("/kasus/aturan/istilah/tambah/", {"kind": "asal", "label": "Diantar pendamping desa"})
    page = client.get("/kasus/aturan/istilah/").content.decode()
    assert "Diantar pendamping desa" in page
    assert "membaca kasus, menangani kasus, membaca identitas, membaca tempat aman" in page
