"""What every standing towards a case may do with every walled table, in plain SQL: the second wall on a page.

The scene is that of `tables.Scene`. A row per table, in the order of PEOPLE: rows read, changed, deleted;
`+` may write a row of their own, `d` one as somebody of another desk, `n` in another's name, `g` for another
desk, `f` in another task force, `l` a link the other way round; `>` may move rows to another case.
"""

from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection, transaction

from cases.enums import HANDLE
from cases.models import Case
from tests.cases.corners import CORNERS, Corner
from tests.cases.tables import Scene, walled_models
from tests.cases.walls_world import Stage, administrator, role

PEOPLE = (
    "polres_ppa", "ketiga", "rekan_polres", "dinsos_kasus", "rekan_dinsos", "dinkes_kasus", "koordinator",
    "asing_oku", "polres", "sekretariat", "pengawas", "sekda", "admin", "sekretariat_oku", "pengawas_oku",
)  # fmt: skip
LINES = """
Incident        330+  330+  220+  100+  000+  200+  300+  200+  000   000   000   000   000   000   000
Case            330+  330+  220   100+  000   200   300   200   000   000   000   000   000   000   000
CaseGrant       1200  1200  1200  400   400   1200  1500  300   000   000   000   000   000   000   000
Recusal         440+  430+  400   110+  100   100   000+  100   000   000   000   100   000   100   000
CaseHeader      000   000   000   000   000   000   000   000   000   300   000   000   000   000   000
BreakGlass      100   100   000   000   000   100   200   000   000   000   200   000   000   000   000
CaseTrail       500+  500+  000+  100+  000+  100+  100+  100+  000+  000+  400+  000+  000+  000+  100+
OverRead        100+g 000+g 000   100+g 000   100   400+g 100   000   000   400   000   000   000   100
Identity        330+dn 330+dn 220   000   000   220   320   000   000   000   000   000   000   000   000
IdentityNotice  100+  100+  000   100   000   000   100+  000   000   000   000   000   000   000   000
Shelter         110+dn 110+dn 000   000   000   000   100   100   000   000   000   000   000   000   000
Screening       110+dn 110+dn 000   110+dn 000   000   100   000   000   000   000   000   000   000   000
Consent         990+dn 990+dn 440   550+dn 000   440   940   400   000   000   000   000   000   000   000
ServiceNeed     111+dn 111+dn 000   111+dn 000   000   100   000   000   000   000   000   000   000   000
ServiceRecord   510+n 510+dn 000   510+n 000   100   500   100   000   000   000   000   000   000   000
StageState      110+dn 110+dn 000   110+dn 000   000   100   000   000   000   000   000   000   000   000
ChecklistMark   111+dn 111+dn 000   111+dn 000   000   100   000   000   000   000   000   000   000   000
CaseNote        110+  110+  000   110+  000   000   100   000   000   000   000   000   000   000   000
Attachment      110+  110+  000   110+  000   000   100   000   000   000   000   000   000   000   000
CaseLink        202+dnl 202+dnl 000   000   000   000   200   000   000   000   000   000   000   000   000
CaseDraft       111+> 111+> 000   111+  000+  000   111+> 000   000   000   000   000   000   000   000
PossibleMatch   000   000   000   000   000   000   110   000   000   000   000   000   000   000   000
DisposalRecord  101+  101+  000   100   000   000   100   000   000   000   000   000   000   000   000
Referral        1411+n 1411+dn 400   311+n 000   200   400   000   000   000   000   000   000   000   000
ReferralEvent   1700  1700  800   400   000   400   600   000   000   000   000   000   000   000   000
ReferralOffer   100   100   000   100   000   000   000   000   000   000   000   000   000   000   000
ReferralCounter 000   000   000   000   000   000   000   000   000   000   000   000   000   000   000
CaseDocument    110+f 110+f 000   110+f 000   000   110+f 000   000   000   000   000   000   000   000
CaseExport      111+  111+  000   111+  000   000   111+  000   000   000   000   000   000   000   000
CaseJob         110+f 110+f 000   110+f 000   000   110+f 000   000   000   000   000   000   000   000
CaseFigure      100   100   100   100   100   100   100   000   100   200   100   200   000   000   000
FrozenYear      000   000   000   000   000   000   000   000   000   000   000   000   000   000   000
ReleasedCell    100   100   100   100   100   100   100   000   100   100   100   100   000   000   000
YearRemark      100   100   100   100   100   100   100   000   100   100+  100   100   000   000+  000
EvaluationDocument 100 100  100   100   100   100   100   000   100   100+  100   100+  000   000+  000
AccessReport    100+  100d  000   000   000   000   000   000   000   000   000   000   000   000   000
"""
PAGE = {line.split()[0]: line.split()[1:] for line in LINES.strip().splitlines()}


