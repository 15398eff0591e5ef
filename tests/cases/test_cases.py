"""A case's life through its services: opened, changed by two, closed with what still runs named, reopened."""

from typing import Any

import pytest
from django.core.exceptions import ValidationError

from cases.enums import Stage, StageStatus
from cases.models import Case, CaseTrail, Incident
from cases.rules.cases import Stale
from cases.selectors.cases import case_page, desks_of
from cases.services.cases import case_close, case_open, case_reopen, case_update
from cases.services.incidents import incident_update
from cases.services.stages import stage_set
from gugus.core.permissions import Denied
from members.enums import Role
from tests.cases.builders import acting, draft_referral, give_consent, move, open_case
from tests.factories import World

pytestmark = pytest.mark.django_db
CORE = {"kind": "tppo", "sex": "perempuan", "age_group": "25_44", "risk": "tinggi"}


@pytest.fixture
def case(world: World) -> Case:
    return open_case(world, "polres_ppa", "Polres")


def refer(world: World, case: Case, *, scope: str = "identitas", accepted: bool = True) -> Any:
    consent = give_consent(world, "polres_ppa", case, scope=scope)
    referral = draft_referral(world, "polres_ppa", case, "Polres", "Dinas Sosial", consent=consent)
    move(world, "polres_ppa", referral, "send")
    if accepted:
        move(world, "dinsos_kasus", referral, "accept")
    return referral


def test_only_handlers_open_cases_and_only_for_their_own_desk(world: World) -> None:
    with acting(world, "polres_ppa") as now:
        (desk,) = desks_of(now.user)
        case = case_open(desk=desk, by=now.user, incident={"account": "Contoh."}, **CORE)
        assert case.code.startswith("K")
        assert case.owner_id == desk.group_id
        assert case.stage == Stage.INTAKE
    with acting(world, "dinsos_kasus") as now, pytest.raises(ValidationError, match="Pilih instansi"):
        case_open(desk=desk, by=now.user, **CORE)
    with acting(world, "sekretariat") as now, pytest.raises(Denied):
        case_open(desk=desk, by=now.user, **CORE)


def test_another_victim_of_an_incident_comes_through_a_case_one_handles(world: World, case: Case) -> None:
    with acting(world, "polres_ppa") as now:
        (desk,) = desks_of(now.user)
        second = case_open(desk=desk, by=now.user, beside=case, **CORE)
        assert second.incident_id == case.incident_id
        assert Incident.objects.count() == 1
    with acting(world, "dinsos_kasus") as now:
        (desk,) = desks_of(now.user)
        with pytest.raises(Denied):
            case_open(desk=desk, by=now.user, beside=case, **CORE)


def test_the_second_editor_is_told_and_nothing_is_written(world: World, case: Case) -> None:
    with acting(world, "polres_ppa") as now:
        case_update(case=case, version=1, by=now.user, language="Madura")
        with pytest.raises(Stale):
            case_update(case=case, version=1, by=now.user, language="Jawa")
        row = Case.objects.get(pk=case.pk)
        assert (row.language, row.version) == ("Madura", 2)
        incident_update(case=row, version=1, by=now.user, account="Dijanjikan kerja.")
        with pytest.raises(Stale):
            incident_update(case=row, version=1, by=now.user, account="Lain.")


def test_a_receiver_changes_its_stage_but_not_the_case(world: World, case: Case) -> None:
    refer(world, case)
    with acting(world, "dinsos_kasus") as now:
        seen = Case.objects.get(pk=case.pk)
        with pytest.raises(Denied, match="penanggung jawab"):
            case_update(case=seen, version=1, by=now.user, language="Jawa")
        assert stage_set(case=seen, stages={Stage.SOCIAL: StageStatus.RUNNING}, by=now.user) == ["sosial"]
        seen.refresh_from_db()
        assert seen.stage == Stage.SOCIAL, "the furthest that runs, though the receiver may not write it"
    with acting(world, "polres_ppa") as now:
        stage_set(case=seen, stages={Stage.SOCIAL: StageStatus.DONE}, by=now.user)
        stage_set(case=seen, stages={Stage.HEALTH: StageStatus.RUNNING}, by=now.user)
        seen.refresh_from_db()
        assert seen.stage == Stage.HEALTH


def test_closing_names_what_still_runs(world: World, case: Case) -> None:
    referral = refer(world, case)
    with acting(world, "polres_ppa") as now:
        with pytest.raises(ValidationError, match="Dinas Sosial"):
            case_close(case=case, closure="pulih", note="", by=now.user)
        closed = case_close(case=case, closure="pulih", note="Selesai.", by=now.user, knowing={referral.pk})
        assert closed.closed_at is not None
        with pytest.raises(Denied, match="sudah ditutup"):
            case_update(case=closed, version=closed.version, by=now.user, language="Jawa")
        opened = case_reopen(case=closed, by=now.user)
        assert (opened.status, opened.closure, opened.closure_note) == ("aktif", "", "")
        kept = CaseTrail.objects.get(action="cases.case_reopen")
        assert kept.detail == {"closure": "pulih"}, "why it was closed stays in the trail"


def test_pages_by_keyset_show_each_case_once(world: World) -> None:
    made = {open_case(world, "polres_ppa", "Polres").pk for _number in range(7)}
    world.person("rekan", Role.HANDLER, world.agencies["Polres"])
    with acting(world, "rekan") as now:
        for stage, expected in (("", made), ("pengaduan", made), ("hukum", set())):
            seen: list[Any] = []
            after = None
            while True:
                page = case_page(now.user, after=after, stage=stage, size=3)
                seen += [row.pk for row in page.rows]
                after = page.after
                if after is None:
                    break
            assert len(seen) == len(set(seen)) == len(expected)
            assert set(seen) == expected
        assert case_page(now.user).total == 7
        assert case_page(now.user, status="ditutup").rows == []
