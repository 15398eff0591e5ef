"""Kind of paper → what it says and how it is laid out. Who adds a kind adds its rule in rules.papers too."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from gugus.documents.enums import DocumentKind
from gugus.documents.layouts import attendance_pdf, invitation_pdf, minutes_pdf
from meetings.documents.attendance import attendance_content
from meetings.documents.invitation import invitation_content
from meetings.documents.minutes import minutes_content
from meetings.models import Meeting


@dataclass(frozen=True)
class Maker:
    """`content` reads everything the PDF prints; `layout` needs no database."""

    content: Callable[[Meeting], Any]
    layout: Callable[..., bytes]


PAPERS: dict[str, Maker] = {
    DocumentKind.INVITATION: Maker(invitation_content, invitation_pdf),
    DocumentKind.ATTENDANCE: Maker(attendance_content, attendance_pdf),
    DocumentKind.MINUTES: Maker(minutes_content, minutes_pdf),
}
