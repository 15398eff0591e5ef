"""What papers about one case say: a referral letter, and a dossier of sections. Always marked RAHASIA.

Neither carries a verification code: whoever asks the public page about such a paper must learn nothing,
not even that it exists. Both carry a watermark with reader and time on each page.
"""

from dataclasses import dataclass, field
from datetime import date

from gugus.documents import text
from gugus.documents.content.common import Letterhead, PageSetup


@dataclass(frozen=True, slots=True)
class Section:
    """A heading with facts, a table, or paragraphs under it; `empty` is said when there is nothing."""

    heading: str
    facts: tuple[tuple[str, str], ...] = ()
    head: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    words: tuple[str, ...] = ()
    empty: str = "Tidak ada."

    @property
    def is_empty(self) -> bool:
        return not (self.facts or self.rows or self.words)


@dataclass(frozen=True, slots=True)
class SecretLetter:
    """A letter of one agency to another about a case known by its code (Permendagri 1/2023: surat dinas)."""

    letterhead: Letterhead
    number: str
    place: str
    dated: date
    subject: str
    receiver: str
    opening: str
    sections: tuple[Section, ...]
    closing: str
    signer_office: str
    watermark: str
    attachments: str = "–"
    secrecy: str = "Rahasia"
    page: PageSetup = field(default_factory=PageSetup)

    @property
    def dated_text(self) -> str:
        return f"{self.place}, {text.long_date(self.dated)}"

    @property
    def title(self) -> str:
        """Title and metadata of the file: the number and no more."""
        return f"Surat rujukan {self.number}"


@dataclass(frozen=True, slots=True)
class Dossier:
    """What is kept of something, section by section; `title` is neutral and stands in the metadata."""

    letterhead: Letterhead
    title: str
    subtitle: str
    sections: tuple[Section, ...]
    watermark: str
    notice: str = ""
    signers: tuple[tuple[str, str], ...] = ()  # (as what, name), side by side
    page: PageSetup = field(default_factory=PageSetup)
