"""The hidden stamp of a reporting workbook: whose it is, of which period, and what every cell said at first.

It is one signed token (django.core.signing, HMAC with the portal's key), cut over cells of a hidden sheet: an
opaque text survives what spreadsheets do to numbers, names and styles, and one changed letter is noticed.
"""

import dataclasses
import hashlib
from dataclasses import dataclass
from typing import Any

from django.core import signing

from gugus.core.sheets import Workbook
from rad.workbook.texts import folded

SCHEMA = 1
SALT = "rad.answers"
SHEET = "_portal"
MAGIC = "Lembar portal; jangan diubah."
PIECE = 30_000


class Refused(ValueError):
    """The file as a whole is not taken; the text (Indonesian, stored) says why and what to do."""


MISSING = (
    "Berkas ini bukan berkas laporan dari portal: lembar penandanya tidak ada. Laporan hanya dapat diunggah "
    "dengan berkas yang diunduh dari portal. Unduh berkas Excel periode ini, salin isian Anda ke sana, lalu "
    "unggah lagi."
)
TAMPERED = (
    "Penanda berkas ini rusak atau diubah. Portal hanya menerima penanda yang dibuatnya sendiri. Unduh "
    "berkas baru dari portal, salin isian Anda ke sana, lalu unggah lagi."
)
STALE = (
    "Berkas ini dibuat oleh portal versi lama. Susunan kolomnya sudah berganti. Unduh berkas baru dari "
    "portal, salin isian Anda ke sana, lalu unggah lagi."
)


@dataclass(frozen=True)
class StampRow:
    """One row: a check of its code and indicator, the columns that may be filled, and what they said."""

    mark: str
    columns: tuple[str, ...]
    base: dict[str, str]


@dataclass(frozen=True)
class Stamp:
    """Ids as text; `agencies` are those whose liaison downloaded it; `rows` by indicator id."""

    plan: str
    version: int
    period: str
    task_force: str
    agencies: tuple[str, ...]
    behalf: bool
    made_at: str
    rows: dict[str, StampRow]
    schema: int = SCHEMA

    def data(self) -> dict[str, Any]:
        """As JSON knows it."""
        plain = {field.name: getattr(self, field.name) for field in dataclasses.fields(self)}
        rows = {key: [row.mark, list(row.columns), row.base] for key, row in self.rows.items()}
        return plain | {"agencies": list(self.agencies), "rows": rows}


def stamp_from(data: dict[str, Any]) -> Stamp:
    """The stamp again. Raises Refused for one of another schema."""
    if data.get("schema") != SCHEMA:
        raise Refused(STALE)
    rows = {key: StampRow(mark, tuple(columns), base) for key, (mark, columns, base) in data["rows"].items()}
    return Stamp(**data | {"agencies": tuple(data["agencies"]), "rows": rows})


def mark_of(code: str, indicator: str) -> str:
    """Eight letters that tell whether a row still stands beside its own words."""
    return hashlib.sha256(f"{folded(code)}\n{folded(indicator)}".encode()).hexdigest()[:8]


def sealed(stamp: Stamp) -> list[str]:
    """The signed token, in pieces a cell can hold."""
    token = signing.dumps(stamp.data(), salt=SALT, compress=True)
    return [token[start : start + PIECE] for start in range(0, len(token), PIECE)]


def unsealed(book: Workbook) -> Stamp:
    """The stamp of a workbook. Raises Refused when it is missing, altered or of another schema."""
    sheets = [sheet for sheet in book.sheets if (first := sheet.at(1, 1)) and first.text == MAGIC]
    if len(sheets) != 1:
        raise Refused(MISSING)
    token = "".join(row[0].text for row in sheets[0].rows[1:] if row[0].column == 1)
    try:
        data = signing.loads(token, salt=SALT)
    except signing.BadSignature:
        raise Refused(TAMPERED) from None
    return stamp_from(data)
