"""Figures of cases: counted by the worker alone, kept as each audience may read them, shown in words."""

from collections.abc import Callable
from datetime import datetime
from io import BytesIO
from zoneinfo import ZoneInfo

import openpyxl
import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client
from hypothesis import example, given, settings
from hypothesis import strategies as st

from cases.enums import AgeGroup, Audience, CaseKind, Sex, Stage
from cases.figures import At, Count, Thresholds, breakdowns, cells_of, published, spans, sums_of
from cases.models import CaseFigure
from cases.selectors import figures as selectors
from cases.selectors.released import regencies
from cases.services import figures as services
from cases.suppression import HIDDEN, Cell
from gugus.core.permissions import Denied
from members.enums import Role
from members.models import Region
from tests.cases import attacker
from tests.cases.builders import acting, open_case
from tests.factories import World, make_world
from tests.workers import as_worker

JAKARTA = ZoneInfo("Asia/Jakarta")
YEAR = datetime.now(JAKARTA).year
BLOCK = YEAR - YEAR % 5
SignIn = Callable[[object], Client]


def fill(world: World) -> None:
    with as_worker():
        services.figures_fill(task_force_id=world.task_force.pk)


def when(year: int) -> datetime:
    """The last hour of a year in the region: already the next one by the server's clock."""
    return datetime(year, 12, 31, 23, 30, tzinfo=JAKARTA).astimezone(ZoneInfo("UTC"))


@pytest.fixture
def places(world: World) -> list[Region]:
    return [
        Region.objects.get_or_create(
            code=f"35.71.0{n}", defaults={"name": name, "level": 3, "kind": "kecamatan", "parent_id": "35.71"}
        )[0]
        for n, name in ((1, "Mojoroto"), (2, "Kota"), (3, "Pesantren"))
    ]


def cases(world: World, count: int, **values: object) -> None:
    for _ in range(count):
        open_case(world, "dinsos_kasus", "Dinas Sosial", **values)


# --- what adds up -----------------------------------------------------------------------------------------


def test_blocks_are_five_calendar_years_with_explicit_bounds() -> None:
    assert (2020, 2024) in spans(2020, 2026)
    assert (2025, 2026) in spans(2020, 2026)
    assert spans(2025, 2025) == [(2025, 2025)]


people = st.lists(
    st.tuples(
        st.sampled_from([2025, 2026]),
        st.sampled_from(["a", "b", "c"]),
        st.sampled_from(list(CaseKind.values)[:2]),
        st.sampled_from(list(Stage.values)[:2]),
        st.sampled_from(Sex.values),
        st.sampled_from(list(AgeGroup.values)[:3]),
        st.sampled_from(["visum", "konseling"]),
    ),
    max_size=40,
)
TABLES = breakdowns(["a", "b", "c"], ["visum", "konseling"])


def counted(rows: list[tuple[int, str, str, str, str, str, str]]) -> list[Count]:
    found: dict[tuple[str, str, str, str, int], int] = {}
    for year, place, kind, stage, sex, age, service in rows:
        for line in (
            ("korban", "jumlah", "", ""), ("kasus", "jumlah", "", ""), ("korban", "wilayah", place, ""),
            ("kasus", "wilayah", place, ""), ("korban", "jenis", kind, ""), ("korban", "tahap", stage, ""),
            ("korban", "kelamin_usia", sex, age), ("layanan", "layanan", service, ""),
        ):  # fmt: skip
            found[(*line, year)] = found.get((*line, year), 0) + 1
    return [Count(*key, n) for key, n in found.items()]


ONE_PLACE = (2025, "a", "tppo", "pengaduan", "perempuan", "0_5", "visum")


