"""Two periods side by side: the RAD's own figures, and nothing hidden comes back by comparing."""

from datetime import timedelta
from decimal import Decimal
from io import BytesIO
from itertools import combinations
from typing import Any

import pytest
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from hypothesis import HealthCheck, Phase, given, settings
from openpyxl import load_workbook

from gugus.dashboard.selectors.compare import comparison, moments
from rad import services
from rad.aggregation import Score
from rad.guard import EVERYTHING, PUBLIC
from rad.selectors import party_scores, year_data
from rad.services import Given
from rad.wording import GUARDED, change, change_text
from tests.dashboard.guarded import QUARTERS, make_guarded, report
from tests.factories import World
from tests.rad.builders import Rad, make_rad, open_period
from tests.rad.test_queries import MOST, grow, queries

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
URL = "/dasbor/banding/"


@pytest.fixture(autouse=True)
def _without_second_factor(settings: Any) -> None:
    settings.SECOND_FACTOR_REQUIRED = False


def page(sign_in: Any, rad_or_world: Any, query: str = "", person: str = "sekda") -> Any:
    world = getattr(rad_or_world, "world", rad_or_world)
    response = sign_in(world.people[person]).get(f"{URL}{query}")
    assert response.status_code == 200
    return response


def words(response: Any) -> str:
    return response.content.decode().replace("\N{NO-BREAK SPACE}", " ")


@pytest.fixture
def rad(world: World) -> Rad:
    """Two quarters, of one agency and of nobody's item: 2 of 10, then 7 of 10; Dinas Kesehatan is silent."""
    rad = make_rad(world, adopted=False)
    rad.plan = services.plan_adopt(plan=rad.plan, instrument="Perwali", adopted_on=TODAY, by=rad.secretariat)
    for ordinal, value in ((1, 2), (2, 5)):
        open_period(rad, ordinal=ordinal, deadline=TODAY + timedelta(days=9))
        for key, person in (("dinsos", "dinsos"), ("hukum", "sekretariat")):
            rad.accept(key, person, Given(value=Decimal(value)), proof_note="Surat contoh")
    return rad


def choice(before: int, after: int) -> str:
    return f"?dari={TODAY.year}-{before}&ke={TODAY.year}-{after}"


def test_says_what_it_waits_for(world: World, sign_in: Any) -> None:
    assert "Belum ada RAD yang berlaku" in words(page(sign_in, world))
    make_rad(world)
    text = words(page(sign_in, world))
    assert "Belum ada dua periode" in text
    assert "<select" not in text.split("</header>")[-1], "nothing to choose from yet"


def test_was_is_and_the_difference(rad: Rad, sign_in: Any) -> None:
    text = words(page(sign_in, rad, choice(1, 2)))
    assert "20,0 %" in text
    assert "70,0 %" in text
    assert "+50,0" in text
    assert "−50,0" in words(page(sign_in, rad, choice(2, 1))), "either way round"


def test_parties_with_what_they_handed_in(rad: Rad, sign_in: Any) -> None:
    rows = {row["label"]: row for row in page(sign_in, rad, choice(1, 2)).context["rows"]}
    assert [cell["text"].replace("\xa0", " ") for cell in rows["Dinas Sosial"]["cells"]] == [
        "1/1", "1/1", "20,0 %", "70,0 %", "+50,0",
    ]  # fmt: skip
    assert [cell["text"] for cell in rows["Dinas Kesehatan"]["cells"]] == ["0/1", "0/1", "–", "–", "–"]
    assert list(rows)[:2] == ["Bagian Hukum Setda", "Dinas Sosial"], "as good as each other: by name"
    assert list(rows)[-1] == "Dinas Kesehatan", "those without a figure last"
    assert f"instansi={rad.world.agencies['Dinas Sosial'].pk}" in rows["Dinas Sosial"]["url"]


def test_unasked_it_is_the_newest_and_the_same_a_year_before(rad: Rad, sign_in: Any) -> None:
    assert page(sign_in, rad).context["found"].after.key == f"{TODAY.year}-2"
    assert page(sign_in, rad).context["found"].before.key == f"{TODAY.year}-1", "no year before yet"
    services.period_open(
        plan=rad.plan, kind="triwulan", year=TODAY.year - 1, ordinal=2, deadline=TODAY, by=rad.secretariat
    )
    found = page(sign_in, rad).context["found"]
    assert (found.before.key, found.after.key) == (f"{TODAY.year - 1}-2", f"{TODAY.year}-2")


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("?dari=1999-1&ke=1999-2", "tidak ada dalam RAD yang berlaku"),
        (choice(1, 1), "Kedua periode sama"),
        ("?dari=%00&ke=abc", "tidak ada dalam RAD yang berlaku"),
    ],
)
def test_a_choice_that_is_none(rad: Rad, sign_in: Any, query: str, said: str) -> None:
    response = page(sign_in, rad, query)
    assert said in words(response)
    assert response.context["found"] is None
    assert page(sign_in, rad, f"{query}&_export=csv")["Content-Type"].startswith("text/html")


