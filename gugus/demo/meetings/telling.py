"""The fourth part: the meetings of a region, held by its people through the services.

What lies back is entered as if it were ahead, because nobody is invited to the past, and then gets its own
day. `When` runs a step at the moment it happened; only tests can do so, the demo does all of them now.
"""

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Q
from django.utils import timezone

from gugus.demo.acting import as_person, person
from gugus.demo.meetings import promises
from gugus.demo.meetings.data import GATHERINGS
from gugus.demo.meetings.shapes import ZONE, DemoInvitee, DemoMeeting, DemoOutreach, DemoPlanned, DemoPoint
from gugus.demo.regions import DemoRegion
from meetings.enums import Answer, LetterStatus, Rhythm
from meetings.models import Invitation, InvitationLetter, Meeting, Minutes
from meetings.selectors.invitations import seat_choices
from meetings.selectors.minutes import press_text
from meetings.selectors.settings import type_list
from meetings.services.agenda import Point, agenda_set
from meetings.services.answers import answer_record
from meetings.services.attendance import attendance_record
from meetings.services.invitations import (
    invitation_add_agencies,
    invitation_add_guest,
    invitation_add_seats,
    invitees_set,
    meeting_invite,
)
from meetings.services.meetings import meeting_create, meeting_hold, meeting_repeat, meeting_update
from meetings.services.minutes import (
    minutes_circulate,
    minutes_freeze,
    minutes_start,
    part_save,
    release_set,
)
from meetings.services.outreach import outreach_set
from members.models import Agency, Region

When = Callable[[datetime], AbstractContextManager[Any]]
WRITER = "sekretariat2"


def now(moment: datetime) -> AbstractContextManager[Any]:
    """Does a step of the past today."""
    return nullcontext()


def build(region: DemoRegion, when: When = now) -> None:
    """Every meeting of a region that has none yet."""
    with as_person(region, "sekretariat") as by:
        if Meeting.objects.visible_to(by).exists():
            return
    told = GATHERINGS.get(region.key)
    if told is None:
        return  # a region whose article tells of no meeting
    for each in (told.told, *told.since):
        tell(region, each, when)
    for planned in told.ahead:
        _plan(region, planned)


def tell(region: DemoRegion, told: DemoMeeting, when: When = now) -> Meeting:
    """One meeting from its draft to its frozen minutes and what became of its follow-ups."""
    start, end = told.starts, told.ends
    written = _at(told.letter_on, 10) if told.letter_on else start - timedelta(days=2)
    with when(written), as_person(region, "sekretariat") as by:
        meeting = _draft(told, start, end, person(region, WRITER), by)
        _call_together(told, meeting, by)
    _date_back(meeting, told, start, end)
    with when(start + timedelta(minutes=20)), as_person(region, WRITER) as by:
        _attend(told, meeting, by)
        if told.closing:
            _write(told, meeting, by)
    with when(end + timedelta(minutes=10)), as_person(region, "sekretariat") as by:
        meeting_hold(meeting=meeting, by=by)
        if told.outreach:
            _reach(meeting, told.outreach, by)
    if told.closing:
        _agree(region, meeting, end, when)
        promises.keep(region, told, meeting, when)
    return meeting


def _at(day: date, hour: int) -> datetime:
    return datetime.combine(day, time(hour), ZONE)


def _agency(name: str, by: Any) -> Agency:
    return Agency.objects.visible_to(by).get(short_name=name)


def _draft(told: DemoMeeting, start: datetime, end: datetime, writer: Any, by: Any) -> Meeting:
    """The meeting with its agenda; one whose day has passed stands on tomorrow until it is called."""
    if start <= timezone.now():
        start, end = _tomorrow(start, end)
    hours = {"starts_at": start, "ends_at": end}
    meeting = meeting_create(
        by=by,
        type=type_list(by).get(code=told.type),
        title=told.title,
        purpose=told.purpose,
        host=_agency(told.host, by),
        co_host=told.co_host,
        opener=told.opener,
        chair=told.chair,
        chair_lineage=_lineage(told.chair, by),
        minute_taker=writer,
        place=told.place,
        **({} if told.undated else hours),
    )
    if told.undated:
        meeting = meeting_update(meeting=meeting, by=by, **hours)
    _set_agenda(meeting, told.points, by)
    return meeting


def _tomorrow(start: datetime, end: datetime) -> tuple[datetime, datetime]:
    moved = _at(timezone.localdate() + timedelta(days=1), start.astimezone(ZONE).hour)
    return moved, moved + (end - start)


def _lineage(title: str, by: Any) -> Any:
    return next((seat.lineage for seat in seat_choices(by) if seat.title == title), None)


def _set_agenda(meeting: Meeting, points: tuple[DemoPoint, ...], by: Any) -> None:
    first = meeting.agenda.get()
    items = [Point(pk=first.pk, title=first.title, minutes=10)]
    items += [
        Point(
            title=point.title,
            speaker=point.speaker,
            speaker_agency=_agency(point.agency, by) if point.agency else None,
            minutes=point.minutes,
            note=point.note,
            is_public=point.is_public,
        )
        for point in points
    ]
    agenda_set(meeting=meeting, by=by, items=items)


