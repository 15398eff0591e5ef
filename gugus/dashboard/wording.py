"""How the board reads, in one wording: page, paper, digest, comparison and public page all ask here. Pure.

A figure or row is told by its value and by a note beside it; `tone_of` is a key of the pages' shapes, and the
words of the note say the same without colour.
"""

from collections.abc import Callable
from datetime import date
from fractions import Fraction
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from gugus.core.templatetags.gugus import NBSP, NOTHING, angka, rupiah, tanggal
from gugus.dashboard.board import Board, Figure, Number, Row
from gugus.dashboard.enums import FigureCode, SeriesCode, State
from rad.aggregation import rounded
from rad.wording import GRADES, GUARDED, percent_text, slot_label

SOON = 60
"""Days before its end from which a decree asks for its successor."""
UNITS = {4: gettext_lazy("desa dan kelurahan"), 3: gettext_lazy("kecamatan"), 2: gettext_lazy("daerah")}
AREAS = {4: gettext_lazy("kecamatan"), 3: gettext_lazy("kabupaten dan kota"), 2: gettext_lazy("provinsi")}
MONEY_STEPS: tuple[tuple[int, Any], ...] = (
    (10**12, gettext_lazy("triliun")),
    (10**9, gettext_lazy("miliar")),
    (10**6, gettext_lazy("juta")),
)


def label_text(figure: Figure, board: Board) -> str:
    """What the number is, with the year it is of."""
    if figure.code in (FigureCode.FOLLOW_UPS, FigureCode.DECREE):
        return str(figure.code.label)
    year = board.year
    if figure.code in (FigureCode.ACHIEVEMENT, FigureCode.BUDGET, FigureCode.REPORTING):
        year = int(board.plan.get("year") or board.year)
    return _("%(label)s %(year)s") % {"label": label_of(figure), "year": year}


def label_of(figure: Figure) -> str:
    """The number's name; a province's units are kecamatan."""
    if figure.code == FigureCode.COVERAGE and figure.facts.get("level") == 3:
        return _("Kecamatan terjangkau")
    return str(figure.code.label)


def value_text(figure: Figure) -> str:
    """The number itself, or why there is none, in at most a few words."""
    if figure.state == State.KNOWN:
        return _VALUES[figure.code](figure)
    if figure.facts.get("cases") == "nihil":
        return _("belum ada kasus ✓")
    return str(_ABSENT.get((figure.code, figure.state), _STATES[figure.state]))


def note_text(figure: Figure, board: Board) -> str:
    """What stands beside the number: how far it goes, what is in it, what it means that there is none."""
    if figure.state == State.KNOWN:
        return _NOTES[figure.code](figure, board)
    if figure.facts.get("cases") == "nihil":
        return _("tidak ada kasus yang tercatat; alur rujukan siap bila diperlukan")
    return str(_WHY.get((figure.code, figure.state), ""))


def tone_of(figure: Figure) -> str:
    """good, note, warn or bad; "" where there is nothing to judge."""
    if figure.state != State.KNOWN:
        bad = (figure.code, figure.state) == (FigureCode.DECREE, State.MISSING)
        return "bad" if bad else "good" if figure.state == State.NONE else ""
    if figure.code == FigureCode.ACHIEVEMENT:
        return figure.tone
    if figure.code in (FigureCode.REPORTING, FigureCode.FOLLOW_UPS):
        return "warn" if figure.value else "good"
    if figure.code == FigureCode.REFERRALS:
        return "good" if figure.value == figure.whole else "warn"
    if figure.code == FigureCode.DECREE:
        return "warn" if ends_soon(figure) else "good"
    return ""


def mark_text(figure: Figure) -> str:
    """The word of a figure's tone: its predikat, or what its tone asks for; "" where nothing is asked."""
    if figure.grade:
        return grade_text(figure)
    return str(_MARKS.get((figure.code, tone_of(figure)), ""))


def grade_text(part: Figure | Row) -> str:
    """The predikat of a figure or row: of the shipped scale in the page's language; "" without one."""
    return str(GRADES.get(part.grade, part.grade))


