"""Starting a region's task force with shipped defaults, and keeping its settings."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _
from lokal import wilayah

from gugus.accounts.models import User
from gugus.core import audit
from members import defaults, rules
from members.enums import AppointmentStatus, Basis, Role
from members.models import Appointment, LegalBasis, Position, Region, Sop, SubTaskForce, TaskForce
from members.services.appointments import desk_get


@transaction.atomic
def task_force_start(*, region: str, admin: User) -> TaskForce:
    """First run: the region's tree down to desa, its task force with defaults, and one admin.

    Run again for a task force that exists, it changes nothing but appoints `admin`: the operator's way back
    in when nobody is left. Only a person with access to the server can call this (`start_task_force`).
    Raises ValidationError for a code that is no province, kabupaten or kota.
    """
    place = _region_load(region)
    task_force = TaskForce.objects.filter(region=place).first() or _create(place)
    library_load()
    _appoint_admin(task_force, admin)
    return task_force


@transaction.atomic
def task_force_update(*, task_force: TaskForce, by: User, **values: Any) -> TaskForce:
    """Names, places, letterhead, emblem and paper as this region writes them. Raises Denied."""
    rules.check_task_force_edit(by, task_force)
    row = TaskForce.objects.select_for_update(of=("self",)).get(pk=task_force.pk)
    for name, value in values.items():
        setattr(row, name, value)
    row.full_clean()
    row.save()
    audit.record(by=by, action="members.task_force_update", obj=row, fields=sorted(values))
    return row


def _region_load(code: str) -> Region:
    """The region, the provinces above it and every kecamatan and desa below, from the Kemendagri list."""
    found = wilayah.get_wilayah(code)
    if found is None or found.level > 2:
        raise ValidationError(
            _("Kode wilayah %(code)s tidak dikenal. Isi kode provinsi, kabupaten, atau kota, contoh 35.71.")
            % {"code": code}
        )
    above = [found.code[:2]] if found.level == 2 else []
    entries = [wilayah.get_wilayah(item) for item in above] + [found, *_below(found.code)]
    Region.objects.bulk_create([_region(entry) for entry in entries], ignore_conflicts=True)
    return Region.objects.get(pk=found.code)


def _below(code: str) -> list[Any]:
    children = wilayah.list_wilayah(code)
    return [*children, *(entry for child in children for entry in _below(child.code))]


def _region(entry: Any) -> Region:
    return Region(
        code=entry.code,
        name=entry.name,
        level=entry.level,
        kind=entry.type,
        parent_id=entry.code.rpartition(".")[0] or None,
        timezone=timezone_of(entry.code),
    )


def timezone_of(code: str) -> str:
    """The IANA zone of a region's code: WIB, WITA or WIT by province."""
    province = code[:2]
    if province in defaults.WITA:
        return "Asia/Makassar"
    return "Asia/Jayapura" if province in defaults.WIT else "Asia/Jakarta"


def _create(place: Region) -> TaskForce:
    province = place.parent.name if place.parent else place.name
    task_force = TaskForce(
        region=place,
        name=f"{defaults.GT_RULE} {place.name}",
        short_name=f"Gugus Tugas TPPO {place.name}",
        slug=slugify(place.name)[:40],
        head_office=_head_office(place),
        province_line=f"Provinsi {province}",
        place=place.name.removeprefix("Kota ").removeprefix("Kabupaten ").removeprefix("Administrasi "),
        parent=TaskForce.objects.filter(region=place.parent_id).first(),
    )
    task_force.full_clean()
    task_force.save()
    TaskForce.objects.filter(region__parent=place, parent=None).update(parent=task_force)
    for number, name in enumerate(defaults.SUB_TASK_FORCES, start=1):
        SubTaskForce.objects.create(task_force=task_force, number=number, name=name)
    for name, rank, in_sub in defaults.POSITIONS:
        Position.objects.create(task_force=task_force, name=name, rank=rank, in_sub=in_sub)
    audit.record(by=None, action="members.task_force_start", obj=task_force, region=place.code)
    return task_force


def _head_office(place: Region) -> str:
    administrative = defaults.ADMINISTRATIVE_PROVINCES.get(place.code[:2])
    if administrative or place.level == 1:
        return f"Gubernur {administrative or place.name}"
    if place.name.startswith("Kota "):
        return f"Wali {place.name}"
    return f"Bupati {place.name.removeprefix('Kabupaten ')}"


def library_load() -> None:
    """Put the shipped legal instruments and SOP stubs on the shared shelf, once."""
    if not LegalBasis.objects.filter(task_force=None).exists():
        for law in defaults.LAWS:
            values = law._asdict()
            values.pop("starts")
            LegalBasis.objects.create(**values)
    if not Sop.objects.filter(task_force=None).exists():
        for code, title, summary, steps in defaults.SOPS:
            Sop.objects.create(code=code, title=title, summary=summary, steps=steps)


def _appoint_admin(task_force: TaskForce, admin: User) -> None:
    held = Appointment.objects.in_force().filter(user=admin, task_force=task_force, role=Role.ADMIN)
    if held.exists():
        return
    row = Appointment(
        user=admin,
        task_force=task_force,
        role=Role.ADMIN,
        desk=desk_get(task_force=task_force, role=Role.ADMIN),
        basis=Basis.OFFICE,
        valid_from=timezone.localdate(),
        status=AppointmentStatus.CONFIRMED,
        proposed_by=admin,
        decided_at=timezone.now(),
    )
    row.full_clean()
    row.save()
    audit.record(by=None, action="members.appointment_start", obj=row, label=str(row.get_role_display()))
