"""No hidden count comes back: not by subtraction, not by solving all tables, not by bounds or trying."""

from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cases.suppression import HIDDEN, Cell, Key, Sum, cross, suppress
from tests.cases import attacker

LIMIT = 4
Counts = dict[Key, int]


def totals(counts: Counts, sums: list[Sum]) -> Counts:
    """The counts with every whole reckoned, those that stand on other wholes last."""
    full = dict(counts)
    while missing := [(whole, parts) for whole, parts in sums if whole not in full]:
        for whole, parts in missing:
            if all(part in full for part in parts):
                full[whole] = sum(full[part] for part in parts)
    return full


def table(rows: dict[str, list[int]]) -> tuple[Counts, list[Sum]]:
    """Rows by name, columns by number, with margins."""
    columns = list(range(len(next(iter(rows.values())))))
    sums = cross(list(rows), columns, all_rows="semua", all_columns="semua")
    cells = {(name, column): value for name, values in rows.items() for column, value in enumerate(values)}
    return totals(cells, sums), sums


def exposed(counts: Counts, shown: dict[Key, Cell], sums: list[Sum], bounded: int = 2) -> set[Key]:
    """Hidden counts of people that elimination gives away, or bounds: of the `bounded` smallest cells."""
    found = {key for key in attacker.determined(shown, sums) if counts[key]}
    people = [key for key in closed(shown) if counts[key]]
    for key in sorted(people, key=lambda key: (counts[key], repr(key)))[:bounded]:
        least, most = attacker.interval(shown, sums, key)
        assert least <= counts[key]
        assert most is None or counts[key] <= most
        found |= {key} if most is not None and most - least < 1 else set()
    return found


def closed(shown: dict[Key, Cell]) -> frozenset[Key]:
    return frozenset(key for key, value in shown.items() if value is HIDDEN)


def check(counts: Counts, shown: dict[Key, Cell], sums: list[Sum]) -> None:
    assert all(value is HIDDEN or value == counts[key] for key, value in shown.items())
    assert not exposed(counts, shown, sums)


small = st.integers(0, 9) | st.integers(0, 60)
two_ways = st.integers(1, 4).flatmap(
    lambda width: st.dictionaries(
        st.sampled_from("abcde"), st.lists(small, min_size=width, max_size=width), min_size=1
    )
)


@settings(max_examples=80, deadline=None)
@given(two_ways, st.sampled_from([4, 10]))
def test_a_table_with_margins_gives_nothing_away(rows: dict[str, list[int]], limit: int) -> None:
    counts, sums = table(rows)
    shown = suppress(counts, sums, limit)
    assert all(value is HIDDEN or not 0 < value <= limit for value in shown.values())
    check(counts, shown, sums)


@settings(max_examples=50, deadline=None)
@given(two_ways)
def test_exact_totals_give_no_part_away(rows: dict[str, list[int]]) -> None:
    """The leader's table: years are exact; a single row is no breakdown, so there are at least two."""
    counts, sums = table(rows | {"z": [0] * len(next(iter(rows.values())))})
    years = [key for key in counts if key[0] == "semua"]
    shown = suppress(counts, sums, LIMIT, exact=years)
    check(counts, shown, sums)
    assert all(shown[key] == counts[key] for key in years)


linked = st.fixed_dictionaries(
    {
        (place, sex, year, quarter): st.integers(0, 5)
        for place, sex, year, quarter in product("ab", "lp", (2024, 2025), (1, 2))
    }
)


def linked_tables(people: Counts) -> tuple[Counts, list[Sum]]:
    """Tables by place and by sex that share their totals; a year is the sum of its parts of the year."""
    counts: Counts = {}
    sums: list[Sum] = []
    for year in (2024, 2025):
        for group in ("a", "b", "l", "p", "semua"):
            sums.append(((group, year), tuple((group, year, q) for q in (1, 2))))
            for quarter in (1, 2):
                counts[(group, year, quarter)] = sum(
                    n
                    for (*who, y, q), n in people.items()
                    if (y, q) == (year, quarter) and (group in who or group == "semua")
                )
        for when in [(year,), (year, 1), (year, 2)]:
            sums += [(("semua", *when), tuple((g, *when) for g in groups)) for groups in ("ab", "lp")]
    sums += [((group, "semua"), ((group, 2024), (group, 2025))) for group in ("a", "b", "l", "p", "semua")]
    sums += [(("semua", "semua"), tuple((g, "semua") for g in groups)) for groups in ("ab", "lp")]
    return totals(counts, sums), sums


@settings(max_examples=25, deadline=None)
@given(linked)
def test_tables_that_share_cells_give_nothing_away_together(people: Counts) -> None:
    counts, sums = linked_tables(people)
    hubs = [key for key in counts if key[0] == "semua"]
    check(counts, suppress(counts, sums, LIMIT, hubs=hubs), sums)


