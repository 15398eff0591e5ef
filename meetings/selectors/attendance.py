"""Who came: the roll by seat, the quorum, the codes that live, and who a visitor may say they are."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils import timezone

from gugus.documents.codes import letters_of
from meetings.enums import Answer, InviteeKind
from meetings.models import Attendance, CheckInCode, Invitation, Meeting, QuorumSnapshot
from meetings.rules.attendance import window_open
from meetings.selectors.settings import rules_for
from members.models import SeatHolder

PRESENT, REPRESENTED, EXCUSED, ABSENT = "hadir", "diwakili", "berhalangan", "tidak hadir"
EXPECTED = "belum hadir"
LETTERS = 6
"""Signs of a check-in code: 30 bits, alive for minutes."""


@dataclass(frozen=True)
class RollRow:
    """One invitee, or one who came uninvited (`invitation` None), and how it stands with them."""

    invitation: Invitation | None
    attendance: Attendance | None
    state: str

    @property
    def office(self) -> str:
        """The invited office or guest; of an uninvited guest the office, else the organisation."""
        if self.invitation:
            return str(self.invitation)
        return (self.attendance.office or self.attendance.organisation or "–") if self.attendance else "–"

    @property
    def came(self) -> bool:
        return self.attendance is not None


@dataclass(frozen=True)
class Quorum:
    """Places that count (invited seats and agencies, not guests) and how many of them are filled.

    `needed` is the least number that reaches `percent_needed` of the places; without places there is no
    quorum to reach.
    """

    invited: int
    present: int
    represented: int
    percent_needed: int

    @property
    def filled(self) -> int:
        return self.present + self.represented

    @property
    def percent(self) -> int:
        """Filled places in whole per cent, rounded down: 49,9 % is not 50 %."""
        return self.filled * 100 // self.invited if self.invited else 0

    @property
    def needed(self) -> int:
        return -(-self.invited * self.percent_needed // 100)

    @property
    def reached(self) -> bool:
        return self.invited > 0 and self.filled >= self.needed


def roll(meeting: Meeting) -> list[RollRow]:
    """Every invitee in the order of the invitation, then who came uninvited. An answer is no attendance."""
    invitations = meeting.invitations.filter(withdrawn_at=None).select_related("agency")
    attendances = list(meeting.attendances.all())
    by_invitee = {row.invitation_id: row for row in attendances if row.invitation_id}
    waiting = EXPECTED if not meeting.is_over else ABSENT
    rows = [_row(each, by_invitee.pop(each.pk, None), waiting) for each in invitations]
    left = {row.pk for row in by_invitee.values()}
    others = [row for row in attendances if row.invitation_id is None or row.pk in left]
    return rows + [RollRow(None, row, PRESENT) for row in others]


def _row(invitation: Invitation, attendance: Attendance | None, waiting: str) -> RollRow:
    if attendance is None:
        return RollRow(invitation, None, EXCUSED if invitation.answer == Answer.UNABLE else waiting)
    return RollRow(invitation, attendance, REPRESENTED if attendance.represents else PRESENT)


def quorum(meeting: Meeting, rows: list[RollRow] | None = None) -> Quorum:
    """How the roll stands against the task force's rule. `rows`: the roll, where it was read already."""
    rows = roll(meeting) if rows is None else rows
    places = [row for row in rows if row.invitation and row.invitation.kind != InviteeKind.GUEST]
    states = [row.state for row in places]
    percent = rules_for(meeting.task_force_id).quorum_percent
    return Quorum(len(places), states.count(PRESENT), states.count(REPRESENTED), percent)


def quorum_taken(meeting: Meeting) -> QuorumSnapshot | None:
    """The roll as it was counted when the meeting was closed, if it was."""
    return QuorumSnapshot.objects.filter(meeting=meeting).first()


def attendance_list(user: Any) -> QuerySet[Attendance]:
    return Attendance.objects.visible_to(user).select_related(
        "meeting__task_force__region", "meeting__type", "invitation__agency"
    )


def code_shown(meeting: Meeting, *, printed: bool) -> CheckInCode | None:
    """The code that stands on the wall now, or the paper of today; None when a new one is due."""
    now = timezone.now()
    rows = CheckInCode.objects.filter(meeting=meeting, printed=printed, valid_until__gt=now)
    if not printed:
        minutes = rules_for(meeting.task_force_id).code_minutes
        rows = rows.filter(valid_from__gt=now - timedelta(minutes=minutes))
    return rows.order_by("-valid_from").first()


