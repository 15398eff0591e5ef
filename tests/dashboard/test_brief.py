"""The paper for the Sekda: the figures in the words of the page, one page of A4 always, readable aloud."""

from fractions import Fraction
from typing import Any

import pytest
from django.urls import reverse
from django.utils import translation

from gugus.core.enums import JobStatus
from gugus.core.permissions import Denied
from gugus.dashboard import wording
from gugus.dashboard.board import Board, Row
from gugus.dashboard.documents.brief import brief_content, brief_pdf
from gugus.dashboard.enums import SeriesCode
from gugus.dashboard.models import BriefDocument, DashboardJob, Snapshot
from gugus.dashboard.points import NOTHING_TO_ASK, talking_points
from gugus.dashboard.services.briefs import RENDER, brief_make
from gugus.dashboard.tasks import brief_render
from gugus.documents.layouts import brief_html
from tests.dashboard.builders import make_board
from tests.documents.reading import findings, open_pdf, words_of
from tests.factories import World
from tests.meetings.builders import acting

SNAPSHOT = Snapshot(number=12, code="K7QX-94TR", occasion="permintaan")
LONG = "Badan Pengelolaan yang Sangat Panjang Namanya untuk Pemberdayaan Perempuan dan Pelindungan Anak"


def worst_board() -> Board:
    """Names as long as they come, many of everything, amounts in trillions."""
    late = {"late": 5, "silent": True, "TW I": "0/3", "TW I lewat": True, "TW II": "0/3"}
    course = tuple((f"TW {each}", Fraction(0)) for each in ("I", "II", "III", "IV"))
    agencies = tuple(
        Row(f"a{n}", f"{LONG} {n}", value=1, whole=9, late=True, facts=late, points=course) for n in range(40)
    )
    strategies = tuple(
        Row(f"s{n}", f"{n + 1}. {LONG * 2}", value=Fraction(1000 + n, 33), grade="Sangat Rendah", tone="bad",
            facts={"reported": 12, "total": 17})
        for n in range(18)
    )  # fmt: skip
    money = tuple(
        Row(row.key, row.label, value=Fraction(999_999_999_999), whole=Fraction(9_999_999_999_999))
        for row in strategies
    )
    areas = tuple(Row(f"k{n}", f"Kecamatan {LONG} {n}", value=0, whole=44, facts={"planned": 0})
                  for n in range(40))  # fmt: skip
    promises = tuple(Row(row.key, row.label, value=14, whole=31, facts={"high": 2}) for row in agencies)
    return make_board(
        task_force=f"Gugus Tugas Pencegahan dan Penanganan TPPO {LONG}",
        series={
            SeriesCode.AGENCIES: agencies,
            SeriesCode.FOLLOW_UPS: promises,
            SeriesCode.STRATEGIES: strategies,
            SeriesCode.BUDGETS: money,
            SeriesCode.AREAS: areas,
        },
    )


@pytest.fixture(scope="module")
def plain() -> bytes:
    board = make_board()
    return brief_pdf(board, talking_points(board), SNAPSHOT)


def pages(pdf: bytes) -> list[list[float]]:
    """Width and height of each page in points."""
    return [[float(side) for side in page.mediabox[2:]] for page in open_pdf(pdf).pages]


def test_it_says_what_the_page_says(plain: bytes) -> None:
    """A line may break behind a dash, so that spaces are left out of the comparison."""
    board, words = make_board(), "".join(words_of(plain).split())
    with translation.override("id"):
        for figure in board.figures.values():
            for text in (
                wording.label_text(figure, board),
                wording.value_text(figure),
                wording.note_text(figure, board),
            ):
                assert "".join(text.split()) in words, text
        for row in board.rows(SeriesCode.STRATEGIES):
            assert "".join(wording.row_value(SeriesCode.STRATEGIES, row).split()) in words
    for point in talking_points(board):
        assert "".join(point.text.split()) in words
    for said in ("21 Nov 2026, 10.30 WIB", "Potret nomor 12", "K7QX-94TR", "Definisi angka versi"):
        assert "".join(said.split()) in words, said


def test_it_is_one_a4_page_readable_aloud(plain: bytes) -> None:
    assert findings(plain) == []
    [(width, height)] = pages(plain)
    assert (round(width), round(height)) == (595, 842)


def test_the_longest_names_change_its_rows_and_not_its_length() -> None:
    board = worst_board()
    pdf = brief_pdf(board, talking_points(board), SNAPSHOT)
    assert len(pages(pdf)) == 1
    assert findings(pdf) == []
    assert "lainnya" in words_of(pdf), "what is left out is counted"


def test_an_empty_board_is_a_paper_too() -> None:
    board = make_board(series=dict.fromkeys(SeriesCode, ()))
    pdf = brief_pdf(board, [], SNAPSHOT)
    assert NOTHING_TO_ASK in words_of(pdf)
    assert len(pages(pdf)) == 1


def test_names_cannot_write_html() -> None:
    board = make_board(task_force="<script>alert(1)</script>")
    html = brief_html(brief_content(board, [], SNAPSHOT))
    assert "<script>" not in html
    assert "&lt;script&gt;" in html


@pytest.mark.django_db
def test_asked_twice_it_is_made_once(world: World) -> None:
    with acting(world, "sekda") as now:
        first = brief_make(by=now.user)
        assert brief_make(by=now.user) == first
    assert Snapshot.objects.count() == BriefDocument.objects.count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize("person", ["dinsos", "pengawas", "dinsos_kasus", "admin"])
def test_who_does_not_lead_has_none_made(world: World, person: str) -> None:
    with acting(world, person) as now, pytest.raises(Denied, match="pimpinan dan sekretariat"):
        brief_make(by=now.user)
    assert not Snapshot.objects.exists()


@pytest.mark.django_db
def test_the_worker_prints_it_once_and_leaders_take_it_home(
    world: World, sign_in: Any, settings: Any
) -> None:
    settings.SECOND_FACTOR_REQUIRED = False
    client = sign_in(world.people["sekda"])
    answer = client.post(reverse("dashboard:brief-make"))
    job = DashboardJob.objects.get()
    assert answer.url == reverse("dashboard:brief-detail", args=[job.document_id])
    assert client.get(answer.url).status_code == 200
    assert client.get(reverse("dashboard:brief-file", args=[job.document_id])).status_code == 404
    for _twice in range(2):
        brief_render.apply(kwargs={"model": "dashboard.dashboardjob", "pk": str(job.pk)})
    job.refresh_from_db()
    assert (job.status, job.task) == (JobStatus.DONE, RENDER), job.error
    pdf = b"".join(client.get(reverse("dashboard:brief-file", args=[job.document_id])).streaming_content)
    snapshot = Snapshot.objects.get()
    assert snapshot.code in words_of(pdf)
    assert findings(pdf) == []
    stranger = sign_in(world.people["dinsos"])
    assert stranger.get(reverse("dashboard:brief-file", args=[job.document_id])).status_code == 404
