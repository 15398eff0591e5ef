"""The plan's figures once more, from rows, in loops: by the words of gugus.dashboard.definitions, rad.guard
and domain.md, sharing no line with the portal. Arithmetic of one indicator is tests/rad/reference.py's.
"""

from copy import copy
from datetime import date
from fractions import Fraction
from typing import Any

from rad.models import (
    ActionItem,
    ActionPlan,
    GradeBand,
    Indicator,
    IndicatorValue,
    Party,
    ProgressReport,
    ReportingPeriod,
    ReportingRules,
    Strategy,
    Target,
)
from tests.rad import reference

ACCEPTED = ("diterima", "dikunci")
HANDED = ("diajukan", "diterima", "dikunci")
QUARTERS = {"triwulan": {1: 1, 2: 2, 3: 3, 4: 4}, "semester": {1: 2, 2: 4}, "tahun": {1: 4}}
TONES = {
    "Sangat Tinggi": "good",
    "Tinggi": "good",
    "Sedang": "note",
    "Rendah": "warn",
    "Sangat Rendah": "bad",
}


def plan_of(task_force: Any, today: date) -> ActionPlan | None:
    """The adopted plan of this year; else the newest adopted."""
    adopted = [
        plan
        for plan in ActionPlan.objects.all()
        if plan.task_force_id == task_force.pk and plan.status == "ditetapkan"
    ]
    adopted.sort(key=lambda plan: (plan.first_year, plan.version), reverse=True)
    for plan in adopted:
        if plan.first_year <= today.year <= plan.last_year:
            return plan
    return adopted[0] if adopted else None


