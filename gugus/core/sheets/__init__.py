"""Reading uploaded spreadsheets (.xlsx, .csv) without trusting them.

Every import of the portal starts here. The file is opened in a child process with limits on memory, processor
time and output (``child.py``); this process sees only plain cells. A file that breaks a rule raises
:class:`SheetRefused`, whose text tells a person what is wrong, which rule it breaks and how to cure it.
"""

import datetime
import functools
import json
import logging
import os
import signal
import subprocess
import sys
import tempfile
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, NamedTuple

from gugus.core.sheets.refusals import SheetRefused

__all__ = ["Area", "Cell", "Sheet", "SheetRefused", "Workbook", "column_letter", "read_sheets"]

MAX_BYTES = 20 * 2**20
MAX_CELLS = 500_000
MAX_TEXT = 25_000_000
MAX_OUTPUT = 120 * 2**20
WALL_SECONDS_PER_CPU_SECOND = 6

Source = str | os.PathLike | bytes | IO[bytes]
logger = logging.getLogger(__name__)


@functools.cache
def column_letter(number: int) -> str:
    """``1`` → ``A``, ``28`` → ``AB``: a column as people name it."""
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


class Cell(NamedTuple):
    """One filled cell. A formula's value is its text ("=A1+1"): its cached result is never trusted.

    `withheld` names the rule for which a reader put a masked text in place of the value.
    """

    row: int
    column: int
    value: str | int | float | bool | datetime.date | datetime.datetime
    number_format: str = "General"
    is_formula: bool = False
    is_error: bool = False
    withheld: str = ""

    @property
    def ref(self) -> str:
        return f"{column_letter(self.column)}{self.row}"

    @property
    def text(self) -> str:
        """The value as typed text, for showing it back to a person."""
        if type(self.value) is str:
            return self.value
        if isinstance(self.value, datetime.datetime | datetime.date):
            return self.value.strftime("%d/%m/%Y")
        if isinstance(self.value, float) and self.value.is_integer() and abs(self.value) < 1e15:
            return str(int(self.value))
        return str(self.value)


@dataclass(frozen=True, slots=True)
class Area:
    """A merged area, first and last row and column inclusive."""

    row: int
    column: int
    last_row: int
    last_column: int


@dataclass(frozen=True)
class Sheet:
    """One sheet: filled cells only, row by row; ``merged`` holds its merged areas."""

    name: str
    hidden: bool
    rows: tuple[tuple[Cell, ...], ...]
    merged: tuple[Area, ...] = ()
    _areas: dict[int, list[Area]] = field(default_factory=dict, init=False, repr=False, compare=False)

    @functools.cached_property
    def cells(self) -> dict[tuple[int, int], Cell]:
        return {(cell.row, cell.column): cell for row in self.rows for cell in row}

    @functools.cached_property
    def last_row(self) -> int:
        return self.rows[-1][0].row if self.rows else 0

    @functools.cached_property
    def last_column(self) -> int:
        return max((row[-1].column for row in self.rows), default=0)

    def at(self, row: int, column: int) -> Cell | None:
        """The cell itself, or nothing; merged areas do not spread here."""
        return self.cells.get((row, column))

    def area_at(self, row: int, column: int) -> Area | None:
        """The merged area that covers this place."""
        if not self.merged:
            return None
        areas = self._areas_of(column)
        place = bisect_right(areas, row, key=lambda area: area.row) - 1
        return areas[place] if place >= 0 and areas[place].last_row >= row else None

    def seen_at(self, row: int, column: int) -> Cell | None:
        """What a reader of the sheet sees at this place: a merged area shows its first cell everywhere."""
        area = self.area_at(row, column)
        return self.at(area.row, area.column) if area else self.at(row, column)

    def _areas_of(self, column: int) -> list[Area]:
        if not self._areas:
            for area in sorted(self.merged, key=lambda area: area.row):
                for each in range(area.column, area.last_column + 1):
                    self._areas.setdefault(each, []).append(area)
        return self._areas.get(column, [])


@dataclass(frozen=True)
class Workbook:
    """A whole file: ``format`` is ``xlsx`` or ``csv`` (then one sheet called "CSV")."""

    format: str
    sheets: tuple[Sheet, ...]


