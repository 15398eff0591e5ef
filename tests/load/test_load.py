"""The load run itself, from `script/benchmark`: people of every role, no 5xx, no page of somebody else."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from gugus.env import ROOT

REQUESTS, USERS = 10_000, 12


@pytest.mark.panjang
def test_ten_thousand_requests_of_every_role(tmp_path: Path) -> None:
    result = tmp_path / "benchmark.json"
    command = [sys.executable, "-m", "gugus.demo.benchmark", "load", "--users", str(USERS)]
    command += ["--requests", str(REQUESTS), "--data", str(tmp_path / "data"), "--json", str(result)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    measured = {each["name"]: each for each in json.loads(result.read_text())}
    for name in ("galat server (5xx)", "halaman orang lain", "status atau isi yang salah"):
        each = measured[f"beban: {name}"]
        assert each["ours"] == 0, each["note"]
        assert each["base"] >= REQUESTS
