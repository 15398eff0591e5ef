"""Needs, services, notes, links and steps: each agency its own, and what it keeps when access has ended."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cases.models import Case, CaseNote, ServiceRecord
from cases.selectors.records import notes_of, own_records, steps_of
from cases.services.checklist import checklist_mark
from cases.services.links import link_add, link_remove
from cases.services.needs import need_add, need_met, need_remove
from cases.services.notes import note_add
from cases.services.records import service_record_save
from gugus.accounts.models import User
from gugus.core.permissions import Denied
from members.models import Sop
from tests.cases.builders import acting, move, open_case
from tests.cases.test_cases import refer
from tests.factories import World

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


@pytest.fixture(autouse=True)
def _without_second_factor(settings: Any) -> None:
    settings.SECOND_FACTOR_REQUIRED = False


@pytest.fixture
def case(world: World) -> Case:
    return open_case(world, "polres_ppa", "Polres")


def test_a_need_is_noted_once_then_met(world: World, case: Case) -> None:
    with acting(world, "polres_ppa") as now:
        need = need_add(case=case, service="konseling", by=now.user)
        with pytest.raises(ValidationError, match="sudah tercatat"):
            need_add(case=case, service="konseling", by=now.user)
        need_met(need=need, by=now.user)
        with pytest.raises(Denied, match="terpenuhi"):
            need_remove(need=need, by=now.user)
        again = need_add(case=case, service="konseling", by=now.user)
        need_remove(need=again, by=now.user)


def test_the_receiver_keeps_its_own_record(
    world: World, case: Case, sign_in: Callable[[User], Client]
) -> None:
    referral = refer(world, case)
    with acting(world, "dinsos_kasus") as now:
        seen = Case.objects.get(pk=case.pk)
        row = service_record_save(
            case=seen, service="rehabilitasi_sosial", started_on=TODAY, result="Hasil contoh.", by=now.user
        )
        assert row.referral_id == referral.pk
        assert row.stage == "sosial"
    with acting(world, "polres_ppa") as now:
        with pytest.raises(Denied, match="instansi lain"):
            service_record_save(
                case=case, record=row, service="konseling", started_on=TODAY, by=now.user
            )  # the owner reads it and may not rewrite it
        later = TODAY.replace(year=TODAY.year + 1, day=1)
        with pytest.raises(ValidationError, match="belum tiba"):
            service_record_save(case=case, service="konseling", started_on=later, by=now.user)
    move(world, "dinsos_kasus", referral, "finish")
    with acting(world, "dinsos_kasus") as now:
        assert not Case.objects.filter(pk=case.pk).exists()
        (kept,) = own_records(now.user)
        assert (kept.result, kept.seen) == ("Hasil contoh.", False)
        with pytest.raises(Denied):
            service_record_save(case=case, record=kept, service="konseling", started_on=TODAY, by=now.user)
    client = sign_in(world.people["dinsos_kasus"])
    page = client.get(reverse("cases:service-own-list")).content.decode()
    assert "Hasil contoh." in page
    assert str(case.pk) not in page
    assert client.get(case.get_absolute_url()).status_code == 404


def test_a_note_is_ones_own_desks_unless_shared(world: World, case: Case) -> None:
    refer(world, case)
    with acting(world, "polres_ppa") as now:
        note_add(case=case, body="Hanya untuk kami.", by=now.user)
        note_add(case=case, body="Untuk semua.", shared=True, by=now.user)
        assert notes_of(now.user, case).count() == 2
    with acting(world, "dinsos_kasus") as now:
        assert [note.body for note in notes_of(now.user, case)] == ["Untuk semua."]
        assert CaseNote.objects.count() == 1, "nor in the database"


def test_unknown_and_hidden_codes_are_answered_alike(world: World, case: Case) -> None:
    hidden = open_case(world, "dinsos_kasus", "Dinas Sosial")
    other = open_case(world, "polres_ppa", "Polres")
    said = []
    with acting(world, "polres_ppa") as now:
        for code in (hidden.code, "K26-ZZZZZZ", ""):
            with pytest.raises(ValidationError) as refused:
                link_add(case=case, code=code, by=now.user)
            said.append(refused.value.message_dict)
        assert said[0] == said[1] == said[2]
        with pytest.raises(ValidationError, match="kasus ini sendiri"):
            link_add(case=case, code=case.code, by=now.user)
        link = link_add(case=case, code=f" {other.code.lower()} ", by=now.user)
        with pytest.raises(ValidationError, match="sudah dikaitkan"):
            link_add(case=other, code=case.code, by=now.user)
        link_remove(link=link, by=now.user)


def test_steps_are_ticked_apart(world: World, case: Case) -> None:
    """Two people tick at once: each change is applied, none undoes the other's."""
    Sop.objects.create(
        task_force=world.task_force, code="SOP-K1", title="Contoh", stage="kesehatan",
        steps="Periksa luka\n\nRujuk visum\nPeriksa luka",
    )  # fmt: skip
    with acting(world, "polres_ppa") as now:
        first, second = steps_of(now.user, case)
        assert (first.text, second.text) == ("Periksa luka", "Rujuk visum")
        assert checklist_mark(case=case, done={first.key}, undone=(), by=now.user) == 1
        assert checklist_mark(case=case, done={second.key, "asing"}, undone=(), by=now.user) == 1
        assert all(step.mark for step in steps_of(now.user, case))
        assert checklist_mark(case=case, done=(), undone={first.key}, by=now.user) == 1
        assert [bool(step.mark) for step in steps_of(now.user, case)] == [False, True]


def test_the_record_of_an_unseen_case_is_a_number_only(world: World, case: Case) -> None:
    with acting(world, "polres_ppa") as now:
        row = service_record_save(case=case, service="pengaduan", started_on=TODAY, by=now.user)
        assert ServiceRecord.objects.get(pk=row.pk).number == case.code
        case.refresh_from_db()
        assert case.followed_up_at is not None
