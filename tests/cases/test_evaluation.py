"""The yearly evaluation of cases: figures inside with what changed, words, and a paper of what has left."""

from collections.abc import Callable
from datetime import datetime

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from cases.enums import Audience
from cases.evaluation import change, lines_of
from cases.evaluation_paper import evaluation_chapter, evaluation_content
from cases.figures import TOTAL, At
from cases.models import EvaluationDocument, YearRemark
from cases.selectors.evaluation import remark_of
from cases.selectors.figures import Figures, figures_between, labels
from cases.services.evaluation import evaluation_keep, evaluation_print, remark_write
from cases.suppression import HIDDEN
from gugus.core.permissions import Denied
from gugus.documents.layouts import evaluation_pdf
from members.enums import Role
from members.models import Region
from tests.cases.builders import acting
from tests.cases.test_figures import JAKARTA, YEAR, cases, fill, when
from tests.documents.reading import findings, words_of
from tests.factories import World

SignIn = Callable[[object], Client]
NIK = "3571014107990001"


def test_what_changed_is_hidden_when_either_is() -> None:
    assert change(5, 3) == 2
    assert change(0, 7) == -7
    assert change(HIDDEN, 3) is change(3, HIDDEN) is HIDDEN
    assert change(3, None) is None


def test_lines_keep_the_order_of_the_words_and_tell_nothing_from_hidden() -> None:
    cells = {
        At("korban", "jenis", "lain", "", (2024, 2024)): 0,
        At("korban", "jenis", "tppo", "", (2024, 2024)): HIDDEN,
        At("korban", "jenis", "", "", (2024, 2024)): 4,
    }
    lines = lines_of(Figures((2024, 2024), [], cells), "korban", "jenis", [(2024, 2024)], {"tppo": "TPPO"})
    assert [(line.label, line.values, line.empty, line.withheld) for line in lines] == [
        ("TPPO", (HIDDEN,), False, True),
        ("lain", (0,), True, False),
    ]


@pytest.fixture
def place(world: World) -> Region:
    return Region.objects.get_or_create(
        code="35.71.01", defaults={"name": "Mojoroto", "level": 3, "kind": "kecamatan", "parent_id": "35.71"}
    )[0]


@pytest.mark.django_db(transaction=True)
def test_leaders_read_the_exact_total_and_members_no_small_cell(
    world: World, place: Region, sign_in: SignIn
) -> None:
    world.person("statistik", Role.STATISTICS)
    cases(world, 6, region=place, created_at=when(YEAR - 1))
    cases(world, 7, region=place)
    fill(world)
    url = f"/kasus/evaluasi/?tahun={YEAR}"
    leader = sign_in(world.people["sekda"]).get(url)
    assert [tile["value"] for tile in leader.context["tiles"][:2]] == ["7", "7"]
    assert leader.context["tiles"][1]["note"] == f"+1 dari {YEAR - 1}"
    assert "Mojoroto" in leader.content.decode()
    cases(world, 2, region=place, created_at=datetime(YEAR - 2, 5, 1, tzinfo=JAKARTA))
    fill(world)
    member = sign_in(world.people["statistik"]).get(f"/kasus/evaluasi/?tahun={YEAR - 2}").context
    assert {tile["value"] for tile in member["tiles"][:2]} == {"* disembunyikan"}
    assert [table["withheld"] for table in member["tables"]][:4] == [True] * 4


@pytest.mark.django_db(transaction=True)
def test_no_case_reads_as_good_news(world: World, sign_in: SignIn) -> None:
    client = sign_in(world.people["sekda"])
    assert "Angka belum dihitung" in client.get("/kasus/evaluasi/").content.decode()
    fill(world)
    page = client.get("/kasus/evaluasi/").content.decode()
    assert f"Belum ada kasus pada {YEAR} ✓" in page
    assert "Buat naskah PDF" not in page, "the year still runs"
    assert client.get("/kasus/evaluasi/?tahun=abcd-2999").status_code == 200