def ends_soon(figure: Figure) -> bool:
    """Whether a decree has so few days left that its successor must be prepared."""
    return figure.value is not None and int(figure.value) <= SOON


# --- rows of the small multiples ---------------------------------------------------------------------------


def row_value(code: SeriesCode, row: Row) -> str:
    """`78,3 %`, `Rp12 juta`, `3 dari 5`, or why there is none."""
    if row.state != State.KNOWN:
        return str(GUARDED) if row.state == State.HIDDEN else str(_STATES[row.state])
    if code == SeriesCode.STRATEGIES:
        return percent_text(_fraction(row.value))
    if code == SeriesCode.BUDGETS:
        return money_text(row.value)
    if code == SeriesCode.SEATS:
        return _("kosong")
    return out_of_text(row.value, row.whole)


def row_note(code: SeriesCode, row: Row) -> str:
    """What stands beside a row; "" where its value says all."""
    return _ROW_NOTES[code](row)


def share(value: Number | None, whole: Number | None) -> Fraction | None:
    """Per cent of the whole; None where nothing can be divided."""
    return Fraction(value) / Fraction(whole) * 100 if value is not None and whole else None


def cell_text(row: Row, label: str) -> str:
    """One agency in one period: `▲ 3/5`, marked once late; a dash where nothing was asked."""
    text = row.facts.get(label)
    if not text:
        return NOTHING
    return f"▲ {text}" if row.facts.get(f"{label} lewat") else str(text)


# --- pieces ------------------------------------------------------------------------------------------------


def out_of_text(value: Number | None, whole: Number | None) -> str:
    return _("%(n)s dari %(whole)s") % {"n": count_text(value), "whole": count_text(whole)}


def count_text(value: Number | None) -> str:
    return str(angka(value))


def money_text(value: Number | None) -> str:
    """`Rp1,25 miliar`: for a glance; below a million, and on the page of evidence, rupiah in full."""
    if value is None:
        return NOTHING
    for step, name in MONEY_STEPS:
        if abs(Fraction(value)) >= step:
            return f"Rp{angka(rounded(Fraction(value) / step, 2))}{NBSP}{name}"
    return full_money_text(value)


def full_money_text(value: Number | None) -> str:
    """`Rp1.250.000`, with cents where there are any."""
    return NOTHING if value is None else rupiah(rounded(Fraction(value), 2))


def day_text(iso: Any) -> str:
    """A day kept as ISO text."""
    return tanggal(date.fromisoformat(str(iso)))


def _fraction(value: Number | None) -> Fraction | None:
    return None if value is None else Fraction(value)


def _joined(*parts: str) -> str:
    return " · ".join(filter(None, parts))


_STATES = {
    State.NONE: gettext_lazy("tidak ada"),
    State.MISSING: gettext_lazy("belum ada"),
    State.HIDDEN: gettext_lazy("tidak ditampilkan"),
}
_ABSENT: dict[tuple[Any, Any], Any] = {
    (FigureCode.ACHIEVEMENT, State.HIDDEN): GUARDED,
    (FigureCode.REPORTING, State.NONE): gettext_lazy("belum ada yang jatuh tempo"),
    (FigureCode.REFERRALS, State.MISSING): gettext_lazy("belum dihitung"),
    (FigureCode.DECREE, State.MISSING): gettext_lazy("tidak ada yang berlaku"),
}
_MARKS: dict[tuple[Any, str], Any] = {
    (FigureCode.REPORTING, "warn"): gettext_lazy("perlu ditagih"),
    (FigureCode.FOLLOW_UPS, "warn"): gettext_lazy("perlu ditagih"),
    (FigureCode.REFERRALS, "warn"): gettext_lazy("ada yang lewat"),
    (FigureCode.DECREE, "warn"): gettext_lazy("segera berakhir"),
    (FigureCode.DECREE, "bad"): gettext_lazy("perlu segera"),
}
_WHY: dict[tuple[Any, Any], Any] = {
    (FigureCode.ACHIEVEMENT, State.MISSING): gettext_lazy(
        "tampil setelah RAD ditetapkan dan laporan pertama diterima"
    ),
    (FigureCode.ACHIEVEMENT, State.HIDDEN): gettext_lazy(
        "dapat dipakai menghitung angka kecil tentang korban"
    ),
    (FigureCode.BUDGET, State.MISSING): gettext_lazy("matriks RAD belum memuat pagu"),
    (FigureCode.REPORTING, State.MISSING): gettext_lazy(
        "tampil setelah sekretariat membuka periode lapor pertama"
    ),
    (FigureCode.REPORTING, State.NONE): gettext_lazy("batas lapor pertama tahun ini belum lewat"),
    (FigureCode.FOLLOW_UPS, State.NONE): gettext_lazy("tidak ada tindak lanjut yang belum selesai"),
    (FigureCode.REFERRALS, State.NONE): gettext_lazy("belum ada rujukan yang jatuh tempo tahun ini"),
    (FigureCode.REFERRALS, State.MISSING): gettext_lazy("portal menghitung angka kasus setiap malam"),
    (FigureCode.REFERRALS, State.HIDDEN): gettext_lazy("hanya untuk pimpinan dan sekretariat"),
    (FigureCode.COVERAGE, State.MISSING): gettext_lazy("daftar desa dan kelurahan belum ada"),
    (FigureCode.DECREE, State.MISSING): gettext_lazy("tanpa SK yang berlaku, penugasan anggota terhenti"),
}


