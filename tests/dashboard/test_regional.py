"""A province reads what its regencies let out, as the worker wrote it last night, and nothing else."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from io import BytesIO
from typing import Any
from uuid import uuid4

import pytest
from django.core.management import call_command
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, Phase, given, settings
from openpyxl import load_workbook

from gugus.core.context import acting_as
from gugus.dashboard import wording
from gugus.dashboard.board import from_json
from gugus.dashboard.enums import Audience, FigureCode, State
from gugus.dashboard.models import RegionalFigures
from gugus.dashboard.selectors.board import board_of_system
from gugus.dashboard.selectors.regional import STALE, regency_list, regency_ranks
from gugus.dashboard.services.regional import columns, regional_fill
from gugus.dashboard.tasks import regional
from gugus.demo.acting import as_person
from gugus.demo.regions import REGIONS
from members.models import Region, TaskForce
from members.services import task_force_start
from rad.guard import EVERYTHING
from rad.models import ActionPlan
from rad.selectors import year_data
from rad.services import Given
from rad.wording import GUARDED, percent_text
from tests.dashboard.builders import make_board
from tests.dashboard.guarded import QUARTERS, TODAY, report
from tests.dashboard.test_compare import guarded
from tests.factories import World, make_world, user
from tests.rad.builders import make_rad
from tests.rad.test_queries import MOST, queries

pytestmark = pytest.mark.django_db
URL = "/dasbor/daerah/"
THIS = TODAY.year
__all__ = ["guarded"]


@pytest.fixture(autouse=True)
def _without_second_factor(settings: Any) -> None:
    settings.SECOND_FACTOR_REQUIRED = False


@pytest.fixture
def province(world: World) -> World:
    """The province above the world's kota."""
    above = make_world("35", "Provinsi Contoh")
    TaskForce.objects.filter(pk=world.task_force.pk).update(parent=above.task_force)
    return above


def below(province: World, names: Iterable[str]) -> list[TaskForce]:
    """More task forces of the province, without people."""
    regions = Region.objects.bulk_create(
        Region(code=f"35.x{n}", name=name, level=2, kind="kota", parent_id="35")
        for n, name in enumerate(names)
    )
    return TaskForce.objects.bulk_create(
        TaskForce(
            region=place, parent=province.task_force, name=place.name, short_name=place.name,
            slug=uuid4().hex, head_office="Bupati Contoh", place="Contoh",
        )
        for place in regions
    )  # fmt: skip


def keep(task_force: TaskForce, year: int = THIS, **values: Any) -> RegionalFigures:
    now = {"as_of": timezone.now(), "reported": 3, "total": 4, "reached": 1, "units": 4}
    return RegionalFigures(task_force=task_force, year=year, **(now | values))


def page(sign_in: Any, province: World, query: str = "", person: str = "sekda") -> Any:
    response = sign_in(province.people[person]).get(f"{URL}{query}")
    assert response.status_code == 200
    return response


def words(response: Any) -> str:
    return response.content.decode().replace("\N{NO-BREAK SPACE}", " ")


def names(response: Any) -> list[str]:
    return [row.record.region.name for row in response.context["table"].paginated_rows]


# --- what is written ---------------------------------------------------------------------------------------


def test_a_row_is_the_board_made_for_outside(world: World) -> None:
    rad = make_rad(world, deadline=TODAY - timedelta(days=1))
    rad.accept("dinsos", "dinsos", Given(value=Decimal(9)))
    assert THIS in regional_fill(task_force_id=world.task_force.pk)
    row = RegionalFigures.objects.get(task_force=world.task_force, year=THIS)
    board = board_of_system(world.task_force, audience=Audience.OUTSIDE, today=TODAY, year=THIS)
    assert from_json(row.data).figures == board.figures
    assert (row.score, row.reported, row.total, row.late) == (30, 1, 3, 2)


def test_hidden_and_missing_stay_empty() -> None:
    board = make_board()
    known = columns(board, this_year=True)
    assert known["score"] == Decimal("78.3333")
    assert (known["late"], known["overdue"], known["reached"], known["units"]) == (3, 4, 30, 46)
    for state in (State.HIDDEN, State.MISSING, State.NONE):
        figures = [replace(each, state=state) for each in board.figures.values()]
        row = columns(make_board(figures=figures), this_year=True)
        empty = {name: row[name] for name in ("score", "late", "overdue", "reached", "spent", "budget")}
        assert not any(empty.values()), (state, empty)
    assert columns(board, this_year=False)["overdue"] == 0


def test_years_of_the_plan_get_rows_once_and_the_last_again(world: World) -> None:
    rad = make_rad(world)
    ActionPlan.objects.filter(pk=rad.plan.pk).update(first_year=THIS - 3)
    old = keep(world.task_force, THIS - 3, score=Decimal(12))
    old.save()
    assert regional_fill(task_force_id=world.task_force.pk) == [THIS - 2, THIS - 1, THIS]
    assert regional_fill(task_force_id=world.task_force.pk) == [THIS - 1, THIS]
    old.refresh_from_db()
    assert old.score == 12, "what stood last stays"
    assert RegionalFigures.objects.count() == 4


