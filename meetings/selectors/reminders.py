"""What meetings ask of whom now, for reminders: read for the system, over whole task forces.

Words are counts, dates, short names of agencies and titles of meetings, never what people wrote of them.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone

from gugus.core.templatetags.gugus import tanggal
from gugus.notices.duties import Demand
from gugus.notices.enums import NoticeKind
from meetings.enums import DOING, FollowUpStatus, MinutesStatus, Priority, RequestStatus
from meetings.models import (
    FollowUp,
    FollowUpNote,
    FollowUpRequest,
    Invitation,
    Meeting,
    MeetingRules,
    Minutes,
    MinutesAnswer,
)
from meetings.models.settings import FOLLOW_UP_DAYS
from meetings.selectors.duties import answer_day, by_meeting, listed, page_of, unanswered
from members.models import Agency
from members.selectors.posts import Posts, posts_for_system

# Days from the due day. What was submitted or asked is judged within three days, told the morning after.
JUDGE_DAYS = 3
JUDGE_STEPS = (-JUDGE_DAYS, 1)
ANSWER_STEPS = (-3, -1)
AGREE_STEPS = (-30, -1)  # as soon as minutes go round (they are asked back within 30 days), and a day before
SHOWN_AGENCIES = 5


@dataclass(frozen=True)
class Book:
    """What is read once for all demands: posts, agencies, and each task force's days."""

    posts: Posts
    agencies: dict[UUID, Agency]
    days: dict[UUID, tuple[int, ...]]

    def steps(self, here: UUID) -> tuple[int, ...]:
        return self.days.get(here, FOLLOW_UP_DAYS)

    def desk(self, row: FollowUp) -> set[UUID]:
        """Who is reminded: the agency's people; the secretariat, atas nama, where it has none."""
        here = row.task_force_id
        return self.posts.desk((here, row.agency_id)) or self.posts.secretariat[here]


def demands_for_system(task_forces: Collection[UUID] | None = None) -> list[Demand]:
    """Everything meetings ask of anybody now, in some task forces or in all. Twelve queries at any size."""
    rows = list(_unfinished(task_forces))
    requests = list(_requests(task_forces))
    invitations = list(_here(unanswered(), task_forces, "meeting__task_force"))
    minutes = list(_circulated(task_forces))
    found = {row.task_force_id for row in rows}
    found |= {each.meeting.task_force_id for each in (*invitations, *minutes)}
    if not found:
        return []
    book = _book(found, {row.agency_id for row in rows})
    running = [row for row in rows if row.status == FollowUpStatus.OPEN]
    submitted = [row for row in rows if row.status == FollowUpStatus.SUBMITTED]
    return [
        *_to_do(running, book),
        *_overdue(running, book),
        *_to_check(submitted, book),
        *_to_decide(requests, book),
        *_to_answer(invitations, book),
        *_to_agree(minutes, book),
    ]


def _here(rows: QuerySet, task_forces: Collection[UUID] | None, field: str) -> QuerySet:
    return rows if task_forces is None else rows.filter(**{f"{field}__in": task_forces})


def _unfinished(task_forces: Collection[UUID] | None) -> QuerySet[FollowUp]:
    rows = FollowUp.objects.filter(announced_at__isnull=False).unfinished()
    return _here(rows, task_forces, "task_force").select_related("meeting__task_force__region")


def _requests(task_forces: Collection[UUID] | None) -> QuerySet[FollowUpRequest]:
    rows = FollowUpRequest.objects.filter(status=RequestStatus.ASKED).order_by("asked_at", "pk")
    return _here(rows, task_forces, "follow_up__task_force").select_related(
        "follow_up__meeting__task_force__region"
    )


def _circulated(task_forces: Collection[UUID] | None) -> QuerySet[Minutes]:
    rows = Minutes.objects.filter(status=MinutesStatus.AGREEMENT, agree_until__gt=timezone.now())
    return _here(rows, task_forces, "meeting__task_force").select_related("meeting__task_force__region")


def _book(task_forces: set[UUID], agencies: set[UUID]) -> Book:
    rules = MeetingRules.objects.filter(task_force__in=task_forces)
    days = {row.task_force_id: tuple(map(int, row.follow_up_days)) for row in rows_of(rules)}
    return Book(posts_for_system(task_forces), Agency.objects.in_bulk(agencies), days)


