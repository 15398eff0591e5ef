"""Small counts about victims: nobody who may not see them reads them, or can work them out by subtraction."""

import re
from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from itertools import accumulate, product
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.utils import timezone
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from rad import services
from rad.aggregation import Entry, Measure
from rad.documents import document_content
from rad.enums import Aggregation
from rad.guard import EVERYTHING, Cover, Part, Sight, cover, openings
from rad.models import IndicatorValue, ReportDocument, ReportingPeriod
from rad.selectors import year_data
from rad.services import Given
from tests.factories import World
from tests.rad.builders import Rad, add_item, agency_party, make_rad, open_period

SLOTS = (1, 2, 3, 4)
TODAY = timezone.localdate()


def measure(counts: tuple[int, ...], kind: str, *, cumulative: bool) -> Measure:
    said = list(accumulate(counts)) if cumulative else counts
    ratio = kind == Aggregation.RATIO
    entries = (
        Entry(slot, numerator=Decimal(1), denominator=Decimal(count))
        if ratio
        else Entry(slot, Decimal(count))
        for slot, count in zip(SLOTS, said, strict=True)
        if count or not ratio
    )
    return Measure(kind, Decimal(100), tuple(entries), cumulative=cumulative)


@pytest.mark.parametrize("threshold", [3, 5])
@pytest.mark.parametrize(
    ("kind", "cumulative"),
    [
        (Aggregation.SUM, False),
        (Aggregation.RATIO, False),
        (Aggregation.SUM, True),
        (Aggregation.RATIO, True),
    ],
)
def test_no_small_quarter_can_be_worked_out(threshold: int, kind: str, cumulative: bool) -> None:
    """Every year of four quarters up to a bound: whoever reads all that is shown is left with a choice."""
    same: dict[Any, list[tuple[int, ...]]] = defaultdict(list)
    for counts in product(range(2 * threshold), repeat=4):
        found = openings(measure(counts, kind, cumulative=cumulative), threshold)
        totals = tuple(
            t if s in found.totals else None for s, t in zip(SLOTS, accumulate(counts), strict=True)
        )
        values = tuple(
            v if s in found.values and not cumulative else None for s, v in zip(SLOTS, counts, strict=True)
        )
        same[totals, values].append(counts)
        for slot, value in zip(SLOTS, counts, strict=True):
            assert not (slot in found.values and not cumulative and 0 < value < threshold)
    for years in same.values():
        if max(max(year) for year in years) < 2 * threshold - 1:  # the bound itself leaves no choice
            for quarter in zip(*years, strict=True):
                assert len(set(quarter)) > 1 or not 0 < quarter[0] < threshold, years


def test_a_year_is_shown_again_once_the_hidden_block_is_large() -> None:
    found = openings(measure((2, 4, 9, 1), Aggregation.RATIO, cumulative=False), 5)
    assert found.totals == {2, 3}  # 2 hides TW I, 2 + 4 is enough for TW II; the last 1 hides the year's end
    assert found.values == {3}


def test_a_falling_cumulative_count_is_not_shown_small() -> None:
    entries = (Entry(1, Decimal(12)), Entry(2, Decimal(3)))
    found = openings(Measure(Aggregation.SUM, entries=entries, cumulative=True), 5)
    assert 1 in found.totals
    assert 2 not in found.totals


def test_a_position_is_judged_alone() -> None:
    entries = (Entry(1, Decimal(8)), Entry(2, Decimal(3)), Entry(3, Decimal(7)))
    assert openings(Measure(Aggregation.LAST, entries=entries), 5).totals == {1, 3, 4}


PARTS = st.tuples(st.booleans(), st.booleans())


def parts_of(plan: list[list[tuple[bool, bool]]]) -> dict[Any, list[Part]]:
    return {
        number: [Part((number, at), hidden=hidden, free=free) for at, (hidden, free) in enumerate(row)]
        for number, row in enumerate(plan)
    }


def knowable(parts: dict[Any, list[Part]], found: Cover) -> list[Any]:
    """Hidden items whose value the means that are shown settle: by elimination over all equations."""
    unknown = [p.key for row in parts.values() for p in row if p.hidden or p.key in found.items]
    equations = [
        [Fraction(key in {p.key for p in row}) for key in unknown]
        for number, row in parts.items()
        if number not in found.strategies
    ]
    if not found.plan:
        equations.append([Fraction(1)] * len(unknown))
    rows = reduced(equations)
    return [unknown[row.index(1)] for row in rows if sum(map(bool, row)) == 1]


def reduced(rows: list[list[Fraction]]) -> list[list[Fraction]]:
    """Gauss and Jordan."""
    done: list[list[Fraction]] = []
    rows = [row[:] for row in rows if any(row)]
    while rows:
        row = rows.pop()
        at = next(i for i, value in enumerate(row) if value)
        row = [value / row[at] for value in row]
        rows = [[a - b * other[at] for a, b in zip(other, row, strict=True)] for other in rows]
        done = [[a - b * other[at] for a, b in zip(other, row, strict=True)] for other in done]
        done.append(row)
        rows = [other for other in rows if any(other)]
    return done


