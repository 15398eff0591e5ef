"""The whole board once more, slow and obvious: from rows alone, by the words of gugus.dashboard.definitions.

No selector, no aggregation and no query of the portal is used: every table is read whole and counted in
loops. `expected` gives the form of `reference_forms.shown`.
"""

from datetime import date
from fractions import Fraction
from typing import Any

from cases.models import CaseFigure
from members.models import TaskForce
from tests.dashboard.reference_forms import HIDDEN, KNOWN, MISSING, NONE, figure, row
from tests.dashboard.reference_people import areas, coverage, decree, follow_ups, promises, seats
from tests.dashboard.reference_rad import PlanYear, plan_of

LEADERS, MEMBERS, OUTSIDE = "pimpinan", "anggota", "luar"


def expected(task_force: TaskForce, today: date, year: int | None = None) -> dict[str, dict[str, Any]]:
    """For each audience its figures by code, and its series by code with each row by its key."""
    asked, plan = year or today.year, plan_of(task_force, today)
    told = PlanYear(plan, asked, today) if plan else None
    beyond = told.without_victims() if told else None
    seen = {LEADERS: told, MEMBERS: told, OUTSIDE: beyond}
    figures = {
        "anggaran": budget(told),
        "pelaporan": reporting(told),
        "tindak-lanjut": follow_ups(task_force, today),
        "cakupan": coverage(task_force, asked),
        "sk": decree(task_force, today),
    }
    series = {"anggaran": budgets(told), "instansi": agencies(told), "wilayah": areas(task_force, asked)}
    inside = {"kursi": seats(task_force, today)}
    more = {LEADERS: inside | {"tindak-lanjut": promises(task_force, today)}, MEMBERS: inside, OUTSIDE: {}}
    return {
        audience: {
            "figures": figures
            | {
                "capaian": achievement(seen[audience], audience),
                "rujukan": referrals(task_force, audience, asked),
            },
            "series": _filled(series | {"strategi": strategies(seen[audience], audience)} | extra),
        }
        for audience, extra in more.items()
    }


def public(task_force: TaskForce, today: date) -> list[Fraction | None]:
    """What open data says of each indicator this year."""
    plan = plan_of(task_force, today)
    told = PlanYear(plan, today.year, today) if plan else None
    return told.public() if told else []


def _filled(series: dict[str, Any]) -> dict[str, Any]:
    return {code: rows for code, rows in series.items() if rows}


# --- the RAD ---


def achievement(told: PlanYear | None, audience: str) -> dict[str, Any]:
    if told is None:
        return figure(MISSING, grade=("", ""), trend=[], slot=None, reported=None, total=None, waiting=None)
    state, value = _mean(told, audience, told.slot)
    reported, total = told.told(told.slot)
    shown_slots = [slot for slot in told.periods if slot <= told.slot]
    return figure(
        state,
        value,
        grade=told.grade(value, told.final(told.slot)),
        trend=[_mean(told, audience, slot)[1] if slot in shown_slots else None for slot in (1, 2, 3, 4)],
        slot=told.slot,
        reported=reported,
        total=total,
        waiting=told.waiting(),
    )


def _mean(told: PlanYear, audience: str, slot: int, strategy: Any = None) -> tuple[str, Fraction | None]:
    value = told.mean(slot, strategy)
    if value is None:
        return (HIDDEN if told.withholds(strategy) else MISSING), None
    if audience == MEMBERS:
        plan, means, _items = told.hidden(slot)
        if plan if strategy is None else strategy.pk in means:
            return HIDDEN, None
    return KNOWN, value


def strategies(told: PlanYear | None, audience: str) -> dict[str, Any]:
    if told is None:
        return {}
    found = {}
    for strategy in told.strategies:
        if not any(row["item"].program.strategy_id == strategy.pk for row in told.rows):
            continue
        state, value = _mean(told, audience, told.slot, strategy)
        points = [
            _mean(told, audience, slot, strategy)[1] if slot in told.periods and slot <= told.slot else None
            for slot in (1, 2, 3, 4)
        ]
        reported, total = told.told(told.slot, strategy)
        found[str(strategy.pk)] = row(
            state,
            value,
            points=points,
            grade=told.grade(value, told.final(told.slot, strategy)),
            reported=reported,
            total=total,
        )
    return found