def _decree_value(figure: Figure) -> str:
    if figure.value is None:
        return _("tanpa batas akhir")
    days = int(figure.value)
    return ngettext("%(n)s hari lagi", "%(n)s hari lagi", days) % {"n": angka(days)}


_VALUES: dict[FigureCode, Callable[[Figure], str]] = {
    FigureCode.ACHIEVEMENT: lambda figure: percent_text(_fraction(figure.value)),
    FigureCode.BUDGET: lambda figure: money_text(figure.value),
    FigureCode.REPORTING: lambda figure: out_of_text(figure.value, figure.whole),
    FigureCode.FOLLOW_UPS: lambda figure: out_of_text(figure.value, figure.whole),
    FigureCode.REFERRALS: lambda figure: out_of_text(figure.value, figure.whole),
    FigureCode.COVERAGE: lambda figure: out_of_text(figure.value, figure.whole),
    FigureCode.DECREE: _decree_value,
}


def _achievement_note(figure: Figure, _board: Board) -> str:
    facts = figure.facts
    until = _("sampai %(slot)s") % {"slot": slot_label(int(facts["slot"] or 4))}
    waiting = (
        _("%(n)s laporan menunggu pemeriksaan") % {"n": angka(facts["waiting"])} if facts["waiting"] else ""
    )
    told = _("%(n)s dari %(total)s indikator dilaporkan") % {
        "n": angka(facts["reported"]),
        "total": angka(facts["total"]),
    }
    return _joined(until, told, waiting)


def _budget_note(figure: Figure, board: Board) -> str:
    first, last = board.plan.get("first_year"), board.plan.get("last_year")
    years = str(first) if first == last else f"{first}–{last}"
    return _("%(share)s dari pagu %(whole)s dalam matriks RAD %(years)s") % {
        "share": percent_text(share(figure.value, figure.whole)),
        "whole": money_text(figure.whole),
        "years": years,
    }


def _reporting_note(figure: Figure, _board: Board) -> str:
    if not figure.value:
        return _("semua tepat waktu")
    silent = int(figure.facts.get("silent") or 0)
    if not silent:
        return _("penanggung jawab; semuanya pernah melapor tahun ini")
    words = ngettext(
        "penanggung jawab; %(n)s di antaranya belum melapor sama sekali",
        "penanggung jawab; %(n)s di antaranya belum melapor sama sekali",
        silent,
    )
    return words % {"n": angka(silent)}


def _follow_ups_note(figure: Figure, _board: Board) -> str:
    if not figure.value:
        return _("belum selesai, semua masih dalam batas waktu")
    high = int(figure.facts.get("high") or 0)
    open_words = _("yang belum selesai")
    return _joined(open_words, _("%(n)s prioritas tinggi") % {"n": angka(high)} if high else "")


