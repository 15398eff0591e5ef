"""From a preview to the plan, and the confirmation of what concerns victims."""

from collections.abc import Collection, Mapping
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from gugus.core import audit
from gugus.core.bulk import uncollected
from gugus.core.services import kept
from gugus.core.workflow import move
from members.models import Agency, TaskForce
from members.services import agency_create
from rad import rules
from rad.enums import IMPORT_TRANSITIONS
from rad.models import ActionPlan, ImportRun, Indicator
from rad.planned import names_of, planned
from rad.selectors.imports import Preview, import_preview_data, resolver
from rad.services.grants import plan_grants_sync
from rad.services.imports.reading import import_answer
from rad.services.imports.writer import Writer
from rad.workbook import Matrix
from rad.workbook.texts import folded


@uncollected()
@transaction.atomic
def import_commit(
    *,
    run: ImportRun,
    by: Any,
    answers: Mapping[str, str] | None = None,
    victims: Collection[str] | None = None,
) -> ImportRun:
    """Write the matrix into its draft plan, making the plan when its code is new; all or nothing.

    Nothing is deleted; a file that says what the plan says writes nothing ("tidak ada perubahan").
    `victims` are the places ("Sheet!12") of the new indicators a person confirms to concern victims; without
    it the file's own guesses stand, unconfirmed. Raises ValidationError while cells are faulty or names and
    columns unanswered, Denied for a plan that is fixed by law.
    """
    row = import_answer(run=run, answers=answers or {}, by=by)
    move(row, IMPORT_TRANSITIONS, "commit")
    preview = import_preview_data(row)
    _check_complete(preview)
    matrix, plan = preview.matrix, preview.plan
    if plan is None or preview.changes:
        plan = plan or _plan_begin(row, matrix, by)
        rules.check_plan_edit(by, plan)
        units = _units_make(preview.settled, matrix, by)
        again = planned(matrix, resolver(preview.settled, units)) if units else preview.strategies
        Writer(plan, victims).write(again)
        plan_grants_sync(plan=plan)
        if victims is not None:
            _record_victims(plan, len(preview.fresh), len(victims), by)
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
    row.rows = {}
    row.save(update_fields=["status", "plan", "finished_at", "result", "rows"])
    audit.record(by=by, action="rad.import_commit", obj=plan, **row.result)
    return row


def _check_complete(preview: Preview) -> None:
    """Raises ValidationError naming what a person must do first."""
    if preview.open_columns:
        labels = "; ".join(column.label or column.letter for column in preview.open_columns)
        raise ValidationError(_("Jelaskan dahulu arti kolom ini: %(labels)s.") % {"labels": labels})
    if preview.blocked:
        raise ValidationError(preview.blocked)
    if preview.questions:
        names = "; ".join(question.name for question in preview.questions)
        raise ValidationError(_("Jawab dahulu siapa yang dimaksud dengan: %(names)s.") % {"names": names})


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
    labels = {folded(name): name for name, _responsible, _code in names_of(matrix)}
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


@transaction.atomic
def victims_confirm(
    *, plan: ActionPlan, asked: Collection[UUID], about: Collection[UUID], by: Any
) -> ActionPlan:
    """A person says which of the `asked` indicators concern victims; only then a guess becomes a fact.

    It protects people and changes no figure, so a plan that is fixed by law may still be confirmed.
    """
    rules.check_manage_plan(by, plan)
    rows = Indicator.objects.filter(item__program__strategy__plan=plan, pk__in=asked)
    rows = rows.select_for_update(of=("self",))
    chosen = set(about)
    found = list(rows)
    for row in found:
        row.about_victims, row.victims_confirmed = row.pk in chosen, True
    Indicator.objects.bulk_update(found, ["about_victims", "victims_confirmed"])
    _record_victims(plan, len(found), sum(row.about_victims for row in found), by)
    return plan


def _record_victims(plan: ActionPlan, asked: int, about: int, by: Any) -> None:
    audit.record(by=by, action="rad.victims_confirm", obj=plan, indicators=asked, about_victims=about)
