"""Each clause that keeps somebody out is missed by a test that is named: in the quick tier the ledger is held
against the code and a sample is tried; in the full tier every stone is taken out once.
"""

import re
import subprocess
import sys

import pytest

from tests.mutations import ledger, stones

EACH = 180


def test_every_stone_has_a_test_that_misses_it() -> None:
    known, there = set(ledger.read()), {stone.name for stone in ledger.tried(stones.stones())}
    assert len(there) > 800
    assert not there - known, "a new clause needs a test: `python -m tests.mutations --wide` looks for it"
    assert not known - there, "no longer in the code: `python -m tests.mutations --wide` forgets it"


def test_every_excuse_fits_a_stone() -> None:
    names = "\n".join(stone.name for stone in stones.stones())
    assert all(re.search(f"^{pattern}$", names, re.M) for pattern in ledger.EXCUSED)


def test_every_named_test_is_there() -> None:
    for test in set(ledger.read().values()):
        path, _, name = test.partition("::")
        text = (stones.ROOT / path).read_text()
        assert re.search(rf"def {name.partition('[')[0].rpartition('::')[2]}\b", text), test


def judged(*words: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-W", "ignore", "-m", "tests.mutations", *words]
    return subprocess.run(command, cwd=stones.ROOT, capture_output=True, text=True)


def test_a_stone_taken_out_is_missed() -> None:
    ended = judged("--each", str(EACH))
    assert ended.returncode == 0, ended.stdout[-3000:] + ended.stderr[-3000:]


@pytest.mark.panjang
def test_every_stone_taken_out_is_missed() -> None:
    ended = judged()
    assert ended.returncode == 0, ended.stdout[-9000:] + ended.stderr[-3000:]