def rows_of(rules: Iterable[MeetingRules]) -> Iterator[MeetingRules]:
    """Rules that remind at all; with no days of its own a task force follows the shipped ones."""
    return (row for row in rules if row.follow_up_days)


def _to_do(rows: list[FollowUp], book: Book) -> Iterator[Demand]:
    """One demand per person, meeting and day."""
    by_person: dict[UUID, list[FollowUp]] = defaultdict(list)
    for row in rows:
        for person in book.desk(row):
            by_person[person].append(row)
    for person, mine in by_person.items():
        for group in by_meeting(mine):
            meeting, due = group[0].meeting, group[0].due
            urgent = sum(row.priority == Priority.HIGH for row in group)
            high = f", {urgent} prioritas tinggi" if urgent else ""
            yield Demand(
                recipient_id=person,
                task_force_id=meeting.task_force_id,
                kind=NoticeKind.FOLLOW_UP,
                subject=f"{NoticeKind.FOLLOW_UP}:{meeting.pk}:{due}",
                due=due,
                title=f"Tindak lanjut {meeting.title}",
                detail=f"{len(group)} belum diajukan selesai{high}",
                url=page_of(meeting, group),
                count=len(group),
                steps=book.steps(meeting.task_force_id),
            )


def _overdue(rows: list[FollowUp], book: Book) -> Iterator[Demand]:
    """What heads and secretariat are told once the day has passed (the step decides when)."""
    groups: dict[tuple[UUID, date], Counter[UUID]] = defaultdict(Counter)
    for row in rows:
        groups[(row.task_force_id, row.due)][row.agency_id] += 1
    for (here, due), counts in groups.items():
        for key, count in counts.items():
            yield from _to_heads(here, due, book.agencies[key], count, book)
        yield from _to_office(here, due, counts, book)


def _to_heads(here: UUID, due: date, agency: Agency, count: int, book: Book) -> Iterator[Demand]:
    for person in book.posts.heads_of(here, agency.pk, agency.parent_id):
        reads = person in book.posts.everybody[here]
        yield Demand(
            recipient_id=person,
            task_force_id=here,
            kind=NoticeKind.FOLLOW_UP_HEAD,
            subject=f"{NoticeKind.FOLLOW_UP_HEAD}:{here}:{due}:{agency.pk}",
            due=due,
            title=f"{agency} terlambat menyelesaikan tindak lanjut rapat",
            detail=f"{count} tindak lanjut belum diajukan selesai",
            url=listed("terlambat") if reads else reverse("home"),
            count=count,
            steps=book.steps(here),
        )


def _to_office(here: UUID, due: date, counts: Counter[UUID], book: Book) -> Iterator[Demand]:
    late = sorted(f"{book.agencies[key]} ({count})" for key, count in counts.items())
    for person in book.posts.secretariat[here]:
        yield Demand(
            recipient_id=person,
            task_force_id=here,
            kind=NoticeKind.FOLLOW_UP_OFFICE,
            subject=f"{NoticeKind.FOLLOW_UP_OFFICE}:{here}:{due}",
            due=due,
            title=f"{len(counts)} instansi terlambat menyelesaikan tindak lanjut rapat",
            detail=_some(late),
            url=listed("terlambat"),
            count=counts.total(),
            steps=book.steps(here),
        )


def _some(names: list[str]) -> str:
    rest = len(names) - SHOWN_AGENCIES
    return ", ".join(names[:SHOWN_AGENCIES]) + (f", dan {rest} lagi" if rest > 0 else "")


def _to_check(rows: list[FollowUp], book: Book) -> Iterator[Demand]:
    """Submitted ones, by the day they came in, for secretariat who may judge them; else for pimpinan."""
    wrote: dict[UUID, set[UUID]] = defaultdict(set)
    notes = FollowUpNote.objects.filter(follow_up__in=[row.pk for row in rows], act__in=DOING)
    for key, person in notes.values_list("follow_up_id", "by_id") if rows else ():
        wrote[key].add(person)
    found: dict[tuple[UUID, UUID, date], int] = Counter()
    for row in rows:
        for person in _judges(row, wrote[row.pk], book):
            found[(person, row.task_force_id, _day(row, row.submitted_at))] += 1
    for (person, here, day), count in found.items():
        title = f"Periksa {count} tindak lanjut rapat"
        yield _judged(person, here, day, title, "diajukan", count)


