"""The same number of queries at 64 and at 640 items, and few of them."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from rad import services
from rad.models import ActionItem, Indicator, IndicatorValue, Party, Program, ProgressReport, Target
from tests.factories import World
from tests.rad.builders import Rad, make_rad

pytestmark = pytest.mark.django_db
# What every request pays once: session, account, authority, context and savepoints (core and accounts).
FRAME = (
    "SAVEPOINT", "set_config", "current_setting", 'FROM "django_session"', 'UPDATE "django_session"',
    'FROM "accounts_user"', 'FROM "members_appointment"', "usersession",
)  # fmt: skip


@pytest.fixture(autouse=True)
def _without_second_factor(settings: Any) -> None:
    settings.SECOND_FACTOR_REQUIRED = False


def grow(rad: Rad, count: int) -> None:
    """Items of Dinas Sosial with an indicator, a target and an accepted report each."""
    program = Program.objects.get()
    agency, today = rad.world.agencies["Dinas Sosial"], timezone.localdate()
    start = program.items.count()
    items = ActionItem.objects.bulk_create(
        ActionItem(program=program, number=start + n, code=f"I.1.{start + n}", name=f"Kegiatan {n}")
        for n in range(1, count + 1)
    )
    Party.objects.bulk_create(
        Party(item=item, role="penanggung_jawab", kind="instansi", label="Dinas Sosial", agency=agency)
        for item in items
    )
    rows = Indicator.objects.bulk_create(
        Indicator(item=item, name="Jumlah", unit="orang", aggregation="jumlah") for item in items
    )
    Target.objects.bulk_create(Target(indicator=row, year=today.year, value=10) for row in rows)
    people, now = rad.world.people, timezone.now()
    reports = ProgressReport.objects.bulk_create(
        ProgressReport(
            item=item, period=rad.period, status="diajukan", drafted_by=people["dinsos"],
            submitted_by=people["dinsos"], submitted_at=now,
        )
        for item in items
    )  # fmt: skip
    IndicatorValue.objects.bulk_create(
        IndicatorValue(report=report, indicator=row, value=5)
        for report, row in zip(reports, rows, strict=True)
    )
    services.plan_grants_sync(plan=rad.plan)


def queries(client: Any, url: str) -> list[str]:
    with CaptureQueriesContext(connection) as caught:
        assert client.get(url).status_code == 200
    texts = [query["sql"] for query in caught.captured_queries]
    return [sql for sql in texts if not any(word in sql for word in FRAME)]


@pytest.mark.parametrize(
    ("person", "name"),
    [
        ("sekda", "dashboard"), ("sekda", "plan"), ("sekretariat", "list"), ("sekretariat", "period"),
        ("sekretariat", "queue"), ("dinsos", "grid"), ("dinsos", "check"), ("dinsos", "home"),
        ("sekretariat", "home"), ("sekretariat", "paper"), ("sekda", "paper"), ("sekretariat", "make"),
    ],
)  # fmt: skip
def test_queries_do_not_grow(world: World, sign_in: Any, person: str, name: str) -> None:
    rad = make_rad(world)
    paper = services.report_document_make(period=rad.period, by=rad.secretariat)
    urls = {
        "dashboard": reverse("dashboard:dashboard"),
        "plan": rad.plan.get_absolute_url(),
        "list": reverse("rad:plan-list"),
        "period": reverse("rad:period-detail", args=[rad.period.pk]),
        "queue": reverse("rad:report-queue"),
        "grid": reverse("rad:report-grid", args=[rad.period.pk]),
        "check": reverse("rad:report-check", args=[rad.period.pk]),
        "home": reverse("home"),
        "paper": reverse("rad:document-detail", args=[paper.document_id]),
        "make": reverse("rad:document-create", args=[rad.period.pk]),
    }
    client = sign_in(world.people[person])
    grow(rad, 64 - 3)
    client.get(urls[name])
    few = queries(client, urls[name])
    grow(rad, 640 - 64)
    many = queries(client, urls[name])
    assert len(few) == len(many)
    assert len(many) <= 12, "\n".join(many)
