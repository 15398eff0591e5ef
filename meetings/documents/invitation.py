"""What a surat undangan says. Plain Indonesian: it is printed."""

from decimal import Decimal

from gugus.documents.content import InvitationContent, Invitee, PageSetup, Signer
from meetings.documents.common import day_words, letterhead, time_words
from meetings.enums import AgendaKind, InviteeKind
from meetings.models import Invitation, Meeting
from meetings.selectors.invitations import living


def invitation_content(meeting: Meeting) -> InvitationContent:
    """The letter to everybody invited: one name in the letter, more in its lampiran."""
    task_force = meeting.task_force
    return InvitationContent(
        letterhead=letterhead(meeting),
        place=task_force.place,
        dated=meeting.letter_on,
        number=meeting.number,
        secrecy=meeting.secrecy,
        subject=f"Undangan {meeting.type.name.partition(' (')[0]}",
        invitees=tuple(_invitee(row) for row in living(meeting)),
        opening=_opening(meeting),
        facts=tuple(_facts(meeting)),
        agenda=tuple(_agenda(meeting)),
        closing=(
            "Mengingat pentingnya acara ini, mohon kehadiran Bapak/Ibu tepat waktu. Bila berhalangan, mohon "
            "menugaskan wakil yang berwenang mengambil keputusan dan memberitahukannya kepada kami."
        ),
        signer=_signer(meeting),
        enclosures=tuple(meeting.attachments.filter(with_letter=True).values_list("title", flat=True)),
        copies=tuple(line.strip(" -\t") for line in meeting.copies.splitlines() if line.strip()),
        page=PageSetup(Decimal(task_force.paper_width), Decimal(task_force.paper_height)),
    )


def _invitee(row: Invitation) -> Invitee:
    """Office first; a guest by name, with the office where there is one."""
    if row.kind == InviteeKind.GUEST:
        return Invitee(", ".join(filter(None, [row.name, row.office])), row.organisation)
    return Invitee(row.office, row.agency.name if row.agency else "")


def _opening(meeting: Meeting) -> str:
    purpose = " ".join(meeting.purpose.split()).rstrip(".")
    why = f"Dalam rangka {_inside(purpose)}" if purpose else "Dengan hormat"
    return f"{why}, kami mengundang Bapak/Ibu untuk hadir pada:"


def _inside(sentence: str) -> str:
    """A sentence as it stands inside another; an acronym at its beginning keeps its capitals."""
    first = sentence.split(" ", 1)[0]
    return sentence if first[1:] != first[1:].lower() else f"{sentence[0].lower()}{sentence[1:]}"


def _facts(meeting: Meeting) -> list[tuple[str, str]]:
    rows = [
        ("Hari, tanggal", day_words(meeting)),
        ("Pukul", time_words(meeting)),
        ("Tempat", meeting.place),
        ("Tautan", meeting.link),
        ("Acara", meeting.title),
        ("Dibuka oleh", meeting.opener),
        ("Pimpinan rapat", meeting.chair),
        ("Bekerja sama dengan", meeting.co_host),
    ]
    return [(label, value) for label, value in rows if value]


def _agenda(meeting: Meeting) -> list[str]:
    """The points of the agenda with who presents; the carried follow-ups stand first among others."""
    items = list(meeting.agenda.select_related("speaker_agency"))
    if all(item.kind == AgendaKind.FOLLOW_UPS for item in items):
        return []
    return [_point(item.title, item.speaker or str(item.speaker_agency or "")) for item in items]


def _point(title: str, speaker: str) -> str:
    return f"{title} ({speaker})" if speaker else title


def _signer(meeting: Meeting) -> Signer:
    """Who is named on the meeting; otherwise the host's head, by office, to be filled in with the pen."""
    office = meeting.host or meeting.task_force.secretariat_agency
    head = office.head_title if office else ""
    return Signer(
        meeting.signer_office or head or f"Ketua {meeting.task_force.name}",
        meeting.signer_name,
        meeting.signer_rank,
        meeting.signer_number,
    )
