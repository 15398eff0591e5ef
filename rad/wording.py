"""How figures of the RAD read: one wording for screen, PDF and dashboard."""

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from gugus.core.templatetags.gugus import angka, persen
from rad.aggregation import RULE_VERSION, Figure, Grade, Score, State, rounded
from rad.enums import PartyRole, PeriodKind, ReportStatus
from rad.figures import Scale

GUARDED = _("* disembunyikan")
"""What stands where a figure about victims may not be shown (rad.guard)."""
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
    State.HIDDEN: GUARDED,
}
RULES = (
    _(
        "Capaian dihitung dari laporan yang sudah diterima sekretariat: realisasi dibagi target, paling "
        "tinggi 100 % dalam rata-rata. Bila makin kecil makin baik: (2 × target − realisasi) dibagi target, "
        "paling rendah 0. Target 0: bila makin besar makin baik tidak ada kewajiban tahun itu; bila makin "
        "kecil makin baik 100 % untuk realisasi 0, selain itu 0 %."
    ),
    _(
        "Indikator kumulatif dilaporkan sebagai angka sejak Januari: yang dipakai angka terakhir, tidak "
        "dijumlahkan; target triwulannya juga dihitung sejak Januari."
    ),
    _(
        "N/A (tidak ada kasus) dan indikator yang tidak dinilai tidak dihitung dalam rata-rata. Yang belum "
        "dilaporkan tidak ikut sampai batas waktu, sesudahnya dihitung 0. Capaian kegiatan adalah rata-rata "
        "indikatornya menurut bobot; capaian strategi dan RAD adalah rata-rata kegiatannya."
    ),
    _(
        "Triwulan dengan target sendiri dinilai dari laporan triwulan itu; triwulan tanpa target sendiri "
        "menunjukkan bagian dari target setahun dan diberi predikat pada akhir tahun."
    ),
)
REPORT_TONES = {
    ReportStatus.DRAFT: "draft",
    ReportStatus.SUBMITTED: "note",
    ReportStatus.RETURNED: "warn",
    ReportStatus.ACCEPTED: "good",
    ReportStatus.LOCKED: "locked",
}


def grade_word(grade: Grade | None) -> str:
    """A predikat's name: of the shipped scale in the page's language, of an own scale as it was written."""
    return str(GRADES.get(grade.name, grade.name)) if grade else ""


def rule_text(scale: Scale) -> str:
    """How figures are made, with the predikat and the threshold in use: printed wherever figures are."""
    bands = gettext("Predikat atas nilai sebelum dibulatkan: %(bands)s.") % {
        "bands": bands_text(scale.grades)
    }
    guard = gettext(
        "Angka tentang korban di bawah %(small)s, dan yang dapat dipakai menghitungnya kembali, ditandai * "
        "dan hanya tampak bagi instansi pelapor, sekretariat, dan pimpinan."
    ) % {"small": number_text(Decimal(scale.small_cell))}
    version = gettext("Aturan hitung versi %(version)s.") % {"version": RULE_VERSION}
    return " ".join(map(str, (*RULES, bands, guard, version)))


def bands_text(grades: Sequence[Grade]) -> str:
    """`≥ 91 Sangat Tinggi, ≥ 76 Tinggi, selebihnya Sangat Rendah`."""
    *upper, lowest = grades
    words = [f"≥ {number_text(grade.floor)} {grade_word(grade)}" for grade in upper]
    return ", ".join([*words, gettext("selebihnya %(name)s") % {"name": grade_word(lowest)}])


def score_text(score: Score, missing: str = "–") -> str:
    """A mean as it reads, or the symbol where this reader may not see it."""
    return str(GUARDED) if score.hidden else percent_text(score.value, missing)


def change(before: Score | None, after: Score | None) -> Decimal | None:
    """Points from one mean to another, of the figures as they read; None where either is not shown."""
    was, now = (rounded(each.value) if each else None for each in (before, after))
    return now - was if was is not None and now is not None else None


def change_text(before: Score | None, after: Score | None) -> str:
    """`+5,2`, `−3,0`, `0,0`; a difference against a hidden figure is hidden as well."""
    if any(each and each.hidden for each in (before, after)):
        return str(GUARDED)
    points = change(before, after)
    if points is None:
        return "–"
    return f"{'+' if points > 0 else '−' if points < 0 else ''}{angka(abs(points), 1)}"


def reported_text(score: Score) -> str:
    """`12 dari 17 dilaporkan`, and how many wait for a decision: beside every figure."""
    words = gettext("%(n)s dari %(total)s dilaporkan") % {
        "n": angka(score.reported),
        "total": angka(score.total),
    }
    return f"{words}, {waiting_text(score)}" if score.waiting else words


def waiting_text(score: Score) -> str:
    return gettext("%(n)s menunggu pemeriksaan") % {"n": angka(score.waiting)}


def cumulative_warning(previous: Decimal | None, value: Decimal | None) -> str:
    """What to say when a number since January falls below the last one; nothing when it does not."""
    if previous is None or value is None or value >= previous:
        return ""
    return gettext(
        "%(value)s lebih kecil daripada angka terakhir, %(previous)s. Indikator ini dilaporkan kumulatif "
        "sejak Januari, jadi angkanya biasanya tidak turun. Periksa sekali lagi; bila memang benar, laporan "
        "tetap dapat diajukan."
    ) % {"value": number_text(value), "previous": number_text(previous)}


def percent_text(value: Fraction | None, missing: str = "–") -> str:
    """`78,3 %`, rounded half up as everywhere."""
    return persen(rounded(value), 1) if value is not None else missing


def number_text(value: Fraction | Decimal | None, missing: str = "–") -> str:
    """A quantity with at most two decimals."""
    return angka(rounded(value, 2)) if value is not None else missing


def target_text(target: Decimal | None, *, ratio: bool) -> str:
    text = number_text(target)
    return persen(rounded(target, 2)) if ratio and target is not None else text


def value_text(row: Any, *, ratio: bool) -> str:
    """One reported value: `N/A`, `12`, `75 % (3 dari 4)`."""
    if row is None:
        return "–"
    if row.not_applicable:
        return "N/A"
    if not ratio:
        return number_text(row.value)
    share = Fraction(row.numerator) / Fraction(row.denominator) * 100
    text = persen(rounded(share, 2))
    return f"{text} ({number_text(row.numerator)} dari {number_text(row.denominator)})"


def realisation_text(figure: Figure, *, ratio: bool) -> str:
    if figure.state == State.HIDDEN:
        return str(GUARDED)
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
