"""Locust as a process of its own: gevent must not be in ours. And how many people the machine carries."""

import subprocess
import sys
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from gugus.demo.load.figures import Row, faults, rate, read
from gugus.env import ROOT

JOURNEYS = "gugus/demo/load/journeys.py"
EVERYBODY = ("Secretary", "Liaison", "Handler", "Leader", "Province", "Supervisor", "Reader")
BARE = ("Bare",)
FEWEST, MOST = 8, 32
PROBE = 300
MORE = 1.1
"""More people are worth it while they bring so many times the requests of fewer; beyond they only wait."""
GRACE_SECONDS, BEGIN_SECONDS, SLOW_SECONDS = 60, 600, 2


@dataclass(frozen=True)
class Driver:
    """Where the site is, and a folder with the accounts (people.json) and room for rows."""

    address: str
    data: Path

    def run(self, users: int, requests: int, classes: tuple[str, ...] = EVERYBODY) -> list[Row]:
        """So many people at once until so many answers came. Raises RuntimeError when locust fails."""
        rows, log = self.data / "rows.jsonl", self.data / "log" / "locust.log"
        rows.unlink(missing_ok=True)
        command = [sys.executable, "-m", "locust", "-f", JOURNEYS, "--headless", "--only-summary"]
        command += ["--host", self.address, "--users", str(users), "--spawn-rate", "4"]
        command += ["--people", str(self.data / "people.json"), "--rows", str(rows)]
        command += ["--requests", str(requests), "--stop-timeout", str(GRACE_SECONDS), *classes]
        patience = BEGIN_SECONDS + requests * SLOW_SECONDS
        with log.open("ab") as told, suppress(subprocess.TimeoutExpired):
            subprocess.run(
                command, cwd=ROOT, stdout=told, stderr=subprocess.STDOUT, timeout=patience, check=False
            )
        found = read(rows) if rows.exists() else []
        if len(found) < requests:
            raise RuntimeError(f"locust berhenti setelah {len(found)} permintaan; lihat {log}")
        return found

    def sustained(self) -> int:
        """The most people at once without a fault, as long as more of them get more done."""
        best, users, got = FEWEST, FEWEST, 0.0
        while users <= MOST:
            rows = self.run(users, PROBE)
            print(f"  {users} orang: {rate(rows):.1f} permintaan per detik, {len(faults(rows))} macam galat")
            if faults(rows) or rate(rows) < MORE * got:
                break
            best, got, users = users, rate(rows), users * 2
        return best
