"""A world in which every number of the board has something to say."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from django.utils import timezone

from cases.enums import Audience
from cases.models import CaseFigure
from cases.selectors.punctuality import ALL, DIMENSION, IN_TIME, MEASURE
from meetings.enums import MeetingStatus
from meetings.models import FollowUp, Meeting, Outreach
from members.models import Region
from rad.models import ActionItem, ProgressReport
from rad.services import Given
from tests.factories import World
from tests.meetings.builders import make_follow_up, make_meeting, meeting_type
from tests.rad.builders import Rad, make_rad
from tests.workers import as_worker


@dataclass
class Full:
    """The plan, its accepted report, a late follow-up and a held sosialisasi."""

    world: World
    rad: Rad
    report: ProgressReport
    follow_up: FollowUp
    outreach: Meeting


def make_full(world: World) -> Full:
    """Dinas Sosial reported 7 of 10 and 40 of 100 million; two others are late; one of two desa reached."""
    rad = make_rad(world, deadline=timezone.localdate() - timedelta(days=1))
    ActionItem.objects.filter(pk=rad.items["dinsos"].pk).update(budget=Decimal(100_000_000))
    report = rad.accept("dinsos", "dinsos", Given(value=Decimal(7)), realised_budget=Decimal(40_000_000))
    promise = make_follow_up(world, make_meeting(world), due=timezone.localdate() - timedelta(days=3))
    return Full(world, rad, report, promise, make_outreach(world))


def make_outreach(world: World, **values: Any) -> Meeting:
    """A kecamatan of two desa; in the first a sosialisasi was held today for 25 people."""
    top = world.task_force.region
    area = Region.objects.create(
        code=f"{top.code}.01", name="Kecamatan Contoh", level=3, kind="kecamatan", parent=top
    )
    units = [
        Region.objects.create(
            code=f"{area.code}.{n}", name=f"Desa Contoh {n}", level=4, kind="desa", parent=area
        )
        for n in (1001, 1002)
    ]
    zone = ZoneInfo(top.timezone)
    start = datetime.combine(timezone.localdate(), datetime.min.time(), tzinfo=zone) + timedelta(hours=1)
    meeting = make_meeting(
        world,
        type=meeting_type("sosialisasi"),
        status=MeetingStatus.HELD,
        starts_at=start,
        region=units[0],
        title="Sosialisasi contoh",
        **values,
    )
    Outreach.objects.create(meeting=meeting, men=10, women=15)
    return meeting


def keep_cases(world: World, *, in_time: int = 0, due: int = 0, victims: int | None = None) -> None:
    """As the worker does: the clocks of this year every five minutes, and the totals every night.

    Rows are the worker's alone to write, so this is for tests that commit.
    """
    year, now = timezone.localdate().year, timezone.now()
    common: dict[str, Any] = {
        "task_force": world.task_force, "first_year": year, "last_year": year, "as_of": now
    }  # fmt: skip
    clocks = {"audience": Audience.LEADERS, "measure": MEASURE, "dimension": DIMENSION}
    rows = [CaseFigure(**common, **clocks, key=IN_TIME, count=in_time)] if due else []
    rows += [CaseFigure(**common, **clocks, key=ALL, count=due)] if due else []
    if victims is not None:
        total = {"audience": Audience.INSIDE, "measure": "korban", "dimension": "jumlah", "key": ""}
        rows.append(CaseFigure(**common, **total, count=victims))
    with as_worker():
        CaseFigure.objects.bulk_create(rows)