class PlanYear:
    """One year of one plan, read row by row."""

    def __init__(self, plan: ActionPlan, asked_year: int, today: date) -> None:
        self.plan, self.today = plan, today
        self.year = min(max(asked_year, plan.first_year), plan.last_year)
        self.line = {
            other.pk: other
            for other in ActionPlan.objects.all()
            if other.task_force_id == plan.task_force_id and other.code == plan.code
        }
        self.periods = self._periods()
        self.strategies = sorted(
            (row for row in Strategy.objects.all() if row.plan_id == plan.pk), key=lambda row: row.number
        )
        rules = [r for r in ReportingRules.objects.all() if r.task_force_id == plan.task_force_id]
        self.limit = rules[0].small_cell if rules else 5
        self.items = self._items()
        self.held = self._held()
        self.rows = self._indicators()
        self.reports = [
            report
            for report in ProgressReport.objects.select_related("period", "item")
            if report.period.plan_id in self.line and report.period.year == self.year
        ]
        self._hear()
        told = [slot for slot in self.periods if self.is_told(slot)]
        self.slot = max(told) if told else min(self.periods, default=4)

    def _periods(self) -> dict[int, ReportingPeriod]:
        """Of each slot the period of the newest version up to this one."""
        found: dict[int, ReportingPeriod] = {}
        for period in ReportingPeriod.objects.all():
            owner = self.line.get(period.plan_id)
            if owner is None or owner.version > self.plan.version or period.year != self.year:
                continue
            slot = QUARTERS[period.kind][period.ordinal]
            if slot not in found or self.line[found[slot].plan_id].version < owner.version:
                found[slot] = period
        return found

    def _items(self) -> list[ActionItem]:
        rows = [
            item
            for item in ActionItem.objects.select_related("program__strategy")
            if item.program.strategy.plan_id == self.plan.pk
        ]
        return sorted(rows, key=lambda item: (item.program.strategy.number, item.program.number, item.number))

    def _held(self) -> dict[Any, set[Any]]:
        """Lineages of items and indicators by the version that held them."""
        found: dict[Any, set[Any]] = {pk: set() for pk in self.line}
        for row in Indicator.objects.select_related("item__program__strategy"):
            owner = row.item.program.strategy.plan_id
            if owner in found:
                found[owner] |= {row.lineage, row.item.lineage}
        return found

    def _indicators(self) -> list[dict[str, Any]]:
        places = {item.pk: place for place, item in enumerate(self.items)}
        rows = [row for row in Indicator.objects.select_related("item") if row.item_id in places]
        rows.sort(key=lambda row: (places[row.item_id], row.number))
        targets = list(Target.objects.all())
        return [self._row(row, self.items[places[row.item_id]], targets) for row in rows]

    def _row(self, indicator: Indicator, item: ActionItem, targets: list[Target]) -> dict[str, Any]:
        promised = {
            target.quarter: Fraction(target.value)
            for target in targets
            if target.indicator_id == indicator.pk and target.year == self.year
        }
        return {
            "item": item,
            "lineage": indicator.lineage,
            "victims": indicator.about_victims,
            "kind": indicator.aggregation,
            "cumulative": indicator.cumulative,
            "direction": indicator.direction,
            "graded": indicator.graded,
            "weight": Fraction(indicator.weight),
            "target": promised.pop(None, None),
            "slot_targets": promised,
            "heard": {},
            "achieved": {},
            "withheld": False,
        }

    def _hear(self) -> None:
        """Put each accepted value where the indicator of its lineage stands."""
        by_lineage = {row["lineage"]: row for row in self.rows}
        for value in IndicatorValue.objects.select_related("report__period", "indicator"):
            report = value.report
            if report.status not in ACCEPTED or report.period.year != self.year:
                continue
            slot = QUARTERS[report.period.kind][report.period.ordinal]
            row = by_lineage.get(value.indicator.lineage)
            if report.period.plan_id in self.line and slot in self.periods and row is not None:
                row["heard"][slot] = _said(value)

    # One slot

    def overdue(self, slot: int) -> bool:
        return slot in self.periods and self.periods[slot].deadline < self.today

    def is_told(self, slot: int) -> bool:
        """Its deadline has passed, or half of what is asked was accepted."""
        heard = [row for row in self.rows if slot in row["heard"]]
        return self.overdue(slot) or (bool(heard) and 2 * len(heard) >= len(self.rows))

    def knew(self, period: ReportingPeriod, lineage: Any) -> bool:
        """Whether the version a period belongs to held a row."""
        return period.plan_id == self.plan.pk or lineage in self.held[period.plan_id]

    def due(self, row: dict[str, Any], slot: int) -> bool:
        return self.overdue(slot) and self.knew(self.periods[slot], row["lineage"])

    def achieved(self, row: dict[str, Any], slot: int) -> Fraction | None:
        """Worked out once per indicator and slot: it is asked for many times."""
        if row["withheld"]:
            return None
        if slot not in row["achieved"]:
            row["achieved"][slot] = reference.achieved(row, slot, self.due(row, slot))
        return row["achieved"][slot]

    def mean(self, slot: int, strategy: Strategy | None = None) -> Fraction | None:
        """Unweighted over items, an item by the weights of its indicators."""
        found = []
        for item in self.items:
            if strategy is not None and item.program.strategy_id != strategy.pk:
                continue
            top = bottom = Fraction(0)
            for row in self.rows:
                percent = self.achieved(row, slot) if row["item"].pk == item.pk else None
                if percent is not None:
                    top, bottom = top + percent * row["weight"], bottom + row["weight"]
            if bottom:
                found.append(top / bottom)
        return sum(found, Fraction(0)) / len(found) if found else None

    def final(self, slot: int, strategy: Strategy | None = None) -> bool:
        rows = [
            row
            for row in self.rows
            if (strategy is None or row["item"].program.strategy_id == strategy.pk)
            and self.achieved(row, slot) is not None
        ]
        return bool(rows) and all(reference.is_final(row, slot, self.due(row, slot)) for row in rows)

    def told(self, slot: int, strategy: Strategy | None = None) -> tuple[int, int]:
        rows = [r for r in self.rows if strategy is None or r["item"].program.strategy_id == strategy.pk]
        return len([row for row in rows if slot in row["heard"]]), len(rows)

    def waiting(self) -> int:
        """Reports handed in and not decided."""
        return len(
            {
                report.pk
                for report in self.reports
                if report.status == "diajukan"
                and QUARTERS[report.period.kind][report.period.ordinal] in self.periods
            }
        )

    def grade(self, value: Fraction | None, final: bool) -> tuple[str, str]:
        """Name and tone by the task force's own scale, else the shipped one; nothing before it is final."""
        own = [band for band in GradeBand.objects.all() if band.task_force_id == self.plan.task_force_id]
        scale = sorted(((Fraction(b.floor), b.name, b.tone) for b in own), reverse=True) or [
            (Fraction(floor), name, TONES[name]) for floor, name in reference.SCALE
        ]
        if value is None or not final:
            return "", ""
        return next(((name, tone) for floor, name, tone in scale if value >= floor), scale[-1][1:])

    # What members may not see, and what the outside may not (rad.guard)

    def without_victims(self) -> "PlanYear":
        """The same plan and reports as if nothing had ever been reported about victims."""
        found = copy(self)
        found.rows = [row | {"achieved": {}, "withheld": row["victims"]} for row in self.rows]
        return found

    def withholds(self, strategy: Strategy | None) -> bool:
        return any(row["withheld"] and strategy in (None, row["item"].program.strategy) for row in self.rows)

    def hidden(self, slot: int) -> tuple[bool, set[Any], set[Any]]:
        """Whether the plan's mean is hidden; the strategies whose mean is; items hidden for others' sake."""
        small = self._small_items(slot)
        victims = {r["item"].pk for r in self.rows if r["victims"] and self.achieved(r, slot) is not None}
        parts = {
            strategy.pk: [
                item.pk
                for item in self.items
                if item.program.strategy_id == strategy.pk and self._counts(item, slot)
            ]
            for strategy in self.strategies
        }
        more: set[Any] = set()
        for keys in parts.values():
            free = [key for key in keys if key in victims and key not in small]
            if len([key for key in keys if key in small]) == 1 and free:
                more.add(free[0])
        gone = small | more
        means = {pk for pk, keys in parts.items() if len([key for key in keys if key in gone]) == 1}
        if len(means) != 1:
            return False, means, more
        for pk, keys in parts.items():
            if pk not in means and any(key in gone for key in keys):
                return False, means | {pk}, more
        for pk, keys in parts.items():
            free = [key for key in keys if key in victims and key not in small]
            if pk not in means and free:
                return False, means | {pk}, more | {free[0]}
        return True, means, more

    def public(self) -> list[Fraction | None]:
        """What each indicator achieved, in the order of the matrix, as anybody may see it."""
        return [self.achieved(row, self.slot) for row in self.without_victims().rows]

    def _counts(self, item: ActionItem, slot: int) -> bool:
        return any(row["item"].pk == item.pk and self.achieved(row, slot) is not None for row in self.rows)

    def _small_items(self, slot: int) -> set[Any]:
        found = set()
        for row in self.rows:
            if row["victims"] and self.achieved(row, slot) is not None and not self._may_show(row, slot):
                found.add(row["item"].pk)
        return found

    def _may_show(self, row: dict[str, Any], slot: int) -> bool:
        """Its count, or what was added since the last count shown, is nothing or no small number."""
        shown_total, shown_own = _shown(row, self.limit)
        return slot in (shown_own if reference.has_own_target(row, slot) else shown_total)

    # Money and punctuality

    def money(self) -> dict[Any, tuple[list[Fraction], list[Fraction]]]:
        """Amounts spent and amounts stated, by strategy; None holds what belongs to no item of the plan."""
        found: dict[Any, tuple[list[Fraction], list[Fraction]]] = {}
        at = {item.lineage: item.program.strategy_id for item in self.items}
        for item in self.items:
            _spent, stated = found.setdefault(item.program.strategy_id, ([], []))
            stated += [Fraction(item.budget)] if item.budget is not None else []
        for report in self.reports:
            slot = QUARTERS[report.period.kind][report.period.ordinal]
            counts = report.status in ACCEPTED and slot in self.periods and slot <= self.slot
            if counts and report.realised_budget is not None:
                spent, _stated = found.setdefault(at.get(report.item.lineage), ([], []))
                spent.append(Fraction(report.realised_budget))
        return found

    def parties(self) -> dict[str, dict[str, Any]]:
        """Who answers first for what: by name, items asked for and handed in per slot."""
        found: dict[str, dict[str, Any]] = {}
        for party in Party.objects.select_related("agency", "item__program__strategy"):
            if party.item.program.strategy.plan_id != self.plan.pk:
                continue
            if party.role == "penanggung_jawab" and party.order == 0:
                key = str(party.agency_id) if party.agency_id else party.label
                label = party.agency.short_name if party.agency else party.label
                found.setdefault(key, {"label": label, "items": []})["items"].append(party.item.lineage)
        for party in found.values():
            party["asked"] = {
                slot: [item for item in party["items"] if self.knew(period, item)]
                for slot, period in self.periods.items()
            }
            party["handed"] = {
                slot: [item for item in items if self._handed(item, slot)]
                for slot, items in party["asked"].items()
            }
            party["late"] = sum(
                len(party["asked"][slot]) - len(party["handed"][slot])
                for slot in self.periods
                if self.overdue(slot)
            )
        return found

    def _handed(self, item: Any, slot: int) -> bool:
        period = self.periods[slot]
        return any(
            report.period_id == period.pk and report.item.lineage == item and report.status in HANDED
            for report in self.reports
        )


