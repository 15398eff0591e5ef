"""What a notula says, from the parts, the roll and the commitments. Plain Indonesian: it is printed."""

from decimal import Decimal

from django.utils import translation

from gugus.documents.content import Commitment, MinutesContent, MinutesPoint, PageSetup
from gugus.documents.text import long_date
from meetings.documents.common import day_words, letterhead, place_words, time_words
from meetings.models import FollowUp, Meeting, Minutes, MinutesPart
from meetings.selectors.attendance import RollRow, quorum, quorum_taken, roll
from meetings.selectors.follow_ups import carried
from meetings.selectors.minutes import final_date


def minutes_content(meeting: Meeting) -> MinutesContent:
    """The notula of a meeting (domain.md §5). Raises Minutes.DoesNotExist before it was begun."""
    with translation.override("id"):
        return _content(meeting, meeting.minutes)


def _content(meeting: Meeting, minutes: Minutes) -> MinutesContent:
    rows, task_force = roll(meeting), meeting.task_force
    parts = minutes.parts.select_related("item")
    follow_ups = meeting.follow_ups.select_related("agency").order_by("agenda_item__order", "due", "pk")
    signed_on = final_date(minutes)
    return MinutesContent(
        letterhead=letterhead(meeting),
        meeting=meeting.title,
        day=day_words(meeting),
        time=time_words(meeting),
        place=place_words(meeting),
        chair=meeting.chair,
        minute_taker=meeting.minute_taker.full_name if meeting.minute_taker else "",
        points=tuple(_point(part, meeting) for part in parts),
        roll=tuple((row.office, _came(row)) for row in rows),
        quorum=_quorum(meeting, rows),
        commitments=tuple(_commitment(row) for row in follow_ups),
        attachments=tuple(meeting.attachments.values_list("title", flat=True)),
        signed_at=f"{task_force.place}, {long_date(signed_on)}" if signed_on else f"{task_force.place}, …",
        page=PageSetup(width=Decimal(task_force.paper_width), height=Decimal(task_force.paper_height)),
    )


def _point(part: MinutesPart, meeting: Meeting) -> MinutesPoint:
    item = part.item
    return MinutesPoint(
        title=item.title if item else "Penutup",
        speaker=item.speaker if item else "",
        discussion=part.discussion,
        decision=part.decision,
        obstacles=part.obstacles,
        before=tuple(map(_unfinished, carried(meeting))) if item and item.is_follow_ups else (),
    )


def _unfinished(row: FollowUp) -> str:
    return f"{row.text} ({row.agency}, batas {long_date(row.due)}): {row.get_status_display()}"


def _came(row: RollRow) -> str:
    """Who stood for an office, or why nobody did."""
    if row.attendance is None:
        reason = row.invitation.reason if row.invitation else ""
        return f"{row.state}: {reason}" if reason else row.state
    return f"{row.state}: {row.attendance.name}" if row.attendance.name else row.state


def _quorum(meeting: Meeting, rows: list[RollRow]) -> str:
    """As it was counted when the meeting was closed, else as it stands."""
    now, taken = quorum(meeting, rows), quorum_taken(meeting)
    invited = taken.invited if taken else now.invited
    filled = taken.present + taken.represented if taken else now.filled
    if not invited:
        return ""
    reached = "tercapai" if filled >= -(-invited * now.percent_needed // 100) else "tidak tercapai"
    return (
        f"Hadir atau diwakili {filled} dari {invited} kursi dan instansi yang diundang "
        f"({filled * 100 // invited} %); kuorum {now.percent_needed} % {reached}."
    )


def _commitment(row: FollowUp) -> Commitment:
    who = f"{row.agency} ({row.office})" if row.office else str(row.agency)
    return Commitment(row.text, who, long_date(row.due))