@settings(max_examples=25, deadline=None)
@given(linked)
def test_who_reads_both_tables_reads_no_more_than_the_wider_one(people: Counts) -> None:
    counts, sums = linked_tables(people)
    hubs = [key for key in counts if key[0] == "semua"]
    inside = suppress(counts, sums, LIMIT, hubs=hubs)
    outside = suppress(counts, sums, 10, covered=closed(inside), hubs=hubs)
    both = {key: inside[key] if outside[key] is HIDDEN else outside[key] for key in counts}
    assert both == inside
    check(counts, outside, sums)


@settings(max_examples=20, deadline=None)
@given(st.lists(st.lists(st.integers(0, 2), min_size=2, max_size=2), min_size=2, max_size=2))
def test_trying_every_table_leaves_two_answers_for_each_count(rows: list[list[int]]) -> None:
    """The strongest reader of a small table: whole numbers only, all of them tried."""
    counts, sums = table(dict(zip("abc", rows, strict=False)))
    shown = suppress(counts, sums, LIMIT, exact=[("semua", "semua")])
    answers: dict[Key, set[int]] = {}
    for each in attacker.tables(shown, sums, most=counts[("semua", "semua")]):
        for key, value in each.items():
            answers.setdefault(key, set()).add(value)
    assert all(len(answers[key]) > 1 for key, value in shown.items() if value is HIDDEN and counts[key])


def test_the_attacker_finds_what_is_not_covered() -> None:
    """Hiding the small cells alone is not enough, and the attacker of these tests knows."""
    counts, sums = table({"a": [2, 30], "b": [20, 40]})
    bare = {key: HIDDEN if 0 < value <= LIMIT else value for key, value in counts.items()}
    assert attacker.determined(bare, sums) == {("a", 0)}
    assert exposed(counts, bare, sums) == {("a", 0)}
    pair: dict[Key, Cell] = {"a": HIDDEN, "b": HIDDEN, "c": HIDDEN, "ab": 0, "bc": 3}
    sums = [("ab", ("a", "b")), ("bc", ("b", "c"))]
    assert not attacker.determined(pair, sums)
    assert attacker.interval(pair, sums, "c") == (3, 3), "by bounds: a + b = 0 leaves c alone"


def test_a_zero_cannot_give_way() -> None:
    """Hidden zeros cover nothing by going below 0: the column of zeros adds up to 0 for all to see."""
    counts, sums = table({"a": [2, 0, 40], "b": [50, 0, 41]})
    before = [("a", 1), ("b", 0), ("b", 1)]
    shown = suppress(counts, sums, LIMIT, exact=[key for key in counts if "semua" in key], hidden=before)
    assert {("a", 2), ("b", 2)} <= closed(shown)
    check(counts, shown, sums)


def test_few_cells_are_hidden() -> None:
    counts, sums = table({"a": [2, 30, 12], "b": [20, 40, 14], "c": [33, 21, 17]})
    shown = suppress(counts, sums, LIMIT)
    assert ("a", 0) in closed(shown)
    assert len(closed(shown)) == 4, "one small cell takes a rectangle"
    assert not [key for key in closed(shown) if "semua" in key]


def test_zero_is_shown_and_nothing_small_hides_nothing() -> None:
    counts, sums = table({"a": [0, 30], "b": [20, 0]})
    assert suppress(counts, sums, LIMIT) == counts
    counts, sums = table({"a": [0, 0], "b": [0, 0]})
    assert suppress(counts, sums, LIMIT) == counts, "belum ada kasus"


def test_the_only_case_of_a_year_does_not_name_its_place() -> None:
    """An exact total of one with zeros beside it would point at the place: a zero is hidden with it."""
    counts, sums = table({"Taman Sari": [1], "Kembangan": [0], "Tambora": [0], "Palmerah": [0]})
    shown = suppress(counts, sums, LIMIT, exact=[("semua", 0), ("semua", "semua")])
    assert shown[("Taman Sari", 0)] is HIDDEN
    assert sum(value is HIDDEN for key, value in shown.items() if key[1] == 0) == 2


def test_the_same_salt_hides_the_same_and_another_salt_others() -> None:
    counts, sums = table({name: [3 if name == "c" else 20] * 2 for name in "abcdefgh"})
    again = dict(reversed(counts.items()))
    runs = {salt: closed(suppress(counts, sums, LIMIT, salt=salt)) for salt in (b"1", b"2", b"3", b"4", b"5")}
    assert all(closed(suppress(again, sums, LIMIT, salt=salt)) == found for salt, found in runs.items())
    assert len(set(runs.values())) > 1


def test_tables_that_contradict_each_other_are_refused() -> None:
    counts, sums = table({"a": [2, 30], "b": [20, 40]})
    with pytest.raises(ValueError, match="do not add up"):
        suppress(counts | {("a", 0): 3}, sums, LIMIT)
