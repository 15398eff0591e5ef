"""What a notula says (domain.md §5): facts, who came, each point of the agenda, the table of follow-ups."""

from dataclasses import dataclass, field

from gugus.documents.content.common import Letterhead, PageSetup

HEADINGS = ("Pembahasan", "Keputusan", "Kendala dan solusi")


@dataclass(frozen=True, slots=True)
class MinutesPoint:
    """One point of the agenda: who presented it, and what was said, decided and in the way."""

    title: str
    speaker: str = ""
    discussion: str = ""
    decision: str = ""
    obstacles: str = ""
    before: tuple[str, ...] = ()
    """Of the first point: what earlier meetings left unfinished, a line each."""

    @property
    def texts(self) -> list[tuple[str, str]]:
        """Heading and text of what was written; nothing of what was not."""
        given = zip(HEADINGS, (self.discussion, self.decision, self.obstacles), strict=True)
        return [(heading, text.strip()) for heading, text in given if text.strip()]


@dataclass(frozen=True, slots=True)
class Commitment:
    """A line of the rencana tindak lanjut: what, who, until when."""

    what: str
    who: str
    until: str


@dataclass(frozen=True, slots=True)
class MinutesContent:
    """The notula of one meeting. `roll` is (office, who came or why not) in the order of the invitation;
    `attachments` are the titles of the proofs."""

    letterhead: Letterhead
    meeting: str
    day: str
    time: str
    place: str
    chair: str
    minute_taker: str
    points: tuple[MinutesPoint, ...]
    roll: tuple[tuple[str, str], ...] = ()
    quorum: str = ""
    commitments: tuple[Commitment, ...] = ()
    attachments: tuple[str, ...] = ()
    signed_at: str = ""
    """Place and day above the signatures."""
    page: PageSetup = field(default_factory=PageSetup)

    @property
    def facts(self) -> tuple[tuple[str, str], ...]:
        return (
            ("Acara", self.meeting),
            ("Hari/tanggal", self.day),
            ("Waktu", self.time),
            ("Tempat", self.place),
            ("Pimpinan rapat", self.chair or "…"),
            ("Notulis", self.minute_taker or "…"),
        )

    @property
    def agenda(self) -> tuple[str, ...]:
        return tuple(point.title for point in self.points)

    @property
    def title(self) -> str:
        """Title and metadata of the file."""
        return f"Notula {self.meeting}"
