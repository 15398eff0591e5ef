"""People of every role at once, against the same number at a view of one query; only when named.

Real processes: two of the web, two workers, one beat, a proxy, and locust. Nobody pauses between pages, so
`users` are requests under way at once.
"""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings

from gugus.demo.benchmark import Bench, Measure
from gugus.demo.load import figures, people
from gugus.demo.load.drive import BARE, Driver
from gugus.demo.load.figures import CONTENT, FOREIGN, OTHER, SERVER, STATUS, Row
from gugus.demo.load.site import site
from gugus.env import ROOT

BARE_SHARE = 10
BARE_PAGE = "one-query"
SEEN = 20
"""A page's queries are told when it was asked for so often."""


def measure(bench: Bench) -> list[Measure]:
    """Faults, times and rates of all journeys, each journey's times, and each page's queries."""
    data: Path = settings.ENV.data_dir
    _as_web("manage.py", "load_demo", *people.LOADED)
    _as_web("-m", "gugus.demo.load", str(data))
    with site(data) as address:
        driver = Driver(address, data)
        users = bench.users or driver.sustained()
        few = max(SEEN, bench.requests // BARE_SHARE // 2)
        before = driver.run(users, few, BARE)
        rows = driver.run(users, bench.requests)
        after = driver.run(users, few, BARE)
    told = figures.served(sorted((data / "log").glob("web?.log")))
    bare = [before, after]
    return [*_faults(rows, told), *_whole(rows, bare, users), *_journeys(rows, bare), *_queries(told)]


def _as_web(*command: str) -> None:
    """What people do at pages, with the rights of the web's role: a worker may not refer anybody."""
    environ = os.environ | {"GUGUS_ROLE": "web"}
    done = subprocess.run(
        [sys.executable, *command], cwd=ROOT, env=environ, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise RuntimeError(f"{' '.join(command)}: {done.stderr[-2000:]}")


def _faults(rows: list[Row], told: figures.Served) -> Iterator[Measure]:
    found = figures.faults(rows)
    broken = max(found[SERVER], told.broken)
    note = f"log web: {sum(told.statuses.values())} jawaban, {told.broken} di antaranya 5xx"
    yield Measure("beban: galat server (5xx)", broken, len(rows), 0, note, "permintaan")
    yield Measure("beban: halaman orang lain", found[FOREIGN], len(rows), 0, "", "permintaan")
    other = found[STATUS] + found[CONTENT] + found[OTHER]
    texts = "; ".join(sorted({f"{row.page}: {row.fault}" for row in rows if row.fault})[:5])
    yield Measure("beban: status atau isi yang salah", other, len(rows), 0, texts, "permintaan")


def _whole(rows: list[Row], bare: list[list[Row]], users: int) -> Iterator[Measure]:
    ours, base = figures.percentiles(rows), figures.percentiles([row for run in bare for row in run])
    note = f"{users} permintaan serentak; {times(ours)}, satu kueri: {times(base)}"
    yield Measure("beban: p95 semua perjalanan", ours[1], base[1], None, note)
    per = "permintaan per detik, semua perjalanan terhadap satu kueri"
    yield Measure("beban: kecepatan", figures.rate(rows), figures.rate(*bare), None, per, "per detik")


def _journeys(rows: list[Row], bare: list[list[Row]]) -> Iterator[Measure]:
    base = figures.percentiles([row for run in bare for row in run])[1]
    for (role, name), part in figures.by_journey(rows).items():
        found = figures.percentiles(part)
        wrong = sum(figures.faults(part).values())
        note = f"{times(found)}; {len(part)} permintaan, {wrong} galat"
        yield Measure(f"beban: {role}, {name}", found[1], base, None, note)


def times(found: tuple[float, float, float]) -> str:
    return "p50 {:.2f} p95 {:.2f} p99 {:.2f} detik".format(*found)


def _queries(told: figures.Served) -> Iterator[Measure]:
    """Of each page that was opened often, beside those of the bare view with its sign-in."""
    base = told.usual(BARE_PAGE)
    for route in sorted(told.queries, key=told.usual, reverse=True):
        seen = told.queries[route]
        if len(seen) >= SEEN and route != BARE_PAGE:
            note = f"paling banyak {max(seen)}, {len(seen)} kali dibuka"
            yield Measure(f"beban: kueri {route}", told.usual(route), base, None, note, "kueri")
