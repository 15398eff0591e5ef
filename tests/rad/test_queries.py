"""The same number of queries at 100 items and at many, and few of them."""

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from rad import services
from rad.models import (
    ActionItem,
    Indicator,
    IndicatorValue,
    Party,
    Program,
    ProgressReport,
    ReportDocument,
    Target,
)
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


# Who opens what: a page is added by one line.
PAGES: dict[str, tuple[str, Callable[[Rad], str]]] = {
    "dashboard": ("sekda", lambda rad: reverse("dashboard:dashboard")),
    "dashboard, liaison": ("dinsos", lambda rad: reverse("dashboard:dashboard")),
    "plan": ("sekda", lambda rad: rad.plan.get_absolute_url()),
    "plan, liaison": ("dinsos", lambda rad: rad.plan.get_absolute_url()),
    "plan list": ("sekretariat", lambda rad: reverse("rad:plan-list")),
    "settings": ("sekretariat", lambda rad: reverse("rad:settings")),
    "period": ("sekretariat", lambda rad: reverse("rad:period-detail", args=[rad.period.pk])),
    "period, liaison": ("dinsos", lambda rad: reverse("rad:period-detail", args=[rad.period.pk])),
    "queue": ("sekretariat", lambda rad: reverse("rad:report-queue")),
    "grid": ("dinsos", lambda rad: reverse("rad:report-grid", args=[rad.period.pk])),
    "check": ("dinsos", lambda rad: reverse("rad:report-check", args=[rad.period.pk])),
    "home": ("dinsos", lambda rad: reverse("home")),
    "paper": ("sekda", lambda rad: reverse("rad:document-detail", args=[paper(rad)])),
    "paper, secretariat": ("sekretariat", lambda rad: reverse("rad:document-detail", args=[paper(rad)])),
    "make": ("sekretariat", lambda rad: reverse("rad:document-create", args=[rad.period.pk])),
    "reporting": ("sekretariat", lambda rad: reverse("rad:plan-reporting", args=[rad.plan.pk])),
    "items of a period": ("sekretariat", lambda rad: reverse("rad:period-items", args=[rad.period.pk])),
    "home, secretariat": ("sekretariat", lambda rad: reverse("home")),
}
MOST = 12
HOME = 17  # "Tugas saya" asks four domains and the releases


def paper(rad: Rad) -> Any:
    """The one paper of the period."""
    made = ReportDocument.objects.first()
    return (
        made.pk if made else services.report_document_make(period=rad.period, by=rad.secretariat).document_id
    )


def check_page(world: World, sign_in: Any, name: str, sizes: tuple[int, int]) -> None:
    """The same number of queries at both sizes; something is about victims, small and corrected."""
    rad = make_rad(world)
    person, url = PAGES[name]
    client = sign_in(world.people[person])
    found = []
    for size in sizes:
        grow(rad, size - ActionItem.objects.count())
        if not found:
            guarded(rad)
            client.get(url(rad))
        found.append(queries(client, url(rad)))
    few, many = found
    assert len(few) == len(many)
    assert len(many) <= (HOME if name.startswith("home") else MOST), "\n".join(sql[:160] for sql in many)


def guarded(rad: Rad) -> None:
    """Something to hide, and a correction to tell: both cost queries of their own."""
    report = rad.accept("dinsos", "dinsos")
    due = timezone.localdate() + timedelta(days=1)
    services.report_unlock(report=report, reason="Salah hitung", due=due, by=rad.secretariat)
    rad.accept("dinsos", "dinsos", services.Given(value=Decimal(3)))
    Indicator.objects.filter(item=rad.items["dinsos"]).update(about_victims=True)


@pytest.mark.parametrize("name", PAGES)
def test_queries_do_not_grow(world: World, sign_in: Any, name: str) -> None:
    check_page(world, sign_in, name, (100, 300))


@pytest.mark.panjang
@pytest.mark.parametrize("name", PAGES)
def test_queries_do_not_grow_at_ten_thousand_items(world: World, sign_in: Any, name: str) -> None:
    check_page(world, sign_in, name, (100, 10_000))