def budget(told: PlanYear | None) -> dict[str, Any]:
    money = told.money().values() if told else ()
    whole = sum((sum(stated, Fraction(0)) for _spent, stated in money), Fraction(0))
    if whole == 0:
        return figure(MISSING)
    return figure(KNOWN, sum((sum(spent, Fraction(0)) for spent, _stated in money), Fraction(0)), whole)


def budgets(told: PlanYear | None) -> dict[str, Any]:
    """Strategies that hold an item, and what belongs to no item of the plan; no pagu is no whole."""
    found = {}
    for strategy, (spent, stated) in (told.money() if told else {}).items():
        whole = sum(stated, Fraction(0)) or None
        key = "lain" if strategy is None else str(strategy)
        found[key] = row(KNOWN, sum(spent, Fraction(0)), whole) if spent or stated else row(MISSING)
    return found


def reporting(told: PlanYear | None) -> dict[str, Any]:
    if told is None or not told.periods:
        return figure(MISSING, silent=None)
    asked = [each for each in told.parties().values() if any(each["asked"].values())]
    if not any(told.overdue(slot) for slot in told.periods):
        return figure(NONE, whole=len(asked), silent=None)
    late = [each for each in asked if each["late"]]
    return figure(KNOWN, len(late), len(asked), silent=len([each for each in late if _is_silent(each)]))


def _is_silent(party: dict[str, Any]) -> bool:
    return party["late"] > 0 and not any(party["handed"].values())


def agencies(told: PlanYear | None) -> dict[str, Any]:
    if told is None or not told.periods:
        return {}
    found = {}
    for key, each in told.parties().items():
        counts = [(len(each["handed"][slot]), len(each["asked"][slot])) for slot in sorted(told.periods)]
        if any(asked for _handed, asked in counts):
            found[key] = row(
                KNOWN,
                sum(handed for handed, _asked in counts),
                sum(asked for _handed, asked in counts),
                late=each["late"] > 0,
                points=[Fraction(handed, asked) if asked else None for handed, asked in counts],
            ) | {"late": each["late"], "silent": _is_silent(each)}
    return found


# --- cases ---


def referrals(task_force: TaskForce, audience: str, year: int) -> dict[str, Any]:
    """The worker's counters: answered in time, of those answered or due; never for the outside."""
    if audience == OUTSIDE:
        return figure(HIDDEN, cases=None)
    rows = [row for row in CaseFigure.objects.all() if row.task_force_id == task_force.pk]
    cases = _cases(rows)
    if audience == MEMBERS:
        return figure(HIDDEN, cases=cases)
    counters = {
        each.key: each.count
        for each in rows
        if (each.measure, each.dimension, each.audience) == ("tepat_waktu", "rujukan", "pimpinan")
        and each.first_year == each.last_year == year
    }
    if counters.get("jumlah"):
        return figure(KNOWN, counters.get("tepat") or 0, counters["jumlah"], cases=cases)
    return figure(MISSING if cases == "belum" else NONE, cases=cases)


def _cases(rows: list[CaseFigure]) -> str:
    """Whether cases were counted, and whether there ever was one."""
    totals = [
        row
        for row in rows
        if row.dimension == "jumlah"
        and row.measure in ("kasus", "korban", "rujukan", "layanan")
        and row.audience in ("dalam", "pimpinan")
    ]
    if not totals:
        return "belum"
    exact = {(r.measure, r.first_year, r.last_year): r.count for r in totals if r.audience == "dalam"}
    exact |= {(r.measure, r.first_year, r.last_year): r.count for r in totals if r.audience == "pimpinan"}
    return "nihil" if all(n == 0 for (measure, *_), n in exact.items() if measure == "korban") else "ada"
