"""Pemusnahan: never early, never alone, and nothing of the case is left afterwards but what must be."""

import re
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import psycopg
import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import ProgrammingError, connection, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from psycopg import sql

from cases.documents import disposal_content
from cases.models import Case, CaseDocument, CaseSettings, DisposalRecord, ServiceRecord
from cases.selectors.disposal import disposal_list
from cases.services.cases import case_reopen
from cases.services.disposal import (
    disposal_approve,
    disposal_paper_keep,
    disposal_paper_make,
    disposal_propose,
    disposal_withdraw,
    files_delete,
)
from cases.services.recusal import recusal_record
from gugus.core.crypto import EncryptedTextField, sealed_storage
from gugus.core.permissions import Denied
from gugus.demo import servers
from gugus.documents.layouts import secret_pdf
from gugus.operations.backup.database import named
from members.enums import Role
from tests.access.routes import walk
from tests.cases.builders import acting, draft_referral, fresh, give_consent, move, open_case
from tests.cases.scene import CaseScene, Planter, _case, handlers_desk
from tests.documents.reading import findings, words_of
from tests.environment import DATA_DIR
from tests.factories import World
from tests.workers import as_worker

pytestmark = pytest.mark.django_db
FIRST, SECOND, THIRD = "dinsos_kasus", "dinsos_dua", "polres_ppa"
TOKEN = re.compile(rb"[A-Za-z0-9]{64}")
ABSENT = uuid4()
BASIS = "JRA Contoh butir 4.2"


@pytest.fixture(autouse=True)
def _without_second_factor(settings: Any) -> None:
    settings.SECOND_FACTOR_REQUIRED = False


@pytest.fixture
def scene(world: World) -> CaseScene:
    """One whole case of Dinas Sosial, every field and file of it a canary; Polres served it once."""
    world.person(SECOND, Role.HANDLER, world.agencies["Dinas Sosial"])
    made = CaseScene()
    plant = Planter(world, made)
    _case(plant, "musnah", {FIRST})
    case = made.cases["musnah"]
    consent = give_consent(world, FIRST, case)
    typed = plant.texts(apps.get_model("cases", "Referral"), "musnah", {FIRST})
    sent = draft_referral(world, FIRST, case, "Dinas Sosial", "Polres", consent=consent, **typed)
    move(world, FIRST, sent, "send")
    move(world, THIRD, sent, "accept")
    with acting(world, THIRD) as now:
        ServiceRecord.objects.create(
            case=case, number="R-1", service="penegakan_hukum", stage="hukum", referral=sent,
            agency=world.agencies["Polres"], group=handlers_desk(world, "Polres").group,
            started_on=timezone.localdate(), result="tetap milik Polres", recorded_by=now.user,
        )  # fmt: skip
    reason = plant.note("cases_referralevent.reason", "musnah", {FIRST})
    move(world, FIRST, sent, "withdraw", reason=reason)
    return made


def close(world: World, case: Case, days: int, years: int = 10) -> None:
    """Closed so many days more than its retention ago."""
    with acting(world, FIRST):
        ago = timezone.now().replace(year=timezone.now().year - years) - timedelta(days=days)
        values = {"status": "ditutup", "closed_at": ago, "closure": "pulih"}
        Case.objects.filter(pk=case.pk).update(**values)


@pytest.fixture
def case(world: World, scene: CaseScene) -> Case:
    made = scene.cases["musnah"]
    with acting(world, FIRST):
        close(world, made, days=1)
        return Case.objects.get(pk=made.pk)


def propose(world: World, case: Case, who: str = FIRST) -> DisposalRecord:
    with acting(world, who) as now:
        return disposal_propose(case=Case.objects.get(pk=case.pk), reason=BASIS, by=now.user)


def approve(world: World, case: Case, who: str = SECOND, code: str = "") -> DisposalRecord:
    with acting(world, who) as now:
        row = Case.objects.get(pk=case.pk)
        return disposal_approve(case=row, code=code or row.code, by=now.user)


