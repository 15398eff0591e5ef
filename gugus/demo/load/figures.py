"""What the rows of a load run and the logs of its web processes say."""

import json
import statistics
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from gugus.demo.load.pages import CONTENT, FOREIGN, SERVER, STATUS

KINDS = (SERVER, FOREIGN, STATUS, CONTENT)
OTHER = "lain"


@dataclass(frozen=True)
class Row:
    """One request of one person; `at` is when it began, `ms` how long its answer took."""

    role: str
    journey: str
    page: str
    ms: float
    at: float
    fault: str

    @property
    def kind(self) -> str:
        """Of its fault: one of KINDS, OTHER for no answer at all, empty for none."""
        known = next((kind for kind in KINDS if self.fault.startswith(kind)), OTHER)
        return known if self.fault else ""


def read(file: Path) -> list[Row]:
    return [Row(**json.loads(line)) for line in file.read_text().splitlines()]


def percentiles(rows: Iterable[Row]) -> tuple[float, float, float]:
    """Seconds of the 50th, 95th and 99th of a hundred; nearest rank, so each was somebody's."""
    taken = sorted(row.ms / 1000 for row in rows)
    if not taken:
        return 0.0, 0.0, 0.0
    return tuple(taken[-(-len(taken) * part // 100) - 1] for part in (50, 95, 99))  # type: ignore[return-value]


def rate(*runs: list[Row]) -> float:
    """Requests per second while somebody asked."""
    spans = [max(row.at + row.ms / 1000 for row in rows) - min(row.at for row in rows) for rows in runs]
    return sum(map(len, runs)) / sum(spans)


def faults(rows: Iterable[Row]) -> Counter[str]:
    return Counter(row.kind for row in rows if row.fault)


def by_journey(rows: Iterable[Row]) -> dict[tuple[str, str], list[Row]]:
    found: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for row in rows:
        found[row.role, row.journey].append(row)
    return dict(sorted(found.items()))


@dataclass(frozen=True)
class Served:
    """What the web processes told: statuses of all requests, and queries of good answers by route."""

    statuses: Counter[int]
    queries: dict[str, list[int]]

    @property
    def broken(self) -> int:
        return sum(count for status, count in self.statuses.items() if status >= 500)

    def usual(self, route: str) -> float:
        return statistics.median(self.queries[route])


def served(logs: Iterable[Path]) -> Served:
    """Read the log lines of `gugus.operations.middleware`, in JSON."""
    statuses: Counter[int] = Counter()
    queries: dict[str, list[int]] = defaultdict(list)
    for line in (line for log in logs for line in log.read_text().splitlines() if line.startswith("{")):
        told = json.loads(line)
        if told["message"] != "request":
            continue
        statuses[told["status"]] += 1
        if told["status"] == 200 and told["method"] == "GET":
            queries[told["route"]].append(told["queries"])
    return Served(statuses, dict(queries))