def test_without_a_plan_this_year_alone(world: World) -> None:
    assert regional_fill(task_force_id=world.task_force.pk) == [THIS]
    row = RegionalFigures.objects.get()
    assert (row.score, row.total, row.spent) == (None, 0, None)


def test_one_that_fails_stops_no_other(world: World) -> None:
    """Each is work of its own: what is gone raises, what is there is written."""
    with pytest.raises(TaskForce.DoesNotExist):
        regional(task_force=str(uuid4()))
    regional(task_force=str(world.task_force.pk))
    assert RegionalFigures.objects.count() == 1


def test_a_province_that_comes_later_finds_its_regencies() -> None:
    for code in ("31.73", "31"):
        task_force_start(region=code, admin=user("Adi Contoh"))
    kota, province = (TaskForce.objects.get(region=code) for code in ("31.73", "31"))
    assert kota.parent == province


# --- who sees it -------------------------------------------------------------------------------------------


def test_only_the_own_province(world: World, province: World, sign_in: Any) -> None:
    other = make_world("36", "Provinsi Lain")
    regional_fill(task_force_id=world.task_force.pk)
    assert names(page(sign_in, province)) == ["Kota Kediri"]
    assert "Kota Kediri" not in words(page(sign_in, other))
    assert "Tidak ada kabupaten atau kota" in words(page(sign_in, other))
    [sibling] = below(province, ["Kota Sebelah"])
    keep(sibling).save()
    for person in world.people:
        seen = RegionalFigures.objects.visible_to(world.people[person])
        assert set(seen.values_list("task_force", flat=True)) <= {world.task_force.pk}
    assert sign_in(province.people["admin"]).get(URL).status_code == 403


@settings(
    max_examples=10,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
    phases=[Phase.explicit, Phase.generate],
)
@given(quarters=QUARTERS)
def test_a_province_reads_nothing_its_regency_hides(
    guarded: Any, province: World, sign_in: Any, quarters: list[tuple[int, int]]
) -> None:
    """Whatever was reported: the page tells the board made for outside, never what only insiders know."""
    with transaction.atomic():
        for number, key in enumerate(("korban", "lain")):
            report(guarded, key, [pair[number] for pair in quarters])
        check_province(guarded.world, province, sign_in)
        transaction.set_rollback(True)


def check_province(world: World, province: World, sign_in: Any) -> None:
    regional_fill(task_force_id=world.task_force.pk)
    row = RegionalFigures.objects.get(year=THIS)
    figure = from_json(row.data).figures[FigureCode.ACHIEVEMENT]
    text = words(page(sign_in, province))
    assert wording.value_text(figure).replace("\xa0", " ") in text
    assert (row.score is None) == (figure.state != State.KNOWN)
    data = year_data(guarded_plan(world), THIS, TODAY)
    inside = data.at(data.latest_slot, sight=EVERYTHING)
    if figure.state == State.HIDDEN:
        assert percent_text(inside.score.value).replace("\xa0", " ") not in text
        assert str(GUARDED) in text
    file = page(sign_in, province, "?_export=csv").content.decode()
    assert (str(GUARDED) in file) == (figure.state == State.HIDDEN)


def guarded_plan(world: World) -> Any:
    return world.task_force.plans.get()


# --- how it reads ------------------------------------------------------------------------------------------


@pytest.fixture
def four(world: World, province: World) -> list[TaskForce]:
    """Of the kota nothing is kept; A and B share the first place, C has no figure and is a day too old."""
    rows = below(province, ["Kabupaten A", "Kabupaten B", "Kabupaten C"])
    a, b, c = rows
    RegionalFigures.objects.bulk_create(
        [
            keep(a, score=Decimal("80.0000"), late=2, spent=Decimal(1_000_000), budget=Decimal(4_000_000)),
            keep(b, score=Decimal("80.0000"), overdue=1, reached=3),
            keep(c, reported=0, as_of=timezone.now() - STALE - timedelta(hours=1)),
            keep(a, THIS - 1, score=Decimal("41.5000"), late=9),
        ]
    )
    return rows


