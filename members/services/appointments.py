"""Who holds which role: proposing, confirming, ending; and keeping lapsed rights from coming back alone."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from gugus.core import audit
from gugus.core.workflow import move
from members import rules
from members.enums import (
    AGENCY_ROLES,
    APPOINTMENT_TRANSITIONS,
    OFFICE_ROLES,
    AppointmentStatus,
    Basis,
    Role,
)
from members.models import Agency, Appointment, Decree, Desk, PersonalDesk, Seat, SeatHolder, TaskForce

if TYPE_CHECKING:
    from gugus.accounts.models import User


def desk_get(*, task_force: TaskForce, role: Role | str, agency: Agency | None = None) -> Desk:
    """The desk of a role, made on first use with its auth group; handlers' desks imply their liaisons'."""
    found = Desk.objects.filter(task_force=task_force, role=role, agency=agency).first()
    if found:
        return found
    implies = None
    if role == Role.HANDLER:
        implies = desk_get(task_force=task_force, role=Role.LIAISON, agency=agency)
    name = f"{task_force.slug}:{role}:{agency.pk if agency else '-'}"
    group, _made = Group.objects.get_or_create(name=name)
    desk, _made = Desk.objects.get_or_create(
        task_force=task_force, role=role, agency=agency, defaults={"group": group, "implies": implies}
    )
    return desk


def personal_desk_get(*, user: "User", task_force: TaskForce) -> PersonalDesk:
    """A handler's group of one, made at confirmation; counts while they handle (`selectors.authority`)."""
    found = PersonalDesk.objects.filter(user=user, task_force=task_force).first()
    if found:
        return found
    group, _made = Group.objects.get_or_create(name=f"{task_force.slug}:sendiri:{user.pk}")
    desk, _made = PersonalDesk.objects.get_or_create(
        user=user, task_force=task_force, defaults={"group": group}
    )
    return desk


@transaction.atomic
def appointment_propose(
    *,
    by: "User",
    user: "User",
    role: Role | str,
    basis: Basis | str,
    valid_from: date,
    valid_until: date | None = None,
    agency: Agency | None = None,
    seat: Seat | None = None,
    letter_number: str = "",
    letter_on: date | None = None,
    reason: str = "",
    is_coordinator: bool = False,
) -> Appointment:
    """Name a person for a role; where one person is enough (`rules.needs_second`) it holds at once.

    Raises Denied (who) and ValidationError (what: basis, dates, agency). Sources: design.md "The chain as
    data" (three bases, 90 days), "Who may see what" (two people for handlers).
    """
    rules.check_appointment_propose(by, person=user, role=role, agency=agency)
    task_force = _task_force(by)
    row = Appointment(
        user=user,
        task_force=task_force,
        role=role,
        agency=agency if role in AGENCY_ROLES else None,
        basis=basis,
        seat_lineage=seat.lineage if seat and basis == Basis.SEAT else None,
        letter_number=letter_number,
        letter_on=letter_on,
        reason=reason,
        is_coordinator=is_coordinator,
        valid_from=valid_from,
        valid_until=valid_until,
        proposed_by=by,
    )
    _check_content(row, seat)
    row.desk = desk_get(task_force=task_force, role=role, agency=row.agency)
    row.full_clean()
    row.save()
    audit.record(by=by, action="members.appointment_propose", obj=row, label=_label(row), basis=basis)
    if not rules.needs_second(role, task_force.pk, by):
        _decide(row, "confirm", by=by)
    return row


@transaction.atomic
def appointment_confirm(*, appointment: Appointment, by: "User") -> Appointment:
    """The second person's yes; also brings a suspended handler back once someone asked. Raises Denied."""
    row = _locked(appointment)
    rules.check_appointment_confirm(by, row)
    _decide(row, "confirm" if row.status == AppointmentStatus.PROPOSED else "restore", by=by)
    if row.role == Role.HANDLER:
        personal_desk_get(user=row.user, task_force=row.task_force)
    return row


@transaction.atomic
def appointment_reject(*, appointment: Appointment, by: "User", reason: str) -> Appointment:
    """Say no to a proposal, with the reason its proposer reads. Raises Denied."""
    row = _locked(appointment)
    rules.check_appointment_reject(by, row)
    row.end_reason = reason
    _decide(row, "reject", by=by)
    return row


