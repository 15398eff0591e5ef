"""Pages under load: their rate against a view that runs one query, and their queries as the plan grows."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext
from django.urls import include, path, reverse

from gugus.core.bulk import copy_in
from gugus.core.context import acting_as
from gugus.demo.benchmark import Bench, Measure, shown
from gugus.operations import collector
from members.models import Agency
from rad.enums import Aggregation, PartyKind, PartyRole
from rad.models import ActionItem, ActionPlan, Indicator, Party, Program, Target
from rad.services import plan_grants_sync

SLOWER = 2  # at least half as many requests per second
REQUESTS = 20
FEW = 100
CHUNK = 10_000
OF_ONE = 30_000  # items of one programme: numbers are small integers
PAGES = {"daftar RAD": "rad:plan-list", "dasbor": "dashboard:dashboard"}
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def one_query(request: HttpRequest) -> HttpResponse:
    """The bare view, behind the same sign-in: one query, its rows as text."""
    return HttpResponse("\n".join(ActionPlan.objects.values_list("title", flat=True)))


urlpatterns = [path("dasar/", one_query, name="one-query"), path("", include("gugus.urls"))]


def measure(bench: Bench) -> list[Measure]:
    """Rates at the region's own size, once; queries at `rows` items, against those at 100."""
    client = Client()
    client.force_login(bench.person("sekda"), backend=BACKEND)
    with as_served(), override_settings(ROOT_URLCONF=__name__, ALLOWED_HOSTS=["testserver"]):
        rates = [] if "few" in bench.extra else _rates(bench, client)
        return [*rates, *_queries(bench, client)]


@contextmanager
def as_served() -> Iterator[None]:
    """The garbage collector set as the web process sets it."""
    before = gc.get_threshold()
    collector.settle()
    try:
        yield
    finally:
        gc.unfreeze()
        gc.set_threshold(*before)


def _rates(bench: Bench, client: Client) -> list[Measure]:
    found = []
    for label, name in PAGES.items():
        url = reverse(name)
        ours, base = bench.medians(lambda: ask(client, url), lambda: ask(client, "/dasar/"))  # noqa: B023
        note = f"{REQUESTS / ours:.0f} terhadap {REQUESTS / base:.0f} permintaan per detik"
        own = ActionItem.objects.count()
        found.append(Measure(f"{label}: {REQUESTS} permintaan", ours, base, SLOWER, note, rows=own))
    return found


def _queries(bench: Bench, client: Client) -> list[Measure]:
    if "few" not in bench.extra:
        bench.extra["few"] = _counted(client, FEW, bench)
    few, many = bench.extra["few"], _counted(client, bench.rows, bench)
    note = f"terhadap {FEW} kegiatan; dengan yang dibayar setiap permintaan: sesi, akun, wewenang"
    return [Measure(f"{label}: kueri", count, few[label], 1, note, "kueri") for label, count in many.items()]


def ask(client: Client, url: str, times: int = REQUESTS) -> None:
    """Raises RuntimeError when the page does not answer as it should: a fast error is no speed."""
    for _request in range(times):
        if (status := client.get(url).status_code) != 200:
            raise RuntimeError(f"{url}: {status}")


def _counted(client: Client, size: int, bench: Bench) -> dict[str, int]:
    grow(size, bench)
    return {label: _asked(client, reverse(name)) for label, name in PAGES.items()}


def _asked(client: Client, url: str) -> int:
    """Queries of one request, after one that filled what is kept between requests."""
    ask(client, url, 1)
    with CaptureQueriesContext(connection) as caught:
        ask(client, url, 1)
    return len(caught)


def grow(size: int, bench: Bench) -> None:
    """Fill the plan in force up to `size` items of one agency, each with an indicator and its targets."""
    by = bench.person()
    with acting_as(by):
        plan = ActionPlan.objects.visible_to(by).filter(status="ditetapkan").get()
        programs = Program.objects.filter(strategy__plan=plan).order_by("-strategy__number", "-number")
        agency = Agency.objects.visible_to(by).get(short_name="Dinas Sosial")
        for here in range(ActionItem.objects.filter(program__strategy__plan=plan).count(), size, CHUNK):
            last = min(here + CHUNK, size)
            _add(plan, list(programs), agency, range(here, last))
            print(f"  {shown(last)} dari {shown(size)} kegiatan", flush=True)
        plan_grants_sync(plan=plan)
    with psycopg.connect(bench.administrator(), autocommit=True) as admin:
        admin.execute("VACUUM ANALYZE")


def _add(plan: ActionPlan, programs: list[Program], agency: Agency, numbers: range) -> None:
    items = [
        ActionItem(
            program=programs[n // OF_ONE],
            number=1000 + n % OF_ONE,
            code=f"X.{n}",
            name=f"Kegiatan contoh {n}",
        )
        for n in numbers
    ]
    rows = [Indicator(item=item, name="Jumlah", unit="orang", aggregation=Aggregation.SUM) for item in items]
    party = {"role": PartyRole.RESPONSIBLE, "kind": PartyKind.AGENCY, "label": "Dinas Sosial"}
    copy_in(items)
    copy_in([Party(item=item, agency=agency, **party) for item in items])
    copy_in(rows)
    copy_in([Target(indicator=row, year=year, value=10) for row in rows for year in plan.years])