@settings(max_examples=300, deadline=None)
@given(st.lists(st.lists(PARTS, max_size=4), max_size=4))
def test_no_mean_tells_a_hidden_item(plan: list[list[tuple[bool, bool]]]) -> None:
    parts = parts_of(plan)
    found = cover(parts)
    assert knowable(parts, found) == []
    assert all(part.free for row in parts.values() for part in row if part.key in found.items)
    if not any(part.hidden for row in parts.values() for part in row):
        assert found == Cover()


@given(st.lists(st.lists(PARTS, min_size=1, max_size=4), min_size=1, max_size=4))
def test_a_mean_is_hidden_only_for_need(plan: list[list[tuple[bool, bool]]]) -> None:
    """With a second item about victims in the same strategy, every mean stays."""
    parts = parts_of(plan)
    if all(sum(p.hidden or p.free for p in row) != 1 for row in parts.values()):
        found = cover(parts)
        assert not found.plan
        assert not found.strategies


# The pages and papers, with numbers that can be recognised: 3 of 4 is written 3,07 of 4,13.

PART, WHOLE = Decimal("0.07"), Decimal("0.13")
QUARTERS = st.tuples(st.integers(0, 20), st.integers(0, 20)).map(lambda pair: (min(pair), max(pair)))
INSIDERS, OUTSIDERS = ("sekretariat", "sekda", "dinsos", "dinsos_kasus"), ("dinkes", "polres", "pengawas")


@pytest.fixture
def rad(world: World, settings: Any) -> Rad:
    """A ratio about victims of Dinas Sosial in four quarters, another of Polres, and items that are not."""
    settings.SECOND_FACTOR_REQUIRED = False
    rad = make_rad(world, adopted=False)
    program = rad.items["dinsos"].program
    ratio = {"aggregation": Aggregation.RATIO, "about_victims": True, "na_allowed": True}
    ratio["targets"] = {(TODAY.year, None): Decimal(100)}
    for key, short in (("korban", "Dinas Sosial"), ("lain", "Polres")):
        add_item(rad, key, agency_party(world, short), program, name=f"Persentase {key}", **ratio)
    rad.plan = services.plan_adopt(plan=rad.plan, instrument="Perwali", adopted_on=TODAY, by=rad.secretariat)
    for ordinal in SLOTS:
        open_period(rad, ordinal=ordinal)
        rad.accept("korban", "dinsos", Given(numerator=Decimal(1), denominator=Decimal(1)))
        rad.accept("lain", "polres", Given(numerator=Decimal(31), denominator=Decimal(90)))
        rad.accept("dinkes", "dinkes", Given(value=Decimal(1)))
    return rad


def report(rad: Rad, quarters: list[tuple[int, int]]) -> None:
    rows = IndicatorValue.objects.filter(indicator=rad.indicator("korban")).order_by(
        "report__period__ordinal"
    )
    for row, (part, whole) in zip(rows, quarters, strict=True):
        row.numerator, row.denominator = part + PART, whole + WHOLE
        row.save()


def surfaces(rad: Rad) -> Iterator[str]:
    yield "/dasbor/"
    yield rad.plan.get_absolute_url()
    yield f"{rad.plan.get_absolute_url()}?instansi={rad.world.agencies['Dinas Sosial'].pk}"
    yield rad.items["korban"].get_absolute_url()
    for period in ReportingPeriod.objects.filter(plan=rad.plan):
        yield f"/rad/periode/{period.pk}/"
        yield period.reports.get(item=rad.items["korban"]).get_absolute_url()


def told(text: str, quarters: list[tuple[int, int]]) -> list[str]:
    """The numerators and denominators a page tells, also summed up; percentages are not counts."""
    sums = (
        [*accumulate(part + PART for part, _whole in quarters)],
        [*accumulate(w + WHOLE for _p, w in quarters)],
    )
    numbers = {n for part, whole in quarters for n in (part + PART, whole + WHOLE)} | {*sums[0], *sums[1]}
    words = {f"{number:.2f}".replace(".", ",") for number in numbers}
    return [word for word in words if re.search(rf"(?<![\d.,]){re.escape(word)}(?!\d|\s?%)", text)]


def closed(quarters: list[tuple[int, int]], slot: int) -> bool:
    """Whether the number up to a slot is kept back, told in other words than the portal's."""
    since = Decimal(0)
    for _part, whole in quarters[:slot]:
        since += whole + WHOLE
        hidden = since < 5
        since = since if hidden else Decimal(0)
    return hidden


