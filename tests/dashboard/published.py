"""What the public would read of a world if all of it were released now, against the reference."""

from fractions import Fraction
from math import floor
from typing import Any

from gugus.publication.enums import Section
from gugus.publication.selectors.sources import release_data
from tests.dashboard.chance import Chance
from tests.dashboard.reference import public
from tests.dashboard.reference_forms import differences
from tests.meetings.builders import acting

COLUMNS = {
    "capaian": ("capaian", "dilaporkan", "indikator"),
    "anggaran": ("realisasi", "pagu"),
    "cakupan": ("terjangkau", "semua", "kegiatan", "peserta"),
    "indikator": ("capaian",),
}
SECTIONS = (Section.ACHIEVEMENT, Section.SPENDING, Section.COVERAGE, Section.INDICATORS)
Table = list[list[Fraction | None]]


def wrong_in_open_data(chance: Chance, wanted: dict[str, Any]) -> list[str]:
    """`wanted` is the reference for the outside."""
    with acting(chance.world, "sekretariat") as now:
        found = {table["kode"]: table["baris"] for table in release_data(now.user, SECTIONS)["tabel"]}
    got = {
        code: [[_number(line[name]) for name in COLUMNS[code]] for line in lines]
        for code, lines in found.items()
    }
    return differences(got, _expected(chance, wanted))


def _expected(chance: Chance, wanted: dict[str, Any]) -> dict[str, Table]:
    figures, series = wanted["figures"], wanted["series"]
    achieved, money, cover = (figures[code] for code in ("capaian", "anggaran", "cakupan"))
    tables: dict[str, Table] = {}
    if achieved["total"] is not None:
        rows = [achieved, *series.get("strategi", {}).values()]
        tables["capaian"] = [[_half_up(r["value"], 1), r["reported"], r["total"]] for r in rows]
        tables["indikator"] = [[_half_up(each, 1)] for each in public(chance.task_force, chance.today)]
    if money["state"] == "ada":
        rows = [money, *series.get("anggaran", {}).values()]
        tables["anggaran"] = [[_half_up(r["value"]), _half_up(r["whole"])] for r in rows]
    if cover["state"] == "ada":
        rows = [cover, *series.get("wilayah", {}).values()]
        tables["cakupan"] = [[r["value"], r["whole"], r["events"], r["people"]] for r in rows]
    return tables


def _number(cell: Any) -> Fraction | None:
    """A reason stands where there is no number."""
    return None if isinstance(cell, dict) else Fraction(cell)


def _half_up(value: Fraction | None, places: int = 0) -> Fraction | None:
    return None if value is None else Fraction(floor(value * 10**places + Fraction(1, 2)), 10**places)