@settings(max_examples=8, deadline=None)
@example([ONE_PLACE] * 2 + [(2026, *ONE_PLACE[1:])] * 4 + [(2026, "b", *ONE_PLACE[2:])])
@given(people)
def test_all_tables_together_give_no_one_away(rows: list[tuple[int, str, str, str, str, str, str]]) -> None:
    """All tables and years at once; whoever reads two versions reads no more than the wider one."""
    counts = counted(rows)
    shown = published(counts, TABLES, 2026, Thresholds(5, 11), b"garam")
    raw = {(c.measure, c.dimension, c.key, c.other, c.year): c.n for c in counts}
    whens = spans(min((c.year for c in counts), default=2026) // 5 * 5, 2026)
    true, sums = cells_of(raw, TABLES, whens), sums_of(TABLES, whens)
    both = shown[Audience.INSIDE] | shown[Audience.LEADERS]
    for cells in (both, shown[Audience.INSIDE]):
        assert all(value is HIDDEN or value == true[at] for at, value in cells.items())
    assert not {at for at in attacker.determined(shown[Audience.INSIDE], sums) if true[at]}
    # Leaders know the totals: a part that is all of one may be worked out, a small one never.
    assert (
        not {at for at in attacker.determined(both, sums) if 0 < true[at] < 5}
        - shown[Audience.LEADERS].keys()
    )
    assert not [v for v in shown[Audience.INSIDE].values() if v is not HIDDEN and 0 < v < 5]
    assert HIDDEN not in shown[Audience.LEADERS].values()
    assert_nothing_bounds(shown[Audience.INSIDE])


def assert_nothing_bounds(cells: dict[At, Cell]) -> None:
    """Kasus never outnumber korban: with one shown and one hidden, the shown one would tell the other."""
    for at, value in cells.items():
        twin = cells.get(at._replace(measure={"kasus": "korban", "korban": "kasus"}.get(at.measure, "")))
        assert twin is None or (twin is HIDDEN) == (value is HIDDEN)
        if at.measure == "layanan" and cells[At("korban", "jumlah", "", "", at.span)] is HIDDEN:
            assert value is HIDDEN


def test_kasus_and_korban_do_not_tell_on_each_other() -> None:
    """15 + 1 in two years: kasus of the first and korban of both together would give away the second."""
    rows = [(2025, "a", "tppo", "pengaduan", "perempuan", "0_5", "visum")] * 15
    rows.append((2026, "b", "tppo", "pengaduan", "perempuan", "0_5", "visum"))
    for salt in (b"1", b"2", b"3"):
        shown = published(counted(rows), TABLES, 2026, Thresholds(5, 11), salt)
        assert_nothing_bounds(shown[Audience.INSIDE])


def test_a_small_total_is_not_broken_down() -> None:
    """One case: not even the zeros beside it are told, they would name its place."""
    counts = counted([(2026, "a", "tppo", "pengaduan", "perempuan", "0_5", "visum")])
    shown = published(counts, TABLES, 2026, Thresholds(5, 11), b"garam")[Audience.INSIDE]
    table = [v for at, v in shown.items() if (at.dimension, at.span) == ("wilayah", (2026, 2026))]
    assert set(table) == {HIDDEN}
    quiet = [v for at, v in shown.items() if (at.dimension, at.span) == ("wilayah", (2025, 2025))]
    assert set(quiet) == {0}


# --- the worker's counting --------------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_the_worker_counts_and_each_reads_what_they_may(
    world: World, places: list[Region], sign_in: SignIn
) -> None:
    world.person("statistik", Role.STATISTICS)
    first = open_case(world, "dinsos_kasus", "Dinas Sosial", region=places[0], created_at=when(YEAR))
    with acting(world, "dinsos_kasus"):
        incident = first.incident
    open_case(world, "dinsos_kasus", "Dinas Sosial", incident=incident, region=places[0])
    cases(world, 6, region=places[1], sex="laki_laki", age_group="13_17", created_at=when(YEAR))
    cases(world, 1, region=places[2], created_at=when(YEAR - 1))
    fill(world)

    def totals(key: str, audience: str = Audience.INSIDE) -> list[object]:
        with acting(world, key) as now:
            found = selectors.figures_for(now.user, audience=audience, span=(YEAR, YEAR))
        return [found.total("kasus"), found.total("korban"), found.total("korban", (YEAR - 1, YEAR - 1))]

    assert totals("sekda") == totals("sekretariat") == [7, 8, 1], "their own totals are exact"
    assert totals("statistik")[2] is HIDDEN
    assert totals("dinsos")[2] is HIDDEN
    assert totals("sekda", Audience.OUTSIDE)[2] is HIDDEN, "below eleven outside"
    with acting(world, "admin") as now:
        assert not selectors.figure_list(now.user).exists()
    with acting(world, "statistik"):
        assert not CaseFigure.objects.filter(audience=Audience.LEADERS).exists(), "the second wall"
    with acting(world, "statistik") as now:
        inside = selectors.figures_for(now.user, audience=Audience.INSIDE, span=(YEAR, YEAR))
        assert dict(inside.rows("korban", "wilayah"))["35.71.01"] is HIDDEN

    page = sign_in(world.people["sekda"]).get(f"/kasus/angka/?tahun={YEAR}-{YEAR}").content.decode()
    assert "Mojoroto" in page
    assert "* disembunyikan" in page
    book = sign_in(world.people["statistik"]).get(f"/kasus/angka/?tahun={YEAR}-{YEAR}&_export=xlsx").content
    values = [row[-1] for row in openpyxl.load_workbook(BytesIO(book)).active.iter_rows(values_only=True)]
    assert not [n for n in values if isinstance(n, int) and 0 < n < 11], "what is downloaded may leave"
    assert "* disembunyikan" in values


@pytest.mark.django_db(transaction=True)
def test_no_case_ever_is_a_proper_state(world: World, sign_in: SignIn) -> None:
    client = sign_in(world.people["sekda"])
    assert "Angka belum dihitung" in client.get("/kasus/angka/").content.decode()
    assert "belum dihitung" in client.get("/dasbor/").content.decode()
    fill(world)
    assert "Kasus: belum ada ✓" in client.get("/kasus/angka/").content.decode()
    assert "belum ada kasus ✓" in client.get("/dasbor/").content.decode()


@pytest.mark.django_db(transaction=True)
def test_only_the_worker_reads_raw_counts_and_writes_figures(world: World) -> None:
    for words in ("SELECT * FROM cases_counts(%s)", "DELETE FROM cases_casefigure WHERE task_force_id = %s"):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(words, [world.task_force.pk])


@pytest.mark.django_db(transaction=True)
def test_a_province_reads_what_its_regencies_let_out(world: World, places: list[Region]) -> None:
    province = make_world("35", "Jawa Timur")
    world.task_force.parent = province.task_force
    world.task_force.save()
    cases(world, 12, region=places[0], created_at=when(YEAR - 1))
    cases(world, 20, region=places[0])
    fill(world)
    with acting(province, "sekretariat") as now:
        rows = regencies(now.user)
        assert [(row[0], row[1]["korban"]) for row in rows] == [(world.task_force, 12)], (
            "the year that is over"
        )
        assert not selectors.figure_list(now.user).exists(), "nothing of the night"


@pytest.mark.django_db
def test_who_may_ask_for_a_new_count(world: World) -> None:
    with acting(world, "dinsos") as now, pytest.raises(Denied):
        services.figures_request(by=now.user)
    with acting(world, "sekretariat") as now:
        job = services.figures_request(by=now.user)
    assert job.task == "cases.stats"
