"""The mail of an invitation: plain Indonesian, the calendar entry, and the surat undangan once made."""

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.text import slugify

from meetings import ics
from meetings.enums import LetterPurpose
from meetings.links import answer_url
from meetings.models import Invitation, InvitationLetter, MeetingDocument
from meetings.wording import span_text

SUBJECTS = {
    LetterPurpose.INVITE: "Undangan",
    LetterPurpose.CHANGE: "Perubahan undangan",
    LetterPurpose.CANCEL: "Pembatalan undangan",
}


def letter_message(letter: InvitationLetter, paper: MeetingDocument | None) -> EmailMultiAlternatives:
    """The mail as it goes out now, under the Message-ID its row has had since it was written."""
    meeting, invitation = letter.meeting, letter.invitation
    with translation.override("id"):
        text = render_to_string("meetings/mail/letter.txt", letter_context(letter, paper))
        subject = f"{SUBJECTS[LetterPurpose(letter.purpose)]}: {' '.join(meeting.title.split())}"
    message = EmailMultiAlternatives(
        subject, text.strip() + "\n", to=[letter.address], headers={"Message-ID": letter.message_id}
    )
    method = ics.CANCEL if letter.purpose == LetterPurpose.CANCEL else ics.REQUEST
    entry = ics.event(
        meeting, method=method, attendee=letter.address, name=str(invitation), sequence=letter.sequence
    )
    message.attach_alternative(
        entry.decode().replace("\r\n", "\n"), f"text/calendar; method={method}; component=VEVENT"
    )
    if paper and paper.file:
        stored = paper.signed_file or paper.file
        with stored.open("rb") as file:
            message.attach(paper_name(paper), file.read(), "application/pdf")
    return message


def letter_context(letter: InvitationLetter, paper: MeetingDocument | None) -> dict[str, object]:
    meeting = letter.meeting
    return {
        "purpose": letter.purpose,
        "meeting": meeting,
        "when": span_text(meeting).replace("\N{NO-BREAK SPACE}", " "),
        "invitee": letter.invitation,
        "answer_url": answer_url(letter.invitation),
        "with_paper": bool(paper and paper.file),
        "withdrawn": letter.invitation.withdrawn_at is not None,
        "site_url": settings.SITE_URL.rstrip("/"),
    }


def message_text(meeting_invitation: Invitation) -> str:
    """The words for a chat, with the invitee's own answer link."""
    meeting = meeting_invitation.meeting
    context = {
        "meeting": meeting,
        "when": span_text(meeting).replace("\N{NO-BREAK SPACE}", " "),
        "invitee": meeting_invitation,
        "answer_url": answer_url(meeting_invitation),
    }
    with translation.override("id"):
        return render_to_string("meetings/mail/chat.txt", context).strip()


def paper_name(paper: MeetingDocument) -> str:
    """`surat-undangan-400-2-17-gt-tppo-2026.pdf`."""
    words = slugify(f"{paper.get_kind_display()} {paper.number}".replace("/", "-").replace(".", "-"))
    return f"{words or 'dokumen'}.pdf"