# Functions of the kernel, and who may call each: everything else is refused.
CALLABLE = {
    **dict.fromkeys(
        (
            "cases_break_glass",
            "cases_break_glass_review",
            "cases_dispose",
            "cases_referral_answer",
            "cases_referral_number",
        ),
        "web",
    ),
    **dict.fromkeys(
        (
            "cases_clock_counts",
            "cases_clock_escalate",
            "cases_counts",
            "cases_disposed_files",
            "cases_due_clocks",
            "cases_exports_purge",
            "cases_grants_expire",
            "cases_nik_match",
            "core_seal",
        ),
        "worker",
    ),
    **dict.fromkeys(
        (
            "cases_incident_open",
            "cases_paper_of",
            "cases_recused",
            "cases_referral_move",
            "core_seal_check",
            "core_seal_head",
            "core_seal_size",
            "core_seal_trails",
        ),
        "web worker",
    ),
}
DEFINERS = """
SELECT f.proname, has_function_privilege('gugus_web', f.oid, 'EXECUTE'),
       has_function_privilege('gugus_worker', f.oid, 'EXECUTE')
FROM pg_proc f WHERE f.prosecdef AND f.pronamespace = 'public'::regnamespace
"""


def check_callable() -> None:
    """Who may call which function of the kernel, and what no policy but only a missing right forbids."""
    with connection.cursor() as cursor:
        cursor.execute(DEFINERS)
        told = {name: ("web " * web + "worker" * worker).strip() for name, web, worker in cursor.fetchall()}
        cursor.execute(
            "SELECT has_table_privilege('gugus_web', 'cases_grantreason', 'SELECT'), "
            "has_table_privilege('gugus_worker', 'cases_casejob', 'DELETE')"
        )
        assert cursor.fetchone() == (False, False)
    assert {name: who for name, who in told.items() if who} == CALLABLE


@pytest.fixture(scope="module")
def scene(django_db_setup: None, django_db_blocker: Any) -> Iterator[Scene]:
    with django_db_blocker.unblock(), administrator(), transaction.atomic():
        yield Scene(Stage())
        transaction.set_rollback(True)


def test_who_calls_the_kernel(scene: Scene) -> None:
    check_callable()


@pytest.mark.parametrize("corner", CORNERS, ids=lambda corner: corner.__name__)
def test_a_corner(scene: Scene, corner: Corner) -> None:
    with transaction.atomic():
        corner(scene)
        transaction.set_rollback(True)


def test_every_walled_table_has_a_line() -> None:
    assert {model.__name__ for model in walled_models()} == set(PAGE)


@pytest.mark.parametrize("person", PEOPLE)
def test_the_page(scene: Scene, person: str) -> None:
    expected = {table: line[PEOPLE.index(person)] for table, line in PAGE.items()}
    assert scene.ways(person) == expected


@pytest.mark.parametrize("person", PEOPLE)
def test_the_first_wall_alone_says_the_same(scene: Scene, person: str) -> None:
    differ = {table: sets for table, sets in scene.first(person).items() if sets[0] != sets[1]}
    assert not differ


def test_nobody_sees_nothing(scene: Scene) -> None:
    """By the first wall alone: who has not signed in, and who was disabled a moment ago."""
    disabled = scene.stage.user(scene.people["polres_ppa"])
    assert disabled.authority.group_ids
    disabled.is_active = False
    with role("none"):
        for nobody in (disabled, AnonymousUser()):
            assert not Case.objects.allowed_to(nobody, HANDLE).exists()
            for model in walled_models():
                if hasattr(model.objects, "visible_to"):
                    assert not model.objects.visible_to(nobody).exists(), model


def test_the_list_holds_what_one_sees(scene: Scene) -> None:
    rows, pages = scene.stage.raw(), scene.stage.django()
    assert {p.name: found["page"] for p, found in pages.items()} == {
        p.name: found["cases"] for p, found in rows.items()
    }
