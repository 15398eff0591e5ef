"""What a daftar hadir says: the meeting on top, one line per person, a column to sign in."""

from dataclasses import dataclass, field
from decimal import Decimal

from gugus.documents.content.common import Letterhead, PageSetup


def landscape(width: int, height: int) -> PageSetup:
    """A sheet on its side with narrow margins above and below, in millimetres."""
    return PageSetup(width=Decimal(width), height=Decimal(height), top=Decimal(16), bottom=Decimal(16))


@dataclass(frozen=True, slots=True)
class AttendanceLine:
    """One person, or one empty line to write in. `mark` stands where the signature would: how and when the
    portal recorded the attendance."""

    name: str = ""
    number: str = ""  # NIP
    organisation: str = ""
    office: str = ""
    sex: str = ""
    phone: str = ""
    mark: str = ""


@dataclass(frozen=True, slots=True)
class AttendanceContent:
    """Daftar hadir after domain.md §5; landscape, because seven columns must be written in by hand.

    `lines` are printed in order and numbered from 1; `blanks` more stay empty for who comes uninvited.
    `absent` are offices that did not come, each with what it answered; `summary` counts a finished meeting.
    """

    letterhead: Letterhead
    event: str
    day: str
    time: str
    place: str
    lines: tuple[AttendanceLine, ...]
    blanks: int = 0
    absent: tuple[tuple[str, str], ...] = ()
    summary: str = ""
    signer_office: str = ""
    signer_name: str = ""
    page: PageSetup = field(default_factory=lambda: landscape(330, 215))

    @property
    def numbered(self) -> list[tuple[int, AttendanceLine]]:
        """All lines with their number: odd numbers sign on the left, even ones on the right."""
        return list(enumerate((*self.lines, *[AttendanceLine()] * self.blanks), start=1))

    @property
    def facts(self) -> tuple[tuple[str, str], ...]:
        return (
            ("Acara", self.event),
            ("Hari/tanggal", self.day),
            ("Waktu", self.time),
            ("Tempat", self.place),
        )

    @property
    def title(self) -> str:
        """Title and metadata of the file."""
        return f"Daftar hadir {self.event}"
