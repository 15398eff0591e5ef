"""A small invented task force, and people in every role; names are invented and look it."""

import uuid
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache
from typing import Any

from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import Group
from django.utils import timezone

from gugus.accounts.models import User
from members.enums import OFFICE_ROLES, AgencyKind, AppointmentStatus, Basis, DecreeStatus, Role
from members.models import (
    Agency,
    Appointment,
    Decree,
    Desk,
    Position,
    Region,
    Seat,
    SubTaskForce,
    TaskForce,
)
from members.selectors.authority import Authority

PASSWORD = "Sandi-contoh-2026-panjang"


@cache
def hashed_password() -> str:
    """Hashed once: the real hasher is slow on purpose."""
    return make_password(PASSWORD)


def region(code: str = "35.71", name: str = "Kota Kediri", zone: str = "Asia/Jakarta") -> Region:
    """A kabupaten/kota under its province."""
    province, _made = Region.objects.get_or_create(
        code=code[:2],
        defaults={"name": f"Provinsi {code[:2]}", "level": 1, "kind": "provinsi", "timezone": zone},
    )
    row, _made = Region.objects.get_or_create(
        code=code, defaults={"name": name, "level": 2, "kind": "kota", "parent": province, "timezone": zone}
    )
    return row


def desk(task_force: TaskForce, role: Role | str, agency: Agency | None = None) -> Desk:
    """The desk of a role; handlers' desks imply their agency's liaisons'."""
    implies = desk(task_force, Role.LIAISON, agency) if role == Role.HANDLER else None
    found = Desk.objects.filter(task_force=task_force, role=role, agency=agency).first()
    if found:
        return found
    group = Group.objects.create(name=f"{task_force.slug}:{role}:{agency.pk if agency else '-'}")
    return Desk.objects.create(task_force=task_force, role=role, agency=agency, group=group, implies=implies)


def user(name: str, email: str | None = None) -> User:
    """An account with the suite's password."""
    address = email or f"{uuid.uuid4().hex[:10]}@contoh.example.id"
    return User.objects.create(full_name=name, email=address, password=hashed_password())


def somebody(*roles: Role | str, **held: Any) -> User:
    """A person who was never saved, with these roles today and what else of `Authority` is named."""
    person = User(full_name="Contoh")
    person.__dict__["authority"] = Authority(roles=frozenset(roles), **held)
    return person


@dataclass
class World:
    """One task force with a decree in force, its agencies by short name, and people by a short key."""

    task_force: TaskForce
    decree: Decree
    agencies: dict[str, Agency] = field(default_factory=dict)
    people: dict[str, User] = field(default_factory=dict)

    def agency(
        self, short_name: str, kind: AgencyKind = AgencyKind.OPD, *, member: bool = True, **extra: Any
    ) -> Agency:
        """An agency; with `member`, its head has a seat in the decree."""
        row = Agency.objects.create(short_name=short_name, name=f"{short_name} Contoh", kind=kind, **extra)
        row.task_forces.add(self.task_force)
        self.agencies[short_name] = row
        if member:
            self.seat(f"Kepala {short_name}", row, is_head=True)
        return row

    def seat(self, title: str, agency: Agency | None, **extra: Any) -> Seat:
        position, _made = Position.objects.get_or_create(
            task_force=self.task_force, name="Anggota", defaults={"rank": 90}
        )
        return Seat.objects.create(decree=self.decree, title=title, agency=agency, position=position, **extra)

    def appoint(
        self, person: User, role: Role | str, agency: Agency | None = None, **extra: Any
    ) -> Appointment:
        """A confirmed appointment from long ago, by two other people where the rule asks for two."""
        start = timezone.localdate() - timedelta(days=100)
        office = role in OFFICE_ROLES
        values: dict[str, Any] = {
            "basis": Basis.OFFICE if office else Basis.SEAT,
            "valid_from": start,
            "status": AppointmentStatus.CONFIRMED,
            "proposed_by": self.people.get("pengusul") or user("Pengusul Contoh"),
            "decided_by": self.people.get("pengukuh") or user("Pengukuh Contoh"),
            "decided_at": timezone.now(),
        } | extra
        if values["basis"] == Basis.SEAT and "seat_lineage" not in values:
            seat = Seat.objects.filter(decree=self.decree, agency=agency).first()
            values["seat_lineage"] = (seat or self.seat(f"Pejabat {role}", agency)).lineage
        return Appointment.objects.create(
            user=person,
            task_force=self.task_force,
            role=role,
            agency=agency,
            desk=desk(self.task_force, role, agency),
            **values,
        )

    def person(self, key: str, role: Role | str, agency: Agency | None = None, **extra: Any) -> User:
        """A new account in a role, kept in `people` under `key`."""
        row = user(f"{key.title()} Contoh", f"{key}@{self.task_force.slug}.example.id")
        self.people[key] = row
        self.appoint(row, role, agency, **extra)
        return row


