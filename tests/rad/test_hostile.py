"""Hostile and broken reporting workbooks: refused with a reason, no write, nothing left, little memory."""

import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.test import TestCase
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from openpyxl import load_workbook

from gugus.core.permissions import Denied
from gugus.core.sheets.refusals import REASONS
from members.models import Appointment
from rad import resources, selectors, services
from rad.enums import AnswerStatus
from rad.models import AnswerRun, IndicatorValue, Party, ProgressReport, ReportingPeriod
from rad.selectors import AnswerPreview
from rad.services import Given
from rad.services.answers import AT_ONCE
from tests.core.test_sheets import repacked
from tests.factories import make_world
from tests.rad.builders import Rad, make_rad, open_period
from tests.rad.hostile import UNREADABLE
from tests.rad.spoiled import FAULTY, UNTRUSTED, cell, put

WRITE = re.compile(r'(?:INSERT INTO|UPDATE|DELETE FROM) "(\w+)"')

LIMIT = 200 * 2**20
# Runs the reader as a child of its own, so that the figure is the reader's alone, and ends as it ended.
WATCH = """
import os, sys
pid = os.posix_spawn(sys.argv[2], sys.argv[2:], os.environ)
_pid, status, used = os.wait4(pid, 0)
with open(sys.argv[1], "a") as file:
    file.write(f"{used.ru_maxrss}\\n")
code = os.waitstatus_to_exitcode(status)
os.kill(os.getpid(), -code) if code < 0 else os._exit(code)
"""


