"""What meetings ask of a person today, for "Tugas saya"."""

from collections.abc import Iterable
from itertools import groupby
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gugus.notices.duties import Duty
from meetings.enums import DOING, Answer, FollowUpStatus, MeetingStatus, RequestStatus
from meetings.models import FollowUp, FollowUpNote, FollowUpRequest, Invitation, Meeting
from meetings.selectors.follow_ups import follow_up_list, request_list
from meetings.selectors.minutes import waiting_for
from members.enums import Role
from members.models import Appointment

DESKS = (Role.LIAISON, Role.HANDLER)
CLOSERS = (Role.SECRETARIAT, Role.LEADER)


def duties_for(user: Any) -> list[Duty]:
    """Invitations and minutes to answer, follow-ups to do, to check and to decide. Unordered; at most six
    queries."""
    mine, duties = user.authority, []
    if mine.has_role(*DESKS, Role.SECRETARIAT):
        duties += [*_to_answer(user), *_to_agree(user), *_to_do(user)]
    if mine.has_role(*CLOSERS):
        duties += [*_to_check(user), *_to_decide(user)]
    return duties


def page_of(meeting: Meeting, rows: list[FollowUp]) -> str:
    """Where several follow-ups of one meeting and day are worked on; a single one has its own page."""
    return (
        rows[0].get_absolute_url()
        if len(rows) == 1
        else reverse("meetings:meeting-follow-ups", args=[meeting.pk])
    )


def by_meeting(rows: Iterable[FollowUp]) -> list[list[FollowUp]]:
    """Rows of one meeting and one due day together."""

    def key(row: FollowUp) -> tuple[Any, Any]:
        return row.due, row.meeting_id

    return [list(group) for _key, group in groupby(sorted(rows, key=key), key)]


def to_do(user: Any) -> QuerySet[FollowUp]:
    """What still runs: of one's own agencies, and for the secretariat of those without a desk."""
    mine = user.authority
    asked: Any = Q(agency__in=mine.agency_ids)
    if mine.has_role(Role.SECRETARIAT):
        served = Appointment.objects.in_force().filter(
            task_force=OuterRef("task_force"), agency=OuterRef("agency"), role__in=DESKS
        )
        asked |= ~Exists(served)
    return follow_up_list(user).filter(asked, status=FollowUpStatus.OPEN, announced_at__isnull=False)


def _to_do(user: Any) -> list[Duty]:
    today, duties = user.authority.today, []
    for rows in by_meeting(to_do(user)):
        first, late = rows[0], rows[0].due < today
        duties.append(
            Duty(
                title=_("Tindak lanjut %(meeting)s") % {"meeting": first.meeting},
                url=page_of(first.meeting, rows),
                due=first.due,
                status=_("terlambat") if late else _("berjalan"),
                tone="bad" if late else "draft",
                note=first.text if len(rows) == 1 else _("%(n)s tindak lanjut") % {"n": len(rows)},
            )
        )
    return duties


def to_check(user: Any) -> QuerySet[FollowUp]:
    """Submitted by others and written of by others, for an agency that is not one's own."""
    mine = user.authority
    did = FollowUpNote.objects.filter(follow_up=OuterRef("pk"), by=user, act__in=DOING)
    rows = follow_up_list(user).filter(~Exists(did), status=FollowUpStatus.SUBMITTED)
    return rows.exclude(submitted_by=user).exclude(_of(mine.agency_ids))


def to_decide(user: Any) -> QuerySet[FollowUpRequest]:
    """Asked by others, about agencies that are not one's own."""
    rows = request_list(user).filter(status=RequestStatus.ASKED).exclude(asked_by=user)
    return rows.exclude(_of(user.authority.agency_ids, "follow_up__"))


def _of(agencies: Any, prefix: str = "") -> Q:
    return Q(**{f"{prefix}agency__in": agencies}) | Q(**{f"{prefix}agency__units__in": agencies})


def _to_check(user: Any) -> list[Duty]:
    waiting = to_check(user).count()
    if not waiting:
        return []
    title = ngettext("Periksa %(n)s tindak lanjut rapat", "Periksa %(n)s tindak lanjut rapat", waiting)
    return [Duty(title % {"n": waiting}, listed("diajukan"), None, _("diajukan"), "note")]


def _to_decide(user: Any) -> list[Duty]:
    waiting = to_decide(user).count()
    if not waiting:
        return []
    title = ngettext(
        "Putuskan %(n)s permintaan tindak lanjut", "Putuskan %(n)s permintaan tindak lanjut", waiting
    )
    return [Duty(title % {"n": waiting}, listed("diminta"), None, _("diminta"), "note")]


def listed(state: str) -> str:
    """The list of follow-ups in one state."""
    return f"{reverse('meetings:follow-up-list')}?keadaan={state}"


def _to_answer(user: Any) -> list[Duty]:
    """Meetings to come that somebody of one's agencies was asked to."""
    mine = Q(user=user) | Q(agency__in=user.authority.agency_ids)
    rows = unanswered().filter(mine, meeting__task_force=user.authority.task_force_id)
    meetings = {row.meeting_id: row.meeting for row in rows}
    return [
        Duty(
            title=_("Jawab undangan %(meeting)s") % {"meeting": meeting},
            url=meeting.get_absolute_url(),
            due=answer_day(meeting),
            status=_("belum dijawab"),
            tone="draft",
        )
        for meeting in meetings.values()
    ]


def _to_agree(user: Any) -> list[Duty]:
    """Circulated minutes one's agency has not answered."""
    return [
        Duty(
            title=_("Setujui notula %(meeting)s") % {"meeting": minutes.meeting},
            url=minutes.get_absolute_url(),
            due=minutes.meeting.local(minutes.agree_until).date() if minutes.agree_until else None,
            status=_("belum dijawab"),
            tone="draft",
        )
        for minutes in waiting_for(user)
    ]


def unanswered() -> QuerySet[Invitation]:
    """Invitations nobody answered, of meetings that have not begun."""
    rows = Invitation.objects.filter(answer=Answer.NONE, withdrawn_at=None)
    rows = rows.filter(meeting__status=MeetingStatus.INVITED, meeting__starts_at__gt=timezone.now())
    return rows.select_related("meeting__task_force__region").order_by("meeting__starts_at", "pk")


def answer_day(meeting: Meeting) -> Any:
    """Until when an answer helps: the day of the meeting, in its region."""
    return meeting.local(meeting.starts_at).date()  # type: ignore[arg-type]
