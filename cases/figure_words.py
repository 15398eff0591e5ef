"""Words of the figures about cases, the same on screen, paper and workbook."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from cases.suppression import HIDDEN, Cell
from gugus.core.templatetags.gugus import angka

GUARDED = _("* disembunyikan")
"""What stands where a count could point to a person, or give one away that could."""
PLACES: dict[str, Any] = {"luar": _("Di luar wilayah"), "tidak_dicatat": _("Kecamatan tidak dicatat")}
MEASURES = {
    "kasus": _("Kasus (peristiwa)"),
    "korban": _("Korban"),
    "rujukan": _("Rujukan"),
    "layanan": _("Korban yang dilayani"),
}
DIMENSIONS = {
    "jumlah": _("jumlah"),
    "wilayah": _("kecamatan"),
    "jenis": _("jenis kasus (indikasi)"),
    "tahap": _("tahap"),
    "kelamin_usia": _("jenis kelamin dan kelompok usia"),
    "layanan": _("layanan"),
    "status": _("keadaan rujukan"),
}
NUMBERS = ("nol", "satu", "dua", "tiga", "empat", "lima")


def count_text(value: Cell | None) -> str:
    """A count as people read it: a number, the symbol, or that nothing was counted."""
    if value is HIDDEN:
        return str(GUARDED)
    return "–" if value is None else str(angka(value))


def span_text(span: tuple[int, int]) -> str:
    """Explicit bounds: "2020 sampai dengan 2024"."""
    first, last = span
    return (
        str(first)
        if first == last
        else str(_("%(first)s sampai dengan %(last)s") % {"first": first, "last": last})
    )


def span_note(span: tuple[int, int], today_year: int) -> str:
    """How many calendar years a span has, and whether its last is still running."""
    years = span[1] - span[0] + 1
    words = str(_("%(n)s tahun kalender") % {"n": NUMBERS[years] if years < len(NUMBERS) else years})
    return f"{words}, {_('tahun terakhir masih berjalan')}" if span[1] >= today_year else words
