"""A reporting workbook comes back: read once, shown against the portal, then written whole or not at all."""

import hashlib
from collections.abc import Mapping
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from gugus.core import audit
from gugus.core.jobs import enqueue, retry
from gugus.core.nik import without_nik
from gugus.core.permissions import reason_against
from gugus.core.services import kept, locked, put
from gugus.core.sheets import MAX_BYTES, SheetRefused, read_sheets
from gugus.core.workflow import move
from rad import rules
from rad.answers import (
    FIGURES,
    ITEM_WORDS,
    NA,
    Reading,
    Refused,
    Stamp,
    faults_data,
    read_answers,
    shown,
)
from rad.enums import ANSWER_TRANSITIONS, AnswerStatus
from rad.models import AnswerRun, IndicatorValue, ProgressReport, RadJob, ReportDraft, ReportingPeriod
from rad.selectors.answers import AnswerPreview, answer_preview, figures_of, value_of

READ = "rad.answer_read"
AT_ONCE = 300_000
"""Bytes up to which a file is read while its uploader waits; larger ones are the worker's."""
FOREIGN = (
    "Berkas ini %s. Setiap berkas hanya berlaku bagi instansi dan periode tempat ia diunduh. Unduh berkas "
    "Excel dari halaman lapor periode ini, isi, lalu unggah lagi di sini."
)


@transaction.atomic
def answer_upload(
    *, period: ReportingPeriod, data: bytes, file_name: str, behalf: bool, by: Any
) -> AnswerRun:
    """Take in a filled workbook: small ones are read now, large ones by the worker.

    Nothing of the reports is written. A file that cannot be taken gives a run that is `ditolak`, with its
    reason in `result`. Raises Denied for people who report nothing.
    """
    rules.check_answer(by, period, behalf=behalf)
    run = kept(
        AnswerRun(
            task_force_id=period.plan.task_force_id,
            period=period,
            behalf=behalf,
            file_name=without_nik(file_name)[:160] or "laporan.xlsx",
            sha256=hashlib.sha256(data).hexdigest(),
            made_by=by,
        )
    )
    audit.record(by=by, action="rad.answer_upload", obj=run, label=str(period), bytes=len(data))
    if AT_ONCE < len(data) <= MAX_BYTES:
        _queue(run, data, by)
        return run
    return _read(run, data, by)


def _queue(run: AnswerRun, data: bytes, by: Any) -> None:
    run.upload.save("laporan.xlsx", ContentFile(data))
    job = RadJob(task=READ, requested_by=by, task_force_id=run.task_force_id, answer_run=run)
    job.full_clean()
    job.save()
    enqueue(job)


@transaction.atomic
def answer_read(*, run: AnswerRun, by: Any) -> AnswerRun:
    """Read a waiting upload into a preview, or refuse it; the file goes. A second call does nothing.

    An uploader who may report no longer gets that as the reason of the refusal.
    """
    row = locked(run)
    if row.made_by_id != by.pk:
        rules.check_answer_own(by, row)
    if row.status != AnswerStatus.READING or not row.upload:
        return row
    with translation.override("id"):  # kept with the run, whatever language the page is in
        reason = reason_against(rules.check_answer, by, row.period, behalf=row.behalf)
    if reason:
        _refuse(row, f"{reason} Hubungi sekretariat bila penugasan Anda seharusnya masih berlaku.")
        _drop_file(row)
        row.save()
        return row
    with row.upload.open("rb") as stored:
        return _read(row, stored.read(MAX_BYTES + 1), by)


def _read(run: AnswerRun, data: bytes, by: Any) -> AnswerRun:
    try:
        reading = read_answers(read_sheets(data, pictures=False))
        _check_stamp(run, reading.stamp, by)
    except SheetRefused as refusal:
        with translation.override("id"):  # kept with the run, whatever language the page is in
            _refuse(run, str(refusal))
    except Refused as refusal:
        _refuse(run, str(refusal))
    else:
        _keep(run, reading)
    _drop_file(run)
    run.save()
    return run


def _keep(run: AnswerRun, reading: Reading) -> None:
    move(run, ANSWER_TRANSITIONS, "read")
    run.rows, run.faults = reading.data(), faults_data(reading)
    run.result = {"cells": reading.cells, "edits": sum(map(len, reading.edits.values()))}


def _refuse(run: AnswerRun, reason: str) -> None:
    move(run, ANSWER_TRANSITIONS, "refuse")
    run.result, run.finished_at = {"reason": reason}, timezone.now()


def _drop_file(run: AnswerRun) -> None:
    """The uploaded file goes when the transaction holds."""
    if run.upload:
        storage, name = run.upload.storage, str(run.upload.name)
        run.upload = None
        transaction.on_commit(lambda: storage.delete(name))


