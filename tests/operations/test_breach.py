"""The incident's list: complete for the window and nobody else's, codes only, sealed, recorded, in time."""

import csv
import stat
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from io import StringIO
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from cases.models import Case
from cases.services import trail
from cases.trail_words import ACTIONS
from gugus.core import audit
from gugus.core.context import acting_as
from gugus.core.models import AuditEvent
from gugus.operations.management.commands.breach_report import moment
from gugus.operations.selectors import breach
from gugus.operations.services.breach import notice_deadline
from tests.cases.builders import acting, open_case
from tests.factories import World, make_world
from tests.workers import owner

NAMES = ("Bunga Contoh", "KENARI")
Report = Callable[..., tuple[str, list[dict[str, str]]]]


@pytest.fixture
def as_owner(settings: Any) -> Callable[[], Any]:
    """This process as the database's owner, as the service `migrate` of docker-compose.yml is."""
    import os
    from contextlib import contextmanager

    @contextmanager
    def enter() -> Iterator[None]:
        kept, url = dict(connection.settings_dict), urlsplit(os.environ["DATABASE_OWNER_URL"])
        before = settings.ENV
        connection.close()
        connection.settings_dict |= {"USER": url.username, "PASSWORD": url.password or ""}
        settings.ENV = replace(before, role="owner")
        try:
            yield
        finally:
            connection.close()
            connection.settings_dict |= kept
            settings.ENV = before

    return enter


@pytest.fixture
def report(as_owner: Any, tmp_path: Path, world: World) -> Report:
    def make(**options: str) -> tuple[str, list[dict[str, str]]]:
        told, file = StringIO(), tmp_path / f"{timezone.now().timestamp()}.csv"
        day = timezone.localtime().date()
        given = {
            "since": str(day - timedelta(days=1)),
            "until": str(day),
            "actor": world.people["admin"].email,
        }
        with as_owner():
            call_command("breach_report", out=file, stdout=told, **given | options)
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
        with file.open(encoding="utf-8-sig", newline="") as opened:
            return told.getvalue(), list(csv.DictReader(opened))

    return make


@pytest.fixture
def case(world: World) -> Case:
    return open_case(world, "dinsos_kasus", "Dinas Sosial", account="KENARI uraian Bunga Contoh")


def act(world: World, who: str, action: str, case: Case | None, ip: str = "203.0.113.7") -> None:
    with acting_as(world.people[who], ip=ip, channel="halaman") as now:
        trail.record(by=now.user, action=action, case=case)


@pytest.mark.django_db(transaction=True)
def test_every_act_of_the_window_is_told_by_code(world: World, case: Case, report: Report) -> None:
    act(world, "dinsos_kasus", "cases.case_read", case)
    act(world, "dinsos_kasus", "cases.export_file_read", case)
    act(world, "dinsos_kasus", "cases.case_export", None)
    with acting(world, "dinsos_kasus") as now:
        trail.denied(by=now.user, action="cases.identity_show", case_id=case.pk)
    with acting_as(world.people["admin"]):
        audit.record(by=world.people["admin"], action="accounts.user_update", obj=world.people["dinkes"])
    told, rows = report()
    assert len(rows) == len(set(map(str, rows))) >= 5
    mine = [row for row in rows if row["kode atau akun"] == case.code]
    assert {"dibuka", "diunduh", "ditolak"} <= {row["cara"] for row in mine}
    assert {row["oleh"] for row in mine} == {world.people["dinsos_kasus"].email}
    assert {row["instansi"] for row in mine} == {"Dinas Sosial"}
    assert [row["cara"] for row in rows if row["jenis"] == "daftar"] == ["diunduh"]
    assert world.people["dinkes"].email in {row["kode atau akun"] for row in rows if row["jenis"] == "akun"}
    assert f"  {case.code}: " in told
    assert "utuh sejak awal rentang ini" in told
    for name in (*NAMES, world.people["dinsos_kasus"].full_name):
        assert name not in told + str(rows), name


@pytest.mark.django_db(transaction=True)
def test_only_the_account_and_the_network_asked_for(world: World, case: Case, report: Report) -> None:
    act(world, "dinsos_kasus", "cases.case_read", case)
    act(world, "dinsos_kasus", "cases.case_find", None, ip="198.51.100.9")
    act(world, "polres_ppa", "cases.case_find", None, ip="203.0.113.9")
    person, other = world.people["dinsos_kasus"].email, world.people["polres_ppa"].email
    assert {row["oleh"] for row in report(user=person)[1]} == {person}
    assert {row["oleh"] for row in report(ip="203.0.113.0/24")[1]} == {person, other}
    (row,) = report(ip="198.51.100.9")[1]
    assert (row["oleh"], row["cara"]) == (person, "dicari")
    assert report(user=other, ip="203.0.113.7")[1] == []


