"""Who is invited: chosen by seats, agencies and guests; told by letters once the meeting is announced."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from gugus.core import audit
from gugus.core.services import kept, locked
from gugus.core.workflow import move
from meetings.enums import MEETING_TRANSITIONS, Answer, InviteeKind, LetterPurpose, MeetingStatus
from meetings.models import Invitation, Meeting
from meetings.models.invitations import new_key
from meetings.rules.invitations import (
    check_invitees,
    check_letter_text,
    check_meeting_invite,
    check_number,
    check_withdraw,
)
from meetings.rules.papers import is_final_invitation
from meetings.selectors.invitations import seat_choices
from meetings.selectors.papers import letter_paper
from meetings.services.letters import letters_write
from meetings.services.numbers import number_take
from meetings.services.papers import invitation_paper_make
from members.models import Agency, Seat, SubTaskForce

AGENCIES_FROM, GUESTS_FROM = 10_000, 20_000
LETTER_FIELDS = ("secrecy", "copies", "signer_office", "signer_name", "signer_rank", "signer_number")


@dataclass
class Added:
    """What came of a choice: the new invitations, and whom it named who were invited already."""

    new: list[Invitation] = field(default_factory=list)
    known: list[str] = field(default_factory=list)


@transaction.atomic
def invitees_set(
    *,
    meeting: Meeting,
    by: Any,
    everyone: bool = False,
    subs: Iterable[SubTaskForce] = (),
    seats: Iterable[Seat] = (),
    agencies: Iterable[Agency] = (),
) -> Added:
    """Add one choice: all seats of the SK in force, those of some sub-gugus tugas, single ones, agencies.

    Adds only; nobody is invited twice. Raises Denied, and ValidationError for an empty choice.
    """
    wanted = {seat.pk for seat in seats}
    groups = {sub.pk for sub in subs}
    all_seats = [
        seat for seat in seat_choices(by) if everyone or seat.sub_task_force_id in groups or seat.pk in wanted
    ]
    offices = list(agencies)
    if not (all_seats or offices):
        raise ValidationError(_("Pilih sekurang-kurangnya satu kursi, sub-gugus tugas, atau instansi."))
    added = invitation_add_seats(meeting=meeting, by=by, seats=all_seats)
    more = invitation_add_agencies(meeting=meeting, by=by, agencies=offices)
    return Added(added.new + more.new, added.known + more.known)


@transaction.atomic
def invitation_add_seats(*, meeting: Meeting, by: Any, seats: Sequence[Seat]) -> Added:
    """Invite seats of the SK. A seat stands in for its agency: before anything was sent, an invitation of the
    agency as such gives way to it; afterwards the seat counts as invited already. Raises Denied."""
    row = _open(meeting, by)
    places = {seat.lineage: n for n, seat in enumerate(seat_choices(by), start=1)}
    here = {each.lineage: each for each in row.invitations.filter(kind=InviteeKind.SEAT)}
    offices = {
        each.agency_id: each for each in row.invitations.filter(kind=InviteeKind.AGENCY, withdrawn_at=None)
    }
    if row.status == MeetingStatus.DRAFT:
        ours = {seat.agency_id for seat in seats if seat.agency_id}
        for agency_id in ours & offices.keys():
            offices.pop(agency_id).delete()
    added, made = Added(), []
    for seat in seats:
        found = here.get(seat.lineage)
        if seat.agency_id in offices or (found and found.withdrawn_at is None):
            added.known.append(seat.title)
        elif found:
            added.new.append(_revived(found, office=seat.title, agency=seat.agency))
        else:
            made.append(
                Invitation(
                    meeting=row,
                    kind=InviteeKind.SEAT,
                    lineage=seat.lineage,
                    agency=seat.agency,
                    office=seat.title,
                    order=places.get(seat.lineage, len(places)),
                )
            )
    return _added(row, by, added, made)


@transaction.atomic
def invitation_add_agencies(*, meeting: Meeting, by: Any, agencies: Sequence[Agency]) -> Added:
    """Invite agencies as such; one that has an invited seat is invited already. Raises Denied."""
    row = _open(meeting, by)
    here = {each.agency_id: each for each in row.invitations.filter(kind=InviteeKind.AGENCY)}
    seated = set(
        row.invitations.filter(kind=InviteeKind.SEAT, withdrawn_at=None).values_list("agency_id", flat=True)
    )
    added, made = Added(), []
    for n, agency in enumerate(agencies, start=AGENCIES_FROM + len(here)):
        found, office = here.get(agency.pk), agency.head_title
        if agency.pk in seated or (found and found.withdrawn_at is None):
            added.known.append(str(agency))
        elif found:
            added.new.append(_revived(found, office=office))
        else:
            made.append(
                Invitation(meeting=row, kind=InviteeKind.AGENCY, agency=agency, office=office, order=n)
            )
    return _added(row, by, added, made)


@transaction.atomic
def invitation_add_guest(
    *, meeting: Meeting, by: Any, name: str = "", office: str = "", organisation: str = "", email: str = ""
) -> Invitation:
    """Invite somebody by name or office who has no seat. Raises Denied, and ValidationError when the same
    guest, or the address, is invited already."""
    row = _open(meeting, by)
    guests = row.invitations.filter(kind=InviteeKind.GUEST, withdrawn_at=None)
    if email and row.invitations.filter(email__iexact=email, withdrawn_at=None).exists():
        raise ValidationError({"email": _("Surel ini sudah dipakai undangan lain pada rapat ini.")})
    same = {"name__iexact": name, "office__iexact": office, "organisation__iexact": organisation}
    if guests.filter(**same).exists():
        raise ValidationError({"name": _("Tamu ini sudah diundang.")})
    guest = kept(
        Invitation(
            meeting=row,
            kind=InviteeKind.GUEST,
            name=name,
            office=office,
            organisation=organisation,
            email=email,
            order=GUESTS_FROM + guests.count(),
        )
    )
    _told(row, by, [guest])
    return guest


@transaction.atomic
def invitation_withdraw(*, invitation: Invitation, by: Any) -> None:
    """Take an invitation back: before the letters it is gone; afterwards it stays on record, its answer link
    ends, and a cancellation leaves for the invitee's calendar. Raises Denied."""
    meeting = locked(invitation.meeting)
    row = locked(invitation)
    check_withdraw(by, row)
    audit.record(by=by, action="meetings.invitation_withdraw", obj=meeting, kind=row.kind)
    if meeting.status == MeetingStatus.DRAFT:
        row.delete()
        return
    row.withdrawn_at = timezone.now()
    row.save(update_fields=["withdrawn_at"])
    letters_write(meeting=meeting, purpose=LetterPurpose.CANCEL, by=by, invitations=[row])