def dispose(world: World, who: str, record: DisposalRecord) -> Any:
    """The database's own answer, no rule of ours before it."""
    with acting(world, who), connection.cursor() as cursor:
        cursor.execute("SELECT cases_dispose(%s)", [record.pk])
        return cursor.fetchone()[0]


def test_two_people_and_the_typed_code(world: World, case: Case) -> None:
    propose(world, case)
    with pytest.raises(Denied, match="orang kedua"):
        approve(world, case, FIRST)
    with pytest.raises(ValidationError, match="Kode tidak cocok"):
        approve(world, case, code="K20-XXXXXX")
    record = approve(world, case)
    assert record.number == f"BA-PM/{case.code}/{timezone.localdate().year}"
    assert record.approved_by_id == world.people[SECOND].pk
    with pytest.raises(Denied, match="sudah dilaksanakan"):
        approve(world, case)


def test_too_early_is_refused_by_rule_and_by_the_database(world: World, case: Case) -> None:
    record = propose(world, case)
    close(world, case, days=-1)
    with pytest.raises(Denied, match="disimpan sampai"):
        approve(world, case)
    assert dispose(world, SECOND, record) is None
    close(world, case, days=1)
    with acting(world, FIRST):
        CaseSettings.objects.update_or_create(task_force=world.task_force, defaults={"retention_years": 11})
    assert dispose(world, SECOND, record) is None, "the region keeps longer"
    with acting(world, FIRST) as now:
        assert not disposal_list(now.user).exists()
        CaseSettings.objects.update(retention_years=1)
        assert [row.pk for row in disposal_list(now.user)] == [case.pk]


def test_the_database_asks_again_who(world: World, case: Case) -> None:
    """Not the one who proposed, no other desk, nobody recused, nothing while a referral runs."""
    record = propose(world, case)
    assert dispose(world, FIRST, record) is None
    assert dispose(world, THIRD, record) is None
    assert dispose(world, "sekretariat", record) is None
    assert dispose(world, SECOND, DisposalRecord(pk=uuid4())) is None
    with acting(world, FIRST) as now:
        recusal_record(case=case, user=fresh(world.people[SECOND]), reason="kerabat", by=now.user)
    assert dispose(world, SECOND, record) is None
    with acting(world, FIRST):
        assert Case.objects.get(pk=case.pk).status == "ditutup"


def test_a_running_referral_and_a_reopened_case_stop_it(world: World) -> None:
    world.person(SECOND, Role.HANDLER, world.agencies["Dinas Sosial"])
    case = open_case(world, FIRST, "Dinas Sosial")
    sent = draft_referral(world, FIRST, case, "Dinas Sosial", "Polres")
    move(world, FIRST, sent, "send")
    close(world, case, days=1)
    with pytest.raises(Denied, match="masih berjalan"):
        propose(world, case)
    with acting(world, FIRST) as now:
        record = DisposalRecord.objects.create(case=case, reason=BASIS, proposed_by=now.user)
        closed = Case.objects.get(pk=case.pk)
        with pytest.raises(Denied, match="Batalkan dahulu"):
            case_reopen(case=closed, by=now.user)
    assert dispose(world, SECOND, record) is None
    move(world, FIRST, sent, "withdraw", reason="selesai")
    assert dispose(world, SECOND, record) is not None


def test_web_can_neither_forge_nor_change_the_record(world: World, case: Case) -> None:
    """Not for another desk's case, not in another's name, not approved from the start, never changed."""
    forged: list[tuple[str, dict[str, Any]]] = [
        (THIRD, {}),
        (FIRST, {"proposed_by": world.people[SECOND]}),
        (FIRST, {"approved_by": world.people[SECOND]}),
        (FIRST, {"disposed_at": timezone.now()}),
    ]
    for who, extra in forged:
        values = {"case": case, "reason": BASIS, "proposed_by": world.people[who]} | extra
        with pytest.raises(ProgrammingError), acting(world, who), transaction.atomic():
            DisposalRecord(**values).save(force_insert=True)
    propose(world, case)
    with pytest.raises(ProgrammingError), acting(world, SECOND) as now, transaction.atomic():
        DisposalRecord.objects.update(approved_by=now.user)