@pytest.mark.django_db(transaction=True)
def test_work_done_by_the_worker_for_them_is_theirs(world: World, case: Case, report: Report) -> None:
    act(world, "dinsos_kasus", "cases.case_read", case)
    with acting_as(world.people["dinsos_kasus"], channel="tugas") as now:
        trail.record(by=now.user, action="cases.export_ready", case=case)
    with acting_as(world.people["polres_ppa"], channel="tugas") as now:
        trail.record(by=now.user, action="cases.export_ready", case=None)
    rows = report(ip="203.0.113.7")[1]
    assert [row["saluran"] for row in rows if row["cara"] == "diunduh"] == ["tugas"]


@pytest.mark.django_db(transaction=True)
def test_each_task_force_learns_that_its_trail_was_read(world: World, case: Case, report: Report) -> None:
    foreign = make_world("16.09", "OKU Selatan")
    other = open_case(foreign, "dinsos_kasus", "Dinas Sosial")
    act(world, "dinsos_kasus", "cases.case_read", case)
    act(foreign, "dinsos_kasus", "cases.case_read", other)
    report()
    events = AuditEvent.objects.filter(action="operations.breach_report")
    counts = {event.task_force_id: event.detail["cases"] for event in events}
    assert {world.task_force.pk, foreign.task_force.pk} <= set(counts)
    assert counts[world.task_force.pk] == counts[foreign.task_force.pk] == 1
    assert {event.actor for event in events} == {world.people["admin"]}


@pytest.mark.django_db(transaction=True)
def test_a_broken_seal_is_told(world: World, case: Case, report: Report) -> None:
    act(world, "dinsos_kasus", "cases.case_read", case)
    with owner() as kernel:
        kernel.execute("SET ROLE gugus_owner")
        kernel.execute("ALTER TABLE cases_casetrail NO FORCE ROW LEVEL SECURITY")
        kernel.execute("UPDATE cases_casetrail SET ip = '10.0.0.1' WHERE action = 'cases.case_read'")
        kernel.execute("ALTER TABLE cases_casetrail FORCE ROW LEVEL SECURITY")
    told, _rows = report()
    assert "segel rusak" in told
    assert "diubah" in told


@pytest.mark.django_db(transaction=True)
def test_what_cannot_be_done_is_said(world: World, as_owner: Any, tmp_path: Path) -> None:
    taken = tmp_path / "ada.csv"
    taken.touch()
    good = {"since": "2026-11-01", "until": "2026-11-02", "actor": world.people["admin"].email}
    with pytest.raises(CommandError, match="GUGUS_ROLE=owner"):
        call_command("breach_report", **good)
    wrong = [
        ({"since": "kemarin"}, "bukan waktu"),
        ({"since": "2026-13-01"}, "bukan waktu"),
        ({"until": "2026-10-31"}, "lebih awal"),
        ({"ip": "300.1.1.1"}, "bukan alamat IP"),
        ({"user": "siapa@example.id"}, "Tidak ada akun"),
        ({"actor": "siapa@example.id"}, "Tidak ada akun"),
        ({"out": taken}, "tidak dapat ditulis"),
    ]
    for change, said in wrong:
        with as_owner(), pytest.raises(CommandError, match=said):
            call_command("breach_report", **good | change)
    assert not AuditEvent.objects.filter(action="operations.breach_report").exists()


@pytest.mark.django_db(transaction=True)
def test_the_checklist_names_the_hour(report: Report) -> None:
    told, rows = report(known_at="2026-11-22 08:30")
    assert "25 Nov 2026, 08.30" in told.replace("\xa0", " ")
    assert "Pasal 46" in told
    assert rows == []


@given(st.datetimes(timezones=st.just(UTC)).filter(lambda at: at.year < 9000))
def test_the_deadline_is_72_hours_whatever_the_calendar(known: datetime) -> None:
    assert notice_deadline(known) - known == timedelta(hours=72)


def test_a_day_as_end_is_still_in() -> None:
    assert moment("2026-11-22", end=True) - moment("2026-11-22") == timedelta(days=1)
    assert moment("2026-11-22 23:59", end=True) < moment("2026-11-22", end=True)


def test_every_act_about_a_case_has_a_kind() -> None:
    """What reads is never called a change, and what carries data away is called so."""
    for action in ACTIONS:
        if action.endswith(("_read", "_show")):
            assert breach.how(action) != breach.CHANGED, action
        if "export" in action and action.endswith(("_read", "_export", "_ready")):
            assert breach.how(action) == breach.EXPORTED, action
