"""Codes for the wall and for paper, checking in, keeping the roll, and counting it when a meeting closes."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.crypto import get_random_string
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gugus.core import audit
from gugus.core.permissions import Denied
from gugus.core.services import kept, locked, put
from gugus.documents.codes import ALPHABET
from meetings.enums import CheckIn
from meetings.models import Attendance, CheckInCode, Invitation, Meeting, QuorumSnapshot
from meetings.rules.attendance import (
    check_attendance,
    check_attendance_change,
    check_roll_open,
    check_wall,
    midnight_after,
    window,
)
from meetings.selectors.attendance import (
    LETTERS,
    code_for_guest,
    code_shown,
    guest_named,
    moment_to_record,
    name_of,
    quorum,
    recorded_under,
)
from meetings.selectors.settings import rules_for

GRACE = timedelta(minutes=5)
"""How long a code still counts after another took its place on the wall: time to finish typing."""
TAKEN = gettext_lazy("Kursi atau instansi itu sudah tercatat hadir. Hubungi petugas bila keliru.")
DEAD = gettext_lazy("Kode ini sudah berganti. Lihat kode terbaru di layar rapat, lalu ketik kode itu.")


@transaction.atomic
def code_current(*, meeting: Meeting, by: Any) -> CheckInCode:
    """The code for the wall; a new one where the last has stood there for the rules' minutes. Raises Denied.

    It dies `GRACE` later, with the window of the meeting, or at the region's midnight, whichever is first.
    """
    check_wall(by, meeting)
    held = locked(meeting)
    shown = code_shown(held, printed=False)
    if shown is not None:
        return shown
    life = timedelta(minutes=rules_for(held.task_force_id).code_minutes) + GRACE
    return _code_make(held, by, until=timezone.now() + life, printed=False)


@transaction.atomic
def code_print(*, meeting: Meeting, by: Any) -> CheckInCode:
    """The code to print for today: dead at the region's midnight. Raises Denied."""
    check_wall(by, meeting)
    held = locked(meeting)
    shown = code_shown(held, printed=True)
    return shown or _code_make(held, by, until=midnight_after(held, timezone.now()), printed=True)


def _code_make(meeting: Meeting, by: Any, *, until: datetime, printed: bool) -> CheckInCode:
    now = timezone.now()
    code = CheckInCode(
        meeting=meeting,
        code=get_random_string(LETTERS, ALPHABET),
        printed=printed,
        valid_from=now,
        valid_until=min(until, midnight_after(meeting, now), window(meeting)[1]),
        made_by=by,
    )
    kept(code)
    if printed:
        audit.record(by=by, action="meetings.code_make", obj=meeting)
    return code


@transaction.atomic
def check_in(
    *,
    code: str,
    by: Any = None,
    key: UUID | None = None,
    invitation: Any = None,
    represents: bool = False,
    as_self: bool = False,
    typed: bool = False,
    **person: str,
) -> Attendance:
    """Say that somebody is in the room, with a living code. `by`: the signed-in person, if one is.

    `key` names the form, so that the same one sent twice counts once. `as_self` binds the attendance to the
    account; otherwise a signed-in person may check in a neighbour. `typed`: the code was typed, not scanned.
    Raises ValidationError for a dead code, a place taken, or a name missing.
    """
    found = code_for_guest(code)
    meeting = locked(found.meeting) if found else None
    again = recorded_under(code, key)
    if again is not None:
        return again
    if meeting is None:
        raise ValidationError(str(DEAD))
    _check_open(meeting)
    invitee = _invitee(meeting, invitation) or guest_named(meeting, person.get("name", ""))
    row = Attendance(
        meeting=meeting,
        invitation=invitee,
        represents=bool(represents and invitee),
        via=CheckIn.CODE if typed else CheckIn.QR,
        user=by if as_self else None,
        **_filled(meeting, invitee, person, by if as_self else None, represents=represents),
    )
    if key is not None:
        row.pk = key
    return _added(row, by)


def _check_open(meeting: Meeting) -> None:
    try:
        check_roll_open(meeting)
    except Denied as refusal:
        raise ValidationError(str(refusal.reason)) from refusal