def _check_stamp(run: AnswerRun, stamp: Stamp, by: Any) -> None:
    """Whether the file was made for this period, plan and desk. Raises Refused."""
    period = run.period
    if stamp.task_force != str(run.task_force_id):
        raise Refused(FOREIGN % "dibuat untuk gugus tugas lain")
    if stamp.period != str(period.pk):
        raise Refused(FOREIGN % f"dibuat untuk periode lain, bukan {period}")
    if stamp.plan != str(period.plan_id):
        raise Refused(FOREIGN % "dibuat sebelum RAD berganti versi")
    if stamp.behalf != run.behalf:
        kind = "laporan atas nama" if stamp.behalf else "laporan instansi sendiri"
        raise Refused(FOREIGN % f"berisi {kind}")
    if not set(stamp.agencies) <= {str(key) for key in by.authority.agency_ids}:
        raise Refused(FOREIGN % "dibuat untuk instansi lain, bukan instansi Anda")


@transaction.atomic
def answer_retry(*, run: AnswerRun, by: Any) -> RadJob:
    """Ask again for a reading that failed. Raises Denied unless it failed."""
    rules.check_answer_own(by, run)
    job = RadJob.objects.filter(answer_run=run).latest("created_at")
    retry(job)
    audit.record(by=by, action="rad.answer_retry", obj=run, label=str(run.period))
    return job


@transaction.atomic
def answer_choose(*, run: AnswerRun, choices: Mapping[str, str], by: Any) -> AnswerRun:
    """Keep decisions on conflicts ("file" or "portal", by key) without writing anything else yet."""
    row = locked(run)
    rules.check_answer_commit(by, row)
    _keep_choices(row, choices)
    row.save(update_fields=["choices"])
    return row


def _keep_choices(run: AnswerRun, choices: Mapping[str, str]) -> None:
    run.choices |= {key: choice for key, choice in choices.items() if choice in ("file", "portal")}


@transaction.atomic
def answer_commit(*, run: AnswerRun, choices: Mapping[str, str], by: Any) -> AnswerRun:
    """Write what the file changes, all or nothing; reports stay drafts until they are handed in.

    The merge is made anew on locked reports, so nothing anybody saved meanwhile is overwritten. Raises
    ValidationError for faulty cells and for conflicts without a decision; a decision about a value that has
    changed since is none.
    """
    row = locked(run)
    rules.check_answer_commit(by, row)
    _keep_choices(row, choices)
    _lock_reports(row)
    try:
        preview = answer_preview(by, row)
    except Refused as refusal:
        raise ValidationError(str(refusal)) from refusal
    _check_settled(preview)
    reports = _write(row, preview, by)
    _drafts_follow(row, preview, by)
    move(row, ANSWER_TRANSITIONS, "commit")
    row.finished_at = timezone.now()
    row.result |= {
        "cells_written": sum(map(len, preview.writes.values())),
        "items_written": len(reports),
        "kept_portal": sum(each.choice == "portal" for each in preview.conflicts),
        "skipped": sum(note.cells for note in preview.notes),
    }
    row.rows, row.faults = {}, []
    row.save()
    audit.record(
        by=by,
        action=rules.ANSWERED,
        obj=row,
        label=str(row.period),
        cells=row.result["cells_written"],
        reports=sorted(str(report.pk) for report in reports),
    )
    return row


def _lock_reports(run: AnswerRun) -> None:
    """Hold the period, so that no report begins, and its reports, so that none changes meanwhile."""
    ReportingPeriod.objects.select_for_update(of=("self",)).get(pk=run.period_id)
    rows = ProgressReport.objects.filter(period=run.period_id).order_by("pk")
    list(rows.select_for_update(of=("self",)).values_list("pk"))


def _check_settled(preview: AnswerPreview) -> None:
    if preview.faults:
        cells = ", ".join(each.cell for each in preview.faults[:10])
        raise ValidationError(
            _("Berkas masih memuat %(n)s sel yang salah (%(cells)s), jadi tidak ada yang disimpan.")
            % {"n": len(preview.faults), "cells": cells}
        )
    if open_ := preview.open_conflicts:
        cells = ", ".join(f"{each.code} {each.column}" for each in open_[:10])
        raise ValidationError(
            _("Pilih dahulu isi yang dipakai untuk sel yang diubah di dua sisi: %(cells)s.")
            % {"cells": cells}
        )


