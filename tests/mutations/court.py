"""Tries stones inside one run of pytest: on the pages of rules, which stand on one scene; what they leave,
each in a forked child, where the tests that reach its function run.

Loaded as a plugin by `python -m tests.mutations`. The parent never opens a database, so that a child starts
as fresh as a run of its own; a child that does not answer in TIME counts as one that noticed nothing.
"""

import inspect
import json
import os
import re
import select
import signal
import sys
import time
import traceback
from collections.abc import Callable
from functools import cache
from hashlib import sha256
from typing import Any

import pytest
from _pytest.runner import runtestprotocol

from tests.mutations import stones

TIME = 20
"""Seconds a child may take for all tests of one stone."""
PAGE = "tests/rules/"
SCENE = "tests/access/"
"""Tests that first build the largest scene: tried last."""


def in_a_child(work: Callable[[], Any], seconds: float) -> Any:
    """What `work` answers in a fork of this process; None when it does not in time."""
    reader, writer = os.pipe()
    if not (child := os.fork()):
        _answer(work, writer)
    os.close(writer)
    try:
        return json.loads(_read(reader, seconds) or b"null")
    finally:
        os.close(reader)
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)


def _answer(work: Callable[[], Any], writer: int) -> None:
    try:
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        with os.fdopen(writer, "w") as out:
            json.dump(work(), out)
    except BaseException:
        traceback.print_exc()
    finally:
        os._exit(0)


def _read(reader: int, seconds: float) -> bytes:
    end, told = time.monotonic() + seconds, b""
    while (left := end - time.monotonic()) > 0 and select.select([reader], [], [], left)[0]:
        if not (piece := os.read(reader, 65536)):
            return told
        told += piece
    return b""


@cache
def spoken(test: Callable[..., Any]) -> frozenset[str]:
    """The words of a test's source."""
    return frozenset(re.findall(r"[A-Za-z_]+", inspect.getsource(test)))


class Court:
    """`killers`: stone → test that noticed before; `wide`: every test that reaches its function is asked."""

    def __init__(self, tried: list[stones.Stone], killers: dict[str, str], wide: bool) -> None:
        self.tried, self.killers, self.wide = tried, killers, wide
        self.found: dict[str, str] = {}
        self.alive: list[str] = []

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        from pytest_django.plugin import blocking_manager_key

        from tests.conftest import empty

        self.items = {item.nodeid: item for item in session.items}
        self.open = session.config.stash[blocking_manager_key].unblock
        left, known = self.paged(), self.reached() if self.wide else {}
        for number, stone in enumerate(left, start=1):
            candidates = self.candidates(stone, known)
            killer = in_a_child(lambda s=stone, c=candidates: self.killer(s, c), TIME)
            if killer is None:
                empty()
            self.note(stone, killer, f"{number}/{len(left)}")
        return True

    def paged(self) -> list[stones.Stone]:
        """Tries on the pages what a page missed before or nothing did; returns what is left to try."""
        rest = [stone for stone in self.tried if not self.killers.get(stone.name, PAGE).startswith(PAGE)]
        asked = [stone for stone in self.tried if stone not in rest]
        told = in_a_child(lambda: self.on_pages(asked), 36_000) if asked else {}
        assert told is not None, "the pages are red without any mutation: run tests/rules"
        for number, stone in enumerate(asked, start=1):
            if killer := told.get(stone.name):
                self.note(stone, killer, f"{number}/{len(asked)}")
        return rest + [stone for stone in asked if not told.get(stone.name)]

    def on_pages(self, asked: list[stones.Stone]) -> dict[str, str]:
        from tests.mutations.pages import Pages
        from tests.rules.people import standing

        with self.open(), standing() as people:
            pages = Pages(people)
            return {stone.name: pages.killer(stone, self.killers.get(stone.name, "")) for stone in asked}

    def note(self, stone: stones.Stone, killer: str | None, number: str) -> None:
        if killer:
            self.found[stone.name] = killer
        else:
            self.alive.append(stone.name)
        sys.stdout.write(f"{number} {stone.name}: {killer or 'ALIVE'}\n")
        sys.stdout.flush()

    def candidates(self, stone: stones.Stone, known: dict[str, Any]) -> list[str]:
        """The test that noticed before, then those that reach it: of its words and quick ones first."""
        there = [name for name, (reached, _s) in known.items() if stone.function in reached]
        there.sort(
            key=lambda name: (
                -self.speaks_of(name, stone),
                SCENE in name,
                known[name][1] * (10 + len(known[name][0])),
            )
        )
        last = self.killers.get(stone.name)
        return [name for name in ([last] if last else []) + there if name in self.items]

    def speaks_of(self, name: str, stone: stones.Stone) -> int:
        """How much a test's words are those of the function: its own, then its file's, then none."""
        module, function = stone.function.split(":")
        words = {part.removeprefix("check_").removesuffix("QuerySet") for part in function.split(".")}
        words |= {module.split(".")[-1]} - {"rules", "models", "settings"}
        item = self.items[name]
        return 2 * bool(words & spoken(item.function)) + any(word in item.path.stem for word in words)

    def killer(self, stone: stones.Stone, candidates: list[str]) -> str:
        """The first test that is red without the stone and green again with it."""
        for name, following in zip(candidates, [*candidates[1:], None], strict=True):
            back = stones.take_out(stone)
            missed = any(report.failed for report in self.run(name, following))
            back()
            if missed and all(report.passed for report in self.run(name, following)):
                return name
        return ""

    def run(self, name: str, following: str | None) -> list[pytest.TestReport]:
        """What both need of the session stays between them."""
        after = self.items[following] if following else None
        return runtestprotocol(self.items[name], log=False, nextitem=after)

    def reached(self) -> dict[str, Any]:
        """Test → functions it reaches, seconds: by running all once; kept beside the servers of the suite."""
        from tests.environment import DATA_DIR

        kept = DATA_DIR / f"reach-{sha256(repr(sorted(self.items)).encode()).hexdigest()[:12]}.json"
        if not kept.exists():
            told = in_a_child(self.listened, 36_000)
            assert told, "the run that listens ended early"
            kept.write_text(json.dumps(told))
        return json.loads(kept.read_text())

    def listened(self) -> dict[str, Any]:
        seen: set[str] = set()
        stones.listen(seen)
        told, names = {}, list(self.items)
        for name, following in zip(names, [*names[1:], None], strict=True):
            seen.clear()
            start = time.monotonic()
            if all(report.passed for report in self.run(name, following)):
                told[name] = (sorted(seen), round(time.monotonic() - start, 2))
        return told