def _said(value: IndicatorValue) -> dict[str, Any]:
    if value.not_applicable:
        return {"na": True}
    if value.value is not None:
        return {"value": Fraction(value.value)}
    return {"part": Fraction(value.numerator or 0), "whole": Fraction(value.denominator or 0)}


def _people(said: dict[str, Any]) -> Fraction:
    return said["whole"] if "whole" in said else said["value"]


def _is_small(count: Fraction, limit: int) -> bool:
    return count != 0 and -limit < count < limit


def _shown(row: dict[str, Any], limit: int) -> tuple[set[int], set[int]]:
    """Slots up to which, and slots of which alone, a number about victims may be shown."""
    counts = {slot: _people(said) for slot, said in row["heard"].items() if not said.get("na")}
    if row["kind"] == "posisi_akhir" and not row["cumulative"]:
        return _positions(row, limit)
    totals, own = set(), set()
    total = unseen = since_january = Fraction(0)
    before_open = True
    for slot in (1, 2, 3, 4):
        if slot in counts:
            gain = counts[slot] - since_january if row["cumulative"] else counts[slot]
            since_january = counts[slot]
            total, unseen = total + gain, unseen + gain
        open_now = not _is_small(unseen, limit) and not _is_small(total, limit)
        if open_now:
            totals.add(slot)
            unseen = Fraction(0)
        if open_now and before_open:
            own.add(slot)
        before_open = open_now
    return totals, (totals if row["cumulative"] else own)


def _positions(row: dict[str, Any], limit: int) -> tuple[set[int], set[int]]:
    """A position is judged alone, and stands until the next is told."""
    shown, small = set(), False
    for slot in (1, 2, 3, 4):
        if slot in row["heard"]:
            said = row["heard"][slot]
            small = not said.get("na") and _is_small(_people(said), limit)
        if not small:
            shown.add(slot)
    return shown, shown