def _referrals_note(figure: Figure, _board: Board) -> str:
    late = int((figure.whole or 0) - (figure.value or 0))
    if not late:
        return _("semua dijawab dalam batas waktu")
    return ngettext("%(n)s lewat batas jawaban", "%(n)s lewat batas jawaban", late) % {"n": angka(late)}


def _coverage_note(figure: Figure, _board: Board) -> str:
    facts = figure.facts
    areas = _("%(n)s dari %(total)s %(areas)s") % {
        "n": angka(facts["areas_reached"]),
        "total": angka(facts["areas"]),
        "areas": AREAS[int(facts["level"] or 4)],
    }
    people = _("%(n)s peserta") % {"n": angka(facts["people"])}
    planned = _("%(n)s lagi direncanakan") % {"n": angka(facts["planned"])} if facts["planned"] else ""
    return _joined(areas, people, planned)


def _decree_note(figure: Figure, _board: Board) -> str:
    facts = figure.facts
    until = _("berlaku sampai %(day)s") % {"day": day_text(facts["ends_on"])} if facts["ends_on"] else ""
    empty = (
        _("%(n)s dari %(total)s kursi kosong") % {"n": angka(facts["empty"]), "total": angka(facts["seats"])}
        if facts["empty"]
        else _("semua kursi terisi")
    )
    soon = _("siapkan SK pengganti") if ends_soon(figure) else ""
    return _joined(soon, until, empty)


_NOTES: dict[FigureCode, Callable[[Figure, Board], str]] = {
    FigureCode.ACHIEVEMENT: _achievement_note,
    FigureCode.BUDGET: _budget_note,
    FigureCode.REPORTING: _reporting_note,
    FigureCode.FOLLOW_UPS: _follow_ups_note,
    FigureCode.REFERRALS: _referrals_note,
    FigureCode.COVERAGE: _coverage_note,
    FigureCode.DECREE: _decree_note,
}


def _strategy_note(row: Row) -> str:
    return _("%(n)s dari %(total)s indikator dilaporkan") % {
        "n": angka(row.facts["reported"]),
        "total": angka(row.facts["total"]),
    }


def _money_note(row: Row) -> str:
    if not row.whole:
        return _("tanpa pagu dalam matriks")
    words = {"share": percent_text(share(row.value or 0, row.whole)), "whole": money_text(row.whole)}
    return _("%(share)s dari %(whole)s") % words


def _agency_note(row: Row) -> str:
    if not row.late:
        return ""
    if row.facts.get("silent"):
        return _("belum melapor sama sekali")
    late = int(row.facts["late"] or 0)
    return ngettext("%(n)s laporan lewat batas", "%(n)s laporan lewat batas", late) % {"n": angka(late)}


def _promise_note(row: Row) -> str:
    high = int(row.facts.get("high") or 0)
    return _("%(n)s prioritas tinggi") % {"n": angka(high)} if high else ""


def _area_note(row: Row) -> str:
    people = _("%(n)s peserta") % {"n": angka(row.facts["people"])} if row.facts["events"] else ""
    planned = _("%(n)s direncanakan") % {"n": angka(row.facts["planned"])} if row.facts["planned"] else ""
    return _joined(people, planned)


def _seat_note(row: Row) -> str:
    agency = str(row.facts.get("agency") or "")
    since = _("sejak %(day)s") % {"day": day_text(row.facts["since"])} if row.facts.get("since") else ""
    return _joined(agency, since)


_ROW_NOTES: dict[SeriesCode, Callable[[Row], str]] = {
    SeriesCode.STRATEGIES: _strategy_note,
    SeriesCode.BUDGETS: _money_note,
    SeriesCode.AGENCIES: _agency_note,
    SeriesCode.FOLLOW_UPS: _promise_note,
    SeriesCode.AREAS: _area_note,
    SeriesCode.SEATS: _seat_note,
}


def step_of(value: Number | None) -> int:
    """The shade of a heat cell by its share from 0 to 1: 0 nothing in, 2 part of it, 4 all of it."""
    return 4 if value is not None and value >= 1 else 2 if value else 0
