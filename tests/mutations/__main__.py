"""Take stones out of the rules and see that a test misses them: `python -m tests.mutations [WORD …]`.

Tries the stones whose names hold every WORD, or all, each under the test that missed it before (the ledger);
`--each N` every N-th of them. With `--wide` those the ledger does not know, each under all tests that reach
its function, and the ledger learns. Prints a line each and the survivors; exit 1 when there are any.
"""

import argparse
import os
import sys

import pytest

from tests.mutations import ledger, stones

TESTS = (
    "members", "rad", "meetings", "dashboard", "publication", "accounts", "notices", "vulnerability",
    "operations", "documents", "core", "cases", "rules", "access/test_matrix.py",
)  # fmt: skip
SLOW = ("mutations", "oracles", "killed_worker", "worlds", "release_attack", "state_machine")
"""Files of tests that take minutes, or try stones themselves."""


def arguments(words: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("words", nargs="*")
    parser.add_argument("--wide", action="store_true")
    parser.add_argument("--each", type=int, default=1)
    return parser.parse_args(words)


def main(words: list[str]) -> int:
    given, killers = arguments(words), ledger.read()
    chosen = [
        stone for stone in ledger.tried(stones.stones()) if all(word in stone.name for word in given.words)
    ]
    chosen = [stone for stone in chosen if (stone.name in killers) != given.wide][:: given.each]
    from tests.mutations.court import Court

    court = Court(chosen, killers, given.wide)
    files = [f"tests/{name}" for name in TESTS]
    ignored = [f"--ignore-glob=*/test_{name}.py" for name in SLOW]
    where = (
        [*files, *ignored] if given.wide else sorted({killers[s.name] for s in chosen if s.name in killers})
    )
    os.environ["PYTEST_ADDOPTS"] = ""
    options = ["-s", "-q", "-p", "no:randomly", "-p", "no:cacheprovider", "-p", "no:xdist"]
    pytest.main([*options, *where], plugins=[court])
    if given.wide:
        ledger.write(ledger.read() | court.found, stones.stones())
    sys.stdout.write(
        "\n  ".join([f"{len(chosen)} stones, {len(court.alive)} not missed", *court.alive]) + "\n"
    )
    return 1 if court.alive or len(court.found) < len(chosen) else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