@transaction.atomic
def appointment_end(*, appointment: Appointment, by: "User", reason: str) -> Appointment:
    """End rights now; the row stays as history. Raises Denied."""
    row = _locked(appointment)
    rules.check_appointment_end(by, row)
    row.end_reason = reason
    today = by.authority.today
    row.valid_until = max(row.valid_from, min(today, row.valid_until or today))
    move(row, APPOINTMENT_TRANSITIONS, "end")
    _save(row, by=by, action="end")
    return row


@transaction.atomic
def appointment_suspend(*, appointment: Appointment, by: "User | None", reason: str) -> Appointment:
    """Stop rights at once; `by` None when the portal does it itself after a reset. Raises Denied."""
    row = _locked(appointment)
    if by is not None:
        rules.check_appointment_suspend(by, row)
    return _suspend(row, by=by, reason=reason)


@transaction.atomic
def appointment_restore(*, appointment: Appointment, by: "User") -> Appointment:
    """Ask for a suspended appointment back; a handler's then waits for a second person. Raises Denied."""
    row = _locked(appointment)
    rules.check_appointment_restore(by, row)
    row.proposed_by, row.proposed_at = by, timezone.now()
    row.decided_by, row.decided_at = None, None
    _save(row, by=by, action="restore_propose")
    if not rules.needs_second(row.role, row.task_force_id, by):
        _decide(row, "restore", by=by)
    return row


@transaction.atomic
def handlers_suspend(
    *, appointments: QuerySet, by: "User | None", reason: str, roles: Iterable[str] = (Role.HANDLER,)
) -> int:
    """Suspend every confirmed handler of a selection, as after a reset; returns how many."""
    rows = appointments.filter(role__in=list(roles), status=AppointmentStatus.CONFIRMED)
    count = 0
    for row in rows.select_for_update(of=("self",)):
        _suspend(row, by=by, reason=reason)
        count += 1
    return count


@contextmanager
def no_handler_revived(*, task_force: TaskForce, by: "User", days: Iterable[date] = ()) -> Iterator[None]:
    """Keep an act of one person from bringing a lapsed handler back to life.

    A new SK, a renewed seat holder, an agency's new parent: each may complete the basis of an old, confirmed
    appointment. Handlers alive after the act on any of `days` (and today) who were not alive before it are
    suspended until two people restore them; one alive today keeps its rights until the gap begins.
    """
    moments = [timezone.now(), *(_noon(task_force, day) for day in days if day > by.authority.today)]
    before = [_living(moment) for moment in moments]
    yield
    alive_now = _living(moments[0])
    for moment, old in zip(moments, before, strict=True):
        revived = _living(moment) - old
        day = moment.astimezone(_zone(task_force)).date()
        for row in Appointment.objects.filter(pk__in=revived).select_for_update(of=("self",)):
            if moment is not moments[0] and row.pk in alive_now:
                row.valid_until = day - timedelta(days=1)
                _save(row, by=by, action="shorten")
            else:
                _suspend(
                    row,
                    by=by,
                    reason="Dasar penetapannya berlaku lagi setelah sempat terputus; kukuhkan ulang.",
                )


def _living(moment: datetime) -> set[UUID]:
    return set(Appointment.objects.in_force(moment).filter(role=Role.HANDLER).values_list("pk", flat=True))


def _zone(task_force: TaskForce) -> ZoneInfo:
    return ZoneInfo(task_force.region.timezone)


def _noon(task_force: TaskForce, day: date) -> datetime:
    return datetime.combine(day, time(12), _zone(task_force))


def _check_content(row: Appointment, seat: Seat | None) -> None:
    """What a person may have chosen wrongly, each beside its field."""
    if row.role in AGENCY_ROLES and row.agency is None:
        raise ValidationError({"agency": _("Pilih instansi: penghubung dan penangan milik satu instansi.")})
    if row.agency and not row.agency.task_forces.filter(pk=row.task_force_id).exists():
        raise ValidationError({"agency": _("Instansi ini bukan anggota gugus tugas Anda.")})
    if row.is_coordinator and row.role != Role.HANDLER:
        raise ValidationError({"is_coordinator": _("Koordinator kasus selalu seorang penangan.")})
    if not row.user.is_active:
        raise ValidationError({"user": _("Akun ini dinonaktifkan. Aktifkan dahulu.")})
    if row.valid_until and row.valid_until < row.valid_from:
        raise ValidationError({"valid_until": _("Akhir penetapan tidak boleh sebelum awalnya.")})
    _BASIS_CHECKS[Basis(row.basis)](row, seat)


