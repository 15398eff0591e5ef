"""Plans by chance: strategies, items, indicators, periods and reports, perhaps in two versions.

What the services would refuse (two kinds of period in one year, one period in two versions) is not drawn.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import uuid4
from zoneinfo import ZoneInfo

from django.utils import timezone
from hypothesis import strategies as st

from rad.models import (
    ActionItem,
    ActionPlan,
    Indicator,
    IndicatorValue,
    Party,
    Program,
    ProgressReport,
    ReportingPeriod,
    Strategy,
    Target,
)
from tests.factories import World

KINDS = {"triwulan": (1, 2, 3, 4), "semester": (1, 2), "tahun": (1,)}
REPORT_STATES = ("", "", "draf", "diajukan", "dikembalikan", "diterima", "diterima", "dikunci")
AGGREGATIONS = ("jumlah", "posisi_akhir", "rata_rata", "rasio")
NUMBERS = st.sampled_from((0, 1, 2, 3, 4, 5, 6, 8, 10, 12, 25))
DAYS = st.sampled_from((-400, -60, -7, -1, 0, 1, 7, 60, 400))


@dataclass
class Draws:
    """Draws for one task force."""

    data: st.DataObject
    world: World

    def __post_init__(self) -> None:
        self.task_force = self.world.task_force
        self.zone = ZoneInfo(self.task_force.region.timezone)
        self.today = timezone.localdate(timezone=self.zone)
        self.agencies = list(self.world.agencies.values())
        self.typist, self.judge = self.world.people["sekretariat"], self.world.people["sekretariat2"]

    def one_of(self, *choices: Any) -> Any:
        return self.data.draw(st.sampled_from(choices))

    def yes(self, of: int = 2) -> bool:
        """True once in `of` times; the simplest is False."""
        return self.data.draw(st.integers(0, of - 1)) == of - 1

    def count(self, least: int, most: int) -> int:
        return self.data.draw(st.integers(least, most))

    def number(self) -> Decimal:
        return Decimal(self.data.draw(NUMBERS))

    def money(self) -> Decimal | None:
        return Decimal(self.one_of(0, 1, "2500000.50", 12_000_000, 999)) if not self.yes(3) else None

    def day(self) -> date:
        return self.today + timedelta(days=self.data.draw(DAYS))

    def moment(self, year: int) -> datetime:
        """Within a year of the region's clock, often at its very edge."""
        start = datetime(year, 1, 1, tzinfo=self.zone)
        return start + timedelta(minutes=self.one_of(0, 1, 60 * 7, 60 * 24 * 100, 60 * 24 * 364 + 60 * 23))


