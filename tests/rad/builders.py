"""A small plan in a small world, built through the services as a secretariat would."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.utils import timezone

from rad import services
from rad.enums import Aggregation, PartyKind
from rad.models import ActionItem, ActionPlan, Indicator, ProgressReport, ReportingPeriod
from rad.services import Given
from rad.services.items import PartyGiven
from tests.factories import World


@dataclass
class Rad:
    """A plan with one item each of Dinas Sosial and Dinas Kesehatan, and one no agency answers for."""

    world: World
    plan: ActionPlan
    items: dict[str, ActionItem] = field(default_factory=dict)
    period: ReportingPeriod | None = None

    @property
    def secretariat(self) -> Any:
        return self.world.people["sekretariat"]

    def indicator(self, key: str) -> Indicator:
        return self.items[key].indicators.get()

    def save(self, key: str, person: str, value: Given | None = None, **texts: Any) -> ProgressReport:
        values = {self.indicator(key).pk: value or Given(value=Decimal(5))}
        return services.report_save(
            item=self.items[key], period=self.period, by=self.world.people[person], values=values, **texts
        )

    def submit(self, key: str, person: str, value: Given | None = None, **texts: Any) -> ProgressReport:
        report = self.save(key, person, value, **texts)
        return services.report_submit(report=report, by=self.world.people[person])

    def accept(self, key: str, person: str, value: Given | None = None, **texts: Any) -> ProgressReport:
        report = self.submit(key, person, value, **texts)
        return services.report_accept(report=report, by=self.world.people["sekretariat2"])


def add_item(rad: Rad, key: str, party: PartyGiven, program: Any, **indicator: Any) -> ActionItem:
    year = timezone.localdate().year
    by = rad.secretariat
    item = services.item_create(program=program, name=f"Kegiatan {key}", responsible=[party], by=by)
    values: dict[str, Any] = {
        "name": f"Indikator {key}",
        "unit": "kegiatan",
        "aggregation": Aggregation.SUM,
        "targets": {(year, None): Decimal(10)},
    } | indicator
    services.indicator_create(item=item, by=by, **values)
    rad.items[key] = item
    return item


def agency_party(world: World, short: str) -> PartyGiven:
    return PartyGiven(PartyKind.AGENCY, short, world.agencies[short].pk)


def make_rad(world: World, *, adopted: bool = True, deadline: date | None = None) -> Rad:
    """The plan, adopted, with the current quarter open; keys dinsos, dinkes, hukum (named text)."""
    today, by = timezone.localdate(), world.people["sekretariat"]
    plan = services.plan_create(
        code="RAD-UJI", title="RAD Contoh", first_year=today.year - 1, last_year=today.year + 1, by=by
    )
    rad = Rad(world, plan)
    strategy = services.strategy_create(plan=plan, name="Pencegahan", by=by)
    program = services.program_create(strategy=strategy, name="Program Contoh", by=by)
    add_item(rad, "dinsos", agency_party(world, "Dinas Sosial"), program)
    add_item(rad, "dinkes", agency_party(world, "Dinas Kesehatan"), program)
    add_item(rad, "hukum", PartyGiven(PartyKind.TEXT, "Bagian Hukum Setda"), program)
    if adopted:
        rad.plan = services.plan_adopt(
            plan=plan, instrument="Peraturan Wali Kota Nomor 1", adopted_on=today - timedelta(days=30), by=by
        )
        open_period(rad, deadline=deadline)
    return rad


def open_period(rad: Rad, *, ordinal: int | None = None, deadline: date | None = None) -> ReportingPeriod:
    today = timezone.localdate()
    rad.period = services.period_open(
        plan=rad.plan,
        kind="triwulan",
        year=today.year,
        ordinal=ordinal or (today.month - 1) // 3 + 1,
        deadline=deadline or today + timedelta(days=10),
        by=rad.secretariat,
    )
    return rad.period