def read_sheets(
    source: Source,
    *,
    max_rows: int = 20_000,
    max_cols: int = 100,
    memory: int = 200 * 2**20,
    cpu_seconds: int = 10,
    pictures: bool = True,
) -> Workbook:
    """Read a spreadsheet given as path, bytes or open binary file.

    ``memory`` is in bytes, ``cpu_seconds`` in seconds of processor time of the child; without ``pictures`` a
    file that holds some is refused, because they would be lost unsaid. The kind of file is judged by its
    content, never by its name. Raises SheetRefused; works under gunicorn and Celery alike,
    because the child is started as a program and not forked.
    """
    limits = {
        "max_rows": max_rows,
        "max_cols": max_cols,
        "max_cells": MAX_CELLS,
        "max_text": MAX_TEXT,
        "memory": memory,
        "cpu_seconds": cpu_seconds,
        "output": MAX_OUTPUT,
        "pictures": pictures,
    }
    with _as_file(source) as file, tempfile.TemporaryFile() as output:
        _run_child(file, output, limits)
        output.seek(0)
        return _workbook(output)


def _as_file(source: Source) -> IO[bytes]:
    """The source as a real file for the child's standard input; refuses what is larger than the limit."""
    if isinstance(source, str | os.PathLike):
        if Path(source).stat().st_size > MAX_BYTES:
            raise SheetRefused("bytes", limit=MAX_BYTES // 2**20)
        return open(source, "rb")
    file = tempfile.TemporaryFile()  # noqa: SIM115 - the caller closes it
    file.write(source[: MAX_BYTES + 1] if isinstance(source, bytes) else source.read(MAX_BYTES + 1))
    if file.tell() > MAX_BYTES:
        file.close()
        raise SheetRefused("bytes", limit=MAX_BYTES // 2**20)
    file.seek(0)
    return file


def _run_child(file: IO[bytes], output: IO[bytes], limits: dict[str, int]) -> None:
    """Run the child to its end; a child ended by a limit is a refusal that names this limit."""
    program = Path(__file__).with_name("child.py")
    try:
        done = subprocess.run(  # noqa: S603 - our own program, no shell
            [sys.executable, "-I", str(program), json.dumps(limits)],
            stdin=file,
            stdout=output,
            stderr=subprocess.PIPE,
            env={"LC_ALL": "C.UTF-8", "OPENPYXL_LXML": "False", "MALLOC_ARENA_MAX": "1"},
            timeout=limits["cpu_seconds"] * WALL_SECONDS_PER_CPU_SECOND,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise SheetRefused("cpu") from None
    if done.returncode in (-signal.SIGXCPU, -signal.SIGKILL):
        raise SheetRefused("cpu")
    if done.returncode:
        logger.error("The spreadsheet reader ended with %s", done.returncode)
        raise SheetRefused("memory" if b"MemoryError" in done.stderr else "unreadable")


def _workbook(output: IO[bytes]) -> Workbook:
    lines = _lines(output)
    kind = next(lines).get("format", "")
    sheets: list[Sheet] = []
    name, hidden, rows = "", False, list[tuple[Cell, ...]]()
    for line in lines:
        if "sheet" in line:
            name, hidden, rows = line["sheet"], line["hidden"], []
        elif "row" in line:
            rows.append(tuple(_cell(line["row"], *parts) for parts in line["cells"]))
        elif "merged" in line:
            rows.sort(key=lambda row: row[0].row)
            sheets.append(Sheet(name, hidden, tuple(rows), tuple(Area(*area) for area in line["merged"])))
    return Workbook(kind, tuple(sheets))


def _lines(output: IO[bytes]) -> Iterator[dict]:
    """The child's lines; a last line that is no end is a refusal."""
    line: dict = {}
    for raw in output:
        try:
            line = json.loads(raw)
        except ValueError:
            raise SheetRefused("text", limit=MAX_TEXT) from None
        if "refused" in line:
            logger.warning("A spreadsheet was refused: %s %s", line["refused"], line.get("error", ""))
            raise SheetRefused(line.pop("refused"), **line)
        yield line
    if "end" not in line:
        raise SheetRefused("unreadable")


def _cell(row: int, column: int, kind: str, value: object, number_format: str) -> Cell:
    if kind == "date":
        value = _date(str(value))
    return Cell(row, column, value, number_format, kind == "formula", kind == "error")  # type: ignore[arg-type]


def _date(value: str) -> datetime.datetime | str:
    try:
        return datetime.datetime.fromisoformat(value)
    except ValueError:
        return value  # a time of day or a duration stays the text a person sees