def _write(run: AnswerRun, preview: AnswerPreview, by: Any) -> list[ProgressReport]:
    """Write in bulk under the database's constraints. Raises ValidationError when they object."""
    try:
        with transaction.atomic():
            reports = _reports_write(run, preview, by)
            _values_write(preview, reports)
    except IntegrityError as error:
        raise ValidationError(
            _("Isi portal berubah sejak pratinjau. Tidak ada yang disimpan; periksa pratinjau sekali lagi.")
        ) from error
    return list(reports.values())


def _reports_write(run: AnswerRun, preview: AnswerPreview, by: Any) -> dict[UUID, ProgressReport]:
    """The report of every item that is written, new ones begun, with its words; by item."""
    written: dict[UUID, ProgressReport] = {}
    worded: set[UUID] = set()
    for key, values in preview.writes.items():
        item = preview.indicators[key].item_id
        begun = ProgressReport(item_id=item, period=run.period, drafted_by=by)
        report = written.setdefault(item, preview.reports.get(item, begun))
        for name in values.keys() & set(ITEM_WORDS):
            setattr(report, name, _money(values[name]) if name == "realised_budget" else values[name])
            worded.add(item)
    now = timezone.now()
    for report in written.values():
        report.updated_at, report.on_behalf = now, run.behalf
    ProgressReport.objects.bulk_create(row for item, row in written.items() if item not in preview.reports)
    present = {item: row for item, row in written.items() if item in preview.reports}
    _bulk_put([present[item] for item in present.keys() & worded], [*ITEM_WORDS, "on_behalf", "updated_at"])
    bare = ProgressReport.objects.filter(pk__in=[present[item].pk for item in present.keys() - worded])
    bare.update(on_behalf=run.behalf, updated_at=now)
    return written


def _drafts_follow(run: AnswerRun, preview: AnswerPreview, by: Any) -> None:
    """What the person typed and has not saved stays; where the file spoke too, its words show there."""
    items = {preview.indicators[key].item_id for key in preview.writes}
    drafts = list(ReportDraft.objects.visible_to(by).filter(period=run.period_id, item__in=items))
    for draft in drafts:
        for key, written in preview.writes.items():
            if preview.indicators[key].item_id == draft.item_id:
                named = {
                    n if n in ITEM_WORDS else f"{n[0]}_{key}": shown(n, text) for n, text in written.items()
                }
                draft.fields |= {name: text for name, text in named.items() if name in draft.fields}
    ReportDraft.objects.bulk_update(drafts, ["fields"])


def _money(text: str) -> Decimal | None:
    return Decimal(text) if text else None


def _values_write(preview: AnswerPreview, reports: Mapping[UUID, ProgressReport]) -> None:
    fresh: list[IndicatorValue] = []
    changed: list[IndicatorValue] = []
    gone: list[int] = []
    for key, written in preview.writes.items():
        if written.keys().isdisjoint(FIGURES):
            continue
        indicator = preview.indicators[key]
        report = reports[indicator.item_id]
        value = value_of(indicator, preview.reports.get(indicator.item_id))
        fields = figure_fields(figures_of(value, indicator) | written)
        if fields is None:
            gone += [value.pk] if value else []
            continue
        row = value or IndicatorValue(report=report, indicator=indicator)
        put(row, fields)
        (changed if value else fresh).append(row)
    IndicatorValue.objects.filter(pk__in=gone).delete()
    IndicatorValue.objects.bulk_create(fresh)
    _bulk_put(changed, [*FIGURES, "not_applicable"])


def _bulk_put(rows: list[Any], fields: list[str]) -> None:
    """Update rows that are held, in one statement per thousand: an upsert that always meets its row."""
    if rows:
        rows[0]._meta.model._default_manager.bulk_create(
            rows, update_conflicts=True, unique_fields=["id"], update_fields=fields, batch_size=1000
        )


def figure_fields(values: Mapping[str, str]) -> dict[str, Any] | None:
    """A row's numbers as the fields of a value; None when nothing is left."""
    plain = {name: values.get(name, "") for name in FIGURES}
    if NA in plain.values():
        return {"not_applicable": True} | dict.fromkeys(FIGURES)
    if not any(plain.values()):
        return None
    return {"not_applicable": False} | {name: _money(text) for name, text in plain.items()}


@transaction.atomic
def answer_cancel(*, run: AnswerRun, by: Any) -> AnswerRun:
    """Drop an upload; nothing was written."""
    row = locked(run)
    rules.check_answer_cancel(by, row)
    move(row, ANSWER_TRANSITIONS, "cancel")
    row.rows, row.faults, row.choices, row.finished_at = {}, [], {}, timezone.now()
    _drop_file(row)
    row.save()
    audit.record(by=by, action="rad.answer_cancel", obj=row, label=str(row.period))
    return row
