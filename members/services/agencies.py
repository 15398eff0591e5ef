"""Agencies one by one and by workbook, sub-gugus tugas and positions."""

import hashlib
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import ProtectedError
from django.utils import timezone
from django.utils.translation import gettext as _

from gugus.accounts.models import User
from gugus.core import audit
from members import rules
from members.enums import AppointmentStatus, Basis, Role
from members.models import Agency, AgencyImport, Appointment, Position, SubTaskForce, TaskForce
from members.services.appointments import handlers_suspend


@transaction.atomic
def agency_create(*, by: User, **values: Any) -> Agency:
    """A new agency of the task force one acts in. Raises Denied, ValidationError."""
    rules.check_secretariat(by)
    agency = agency_write(agency=Agency(), task_force=_task_force(by), values=values)
    audit.record(by=by, action="members.agency_create", obj=agency)
    return agency


@transaction.atomic
def agency_update(*, agency: Agency, by: User, **values: Any) -> Agency:
    """Change an agency's facts. A new parent suspends its handlers who serve by letter.

    Their letter counts while the agency *or its parent* is seated by an SK, so whoever could choose the
    parent alone could bring lapsed handlers back. Raises Denied, ValidationError.
    """
    rules.check_agency_edit(by, agency)
    row = Agency.objects.select_for_update(of=("self",)).get(pk=agency.pk)
    before = row.parent_id
    agency_write(agency=row, task_force=_task_force(by), values=values)
    if row.parent_id != before:
        by_letter = Appointment.objects.filter(
            agency=row, basis=Basis.LETTER, role=Role.HANDLER, status=AppointmentStatus.CONFIRMED
        )
        handlers_suspend(appointments=by_letter, by=by, reason="Induk instansi berubah; kukuhkan ulang.")
    audit.record(by=by, action="members.agency_update", obj=row, fields=sorted(values))
    return row


def agency_write(*, agency: Agency, task_force: TaskForce, values: dict[str, Any]) -> Agency:
    """Set, check and save without a rule or audit of its own: the caller has both (one act or one import)."""
    for name, value in values.items():
        setattr(agency, name, value)
    _check_name_free(agency, task_force)
    _check_parent(agency, task_force)
    agency.full_clean()
    new = agency._state.adding
    agency.save()
    agency.task_forces.add(task_force)
    if new:
        agency.regions.add(task_force.region)
    return agency


def _check_name_free(agency: Agency, task_force: TaskForce) -> None:
    twins = Agency.objects.in_task_force(task_force.pk).exclude(pk=agency.pk)
    if twins.filter(short_name__iexact=agency.short_name).exists():
        raise ValidationError(
            {
                "short_name": _("Instansi “%(name)s” sudah ada. Pakai nama lain atau ubah yang ada.")
                % {"name": agency.short_name}
            }
        )


def _check_parent(agency: Agency, task_force: TaskForce) -> None:
    parent = agency.parent
    if parent is None:
        return
    if parent.pk == agency.pk or parent.parent_id:
        raise ValidationError({"parent": _("Pilih instansi induk, bukan unit di bawah instansi lain.")})
    if not agency._state.adding and agency.units.exists():
        raise ValidationError({"parent": _("Instansi ini mempunyai unit, jadi tidak dapat menjadi unit.")})
    if not parent.task_forces.filter(pk=task_force.pk).exists():
        raise ValidationError({"parent": _("Instansi induk bukan anggota gugus tugas Anda.")})


@transaction.atomic
def agency_import_create(
    *, by: User, content: bytes, columns: dict[str, str], rows: list[dict[str, Any]]
) -> AgencyImport:
    """Keep what was read of an uploaded list until it is committed; nothing is written yet. Raises Denied."""
    rules.check_secretariat(by)
    run = AgencyImport(
        task_force_id=by.authority.task_force_id,
        made_by=by,
        file_sha256=hashlib.sha256(content).hexdigest(),
        columns=columns,
        rows=rows,
    )
    run.full_clean()
    run.save()
    return run


@transaction.atomic
def agency_import_commit(*, run: AgencyImport, by: User, counts: dict[str, Any]) -> AgencyImport:
    """Close an import whose rows have just been written in this transaction; one audit row. Raises Denied."""
    rules.check_secretariat(by)
    row = AgencyImport.objects.select_for_update(of=("self",)).get(pk=run.pk)
    if row.committed_at:
        raise ValidationError(_("Impor ini sudah disimpan. Unggah berkas lagi bila ada perubahan."))
    row.committed_at = timezone.now()
    row.save(update_fields=["committed_at"])
    audit.record(by=by, action="members.agency_import", obj=row, sha256=row.file_sha256, **counts)
    return row


def sub_task_force_create(*, by: User, **values: Any) -> SubTaskForce:
    """A new sub-gugus tugas. Raises Denied, ValidationError (number taken)."""
    return _setting_create(SubTaskForce, by=by, values=values)


def sub_task_force_update(*, sub_task_force: SubTaskForce, by: User, **values: Any) -> SubTaskForce:
    """Rename or renumber; SK already rendered keep what they printed. Raises Denied, ValidationError."""
    return _setting_update(sub_task_force, by=by, values=values)


def sub_task_force_delete(*, sub_task_force: SubTaskForce, by: User) -> None:
    """Remove one no seat names. Raises Denied, ValidationError."""
    _setting_delete(sub_task_force, by=by)


def position_create(*, by: User, **values: Any) -> Position:
    """A new kedudukan dalam tim. Raises Denied, ValidationError."""
    return _setting_create(Position, by=by, values=values)


def position_update(*, position: Position, by: User, **values: Any) -> Position:
    """Rename or reorder. Raises Denied, ValidationError."""
    return _setting_update(position, by=by, values=values)


def position_delete(*, position: Position, by: User) -> None:
    """Remove one no seat names. Raises Denied, ValidationError."""
    _setting_delete(position, by=by)


@transaction.atomic
def _setting_create(model: type[Any], *, by: User, values: dict[str, Any]) -> Any:
    rules.check_secretariat(by)
    row = model(task_force=_task_force(by), **values)
    row.full_clean()
    row.save()
    audit.record(by=by, action=f"members.{model._meta.model_name}_create", obj=row)
    return row


@transaction.atomic
def _setting_update(obj: Any, *, by: User, values: dict[str, Any]) -> Any:
    rules.check_manage(by, obj)
    row = type(obj).objects.select_for_update(of=("self",)).get(pk=obj.pk)
    for name, value in values.items():
        setattr(row, name, value)
    row.full_clean()
    row.save()
    audit.record(by=by, action=f"members.{row._meta.model_name}_update", obj=row)
    return row


@transaction.atomic
def _setting_delete(obj: models.Model, *, by: User) -> None:
    rules.check_manage(by, obj)
    audit.record(by=by, action=f"members.{obj._meta.model_name}_delete", obj=obj)
    try:
        with transaction.atomic():
            obj.delete()
    except ProtectedError as used:
        raise ValidationError(
            _("“%(name)s” dipakai %(count)s kursi dalam SK, jadi tidak dapat dihapus. Ganti namanya saja.")
            % {"name": obj, "count": len(used.protected_objects)}
        ) from used


def _task_force(by: User) -> TaskForce:
    return TaskForce.objects.select_related("region").get(pk__in=[by.authority.task_force_id])