def _to_decide(requests: list[FollowUpRequest], book: Book) -> Iterator[Demand]:
    """Requests, by the day they were asked."""
    found: dict[tuple[UUID, UUID, date], int] = Counter()
    for request in requests:
        row = request.follow_up
        for person in _judges(row, {request.asked_by_id}, book):
            found[(person, row.task_force_id, _day(row, request.asked_at))] += 1
    for (person, here, day), count in found.items():
        title = f"Putuskan {count} permintaan tindak lanjut"
        yield _judged(person, here, day, title, "diminta", count)


def _judges(row: FollowUp, did: set[UUID], book: Book) -> set[UUID]:
    here, posts = row.task_force_id, book.posts
    office = (here, row.agency_id)
    barred = did | posts.liaisons.get(office, set()) | posts.handlers.get(office, set())
    return posts.secretariat[here] - barred or posts.leaders[here] - barred


def _day(row: FollowUp, moment: datetime | None) -> date:
    return row.meeting.local(moment or timezone.now()).date()


def _judged(person: UUID, here: UUID, day: date, title: str, state: str, count: int) -> Demand:
    kind = NoticeKind.FOLLOW_UP_CHECK
    return Demand(
        recipient_id=person,
        task_force_id=here,
        kind=kind,
        subject=f"{kind}:{state}:{here}:{day}",
        due=day + timedelta(days=JUDGE_DAYS),
        title=title,
        detail=f"Masuk {tanggal(day)}; diputuskan oleh orang lain dari yang mengajukan",
        url=listed(state),
        count=count,
        steps=JUDGE_STEPS,
    )


def _to_answer(rows: list[Invitation], book: Book) -> Iterator[Demand]:
    """Invitations of agencies and persons, one demand a meeting."""
    asked: dict[tuple[UUID, UUID], Meeting] = {}
    for row in rows:
        here = row.meeting.task_force_id
        people = {row.user_id} if row.user_id else set()
        people |= book.posts.desk((here, row.agency_id)) if row.agency_id else set()
        asked |= {(person, row.meeting_id): row.meeting for person in people if person}
    for (person, _meeting), meeting in asked.items():
        day = answer_day(meeting)
        yield Demand(
            recipient_id=person,
            task_force_id=meeting.task_force_id,
            kind=NoticeKind.MEETING,
            subject=f"{NoticeKind.MEETING}:{meeting.pk}:{day}",
            due=day,
            title=f"Jawab undangan {meeting.title}",
            detail=f"Rapat {tanggal(day)}; jawab hadir, diwakili, atau berhalangan",
            url=meeting.get_absolute_url(),
            count=1,
            steps=ANSWER_STEPS,
        )


def _to_agree(rows: list[Minutes], book: Book) -> Iterator[Demand]:
    """Circulated minutes, for the desks of invited agencies that have not answered in this round."""
    if not rows:
        return
    meetings = [row.meeting_id for row in rows]
    answers = MinutesAnswer.objects.filter(minutes__in=rows).values_list("minutes_id", "round", "agency_id")
    heard = set(answers)
    invited: dict[UUID, set[UUID]] = defaultdict(set)
    asked = Invitation.objects.filter(Q(meeting__in=meetings), agency__isnull=False, withdrawn_at=None)
    for meeting, agency in asked.values_list("meeting_id", "agency_id"):
        invited[meeting].add(agency)
    for row in rows:
        here = row.meeting.task_force_id
        people: set[UUID] = set()
        for agency in invited[row.meeting_id]:
            if (row.pk, row.round, agency) not in heard:
                people |= book.posts.desk((here, agency))
        for person in people:
            yield _agreed(person, row)


def _agreed(person: UUID, row: Minutes) -> Demand:
    meeting = row.meeting
    day = meeting.local(row.agree_until).date()  # type: ignore[arg-type]
    return Demand(
        recipient_id=person,
        task_force_id=meeting.task_force_id,
        kind=NoticeKind.MINUTES,
        subject=f"{NoticeKind.MINUTES}:{meeting.pk}:{row.round}:{day}",
        due=day,
        title=f"Setujui notula {meeting.title}",
        detail="Setujui notula atau usulkan perbaikan",
        url=row.get_absolute_url(),
        count=1,
        steps=AGREE_STEPS,
    )
