"""The list of who and what is affected when data got out: made, written down and itself recorded."""

import csv
import os
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from gugus.core import audit
from gugus.operations.selectors.breach import CASE, Found, Window, found_in, words
from gugus.publication.wording import cell_csv

NOTICE_WITHIN = timedelta(hours=3 * 24)
"""UU 27/2022 Pasal 46 ayat (1): written notice at the latest 3 × 24 hours (assurance.md "Duties")."""
COLUMNS = (
    "waktu",
    "jenis",
    "kode atau akun",
    "cara",
    "tindakan",
    "oleh",
    "peran",
    "instansi",
    "alamat IP",
    "saluran",
)


def notice_deadline(known_at: datetime) -> datetime:
    """Until when subjects and the agency must have been told, counted from when the breach became known."""
    return known_at + NOTICE_WITHIN


def breach_report(*, by: Any, window: Window, file: Path) -> Found:
    """Collect what happened in the window, keep it as CSV for the owner of the file only, and record that.

    The trail of every task force whose data is listed gets its own event, with counts. Raises DatabaseError
    for a role that may not read past the walls, and OSError when the file exists or cannot be written.
    """
    found = found_in(window)
    with transaction.atomic():
        for task_force in sorted({each.task_force for each in found.entries} or {None}, key=str):
            _record(by, task_force, window, found)
        _write(file, found)
    return found


def _record(by: Any, task_force: UUID | None, window: Window, found: Found) -> None:
    here = [each for each in found.entries if each.task_force == task_force]
    audit.record(
        by=by,
        action="operations.breach_report",
        task_force_id=task_force,
        since=window.since.isoformat(),
        until=window.until.isoformat(),
        acts=len(here),
        cases=len({each.thing for each in here if each.kind == CASE}),
    )


def _write(file: Path, found: Found) -> None:
    descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8-sig", newline="") as opened:
        rows = csv.writer(opened)
        rows.writerow(COLUMNS)
        for each in found.entries:
            at = timezone.localtime(each.at).isoformat(timespec="seconds")
            told = (each.kind, each.thing, each.how, words(each), each.by, each.role, each.agency, each.ip)
            rows.writerow([cell_csv(cell) for cell in (at, *told, each.channel)])