def _check_seat_basis(row: Appointment, seat: Seat | None) -> None:
    if seat is None:
        raise ValidationError({"seat": _("Pilih kursi dalam SK yang berlaku.")})
    decree = seat.decree
    if decree.task_force_id != row.task_force_id or not decree.in_force_on(row.valid_from):
        raise ValidationError({"seat": _("Kursi ini tidak ada dalam SK yang berlaku pada awal penetapan.")})
    if row.agency and seat.agency_id not in (row.agency.pk, row.agency.parent_id):
        raise ValidationError({"seat": _("Kursi ini milik instansi lain.")})
    held = SeatHolder.objects.on(row.valid_from).filter(
        task_force=row.task_force, lineage=seat.lineage, user=row.user
    )
    if not held.exists():
        raise ValidationError(
            {"seat": _("Orang ini belum dicatat sebagai pejabat kursi itu. Catat dahulu di halaman SK.")}
        )


def _check_letter_basis(row: Appointment, seat: Seat | None) -> None:
    if not row.letter_number or not row.letter_on:
        raise ValidationError(
            {"letter_number": _("Isi nomor dan tanggal surat tugas, contoh 800/12/419.112/2026.")}
        )
    if row.agency is None:
        raise ValidationError({"basis": _("Surat tugas hanya untuk penghubung dan penangan instansi.")})
    offices = [pk for pk in (row.agency.pk, row.agency.parent_id) if pk]
    decrees = Decree.objects.filter(task_force=row.task_force).in_force_on(row.valid_from)
    if not Seat.objects.filter(decree__in=decrees, agency__in=offices).exists():
        raise ValidationError(
            {"basis": _("Instansi ini belum memiliki kursi dalam SK yang berlaku; surat tugas belum cukup.")}
        )


def _check_interim_basis(row: Appointment, seat: Seat | None) -> None:
    if not row.reason:
        raise ValidationError({"reason": _("Isi alasan penetapan sementara, contoh: menunggu SK baru.")})
    if row.valid_until is None or (row.valid_until - row.valid_from).days > 90:
        raise ValidationError(
            {"valid_until": _("Penetapan sementara harus punya akhir, paling lama 90 hari sejak awalnya.")}
        )


def _check_office_basis(row: Appointment, seat: Seat | None) -> None:
    if row.role not in OFFICE_ROLES:
        raise ValidationError(
            {"basis": _("Penetapan dinas hanya untuk sekretariat, admin, dan penelaah Bagian Hukum.")}
        )


_BASIS_CHECKS = {
    Basis.SEAT: _check_seat_basis,
    Basis.LETTER: _check_letter_basis,
    Basis.INTERIM: _check_interim_basis,
    Basis.OFFICE: _check_office_basis,
}


def _task_force(by: "User") -> TaskForce:
    return TaskForce.objects.select_related("region").get(pk__in=[by.authority.task_force_id])


def _locked(appointment: Appointment) -> Appointment:
    rows = Appointment.objects.select_for_update(of=("self",)).select_related("agency", "user")
    return rows.get(pk=appointment.pk)


def _decide(row: Appointment, name: str, *, by: "User") -> None:
    move(row, APPOINTMENT_TRANSITIONS, name)
    row.decided_by, row.decided_at = by, timezone.now()
    _save(row, by=by, action=name)


def _suspend(row: Appointment, *, by: "User | None", reason: str) -> Appointment:
    move(row, APPOINTMENT_TRANSITIONS, "suspend")
    row.end_reason = str(reason)
    row.decided_at = row.decided_at or timezone.now()
    _save(row, by=by, action="suspend")
    return row


def _save(row: Appointment, *, by: Any, action: str) -> None:
    row.full_clean(exclude=["proposed_by", "user", "desk"])
    row.save()
    audit.record(by=by, action=f"members.appointment_{action}", obj=row, label=_label(row))


def _label(row: Appointment) -> str:
    """Role and agency; never the person's name."""
    where = f" {row.agency}" if row.agency else ""
    return f"{row.get_role_display()}{where}"