def test_taken_back_by_either_and_proposed_anew(world: World, case: Case) -> None:
    propose(world, case)
    with acting(world, SECOND) as now:
        disposal_withdraw(case=case, by=now.user)
    propose(world, case, SECOND)
    approve(world, case, FIRST)
    with acting(world, FIRST) as now, pytest.raises(Denied):
        disposal_withdraw(case=Case.objects.get(pk=case.pk), by=now.user)


@pytest.mark.django_db(transaction=True)
def test_nothing_is_left_but_what_must_be(world: World, scene: CaseScene, case: Case) -> None:
    """No text of the case in any table of cases, no file; figures and Polres' own record stay."""
    before, paths = figures(world), files(world)
    assert len(paths) == 3
    assert all(path.exists() for path in paths)
    propose(world, case)
    assert len(written()) > 20, "the case was full"
    record = approve(world, case)
    assert not any(path.exists() for path in paths)
    files_delete(record.counts["files"])  # again, as the hourly sweep does
    assert len(record.counts["files"]) == 3
    assert record.counts["rows"]["identity"] == 1
    assert written() == {("cases_servicerecord", "result")}
    with acting(world, THIRD) as now:
        (kept,) = ServiceRecord.objects.visible_to(now.user)
        assert (kept.result, kept.number) == ("tetap milik Polres", "R-1")
        assert not Case.objects.visible_to(now.user).exists()
    with acting(world, FIRST) as now:
        left = Case.objects.visible_to(now.user).get()
        assert (left.code, left.closure, left.status) == (case.code, "pulih", "dimusnahkan")
        assert not Case.objects.allowed_to(now.user, "handle_case").exists()
    assert figures(world) == before


def written() -> set[tuple[str, str]]:
    """Encrypted columns that still hold something, as no policy hides anything from a dump."""
    found = set()
    urls = servers.ensure_postgres(DATA_DIR, durable=False)
    name = connection.settings_dict["NAME"]
    with psycopg.connect(named(urls["admin"], name)) as admin:
        for model in apps.get_app_config("cases").get_models():
            for column in model._meta.concrete_fields:
                if isinstance(column, EncryptedTextField):
                    place = (model._meta.db_table, column.column)
                    asked = "SELECT EXISTS (SELECT 1 FROM {} WHERE length({}) > 0)"
                    if admin.execute(sql.SQL(asked).format(*map(sql.Identifier, place))).fetchone() == (
                        True,
                    ):
                        found.add(place)
    return found


def figures(world: World) -> list[Any]:
    with as_worker(), connection.cursor() as cursor:
        cursor.execute("SELECT * FROM cases_counts(%s) ORDER BY 1, 2, 3, 4, 5", [world.task_force.pk])
        return cursor.fetchall()


def files(world: World) -> list[Path]:
    with acting(world, FIRST):
        names = [
            row.file.name
            for model in ("Attachment", "CaseDocument", "CaseExport")
            for row in apps.get_model("cases", model).objects.all()
        ]
    return [Path(sealed_storage().path(name)) for name in names]


