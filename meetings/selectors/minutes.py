"""Minutes as the pages need them: parts, history, who is writing, who is waited for, the press's text."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone, translation

from meetings.enums import MinutesStatus
from meetings.merging import has_marks
from meetings.models import (
    AgendaItem,
    FollowUp,
    Invitation,
    Minutes,
    MinutesAnswer,
    MinutesPart,
    PartRevision,
)
from meetings.rules.rounds import answering_agency, answers_of, invited_agencies
from meetings.wording import span_text
from members.models import Agency

RUN = timedelta(minutes=2)
PRESENCE = timedelta(minutes=1)


def minutes_list(user: Any) -> QuerySet[Minutes]:
    """Minutes this person may read."""
    return Minutes.objects.visible_to(user).select_related("meeting__task_force__region", "meeting__type")


def part_list(user: Any) -> QuerySet[MinutesPart]:
    """Parts of minutes this person may read, in the order of the agenda."""
    return MinutesPart.objects.visible_to(user).select_related(
        "item", "updated_by", "minutes__meeting__task_force__region", "minutes__meeting__type"
    )


def answer_list(user: Any) -> QuerySet[MinutesAnswer]:
    """Answers to minutes this person may read."""
    return MinutesAnswer.objects.visible_to(user).select_related(
        "agency", "by", "minutes__meeting__task_force__region", "minutes__meeting__type"
    )


def writing_now(part: MinutesPart, user: Any) -> Any:
    """Who else saved this part within the last minute, or None."""
    other = part.updated_by_id is not None and part.updated_by_id != user.pk
    return part.updated_by if other and timezone.now() - part.updated_at < PRESENCE else None


def follow_ups_by_item(user: Any, minutes: Minutes) -> dict[Any, list[FollowUp]]:
    """The commitments of this meeting this person may see, by the point of the agenda (None: of none)."""
    rows = FollowUp.objects.visible_to(user).filter(meeting=minutes.meeting_id).select_related("agency")
    found: dict[Any, list[FollowUp]] = {}
    for row in rows:
        found.setdefault(row.agenda_item_id, []).append(row)
    return found


def final_date(minutes: Minutes) -> date | None:
    """The region's day on which the minutes became final."""
    return minutes.meeting.local(minutes.frozen_at).date() if minutes.frozen_at else None


# --- Versions


def revisions_of(part: MinutesPart) -> QuerySet[PartRevision]:
    return part.revisions.select_related("by").order_by("-version")


def history(rows: Iterable[PartRevision]) -> list[PartRevision]:
    """The versions worth reading, newest first: of saves one writer made in a row, each within two minutes
    of the next, the last. `rows` are newest first."""
    shown: list[PartRevision] = []
    newer: PartRevision | None = None
    for row in rows:
        if newer is None or not _one_run(row, newer):
            shown.append(row)
        newer = row
    return shown


def _one_run(older: PartRevision, newer: PartRevision) -> bool:
    plain = not (older.merged or newer.merged or older.restored_from or newer.restored_from)
    return plain and older.by_id == newer.by_id and newer.at - older.at <= RUN


# --- Agreement


@dataclass(frozen=True)
class Asked:
    """An agency of the round and its answer, if any."""

    agency: Agency
    answer: MinutesAnswer | None


def asked(minutes: Minutes) -> list[Asked]:
    """Everybody the present round waits for or has heard of."""
    answers = {answer.agency_id: answer for answer in answers_of(minutes)}
    return [Asked(agency, answers.get(agency.pk)) for agency in invited_agencies(minutes)]


def own_answer(user: Any, minutes: Minutes) -> MinutesAnswer | None:
    """What this person's agency said in the present round."""
    agency = answering_agency(user, minutes)
    return answers_of(minutes).filter(agency=agency).first() if agency else None


def waiting_for(user: Any) -> QuerySet[Minutes]:
    """Circulated minutes one of this person's agencies was invited to and has not answered in this round."""
    own = user.authority.agency_ids
    invited = Invitation.objects.filter(
        meeting=OuterRef("meeting"), agency__in=own, withdrawn_at__isnull=True
    )
    answered = MinutesAnswer.objects.filter(minutes=OuterRef("pk"), round=OuterRef("round"), agency__in=own)
    return minutes_list(user).filter(
        Exists(invited), ~Exists(answered), status=MinutesStatus.AGREEMENT, agree_until__gt=timezone.now()
    )


# --- Press


def public_points(minutes: Minutes) -> QuerySet[AgendaItem]:
    """Points of the agenda that may be told."""
    return minutes.meeting.agenda.filter(is_public=True)


def public_decisions(minutes: Minutes) -> Sequence[str]:
    """Decisions their writers marked as public, as written."""
    parts = minutes.parts.filter(Q(decision_public=True) & ~Q(decision="")).select_related("item")
    return [part.decision.strip() for part in parts if not has_marks(part.decision)]


def press_text(minutes: Any) -> str:
    """A first text for the press, from public parts only: what, when, where, the public points of the agenda
    and the decisions marked as public. Plain Indonesian: it leaves the portal."""
    meeting = minutes.meeting
    with translation.override("id"):
        when = span_text(meeting)
    where = f" di {meeting.place}" if meeting.place else ""
    lines = [f"{meeting.task_force.name} mengadakan {meeting.title} pada {when}{where}."]
    points, decisions = public_points(minutes), public_decisions(minutes)
    if points:
        lines.append("Yang dibahas:\n" + "\n".join(f"- {item.title}" for item in points))
    if decisions:
        lines.append("Keputusan rapat:\n" + "\n".join(f"- {text}" for text in decisions))
    return "\n\n".join(lines)
