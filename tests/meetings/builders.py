"""Meetings and what belongs to them as rows, for tests of what comes after; journeys use the services."""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from django.core.files.base import ContentFile
from django.utils import timezone

from gugus.accounts.models import User
from gugus.core.context import Acting, acting_as
from gugus.documents.enums import DocumentKind, DocumentStatus
from meetings.enums import AgendaKind, InviteeKind, MeetingStatus
from meetings.models import (
    AgendaItem,
    FollowUp,
    Invitation,
    InvitationLetter,
    Meeting,
    MeetingDocument,
    MeetingType,
    Minutes,
    MinutesPart,
)
from members.models import Agency, Seat
from tests.factories import World

PDF = b"%PDF-1.4\n% contoh\n%%EOF\n"


@contextmanager
def acting(world: World, who: str | User) -> Iterator[Acting]:
    """As a person of the world, in its task force."""
    person = world.people[who] if isinstance(who, str) else who
    with acting_as(User.objects.get(pk=person.pk), task_force_id=world.task_force.pk) as now:
        yield now


def meeting_type(code: str = "rakor") -> MeetingType:
    return MeetingType.objects.get(task_force=None, code=code)


def make_meeting(
    world: World, *, starts_at: datetime | None = None, hours: float = 2, topics: int = 2, **values: Any
) -> Meeting:
    """An invited meeting tomorrow with an agenda: item 1 the follow-ups, then `topics`."""
    start = starts_at or timezone.now() + timedelta(days=1)
    given: dict[str, Any] = {
        "type": meeting_type(),
        "title": "Rapat koordinasi contoh",
        "status": MeetingStatus.INVITED,
        "host": world.agencies["DP3AP2KB"],
        "chair": "Sekretaris Daerah",
        "place": "Aula Contoh",
        "starts_at": start,
        "ends_at": start + timedelta(hours=hours),
        "made_by": world.people["sekretariat"],
    } | values
    meeting = Meeting.objects.create(task_force=world.task_force, **given)
    AgendaItem.objects.create(
        meeting=meeting, kind=AgendaKind.FOLLOW_UPS, order=1, title="Tindak lanjut rapat lalu"
    )
    for n in range(topics):
        AgendaItem.objects.create(meeting=meeting, order=n + 2, title=f"Bahasan contoh {n + 1}")
    return meeting


def invite_agency(meeting: Meeting, agency: Agency, **values: Any) -> Invitation:
    return Invitation.objects.create(
        meeting=meeting,
        kind=InviteeKind.AGENCY,
        agency=agency,
        **{"office": f"Kepala {agency.short_name}"} | values,
    )


def invite_seat(meeting: Meeting, seat: Seat, **values: Any) -> Invitation:
    given = {"lineage": seat.lineage, "agency": seat.agency, "office": seat.title} | values
    return Invitation.objects.create(meeting=meeting, kind=InviteeKind.SEAT, **given)


def invite_guest(meeting: Meeting, name: str = "Tamu Contoh", **values: Any) -> Invitation:
    given = {"name": name, "organisation": "Lembaga Contoh", "email": "tamu@contoh.example.id"} | values
    return Invitation.objects.create(meeting=meeting, kind=InviteeKind.GUEST, **given)


def make_letter(invitation: Invitation, **values: Any) -> InvitationLetter:
    """A mail to an invitee, waiting to be sent."""
    key = uuid4()
    given = {"purpose": "undang", "sequence": 0, "address": "alamat@contoh.example.id"} | values
    return InvitationLetter.objects.create(
        pk=key,
        invitation=invitation,
        meeting=invitation.meeting,
        message_id=f"<undangan.{key}@example.id>",
        **given,
    )


def make_paper(meeting: Meeting, kind: str = DocumentKind.INVITATION, **values: Any) -> MeetingDocument:
    """A final paper with its file, waiting for its signature."""
    paper = MeetingDocument(
        meeting=meeting,
        task_force=meeting.task_force,
        kind=kind,
        title=meeting.title,
        status=DocumentStatus.FINAL,
        sha256=hashlib.sha256(PDF).hexdigest(),
        made_by=meeting.made_by,
        **values,
    )
    paper.file.save("paper.pdf", ContentFile(PDF), save=False)
    paper.save()
    return paper


def make_minutes(meeting: Meeting, **values: Any) -> Minutes:
    """Minutes with an empty part for each point of the agenda and the closing."""
    minutes = Minutes.objects.create(meeting=meeting, **values)
    for item in [*meeting.agenda.all(), None]:
        MinutesPart.objects.create(minutes=minutes, item=item)
    return minutes


def make_follow_up(world: World, meeting: Meeting, agency: Agency | None = None, **values: Any) -> FollowUp:
    """A commitment of Dinas Sosial (or `agency`), due in a week, told to its agency."""
    due = values.pop("due", timezone.localdate() + timedelta(days=7))
    given: dict[str, Any] = {
        "text": "Menyusun SOP contoh",
        "agency": agency or world.agencies["Dinas Sosial"],
        "due": due,
        "original_due": due,
        "made_by": world.people["sekretariat"],
        "announced_at": timezone.now(),
    } | values
    return FollowUp.objects.create(task_force=world.task_force, meeting=meeting, **given)
