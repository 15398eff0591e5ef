"""The text of an SK: a draft full of defaults, its clauses and its grounds."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from gugus.accounts.models import User
from gugus.core import audit
from members import defaults, rules
from members.enums import Certainty, ClauseKind, DecreeKind
from members.models import Decree, DecreeClause, DecreeLegalBasis, LegalBasis, TaskForce

# Fields of the form "Naskah" that hold one clause a line, and the kind each line becomes.
CLAUSE_FIELDS = {
    "considerations": ClauseKind.CONSIDERATION,
    "regards": ClauseKind.REGARD,
    "dictums": ClauseKind.DICTUM,
    "copies": ClauseKind.COPY,
}


@transaction.atomic
def decree_create(*, by: User, title: str = "") -> Decree:
    """A formation draft with menimbang, mengingat, dictums and tembusan filled from the defaults.

    Only checked legal instruments are picked; unsure ones wait in the library. Raises Denied.
    """
    rules.check_secretariat(by)
    task_force = TaskForce.objects.select_related("region__parent", "secretariat_agency").get(
        pk__in=[by.authority.task_force_id]
    )
    decree = decree_new(task_force, DecreeKind.FORMATION, title or _formation_title(task_force))
    words = _words(task_force)
    clauses_write(decree, ClauseKind.CONSIDERATION, [text % words for text in defaults.CONSIDERATIONS])
    clauses_write(decree, ClauseKind.DICTUM, [text % words for text in defaults.DICTUMS])
    clauses_write(decree, ClauseKind.COPY, [text % words for text in defaults.COPIES])
    _grounds_write(decree, _starting_grounds(task_force))
    audit.record(by=by, action="members.decree_create", obj=decree)
    return decree


@transaction.atomic
def decree_update(*, decree: Decree, by: User, **values: Any) -> Decree:
    """Change the text of a draft: title, signer, place, and clauses as lists of paragraphs. Raises Denied."""
    row = draft_locked(decree, by)
    for name, kind in CLAUSE_FIELDS.items():
        if name in values:
            clauses_write(row, kind, values.pop(name))
    for name, value in values.items():
        setattr(row, name, value)
    row.full_clean()
    row.save()
    audit.record(by=by, action="members.decree_update", obj=row)
    return row


@transaction.atomic
def decree_grounds_set(*, decree: Decree, by: User, grounds: Iterable[LegalBasis]) -> Decree:
    """Choose what Mengingat cites; order follows hierarchy and year by itself. Raises Denied."""
    row = draft_locked(decree, by)
    chosen = list(grounds)
    _check_one_version(chosen)
    row.grounds.all().delete()
    _grounds_write(row, chosen)
    audit.record(by=by, action="members.decree_grounds_set", obj=row, grounds=len(chosen))
    return row


def decree_new(task_force: TaskForce, kind: DecreeKind, title: str, follows: Decree | None = None) -> Decree:
    """An empty draft of a task force, saved."""
    decree = Decree(
        task_force=task_force,
        kind=kind,
        title=title,
        follows=follows,
        signer_office=task_force.head_office,
        signed_place=task_force.place,
    )
    decree.full_clean()
    decree.save()
    return decree


def draft_locked(decree: Decree, by: User) -> Decree:
    """The draft's row locked, after the rule. Raises Denied when it is no draft or not theirs."""
    row = (
        Decree.objects.select_for_update(of=("self",)).select_related("task_force__region").get(pk=decree.pk)
    )
    rules.check_decree_edit(by, row)
    return row


def clauses_write(decree: Decree, kind: ClauseKind, texts: Sequence[str]) -> None:
    """Replace a decree's clauses of one kind, in order; empty paragraphs are left out."""
    decree.clauses.filter(kind=kind).delete()
    DecreeClause.objects.bulk_create(
        DecreeClause(decree=decree, kind=kind, order=order, text=text.strip())
        for order, text in enumerate((text for text in texts if text.strip()), start=1)
    )


def _grounds_write(decree: Decree, grounds: Iterable[LegalBasis]) -> None:
    DecreeLegalBasis.objects.bulk_create(
        DecreeLegalBasis(decree=decree, legal_basis=ground) for ground in grounds
    )


def _check_one_version(grounds: list[LegalBasis]) -> None:
    seen: set[tuple[str, str, int]] = set()
    for ground in grounds:
        key = (ground.kind, ground.number, ground.year)
        if key in seen:
            raise ValidationError(
                {"grounds": _("%(law)s dipilih dua kali dalam versi berbeda. Pilih satu.") % {"law": ground}}
            )
        seen.add(key)


def _starting_grounds(task_force: TaskForce) -> list[LegalBasis]:
    starts = {(law.kind, law.number, law.year) for law in defaults.LAWS if law.starts}
    shelf = LegalBasis.objects.of_task_force(task_force.pk).current(task_force.pk)
    sure = shelf.filter(certainty=Certainty.SURE)
    return [law for law in sure if (law.kind, law.number, law.year) in starts]


def _formation_title(task_force: TaskForce) -> str:
    return f"Pembentukan {task_force.name}"


def _words(task_force: TaskForce) -> dict[str, str]:
    parent = task_force.region.parent
    office = task_force.secretariat_agency
    return {
        "region": task_force.region.name,
        "province": parent.name if parent else task_force.region.name,
        "name": task_force.name,
        "head": task_force.head_office,
        "secretariat": office.name if office else "perangkat daerah yang membidangi perlindungan perempuan",
    }
