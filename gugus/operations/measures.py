"""Counters of requests and gauges of what waits, as Prometheus reads them.

Labels are names of the portal's own addresses, queues, tables and states: their number is bounded, and none
says anything about a person, an agency or a case. With several web processes each counts into a file of the
shared folder PROMETHEUS_MULTIPROC_DIR, and whichever answers adds all of them up.
"""

from collections.abc import Iterator
from typing import Any

from django.conf import settings
from prometheus_client import CollectorRegistry, Counter, Histogram, Summary, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector

if settings.ENV.metrics_dir:
    settings.ENV.metrics_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
METHODS = ("GET", "HEAD", "OPTIONS", "POST")
COUNTERS = CollectorRegistry()
REQUESTS = Counter("gugus_requests", "Requests answered", ("route", "method", "status"), registry=COUNTERS)
SECONDS = Histogram(
    "gugus_request_seconds",
    "Time from request to answer",
    ("method",),
    buckets=(0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 15),
    registry=COUNTERS,
)
QUERIES = Summary("gugus_request_queries", "Questions to the database", ("route",), registry=COUNTERS)
Gauge = tuple[str, str, dict[str, str], float]


def request_count(seen: dict[str, Any]) -> None:
    """Count one answered request; `seen` is what its log line says."""
    REQUESTS.labels(seen["route"], seen["method"], seen["status"]).inc()
    SECONDS.labels(seen["method"]).observe(seen["ms"] / 1000)
    QUERIES.labels(seen["route"]).observe(seen["queries"])


def counted() -> CollectorRegistry:
    """The counters of this process, or of all web processes together."""
    if not settings.ENV.metrics_dir:
        return COUNTERS
    every = CollectorRegistry()
    MultiProcessCollector(every, path=str(settings.ENV.metrics_dir))
    return every


class Reading(Collector):
    """Gauges as a collector of the library."""

    def __init__(self, gauges: list[Gauge]) -> None:
        self.gauges = gauges

    def collect(self) -> Iterator[GaugeMetricFamily]:
        families: dict[str, GaugeMetricFamily] = {}
        for name, words, labels, value in self.gauges:
            family = families.setdefault(name, GaugeMetricFamily(name, words, labels=list(labels)))
            family.add_metric(list(labels.values()), value)
        yield from families.values()


def page(gauges: list[Gauge]) -> bytes:
    """Everything in the text form of Prometheus."""
    read = CollectorRegistry()
    read.register(Reading(gauges))
    return generate_latest(counted()) + generate_latest(read)