def test_a_destroyed_case_takes_no_act_and_is_nothing_to_others(
    world: World, case: Case, sign_in: Callable[..., Client]
) -> None:
    """Every address of a case: its owner's handler reads or is refused; for the agency that served it once,
    and for one that never did, it and a case that never was are the same bytes, by GET and POST."""
    propose(world, case)
    approve(world, case)
    world.person("dinkes_kasus", Role.HANDLER, world.agencies["Dinas Kesehatan"])
    routes = [route for route in walk() if route.pattern.startswith("kasus/<uuid:pk>/")]
    assert len(routes) > 30
    owner = sign_in(world.people[FIRST])
    before = written()
    for route in routes:
        url = f"/{route.pattern.replace('<uuid:pk>', str(case.pk))}"
        if "<" in url:
            continue
        assert owner.get(url).status_code in (200, 302, 403, 404, 405), url
        for person in (THIRD, "dinkes_kasus"):
            client = sign_in(world.people[person])
            for act in (client.get, client.post):
                hidden, absent = (act(url.replace(str(case.pk), str(key))) for key in (case.pk, ABSENT))
                assert hidden.status_code == absent.status_code, url
                assert hidden.status_code in (404, 405), url
                left, right = (TOKEN.sub(b"", page.content) for page in (hidden, absent))
                assert left.replace(str(case.pk).encode(), b"") == right.replace(str(ABSENT).encode(), b"")
    assert written() == before


def test_the_berita_acara_says_when_who_and_what(world: World, case: Case) -> None:
    propose(world, case)
    approve(world, case)
    with acting(world, FIRST) as now:
        row = Case.objects.get(pk=case.pk)
        paper = disposal_paper_make(case=row, by=now.user)
        record = DisposalRecord.objects.get()
        pdf = secret_pdf(disposal_content(record, now.user))
        disposal_paper_keep(paper=paper, pdf=pdf, by=now.user)
        assert CaseDocument.objects.get().file
    text = " ".join(words_of(pdf).split())
    assert findings(pdf) == []
    people = [world.people[who].full_name for who in (FIRST, SECOND)]
    for said in ("Pada hari ini, ", "tahun dua ribu", case.code, BASIS, "Identitas korban 1", *people):
        assert said in text, said
    assert "KENARI" not in text


class TestPages:
    def test_from_the_list_to_the_proof(self, world: World, case: Case, sign_in: Any) -> None:
        first, second = (sign_in(world.people[who]) for who in (FIRST, SECOND))
        page = first.get(reverse("cases:disposal-list")).content.decode()
        assert case.code in page
        assert "boleh dimusnahkan" in page
        ask = reverse("cases:disposal-propose", args=[case.pk])
        assert ask in first.get(case.get_absolute_url()).content.decode()
        assert "Belum ada yang dihapus" in first.get(ask).content.decode()
        assert first.post(ask, {"reason": ""}).status_code == 200
        assert first.post(ask, {"reason": BASIS}).status_code == 302
        do = reverse("cases:disposal-approve", args=[case.pk])
        assert first.get(do).status_code == 403
        assert BASIS in second.get(do).content.decode()
        assert second.post(do, {"code": case.code}).status_code == 302
        left = second.get(case.get_absolute_url()).content.decode()
        assert "Berkas kasus ini sudah dimusnahkan." in left
        assert reverse("cases:identity", args=[case.pk]) not in left
        assert "KENARI" not in left
        made = second.post(reverse("cases:disposal-paper", args=[case.pk]), follow=True)
        assert "Berita acara pemusnahan BA-PM/" in made.content.decode()
        assert "dimusnahkan" in first.get(reverse("cases:disposal-list")).content.decode()

    def test_empty_in_words(self, world: World, sign_in: Any) -> None:
        page = sign_in(world.people[FIRST]).get(reverse("cases:disposal-list")).content.decode()
        assert "Belum ada berkas yang boleh dimusnahkan" in page

    def test_other_desks_learn_nothing(self, world: World, case: Case, sign_in: Any) -> None:
        client = sign_in(world.people[THIRD])
        assert case.code not in client.get(reverse("cases:disposal-list")).content.decode()
        for name in ("propose", "approve", "withdraw", "paper"):
            assert client.get(reverse(f"cases:disposal-{name}", args=[case.pk])).status_code == 404
