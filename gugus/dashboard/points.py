"""Talking points: what a leader asks of whom, from a board and nothing else. Pure.

Plain Indonesian, since they are printed and mailed. They name agencies and offices, never people, and ask
for a cause and a date instead of blaming. Thresholds are a region's own (`DashboardRules`).
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from itertools import chain

from django.utils import translation
from lokal import terbilang

from gugus.core.templatetags.gugus import angka
from gugus.dashboard.board import Board, Figure, Row
from gugus.dashboard.enums import FigureCode, SeriesCode, State
from gugus.dashboard.wording import AREAS, share
from gugus.documents.text import long_date
from rad.wording import percent_text, slot_label

MOST = 7
"""More than this nobody asks in one meeting."""
NAMES = 3
"""How many names stand in one sentence before "dan N lainnya"."""
OFFICE = "sekretariat gugus tugas"
NOTHING_TO_ASK = "Tidak ada yang perlu ditanyakan: semua angka yang tersedia sesuai rencana."
HEADS = {
    "Dinas": "Kepala",
    "Badan": "Kepala",
    "Kantor": "Kepala",
    "Bagian": "Kepala",
    "UPTD": "Kepala",
    "UPT": "Kepala",
    "Satpol": "Kepala",
    "Satuan": "Kepala",
    "Kejaksaan": "Kepala",
    "RSUD": "Direktur",
}
"""First word of an agency's name → what its head is called; others are asked by the agency's own name."""


@dataclass(frozen=True, slots=True)
class Limits:
    """From where something is asked about: days left of an SK, a strategy's per cent, percentage points the
    money lies behind the calendar."""

    decree_days: int = 60
    low_score: int = 60
    budget_gap: int = 25


@dataclass(frozen=True, slots=True)
class Point:
    """One thing to ask: `text` is the question, `whom` an office or agency, `weight` its rank (0 to 100)."""

    text: str
    whom: str
    weight: int

    @property
    def sentence(self) -> str:
        """As mail and page say it."""
        return f"Tanyakan kepada {self.whom}: {self.text}"


def talking_points(board: Board, limits: Limits | None = None) -> list[Point]:
    """At most seven, the weightiest first; empty when there is nothing to ask."""
    rules = limits or Limits()
    with translation.override("id"):
        found = [point for maker in MAKERS for point in maker(board, rules)]
    return sorted(found, key=lambda point: (-point.weight, point.whom, point.text))[:MOST]


def known(board: Board, code: FigureCode) -> Figure | None:
    """A figure that has a number to ask about."""
    figure = board.figures.get(code)
    return figure if figure and figure.state == State.KNOWN else None


def head_of(agency: str) -> str:
    """Who answers for an agency: `Kepala Dinas Sosial`; the agency itself where its head has another name."""
    office = HEADS.get(agency.partition(" ")[0])
    return f"{office} {agency}" if office else agency


def _agencies(board: Board, _limits: Limits) -> list[Point]:
    """Late reports and overdue follow-ups of one agency in one question."""
    asked: dict[str, list[str]] = {}
    weights: dict[str, int] = {}
    late = [row for row in board.rows(SeriesCode.AGENCIES) if row.late]
    overdue = [row for row in board.rows(SeriesCode.FOLLOW_UPS) if row.value]
    for row, words, weight in chain(map(_reports, late), map(_promises, overdue)):
        asked.setdefault(row.label, []).append(words)
        weights[row.label] = weights.get(row.label, 60) + weight
    return [
        Point(
            f"{' dan '.join(words)}; apa kendalanya dan kapan selesai?",
            head_of(label),
            min(weights[label], 95),
        )
        for label, words in asked.items()
    ]


def _reports(row: Row) -> tuple[Row, str, int]:
    count = int(row.facts.get("late") or 0) or max(int((row.whole or 0) - (row.value or 0)), 1)
    periods = [label for label, _value in row.points if row.facts.get(f"{label} lewat")]
    when = f" {_listed(periods)}" if periods else ""
    silent = bool(row.facts.get("silent"))
    words = f"{many(count)} laporan{when} belum masuk"
    return row, f"{words} (belum satu pun tahun ini)" if silent else words, min(count, 10) + 10 * silent


def _promises(row: Row) -> tuple[Row, str, int]:
    count, high = int(row.value or 0), int(row.facts.get("high") or 0)
    return row, f"{many(count)} tindak lanjut rapat lewat batas", min(count + 2 * high, 15)


def _decree(board: Board, limits: Limits) -> list[Point]:
    figure = board.figures.get(FigureCode.DECREE)
    if figure is None or figure.state not in (State.KNOWN, State.MISSING):
        return []
    if figure.state == State.MISSING:
        return [Point("tidak ada SK gugus tugas yang berlaku; kapan naskahnya diajukan?", OFFICE, 100)]
    if figure.value is None or figure.value > limits.decree_days:
        return []
    day = long_date(date.fromisoformat(str(figure.facts["ends_on"])))
    text = f"SK gugus tugas berakhir {day}; sudah sampai mana naskah penggantinya?"
    return [Point(text, OFFICE, 90)]


def _seats(board: Board, _limits: Limits) -> list[Point]:
    rows = board.rows(SeriesCode.SEATS)
    if not rows:
        return []
    text = f"{many(len(rows))} kursi dalam SK kosong: {_listed(_labels(rows))}; siapa yang akan mengisinya?"
    return [Point(text, OFFICE, 35)]


def _plan(board: Board, _limits: Limits) -> list[Point]:
    """A plan that is not there yet, and reports nobody has looked at."""
    if not board.plan:
        return [Point("RAD belum ditetapkan; kapan naskahnya diajukan kepada kepala daerah?", OFFICE, 80)]
    figure = board.figures.get(FigureCode.ACHIEVEMENT)
    waiting = int(figure.facts.get("waiting") or 0) if figure else 0
    if not waiting:
        return []
    return [Point(f"{many(waiting)} laporan menunggu pemeriksaan; kapan diputuskan?", OFFICE, 55)]


def _strategies(board: Board, limits: Limits) -> list[Point]:
    """The two weakest strategies below the threshold."""
    slot = int(board.plan.get("slot") or 4)
    weak = [
        row
        for row in board.rows(SeriesCode.STRATEGIES)
        if row.state == State.KNOWN and row.value is not None and row.value < limits.low_score
    ]
    weak.sort(key=lambda row: (row.value or 0, row.label))
    return [_strategy(row, slot, limits) for row in weak[:2]]


def _strategy(row: Row, slot: int, limits: Limits) -> Point:
    value = Fraction(row.value or 0)
    text = (
        f"capaian baru {percent_text(value)} sampai {slot_label(slot)}; apa hambatannya dan apa yang diubah?"
    )
    return Point(text, f"penanggung jawab strategi {row.label}", 50 + int(limits.low_score - value) // 8)


def _budget(board: Board, limits: Limits) -> list[Point]:
    """Money behind the calendar; a plan of several years states one pagu for all of them."""
    figure = known(board, FigureCode.BUDGET)
    spent = share(figure.value, figure.whole) if figure else None
    if figure is None or spent is None:
        return []
    slot = int(figure.facts.get("slot") or 4)
    first, last = (int(board.plan.get(name) or board.year) for name in ("first_year", "last_year"))
    expected = Fraction(100 * slot, 4 * max(last - first + 1, 1))
    if expected - spent <= limits.budget_gap:
        return []
    text = f"baru {percent_text(spent)} pagu RAD terpakai sampai {slot_label(slot)}; apa yang menghambat?"
    return [Point(text, "pelaksana kegiatan RAD", 45)]


def _referrals(board: Board, _limits: Limits) -> list[Point]:
    figure = known(board, FigureCode.REFERRALS)
    late = int((figure.whole or 0) - (figure.value or 0)) if figure else 0
    if figure is None or late <= 0:
        return []
    text = (
        f"{many(late)} dari {many(int(figure.whole or 0))} rujukan tahun ini tidak dijawab dalam batas waktu"
    )
    return [Point(f"{text}; apa yang menghambat?", "koordinator penanganan kasus", 85)]


def _coverage(board: Board, _limits: Limits) -> list[Point]:
    """Areas nobody has reached and nobody plans to."""
    figure = known(board, FigureCode.COVERAGE)
    rows = [row for row in board.rows(SeriesCode.AREAS) if row.whole and not row.value]
    rows = [row for row in rows if not row.facts.get("planned")]
    if figure is None or not rows:
        return []
    areas = AREAS[int(figure.facts.get("level") or 4)]
    text = f"{many(len(rows))} {areas} belum terjangkau dan belum dijadwalkan sosialisasi: "
    return [Point(f"{text}{_listed(_labels(rows))}; kapan dijadwalkan?", OFFICE, 40)]


MAKERS: tuple[Callable[[Board, Limits], list[Point]], ...] = (
    _agencies,
    _decree,
    _seats,
    _plan,
    _strategies,
    _budget,
    _referrals,
    _coverage,
)


def many(count: int) -> str:
    """`dua`, and `12` from eleven on."""
    return terbilang(count) if 0 < count <= 10 else angka(count)


def _labels(rows: Iterable[Row]) -> list[str]:
    return [row.label for row in rows]


def _listed(names: list[str]) -> str:
    """`A`, `A dan B`, `A, B, C, dan dua lainnya`."""
    if len(names) == 1:
        return names[0]
    shown, rest = names[:NAMES], len(names) - NAMES
    if rest > 0:
        return f"{', '.join(shown)}, dan {many(rest)} lainnya"
    return f"{', '.join(shown[:-1])}{',' if len(shown) > 2 else ''} dan {shown[-1]}"