def test_ranks_sums_and_medians(province: World, four: list[TaskForce], sign_in: Any) -> None:
    assert set(regency_ranks(province.people["sekda"], year=THIS).values()) == {1}
    response = page(sign_in, province)
    assert names(response) == ["Kabupaten A", "Kabupaten B", "Kota Kediri", "Kabupaten C"]
    tiles = {tile["label"]: tile["value"].replace("\xa0", " ") for tile in response.context["tiles"]}
    assert tiles[f"Capaian RAD {THIS}"] == "80,0 %"
    assert tiles["Indikator dilaporkan"] == "6 dari 12"
    assert tiles["Instansi terlambat"] == "2"
    assert tiles["Tindak lanjut lewat"] == "1"
    assert tiles["Desa/kelurahan terjangkau"] == "5 dari 12"
    assert tiles["Anggaran terealisasi"] == "Rp1 juta"
    text = words(response)
    assert "2 dari 4 kabupaten/kota sudah melapor" in text
    assert "belum ada angka" in text
    assert text.count("tidak terbarui</span>") == 1
    assert f"{THIS - 1}: 41,5" in text, "five years"


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("?sort=score", ["Kabupaten A", "Kabupaten B", "Kota Kediri", "Kabupaten C"]),
        ("?sort=-late", ["Kabupaten A", "Kabupaten B", "Kabupaten C", "Kota Kediri"]),
        ("?sort=-name", ["Kota Kediri", "Kabupaten C", "Kabupaten B", "Kabupaten A"]),
        ("?q=kabupaten+b", ["Kabupaten B"]),
        ("?keadaan=melapor", ["Kabupaten A", "Kabupaten B"]),
        ("?keadaan=diam", ["Kota Kediri", "Kabupaten C"]),
        ("?keadaan=terlambat", ["Kabupaten A"]),
        ("?keadaan=lewat", ["Kabupaten B"]),
        ("?keadaan=lama", ["Kabupaten C"]),
        ("?keadaan=tanpa", ["Kota Kediri"]),
        (f"?tahun={THIS - 1}&keadaan=terlambat", ["Kabupaten A"]),
    ],
)
def test_sorted_and_narrowed(
    province: World, four: list[TaskForce], sign_in: Any, query: str, found: list[str]
) -> None:
    response = page(sign_in, province, query)
    assert names(response) == found
    if "tahun" in query:
        assert "9" in [tile["value"] for tile in response.context["tiles"]]


def test_a_year_that_is_over_says_nothing_of_follow_ups_of_today(
    province: World, four: list[TaskForce], sign_in: Any
) -> None:
    for query, told in (("", True), (f"?tahun={THIS - 1}", False)):
        response = page(sign_in, province, query)
        assert ("Tindak lanjut lewat" in [tile["label"] for tile in response.context["tiles"]]) is told
        assert ("overdue" in response.context["table"].columns.names()) is told


def test_a_year_that_is_none_is_said(province: World, four: list[TaskForce], sign_in: Any) -> None:
    assert "1999" in words(page(sign_in, province, "?tahun=1999"))


def test_the_file_has_plain_numbers(province: World, four: list[TaskForce], sign_in: Any) -> None:
    response = page(sign_in, province, "?_export=xlsx")
    head, *rows = load_workbook(BytesIO(response.content)).active.iter_rows(values_only=True)
    told = [dict(zip(head, row, strict=True)) for row in rows]
    first = told[0]
    assert (first["Urutan"], first["Kabupaten/kota"], float(first["Capaian RAD"])) == (1, "Kabupaten A", 80)
    assert (first["Indikator dilaporkan"], first["Indikator seluruhnya"]) == (3, 4)
    assert float(first["Realisasi anggaran (Rp)"]) == 1_000_000
    assert len(told) == 4


def test_queries_at_552(world: World, province: World, sign_in: Any) -> None:
    """Five years of each; the list and the dashboard above it."""
    RegionalFigures.objects.bulk_create([keep(world.task_force, THIS, score=Decimal(50))])
    client = sign_in(province.people["sekda"])
    pages = (URL, f"{URL}?q=k&keadaan=melapor", "/dasbor/")
    few = [len(queries(client, url)) for url in pages]
    rows = below(province, [f"Kabupaten {n}" for n in range(551)])
    RegionalFigures.objects.bulk_create(
        keep(row, year, score=Decimal(n % 100))
        for n, row in enumerate(rows)
        for year in range(THIS - 4, THIS + 1)
    )
    assert [len(queries(client, url)) for url in pages] == few
    assert max(few) <= MOST
    assert regency_list(province.people["sekda"], year=THIS).count() == 552


# --- the demo ----------------------------------------------------------------------------------------------


def test_dki_reads_jakarta_barat(capsys: pytest.CaptureFixture[str], sign_in: Any) -> None:
    call_command("load_demo", "dki")
    assert "sekda@dki.example.id" in capsys.readouterr().out
    kota = make_world("31.73", "Kota Administrasi Jakarta Barat")
    TaskForce.objects.filter(pk=kota.task_force.pk).update(parent=TaskForce.objects.get(region="31"))
    regional_fill(task_force_id=kota.task_force.pk)
    with as_person(REGIONS["dki"], "sekda") as sekda:
        assert [row.region_id for row in regency_list(sekda, year=THIS)] == ["31.73"]
        assert RegionalFigures.objects.visible_to(sekda).count() == 2
    text = words(sign_in(sekda).get("/dasbor/"))
    assert "Angka kabupaten dan kota" in text
    with acting_as(kota.people["sekda"]):
        assert "Angka kabupaten dan kota" not in words(sign_in(kota.people["sekda"]).get("/dasbor/"))
