"""What a daftar hadir says: to be signed before the meeting, with who came after it began."""

from uuid import UUID

from gugus.core.templatetags.gugus import zone_name
from gugus.documents.content import AttendanceContent, AttendanceLine
from gugus.documents.content.attendance import landscape
from meetings.documents.common import day_words, letterhead, place_words, time_words
from meetings.enums import CheckIn
from meetings.models import Attendance, Meeting
from meetings.selectors.attendance import RollRow, names_of, quorum, roll

BLANKS = 10
"""Empty lines for who comes uninvited."""
HOW = {CheckIn.QR: "kode QR", CheckIn.CODE: "kode", CheckIn.HAND: "petugas"}


def attendance_content(meeting: Meeting) -> AttendanceContent:
    """Empty to sign while nobody came; afterwards who came, and the offices that did not, from the roll.

    It names people and their phone numbers: its readers are the secretariat (MeetingDocument).
    """
    rows = roll(meeting)
    came = [row for row in rows if row.came]
    names = names_of(meeting)
    return AttendanceContent(
        letterhead=letterhead(meeting),
        event=meeting.title,
        day=day_words(meeting),
        time=time_words(meeting),
        place=place_words(meeting),
        lines=tuple(_line(meeting, row) for row in came) if came else tuple(_asked(r, names) for r in rows),
        blanks=0 if came else BLANKS,
        absent=tuple((row.office, _said(row)) for row in rows if not row.came) if came else (),
        summary=_summary(meeting, rows) if came else "",
        signer_office=meeting.chair,
        page=landscape(meeting.task_force.paper_height, meeting.task_force.paper_width),
    )


def _line(meeting: Meeting, row: RollRow) -> AttendanceLine:
    person = row.attendance
    if person is None:
        raise LookupError("a line of nobody")
    return AttendanceLine(
        name=person.name,
        number=person.employee_number,
        organisation=person.organisation,
        office=_office(row, person),
        sex=person.sex,
        phone=person.phone,
        mark=_mark(meeting, person),
    )


def _office(row: RollRow, person: Attendance) -> str:
    if not person.represents:
        return person.office
    return ", ".join(filter(None, [person.office, f"mewakili {row.office}"]))


def _mark(meeting: Meeting, person: Attendance) -> str:
    local = meeting.local(person.at)
    return f"hadir {local:%H.%M} {zone_name(local)}, {HOW[CheckIn(person.via)]}"


def _asked(row: RollRow, names: dict[UUID, str]) -> AttendanceLine:
    """An invitee on the sheet to sign; who comes instead writes over it."""
    invitation = row.invitation
    if invitation is None:
        raise LookupError("an empty sheet has invitees only")
    lineage = invitation.lineage
    return AttendanceLine(
        name=invitation.name or (names.get(lineage, "") if lineage else ""),
        organisation=invitation.agency.name if invitation.agency else invitation.organisation,
        office=invitation.office,
    )


def _said(row: RollRow) -> str:
    reason = row.invitation.reason if row.invitation else ""
    return f"{row.state}: {reason}" if reason else row.state


def _summary(meeting: Meeting, rows: list[RollRow]) -> str:
    count, came = quorum(meeting, rows), sum(row.came for row in rows)
    if not count.invited:
        return f"{came} orang tercatat hadir."
    said = "tercapai" if count.reached else "tidak tercapai"
    return (
        f"{came} orang tercatat hadir. Dari {count.invited} kursi dan instansi yang diundang, "
        f"{count.present} hadir dan {count.represented} diwakili ({count.percent} %); "
        f"kuorum {count.percent_needed} % {said}."
    )