def normal_code(typed: str) -> str:
    """The check-in code a person meant; empty when it cannot be one."""
    letters = letters_of(typed)
    return letters if len(letters) == LETTERS else ""


def code_for_guest(typed: str) -> CheckInCode | None:
    """A living code of a meeting one may check in to now, whoever asks; dead and unknown ones look alike."""
    row = _code(typed)
    now = timezone.now()
    if row is None or not row.valid_from <= now < row.valid_until or not window_open(row.meeting, now):
        return None
    return row


def _code(typed: str) -> CheckInCode | None:
    rows = CheckInCode.objects.select_related("meeting__task_force__region", "meeting__host")
    return rows.filter(code=normal_code(typed)).first() if normal_code(typed) else None


def recorded_under(typed: str, key: UUID | None) -> Attendance | None:
    """What this very form recorded before, though its code has died since: sent twice, counted once."""
    row = _code(typed)
    if row is None or key is None:
        return None
    return Attendance.objects.filter(meeting=row.meeting, pk=key).first()


def invitees_waiting(meeting: Meeting) -> list[Invitation]:
    """Invitees nobody stands for yet, in the order of the invitation."""
    rows = meeting.invitations.filter(withdrawn_at=None, attendance=None)
    return list(rows.select_related("agency"))


def guest_named(meeting: Meeting, name: str) -> Invitation | None:
    """The invited guest who goes by exactly this name: their name stands on no page without signing in."""
    rows = meeting.invitations.filter(kind=InviteeKind.GUEST, withdrawn_at=None, attendance=None)
    return rows.filter(name__iexact=name.strip()).first() if name.strip() else None


@dataclass(frozen=True)
class Self:
    """What a signed-in person can say with one tap."""

    invitation: Invitation
    represents: bool


def selves(meeting: Meeting, user: Any) -> list[Self]:
    """The invitations a signed-in person can stand for: their own and their seat's, or their agency's.

    Somebody of an agency whose head holds the invited seat represents the head.
    """
    if not user.is_authenticated or user.authority.task_force_id is None:
        return []
    mine = user.authority
    seats = held_lineages(user)
    asked = Q(user=user) | Q(lineage__in=seats) | Q(agency__in=mine.agency_ids)
    rows = meeting.invitations.filter(asked, withdrawn_at=None, attendance=None).select_related("agency")
    found = [Self(row, _represents(row, user, seats)) for row in rows]
    own = [each for each in found if each.invitation.user_id == user.pk or each.invitation.lineage in seats]
    return own or found


def held_lineages(user: Any) -> set[UUID]:
    """Seats whose confirmed holder this account is today."""
    rows = SeatHolder.objects.visible_to(user).on(user.authority.today)
    return set(rows.filter(user=user).exclude(confirmed_by=None).values_list("lineage", flat=True))


def _represents(invitation: Invitation, user: Any, seats: set[UUID]) -> bool:
    """Whoever is neither asked in person nor holds the seat stands for the office that was invited."""
    own = invitation.user_id == user.pk or invitation.lineage in seats
    return not own and bool(invitation.office)


def name_of(invitation: Invitation, day: Any) -> str:
    """Who an invitee is, as far as the portal knows: the guest's name, the account's, the seat's holder's."""
    if invitation.name:
        return invitation.name
    if invitation.user:
        return invitation.user.full_name
    if invitation.lineage is None:
        return ""
    here = invitation.meeting.task_force_id
    holder = SeatHolder.objects.filter(task_force=here, lineage=invitation.lineage).on(day).first()
    return holder.name if holder else ""


def names_of(meeting: Meeting) -> dict[UUID, str]:
    """The same for all seats of a meeting in one query, by lineage; for the paper."""
    if meeting.starts_at is None:
        return {}
    day = meeting.local(meeting.starts_at).date()
    rows = SeatHolder.objects.filter(task_force=meeting.task_force_id).on(day)
    return dict(rows.order_by("valid_from").values_list("lineage", "name"))


def recorded_of(meeting: Meeting, user: Any) -> Attendance | None:
    """What is recorded of a signed-in person."""
    if not user.is_authenticated:
        return None
    return Attendance.objects.filter(meeting=meeting, user=user).first()


def moment_to_record(meeting: Meeting) -> datetime:
    """When somebody recorded by hand came: now, or at the start of a meeting that is over."""
    return meeting.starts_at if meeting.is_over and meeting.starts_at else timezone.now()