def check_surfaces(rad: Rad, sign_in: Any, quarters: list[tuple[int, int]]) -> None:
    report(rad, quarters)
    real = year_data(rad.plan, TODAY.year, TODAY).at(4, sight=EVERYTHING)
    item = next(each for each in real.strategies[0].items if each.item == rad.items["korban"])
    value = item.score.value
    assert value is not None
    share = f"{float(value):.1f}".replace(".", ",")
    for person in (*INSIDERS, *OUTSIDERS):
        client: Client = sign_in(rad.world.people[person])
        for url in surfaces(rad):
            text = client.get(url).content.decode().replace("\N{NO-BREAK SPACE}", " ")
            if person in OUTSIDERS:
                assert told(text, quarters) == [], (person, url)
        rows = rows_of(client, rad)
        if person in OUTSIDERS and closed(quarters, 4):
            assert rows["korban"] == "* disembunyikan", person
            assert (rows["lain"] == "* disembunyikan") == (person != "polres"), "who reports it sees it"
        else:
            assert rows["korban"].startswith(share), person


def rows_of(client: Client, rad: Rad) -> dict[str, str]:
    """What the plan's page says of each item."""
    sections = client.get(rad.plan.get_absolute_url()).context["sections"]
    rows = {row["item"].pk: row for each in sections for part in each["programs"] for row in part["items"]}
    return {key: rows[item.pk]["state"] or rows[item.pk]["text"] for key, item in rad.items.items()}


@pytest.mark.django_db
@pytest.mark.parametrize("person", INSIDERS)
def test_the_numbers_can_be_recognised(rad: Rad, sign_in: Any, person: str) -> None:
    """The sweep below can find something: those who may read them do."""
    quarters = [(3, 4), (2, 17), (0, 9), (5, 6)]
    report(rad, quarters)
    page = sign_in(rad.world.people[person]).get(rad.items["korban"].get_absolute_url())
    text = page.content.decode().replace("\N{NO-BREAK SPACE}", " ")
    assert {"3,07", "4,13", "17,13"} <= set(told(text, quarters))


@pytest.mark.django_db
@pytest.mark.parametrize(
    "quarters",
    [[(1, 3), (2, 7), (4, 11), (5, 20)], [(9, 12), (0, 6), (8, 14), (2, 3)]],
    ids=["open", "kept"],
)
def test_no_page_tells_a_count_about_victims(rad: Rad, sign_in: Any, quarters: list[tuple[int, int]]) -> None:
    assert closed(quarters, 4) == (quarters[3][1] < 5)
    check_surfaces(rad, sign_in, quarters)


QUIET = [HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
ROUGH = settings(deadline=None, suppress_health_check=QUIET, phases=[Phase.explicit, Phase.generate])


@pytest.mark.panjang
@pytest.mark.django_db
@settings(ROUGH, max_examples=60)
@given(st.lists(QUARTERS, min_size=4, max_size=4))
def test_no_page_tells_a_count_in_many_years(rad: Rad, sign_in: Any, quarters: list[tuple[int, int]]) -> None:
    with transaction.atomic():
        check_surfaces(rad, sign_in, quarters)
        transaction.set_rollback(True)


@pytest.mark.django_db
@settings(ROUGH, max_examples=8)
@given(st.lists(QUARTERS, min_size=4, max_size=4))
def test_no_paper_tells_a_count_about_victims(rad: Rad, quarters: list[tuple[int, int]]) -> None:
    """The report goes to many: it is guarded whoever makes it."""
    with transaction.atomic():
        report(rad, quarters)
        period = ReportingPeriod.objects.get(plan=rad.plan, ordinal=4)
        services.report_document_make(period=period, by=rad.secretariat)
        document = ReportDocument.objects.select_related("snapshot", "task_force").get()
        content = document_content(document)
        text = repr(content)
        assert told(text, quarters) == []
        row = next(r for s in content.strategies for r in s.rows if r.code == rad.items["korban"].code)
        hidden = closed(quarters, 4)
        assert (row.realisation is None, row.achievement is None) == (hidden, hidden)
        assert (row.realisation_text == row.achievement_text == "*") == hidden
        transaction.set_rollback(True)


@pytest.mark.django_db
@settings(ROUGH, max_examples=20)
@given(st.lists(QUARTERS, min_size=4, max_size=4), st.booleans())
def test_the_mean_is_the_same_for_all_who_may_see_it(
    rad: Rad, quarters: list[tuple[int, int]], own: bool
) -> None:
    """Guarding hides; it never makes another number of what is shown."""
    with transaction.atomic():
        report(rad, quarters)
        data = year_data(rad.plan, TODAY.year, TODAY)
        sight = Sight(items=frozenset({rad.items["korban"].pk} if own else ()))
        for slot in SLOTS:
            real, seen = data.at(slot, sight=EVERYTHING), data.at(slot, sight=sight)
            assert seen.score.hidden or seen.score == real.score
            assert (seen.score.reported, seen.score.total) == (real.score.reported, real.score.total)
            for a, b in zip(real.indicators, seen.indicators, strict=True):
                assert b.figure == a.figure or (b.figure.realisation, b.figure.raw, b.grade) == (
                    None,
                    None,
                    None,
                )
            hidden = next(r for r in seen.indicators if r.indicator.item_id == rad.items["korban"].pk)
            assert (hidden.figure.realisation is None) == (not own and closed(quarters, slot))
        transaction.set_rollback(True)
