"""Meetings of a task force: agenda, invitations, attendance, minutes, follow-ups."""

from meetings.models.follow_ups import FollowUp, FollowUpNote, FollowUpRequest
from meetings.models.invitations import (
    Attendance,
    CheckInCode,
    Invitation,
    InvitationLetter,
    QuorumSnapshot,
)
from meetings.models.meetings import AgendaItem, Attachment, Meeting, Outreach
from meetings.models.minutes import Minutes, MinutesAnswer, MinutesPart, PartRevision
from meetings.models.papers import CalendarFeed, MeetingDocument, MeetingJob
from meetings.models.settings import LetterCounter, MeetingRules, MeetingType

__all__ = [
    "AgendaItem",
    "Attachment",
    "Attendance",
    "CalendarFeed",
    "CheckInCode",
    "FollowUp",
    "FollowUpNote",
    "FollowUpRequest",
    "Invitation",
    "InvitationLetter",
    "LetterCounter",
    "Meeting",
    "MeetingDocument",
    "MeetingJob",
    "MeetingRules",
    "MeetingType",
    "Minutes",
    "MinutesAnswer",
    "MinutesPart",
    "Outreach",
    "PartRevision",
    "QuorumSnapshot",
]
