"""Seats of a draft SK, and who holds a seat from when to when."""

from datetime import date, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from gugus.accounts.models import User
from gugus.core import audit
from gugus.core.templatetags.gugus import tanggal
from members import rules
from members.models import Agency, Decree, Position, Seat, SeatHolder, SubTaskForce
from members.services.appointments import no_handler_revived
from members.services.decrees import draft_locked

ROMAN = {"I": 1, "II": 2, "III": 3, "IV": 4, "V": 5, "VI": 6, "VII": 7, "VIII": 8, "IX": 9, "X": 10}


@transaction.atomic
def seat_create(*, decree: Decree, by: User, **values: Any) -> Seat:
    """A new seat at the end of its group. Raises Denied (no draft), ValidationError."""
    row = draft_locked(decree, by)
    seat = Seat(decree=row, order=_next_order(row), **values)
    _save(seat)
    audit.record(by=by, action="members.seat_create", obj=row, seat=str(seat.lineage))
    return seat


@transaction.atomic
def seat_update(*, seat: Seat, by: User, **values: Any) -> Seat:
    """Change a draft's seat. Another agency or another head makes it another seat (a new lineage).

    Its holder and the appointments that rest on it stay with the old lineage: else a change of paper could
    carry a confirmed head from one agency to another. Raises Denied, ValidationError.
    """
    draft_locked(seat.decree, by)
    row = Seat.objects.select_for_update(of=("self",)).get(pk=seat.pk)
    before = (row.agency_id, row.is_head)
    for name, value in values.items():
        setattr(row, name, value)
    if (row.agency_id, row.is_head) != before:
        row.lineage = Seat._meta.get_field("lineage").get_default()
    _save(row)
    audit.record(by=by, action="members.seat_update", obj=row.decree, seat=str(row.lineage))
    return row


@transaction.atomic
def seat_delete(*, seat: Seat, by: User) -> None:
    """Take a seat out of a draft; its holders stay as history. Raises Denied."""
    draft_locked(seat.decree, by)
    audit.record(by=by, action="members.seat_delete", obj=seat.decree, seat=str(seat.lineage))
    seat.delete()


@transaction.atomic
def seat_move(*, seat: Seat, by: User, up: bool) -> Seat:
    """Swap a seat with its neighbour of the same position and sub-gugus tugas. Raises Denied."""
    draft_locked(seat.decree, by)
    group = list(
        Seat.objects.filter(
            decree=seat.decree, position=seat.position_id, sub_task_force=seat.sub_task_force_id
        ).order_by("order", "title")
    )
    here = next(place for place, row in enumerate(group) if row.pk == seat.pk)
    there = here - 1 if up else here + 1
    if 0 <= there < len(group):
        group[here], group[there] = group[there], group[here]
    for order, row in enumerate(group, start=1):
        Seat.objects.filter(pk=row.pk).update(order=order)
    audit.record(by=by, action="members.seat_move", obj=seat.decree, seat=str(seat.lineage))
    return seat


@transaction.atomic
def seats_create_for_agencies(*, decree: Decree, by: User) -> list[Seat]:
    """One head seat per agency that has none yet, as Anggota in the sub-gugus tugas it usually joins.

    Units of other agencies are left out. Raises Denied when the decree is no draft.
    """
    row = draft_locked(decree, by)
    agencies = (
        Agency.objects.in_task_force(row.task_force_id)
        .filter(parent__isnull=True)
        .exclude(seats__decree=row)
        .order_by("short_name")
    )
    subs = {sub.number: sub for sub in SubTaskForce.objects.filter(task_force=row.task_force_id)}
    position = Position.objects.filter(task_force=row.task_force_id).order_by("-rank").first()
    if position is None:
        raise ValidationError(_("Belum ada kedudukan. Tambahkan “Anggota” di halaman Kedudukan."))
    seats = [_head_seat(row, agency, position, subs) for agency in agencies]
    audit.record(by=by, action="members.seats_create", obj=row, seats=len(seats))
    return seats


def _head_seat(decree: Decree, agency: Agency, position: Position, subs: dict[int, SubTaskForce]) -> Seat:
    seat = Seat(
        decree=decree,
        title=agency.head_title,
        agency=agency,
        position=position,
        sub_task_force=subs.get(suggested_sub(agency.usual_sub)) if position.in_sub else None,
        is_head=True,
        order=_next_order(decree),
    )
    _save(seat)
    return seat


def suggested_sub(usual: str) -> int:
    """The first Roman number of `V. Penegakan Hukum; I. Pencegahan`; 0 when there is none."""
    first = usual.split(";")[0].split(".")[0].strip().upper()
    return ROMAN.get(first, 0)


