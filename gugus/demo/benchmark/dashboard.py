"""The dashboard of a task force with many below it against one with a single one; and its list of regencies.

The region of the run plays the province: its own figures are the same at both sizes, so that what differs is
what 552 task forces with five years of figures each cost.
"""

import statistics
from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal
from typing import Any
from uuid import uuid4

from django.db import transaction
from django.test import Client, override_settings
from django.utils import timezone

from gugus.core.context import acting_as
from gugus.dashboard.board import to_json
from gugus.dashboard.enums import Audience
from gugus.dashboard.models import RegionalFigures
from gugus.dashboard.selectors.board import board_of_system
from gugus.demo.benchmark import Bench, Measure, seconds
from gugus.demo.benchmark.lists import BACKEND, REQUESTS, as_served, ask
from members.models import Region, TaskForce

YEARS = 5
PAGE = 25  # rows of one page of the list
LIMIT = 2
BOARD, LIST = "/dasbor/", "/dasbor/daerah/"


def measure(bench: Bench) -> list[Measure]:
    """Everything below is undone."""
    by = bench.person("sekda")
    client = Client()
    client.force_login(by, backend=BACKEND)
    with acting_as(by), as_served(), override_settings(ALLOWED_HOSTS=["testserver"]):
        here = TaskForce.objects.select_related("region").get(pk=by.authority.task_force_id)
        keys = fill(here, board_data(here), bench.rows)
        found = [
            compared(bench, client, here, keys, "dasbor", BOARD, 1),
            compared(bench, client, here, keys, "daftar daerah", LIST, PAGE),
        ]
        transaction.set_rollback(True)
    return found


def board_data(here: TaskForce) -> dict[str, Any]:
    """A board of ordinary size, as every row keeps one."""
    return to_json(board_of_system(here, audience=Audience.OUTSIDE, today=timezone.localdate()))


def fill(here: TaskForce, data: dict[str, Any], many: int) -> list[Any]:
    """`many` task forces without people, each with `YEARS` years of figures; returns their keys."""
    this = timezone.localdate().year
    Region.objects.bulk_create(
        Region(code=f"{here.region_id}.u{n}", name=f"Kabupaten Ukur {n}", level=2, kind="kabupaten")
        for n in range(many)
    )
    rows = TaskForce.objects.bulk_create(
        TaskForce(
            region_id=f"{here.region_id}.u{n}", name=f"Gugus Tugas {n}", short_name=f"GT {n}",
            slug=uuid4().hex, head_office="Bupati Contoh", place="Contoh",
        )
        for n in range(many)
    )  # fmt: skip
    figures = {"reported": 3, "total": 4, "as_of": timezone.now(), "data": data}
    RegionalFigures.objects.bulk_create(
        RegionalFigures(task_force=row, year=this - back, score=Decimal(n % 100), **figures)
        for n, row in enumerate(rows)
        for back in range(YEARS)
    )
    return [row.pk for row in rows]


def compared(
    bench: Bench, client: Client, here: TaskForce, keys: list[Any], label: str, url: str, few: int
) -> Measure:
    """Medians in turns: all below and five years, then `few` and this year only."""
    many, one = [], []
    for _round in range(bench.rounds):
        with below(here, keys, YEARS):
            ask(client, url, 1)
            many.append(seconds(lambda: ask(client, url)))
        with below(here, keys[:few], 1):
            ask(client, url, 1)
            one.append(seconds(lambda: ask(client, url)))
    note = f"{REQUESTS} permintaan; {len(keys)} gugus tugas × {YEARS} tahun terhadap {few} × 1"
    return Measure(
        f"{label}: banyak gugus tugas", statistics.median(many), statistics.median(one), LIMIT, note
    )


@contextmanager
def below(here: TaskForce, keys: list[Any], years: int) -> Iterator[None]:
    """These task forces below the region with their newest years; the rest stands aside."""
    this = timezone.localdate().year
    with transaction.atomic():
        TaskForce.objects.filter(pk__in=keys).update(parent=here)
        RegionalFigures.objects.filter(task_force__in=keys, year__lte=this - years).delete()
        yield
        transaction.set_rollback(True)