@pytest.fixture
def peaks(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A file with the most memory each reading used, in KiB, one line per child."""
    notes, run = tmp_path / "peaks", subprocess.run
    notes.touch()

    def watched(command: list[str], **options: Any) -> Any:
        assert f'"memory": {LIMIT}' in command[-1], "the child is told its limit"
        return run([sys.executable, "-I", "-S", "-c", WATCH, str(notes), *command], **options)

    monkeypatch.setattr(subprocess, "run", watched)
    return notes


def peak(notes: Path) -> int:
    """In bytes."""
    return max((int(line) * 1024 for line in notes.read_text().splitlines()), default=0)


@pytest.fixture
def folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """Where whatever is written while reading would lie."""
    place = tmp_path / "sementara"
    place.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(place))
    return place


@pytest.fixture(scope="module")
def stage(django_db_setup: None, django_db_blocker: Any) -> Iterator[Rad]:
    """One plan with a draft of Dinas Sosial for all tests of the file."""
    with django_db_blocker.unblock(), transaction.atomic():
        rad = make_rad(make_world())
        rad.save("dinsos", "dinsos", narrative="Semula.")
        yield rad
        transaction.set_rollback(True)


@pytest.fixture
def rad(stage: Rad) -> Iterator[Rad]:
    """The stage as it was before the test, with everybody's rights read anew."""
    with transaction.atomic():
        yield replace(stage, period=ReportingPeriod.objects.get(pk=stage.period.pk))
        transaction.set_rollback(True)
    for person in stage.world.people.values():
        person.acting_in(stage.world.task_force.pk)


def book_of(rad: Rad, person: str = "dinsos") -> bytes:
    return resources.answer_workbook(rad.world.people[person], rad.period)


def uploaded(rad: Rad, data: bytes, person: str = "dinsos") -> AnswerRun:
    by = rad.world.people[person]
    return services.answer_upload(period=rad.period, data=data, file_name="laporan.xlsx", behalf=False, by=by)


def shown(rad: Rad, run: AnswerRun) -> AnswerPreview:
    return selectors.answer_preview(rad.world.people["dinsos"], AnswerRun.objects.get(pk=run.pk))


@contextmanager
def no_write_to_reports() -> Iterator[None]:
    """Only the upload's own row and the trail may be written."""
    with CaptureQueriesContext(connection) as caught:
        yield
    writes = [WRITE.match(query["sql"]) for query in caught.captured_queries]
    tables = {match[1] for match in writes if match}
    assert tables <= {"rad_answerrun", "core_auditevent", "rad_radjob"}, tables


def check_nothing_left(folder: Path) -> None:
    assert not list(folder.iterdir())
    stored = Path(settings.MEDIA_ROOT) / "answers"
    assert not stored.exists() or not list(stored.iterdir())


def check_refused(run: AnswerRun, words: str) -> None:
    reason = run.result["reason"]
    assert run.status == AnswerStatus.REFUSED
    assert words in reason
    assert len(re.findall(r"[.:;]( |$)", reason)) >= 3, "what, rule and cure"
    assert "%(" not in reason
    assert (run.rows, run.faults, bool(run.upload)) == ({}, [], False)


@pytest.mark.parametrize("name", UNREADABLE)
def test_what_cannot_be_read_is_refused(name: str, rad: Rad, peaks: Path, folder: Path) -> None:
    """In the child process, within its memory, with what is wrong, the rule and the cure."""
    build, code = UNREADABLE[name]
    data = build(book_of(rad))
    with no_write_to_reports():
        run = read_anyhow(rad, data)
    check_refused(run, str(REASONS[code]).split("%(")[0])
    assert peak(peaks) < LIMIT
    check_nothing_left(folder)


def read_anyhow(rad: Rad, data: bytes) -> AnswerRun:
    """Small files are read at once; for large ones this is what the worker does."""
    run = uploaded(rad, data)
    if run.status == AnswerStatus.READING:
        with TestCase.captureOnCommitCallbacks(execute=True):
            run = services.answer_read(run=run, by=rad.world.people["dinsos"])
    return run


@pytest.mark.parametrize("name", UNTRUSTED)
def test_what_is_not_ours_is_refused(name: str, rad: Rad, peaks: Path, folder: Path) -> None:
    build, words = UNTRUSTED[name]
    data = build(book_of(rad))
    with no_write_to_reports():
        run = uploaded(rad, data)
    check_refused(run, words)
    assert peak(peaks) < LIMIT
    check_nothing_left(folder)


@pytest.mark.parametrize("name", FAULTY)
def test_a_bad_cell_is_named_and_nothing_is_written(name: str, rad: Rad, peaks: Path, folder: Path) -> None:
    """Cell, value, rule and example; and saving it is refused as a whole, good cells included."""
    build, words = FAULTY[name]
    data = (
        put("follow_up", "Baik.")(build(book_of(rad))) if "reaches out" not in name else build(book_of(rad))
    )
    with no_write_to_reports():
        run = uploaded(rad, data)
        preview = shown(rad, run)
        with pytest.raises(ValidationError, match="sel yang salah"):
            services.answer_commit(run=run, choices={}, by=rad.world.people["dinsos"])
    fault = preview.faults[0]
    assert words in f"{fault.rule} {fault.example}"
    assert re.fullmatch(r"[A-Z]+\d+", fault.cell)
    assert fault.sheet == "Laporan"
    assert fault.example.startswith("Contoh")
    assert "3571990101900001" not in f"{fault.value}{run.rows}{run.faults}"
    assert peak(peaks) < LIMIT
    check_nothing_left(folder)


def test_what_begins_like_a_formula_stays_a_text(rad: Rad) -> None:
    """`=cmd`, `+62…`, `-`, `@`: typed as text, kept as text, and text again in the next workbook."""
    for text in ("=cmd|' /C calc'!A0", "+62 354 000", "-5 hari", "@sekretariat"):
        run = uploaded(rad, put("narrative", text, text=True)(book_of(rad)))
        services.answer_commit(run=run, choices={}, by=rad.world.people["dinsos"])
        assert ProgressReport.objects.get().narrative == text
        place = cell(load_workbook(BytesIO(book_of(rad))), "narrative")
        assert (place.value, place.data_type) == (text, "s")


def test_what_turns_the_writing_round_is_taken_out(rad: Rad) -> None:
    """U+202E makes `exe.gnp` of `png.exe`; the word stays, the sign goes."""
    run = uploaded(rad, put("narrative", "foto\u202egnp.exe\u0085 baru")(book_of(rad)))
    assert "\u202e" not in shown(rad, run).changes[0].becomes


# A good file at a bad moment --------------------------------------------------------------------------------


def committed(rad: Rad, run: AnswerRun, **choices: str) -> AnswerRun:
    return services.answer_commit(run=run, choices=choices, by=rad.world.people["dinsos"])


def check_kept_out(rad: Rad, run: AnswerRun, words: str) -> None:
    """The file's one change is named as left alone, with the reason, and saving writes nothing."""
    preview = shown(rad, run)
    assert not preview.changes
    assert words in preview.notes[0].text
    assert preview.notes[0].cells == 1
    with no_write_to_reports():
        assert committed(rad, run).result["cells_written"] == 0


def test_a_file_of_another_agency(rad: Rad) -> None:
    rad.save("dinkes", "dinkes")
    check_refused(uploaded(rad, book_of(rad, "dinkes")), "instansi lain")


def test_a_file_of_another_period(rad: Rad) -> None:
    data, ordinal = book_of(rad), rad.period.ordinal
    open_period(rad, ordinal=ordinal % 4 + 1)
    check_refused(uploaded(rad, data), "periode lain")


def test_a_file_of_another_task_force(rad: Rad) -> None:
    there = make_rad(make_world("36.03", "Kabupaten Tangerang"))
    check_refused(uploaded(rad, book_of(there)), "gugus tugas lain")


def test_a_file_for_atas_nama_in_ones_own_place(rad: Rad) -> None:
    theirs = resources.answer_workbook(rad.secretariat, rad.period, behalf=True)
    check_refused(uploaded(rad, theirs), "laporan atas nama")


def test_two_people_at_once(rad: Rad) -> None:
    """A uploads, B saves, A saves: A is asked, B's value stands until A has answered."""
    run = uploaded(rad, put("value", 7)(book_of(rad)))
    assert not shown(rad, run).conflicts
    rad.save("dinsos", "dinsos_kasus", Given(value=Decimal(6)))
    with no_write_to_reports(), pytest.raises(ValidationError, match="diubah di dua sisi"):
        committed(rad, run)
    assert IndicatorValue.objects.get().value == 6
    conflict = shown(rad, run).conflicts[0]
    assert (conflict.was, conflict.becomes, conflict.before) == ("6", "7", "5")
    committed(rad, run, **{conflict.key: "file"})
    assert IndicatorValue.objects.get().value == 7


def test_an_answer_does_not_outlive_its_question(rad: Rad) -> None:
    """Decided about 6; meanwhile it is 8: that is another question."""
    run = uploaded(rad, put("value", 7)(book_of(rad)))
    rad.save("dinsos", "dinsos_kasus", Given(value=Decimal(6)))
    key = shown(rad, run).conflicts[0].key
    rad.save("dinsos", "dinsos_kasus", Given(value=Decimal(8)))
    with no_write_to_reports(), pytest.raises(ValidationError, match="diubah di dua sisi"):
        committed(rad, run, **{key: "file"})
    assert IndicatorValue.objects.get().value == 8


def test_the_same_file_twice(rad: Rad) -> None:
    data = put("value", 7)(book_of(rad))
    committed(rad, uploaded(rad, data))
    again = uploaded(rad, data)
    assert (shown(rad, again).changes, shown(rad, again).conflicts) == ([], [])
    with no_write_to_reports():
        committed(rad, again)


def test_one_upload_is_saved_once(rad: Rad) -> None:
    run = uploaded(rad, put("value", 7)(book_of(rad)))
    committed(rad, run)
    with no_write_to_reports(), pytest.raises(Denied, match="statusnya selesai"):
        committed(rad, run)


def test_a_report_handed_in_meanwhile(rad: Rad) -> None:
    run = uploaded(rad, put("value", 7)(book_of(rad)))
    services.report_submit(report=ProgressReport.objects.get(), by=rad.world.people["dinsos"])
    check_kept_out(rad, run, "sudah diajukan")


def test_a_report_locked_meanwhile(rad: Rad) -> None:
    run = uploaded(rad, put("value", 7)(book_of(rad)))
    report = services.report_submit(report=ProgressReport.objects.get(), by=rad.world.people["dinsos"])
    report = services.report_accept(report=report, by=rad.secretariat)
    services.report_lock(report=report, by=rad.secretariat)
    check_kept_out(rad, run, "dikunci")


def test_a_period_closed_meanwhile(rad: Rad) -> None:
    run = uploaded(rad, put("value", 7)(book_of(rad)))
    services.period_close(period=rad.period, by=rad.secretariat)
    check_kept_out(rad, run, "sudah ditutup")


def test_an_item_given_to_another_agency_meanwhile(rad: Rad) -> None:
    run = uploaded(rad, put("value", 7)(book_of(rad)))
    for item, agency in (("dinsos", "Dinas Kesehatan"), ("dinkes", "Dinas Sosial")):
        Party.objects.filter(item=rad.items[item]).update(agency=rad.world.agencies[agency])
    services.plan_grants_sync(plan=rad.plan)
    check_kept_out(rad, run, "tidak lagi dilaporkan")


def without_desk(rad: Rad) -> Any:
    """The liaison after the appointment ended yesterday."""
    today = timezone.localdate()
    person = rad.world.people["dinsos"]
    Appointment.objects.filter(user=person).update(valid_until=today - timedelta(days=1))
    person.acting_in(rad.world.task_force.pk)
    return person


def test_a_liaison_who_lost_the_appointment(rad: Rad) -> None:
    run = uploaded(rad, put("value", 7)(book_of(rad)))
    person = without_desk(rad)
    assert not selectors.answer_list(person).exists()
    with no_write_to_reports(), pytest.raises(Denied):
        committed(rad, run)


def test_a_liaison_who_lost_it_while_the_worker_had_the_file(rad: Rad, folder: Path) -> None:
    """The file is refused with the reason and does not stay on the disk."""
    run = uploaded(rad, large(put("value", 7)(book_of(rad))))
    assert run.status == AnswerStatus.READING
    person = without_desk(rad)
    with TestCase.captureOnCommitCallbacks(execute=True), no_write_to_reports():
        run = services.answer_read(run=run, by=person)
    check_refused(run, "tidak mempunyai peran")
    check_nothing_left(folder)


def large(data: bytes) -> bytes:
    """The same workbook, too large to be read while a person waits."""
    return repacked(data, add={"docProps/lain.xml": os.urandom(AT_ONCE)})
