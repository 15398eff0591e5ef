"""What to ask of whom: every question names an office and asks something; none names a person."""

from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gugus.dashboard.board import Figure, Row
from gugus.dashboard.enums import FigureCode, SeriesCode, State
from gugus.dashboard.points import MOST, Limits, head_of, many, talking_points
from tests.dashboard.builders import make_board


def agency(label: str = "Dinas Sosial", **facts: Any) -> Row:
    told = {"late": 2, "silent": False, "TW III": "0/2", "TW III lewat": True} | facts
    return Row("a", label, value=3, whole=5, late=True, facts=told, points=(("TW III", Fraction(0)),))


def calm(**changes: Any) -> Any:
    """A board on which nothing is to be asked."""
    figures = (
        Figure(FigureCode.REPORTING, State.NONE),
        Figure(FigureCode.FOLLOW_UPS, State.NONE),
        Figure(FigureCode.REFERRALS, State.NONE, facts={"cases": "nihil"}),
        Figure(FigureCode.BUDGET, State.MISSING),
        Figure(FigureCode.DECREE, State.KNOWN, value=400, facts={"ends_on": "2028-01-05"}),
        Figure(FigureCode.ACHIEVEMENT, State.KNOWN, value=Fraction(90), facts={"slot": 3, "waiting": 0}),
        *changes.pop("figures", ()),
    )
    series = dict.fromkeys(SeriesCode, ()) | changes.pop("series", {})
    return make_board(figures=figures, series=series, **changes)


def said(board: Any, limits: Limits | None = None) -> list[str]:
    return [point.sentence for point in talking_points(board, limits)]


def test_nothing_to_ask_is_nothing() -> None:
    assert talking_points(calm()) == []


def test_an_agency_is_asked_once_for_its_reports_and_its_promises() -> None:
    promises = Row("a", "Dinas Sosial", value=1, whole=2, facts={"high": 1})
    board = calm(series={SeriesCode.AGENCIES: (agency(),), SeriesCode.FOLLOW_UPS: (promises,)})
    assert said(board) == [
        "Tanyakan kepada Kepala Dinas Sosial: dua laporan TW III belum masuk dan satu tindak lanjut rapat "
        "lewat batas; apa kendalanya dan kapan selesai?"
    ]


def test_who_never_reported_comes_before_who_is_late() -> None:
    rows = (agency("Dinas Kesehatan"), agency("Polres", silent=True))
    first, second = talking_points(calm(series={SeriesCode.AGENCIES: rows}))
    assert first.whom == "Polres"
    assert "belum satu pun tahun ini" in first.text
    assert second.whom == "Kepala Dinas Kesehatan"


@pytest.mark.parametrize(
    ("figure", "expected"),
    [
        (Figure(FigureCode.DECREE, State.MISSING), "tidak ada SK gugus tugas yang berlaku"),
        (
            Figure(FigureCode.DECREE, State.KNOWN, value=60, facts={"ends_on": "2027-01-20"}),
            "SK gugus tugas berakhir 20 Januari 2027",
        ),
        (
            Figure(FigureCode.REFERRALS, State.KNOWN, value=9, whole=11, facts={"cases": "ada"}),
            "dua dari 11 rujukan tahun ini tidak dijawab dalam batas waktu",
        ),
        (
            Figure(FigureCode.ACHIEVEMENT, State.KNOWN, value=Fraction(90), facts={"slot": 3, "waiting": 4}),
            "empat laporan menunggu pemeriksaan",
        ),
        (
            Figure(FigureCode.BUDGET, State.KNOWN, value=Fraction(0), whole=Fraction(9), facts={"slot": 4}),
            "baru 0,0 % pagu RAD terpakai sampai TW IV",
        ),
    ],
)
def test_each_figure_has_its_question(figure: Figure, expected: str) -> None:
    [question] = said(calm(figures=(figure,)))
    assert expected in question.replace("\N{NO-BREAK SPACE}", " ")
    assert question.endswith("?")


def test_a_board_without_a_plan_asks_for_one() -> None:
    [question] = said(calm(plan={}))
    assert "RAD belum ditetapkan" in question