def _invitee(meeting: Meeting, invitation: Any) -> Invitation | None:
    """The invitation that is meant, if it is this meeting's and nobody stands for it yet."""
    if invitation is None:
        return None
    row = meeting.invitations.filter(pk=getattr(invitation, "pk", invitation), withdrawn_at=None).first()
    if row is None:
        raise ValidationError({"invitation": _("Pilih salah satu undangan dalam daftar.")})
    if Attendance.objects.filter(invitation=row).exists():
        raise ValidationError({"invitation": str(TAKEN)})
    return row


def _filled(
    meeting: Meeting, invitee: Invitation | None, person: dict[str, str], account: Any, *, represents: bool
) -> dict[str, str]:
    """What was typed, completed by what the portal knows of the invitee and the account."""
    known = dict(person)
    known["name"] = known.get("name") or (account.full_name if account else "")
    if invitee is not None:
        known |= _known(meeting, invitee, known, represents=represents)
    if not known["name"]:
        raise ValidationError({"name": _("Tuliskan nama yang hadir, misalnya Budi Contoh.")})
    return known


def _known(
    meeting: Meeting, invitee: Invitation, typed: dict[str, str], *, represents: bool
) -> dict[str, str]:
    """Name, office and organisation where nobody typed them; who comes instead is not who was invited."""
    day = meeting.local(timezone.now()).date()
    agency = invitee.agency.name if invitee.agency else invitee.organisation
    return {
        "name": typed["name"] or ("" if represents else name_of(invitee, day)),
        "office": typed.get("office") or ("" if represents else invitee.office),
        "organisation": typed.get("organisation") or agency,
    }


def _added(row: Attendance, by: Any) -> Attendance:
    kept(row)
    audit.record(
        by=by, action="meetings.attendance_add", obj=row.meeting, attendance=row.pk, via=row.via,
        invitation=row.invitation_id,
    )  # fmt: skip
    return row


@transaction.atomic
def attendance_record(
    *, meeting: Meeting, by: Any, invitation: Any = None, represents: bool = False, **person: str
) -> Attendance:
    """Record somebody by hand, from the signed sheet or from the door. Raises Denied and ValidationError."""
    check_attendance(by, meeting)
    held = locked(meeting)
    invitee = _invitee(held, invitation)
    row = Attendance(
        meeting=held,
        invitation=invitee,
        represents=bool(represents and invitee),
        via=CheckIn.HAND,
        at=moment_to_record(held),
        recorded_by=by,
        **_filled(held, invitee, person, None, represents=represents),
    )
    return _added(row, by)


@transaction.atomic
def attendance_update(
    *, attendance: Attendance, by: Any, invitation: Any = None, represents: bool = False, **person: str
) -> Attendance:
    """Correct a line of the roll: who, for whom, and what the paper prints. Raises Denied."""
    row = locked(attendance)
    check_attendance_change(by, row)
    if getattr(invitation, "pk", invitation) != row.invitation_id:
        row.invitation = _invitee(row.meeting, invitation)
    put(row, dict(person) | {"represents": bool(represents and row.invitation)})
    kept(row)
    audit.record(by=by, action="meetings.attendance_update", obj=row.meeting, attendance=row.pk)
    return row


@transaction.atomic
def attendance_remove(*, attendance: Attendance, by: Any) -> None:
    """Take somebody off the roll who was not there. Raises Denied."""
    row = locked(attendance)
    check_attendance_change(by, row)
    audit.record(
        by=by, action="meetings.attendance_remove", obj=row.meeting, attendance=row.pk, via=row.via,
        invitation=row.invitation_id,
    )  # fmt: skip
    row.delete()


@transaction.atomic
def quorum_take(*, meeting: Meeting) -> QuorumSnapshot:
    """Keep the count of places filled as it stands now; a later taking replaces it."""
    now = quorum(meeting)
    counts = {
        "invited": now.invited,
        "present": now.present,
        "represented": now.represented,
        "percent": now.percent,
        "at": timezone.now(),
    }
    taken, _made = QuorumSnapshot.objects.update_or_create(meeting=meeting, defaults=counts)
    return taken
