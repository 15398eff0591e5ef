"""The case trail: reads stand or fall with their record, denials stay, and who reads it is walled twice."""

import os
import re
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import psycopg
import pytest
from django.conf import settings
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext

from cases.models import Case, CaseTrail
from cases.selectors.trail import case_trail, task_force_trail, trail_list
from cases.services import trail
from gugus.core import seal
from gugus.core.trail_words import action_words
from tests.cases.builders import acting, draft_referral, fresh, give_consent, move, open_case
from tests.conftest import empty
from tests.factories import World, make_world
from tests.rad.test_queries import FRAME

pytestmark = pytest.mark.django_db
VALUES = re.compile(r"'[^']*'|[0-9]+")
TOKEN = re.compile(rb"[A-Za-z0-9]{64}")  # of CSRF, masked anew in every answer


@pytest.fixture(autouse=True)
def _without_second_factor(settings: Any) -> None:
    settings.SECOND_FACTOR_REQUIRED = False


@pytest.fixture
def case(world: World) -> Case:
    return open_case(world, "polres_ppa", "Polres")


def read(world: World, who: str, case: Case | None) -> None:
    with acting(world, who) as now:
        trail.record(by=now.user, action="cases.case_read", case=case)


def seen(world: World, who: str) -> set[UUID]:
    """Entries a person sees through Django, which must be what plain SQL shows them."""
    with acting(world, who) as now, connection.cursor() as cursor:
        rows = set(trail_list(now.user).values_list("pk", flat=True))
        cursor.execute("SELECT id FROM cases_casetrail")
        assert {row[0] for row in cursor.fetchall()} == rows, who
    return rows


def test_a_read_is_kept_with_who_where_and_in_what_role(world: World, case: Case) -> None:
    read(world, "polres_ppa", case)
    with acting(world, "polres_ppa") as now:
        (row,) = case_trail(now.user, case)
    assert (row.action, row.label, row.denied, row.role) == ("cases.case_read", case.code, False, "penangan")
    assert (row.actor_name, row.agency_name) == (world.people["polres_ppa"].full_name, "Polres")


def test_a_read_that_comes_to_nothing_leaves_nothing(world: World, case: Case) -> None:
    with transaction.atomic():
        read(world, "polres_ppa", case)
        transaction.set_rollback(True)
    assert seen(world, "polres_ppa") == set()


def test_owner_pengawas_and_the_person_read_it(world: World, case: Case) -> None:
    foreign = make_world("16.09", "OKU Selatan")
    consent = give_consent(world, "polres_ppa", case)
    referral = draft_referral(world, "polres_ppa", case, "Polres", "Dinas Sosial", consent=consent)
    assert move(world, "polres_ppa", referral, "send")[0]
    assert move(world, "dinsos_kasus", referral, "accept")[0]
    read(world, "polres_ppa", case)
    read(world, "dinsos_kasus", case)
    assert len(seen(world, "polres_ppa")) == 2
    assert len(seen(world, "pengawas")) == 2
    assert len(seen(world, "dinsos_kasus")) == 1, "the receiver sees its own acts only"
    for other in ("sekretariat", "sekda", "admin", "polres"):
        assert seen(world, other) == set(), other
    assert seen(foreign, "pengawas") == set()
    with acting(world, "pengawas") as now:
        assert task_force_trail(now.user).count() == 2


def test_one_who_stopped_handling_reads_no_more_of_it(world: World, case: Case) -> None:
    other = world.person("polres_dua", "penangan", world.agencies["Polres"])
    read(world, "polres_ppa", case)
    assert len(seen(world, "polres_dua")) == 1
    from cases.services.recusal import recusal_record

    with acting(world, other) as now:
        recusal_record(case=case, user=now.user, reason="kerabat terlapor", by=now.user)
    mine = seen(world, "polres_dua")
    assert len(mine) == 1
    with acting(world, other) as now:
        assert [row.action for row in trail_list(now.user)] == ["cases.recusal_record"], "only one's own act"


def test_nobody_writes_in_anothers_name(world: World, case: Case) -> None:
    with pytest.raises(DatabaseError, match="row-level security"), acting(world, "dinsos_kasus"):
        trail.record(by=fresh(world.people["polres_ppa"]), action="cases.case_read", case=case)


@pytest.mark.parametrize(
    "statement", ["UPDATE cases_casetrail SET action = 'x'", "DELETE FROM cases_casetrail"]
)
def test_the_case_trail_is_append_only(world: World, case: Case, statement: str) -> None:
    read(world, "polres_ppa", case)
    refused = pytest.raises(DatabaseError, match="permission denied")
    with acting(world, "polres_ppa"), connection.cursor() as cursor, refused, transaction.atomic():
        cursor.execute(statement)


