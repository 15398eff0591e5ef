"""script/benchmark: honest arithmetic, both sides in turn, and a folder it may delete."""

import subprocess
import sys
from typing import Any

import pytest

from gugus.demo import benchmark
from gugus.demo.benchmark import Bench, Measure, imports, table
from gugus.env import ROOT


def bench(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "gugus.demo.benchmark", *arguments]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)


def test_a_ratio_over_its_limit_is_said() -> None:
    slow = Measure("lambat", 5.0, 1.0, 4, "catatan")
    assert (slow.ratio, slow.kept) == (5.0, False)
    assert "lewat batas" in table([slow])
    assert "catatan" in table([slow])
    assert Measure("cepat", 4.0, 1.0, 4).kept
    assert slow.as_data()["kept"] is False


def test_both_sides_are_measured_in_turns_and_the_median_counts(monkeypatch: Any) -> None:
    clock = iter([0, 1, 10, 12, 20, 29, 30, 33, 40, 42, 50, 54])
    monkeypatch.setattr(benchmark.time, "perf_counter", lambda: next(clock))
    turns: list[str] = []
    found = Bench(rounds=3).medians(lambda: turns.append("portal"), lambda: turns.append("dasar"))
    assert turns == ["portal", "dasar"] * 3
    assert found == (2, 3)


def test_what_it_cannot_use_it_does_not_touch(tmp_path: Any) -> None:
    (tmp_path / "surat.txt").write_text("penting")
    result = bench("--data", str(tmp_path))
    assert result.returncode == 2
    assert "tidak ada yang dihapus" in result.stderr
    assert (tmp_path / "surat.txt").read_text() == "penting"


@pytest.mark.parametrize(("wrong", "said"), [("kecepatan", "tidak dikenal"), ("--rows=1", "paling sedikit")])
def test_a_wrong_option_is_explained(wrong: str, said: str) -> None:
    result = bench(wrong)
    assert result.returncode == 2
    assert said in result.stderr


def test_its_matrix_is_one_the_import_reads_whole() -> None:
    from gugus.core.sheets import read_sheets
    from rad.workbook import parse_matrix

    found = parse_matrix(read_sheets(imports.matrix(120)))
    assert (found.faults, found.unknown_columns) == ((), ())
    assert found.counts.indicators == 120
    assert imports.read(imports.matrix(120)) >= 120 * len(imports.HEAD)
