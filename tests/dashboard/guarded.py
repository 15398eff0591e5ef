"""A plan with small counts about victims in two strategies, over four quarters."""

from decimal import Decimal

from django.utils import timezone
from hypothesis import strategies as st

from rad import services
from rad.enums import Aggregation
from rad.models import IndicatorValue
from rad.services import Given
from tests.factories import World
from tests.rad.builders import Rad, add_item, agency_party, make_rad, open_period

TODAY = timezone.localdate()
QUARTERS = st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), min_size=4, max_size=4)
"""How many people the two indicators are about, quarter by quarter."""


def make_guarded(world: World) -> Rad:
    """Two items about victims in a strategy of their own and in one with another, over four quarters."""
    rad = make_rad(world, adopted=False)
    strategy = services.strategy_create(plan=rad.plan, name="Layanan", by=rad.secretariat)
    alone = services.program_create(strategy=strategy, name="Program Layanan", by=rad.secretariat)
    ratio = {"aggregation": Aggregation.RATIO, "about_victims": True, "na_allowed": True}
    ratio["targets"] = {(TODAY.year, None): Decimal(100)}
    add_item(rad, "korban", agency_party(world, "Dinas Sosial"), alone, **ratio)
    add_item(rad, "lain", agency_party(world, "Polres"), rad.items["dinsos"].program, **ratio)
    rad.plan = services.plan_adopt(plan=rad.plan, instrument="Perwali", adopted_on=TODAY, by=rad.secretariat)
    for ordinal in (1, 2, 3, 4):
        open_period(rad, ordinal=ordinal)
        for key, person in (("korban", "dinsos"), ("lain", "polres")):
            rad.accept(key, person, Given(numerator=Decimal(1), denominator=Decimal(1)))
        rad.accept("dinkes", "dinkes", Given(value=Decimal(1)))
    return rad


def report(rad: Rad, key: str, wholes: list[int]) -> None:
    rows = IndicatorValue.objects.filter(indicator=rad.indicator(key)).order_by("report__period__ordinal")
    for row, whole in zip(rows, wholes, strict=True):
        row.denominator, row.numerator, row.not_applicable = whole or None, (whole and 1) or None, not whole
        row.save()