def test_the_weakest_strategies_and_the_areas_nobody_plans_for() -> None:
    strategies = tuple(Row(f"s{n}", f"Strategi {n}", value=Fraction(n * 20)) for n in range(5))
    areas = tuple(Row(f"k{n}", f"Kecamatan {n}", value=0, whole=4, facts={"planned": 0}) for n in range(5))
    coming = Row("k9", "Kecamatan Dijadwalkan", value=0, whole=4, facts={"planned": 2})
    text = " ".join(
        said(calm(series={SeriesCode.STRATEGIES: strategies, SeriesCode.AREAS: (*areas, coming)}))
    )
    assert "Strategi 0" in text
    assert "Strategi 1" in text
    assert "Strategi 2" not in text, "two are enough for one meeting"
    assert "Kecamatan 0, Kecamatan 1, Kecamatan 2, dan dua lainnya" in text
    assert "Dijadwalkan" not in text


def test_thresholds_are_the_regions_own() -> None:
    low = calm(series={SeriesCode.STRATEGIES: (Row("s", "Strategi", value=Fraction(70)),)})
    assert said(low) == []
    assert len(said(low, Limits(low_score=71))) == 1
    decree = Figure(FigureCode.DECREE, State.KNOWN, value=90, facts={"ends_on": "2027-01-20"})
    assert said(calm(figures=(decree,))) == []
    assert len(said(calm(figures=(decree,)), Limits(decree_days=90))) == 1


def test_what_this_reader_may_not_see_is_not_asked_about() -> None:
    hidden = calm(
        figures=(Figure(FigureCode.REFERRALS, State.HIDDEN), Figure(FigureCode.DECREE, State.HIDDEN)),
        series={SeriesCode.STRATEGIES: (Row("s", "Strategi", State.HIDDEN, value=None),)},
    )
    assert said(hidden) == []


def test_heads_are_called_by_their_office() -> None:
    assert head_of("Dinas Sosial") == "Kepala Dinas Sosial"
    assert head_of("RSUD Gambiran") == "Direktur RSUD Gambiran"
    assert head_of("Polres Kediri Kota") == "Polres Kediri Kota"
    assert [many(n) for n in (1, 10, 11)] == ["satu", "sepuluh", "11"]


labels = st.sampled_from(("Dinas Sosial", "Polres", "DP3AP2KB", "Kejaksaan Negeri", "Camat Contoh"))
counts = st.integers(0, 40)
rows = st.builds(
    lambda label, done, more, silent: replace(
        agency(label, late=more, silent=silent), value=done, whole=done + more, late=bool(more)
    ),
    labels,
    counts,
    counts,
    st.booleans(),
)
areas = st.builds(
    lambda label, done, more, planned: Row(
        label, label, value=done, whole=done + more, facts={"planned": planned}
    ),
    labels,
    counts,
    counts,
    counts,
)
figures = st.sampled_from(tuple(FigureCode)).flatmap(
    lambda code: st.sampled_from(
        (Figure(code, State.MISSING), Figure(code, State.HIDDEN), Figure(code, State.NONE))
    )
)


@given(
    st.lists(rows, max_size=12),
    st.lists(areas, max_size=12),
    st.lists(figures, max_size=7),
    st.fractions(0, 120),
)
def test_every_question_is_one(agencies: Any, places: Any, absent: Any, value: Fraction) -> None:
    series = {
        SeriesCode.AGENCIES: tuple(agencies),
        SeriesCode.FOLLOW_UPS: tuple(replace(row, facts={"high": 1}) for row in agencies),
        SeriesCode.AREAS: tuple(places),
        SeriesCode.STRATEGIES: (Row("s", "I. Pencegahan", value=value),),
        SeriesCode.SEATS: tuple(Row(row.label, row.label, facts={"holder": "BUDI CONTOH"}) for row in places),
    }
    points = talking_points(make_board(figures=tuple(absent), series=series))
    assert len(points) <= MOST
    assert [point.weight for point in points] == sorted((p.weight for p in points), reverse=True)
    for point in points:
        assert point.whom.strip()
        assert point.text.strip().endswith("?")
        assert 0 < point.weight <= 100
        assert "CONTOH" not in point.sentence, "an office is asked, not a person"
        assert "None" not in point.sentence
    agencies_asked = [p.whom for p in points if "laporan" in p.text and "menunggu" not in p.text]
    assert len(agencies_asked) == len(set(agencies_asked)), "an agency is asked once"