def make_task_force(
    code: str = "35.71", name: str = "Kota Kediri", zone: str = "Asia/Jakarta", **extra: Any
) -> TaskForce:
    place = region(code, name, zone)
    return TaskForce.objects.create(
        region=place,
        name=f"Gugus Tugas Pencegahan TPPO {name}",
        short_name=f"GT TPPO {name}",
        slug=name.lower().replace(" ", "-"),
        head_office=f"Wali {name}",
        province_line="Provinsi Jawa Timur",
        place=name.split()[-1],
        **extra,
    )


def make_world(
    code: str = "35.71", name: str = "Kota Kediri", zone: str = "Asia/Jakarta", **term: date | None
) -> World:
    """A task force with four agencies and a person in every role.

    People: sekretariat, sekretariat2, sekda, pengawas, admin, dinsos, dinkes, polres (penghubung),
    dinsos_kasus, polres_ppa (penangan).
    """
    task_force = make_task_force(code, name, zone)
    today = timezone.localdate()
    values: dict[str, Any] = {
        "valid_from": today - timedelta(days=200),
        "valid_until": today + timedelta(days=900),
    } | term
    decree = Decree.objects.create(
        task_force=task_force,
        title="Pembentukan Gugus Tugas",
        number="188.45/1/2025",
        signed_on=values["valid_from"],
        status=DecreeStatus.IN_FORCE,
        signer_office=task_force.head_office,
        signer_name="BUDI CONTOH",
        signed_place=task_force.place,
        **values,
    )
    world = World(task_force, decree)
    for number, label in enumerate(("Pencegahan", "Rehabilitasi Kesehatan"), start=1):
        SubTaskForce.objects.create(task_force=task_force, number=number, name=label)
    world.people["pengusul"], world.people["pengukuh"] = user("Pengusul Contoh"), user("Pengukuh Contoh")
    dinas = world.agency("DP3AP2KB")
    task_force.secretariat_agency = dinas
    task_force.save()
    for short, kind in (
        ("Dinas Sosial", AgencyKind.OPD),
        ("Dinas Kesehatan", AgencyKind.OPD),
        ("Polres", AgencyKind.VERTICAL),
    ):
        world.agency(short, kind)
    world.person("sekretariat", Role.SECRETARIAT)
    world.person("sekretariat2", Role.SECRETARIAT)
    world.person("admin", Role.ADMIN)
    world.person("sekda", Role.LEADER)
    world.person("pengawas", Role.SUPERVISOR)
    world.person("dinsos", Role.LIAISON, world.agencies["Dinas Sosial"])
    world.person("dinkes", Role.LIAISON, world.agencies["Dinas Kesehatan"])
    world.person("polres", Role.LIAISON, world.agencies["Polres"])
    world.person("dinsos_kasus", Role.HANDLER, world.agencies["Dinas Sosial"])
    world.person("polres_ppa", Role.HANDLER, world.agencies["Polres"])
    return world