@transaction.atomic
def seat_holder_set(
    *, seat: Seat, by: User, name: str, valid_from: date, user: User | None = None
) -> SeatHolder:
    """Record who holds a seat from a day on; whoever held it before ends the day before.

    An account given here waits for a second person (`seat_holder_confirm`) before it counts as the agency's
    head. Raises Denied, and ValidationError when a later holder is already recorded.
    """
    rules.check_holder_set(by, seat)
    task_force = seat.decree.task_force
    rows = SeatHolder.objects.select_for_update(of=("self",)).filter(
        task_force=task_force, lineage=seat.lineage
    )
    _check_follows(rows.filter(valid_from__gt=valid_from).first())
    with no_handler_revived(task_force=task_force, by=by, days=[valid_from]):
        for earlier in rows.on(valid_from).exclude(valid_from=valid_from):
            earlier.valid_until = valid_from - timedelta(days=1)
            earlier.save(update_fields=["valid_until"])
        same = rows.filter(valid_from=valid_from).first()
        holder = same or SeatHolder(task_force=task_force, lineage=seat.lineage, valid_from=valid_from)
        holder.name, holder.user, holder.valid_until = name, user, None
        holder.set_by, holder.confirmed_by, holder.confirmed_at = by, None, None
        holder.full_clean()
        holder.save()
    audit.record(
        by=by, action="members.seat_holder_set", obj=holder, label=str(seat), account=user is not None
    )
    return holder


def _check_follows(later: SeatHolder | None) -> None:
    if later is not None:
        raise ValidationError(
            {
                "valid_from": _("Sudah ada pejabat yang tercatat sejak %(day)s. Isi tanggal sesudahnya.")
                % {"day": tanggal(later.valid_from)}
            }
        )


@transaction.atomic
def seat_holder_confirm(*, holder: SeatHolder, by: User) -> SeatHolder:
    """A second person's word that this account is the seat's holder. Raises Denied."""
    row = SeatHolder.objects.select_for_update(of=("self",)).get(pk=holder.pk)
    rules.check_holder_confirm(by, row)
    row.confirmed_by, row.confirmed_at = by, timezone.now()
    row.full_clean()
    row.save()
    audit.record(by=by, action="members.seat_holder_confirm", obj=row, label=str(row.lineage))
    return row


@transaction.atomic
def head_accounts_unconfirm(*, user: User, by: User | None) -> int:
    """After a reset of an account: it heads no agency until a second person confirms it anew.

    Whoever reset it counts as the one who named it, so cannot be that second person. Returns how many.
    """
    rows = SeatHolder.objects.select_for_update(of=("self",)).filter(user=user, confirmed_by__isnull=False)
    count = 0
    for row in rows:
        row.confirmed_by, row.confirmed_at = None, None
        row.set_by = by if by is not None and by != user else row.set_by
        row.save(update_fields=["confirmed_by", "confirmed_at", "set_by"])
        audit.record(by=by, action="members.seat_holder_unconfirm", obj=row, label=str(row.lineage))
        count += 1
    return count


@transaction.atomic
def seat_holder_end(*, holder: SeatHolder, by: User, valid_until: date) -> SeatHolder:
    """The holder leaves; from the next day the seat is empty. Never later than it already ends.

    Raises Denied, ValidationError.
    """
    row = SeatHolder.objects.select_for_update(of=("self",)).get(pk=holder.pk)
    rules.check_manage(by, row)
    if row.valid_until and valid_until > row.valid_until:
        raise ValidationError(
            {"valid_until": _("Masa jabatan ini sudah berakhir lebih awal. Catat pejabat baru.")}
        )
    row.valid_until = valid_until
    row.full_clean()
    row.save()
    audit.record(by=by, action="members.seat_holder_end", obj=row, label=str(row.lineage))
    return row


def _next_order(decree: Decree) -> int:
    return (decree.seats.aggregate(last=Max("order"))["last"] or 0) + 1


def _save(seat: Seat) -> None:
    here = seat.decree.task_force_id
    if seat.position.task_force_id != here or (
        seat.sub_task_force and seat.sub_task_force.task_force_id != here
    ):
        raise ValidationError(_("Kedudukan dan sub-gugus tugas harus milik gugus tugas ini."))
    if seat.agency and not seat.agency.task_forces.filter(pk=here).exists():
        raise ValidationError({"agency": _("Instansi ini bukan anggota gugus tugas Anda.")})
    if seat.is_head and seat.agency is None:
        raise ValidationError({"is_head": _("Kursi kepala instansi memerlukan instansinya.")})
    seat.full_clean()
    seat.save()
