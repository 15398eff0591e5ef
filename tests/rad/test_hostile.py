"""Hostile and broken reporting workbooks: refused with a reason, no write, nothing left, little memory."""

import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from gugus.core.sheets import SheetRefused, read_sheets
from gugus.core.sheets.refusals import REASONS
from tests.core.test_sheets import saved
from tests.rad.hostile import UNREADABLE

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


def plain_book() -> bytes:
    book = Workbook()
    book.active.append(["kode", "kegiatan"])
    book.create_sheet("Catatan")
    return saved(book)


@pytest.mark.parametrize("name", UNREADABLE)
def test_what_is_no_workbook_is_refused_in_words_and_in_little_memory(name: str, peaks: Path) -> None:
    build, code = UNREADABLE[name]
    with pytest.raises(SheetRefused) as refused:
        read_sheets(build(plain_book()), pictures=False)
    assert refused.value.code == code
    assert len(re.findall(r"[.:;]( |$)", str(refused.value))) >= 3, "what, rule and cure"
    assert "%(" not in str(refused.value)
    assert peak(peaks) < LIMIT
    assert code in REASONS
