"""What a keputusan says.

Sources: UU 12/2011 Lampiran II and Permendagri 80/2015 jo. 120/2018 (order of a keputusan),
Permendagri 53/2011 Ps 92 (Bookman 12, F4).
"""

from dataclasses import dataclass, field
from datetime import date
from itertools import count

from gugus.documents import text
from gugus.documents.content.common import NotReady, PageSetup
from gugus.documents.images import Image

BLANK = "…………………"


@dataclass(frozen=True, slots=True)
class LegalBasisLine:
    """One line of Mengingat. `rank` is the place in the hierarchy (1 = UUD, 2 = UU, 3 = PP …)."""

    text: str
    rank: int
    year: int
    number: int = 0
    unsure: bool = False

    @property
    def order(self) -> tuple[int, int, int, str]:
        """Hierarchy, then year, then number (UU 12/2011 Lampiran II no. 44)."""
        return (self.rank, self.year, self.number, self.text)


@dataclass(frozen=True, slots=True)
class AnnexRow:
    """One seat: jabatan dalam dinas, kedudukan dalam tim. Never a person's name."""

    post: str
    position: str


@dataclass(frozen=True, slots=True)
class AnnexGroup:
    """Seats under one heading such as a sub-gugus tugas; no heading for the leadership."""

    heading: str
    rows: tuple[AnnexRow, ...]


@dataclass(frozen=True, slots=True)
class NumberedRow:
    """A seat with its running number in the annex."""

    number: int
    post: str
    position: str


@dataclass(frozen=True, slots=True)
class NumberedGroup:
    """A group of the annex with its rows numbered through."""

    heading: str
    rows: tuple[NumberedRow, ...]


@dataclass(frozen=True, slots=True)
class DecreeContent:
    """A Keputusan Kepala Daerah that forms or changes a task force."""

    head_of_region: str
    """WALI KOTA KEDIRI: first line, opening and signature block."""
    region_lines: tuple[str, ...]
    """PROVINSI JAWA TIMUR."""
    title: str
    considerations: tuple[str, ...]
    """`bahwa …` without letter; the closing consideration is added by `all_considerations`."""
    legal_bases: tuple[LegalBasisLine, ...]
    dictums: tuple[str, ...]
    """In order; the last one says when the decree comes into force."""
    annexes: tuple[AnnexGroup, ...]
    place: str
    number: str = ""
    dated: date | None = None
    signer_name: str = ""
    attentions: tuple[str, ...] = ()
    revokes: tuple[str, ...] = ()
    """Full names of decrees this one ends: `Keputusan Wali Kota Kediri Nomor … tentang …`."""
    amends: tuple[str, ...] = ()
    copies: tuple[str, ...] = ()
    annex_title: str = "SUSUNAN KEANGGOTAAN"
    emblem: Image | None = None
    page: PageSetup = field(default_factory=PageSetup)

    @property
    def instrument(self) -> str:
        """`KEPUTUSAN WALI KOTA KEDIRI`."""
        return text.capitals(f"Keputusan {self.head_of_region}")

    @property
    def title_capitals(self) -> str:
        """The title as printed under TENTANG."""
        return text.capitals(self.title)

    @property
    def dated_text(self) -> str:
        """The date, or dots to be filled by hand."""
        return text.long_date(self.dated) if self.dated else BLANK

    @property
    def number_text(self) -> str:
        """The number, or dots: Bagian Hukum keeps the register."""
        return self.number or BLANK

    @property
    def all_considerations(self) -> tuple[str, ...]:
        """Considerations plus the closing one that refers to the letters before it."""
        if not self.considerations:
            return ()
        return (*self.considerations, self._closing_consideration())

    def _closing_consideration(self) -> str:
        last = chr(ord("a") + len(self.considerations) - 1)
        letters = {1: "huruf a", 2: "huruf a dan huruf b"}.get(
            len(self.considerations), f"huruf a sampai dengan huruf {last}"
        )
        return (
            f"bahwa berdasarkan pertimbangan sebagaimana dimaksud dalam {letters}, perlu menetapkan "
            f"Keputusan {title_case(self.head_of_region)} tentang {self.title};"
        )

    @property
    def ordered_bases(self) -> tuple[LegalBasisLine, ...]:
        """Mengingat in its legal order, whatever order the clerk picked them in."""
        return tuple(sorted(self.legal_bases, key=lambda basis: basis.order))

    @property
    def named_dictums(self) -> tuple[tuple[str, str], ...]:
        """(KESATU, text) …; changes and revocations stand before the dictum on entry into force."""
        *first, last = self.dictums or ("",)
        changed = [f"mengubah {name};" for name in self.amends]
        ended = [f"mencabut dan menyatakan tidak berlaku {name};" for name in self.revokes]
        every = [*first, *changed, *ended, last]
        return tuple((text.dictum_name(place), words) for place, words in enumerate(every, start=1))

    @property
    def numbered_annexes(self) -> tuple[NumberedGroup, ...]:
        """Groups with NO running through the whole annex."""
        numbers = count(1)
        return tuple(
            NumberedGroup(
                group.heading,
                tuple(NumberedRow(next(numbers), row.post, row.position) for row in group.rows),
            )
            for group in self.annexes
        )

    def check_final(self) -> None:
        """Raise `NotReady` when the text may not yet leave the house as final."""
        reasons = [sentence for missing, sentence in self._gaps() if missing]
        if reasons:
            raise NotReady(reasons)

    def _gaps(self) -> list[tuple[bool, str]]:
        unsure = [basis.text for basis in self.legal_bases if basis.unsure]
        return [
            (not self.number.strip(), "Nomor keputusan belum diisi, contoh 188.45/123/419.033/2026."),
            (not self.dated, "Tanggal penetapan belum diisi, contoh 21 November 2026."),
            (not self.signer_name.strip(), "Nama pejabat yang menandatangani belum diisi."),
            (not self.considerations, "Menimbang belum diisi, sedikitnya satu pertimbangan."),
            (not self.legal_bases, "Mengingat belum diisi, pilih sedikitnya satu dasar hukum."),
            (not self.dictums, "Diktum belum diisi, sedikitnya diktum KESATU."),
            (bool(unsure), f"Dasar hukum masih bertanda [periksa]: {'; '.join(unsure)}."),
        ]


def title_case(text_in_capitals: str) -> str:
    """`WALI KOTA KEDIRI` → `Wali Kota Kediri`."""
    return " ".join(word.capitalize() for word in text_in_capitals.split())
