"""From an upload to a preview: the cells that are kept, and what a person says about names and columns."""

import hashlib
from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from gugus.core import audit
from gugus.core.bulk import uncollected
from gugus.core.jobs import enqueue
from gugus.core.permissions import Denied
from gugus.core.sheets import SheetRefused, read_sheets
from gugus.core.workflow import check_transition, move
from rad import rules
from rad.enums import IMPORT_TRANSITIONS, ImportStatus
from rad.models import ImportRun, RadJob
from rad.selectors.imports import agencies_known, matrix_keep, matrix_of, plan_by_code
from rad.workbook import grid_of
from rad.workbook.labels import is_answer

MAX_BYTES = 20 * 2**20
LARGE = 256 * 2**10  # bytes; from here on the worker reads, some thousand rows
READ = "rad.import_read"
KINDS = ("instansi", "unit", "jabatan", "semua", "teks")


@uncollected()
@transaction.atomic
def import_preview(
    *, data: bytes, file_name: str, plan_code: str, by: Any, columns: Mapping[str, str] | None = None
) -> ImportRun:
    """Read a workbook and keep its cells. Raises ValidationError beside `file` for one that is refused.

    Nothing of the plan is written; the file itself is not kept. `columns` answers for columns that are not
    understood (`rad.workbook.parse_matrix`).
    """
    rules.check_manage(by)
    run = _run(data, file_name, plan_code, by)
    try:
        _take(run, data, columns or {})
    except SheetRefused as refusal:
        raise ValidationError({"file": str(refusal)}) from refusal
    run.full_clean(exclude=["rows"])
    run.save()
    _record(run, by)
    return run


@transaction.atomic
def import_start(*, data: bytes, file_name: str, plan_code: str, by: Any) -> ImportRun:
    """As `import_preview`, but a large file is left to the worker: the upload is kept until it is read."""
    if len(data) <= LARGE:
        return import_preview(data=data, file_name=file_name, plan_code=plan_code, by=by)
    rules.check_manage(by)
    run = _run(data, file_name, plan_code, by)
    run.status = ImportStatus.READING
    run.upload.save("upload", ContentFile(data), save=False)
    run.full_clean()
    run.save()
    job = RadJob(task=READ, requested_by=by, task_force_id=run.task_force_id, import_run=run)
    job.full_clean()
    job.save()
    enqueue(job)
    return run


@uncollected()
@transaction.atomic
def import_read(*, run: ImportRun, data: bytes, by: Any) -> ImportRun:
    """The worker's part: what `import_preview` does, on a run that waits for it.

    A file that is refused ends the run with the reason in its result. A second run of the job changes
    nothing.
    """
    row = locked_run(run)
    rules.check_import_manage(by, row)
    if row.status != ImportStatus.READING:
        return row
    try:
        _take(row, data, {})
        move(row, IMPORT_TRANSITIONS, "read")
    except SheetRefused as refusal:
        move(row, IMPORT_TRANSITIONS, "refuse")
        row.result, row.finished_at = {"refused": str(refusal)}, timezone.now()
    _forget_upload(row)
    row.save()
    _record(row, by)
    return row


def _forget_upload(run: ImportRun) -> None:
    """The file goes when the transaction that no longer needs it has held."""
    if run.upload:
        storage, name = run.upload.storage, str(run.upload.name)
        transaction.on_commit(lambda: storage.delete(name))
        run.upload = ""  # type: ignore[assignment]


def _run(data: bytes, file_name: str, plan_code: str, by: Any) -> ImportRun:
    task_force = by.authority.task_force_id
    return ImportRun(
        task_force_id=task_force,
        plan=plan_by_code(task_force, plan_code),
        plan_code=plan_code,
        file_name=file_name[:160],
        sha256=hashlib.sha256(data).hexdigest(),
        made_by=by,
    )


def _take(run: ImportRun, data: bytes, columns: Mapping[str, str]) -> None:
    run.answers = {"columns": dict(columns)}
    matrix_keep(run, grid_of(read_sheets(data)))
    _faults(run)


def _faults(run: ImportRun) -> None:
    faults = matrix_of(run).faults
    run.faults = [[fault.sheet, fault.cell, fault.code] for fault in faults]
    run.result = {"faults": len(faults)}


def _record(run: ImportRun, by: Any) -> None:
    audit.record(
        by=by,
        action="rad.import_preview",
        obj=run,
        label=run.plan_code,
        faults=run.result.get("faults", 0),
        refused="refused" in run.result,
    )


def locked_run(run: ImportRun) -> ImportRun:
    """The run held until the transaction ends; its cells never change and are not fetched again."""
    fields = ["status", "answers", "result", "plan", "upload"]
    run.refresh_from_db(fields=fields, from_queryset=ImportRun.objects.select_for_update(of=("self",)))
    return run


@transaction.atomic
def import_columns(*, run: ImportRun, columns: Mapping[str, str], by: Any) -> ImportRun:
    """Read the kept cells again with a person's answers about columns ("Sheet!C" → field).

    Later answers replace earlier ones. Raises ValidationError for a column or a field there is none of.
    """
    row = locked_run(run)
    rules.check_import_manage(by, row)
    check_transition(row, IMPORT_TRANSITIONS, "commit")
    matrix = matrix_of(row)
    known = {use.key for use in matrix.columns} | {column.key for column in matrix.unknown_columns}
    for key, answer in columns.items():
        if key not in known or not is_answer(answer):
            raise ValidationError(
                _("Kolom %(key)s tidak dapat dibaca sebagai “%(answer)s”.") % {"key": key, "answer": answer}
            )
    row.answers = row.answers | {"columns": {**row.answers.get("columns", {}), **columns}}
    _faults(row)
    row.save(update_fields=["answers", "faults", "result"])
    audit.record(by=by, action="rad.import_columns", obj=row, label=row.plan_code, columns=len(columns))
    return row


@transaction.atomic
def import_answer(*, run: ImportRun, answers: Mapping[str, str], by: Any) -> ImportRun:
    """Keep what a person says the unsure names mean.

    Names are folded, answers as `rad.selectors.imports.answer_of` writes them.
    """
    row = locked_run(run)
    rules.check_import_manage(by, row)
    _check_answers(row, answers)
    row.answers = row.answers | {"parties": {**row.answers.get("parties", {}), **answers}}
    row.save(update_fields=["answers"])
    return row


def _check_answers(run: ImportRun, answers: Mapping[str, str]) -> None:
    """An answer may name only agencies of the run's own task force. Raises Denied."""
    known = {str(each.id) for each in agencies_known(run.task_force_id)}
    for name, answer in answers.items():
        kind, _colon, rest = answer.partition(":")
        named = rest.rpartition(":")[2]
        needed = bool(named) or kind in ("instansi", "unit")
        if kind not in KINDS or (needed and named not in known):
            raise Denied(
                _("Jawaban untuk “%(name)s” menunjuk instansi di luar gugus tugas ini.") % {"name": name}
            )


@transaction.atomic
def import_cancel(*, run: ImportRun, by: Any) -> ImportRun:
    """Drop a preview; nothing was written, nothing of the file is kept."""
    row = locked_run(run)
    rules.check_import_manage(by, row)
    move(row, IMPORT_TRANSITIONS, "cancel")
    _forget_upload(row)
    row.rows, row.faults, row.finished_at = {}, [], timezone.now()
    row.save()
    audit.record(by=by, action="rad.import_cancel", obj=row, label=row.plan_code)
    return row
