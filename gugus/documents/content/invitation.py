"""A surat undangan (domain.md §5; Permendagri 1/2023: surat undangan) with its lampiran of invitees."""

from dataclasses import dataclass, field
from datetime import date

from gugus.documents import text
from gugus.documents.content.common import Letterhead, NotReady, PageSetup


@dataclass(frozen=True, slots=True)
class Invitee:
    """A line of the lampiran daftar undangan."""

    post: str
    agency: str = ""

    @property
    def lines(self) -> list[str]:
        """As a letter addresses it; the agency is not said again where the office names it."""
        return [self.post] if not self.agency or self.agency in self.post else [self.post, self.agency]


@dataclass(frozen=True, slots=True)
class Signer:
    """Jabatan, nama, pangkat, NIP; what is unknown stays open for the pen."""

    office: str
    name: str = ""
    rank: str = ""
    number: str = ""


@dataclass(frozen=True, slots=True)
class InvitationContent:
    """One letter to one invitee, or to the many of its lampiran."""

    letterhead: Letterhead
    place: str
    dated: date | None
    number: str
    secrecy: str
    subject: str
    invitees: tuple[Invitee, ...]
    opening: str
    facts: tuple[tuple[str, str], ...]
    closing: str
    signer: Signer
    agenda: tuple[str, ...] = ()
    enclosures: tuple[str, ...] = ()
    copies: tuple[str, ...] = ()
    page: PageSetup = field(default_factory=PageSetup)

    def check_final(self) -> None:
        """Raises `NotReady` while number, date, time or invitees are missing."""
        gaps = []
        if not self.number or self.dated is None:
            gaps.append("Surat undangan belum bernomor dan bertanggal.")
        if not self.invitees:
            gaps.append("Belum ada yang diundang.")
        if gaps:
            raise NotReady(gaps)

    @property
    def dated_text(self) -> str:
        """`Kediri, 21 November 2026`; a draft leaves the day open."""
        return f"{self.place}, {text.long_date(self.dated) if self.dated else '…'}"

    @property
    def number_text(self) -> str:
        return self.number or "…"

    @property
    def has_annex(self) -> bool:
        """One invitee is addressed in the letter itself."""
        return len(self.invitees) > 1

    @property
    def attachments(self) -> str:
        """What goes with the letter: the list of invitees and the enclosed files, counted."""
        count = int(self.has_annex) + len(self.enclosures)
        return f"{count} berkas" if count else "–"

    @property
    def title(self) -> str:
        """Title and metadata of the file."""
        return f"Surat undangan {self.number}".strip()

    @property
    def numbered_invitees(self) -> list[tuple[int, Invitee]]:
        return list(enumerate(self.invitees, start=1))