def _reach(meeting: Meeting, told: DemoOutreach, by: Any) -> None:
    outreach_set(
        meeting=meeting,
        by=by,
        region=Region.objects.get(pk=told.region),
        audience=told.audience,
        men=told.men,
        women=told.women,
        materials=told.materials,
        partner=told.partner,
    )


def _call_together(told: DemoMeeting, meeting: Meeting, by: Any) -> None:
    if not told.invited:
        return
    titles = {each.office for each in told.invited} & set(told.seats)
    invitation_add_seats(
        meeting=meeting, by=by, seats=[seat for seat in seat_choices(by) if seat.title in titles]
    )
    agencies = [each for each in told.invited if each.agency]
    invitation_add_agencies(meeting=meeting, by=by, agencies=[_agency(each.agency, by) for each in agencies])
    for each in told.invited:
        if not each.agency and each.office not in titles:
            invitation_add_guest(meeting=meeting, by=by, office=each.office, organisation=each.organisation)
    meeting_invite(meeting=meeting, by=by, letter_on=told.letter_on)
    for each in told.invited:
        if each.answer != Answer.NONE:
            answer_record(
                invitation=_invitation(meeting, each),
                answer=each.answer,
                representative=each.deputy,
                reason=each.reason,
                by=by,
            )


def _invitation(meeting: Meeting, told: DemoInvitee) -> Invitation:
    of_agency = Q(agency__short_name=told.agency) if told.agency else Q(office=told.office)
    return meeting.invitations.get(of_agency)


def _date_back(meeting: Meeting, told: DemoMeeting, start: datetime, end: datetime) -> None:
    """Its own day again; letters that would go out about the past count as sent then."""
    meeting.refresh_from_db()
    if meeting.starts_at == start:
        return
    Meeting.objects.filter(pk=meeting.pk).update(starts_at=start, ends_at=end)
    sent = _at(told.letter_on or start.date(), 10)
    waiting = InvitationLetter.objects.filter(meeting=meeting, status=LetterStatus.PENDING)
    waiting.update(status=LetterStatus.SENT, sent_at=sent, created_at=sent)
    Invitation.objects.filter(meeting=meeting, answered_at__isnull=False).update(answered_at=sent)
    meeting.refresh_from_db()


def _attend(told: DemoMeeting, meeting: Meeting, by: Any) -> None:
    for each in told.invited:
        if each.came:
            attendance_record(
                meeting=meeting,
                by=by,
                invitation=_invitation(meeting, each),
                represents=bool(each.deputy),
                name=each.came,
                office=each.deputy or each.office,
                sex=each.sex,
            )


def _write(told: DemoMeeting, meeting: Meeting, by: Any) -> None:
    minutes = minutes_start(meeting=meeting, by=by)
    said = {point.title: point for point in told.points}
    for part in minutes.parts.select_related("item"):
        point = said.get(part.item.title) if part.item else DemoPoint("", discussion=told.closing)
        if point is None:
            continue
        part_save(
            part=part,
            by=by,
            base_version=part.version,
            discussion=point.discussion,
            decision=point.decision,
            obstacles=point.obstacles,
            decision_public=point.is_public and bool(point.decision),
        )
    promises.write_down(told, meeting, by)


def _agree(region: DemoRegion, meeting: Meeting, end: datetime, when: When) -> None:
    """Sent round for three days; made final by the secretary who did not write."""
    until = datetime.combine(end.date() + timedelta(days=4), time(23, 59), ZONE)
    with when(end + timedelta(days=1)), as_person(region, WRITER) as by:
        minutes_circulate(minutes=Minutes.objects.get(meeting=meeting), by=by, agree_until=until)
    with when(until + timedelta(hours=10)), as_person(region, "sekretariat") as by:
        minutes = minutes_freeze(minutes=Minutes.objects.get(meeting=meeting), by=by)
        release_set(minutes=minutes, by=by, release=press_text(minutes))


def _plan(region: DemoRegion, told: DemoPlanned) -> None:
    """A meeting ahead: on the calendar, in the drawer, or sent to everybody in the SK."""
    with as_person(region, "sekretariat") as by:
        meeting = meeting_create(
            by=by,
            type=type_list(by).get(code=told.type),
            title=told.title,
            host=_agency(told.host, by),
            chair=told.chair,
            chair_lineage=_lineage(told.chair, by),
            minute_taker=person(region, WRITER),
            place=told.place,
            **_ahead(told),
        )
        _set_agenda(meeting, told.points, by)
        if told.outreach:
            _reach(meeting, told.outreach, by)
        if told.invite:
            invitees_set(meeting=meeting, by=by, everyone=True)
        if told.times:
            meeting_repeat(meeting=meeting, by=by, rhythm=Rhythm.WEEKDAY, times=told.times)
        if told.invite:
            meeting_invite(meeting=meeting, by=by)


def _ahead(told: DemoPlanned) -> dict[str, datetime]:
    if told.in_days is None:
        return {}
    start = _at(timezone.localdate() + timedelta(days=told.in_days), told.hour)
    return {"starts_at": start, "ends_at": start + timedelta(hours=2)}
