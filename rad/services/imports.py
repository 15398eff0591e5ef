"""A workbook becomes a plan: read once, shown, answered by a person, then written whole or not at all."""

import hashlib
from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Model
from django.utils import timezone
from django.utils.translation import gettext as _

from gugus.core import audit
from gugus.core.permissions import Denied
from gugus.core.sheets import SheetRefused, read_sheets
from gugus.core.workflow import move
from members.models import Agency, TaskForce
from members.services import agency_create
from rad import rules
from rad.enums import IMPORT_TRANSITIONS
from rad.models import ActionItem, ActionPlan, ImportRun, Indicator, Party, Program, Strategy, Target
from rad.planned import PlannedIndicator, PlannedItem, PlannedStrategy, names_of, planned
from rad.selectors.imports import (
    agencies_known,
    answers_now,
    import_preview_data,
    plan_by_code,
    plan_items,
    resolver,
)
from rad.services.common import kept, locked, put
from rad.services.grants import plan_grants_sync
from rad.workbook import Matrix, as_data, parse_matrix
from rad.workbook.texts import folded

MAX_BYTES = 20 * 2**20
KINDS = ("instansi", "unit", "jabatan", "semua", "teks")


@transaction.atomic
def import_preview(
    *, data: bytes, file_name: str, plan_code: str, by: Any, columns: Mapping[str, str] | None = None
) -> ImportRun:
    """Read a workbook and keep what it says. Raises ValidationError beside `file` for one that is refused.

    Nothing of the plan is written; the file itself is not kept. `columns` answers for columns that are not
    understood (`rad.workbook.parse_matrix`).
    """
    rules.check_manage(by)
    try:
        matrix = parse_matrix(read_sheets(data), columns=columns)
    except SheetRefused as refusal:
        raise ValidationError({"file": str(refusal)}) from refusal
    run = kept(
        ImportRun(
            task_force_id=by.authority.task_force_id,
            plan=plan_by_code(by.authority.task_force_id, plan_code),
            plan_code=plan_code,
            file_name=file_name[:160],
            sha256=hashlib.sha256(data).hexdigest(),
            rows=as_data(matrix),
            faults=as_data(matrix.faults),
            answers={},
            result={"faults": len(matrix.faults)},
            made_by=by,
        )
    )
    audit.record(by=by, action="rad.import_preview", obj=run, label=plan_code, faults=len(matrix.faults))
    return run


@transaction.atomic
def import_answer(
    *, run: ImportRun, answers: Mapping[str, str], by: Any, ignored: Iterable[str] = ()
) -> ImportRun:
    """Keep what a person says: whom the unsure names mean, and which columns are left out.

    Names are folded, answers as `rad.selectors.imports.answer_of` writes them.
    """
    row = locked(run)
    rules.check_manage(by)
    _check_answers(row, answers)
    row.answers = {
        "parties": {**row.answers.get("parties", {}), **answers},
        "columns": sorted({*row.answers.get("columns", []), *ignored}),
    }
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
def import_commit(
    *, run: ImportRun, by: Any, answers: Mapping[str, str] | None = None, ignored: Iterable[str] = ()
) -> ImportRun:
    """Write the matrix into its draft plan, making the plan when its code is new; all or nothing.

    Nothing is deleted; a file that says what the plan says writes nothing ("tidak ada perubahan"). Raises
    ValidationError while cells are faulty or names unanswered, Denied for a plan that is fixed by law.
    """
    row = import_answer(run=run, answers=answers or {}, ignored=ignored, by=by)
    move(row, IMPORT_TRANSITIONS, "commit")
    preview = import_preview_data(row)
    matrix = preview.matrix
    if preview.blocked:
        raise ValidationError(preview.blocked)
    if preview.open_columns:
        labels = "; ".join(column.label or column.letter for column in preview.open_columns)
        raise ValidationError(
            _("Kolom ini belum dikenal: %(labels)s. Centang agar diabaikan.") % {"labels": labels}
        )
    if preview.questions:
        names = "; ".join(question.name for question in preview.questions)
        raise ValidationError(_("Jawab dahulu siapa yang dimaksud dengan: %(names)s.") % {"names": names})
    plan = preview.plan
    if plan is None or preview.changes:
        plan = plan or _plan_begin(row, matrix, by)
        rules.check_plan_edit(by, plan)
        settled, _open = answers_now(row, matrix, agencies_known(row.task_force_id))
        _Writer(plan).write(planned(matrix, resolver(settled, _units_make(settled, matrix, by))))
        plan_grants_sync(plan=plan)
    counts = matrix.counts
    row.plan, row.finished_at = plan, timezone.now()
    row.result = {
        "strategies": counts.strategies,
        "programs": counts.programs,
        "items": counts.items,
        "indicators": counts.indicators,
        "changes": len(preview.changes) if preview.plan else counts.indicators,
        "created": preview.plan is None,
    }
    row.save(update_fields=["status", "plan", "finished_at", "result"])
    audit.record(by=by, action="rad.import_commit", obj=plan, **row.result)
    return row


@transaction.atomic
def import_cancel(*, run: ImportRun, by: Any) -> ImportRun:
    """Drop a preview; nothing was written."""
    row = locked(run)
    rules.check_manage(by)
    move(row, IMPORT_TRANSITIONS, "cancel")
    row.rows, row.finished_at = {}, timezone.now()
    row.save()
    audit.record(by=by, action="rad.import_cancel", obj=row, label=row.plan_code)
    return row


