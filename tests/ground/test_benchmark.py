"""script/benchmark: honest arithmetic, both sides in turn, and a folder it may delete."""

import subprocess
import sys
from typing import Any

import pytest

from gugus.demo import benchmark
from gugus.demo.benchmark import FULL, SIZES, Bench, Measure, crowd, imports, table
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
    assert Measure("titik kurva", 5.0, 1.0, 4, judged=False).kept


def test_what_another_run_measured_stays_in_the_file(tmp_path: Any) -> None:
    from gugus.demo.benchmark.__main__ import _kept

    file = tmp_path / "benchmark.json"
    old, other = Measure("impor", 3.0, 1.0, 4, rows=100), Measure("dasbor", 2.0, 1.0, 2, rows=552)
    assert _kept(file, [old, other]) == [old, other]
    new = Measure("impor", 2.0, 1.0, 4, rows=100)
    assert _kept(file, [new]) == [other, new]
    assert _kept(file, []) == [other, new]


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


@pytest.mark.parametrize(
    ("wrong", "said"),
    [("kecepatan", "tidak dikenal"), ("--rounds=0", "paling sedikit"), ("--scale=sedang", "pilih quick")],
)
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


@pytest.mark.parametrize("cases", SIZES["cases"][FULL])
@pytest.mark.parametrize("name", crowd.KINDS)
def test_the_crowd_sees_what_is_said_at_every_size(name: str, cases: int) -> None:
    """As the statement draws the grants; every group has its part, of the closed ones too."""
    kind = crowd.KINDS[name]
    every, first = kind.every(cases), kind.first(cases)
    theirs = range(first - first % every + every, cases + 1, every) if kind.seen(cases) else range(0)
    assert len(theirs) == kind.seen(cases)
    assert not kind.oldest or not theirs or theirs[0] == cases - len(theirs) + 1
    groups = [n // every % len(kind.groups) for n in theirs[:5000]]
    assert len(set(groups)) == min(len(kind.groups), len(theirs))
    closed = {group for n, group in zip(theirs, groups, strict=False) if n % crowd.CLOSED_EVERY == 0}
    assert len(groups) < 1000 or len(closed) >= min(len(kind.groups), 15)