@transaction.atomic
def letter_update(*, meeting: Meeting, by: Any, **fields: str) -> Meeting:
    """Sifat, tembusan and signature of the surat undangan. Raises Denied."""
    row = locked(meeting)
    check_letter_text(by, row)
    for name in LETTER_FIELDS:
        if name in fields:
            setattr(row, name, fields[name])
    audit.record(by=by, action="meetings.letter_update", obj=row)
    return kept(row)


@transaction.atomic
def number_reserve(*, meeting: Meeting, by: Any, letter_on: date | None = None) -> Meeting:
    """Take the letter's number and date now, so that it can be signed before it goes out. Raises Denied."""
    row = locked(meeting)
    check_number(by, row)
    _numbered(row, letter_on)
    audit.record(by=by, action="meetings.letter_number", obj=row)
    return kept(row)


@transaction.atomic
def meeting_invite(*, meeting: Meeting, by: Any, letter_on: date | None = None) -> Meeting:
    """Announce a meeting: number its letter (dated `letter_on`, by default the region's today), have the
    surat undangan made unless its final version is there, and write to everybody invited. Raises Denied."""
    row = locked(meeting)
    check_meeting_invite(by, row)
    if not row.number:
        _numbered(row, letter_on)
    move(row, MEETING_TRANSITIONS, "invite")
    kept(row)
    if is_final_invitation(row) and letter_paper(row) is None:
        invitation_paper_make(meeting=row, by=by)
    count = letters_write(meeting=row, purpose=LetterPurpose.INVITE, by=by)
    audit.record(by=by, action="meetings.meeting_invite", obj=row, letters=count)
    return row


def _numbered(row: Meeting, letter_on: date | None) -> None:
    row.letter_on = letter_on or timezone.localdate(timezone=row.zone)
    row.number = number_take(meeting=row, day=row.letter_on)


def _open(meeting: Meeting, by: Any) -> Meeting:
    """The meeting, held, if its list may still change."""
    row = locked(meeting)
    check_invitees(by, row)
    return row


def _revived(row: Invitation, **values: Any) -> Invitation:
    """Invited again: unanswered, under a new link."""
    for name, value in values.items():
        setattr(row, name, value)
    row.withdrawn_at, row.answered_at, row.answered_by = None, None, None
    row.answer, row.representative, row.reason, row.answer_key = Answer.NONE, "", "", new_key()
    row.save()
    return row


def _added(row: Meeting, by: Any, added: Added, made: list[Invitation]) -> Added:
    added.new += Invitation.objects.bulk_create(made)
    _told(row, by, added.new)
    return added


def _told(row: Meeting, by: Any, new: list[Invitation]) -> None:
    """On record; and written to, once the meeting has been announced."""
    if not new:
        return
    audit.record(by=by, action="meetings.invitation_add", obj=row, count=len(new))
    if row.status == MeetingStatus.INVITED:
        letters_write(meeting=row, purpose=LetterPurpose.INVITE, by=by, invitations=new)
