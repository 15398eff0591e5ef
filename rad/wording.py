"""How figures of the RAD read: one wording for screen, PDF and dashboard."""

from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.utils.translation import gettext_lazy as _

from gugus.core.templatetags.gugus import angka, persen
from rad.aggregation import Figure, Grade, State, rounded
from rad.enums import PartyRole, PeriodKind, ReportStatus

GRADES = {
    "Sangat Tinggi": _("Sangat Tinggi"),
    "Tinggi": _("Tinggi"),
    "Sedang": _("Sedang"),
    "Rendah": _("Rendah"),
    "Sangat Rendah": _("Sangat Rendah"),
}
STATES = {
    State.MISSING: _("belum dilaporkan"),
    State.OVERDUE: _("tidak dilaporkan sampai batas waktu"),
    State.NOT_APPLICABLE: _("N/A (tidak ada kasus)"),
    State.NO_DUTY: _("tidak ada target tahun ini"),
    State.NO_TARGET: _("tanpa target"),
    State.NOT_GRADED: _("tidak dinilai"),
}
RULE = _(
    "Capaian dihitung dari laporan yang sudah diterima sekretariat: realisasi dibagi target, paling "
    "tinggi 100 % "
    "dalam rata-rata. Bila makin kecil makin baik: (2 × target − realisasi) dibagi target. N/A "
    "(tidak ada kasus) "
    "dan indikator yang tidak dinilai tidak dihitung dalam rata-rata. Yang belum pernah dilaporkan tahun itu "
    "tidak ikut "
    "sampai batas waktu, sesudahnya dihitung 0. Capaian kegiatan adalah rata-rata indikatornya; "
    "capaian strategi dan RAD adalah "
    "rata-rata kegiatannya. Predikat: ≥ 91 Sangat Tinggi, ≥ 76 Tinggi, ≥ 66 Sedang, ≥ 51 Rendah, "
    "selebihnya Sangat "
    "Rendah, atas nilai sebelum dibulatkan. Triwulan tanpa target sendiri menunjukkan bagian dari "
    "target setahun "
    "dan diberi predikat pada akhir tahun."
)
REPORT_TONES = {
    ReportStatus.DRAFT: "draft",
    ReportStatus.SUBMITTED: "note",
    ReportStatus.RETURNED: "warn",
    ReportStatus.ACCEPTED: "good",
    ReportStatus.LOCKED: "locked",
}
GUARDED = _("disembunyikan")
SMALL = 5
"""Counts about victims below this could point to a person (domain.md §7, small cells)."""


def grade_word(grade: Grade | None) -> str:
    """A predikat's name: of the shipped scale in the page's language, of an own scale as it was written."""
    return str(GRADES.get(grade.name, grade.name)) if grade else ""


def percent_text(value: Fraction | None, missing: str = "–") -> str:
    """`78,3 %`, rounded half up as everywhere."""
    return persen(rounded(value), 1) if value is not None else missing


def number_text(value: Fraction | Decimal | None, missing: str = "–") -> str:
    """A quantity with at most two decimals."""
    return angka(rounded(value, 2)) if value is not None else missing


def target_text(target: Decimal | None, *, ratio: bool) -> str:
    text = number_text(target)
    return persen(rounded(target, 2)) if ratio and target is not None else text


def value_text(row: Any, *, ratio: bool, full: bool = True) -> str:
    """One reported value: `N/A`, `12`, `75 % (3 dari 4)`; the parts only with `full`."""
    if row is None:
        return "–"
    if row.not_applicable:
        return "N/A"
    if not ratio:
        return number_text(row.value)
    share = Fraction(row.numerator) / Fraction(row.denominator) * 100
    text = persen(rounded(share, 2))
    return f"{text} ({number_text(row.numerator)} dari {number_text(row.denominator)})" if full else text


def realisation_text(figure: Figure, *, ratio: bool) -> str:
    if figure.realisation is None:
        return "N/A" if figure.state == State.NOT_APPLICABLE else "–"
    return persen(rounded(figure.realisation, 2)) if ratio else number_text(figure.realisation)


def state_text(figure: Figure) -> str:
    """Why a figure has no achievement, or nothing when it has one."""
    return str(STATES.get(figure.state, ""))


def party_text(item: Any, role: str = PartyRole.RESPONSIBLE) -> str:
    """An item's parties in one role, from prefetched rows."""
    return "; ".join(party.label for party in item.parties.all() if party.role == role)


def slot_of(kind: str, ordinal: int) -> int:
    """The quarter in which a period ends, 1 to 4: where its values stand in the year."""
    slots: dict[str, int] = {PeriodKind.QUARTER: ordinal, PeriodKind.SEMESTER: ordinal * 2}
    return slots.get(kind, 4)


def slot_label(slot: int) -> str:
    return f"TW {('', 'I', 'II', 'III', 'IV')[slot]}"