@pytest.mark.django_db
def test_only_the_secretariat_writes_and_no_nik_gets_in(world: World, sign_in: SignIn) -> None:
    with acting(world, "sekda") as now, pytest.raises(Denied, match="sekretariat"):
        remark_write(first_year=2024, last_year=2024, remarks="a", conclusions="", by=now.user)
    with acting(world, "sekretariat") as now, pytest.raises(ValidationError, match="NIK"):
        remark_write(first_year=2024, last_year=2024, remarks=f"atas nama {NIK}", conclusions="", by=now.user)
    for words in ("Tahun ini tujuh kasus.", "Ada 3 orang korban", "seorang anak hilang", "dua belas korban"):
        with acting(world, "sekretariat") as now, pytest.raises(ValidationError, match="menyebut jumlah"):
            remark_write(first_year=2024, last_year=2024, remarks="", conclusions=words, by=now.user)
    client = sign_in(world.people["sekretariat"])
    url = "/kasus/evaluasi/catatan/?tahun=2020-2024"
    kept = client.post(url, {"remarks": f"Korban {NIK}", "conclusions": "Piket"})
    assert "memuat NIK" in kept.content.decode()
    assert "Piket" in kept.content.decode()
    for words in ("Pada 2024 kasus bergeser ke daring.", "Rujukan malam tepat waktu."):
        assert client.post(url, {"remarks": words, "conclusions": "Piket diatur."}).status_code == 302
    with acting(world, "dinsos") as now:
        assert remark_of(now.user, (2020, 2024)).remarks == "Rujukan malam tepat waktu."
        assert YearRemark.objects.visible_to(now.user).count() == 2, "what stood before stays"
        assert remark_of(now.user, (2024, 2024)) is None
    assert client.get("/kasus/evaluasi/catatan/?tahun=2024-2999").status_code == 404


@pytest.mark.django_db
def test_who_prints_and_only_years_that_are_over(world: World) -> None:
    with acting(world, "dinsos") as now, pytest.raises(Denied, match="sekretariat atau pimpinan"):
        evaluation_print(first_year=YEAR - 1, last_year=YEAR - 1, by=now.user)
    with acting(world, "sekda") as now:
        with pytest.raises(Denied, match="sudah selesai"):
            evaluation_print(first_year=YEAR, last_year=YEAR, by=now.user)
        paper = evaluation_print(first_year=YEAR - 1, last_year=YEAR - 1, by=now.user)
        assert paper.job.task == "cases.evaluation"


def printed(world: World, paper: EvaluationDocument) -> bytes:
    """As the worker makes it."""
    with acting(world, "sekretariat") as now:
        span = (paper.first_year, paper.last_year)
        figures = figures_between(now.user, audience=Audience.OUTSIDE, span=span)
        return evaluation_pdf(evaluation_content(paper, figures, labels(now.user), remark_of(now.user, span)))


@pytest.mark.django_db(transaction=True)
def test_the_paper_is_made_of_what_has_left(world: World, place: Region) -> None:
    cases(world, 14, region=place, created_at=when(YEAR - 1))
    fill(world)
    with acting(world, "sekretariat") as now:
        words = {
            "remarks": "Rujukan malam terlambat.",
            "conclusions": "Piket malam diatur.\n\nDinsos menyusun.",
        }
        remark_write(first_year=YEAR - 1, last_year=YEAR - 1, by=now.user, **words)
        paper = evaluation_print(first_year=YEAR - 1, last_year=YEAR - 1, by=now.user)
    first = words_of(printed(world, paper))
    cases(world, 9, region=place, created_at=when(YEAR - 1))
    fill(world)
    pdf = printed(world, paper)
    assert words_of(pdf) == first, "what is entered later changes no paper"
    assert findings(pdf) == []
    for expected in (
        f"EVALUASI KASUS TAHUN {YEAR - 1}", "14 korban", "Mojoroto", "Piket malam diatur.",
        "Rujukan malam terlambat.", "Sekretariat",
    ):  # fmt: skip
        assert expected in first, expected
    with acting(world, "sekretariat") as now:
        evaluation_keep(paper=paper, pdf=pdf, by=now.user)
    with acting(world, "dinsos") as now:
        assert EvaluationDocument.objects.visible_to(now.user).get().file


@pytest.mark.django_db(transaction=True)
def test_small_figures_are_not_on_the_paper(world: World, place: Region) -> None:
    cases(world, 7, region=place, created_at=when(YEAR - 1))
    fill(world)
    with acting(world, "sekretariat") as now:
        span = (YEAR - 1, YEAR - 1)
        figures = figures_between(now.user, audience=Audience.OUTSIDE, span=span)
        assert figures.total("korban") is HIDDEN
        chapter = evaluation_chapter(figures, labels(now.user), None)
    assert "* disembunyikan korban" in chapter.summary[0]
    assert {grid.note for grid in chapter.grids if not grid.rows} >= {
        "Jumlahnya terlalu kecil untuk dirinci."
    }
    assert not [cell for grid in chapter.grids for row in grid.rows for cell in row[1:] if cell == "7"]
    assert TOTAL not in str(chapter)