class PlanChance(Draws):
    """The plans of one task force."""

    def plan(self, line: int) -> None:
        """One plan of some years; perhaps a revision, which the first version's periods outlive."""
        first = self.today.year - 3 * line - self.count(0, 1)
        last = first + self.count(0, 2)
        adopted = not self.yes(5)
        versions = 2 if adopted and self.yes(3) else 1
        kind = self.one_of("triwulan", "triwulan", "triwulan", "semester", "tahun")
        year = min(max(self.today.year, first), last)
        strategies, items = [uuid4() for _n in range(self.count(1, 3))], []
        taken: set[tuple[int, int]] = set()
        for version in range(1, versions + 1):
            status = "draf" if not adopted else "direvisi" if version < versions else "ditetapkan"
            plan = ActionPlan.objects.create(
                task_force=self.task_force,
                code=f"rad-{line}",
                title=f"RAD contoh {line}",
                first_year=first,
                last_year=last,
                version=version,
                status=status,
                instrument="Peraturan contoh" if adopted else "",
                adopted_on=date(first, 1, 2) if adopted else None,
            )
            items = self.tree(plan, strategies, items)
            self.periods(plan, kind, year, items, taken, few=version < versions)

    def tree(self, plan: ActionPlan, strategies: list[Any], before: list[dict]) -> list[dict]:
        """Strategies with items; a new version keeps most items of the one before, and adds some."""
        rows = [
            Strategy(plan=plan, number=n, lineage=lineage, name=f"Strategi {n}")
            for n, lineage in enumerate(strategies, 1)
        ]
        Strategy.objects.bulk_create(rows)
        programs = [Program(strategy=row, number=1, name="Program contoh") for row in rows]
        Program.objects.bulk_create(programs)
        shapes = [shape for shape in before if not self.yes(5)]
        shapes += [self.shape(self.count(0, len(rows) - 1)) for _n in range(self.count(1, 3))]
        return self.items(plan, programs, shapes)

    def shape(self, strategy: int) -> dict[str, Any]:
        """What stays the same of an item over versions."""
        indicators = [
            {
                "lineage": uuid4(),
                "aggregation": self.one_of(*AGGREGATIONS),
                "cumulative": self.yes(4),
                "direction": self.one_of("naik", "naik", "turun"),
                "graded": not self.yes(6),
                "about_victims": self.yes(3),
                "weight": Decimal(self.one_of(1, 1, 2, "0.5")),
            }
            for _n in range(self.count(1, 2))
        ]
        return {"lineage": uuid4(), "strategy": strategy, "indicators": indicators}

    def items(self, plan: ActionPlan, programs: list[Program], shapes: list[dict]) -> list[dict]:
        """The rows of the shapes, which are handed back with them under "row" and "rows"."""
        for number, shape in enumerate(shapes, 1):
            shape["row"] = ActionItem(
                program=programs[shape["strategy"]],
                number=number,
                code=f"{number}",
                lineage=shape["lineage"],
                name=f"Kegiatan {number}",
                budget=self.money(),
            )
            shape["rows"] = [
                Indicator(item=shape["row"], number=n, name=f"Indikator {n}", unit="kegiatan", **given)
                for n, given in enumerate(shape["indicators"], 1)
            ]
        ActionItem.objects.bulk_create(shape["row"] for shape in shapes)
        indicators = [row for shape in shapes for row in shape["rows"]]
        Indicator.objects.bulk_create(indicators)
        Party.objects.bulk_create(party for shape in shapes for party in self.parties(shape["row"]))
        Target.objects.bulk_create(
            target for row in indicators for year in plan.years for target in self.targets(row, year)
        )
        return shapes

    def parties(self, item: ActionItem) -> list[Party]:
        found = []
        for order in range(self.count(1, 2)):
            agency = self.one_of(None, *self.agencies)
            kind, label = (
                ("instansi", agency.short_name) if agency else ("teks", self.one_of("Camat", "Lurah"))
            )
            if label not in {party.label for party in found}:
                found.append(
                    Party(
                        item=item, role="penanggung_jawab", kind=kind, label=label, agency=agency, order=order
                    )
                )
        return found

    def targets(self, row: Indicator, year: int) -> list[Target]:
        found = [] if self.yes(6) else [Target(indicator=row, year=year, value=self.number())]
        if self.yes(4):
            found.append(Target(indicator=row, year=year, quarter=self.count(1, 4), value=self.number()))
        return found

    def periods(
        self, plan: ActionPlan, kind: str, year: int, items: list[dict], taken: set, *, few: bool
    ) -> None:
        """Periods nobody has opened yet, some of the year and one of the year before, with their reports."""
        choices = [(year, ordinal) for ordinal in KINDS[kind]] + [(year - 1, 1)]
        opened = [when for when in choices if when not in taken and self.yes(2 if few else 3) is few]
        taken |= set(opened)
        rows = [
            ReportingPeriod(plan=plan, kind=kind, year=when, ordinal=ordinal, deadline=self.day())
            for when, ordinal in opened
        ]
        ReportingPeriod.objects.bulk_create(rows)
        self.reports([(period, shape, self.one_of(*REPORT_STATES)) for period in rows for shape in items])

    def reports(self, asked: list[tuple[ReportingPeriod, dict, str]]) -> None:
        reports, values = [], []
        for period, shape, status in asked:
            if not status:
                continue
            report = self.report(shape["row"], period, status)
            reports.append(report)
            values += [self.value(report, row) for row in shape["rows"]]
        ProgressReport.objects.bulk_create(reports)
        IndicatorValue.objects.bulk_create(values)

    def report(self, item: ActionItem, period: ReportingPeriod, status: str) -> ProgressReport:
        given: dict[str, Any] = {"realised_budget": self.money(), "drafted_by": self.typist}
        if status != "draf":
            given |= {"submitted_by": self.typist, "submitted_at": timezone.now()}
        if status in ("diterima", "dikunci"):
            given |= {"decided_by": self.judge, "decided_at": timezone.now()}
        if status == "dikembalikan":
            given |= {"return_reason": "Periksa", "return_due": self.today}
        return ProgressReport(item=item, period=period, status=status, **given)

    def value(self, report: ProgressReport, row: Indicator) -> IndicatorValue:
        if self.yes(5):
            return IndicatorValue(report=report, indicator=row, not_applicable=True)
        if row.aggregation != "rasio":
            return IndicatorValue(report=report, indicator=row, value=self.number())
        whole = self.number() + 1
        return IndicatorValue(
            report=report, indicator=row, numerator=min(self.number(), whole), denominator=whole
        )
