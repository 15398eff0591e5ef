"""Tries stones on the pages of `tests.rules`: one scene, the functions changed and changed back under it."""

import time
from collections.abc import Iterator
from functools import cached_property
from itertools import accumulate
from typing import Any, NamedTuple

from gugus.accounts.models import User
from tests.mutations import stones
from tests.rules import asking

TEST = "tests/rules/test_pages.py::test_the_page[{}]"
PATIENCE = 4.0
"""Seconds of pages asked for one stone, each as long as it took without it; the first is always asked."""


class Reached(NamedTuple):
    functions: frozenset[str]
    seconds: float


class Pages:
    """Which page misses a stone: of those that reach its function, the one of that name first."""

    def __init__(self, people: list[User]) -> None:
        self.people = people

    @cached_property
    def reached(self) -> dict[str, Reached]:
        return dict(self.listened())

    def listened(self) -> Iterator[tuple[str, Reached]]:
        """Page → what it reaches. Raises AssertionError for a page that is red without any mutation."""
        seen: set[str] = set()
        stop = stones.listen(seen)
        try:
            for name in asking.pages():
                seen.clear()
                start = time.monotonic()
                assert asking.page(name, self.people) == asking.known(name), name
                yield name, Reached(frozenset(seen), time.monotonic() - start)
        finally:
            stop()

    def killer(self, stone: stones.Stone, last: str = "") -> str:
        """The test whose page changes, of the one that did before or of those that reach it; else empty."""
        asked = [last[len(TEST) - 3 : -1]] if last else self.near(stone)
        assert not any(self.changes(name) for name in asked[:1]), f"{asked[0]} is red without any mutation"
        back = stones.take_out(stone)
        try:
            return next((TEST.format(name) for name in asked if self.changes(name)), "")
        finally:
            back()

    def near(self, stone: stones.Stone) -> list[str]:
        """The pages that reach its function: of that name, then the quickest, while there is patience."""
        found = [name for name, reached in self.reached.items() if stone.function in reached.functions]
        found.sort(key=lambda name: (name != stone.function, self.reached[name].seconds))
        spent = [0.0, *accumulate(self.reached[name].seconds for name in found)]
        return [name for name, before in zip(found, spent, strict=False) if before < PATIENCE]

    def changes(self, name: str) -> Any:
        try:
            return asking.page(name, self.people) != asking.known(name)
        except Exception:
            return True
