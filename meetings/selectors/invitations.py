"""Who is invited, who may be, and where each is written to."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db.models import Count, Prefetch, Q, QuerySet
from django.utils import timezone

from gugus.accounts.models import User
from meetings.enums import Answer, InviteeKind
from meetings.models import Invitation, InvitationLetter, LetterCounter, Meeting
from meetings.selectors.settings import rules_for
from members.models import Seat, SeatHolder, SubTaskForce
from members.selectors import seats_to_appoint, sub_task_force_list
from members.selectors.posts import posts_for_system


def invitation_list(user: Any) -> QuerySet[Invitation]:
    """Invitations of meetings this person may know of, with the letters that went out."""
    letters = Prefetch("letters", InvitationLetter.objects.order_by("-created_at"))
    rows = Invitation.objects.visible_to(user).select_related(
        "agency", "user", "meeting__task_force__region", "meeting__type"
    )
    return rows.prefetch_related(letters)


def letter_list(user: Any) -> QuerySet[InvitationLetter]:
    return InvitationLetter.objects.visible_to(user).select_related("meeting", "invitation")


def living(meeting: Meeting) -> QuerySet[Invitation]:
    """Whom the meeting counts on: invited and not withdrawn."""
    return meeting.invitations.filter(withdrawn_at=None).select_related("agency", "user")


def answer_counts(meeting: Meeting) -> dict[str, int]:
    """How many living invitations have each answer."""
    rows = meeting.invitations.filter(withdrawn_at=None).values("answer").annotate(n=Count("pk")).order_by()
    return dict.fromkeys(Answer.values, 0) | {row["answer"]: row["n"] for row in rows}


def seat_choices(user: Any) -> QuerySet[Seat]:
    """Seats of the SK in force, in the order of its lampiran."""
    return seats_to_appoint(user).order_by("position__rank", "sub_task_force__number", "order", "title")


def sub_choices(user: Any) -> QuerySet[SubTaskForce]:
    return sub_task_force_list(user)


def own_invitations(user: Any, meeting: Meeting) -> QuerySet[Invitation]:
    """Invitations of a meeting that are this person's to answer: addressed to them or to their agency."""
    mine = Q(user=user) | Q(agency__in=user.authority.agency_ids)
    return living(meeting).filter(mine)


def number_preview(meeting: Meeting, year: int) -> int:
    """The number the next letter would take; another letter may take it first."""
    last = LetterCounter.objects.filter(task_force=meeting.task_force_id, year=year).values_list("last")
    return (last.first() or (0,))[0] + 1


def unit_of(meeting: Meeting) -> tuple[str, str]:
    """Pattern and unit of a letter's number."""
    rules = rules_for(meeting.task_force_id)
    return rules.number_pattern, rules.number_unit


def contacts_for_system(meeting: Meeting, invitations: Iterable[Invitation]) -> dict[UUID, tuple[str, ...]]:
    """Where each invitee is written to.

    What was typed for the invitation comes first, then the account asked in person, then for a seat the
    account of who holds it today, and for seat or agency the agency's liaisons (its handlers while it has
    none). Empty where nobody has an address.
    """
    rows = list(invitations)
    holders = _holders(meeting, [row.lineage for row in rows if row.lineage])
    posts = posts_for_system([meeting.task_force_id])
    desks = {
        row.agency_id: posts.desk((meeting.task_force_id, row.agency_id)) for row in rows if row.agency_id
    }
    wanted = {person for desk in desks.values() for person in desk} | set(holders.values())
    wanted |= {row.user_id for row in rows if row.user_id}
    mails = dict(User.objects.filter(pk__in=wanted, is_active=True).values_list("pk", "email"))
    return {row.pk: _addresses(row, holders, desks, mails) for row in rows}


def _addresses(
    row: Invitation, holders: dict[UUID, UUID], desks: dict[UUID, set[UUID]], mails: dict[UUID, str]
) -> tuple[str, ...]:
    if row.email:
        return (row.email,)
    for person in (row.user_id, holders.get(row.lineage) if row.lineage else None):
        if person in mails:
            return (mails[person],)
    if row.kind == InviteeKind.GUEST or row.agency_id is None:
        return ()
    return tuple(sorted(mails[person] for person in desks.get(row.agency_id, ()) if person in mails))


def _holders(meeting: Meeting, lineages: list[UUID]) -> dict[UUID, UUID]:
    """Accounts of who holds each seat on the region's day."""
    today = timezone.localdate(timezone=meeting.zone)
    rows = SeatHolder.objects.on(today).filter(
        task_force=meeting.task_force_id, lineage__in=lineages, user__is_active=True
    )
    return dict(rows.order_by("valid_from").values_list("lineage", "user_id"))
