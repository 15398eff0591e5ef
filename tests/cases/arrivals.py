"""Small invented regions over several years: people arrive, some back-dated, some corrected later. Pure."""

from collections import Counter
from dataclasses import dataclass, replace
from random import Random

from cases.enums import Audience
from cases.figures import (
    At,
    Breakdown,
    Count,
    Thresholds,
    cells_of,
    closed_in,
    published,
    settled,
    spans,
    sums_of,
    unbroken,
)
from cases.release import complete_years, newly_out
from cases.suppression import Cell

FIRST = 2020


@dataclass(frozen=True)
class Victim:
    """One case: `incident` is shared by victims of one event, which is counted where its first one is."""

    incident: int
    year: int
    place: str
    kind: str
    sex: str
    age: str
    service: str


@dataclass(frozen=True)
class Region:
    """What the worker would count on the last night of each year, and by which rules."""

    nights: tuple[tuple[int, tuple[Victim, ...], tuple[tuple[int, str], ...]], ...]
    tables: tuple[Breakdown, ...]
    limits: Thresholds
    salt: bytes


def region(seed: int, *, back_dated: bool = True, years: tuple[int, int] = (5, 7)) -> Region:
    """One world: few people in most years, many in some; two to four places, thresholds of either size."""
    dice = Random(seed)  # noqa: S311 - a world that can be played again
    places, services = "abcd"[: dice.randint(2, 4)], ("visum", "konseling")[: dice.randint(1, 2)]
    tables = _tables(tuple(places), services)
    victims: list[Victim] = []
    letters: list[tuple[int, str]] = []
    nights = []
    for year in range(FIRST, FIRST + dice.randint(*years)):
        for _n in range(dice.choice([0, 1, 2, 3, 5, 8, 13, 30])):
            victims.append(_victim(dice, victims, year, places, services))
        letters += [(year, dice.choice(("diajukan", "diterima"))) for _n in range(dice.choice([0, 1, 4, 12]))]
        nights.append((year, tuple(victims), tuple(letters)))
        if back_dated:
            _afterwards(dice, victims, year, places, services)
    limits = dice.choice([Thresholds(2, 3), Thresholds(3, 6), Thresholds(5, 11)])
    return Region(tuple(nights), tables, limits, str(seed).encode())


def _tables(places: tuple[str, ...], services: tuple[str, ...]) -> tuple[Breakdown, ...]:
    return (
        Breakdown("korban", "wilayah", places),
        Breakdown("kasus", "wilayah", places),
        Breakdown("korban", "jenis", ("tppo", "lain")),
        Breakdown("korban", "kelamin_usia", ("l", "p"), ("anak", "dewasa")),
        Breakdown("layanan", "layanan", services, adds_up=False, whole="korban"),
        Breakdown("rujukan", "status", ("diajukan", "diterima")),
    )


def _victim(dice: Random, known: list[Victim], year: int, places: str, services: tuple[str, ...]) -> Victim:
    """Every third belongs to an event somebody known belongs to."""
    beside = dice.choice(known) if known and not dice.randrange(3) else None
    return Victim(
        incident=beside.incident if beside else len(known) + dice.randrange(10**6) * 1000,
        year=year,
        place=beside.place if beside else dice.choice(places + places[0] * 2),
        kind=dice.choice(("tppo", "tppo", "lain")),
        sex=dice.choice("llp"),
        age=dice.choice(("anak", "dewasa", "dewasa")),
        service=dice.choice((*services, "")),
    )


def _afterwards(
    dice: Random, victims: list[Victim], year: int, places: str, services: tuple[str, ...]
) -> None:
    """In the next year somebody of an earlier one is entered, somebody's data are corrected, a file goes."""
    for _n in range(dice.randrange(3)):
        victims.append(_victim(dice, victims, dice.randint(FIRST, year), places, services))
    if victims and dice.randrange(2):
        spot = dice.randrange(len(victims))
        victims[spot] = replace(victims[spot], sex=dice.choice("lp"), kind=dice.choice(("tppo", "lain")))
    if victims and not dice.randrange(3):
        del victims[dice.randrange(len(victims))]


def counts_of(victims: tuple[Victim, ...], letters: tuple[tuple[int, str], ...]) -> list[Count]:
    """As `cases_counts` counts."""
    found: Counter[tuple[str, str, str, str, int]] = Counter()
    events: dict[int, tuple[int, str]] = {}
    for each in victims:
        year = each.year
        found["korban", "jumlah", "", "", year] += 1
        found["korban", "wilayah", each.place, "", year] += 1
        found["korban", "jenis", each.kind, "", year] += 1
        found["korban", "kelamin_usia", each.sex, each.age, year] += 1
        if each.service:
            found["layanan", "layanan", each.service, "", year] += 1
        events[each.incident] = min(events.get(each.incident, (year, each.place)), (year, each.place))
    for year, place in events.values():
        found["kasus", "jumlah", "", "", year] += 1
        found["kasus", "wilayah", place, "", year] += 1
    for year, status in letters:
        found["rujukan", "jumlah", "", "", year] += 1
        found["rujukan", "status", status, "", year] += 1
    return [Count(*key, n) for key, n in found.items()]


def raw_of(counts: list[Count]) -> dict[tuple[str, str, str, str, int], int]:
    return {(c.measure, c.dimension, c.key, c.other, c.year): c.n for c in counts}


@dataclass
class Publications:
    """All that went out, night by night, with the true counts; `frozen` when no night changes an earlier."""

    nights: list[dict[At, Cell]]
    true: list[dict[At, int]]
    frozen: bool = False


def gated(region: Region) -> Publications:
    """Through the gate, as the worker's night does it."""
    frozen: dict[tuple[str, str, str, str, int], int] = {}
    years: list[int] = []
    out: dict[At, Cell] = {}
    nights, true = [], []
    for year, victims, letters in region.nights:
        counts = counts_of(victims, letters)
        due = [y for y in complete_years([*years, *(c.year for c in counts)], year + 1) if y not in years]
        frozen |= {key: n for key, n in raw_of(counts).items() if key[-1] in due}
        years = sorted([*years, *due])
        inside = published(counts, region.tables, year + 1, region.limits, region.salt)[Audience.INSIDE]
        out = out | newly_out(
            frozen, region.tables, years, out,
            limit=region.limits.outside - 1, closed=closed_in(inside), salt=region.salt,
        )  # fmt: skip
        nights.append(dict(out))
        true.append(cells_of(frozen, region.tables, sorted({at.span for at in out})))
    return Publications(nights, true, frozen=True)


def naive(region: Region) -> Publications:
    """Without it: every night's tables of all years, the running one too, replaced the next night."""
    limit = region.limits.outside - 1
    nights, true = [], []
    for year, victims, letters in region.nights:
        raw = raw_of(counts_of(victims, letters))
        whens = spans(FIRST, year)
        cells = cells_of(raw, region.tables, whens)
        small = unbroken(cells, region.tables, limit)
        sums = sums_of(region.tables, whens)
        nights.append(settled(cells, sums, limit, hidden=small, salt=region.salt))
        true.append(cells)
    return Publications(nights, true)
