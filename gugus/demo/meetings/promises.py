"""What a meeting of the demo promised, and how far each promise came."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date, datetime, time, timedelta
from typing import Any

from django.utils import timezone

from gugus.demo.acting import as_person
from gugus.demo.meetings.shapes import ZONE, DemoFollowUp, DemoMeeting
from gugus.demo.regions import DemoRegion
from meetings.enums import RequestKind
from meetings.models import FollowUp, Meeting
from meetings.selectors.follow_ups import item_choices
from meetings.services.follow_ups import follow_up_add, follow_up_note, follow_up_submit, follow_up_verify
from meetings.services.requests import request_ask
from members.models import Agency
from rad.models import ActionItem

When = Callable[[datetime], AbstractContextManager[Any]]
LONGER = timedelta(days=30)
HANDED_IN = ("diajukan", "selesai")


def write_down(told: DemoMeeting, meeting: Meeting, by: Any) -> None:
    """Every promise under its point of the agenda."""
    items = {item.title: item for item in meeting.agenda.all()}
    for point in told.points:
        for each in point.follow_ups:
            follow_up_add(
                meeting=meeting,
                by=by,
                text=each.text,
                agency=Agency.objects.visible_to(by).get(short_name=each.agency),
                due=_due(each),
                priority=each.priority,
                agenda_item=items[point.title],
                office=each.office,
                action_item=_action(each, by),
            )


def _due(told: DemoFollowUp) -> date:
    """Its own day; what is entered as done only today is not late for that."""
    return max(told.due, timezone.localdate()) if told.state in HANDED_IN else told.due


def _action(told: DemoFollowUp, by: Any) -> ActionItem | None:
    return item_choices(by).filter(name=told.action).first() if told.action else None


def keep(region: DemoRegion, told: DemoMeeting, meeting: Meeting, when: When) -> None:
    """What the agencies said of their promises since, and what was found adequate."""
    for each in told.follow_ups:
        row = FollowUp.objects.get(meeting=meeting, text=each.text)
        moment = _moment(each)
        with when(moment), as_person(region, each.doer) as by:
            _work(each, row, by)
        if each.state == "selesai":
            with when(moment + timedelta(hours=3)), as_person(region, "sekretariat") as by:
                follow_up_verify(follow_up=row, by=by)


def _moment(told: DemoFollowUp) -> datetime:
    """Two days before it is due; what is due ahead was told yesterday."""
    before = datetime.combine(told.due - timedelta(days=2), time(9), ZONE)
    return min(before, timezone.now() - timedelta(days=1))


def _work(told: DemoFollowUp, row: FollowUp, by: Any) -> None:
    if told.state in HANDED_IN:
        follow_up_submit(follow_up=row, by=by, action_taken=told.done, link=told.proof)
    elif told.state == "kabar":
        follow_up_note(follow_up=row, by=by, text=told.done, link=told.proof)
    elif told.state == "perpanjang":
        request_ask(follow_up=row, by=by, kind=RequestKind.EXTEND, until=_until(told), reason=told.done)


def _until(told: DemoFollowUp) -> Any:
    return max(told.due, timezone.localdate()) + LONGER