def _plan_begin(run: ImportRun, matrix: Matrix, by: Any) -> ActionPlan:
    task_force = TaskForce.objects.select_related("region").get(pk=run.task_force_id)
    years = matrix.years or matrix.title_years
    first, last = min(years), max(years)
    title = f"Rencana Aksi Daerah Pencegahan dan Penanganan TPPO {task_force.region.name} {first}–{last}"
    return kept(
        ActionPlan(task_force=task_force, code=run.plan_code, title=title, first_year=first, last_year=last)
    )


def _units_make(settled: Mapping[str, str], matrix: Matrix, by: Any) -> dict[str, UUID]:
    """Units the portal does not know yet, under the agency a person named."""
    labels = {folded(name): name for name in _all_names(matrix)}
    units = {}
    for key, answer in settled.items():
        kind, _colon, parent_id = answer.partition(":")
        if kind != "unit" or key not in labels:
            continue
        parent = Agency.objects.get(pk=parent_id)
        units[key] = agency_create(
            short_name=labels[key],
            name=f"{labels[key]} {parent.short_name}",
            kind=parent.kind,
            parent=parent,
            by=by,
        ).pk
    return units


def _all_names(matrix: Matrix) -> list[str]:
    return [name for name, _responsible, _code in names_of(matrix)]


class _Writer:
    """Writes a planned matrix into a plan with a fixed number of statements per kind of row."""

    def __init__(self, plan: ActionPlan) -> None:
        self.plan = plan
        self.items = plan_items(plan)
        self.strategies = {folded(row.name): row for row in plan.strategies.all()}
        programs = Program.objects.filter(strategy__plan=plan)
        self.programs = {(row.strategy_id, folded(row.name)): row for row in programs}
        self.numbers: dict[Any, int] = {}
        self.new: dict[type[Model], list[Any]] = {
            model: [] for model in (Strategy, Program, ActionItem, Indicator, Party, Target)
        }
        self.changed: dict[type[Model], list[Any]] = {ActionItem: [], Indicator: [], Target: []}
        self.gone: list[int] = []

    def write(self, strategies: tuple[PlannedStrategy, ...]) -> None:
        for strategy in strategies:
            owner = self._strategy(strategy.name)
            for program in strategy.programs:
                for item in program.items:
                    key = (folded(strategy.name), folded(program.name), *item.key)
                    self._item(self._program(owner, program.name), item, self.items.get(key))
        Party.objects.filter(pk__in=self.gone).delete()
        for model, rows in self.new.items():
            model._default_manager.bulk_create(rows)
        fields: dict[type[Model], list[str]] = {
            ActionItem: ["funding", "budget", "sipd_code", "places"],
            Indicator: ["unit", "baseline", "baseline_na", "note"],
            Target: ["value"],
        }
        for model, rows in self.changed.items():
            model._default_manager.bulk_update(rows, fields[model])

    def _next(self, key: Any, present: Any) -> int:
        """The next number under a parent; the ones standing are asked once."""
        if key not in self.numbers:
            self.numbers[key] = max((row.number for row in present), default=0)
        self.numbers[key] += 1
        return self.numbers[key]

    def _strategy(self, name: str) -> Strategy:
        if folded(name) not in self.strategies:
            number = self._next("plan", self.strategies.values())
            self.strategies[folded(name)] = self._add(Strategy(plan=self.plan, number=number, name=name))
        return self.strategies[folded(name)]

    def _program(self, strategy: Strategy, name: str) -> Program:
        key = (strategy.pk, folded(name))
        if key not in self.programs:
            siblings = [row for (owner, _name), row in self.programs.items() if owner == strategy.pk]
            number = self._next(strategy.pk, siblings)
            self.programs[key] = self._add(Program(strategy=strategy, number=number, name=name))
        return self.programs[key]

    def _item(self, program: Program, item: PlannedItem, row: ActionItem | None) -> None:
        if row is None:
            siblings = [each for each in self.items.values() if each.program_id == program.pk]
            number = self._next(program.pk, siblings)
            row = self._add(
                ActionItem(program=program, number=number, code=item.code, name=item.name, **item.stated)
            )
            present: dict[str, Indicator] = {}
            self._parties(row, item, [])
        else:
            if put(row, item.stated):
                self.changed[ActionItem].append(row)
            present = {folded(each.name): each for each in row.indicators.all()}
            self._parties(row, item, list(row.parties.all()))
        for wanted in item.indicators:
            self._indicator(row, wanted, present)

    def _parties(self, row: ActionItem, item: PlannedItem, present: list[Party]) -> None:
        wanted = [(p.role, p.kind, p.label, p.agency_id, p.order) for p in item.parties]
        standing = [(p.role, p.kind, p.label, p.agency_id, p.order) for p in present]
        if sorted(wanted, key=str) == sorted(standing, key=str):
            return
        self.gone += [party.pk for party in present]
        for role, kind, label, agency_id, order in wanted:
            self._add(Party(item=row, role=role, kind=kind, label=label, agency_id=agency_id, order=order))

    def _indicator(self, item: ActionItem, wanted: PlannedIndicator, present: dict[str, Indicator]) -> None:
        row = present.get(folded(wanted.name))
        standing: dict[int, Target] = {}
        if row is None:
            number = self._next(item.pk, present.values())
            row = self._add(
                Indicator(item=item, number=number, name=wanted.name, **wanted.stated, **wanted.proposed)
            )
        else:
            standing = {each.year: each for each in row.targets.all() if each.quarter is None}
            if put(row, wanted.stated):
                self.changed[Indicator].append(row)
        for year, value in wanted.targets.items():
            if year not in standing:
                self._add(Target(indicator=row, year=year, value=value))
            elif put(standing[year], {"value": value}):
                self.changed[Target].append(standing[year])

    def _add(self, row: Any) -> Any:
        self.new[type(row)].append(row)
        return row