def test_the_file_tells_what_the_page_tells(rad: Rad, sign_in: Any) -> None:
    response = page(sign_in, rad, f"{choice(1, 2)}&_export=xlsx")
    head, *rows = load_workbook(BytesIO(response.content)).active.iter_rows(values_only=True)
    assert head[:2] == ("Bagian", "Nama")
    told = {(row[0], row[1]): row[2:] for row in rows}
    assert told["RAD", "Seluruh RAD"][:3] == (20, 70, 50)
    assert told["Strategi", "I. Pencegahan"][:3] == (20, 70, 50)
    assert told["Penanggung jawab", "Dinas Kesehatan"][:3] == (None, None, None)
    text = page(sign_in, rad, f"{choice(2, 1)}&_export=csv").content.decode()
    assert ",-50.0," in text


def test_who_reads_no_board_compares_nothing(rad: Rad, sign_in: Any) -> None:
    assert sign_in(rad.world.people["admin"]).get(URL).status_code == 403


def test_queries(rad: Rad, sign_in: Any) -> None:
    """Over two years, small and large, a leader and a liaison."""
    before = {"plan": rad.plan, "kind": "triwulan", "year": TODAY.year - 1, "by": rad.secretariat}
    services.period_open(ordinal=2, deadline=TODAY, **before)
    found = []
    for person in ("sekda", "dinsos"):
        client = sign_in(rad.world.people[person])
        client.get(URL)
        for size in (5, 60):
            grow(rad, size)
            found.append(len(queries(client, URL)))
    assert len(set(found)) == 1, found
    assert found[0] <= MOST


# Hidden stays hidden.


@pytest.fixture
def guarded(world: World) -> Rad:
    return make_guarded(world)


@settings(
    max_examples=25,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
    phases=[Phase.explicit, Phase.generate],
)
@given(quarters=QUARTERS)
def test_no_comparison_tells_what_the_plan_hides(guarded: Rad, quarters: list[tuple[int, int]]) -> None:
    """Whatever two quarters: each side as `YearData.at` shows it, no difference without both sides."""
    with transaction.atomic():
        report(guarded, "korban", [pair[0] for pair in quarters])
        report(guarded, "lain", [pair[1] for pair in quarters])
        check_sides(guarded, "polres")
        check_parties(guarded)
        transaction.set_rollback(True)


def check_sides(rad: Rad, person: str) -> None:
    user = rad.world.people["pengawas"]
    plan, known = moments(user)
    public = {slot: year_data(rad.plan, TODAY.year, TODAY).at(slot, sight=PUBLIC) for slot in (1, 2, 3, 4)}
    for pair in combinations(known, 2):
        found = comparison(user, plan, known, pair)
        sides = [public[moment.slot] for moment in pair]
        assert [found.whole.before, found.whole.after] == [side.score for side in sides]
        for number, (_strategy, scores) in enumerate(found.strategies):
            shown = [side.strategies[number].score for side in sides]
            assert [scores.before, scores.after] == shown
            check_difference(*shown)


def check_difference(before: Score, after: Score) -> None:
    if before.hidden or after.hidden:
        assert change(before, after) is None
        assert change_text(before, after) == GUARDED


def check_parties(rad: Rad) -> None:
    """All parties at once come to what one asks for each, for anybody's eyes."""
    data = year_data(rad.plan, TODAY.year, TODAY)
    for slot in (1, 2, 3, 4):
        for sight in (PUBLIC, EVERYTHING):
            at_once = party_scores(data.at(slot, sight=sight))
            for agency in rad.world.agencies.values():
                if (agency.pk, "") in at_once:
                    one = data.at(slot, agency_id=agency.pk, sight=sight).score
                    assert at_once[agency.pk, ""] == one


def test_something_was_hidden(guarded: Rad, sign_in: Any) -> None:
    """The property above has something to hold, and leaders see what others do not."""
    report(guarded, "korban", [2, 9, 9, 2])
    report(guarded, "lain", [9, 9, 9, 9])
    text = words(page(sign_in, guarded, choice(1, 2), "pengawas"))
    assert str(GUARDED) in text
    assert str(GUARDED) not in words(page(sign_in, guarded, choice(1, 2)))
    assert reverse("dashboard:compare") == URL