class TestOnItsOwnConnection:
    """What is written beside the transaction must be looked for after it."""

    pytestmark = pytest.mark.django_db(transaction=True)

    @pytest.fixture(autouse=True)
    def begun_empty(self, transactional_db: None) -> None:
        """Refusals that tests before these wrote on a connection of their own were not rolled back."""
        empty()

    @pytest.mark.parametrize("exists", [True, False])
    def test_a_denial_outlives_the_request(self, world: World, case: Case, exists: bool) -> None:
        asked = case.pk if exists else uuid4()
        with acting(world, "dinsos_kasus") as now:
            trail.denied(by=now.user, action="cases.case_read", case_id=asked)
            transaction.set_rollback(True)
        (row,) = rows_of("dinsos_kasus", world)
        assert (row.case_id, row.denied, row.label) == (asked, True, "")
        assert len(seen(world, "pengawas")) == 1
        assert len(seen(world, "polres_ppa")) == exists, "the owner sees who knocked at their case"

    def test_its_rows_are_sealed(self, world: World, case: Case) -> None:
        read(world, "polres_ppa", case)
        with psycopg.connect(os.environ["DATABASE_WORKER_URL"], autocommit=True) as worker:
            assert worker.execute("SELECT core_seal('cases_casetrail')").fetchone() == (1,)
        assert "cases_casetrail" in seal.trails()
        assert seal.check("cases_casetrail") == []
        with psycopg.connect(os.environ["DATABASE_OWNER_URL"], autocommit=True) as owner:
            owner.execute("SET ROLE gugus_kernel")
            owner.execute("SELECT 1 FROM cases_casetrail").fetchall()
        with psycopg.connect(os.environ["DATABASE_OWNER_URL"].replace("gugus_owner", "postgres")) as admin:
            admin.execute("UPDATE cases_casetrail SET action = 'cases.lain'")
        (fault,) = seal.check("cases_casetrail")
        assert fault.kind == "row_altered"

    @pytest.mark.parametrize("page", ["", "jejak/", "berhenti/", "jejak/laporan-akses/"])
    def test_hidden_and_absent_are_one(self, world: World, case: Case, sign_in: Any, page: str) -> None:
        """The same bytes after the same questions, and a row in the trail each."""
        client = sign_in(world.people["dinsos_kasus"])
        client.get("/kasus/")
        answers, asked = [], []
        for key in (case.pk, uuid4()):
            with CaptureQueriesContext(connection) as caught:
                answer = client.get(f"/kasus/{key}/{page}")
            answers.append(
                (answer.status_code, TOKEN.sub(b"", answer.content).replace(str(key).encode(), b""))
            )
            asked.append([VALUES.sub("", query["sql"]) for query in caught.captured_queries])
        hidden, absent = answers
        assert hidden == absent, "but for the address"
        assert hidden[0] == 404
        assert asked[0] == asked[1]
        assert [row.denied for row in rows_of("dinsos_kasus", world)] == [True, True]
        assert len(seen(world, "polres_ppa")) == 1

    def test_a_refusal_of_what_one_sees_is_kept_too(self, world: World, case: Case, sign_in: Any) -> None:
        consent = give_consent(world, "polres_ppa", case)
        referral = draft_referral(world, "polres_ppa", case, "Polres", "Dinas Sosial", consent=consent)
        move(world, "polres_ppa", referral, "send")
        move(world, "dinsos_kasus", referral, "accept")
        assert sign_in(world.people["dinsos_kasus"]).get(f"/kasus/{case.pk}/jejak/").status_code == 403
        (row,) = rows_of("dinsos_kasus", world)
        assert (row.denied, row.label, row.action) == (True, case.code, "cases.trail_read")


class TestPages:
    def test_the_owner_reads_filters_and_takes_it_away(self, world: World, case: Case, sign_in: Any) -> None:
        read(world, "polres_ppa", case)
        client = sign_in(world.people["polres_ppa"])
        page = f"/kasus/{case.pk}/jejak/"
        assert "membaca kasus" in client.get(page).content.decode()
        taken = client.get(page, {"action": "cases.case_read", "_export": "csv"}).content.decode()
        assert [line for line in taken.splitlines()[1:] if "membaca kasus" not in line] == []
        assert len(taken.splitlines()) == 2
        assert "cases.trail_export" in {row.action for row in rows_of("polres_ppa", world)}

    def test_pengawas_reads_codes_and_is_recorded(self, world: World, case: Case, sign_in: Any) -> None:
        read(world, "polres_ppa", case)
        shown = sign_in(world.people["pengawas"]).get("/kasus/jejak/").content.decode()
        assert case.code in shown
        assert next(row.action for row in rows_of("pengawas", world)) == "cases.trail_read"

    @pytest.mark.parametrize(
        ("who", "path"), [("pengawas", "/kasus/jejak/"), ("polres_ppa", "/kasus/{}/jejak/")]
    )
    def test_no_more_queries_for_more_rows(
        self, world: World, case: Case, sign_in: Any, who: str, path: str
    ) -> None:
        client, counts = sign_in(world.people[who]), []
        for rows in (1, 40):
            for _row in range(rows):
                read(world, "polres_ppa", case)
            client.get(path.format(case.pk))
            with CaptureQueriesContext(connection) as caught:
                assert client.get(path.format(case.pk)).status_code == 200
            counts.append(len([q for q in caught.captured_queries if not framed(q["sql"])]))
        assert counts[0] == counts[1]
        assert counts[0] <= 12


CODE = re.compile(r'(?:action|reads)\s*=\s*"(cases\.\w+)"')


def test_every_code_has_words() -> None:
    """Whoever reads the trail reads Indonesian, not codes."""
    sources = Path(settings.BASE_DIR, "cases").rglob("*.py")
    used = {code for path in sources for code in CODE.findall(path.read_text())}
    assert len(used) > 30
    assert {code for code in used if action_words(code) == code} == set()


def framed(sql: str) -> bool:
    """What every request pays once."""
    return any(word in sql for word in FRAME)


def rows_of(who: str, world: World) -> list[Any]:
    with acting(world, who) as now:
        return list(CaseTrail.objects.visible_to(now.user))
